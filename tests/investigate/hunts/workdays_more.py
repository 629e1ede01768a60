"""Ordinary days beside the third set of attacks: the same kinds of records, as servers and offices have them."""

from __future__ import annotations

from collections.abc import Mapping

from firstbell.drill.intrusion.eventlogs import Event
from tests.investigate.hunts.attacks import DEFENDER, SYSMON, TS, audited, event
from tests.investigate.hunts.published import (
    PSH,
    SERVICES,
    SID,
    SYS32,
    TASKS,
    block,
    logon,
    opened,
    share,
    started,
    valued,
    wrote,
)
from tests.investigate.hunts.published_third import FIREWALL, asked, connected, loaded, piped, run
from tests.investigate.hunts.workdays import MACHINE, OFFICE, SVC, SYSTEM, by_system, task

APPS = r"C:\Users\jlopez\AppData\Local"
BACKUP = r"C:\Program Files\Veeam\Endpoint Backup\Veeam.EndPoint.Service.exe"


def read_disk(image: str) -> Event:
    """Sysmon's record of a program that reads the disk past the file system."""
    return event(SYSMON, 9, RuleName="-", UtcTime="x", ProcessGuid="x", ProcessId="8", Image=image,
                 Device=r"\Device\HarddiskVolume2", User=SYSTEM)  # fmt: skip


MORE_WORKDAYS: Mapping[str, tuple[Event, ...]] = {
    "sign-in-server": (
        *[audited(4622, SecurityPackageName=rf"{SYS32}\{name}") for name in ("negoexts.DLL : NegoExtender", "kerberos.DLL : Kerberos", "msv1_0.DLL : NTLM", "tspkg.DLL : TSSSP", "pku2u.DLL : pku2u", "cloudAP.DLL : CloudAP", "wdigest.DLL : WDigest", "schannel.DLL : Schannel")],
        audited(4610, AuthenticationPackageName=rf"{SYS32}\msv1_0.DLL : MICROSOFT_AUTHENTICATION_PACKAGE_V1_0"),
        audited(4614, NotificationPackageName="scecli"),
        by_system(4611, LogonProcessName="Winlogon"),
        loaded(rf"{SYS32}\lsass.exe", rf"{SYS32}\bcryptprimitives.dll", "true", "Microsoft Windows"),
        valued(rf"{SYS32}\svchost.exe", r"HKLM\System\CurrentControlSet\Control\Lsa\RunAsPPL", "DWORD (0x00000001)"),
        valued(rf"{SYS32}\services.exe", r"HKLM\System\CurrentControlSet\Control\Lsa\LmCompatibilityLevel", "DWORD (0x00000005)"),
        audited(4740, TargetUserName="teacher1", TargetDomainName="WS04", TargetSid=SID, SubjectUserSid=MACHINE, SubjectUserName="DC01$", SubjectDomainName="DISTRICT", SubjectLogonId="0x3e7"),
        audited(4740, TargetUserName="teacher2", TargetDomainName="WS09", TargetSid=SID, SubjectUserSid=MACHINE, SubjectUserName="DC01$", SubjectDomainName="DISTRICT", SubjectLogonId="0x3e7"),
        *[event("Microsoft-Windows-NTLM", 8004, SChannelName="FS01", UserName=name, DomainName="DISTRICT", WorkstationName="LAB-12", SChannelType="2") for name in ("teacher1", "teacher2", "student7", "teacher1")],
        audited(4768, TargetUserName="WS17$", TargetDomainName="DISTRICT.EXAMPLE", TargetSid=SID, ServiceName="krbtgt", ServiceSid=SID, TicketOptions="0x40810010", Status="0x0", TicketEncryptionType="0x12", PreAuthType="2", IpAddress="::ffff:10.2.3.4", IpPort="51616", CertIssuerName="", CertSerialNumber="", CertThumbprint=""),
        audited(4887, RequestId="18", Requester=r"DISTRICT\WS17$", Attributes="CertificateTemplate:Machine\nccm:WS17.district.example", Disposition="3", SubjectKeyIdentifier="ab", Subject="CN=WS17"),
        audited(4662, SubjectUserSid="S-1-5-18", SubjectUserName="DC01$", SubjectDomainName="DISTRICT", SubjectLogonId="0x3e7", ObjectServer="DS", ObjectType="%{bf967aba-0de6-11d0-a285-00aa003049e2}", ObjectName="%{c6faf700}", OperationType="Object Access", HandleId="0x0", AccessList="%%7684", AccessMask="0x10", Properties="%%7684", AdditionalInfo="-", AdditionalInfo2=""),
        audited(4661, SubjectUserSid="S-1-5-18", SubjectUserName="DC01$", SubjectDomainName="DISTRICT", SubjectLogonId="0x3e7", ObjectServer="Security Account Manager", ObjectType="SAM_GROUP", ObjectName="S-1-5-21-1-2-3-512", HandleId="0x1", AccessList="%%1538", AccessMask="0x2d", ProcessId="0x228", ProcessName=rf"{SYS32}\lsass.exe"),
        share("SYSVOL", r"district.example\Policies\{6AC1786C-016F-11D2-945F-00C04FB984F9}\Machine\Scripts\Startup\map.bat", access="%%4416"),
        share("SYSVOL", r"district.example\scripts\logon.vbs", access="%%4423"),
        audited(4616, SubjectUserSid="S-1-5-19", SubjectUserName="LOCAL SERVICE", SubjectDomainName="NT AUTHORITY", SubjectLogonId="0x3e5", PreviousTime="2023-11-14T22:20:00.0Z", NewTime="2023-11-14T22:20:00.2Z", ProcessId="0x9", ProcessName=rf"{SYS32}\svchost.exe"),
        audited(4702, SubjectUserSid=MACHINE, SubjectUserName="DC01$", SubjectDomainName="DISTRICT", SubjectLogonId="0x3e7", TaskName=r"\Microsoft\Windows\UpdateOrchestrator\Schedule Scan", TaskContentNew="<Task><Actions><Exec><Command>%systemroot%\\system32\\usoclient.exe</Command><Arguments>StartScan</Arguments></Exec></Actions></Task>"),
    ),
    "backup-window": (
        read_disk(BACKUP),
        read_disk(rf"{SYS32}\svchost.exe"),
        read_disk(rf"{SYS32}\Defrag.exe"),
        read_disk(r"C:\ProgramData\Microsoft\Windows Defender\Platform\4.18.23100.2009-0\MsMpEng.exe"),
        opened(BACKUP, "0x1000"),
        started(rf"{SYS32}\vssadmin.exe", "vssadmin list writers", BACKUP, user=SYSTEM),
        started(r"C:\Program Files\dotnet\dotnet.exe", "dotnet.exe Backup.dll", SVC, user=SYSTEM),
        event("Microsoft-Windows-VHDMP", 1, channel="Microsoft-Windows-VHDMP-Operational", Status="0x0", VhdFileName=r"\\?\E:\WindowsImageBackup\FS01\Backup 2023-11-14\x.vhdx", VhdDiskNumber="2"),
        event("Microsoft-Windows-Bits-Client", 16403, User=SYSTEM, jobTitle="Windows Update", jobId="{x}", jobOwner=SYSTEM, fileCount="1", RemoteName="http://au.download.windowsupdate.com/c/msdownload/update/software/secu/2023/11/windows10.0-kb5032189-x64.cab", LocalName=r"C:\Windows\SoftwareDistribution\Download\x.cab", processId="77"),
        event("Microsoft-Windows-Bits-Client", 59, transferId="{x}", name="Chrome Component Updater", Id="{x}", url="http://edgedl.me.gvt1.com/edgedl/release2/chrome_component/x.crx3", peer="", fileLength="9", bytesTotal="9", bytesTransferred="0"),
        wrote(r"C:\Program Files\7-Zip\7z.exe", r"D:\Backups\weekly.7z"),
        wrote(r"C:\Program Files\7-Zip\7zG.exe", r"C:\Users\jlopez\Documents\photos.7z"),
        task(200, r"\Microsoft\Windows\Defrag\ScheduledDefrag", TaskInstanceId="{x}", ActionName=r"%windir%\system32\defrag.exe"),
        task(201, r"\GoogleUpdateTaskMachineUA", TaskInstanceId="{x}", ActionName=r"C:\Program Files (x86)\Google\Update\GoogleUpdate.exe", ResultCode="0"),
        task(200, r"\OneDrive Standalone Update Task", TaskInstanceId="{x}", ActionName=rf"{APPS}\Microsoft\OneDrive\OneDriveStandaloneUpdater.exe"),
        run("bcdedit.exe /enum all"),
        run(r"cipher.exe /e D:\Private"),
        run(r"robocopy.exe D:\Shares E:\Mirror /MIR /R:1 /LOG:C:\Logs\mirror.txt"),
        event(DEFENDER, 1013, **{"Product Name": "Microsoft Defender Antivirus", "Product Version": "4.18", "Timestamp": "2023-11-14T22:20:00Z", "Domain": "NT AUTHORITY", "User": "SYSTEM", "SID": MACHINE}),
        event(DEFENDER, 1121, **{"Product Name": "Microsoft Defender Antivirus", "Product Version": "4.18", "ID": "D4F940AB-401B-4EFC-AADC-AD5F3C50688A", "User": r"DISTRICT\jlopez", "Path": r"C:\x.exe", "Process Name": rf"{OFFICE}\WINWORD.EXE"}),
    ),
    "office-day": (
        asked(PSH, "www.powershellgallery.com"),
        asked(r"C:\Program Files\Google\Chrome\Application\chrome.exe", "cdn.discordapp.com"),
        asked(r"C:\Program Files\Google\Chrome\Application\chrome.exe", "raw.githubusercontent.com"),
        *[asked(r"C:\Program Files\Google\Chrome\Application\chrome.exe", f"rr{n}---sn-aigl6nsk00112233445566778899aabbccddeeff00.googlevideo.com") for n in range(25)],
        piped(r"\PSHost.133444444444444444.4432.DefaultAppDomain.powershell", PSH),
        piped(r"\PSHost.133444444444444444.4432.DefaultAppDomain.wsmprovhost", rf"{SYS32}\wsmprovhost.exe"),
        piped(r"\PSHost.133444444444444444.4432.DefaultAppDomain.devenv", r"C:\Program Files\Microsoft Visual Studio\2022\Community\Common7\IDE\devenv.exe"),
        piped(r"\chrome.sync.1", r"C:\Program Files\Google\Chrome\Application\chrome.exe"),
        loaded(r"C:\Program Files\Microsoft Visual Studio\2022\Community\Common7\IDE\devenv.exe", r"C:\Windows\assembly\NativeImages_v4.0.30319_64\System.Manaa57fc8cc#\4b93\System.Management.Automation.ni.dll", "true", "Microsoft Windows"),
        loaded(PSH, r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\clr.dll", "true", "Microsoft Corporation"),
        loaded(rf"{OFFICE}\EXCEL.EXE", r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\clr.dll", "true", "Microsoft Corporation"),
        loaded(rf"{SYS32}\spoolsv.exe", rf"{SYS32}\spool\drivers\x64\3\hpcpp255.dll", "true", "HP Inc."),
        connected(rf"{APPS}\Microsoft\Teams\current\Teams.exe", "203.0.113.20", "443", "teams.microsoft.com"),
        connected(rf"{APPS}\Temp\is-1ABCD.tmp\setup.tmp", "203.0.113.21", "443"),
        connected(PSH, "203.0.113.22", "443", "www.powershellgallery.com"),
        block("$t = New-Object System.Net.Sockets.TcpClient; $t.Connect('fs01', 445); $t.Connected"),
        block("Get-Credential -Message 'Account to join the domain' | Export-Clixml C:\\Scripts\\join.xml"),
        block("Get-ADUser -Filter * -Properties mail | Export-Csv C:\\Scripts\\mail.csv -NoTypeInformation"),
        block("Send-MailMessage -To office@district.example -From it@district.example -Subject 'Backup' -Body (Get-Content C:\\Logs\\mirror.txt -Raw) -SmtpServer mail"),
        valued(rf"{SYS32}\services.exe", r"HKLM\System\CurrentControlSet\Services\W3SVC\Environment\COR_PROFILER_PATH", r"C:\Program Files\New Relic\.NET Agent\netframework\NewRelic.Profiler.dll"),
        valued(r"C:\Windows\explorer.exe", r"HKU\S-1-5-21-1-2-3-1000_Classes\Applications\notepad.exe\shell\open\command\(Default)", r"notepad.exe %1"),
        valued(rf"{SYS32}\svchost.exe", r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WINEVT\Channels\Microsoft-Windows-Kernel-PnP/Driver Watchdog\Enabled", "DWORD (0x00000000)"),
        logon("3", "10.2.3.4", "jlopez", WorkstationName="LAB-12"),
        event("Microsoft-Windows-RemoteDesktopServices-RdpCoreTS", 131, ConnType="TCP", ClientIP="10.2.3.4:50412"),
        event(TS.format("LocalSessionManager"), 21, user_data="EventXML", User=r"DISTRICT\jlopez", SessionID="3", Address="10.2.3.4"),
        run(r"net.exe use S: \\FS01\Staff /persistent:yes"),
        run("ping.exe -n 2 fs01"),
        run("attrib.exe +r C:\\Users\\jlopez\\Documents\\plan.docx"),
        run("rundll32.exe shell32.dll,Control_RunDLL inetcpl.cpl"),
        run("rundll32.exe printui.dll,PrintUIEntry /in /n \\\\PRINT01\\Office"),
        started(r"C:\Program Files\Java\jdk-17\bin\java.exe", "java -jar library.jar", SVC),
        started(rf"{SYS32}\cmd.exe", r'cmd.exe /c "C:\Library\start.bat"', r"C:\Program Files\Java\jdk-17\bin\java.exe"),
        event(FIREWALL, 2004, channel=f"{FIREWALL}/Firewall", RuleId="{x}", RuleName="Microsoft Teams", Origin="1", ApplicationPath=rf"{APPS}\Microsoft\Teams\current\Teams.exe", ServiceName="", Direction="1", Protocol="17", LocalPorts="*", RemotePorts="*", Action="3", Profiles="2147483647", LocalAddresses="*", RemoteAddresses="*", ModifyingUser=SID, ModifyingApplication=rf"{SYS32}\dllhost.exe"),
        *[audited(5156, ProcessID="4", Application="System", Direction="%%14593", SourceAddress="10.2.3.4", SourcePort="50000", DestAddress=f"10.2.3.{n}", DestPort="445", Protocol="6", FilterRTID="0", LayerName="%%14611", LayerRTID="48", RemoteUserID="S-1-0-0", RemoteMachineID="S-1-0-0") for n in range(10, 36)],
        event(SERVICES, 7036, param1="Print Spooler", param2="running"),
        event(TASKS, 102, TaskName=r"\Microsoft\Windows\Time Synchronization\SynchronizeTime", UserContext="S-1-5-19", InstanceId="x"),
        started(rf"{SYS32}\wbem\WMIC.exe", "wmic computersystem get model,manufacturer"),
    ),
}  # fmt: skip
