"""Ordinary nights of a school district's hosts, made: what machines and staff do, and no intruder does.

`listed`: traces that are true of such a night and are told beforehand (a help desk sets passwords).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from firstbell.drill.intrusion.eventlogs import Event
from tests.investigate.hunts.attacks import DEFENDER, audited, event, process, script
from tests.investigate.hunts.made import DAY_NS, LOGS, START_NS

SERVICES = "Service Control Manager"
TASKS = "Microsoft-Windows-TaskScheduler"
TS = "Microsoft-Windows-TerminalServices-{}"
BITS = "Microsoft-Windows-Bits-Client"
SYS32 = r"C:\Windows\System32"
STAFF = ("mrivera", "tchan", "jsmith", "kowalski", "nguyen", "o.brien")
PUPILS = ("s10442", "s10977", "s11203", "s11540")
Maker = Callable[[random.Random], Event]


def _who(r: random.Random) -> str:
    return r.choice(STAFF + PUPILS)


def _inside(r: random.Random) -> str:
    return f"10.{r.randrange(4)}.{r.randrange(250)}.{r.randrange(2, 250)}"


PROCESSES: tuple[tuple[str, str, str], ...] = (
    (rf"{SYS32}\svchost.exe", rf"{SYS32}\svchost.exe -k netsvcs -p -s Schedule", rf"{SYS32}\services.exe"),
    (rf"{SYS32}\taskhostw.exe", "taskhostw.exe", rf"{SYS32}\svchost.exe"),
    (rf"{SYS32}\conhost.exe", r"\??\C:\Windows\system32\conhost.exe 0xffffffff -ForceV1", rf"{SYS32}\cmd.exe"),
    (rf"{SYS32}\gpupdate.exe", "gpupdate.exe /target:computer", rf"{SYS32}\svchost.exe"),
    (rf"{SYS32}\wbem\WmiPrvSE.exe", rf"{SYS32}\wbem\wmiprvse.exe -secured -Embedding", rf"{SYS32}\svchost.exe"),
    (rf"{SYS32}\SearchIndexer.exe", rf"{SYS32}\SearchIndexer.exe /Embedding", rf"{SYS32}\services.exe"),
    (rf"{SYS32}\rundll32.exe", r"rundll32.exe C:\Windows\system32\shell32.dll,OpenAs_RunDLL C:\Users\x\a.odt", r"C:\Windows\explorer.exe"),
    (rf"{SYS32}\rundll32.exe", r"rundll32.exe printui.dll,PrintUIEntry /in /n\\print01\lab3", rf"{SYS32}\cmd.exe"),
    (rf"{SYS32}\net.exe", r"net use H: \\fs01\home$", rf"{SYS32}\cmd.exe"),
    (rf"{SYS32}\ipconfig.exe", "ipconfig /all", rf"{SYS32}\cmd.exe"),
    (rf"{SYS32}\cmd.exe", r'cmd.exe /c "\\district.example\NETLOGON\map.bat"', rf"{SYS32}\userinit.exe"),
    (rf"{SYS32}\schtasks.exe", r'schtasks /Query /TN "\District\Nightly"', rf"{SYS32}\cmd.exe"),
    (rf"{SYS32}\msiexec.exe", rf"{SYS32}\msiexec.exe /V", rf"{SYS32}\services.exe"),
    (rf"{SYS32}\wevtutil.exe", "wevtutil.exe qe System /c:20 /f:text", rf"{SYS32}\cmd.exe"),
    (rf"{SYS32}\vssadmin.exe", "vssadmin list writers", r"C:\Program Files\restic\backup.exe"),
    (rf"{SYS32}\robocopy.exe", r"robocopy D:\Shares\Staff E:\Mirror\Staff /MIR /R:1", rf"{SYS32}\cmd.exe"),
    (rf"{SYS32}\WindowsPowerShell\v1.0\powershell.exe", r"powershell.exe -NoProfile -File C:\Scripts\sync-roster.ps1", rf"{SYS32}\svchost.exe"),
    (r"C:\Program Files\Google\Chrome\Application\chrome.exe", '"chrome.exe" --type=renderer', r"C:\Program Files\Google\Chrome\Application\chrome.exe"),
    (r"C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE", r'"WINWORD.EXE" /n "C:\Users\x\Documents\plan.docx"', r"C:\Windows\explorer.exe"),
    (r"C:\Program Files\restic\restic.exe", r"restic.exe backup C:\ --host ws17", rf"{SYS32}\svchost.exe"),
    (r"C:\Program Files (x86)\Microsoft\EdgeUpdate\MicrosoftEdgeUpdate.exe", "MicrosoftEdgeUpdate.exe /c", rf"{SYS32}\svchost.exe"),
    (r"C:\Program Files\7-Zip\7zFM.exe", '"7zFM.exe" C:\\Users\\x\\Downloads\\pictures.zip', r"C:\Windows\explorer.exe"),
    (r"C:\Windows\CCM\CcmExec.exe", "CcmExec.exe", rf"{SYS32}\services.exe"),
)  # fmt: skip

SECURITY: tuple[Maker, ...] = (
    lambda r: audited(4624, TargetUserName=_who(r), LogonType="3", IpAddress=_inside(r), SubjectUserName="-", LogonProcessName="Kerberos"),
    lambda r: audited(4624, TargetUserName=_who(r), LogonType=r.choice(("2", "7", "11")), IpAddress="127.0.0.1", SubjectUserName="WS17$"),
    lambda r: audited(4624, TargetUserName="SYSTEM", LogonType="5", IpAddress="-", SubjectUserName="WS17$"),
    lambda r: audited(4624, TargetUserName="tchan", LogonType="10", IpAddress=_inside(r), SubjectUserName="WS17$"),
    lambda r: audited(4634, TargetUserName=_who(r), LogonType="3"),
    lambda r: audited(4672, SubjectUserName="SYSTEM", PrivilegeList="SeDebugPrivilege SeBackupPrivilege"),
    lambda r: audited(4625, TargetUserName=_who(r), IpAddress=_inside(r), WorkstationName=f"LAB{r.randrange(40)}", Status="0xc000006d"),
    lambda r: audited(4768, TargetUserName=_who(r), PreAuthType="2", Status="0x0", IpAddress="::ffff:" + _inside(r)),
    lambda r: audited(4769, TargetUserName=_who(r) + "@DISTRICT", ServiceName="FS01$", TicketEncryptionType="0x12", TicketOptions="0x40810000", Status="0x0"),
    lambda r: audited(4769, TargetUserName="LAB12$@DISTRICT", ServiceName="krbtgt", TicketEncryptionType="0x12", TicketOptions="0x60810010", Status="0x0"),
    lambda r: audited(4771, TargetUserName=_who(r), Status="0x18", IpAddress="::ffff:" + _inside(r)),
    lambda r: audited(4776, TargetUserName=_who(r), Workstation=f"LAB{r.randrange(40)}", Status="0x0"),
    lambda r: audited(4799, SubjectUserName="FS01$", TargetUserName="Administrators", CallerProcessId="0x4c4", CallerProcessName=rf"{SYS32}\VSSVC.exe"),
    lambda r: audited(4798, SubjectUserName="WS17$", TargetUserName=_who(r), CallerProcessId="0x3a8", CallerProcessName=rf"{SYS32}\svchost.exe"),
    lambda r: audited(5140, SubjectUserName=_who(r), IpAddress=_inside(r), ShareName=r"\\*\SYSVOL"),
    lambda r: audited(5145, SubjectUserName=_who(r), IpAddress=_inside(r), ShareName=r"\\*\Staff", RelativeTargetName=r"Grades\2023.xlsx", AccessList="%%4416"),
    lambda r: audited(5145, SubjectUserName="LAB12$", IpAddress=_inside(r), ShareName=r"\\*\IPC$", RelativeTargetName=r.choice(("lsarpc", "netlogon", "samr")), AccessList="%%4416"),
    lambda r: audited(4648, SubjectUserName=_who(r), SubjectUserSid="S-1-5-21-1-2", TargetUserName="tchan-adm", TargetServerName="localhost"),
    lambda r: audited(4742, SubjectUserName="LAB12$", TargetUserName="LAB12$", PasswordLastSet="11/14/2023"),
    lambda r: audited(4702, SubjectUserName="WS17$", TaskName=r"\Microsoft\Windows\UpdateOrchestrator\Schedule Scan", TaskContent="<Exec><Command>usoclient.exe</Command></Exec>"),
    lambda r: audited(4662, SubjectUserName="DC02$", AccessMask="0x100", Properties="%%7688 {1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}"),
    lambda r: audited(4662, SubjectUserName=_who(r), AccessMask="0x10", Properties="{bf967aba-0de6-11d0-a285-00aa003049e2}", ObjectType="user", ObjectName=f"CN={r.random()}"),
    lambda r: audited(5156, Application=r"\device\harddiskvolume3\windows\system32\svchost.exe", Direction="%%14593", DestAddress=_inside(r), DestPort="53"),
    lambda r: audited(4688, NewProcessName=(p := r.choice(PROCESSES))[0], CommandLine=p[1], ParentProcessName=p[2], SubjectUserName=_who(r)),
    lambda r: audited(4688, NewProcessName=(p := r.choice(PROCESSES))[0], CommandLine=p[1], ParentProcessName=p[2], SubjectUserName=_who(r)),
)  # fmt: skip

SYSTEM: tuple[Maker, ...] = (
    lambda r: event(SERVICES, 7036, param1=r.choice(("Windows Update", "BITS", "Print Spooler", "WMI Performance Adapter")), param2=r.choice(("running", "stopped"))),
    lambda r: event(SERVICES, 7040, param1="Background Intelligent Transfer Service", param2="auto start", param3="demand start", param4="BITS"),
    lambda r: event(SERVICES, 7045, ServiceName=r.choice(("Google Chrome Elevation Service", "Zoom Sharing Service", "Adobe Acrobat Update Service")), ImagePath=r'"C:\Program Files\Vendor\service.exe"', ServiceType="user mode service", StartType="demand start", AccountName="LocalSystem"),
    lambda r: event(SERVICES, 7045, ServiceName=f"MpKsl{r.randrange(16**8):08x}", ImagePath=r"C:\ProgramData\Microsoft\Windows Defender\Definition Updates\{x}\MpKslDrv.sys", ServiceType="kernel mode driver", StartType="system start"),
    lambda r: event("Microsoft-Windows-Time-Service", 35, channel="System", TimeSource="dc01"),
    lambda r: event("Microsoft-Windows-GroupPolicy", 1502, channel="System"),
    lambda r: event("Microsoft-Windows-WindowsUpdateClient", 19, channel="System", updateTitle="Security Intelligence Update"),
    lambda r: event("NETLOGON", 5719, channel="System"),
)  # fmt: skip

OTHERS: tuple[Maker, ...] = (
    lambda r: script(r.choice(("Get-Service | Where-Object Status -eq 'Running'", "Import-Module ActiveDirectory", "$roster = Import-Csv C:\\Scripts\\roster.csv\nforeach ($row in $roster) { Set-ADUser $row.id -Office $row.room }", "prompt", "Get-WinEvent -LogName System -MaxEvents 50 | Format-List", "Get-ChildItem \\\\fs01\\Staff -Recurse | Measure-Object Length -Sum"))),
    lambda r: event("PowerShell", 400, **{"": "Available\tNone\tNewEngineState=Available HostName=ConsoleHost HostApplication=powershell.exe -NoProfile -File C:\\Scripts\\sync-roster.ps1"}),
    lambda r: event(TASKS, r.choice((100, 102, 200, 201)), TaskName=r"\District\Nightly", ActionName=r"C:\Scripts\sync-roster.cmd", Path=r"C:\Scripts\sync-roster.cmd"),
    lambda r: event(TASKS, 106, TaskName=r.choice((r"\MicrosoftEdgeUpdateTaskMachineUA", r"\GoogleUpdateTaskMachineCore", r"\OneDrive Standalone Update Task")), UserContext="S-1-5-18"),
    lambda r: event(DEFENDER, r.choice((1000, 1001, 1150, 2000, 2002))),
    lambda r: event(DEFENDER, 5007, OldValue=r"HKLM\SOFTWARE\Microsoft\Windows Defender\Signature Updates\X = 1", NewValue=r"HKLM\SOFTWARE\Microsoft\Windows Defender\Signature Updates\X = 2"),
    lambda r: event(BITS, r.choice((59, 60)), name="WU Client Download", url="http://download.windowsupdate.com/c/x.cab", bytesTransferred="1048576"),
    lambda r: event(BITS, 3, jobTitle="Font Download", jobOwner="NT AUTHORITY\\LOCAL SERVICE", processPath=rf"{SYS32}\svchost.exe"),
    lambda r: event(TS.format("LocalSessionManager"), r.choice((21, 23, 24)), user_data="EventXML", User="DISTRICT\\" + _who(r), SessionID="1", Address="LOCAL"),
    lambda r: event(TS.format("RemoteConnectionManager"), 1149, user_data="EventXML", Param1="tchan", Param2="DISTRICT", Param3=_inside(r)),
    lambda r: event("Microsoft-Windows-WMI-Activity", 5857, user_data="Operation_StartedOperational", ProviderName="CIMWin32", Code="0x0"),
    lambda r: event("Microsoft-Windows-WMI-Activity", 5858, user_data="Operation_ClientFailure", Operation="Start IWbemServices::ExecQuery - root\\cimv2 : select * from Win32_Processor", User="DISTRICT\\svc-inventory", ResultCode="0x80041032"),
    lambda r: event("ESENT", 326, **{"": r"lsass (624) NTDSA: The database engine attached a database (1, C:\Windows\NTDS\ntds.dit)."}),
    lambda r: event("MsiInstaller", 11707, channel="Application", **{"": "Product: LibreOffice -- Installation completed successfully."}),
    lambda r: event("Microsoft-Windows-PrintService", 307, user_data="DocumentPrinted", Param1="7", Param2="Seating plan", Param3=_who(r), Param8="3"),
)  # fmt: skip

SYSMON: tuple[Maker, ...] = (
    lambda r: process((p := r.choice(PROCESSES))[0], p[1], p[2]),
    lambda r: process((p := r.choice(PROCESSES))[0], p[1], p[2]),
    lambda r: event("Microsoft-Windows-Sysmon", 3, Image=r"C:\Program Files\Google\Chrome\Application\chrome.exe", DestinationIp="142.250.1.1", DestinationPort="443", Initiated="true"),
    lambda r: event("Microsoft-Windows-Sysmon", 7, Image=rf"{SYS32}\svchost.exe", ImageLoaded=rf"{SYS32}\dbghelp.dll", Signed="true"),
    lambda r: event("Microsoft-Windows-Sysmon", 10, SourceImage=r"C:\Program Files\Windows Defender\MsMpEng.exe", TargetImage=rf"{SYS32}\lsass.exe", GrantedAccess="0x1410", CallTrace="x"),
    lambda r: event("Microsoft-Windows-Sysmon", 10, SourceImage=rf"{SYS32}\wininit.exe", TargetImage=rf"{SYS32}\lsass.exe", GrantedAccess="0x1fffff", CallTrace="x"),
    lambda r: event("Microsoft-Windows-Sysmon", 11, Image=r"C:\Windows\explorer.exe", TargetFilename=r"C:\Users\x\Downloads\worksheet.pdf"),
    lambda r: event("Microsoft-Windows-Sysmon", 13, Image=rf"{SYS32}\svchost.exe", TargetObject=r"HKLM\System\CurrentControlSet\Services\W32Time\Config\LastKnownGoodTime", Details="QWORD"),
    lambda r: event("Microsoft-Windows-Sysmon", 13, Image=r"C:\Users\x\AppData\Local\Microsoft\OneDrive\OneDrive.exe", TargetObject=r"HKU\S-1-5-21-1\Software\Microsoft\Windows\CurrentVersion\Run\OneDrive", Details=r'"C:\Users\x\AppData\Local\Microsoft\OneDrive\OneDrive.exe" /background'),
    lambda r: event("Microsoft-Windows-Sysmon", 22, Image=r"C:\Program Files\Google\Chrome\Application\chrome.exe", QueryName="classroom.google.com"),
)  # fmt: skip


@dataclass
class OrdinaryHost:
    """A host of a kind ("dc", "fs", "ws") with its logs as they grow night by night, and are cut to a
    length.
    """

    name: str
    kind: str
    seed: int
    most: int = 260
    logs: dict[str, list[Event]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    listed: set[tuple[str, int]] = field(default_factory=set)
    night: int = 0

    def live_a_day(self) -> dict[str, Sequence[Event]]:
        """What its folder of logs holds the next night."""
        r = random.Random(f"{self.seed}/{self.night}")
        makers: list[tuple[Sequence[Maker], int]] = [(SECURITY, 22), (SYSTEM, 5), (OTHERS, 8)]
        if self.kind == "ws":
            makers.append((SYSMON, 12))
        day = [r.choice(kinds)(r) for kinds, count in makers for _ in range(count)]
        start = START_NS + self.night * DAY_NS
        for at, one in enumerate(day):
            self._append(one, start + at * (DAY_NS // (len(day) + 1)))
        for at, one in enumerate(self._shut_down() if r.random() < 0.2 else []):
            self._append(one, start + DAY_NS - (10 - at) * 10**9)
        if self.kind == "dc":
            self._help_desk(r, start)
        self.night += 1
        for name, events in self.logs.items():
            # the oldest make room, as many as a piece of the log holds
            while len(events) > self.most:
                del events[:60]
            self.logs[name] = events
        return {f"{LOGS}/{name.replace('/', '%4')}.evtx": list(events) for name, events in self.logs.items()}

    def _append(self, one: Event, time_ns: int) -> int:
        number = self.numbers.get(one.channel, 1000) + 1
        self.numbers[one.channel] = number
        placed = replace(one, record_id=number, time_ns=time_ns, computer=f"{self.name}.district.example")
        self.logs.setdefault(one.channel, []).append(placed)
        return number

    def _help_desk(self, r: random.Random, start: int) -> None:
        """Staff set passwords, and the roster's tool makes accounts: true, and listed beforehand."""
        for at in range(r.randrange(3)):
            reset = audited(4724, TargetUserName=r.choice(PUPILS), SubjectUserName="helpdesk1")
            self.listed.add(("account.reset", self._append(reset, start + DAY_NS // 2 + at * 10**12)))
        if r.random() < 0.3:
            made = audited(
                4720,
                TargetUserName=f"s{r.randrange(20000)}",
                SubjectUserName="svc-roster",
                TargetSid="S-1-5-21-1-7",
            )
            self.listed.add(("account.created", self._append(made, start + DAY_NS * 3 // 4)))

    def _shut_down(self) -> list[Event]:
        """An update restarts the host: the service that keeps the logs ends, and the log System says why."""
        return [
            event("USER32", 1074, channel="System", param1="TrustedInstaller.exe", param5="restart"),
            event("Microsoft-Windows-Eventlog", 1100, channel="Security", user_data="ServiceShutdown"),
            event("EventLog", 6006, channel="System"),
            event("EventLog", 6005, channel="System"),
        ]
