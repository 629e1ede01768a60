"""The sequential test: what adds up over snapshots, what leaks away, and what nothing washes away."""

from __future__ import annotations

import pytest

from firstbell.examine.host_evidence import NOTHING, HostEvidence, measure_habits
from firstbell.examine.verdict import PastEvidence, VerdictDecision, decide
from firstbell.record.evidence import Evidence, FolderChanges, Shared, Sign
from firstbell.record.examination import Verdict
from tests.examine.samples import make_text
from tests.examine.strikes import LAYOUTS, strike
from tests.examine.trees import DAY_NS, Tree, replay, tell_verdicts

WHOLE = LAYOUTS[0]


def make_files(count: int) -> dict[bytes, bytes]:
    """Texts in ten folders of two top folders."""
    return {
        b"/srv/%s/class%d/list%d.txt" % (b"staff" if n % 2 else b"pupils", n % 10, n): make_text(n)
        for n in range(count)
    }


def strike_slowly(tree: Tree, days: int, *, a_day: int, suffix: bytes = b"") -> list[dict[bytes, bytes]]:
    """The tree, and what it is on each day on which so many more files are struck."""
    states, now = [dict(tree)], dict(tree)
    waiting = list(tree)
    for _ in range(days):
        for _ in range(a_day):
            path = waiting.pop(0)
            now[path + suffix] = strike(now.pop(path), WHOLE, seed=len(waiting))
        states.append(dict(now))
    return states


def show_damage(struck: int, *, stood: int = 0, name: bytes = b"a", kind: str = "text") -> Evidence:
    """The evidence of a snapshot with so many damaged files in one folder, of one type."""
    folder = b"/srv/staff/"
    place = FolderChanges(folder, struck, stood, (folder + name + b"/",), (kind,) if struck else ())
    signs = (Sign("damage", "damage", struck, 5.3 * struck),) if struck else ()
    return Evidence(signs=signs, places=(place,))


def decide_all(evidences: list[Evidence], *, gap_days: float = 1.0) -> list[VerdictDecision]:
    """The decisions on snapshots in order."""
    standing, found = NOTHING, []
    for number, evidence in enumerate(evidences):
        past = PastEvidence(standing, int((100 + number * gap_days) * DAY_NS))
        found.append(decide(evidence, past))
        standing = found[-1].standing
    return found


def test_three_files_a_day_are_an_event_on_the_second_day() -> None:
    verdicts = tell_verdicts(strike_slowly(make_files(40), 3, a_day=3))
    assert verdicts[:3] == [Verdict.CLEAN, Verdict.SUSPECT, Verdict.EVENT]


def test_one_file_a_day_is_an_event_before_nine_are_lost() -> None:
    verdicts = tell_verdicts(strike_slowly(make_files(40), 9, a_day=1))
    assert verdicts.index(Verdict.EVENT) <= 8
    assert set(verdicts[1 : verdicts.index(Verdict.EVENT)]) == {Verdict.SUSPECT}


def test_one_file_a_day_with_one_suffix_is_an_event_at_the_third() -> None:
    verdicts = tell_verdicts(strike_slowly(make_files(40), 4, a_day=1, suffix=b".q7x"))
    assert verdicts.index(Verdict.EVENT) <= 4


def test_one_damaged_file_a_week_never_adds_up() -> None:
    week = [show_damage(0, stood=50, name=b"x")] * 6
    evidences = [
        one for number in range(100) for one in (*week, show_damage(1, stood=50, name=b"%d" % number))
    ]
    assert {one.verdict for one in decide_all(evidences)} == {Verdict.CLEAN, Verdict.SUSPECT}


def test_one_damaged_file_among_the_thousands_a_software_host_changes_never_adds_up() -> None:
    evidences = [show_damage(1, stood=5000, name=b"%d" % number) for number in range(200)]
    assert {one.verdict for one in decide_all(evidences)} == {Verdict.SUSPECT}


def test_two_files_a_snapshot_add_up_whatever_is_changed_beside_them_and_whatever_the_clock_says() -> None:
    evidences = [show_damage(2, stood=1_000_000, name=b"%d" % number) for number in range(10)]
    assert Verdict.EVENT in {one.verdict for one in decide_all(evidences, gap_days=365)}


def test_damage_in_one_folder_of_one_type_is_held_and_never_an_event() -> None:
    evidences = [show_damage(1) for _ in range(60)]
    assert {one.verdict for one in decide_all(evidences)} == {Verdict.SUSPECT}


def test_a_busy_host_does_not_hide_a_slow_attack_on_one_of_its_top_folders() -> None:
    def show(number: int) -> Evidence:
        folder = b"/srv/staff/"
        struck = FolderChanges(folder, 1, 5, (folder + b"%d/" % (number % 3),), ("docx",))
        return Evidence(
            signs=(Sign("damage", "damage", 1, 5.3),),
            places=(FolderChanges(b"/srv/builds/", 0, 9000), struck),
        )

    verdicts = [one.verdict for one in decide_all([show(number) for number in range(12)])]
    assert Verdict.EVENT in verdicts


def test_a_snapshot_that_shows_nothing_of_its_own_is_clean_whatever_came_before() -> None:
    decisions = decide_all([show_damage(4), show_damage(0, stood=3)])
    assert [one.verdict for one in decisions] == [Verdict.SUSPECT, Verdict.CLEAN]


def test_a_sign_in_mind_is_not_counted_a_second_time() -> None:
    note = Evidence(signs=(Sign("notes", "a note", 1, 8.0),))
    assert {one.verdict for one in decide_all([note] * 30)} == {Verdict.CLEAN}


def test_growth_in_common_is_found_over_several_snapshots() -> None:
    def show(kind: str) -> Evidence:
        shared = (Shared("growth", "of 534 bytes", 1, (kind,)),)
        one = show_damage(1, name=kind.encode(), kind=kind)
        return Evidence(signs=one.signs, places=one.places, shared=shared)

    last = decide_all([show("text"), show("docx"), show("pdf")])[-1]
    assert last.verdict is Verdict.SUSPECT
    assert {reason.code for reason in last.reasons} == {"campaign.growth", "past.damage", "damage"}
    assert decide_all([show("text"), show("docx"), show("pdf"), show("png")])[-1].verdict is Verdict.EVENT


@pytest.mark.parametrize("gap_days", [0.0, -3.0])
def test_times_that_stand_still_or_run_back_take_nothing_away(gap_days: float) -> None:
    evidences = [show_damage(1, name=b"%d" % number) for number in range(6)]
    assert decide_all(evidences, gap_days=gap_days)[-1].verdict is Verdict.EVENT


def test_an_event_empties_the_mind() -> None:
    struck = Evidence(signs=(Sign("damage", "damage", 9, 45.0),), is_spread=True)
    standing = decide(struck, PastEvidence(at_ns=DAY_NS)).standing
    assert standing == HostEvidence(DAY_NS)


def test_a_ruling_decides_and_is_told() -> None:
    struck = Evidence(signs=(Sign("damage", "damage", 9, 45.0),), is_spread=True)
    benign = decide(struck, PastEvidence(ruled="benign", ruled_why="on 2026-11-25: a teacher's own archive"))
    assert (benign.verdict, benign.standing.host.points) == (Verdict.CLEAN, 0)
    assert benign.reasons[0].code == "ruled.benign"
    assert "a teacher's own archive" in benign.reasons[0].detail
    assert decide(Evidence(), PastEvidence(ruled="event")).verdict is Verdict.EVENT


def test_habits_are_what_was_usual_or_a_little_more_than_ever() -> None:
    assert measure_habits([]) == {}
    assert measure_habits([{"scattered": 40}] * 5) == {"scattered": 200}
    assert measure_habits([{"scattered": 0}] * 9 + [{"scattered": 40}]) == {"scattered": 60}


def test_what_is_usual_for_a_host_is_no_sign() -> None:
    cleaned = Evidence(signs=(Sign("deletions", "deleted", 150, 10.0),))
    assert decide(cleaned, PastEvidence()).verdict is Verdict.SUSPECT
    assert decide(cleaned, PastEvidence(usual={"scattered": 150})).verdict is Verdict.CLEAN


def test_each_reason_says_what_it_weighs_and_what_would_have_made_it_clean() -> None:
    examination = replay(strike_slowly(make_files(20), 1, a_day=3))[-1]
    damage = next(reason for reason in examination.reasons if reason.code == "damage")
    assert damage.weight == 15.9
    assert all(reason.clean_if for reason in examination.reasons)
