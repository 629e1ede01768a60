"""Attacks in the layouts that Windows writes raise their sign; what looks like them raises nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstbell.drill.intrusion.eventlogs import Event, write_log
from firstbell.investigate.hunts.hunt import HuntResult
from tests.investigate.hunts.attacks import CMD, Attack, audited
from tests.investigate.hunts.layouts import ATTACKS, LOOK_ALIKES, SYS32, old_process
from tests.investigate.hunts.made import LOGS, SECOND_NS, START_NS, MadeHost, signs_of


def place(*events: Event, every_s: int = 1) -> list[Event]:
    """These records with times of their own, so many seconds apart, and numbers that each log counts."""
    numbers: dict[str, int] = {}
    placed = []
    for at, one in enumerate(events):
        numbers[one.channel] = numbers.get(one.channel, 499) + 1
        time_ns = START_NS + (500 + at * every_s) * SECOND_NS
        placed.append(replace(one, record_id=numbers[one.channel], time_ns=time_ns))
    return placed


def hunt_for(*events: Event, every_s: int = 1) -> HuntResult:
    """A hunt over one night of one host that holds these records."""
    made = MadeHost(host="ws17")
    made.add_night({f"{LOGS}/x.evtx": place(*events, every_s=every_s)})
    return made.hunt()


@pytest.fixture(scope="module")
def found() -> HuntResult:
    """One hunt over all attacks, each on a host of its own."""
    made = MadeHost()
    for at, attack in enumerate(ATTACKS):
        made.add_night({f"{LOGS}/x.evtx": attack.events}, host=f"h{at:03d}")
    return made.hunt()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_in_windows_own_layout_raises_its_sign(attack: Attack, found: HuntResult) -> None:
    host = f"h{ATTACKS.index(attack):03d}"
    traces = [trace for trace in found.traces if trace.host == host]
    wanted = {one.record_id for one in attack.events}
    assert any(trace.sign == attack.sign and wanted <= set(trace.records) for trace in traces), [
        (trace.sign, trace.records, trace.message) for trace in traces
    ]


def test_what_looks_like_an_attack_and_is_ordinary_raises_nothing() -> None:
    result = hunt_for(*LOOK_ALIKES, every_s=700)
    assert [(trace.sign, trace.message) for trace in result.traces] == []
    assert result.records == len(LOOK_ALIKES)


def test_a_parent_that_old_windows_names_by_number_alone_is_known_by_its_own_record() -> None:
    server, shell = (
        old_process("0x9a0", rf"{SYS32}\inetsrv\w3wp.exe", "0x1f4"),
        old_process("0xb10", CMD, "0x9a0", "DC01$"),
    )
    result = hunt_for(server, shell)
    assert [(trace.sign, trace.records) for trace in result.traces] == [("entry.webshell", [501])]
    # another process had that number since: nobody knows who the parent is
    other = old_process("0x9a0", rf"{SYS32}\userinit.exe", "0x1f4")
    assert signs_of(hunt_for(server, other, shell)) == []


def test_the_first_password_of_a_new_account_is_no_reset_of_its_own() -> None:
    made = audited(4720, TargetUserName="newpupil", SubjectUserName="helpdesk1", TargetSid="S-1-5-21-1-7")
    reset = audited(4724, TargetUserName="newpupil", SubjectUserName="helpdesk1")
    assert signs_of(hunt_for(made, reset)) == ["account.created"]
    assert signs_of(hunt_for(made, reset, every_s=60)) == ["account.created", "account.reset"]


def test_stored_passwords_read_in_bulk_are_told_and_the_same_few_again_and_again_are_not() -> None:
    def read(number: int, names: int) -> Event:
        return audited(
            5379,
            SubjectUserName="bob",
            ClientProcessId="4132",
            TargetName=f"LegacyGeneric:target=site{number % names}",
            ReturnCode="0",
        )

    assert signs_of(hunt_for(*[read(number, 40) for number in range(14)])) == ["account.dump"]
    assert signs_of(hunt_for(*[read(number, 3) for number in range(50)])) == []


def test_a_record_whose_header_tells_no_time_has_that_of_its_body() -> None:
    log = bytearray(write_log(place(audited(4634), audited(4720, TargetUserName="x", SubjectUserName="y"))))
    at = 0
    while (at := log.find(b"**\0\0", at + 1)) > 0:
        log[at + 16 : at + 24] = bytes(8)
    made = MadeHost(host="ws17")
    made.add_night({f"{LOGS}/x.evtx": bytes(log)})
    result = made.hunt()
    assert result.unread == []
    assert [(one.sign, one.time_ns) for one in result.traces] == [
        ("account.created", START_NS + 501 * SECOND_NS)
    ]


def test_records_that_the_header_of_a_live_chunk_does_not_know_yet_are_read() -> None:
    log = bytearray(write_log(place(*[audited(4634) for _ in range(9)], audited(4720, TargetUserName="x"))))
    # the header knows of the first three
    for at in (16, 32):
        log[4096 + at : 4096 + at + 8] = (502).to_bytes(8, "little")
    end = 512
    for _ in range(3):
        end += int.from_bytes(log[4096 + end + 4 : 4096 + end + 8], "little")
    log[4096 + 48 : 4096 + 52] = end.to_bytes(4, "little")
    made = MadeHost(host="ws17")
    made.add_night({f"{LOGS}/x.evtx": bytes(log)})
    result = made.hunt()
    assert (result.records, signs_of(result), result.unread) == (10, ["account.created"], [])
    # what older records left behind is none of this log's
    older = bytearray(log)
    at = 4096 + end + 8
    older[at : at + 8] = (77).to_bytes(8, "little")
    made = MadeHost(host="ws17")
    made.add_night({f"{LOGS}/x.evtx": bytes(older)})
    assert made.hunt().records == 3


def test_records_of_one_number_in_a_log_that_was_put_together_are_all_read() -> None:
    events = [replace(one, number=at % 4 + 1) for at, one in enumerate(place(*[audited(4720)] * 12))]
    made = MadeHost(host="ws17")
    made.add_night({f"{LOGS}/x.evtx": events})
    result = made.hunt()
    assert result.records == 12
    assert {one.time_ns for one in result.traces} == {START_NS + 500 * SECOND_NS}
