"""Which keys of a registry hive say something: what starts by itself, what was set up, which tools were
there.

A path is of one hive; `*` stands for every subkey. `What` is the place that persistence is told by.
"""

from __future__ import annotations

from typing import NamedTuple


class WantedKey(NamedTuple):
    """Values of a key. `values`: their names in lower case, empty for all. `place`: which kind of start it
    is.
    """

    path: str
    place: str
    values: tuple[str, ...] = ()


_VERSION = r"Microsoft\Windows\CurrentVersion"
_NT = r"Microsoft\Windows NT\CurrentVersion"
_RUNS = ("Run", "RunOnce", "RunOnceEx", "RunServices", "RunServicesOnce", r"Policies\Explorer\Run")

SOFTWARE_STARTS = (
    *(WantedKey(rf"{_VERSION}\{run}", "run key") for run in _RUNS),
    *(WantedKey(rf"WOW6432Node\{_VERSION}\{run}", "run key") for run in _RUNS),
    WantedKey(
        rf"{_NT}\Winlogon",
        "run key",
        ("shell", "userinit", "taskman", "vmapplet", "system", "gindll", "mpnotify"),
    ),
    WantedKey(rf"{_NT}\Windows", "run key", ("appinit_dlls", "load", "run", "iconservicelib")),
    WantedKey(rf"WOW6432Node\{_NT}\Windows", "run key", ("appinit_dlls",)),
    WantedKey(rf"{_NT}\Image File Execution Options\*", "run key", ("debugger", "verifierdlls")),
    WantedKey(rf"{_NT}\SilentProcessExit\*", "run key", ("monitorprocess",)),
    WantedKey(r"Microsoft\Active Setup\Installed Components\*", "run key", ("stubpath",)),
    WantedKey(r"Microsoft\Command Processor", "run key", ("autorun",)),
    WantedKey(rf"{_VERSION}\ShellServiceObjectDelayLoad", "run key"),
    WantedKey(r"Microsoft\Netsh", "run key"),
)
USER_STARTS = (
    *(WantedKey(rf"Software\{_VERSION}\{run}", "run key") for run in _RUNS),
    WantedKey(rf"Software\{_NT}\Windows", "run key", ("load", "run")),
    WantedKey(rf"Software\{_NT}\Winlogon", "run key", ("shell",)),
    WantedKey("Environment", "run key", ("userinitmprlogonscript",)),
    WantedKey(r"Control Panel\Desktop", "run key", ("scrnsave.exe",)),
    WantedKey(r"Software\Microsoft\Command Processor", "run key", ("autorun",)),
    WantedKey(r"Software\Classes\ms-settings\shell\open\command", "run key"),
    WantedKey(r"Software\Classes\mscfile\shell\open\command", "run key"),
)
# under the control set that is in use
SYSTEM_STARTS = (
    WantedKey(
        r"Control\Lsa", "run key", ("authentication packages", "security packages", "notification packages")
    ),
    WantedKey(r"Control\Lsa\OSConfig", "run key", ("security packages",)),
    WantedKey(r"Control\Session Manager", "run key", ("bootexecute", "setupexecute")),
    WantedKey(r"Control\Session Manager\AppCertDlls", "run key"),
    WantedKey(r"Control\Print\Monitors\*", "run key", ("driver",)),
    WantedKey(r"Control\Terminal Server", "rdp", ("fdenytsconnections",)),
    WantedKey(
        r"Control\Terminal Server\WinStations\RDP-Tcp",
        "rdp",
        ("portnumber", "userauthentication", "initialprogram"),
    ),
    WantedKey(r"Services\PortProxy\v4tov4\tcp", "rdp"),
    WantedKey(r"Control\Terminal Server\Wds\rdpwd", "rdp", ("startupprograms",)),
)
# what a fresh Windows has; anything else that stands there was put there
NORMAL = {
    "shell": ("explorer.exe",),
    "userinit": ("userinit.exe", "userinit.exe,"),
    "vmapplet": ("systempropertiesperformance.exe /pagefile",),
    "bootexecute": ("autocheck autochk *",),
    "authentication packages": ("msv1_0",),
    "notification packages": ("scecli", "rassfm"),
    "security packages": ("kerberos", "msv1_0", "schannel", "wdigest", "tspkg", "pku2u", "cloudap", '""', ""),
    "fdenytsconnections": ("1",),
    "portnumber": ("3389",),
    "userauthentication": ("1",),
    "startupprograms": ("rdpclip",),
    "appinit_dlls": ("",),
    "load": ("",),
    "run": ("",),
    "driver": (
        "localspl.dll", "tcpmon.dll", "usbmon.dll", "wsdmon.dll", "appmon.dll", "fxsmon.dll", "apmon.dll",
        "ippmon.dll",
    ),
}  # fmt: skip
STICKY = (
    "sethc.exe",
    "utilman.exe",
    "osk.exe",
    "magnify.exe",
    "narrator.exe",
    "displayswitch.exe",
    "atbroker.exe",
)
