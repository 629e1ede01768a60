"""Which keys of a registry hive say something: what starts by itself, what was set up, which tools were
there.

A path is of one hive; `*` stands for every subkey. `What` is the place that persistence is told by.
"""

from __future__ import annotations

from typing import NamedTuple


class Wanted(NamedTuple):
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
    *(Wanted(rf"{_VERSION}\{run}", "run key") for run in _RUNS),
    *(Wanted(rf"WOW6432Node\{_VERSION}\{run}", "run key") for run in _RUNS),
    Wanted(
        rf"{_NT}\Winlogon",
        "run key",
        ("shell", "userinit", "taskman", "vmapplet", "system", "gindll", "mpnotify"),
    ),
    Wanted(rf"{_NT}\Windows", "run key", ("appinit_dlls", "load", "run", "iconservicelib")),
    Wanted(rf"WOW6432Node\{_NT}\Windows", "run key", ("appinit_dlls",)),
    Wanted(rf"{_NT}\Image File Execution Options\*", "run key", ("debugger", "verifierdlls")),
    Wanted(rf"{_NT}\SilentProcessExit\*", "run key", ("monitorprocess",)),
    Wanted(r"Microsoft\Active Setup\Installed Components\*", "run key", ("stubpath",)),
    Wanted(r"Microsoft\Command Processor", "run key", ("autorun",)),
    Wanted(rf"{_VERSION}\ShellServiceObjectDelayLoad", "run key"),
    Wanted(r"Microsoft\Netsh", "run key"),
)
USER_STARTS = (
    *(Wanted(rf"Software\{_VERSION}\{run}", "run key") for run in _RUNS),
    Wanted(rf"Software\{_NT}\Windows", "run key", ("load", "run")),
    Wanted(rf"Software\{_NT}\Winlogon", "run key", ("shell",)),
    Wanted("Environment", "run key", ("userinitmprlogonscript",)),
    Wanted(r"Control Panel\Desktop", "run key", ("scrnsave.exe",)),
    Wanted(r"Software\Microsoft\Command Processor", "run key", ("autorun",)),
    Wanted(r"Software\Classes\ms-settings\shell\open\command", "run key"),
    Wanted(r"Software\Classes\mscfile\shell\open\command", "run key"),
)
# under the control set that is in use
SYSTEM_STARTS = (
    Wanted(
        r"Control\Lsa", "run key", ("authentication packages", "security packages", "notification packages")
    ),
    Wanted(r"Control\Lsa\OSConfig", "run key", ("security packages",)),
    Wanted(r"Control\Session Manager", "run key", ("bootexecute", "setupexecute")),
    Wanted(r"Control\Session Manager\AppCertDlls", "run key"),
    Wanted(r"Control\Print\Monitors\*", "run key", ("driver",)),
    Wanted(r"Control\Terminal Server", "rdp", ("fdenytsconnections",)),
    Wanted(
        r"Control\Terminal Server\WinStations\RDP-Tcp",
        "rdp",
        ("portnumber", "userauthentication", "initialprogram"),
    ),
    Wanted(r"Services\PortProxy\v4tov4\tcp", "rdp"),
    Wanted(r"Control\Terminal Server\Wds\rdpwd", "rdp", ("startupprograms",)),
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
