"""Which records a rule's `logsource` means: channels and numbers of Windows events, or a source of ours.

Source: SigmaHQ's taxonomy and logsource guides (names only); Microsoft's names of channels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from firstbell.investigate.hunts.match.patterns import HuntRuleError

SYSMON = "Microsoft-Windows-Sysmon/Operational"
_POWERSHELL = ("Microsoft-Windows-PowerShell/Operational", "PowerShellCore/Operational")


class LogLocation(NamedTuple):
    """Records of a source: `source` as in traces ("eventlog/Security"), or its beginning ("eventlog/").

    `events`: numbers of Windows events, as text; empty for any.
    """

    source: str
    events: tuple[str, ...] = ()


def _log(channel: str, *events: int) -> LogLocation:
    return LogLocation(f"eventlog/{channel}", tuple(map(str, events)))


_CATEGORIES: Mapping[str, tuple[LogLocation, ...]] = {
    "process_creation": (_log(SYSMON, 1), _log("Security", 4688)),
    "file_change": (_log(SYSMON, 2),),
    "network_connection": (_log(SYSMON, 3), _log("Security", 5156)),
    "sysmon_status": (_log(SYSMON, 4, 16),),
    "process_termination": (_log(SYSMON, 5), _log("Security", 4689)),
    "driver_load": (_log(SYSMON, 6),),
    "image_load": (_log(SYSMON, 7),),
    "create_remote_thread": (_log(SYSMON, 8),),
    "raw_access_thread": (_log(SYSMON, 9),),
    "process_access": (_log(SYSMON, 10),),
    "file_event": (_log(SYSMON, 11),),
    "registry_add": (_log(SYSMON, 12),),
    "registry_delete": (_log(SYSMON, 12),),
    "registry_set": (_log(SYSMON, 13), _log("Security", 4657)),
    "registry_rename": (_log(SYSMON, 14),),
    "registry_event": (_log(SYSMON, 12, 13, 14), _log("Security", 4657)),
    "create_stream_hash": (_log(SYSMON, 15),),
    "pipe_created": (_log(SYSMON, 17, 18),),
    "wmi_event": (_log(SYSMON, 19, 20, 21),),
    "dns_query": (_log(SYSMON, 22),),
    "file_delete": (_log(SYSMON, 23, 26),),
    "clipboard_capture": (_log(SYSMON, 24),),
    "process_tampering": (_log(SYSMON, 25),),
    "file_block": (_log(SYSMON, 27),),
    "file_executable_detected": (_log(SYSMON, 29),),
    "sysmon_error": (_log(SYSMON, 255),),
    "ps_module": tuple(_log(channel, 4103) for channel in _POWERSHELL),
    "ps_script": tuple(_log(channel, 4104) for channel in _POWERSHELL),
    "ps_classic_start": (_log("Windows PowerShell", 400),),
    "ps_classic_provider_start": (_log("Windows PowerShell", 600),),
    "ps_classic_script": (_log("Windows PowerShell", 800),),
    "file_access": (_log("Microsoft-Windows-Kernel-File/Analytic"),),
    "file_rename": (_log("Microsoft-Windows-Kernel-File/Analytic", 19),),
}

_SERVICES: Mapping[str, tuple[str, ...]] = {
    "security": ("Security",),
    "system": ("System",),
    "application": ("Application",),
    "sysmon": (SYSMON,),
    "powershell": _POWERSHELL,
    "powershell-classic": ("Windows PowerShell",),
    "windefend": ("Microsoft-Windows-Windows Defender/Operational",),
    "taskscheduler": ("Microsoft-Windows-TaskScheduler/Operational",),
    "wmi": ("Microsoft-Windows-WMI-Activity/Operational",),
    "bits-client": ("Microsoft-Windows-Bits-Client/Operational",),
    "ntlm": ("Microsoft-Windows-NTLM/Operational",),
    "smbclient-security": ("Microsoft-Windows-SmbClient/Security",),
    "smbclient-connectivity": ("Microsoft-Windows-SmbClient/Connectivity",),
    "smbserver-connectivity": ("Microsoft-Windows-SMBServer/Connectivity",),
    "smbserver-security": ("Microsoft-Windows-SMBServer/Security",),
    "dns-server": ("DNS Server",),
    "dns-server-audit": ("Microsoft-Windows-DNS-Server/Audit",),
    "dns-server-analytic": ("Microsoft-Windows-DNS-Server/Analytical",),
    "dns-client": ("Microsoft-Windows-DNS Client Events/Operational",),
    "driver-framework": ("Microsoft-Windows-DriverFrameworks-UserMode/Operational",),
    "firewall-as": ("Microsoft-Windows-Windows Firewall With Advanced Security/Firewall",),
    "printservice-admin": ("Microsoft-Windows-PrintService/Admin",),
    "printservice-operational": ("Microsoft-Windows-PrintService/Operational",),
    "terminalservices-localsessionmanager": (
        "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
    ),
    "msexchange-management": ("MSExchange Management",),
    "ldap_debug": ("Microsoft-Windows-LDAP-Client/Debug",),
    "ldap": ("Microsoft-Windows-LDAP-Client/Debug",),
    "codeintegrity-operational": ("Microsoft-Windows-CodeIntegrity/Operational",),
    "security-mitigations": (
        "Microsoft-Windows-Security-Mitigations/KernelMode",
        "Microsoft-Windows-Security-Mitigations/UserMode",
    ),
    "openssh": ("OpenSSH/Operational",),
    "applocker": (
        "Microsoft-Windows-AppLocker/MSI and Script",
        "Microsoft-Windows-AppLocker/EXE and DLL",
        "Microsoft-Windows-AppLocker/Packaged app-Deployment",
        "Microsoft-Windows-AppLocker/Packaged app-Execution",
    ),
    "appmodel-runtime": ("Microsoft-Windows-AppModel-Runtime/Admin",),
    "appxdeployment-server": ("Microsoft-Windows-AppXDeploymentServer/Operational",),
    "appxpackaging-om": ("Microsoft-Windows-AppxPackaging/Operational",),
    "lsa-server": ("Microsoft-Windows-LSA/Operational",),
    "vhdmp": ("Microsoft-Windows-VHDMP/Operational",),
    "diagnosis-scripted": ("Microsoft-Windows-Diagnosis-Scripted/Operational",),
    "shell-core": ("Microsoft-Windows-Shell-Core/Operational",),
    "capi2": ("Microsoft-Windows-CAPI2/Operational",),
    "certificateservicesclient-lifecycle-system": (
        "Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational",
    ),
    "microsoft-servicebus-client": ("Microsoft-ServiceBus-Client",),
    "sense": ("Microsoft-Windows-SENSE/Operational",),
    "iis-configuration": ("Microsoft-IIS-Configuration/Operational",),
    "kernel-event-tracing": ("Microsoft-Windows-Kernel-EventTracing",),
    "kernel-shimengine": ("Microsoft-Windows-Kernel-ShimEngine/Operational",),
    "ntfs": ("Microsoft-Windows-Ntfs/Operational",),
    "hyper-v-worker": ("Microsoft-Windows-Hyper-V-Worker-Admin",),
}

_OTHERS: Mapping[tuple[str, str], tuple[LogLocation, ...]] = {
    ("linux", "auth"): (LogLocation("text/auth"),),
    ("linux", "sshd"): (LogLocation("text/auth"),),
    ("linux", "auditd"): (LogLocation("text/audit"),),
    ("linux", "process_creation"): (LogLocation("text/audit"),),
    ("linux", "sudo"): (LogLocation("text/auth"),),
    ("linux", "cron"): (LogLocation("text/syslog"), LogLocation("journal")),
    ("linux", "syslog"): (LogLocation("text/syslog"), LogLocation("journal")),
    ("linux", ""): (LogLocation("text/syslog"), LogLocation("text/auth"), LogLocation("journal")),
    ("", "webserver"): (LogLocation("text/web"),),
    ("zeek", ""): (LogLocation("flow/zeek"),),
}


def find_places(logsource: Mapping[str, Any]) -> tuple[LogLocation, ...]:
    """The records that a rule is about. Raises: HuntRuleError where no source here holds such records."""
    product, category, service = (
        str(logsource.get(name) or "").lower() for name in ("product", "category", "service")
    )
    if product == "windows":
        places = _find_windows(category, service)
    else:
        places = _OTHERS.get((product, service or category), ()) or _OTHERS.get(("", category), ())
    if not places:
        told = ", ".join(one for one in (product, category, service) if one)
        raise HuntRuleError(f"its logsource ({told}) is not read here")
    return places


def _find_windows(category: str, service: str) -> tuple[LogLocation, ...]:
    if category:
        return _CATEGORIES.get(category, ())
    if service:
        return tuple(LogLocation(f"eventlog/{channel}") for channel in _SERVICES.get(service, ()))
    return (LogLocation("eventlog/"),)
