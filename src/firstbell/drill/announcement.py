"""The end of a drill's story: clocks, the families' letter and the press statement, all from one record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from firstbell.base.clock import NS_PER_S, Clock, format_time
from firstbell.base.values import say_name
from firstbell.case.case import Case
from firstbell.case.contacts import join_reach
from firstbell.case.facts import draft_fact, list_facts, list_names, put_facts
from firstbell.drill.scratch import ScratchFolder
from firstbell.impact.people.roster import NO_ROSTER, load_roster
from firstbell.impact.results.results import PersonRow
from firstbell.notify.clocks.clock import ClockReading, read_clocks
from firstbell.notify.clocks.deadlines import say_local, show_local
from firstbell.notify.clocks.rules import load_rules, name_addressee
from firstbell.notify.clocks.situation import Situation
from firstbell.notify.notices.codes import make_code
from firstbell.notify.notices.plan import LETTER, NoticePlan, make_plan
from firstbell.notify.notices.print_jobs import make_jobs, print_file
from firstbell.notify.notices.texts import Sender, describe_letter, describe_text, write_text
from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.comparison import compare_texts
from firstbell.notify.statements.draft import draft_statement, load_language, show_day
from firstbell.notify.statements.judges.verdicts import STOPPING, JudgedClaim
from firstbell.notify.statements.needs import tell_need
from firstbell.notify.statements.record import CaseRecord, make_record
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject, say_fact_value
from firstbell.record.notices import AffectedPerson, PostalAddress, Reachable

ORGANISATION = "Sample School District"
CONTACT = "privacy@district.example"
# what Minneapolis said on 24 February 2023, and had to take back. Source: docs/statements.md
CLAIM = "We have found no evidence that personal information was compromised."
_MOST_LETTERS = 50
_HOME = "MN"
_TOWN = ("Sample Town", "MN", "55000")


@dataclass(frozen=True, slots=True)
class Announcement:
    """What would leave the district. `stopped`: the claim that must not; `folder`: where the texts lie.

    `zone`: the IANA name of the zone that the district's times are shown in.
    `against`: what on the record speaks against it, in words. `press`, `families`: the texts; `differences`:
    how many claims they differ in; `blocked`: claims of theirs that say more than the record, or wait.
    """

    folder: Path
    clocks: Sequence[ClockReading]
    zone: str
    press: str
    families: str
    differences: int
    blocked: int
    stopped: JudgedClaim
    against: Sequence[str]
    plan: NoticePlan
    letters: int

    @property
    def holds(self) -> bool:
        """Whether both texts may go out, and the claim may not."""
        return not self.differences and not self.blocked and self.stopped.verdict in STOPPING


def announce(
    case: Case, scratch: ScratchFolder, people: Sequence[PersonRow], *, clock: Clock
) -> Announcement:
    """Write what families and press are told, and show what the record does not bear out.

    Nobody has reviewed yet what left: that is put down first, as it would be that morning.
    """
    record = _put_down(case, clock)
    press = draft_statement(record, audience="press", contact=CONTACT)
    families = draft_statement(record, audience="families", contact=CONTACT)
    folder = scratch.folder.path / "told"
    folder.mkdir(mode=0o700)
    for name, text in (("press.txt", press), ("families.txt", families)):
        (folder / name).write_text(text, encoding="utf-8")
    is_sample = scratch.roster.exists()
    reached = join_reach(people, load_roster([scratch.roster]) if is_sample else NO_ROSTER)
    plan = make_plan(_invent_addresses(reached) if is_sample else reached)
    claims = [*check_statement(press, record), *check_statement(families, record)]
    (stopped,) = check_statement(CLAIM, record)
    situation = _situate(record, plan, clock)
    return Announcement(
        folder=folder,
        clocks=read_clocks(load_rules(), situation),
        zone=situation.own_zone,
        press=press,
        families=families,
        differences=len(compare_texts(press, families)),
        blocked=sum(claim.verdict in STOPPING or claim.waiting for claim in claims),
        stopped=stopped,
        against=[
            f'the fact "{say_name(fact.subject)}" is {fact.status.value} '
            f"({say_fact_value(fact.subject, fact.value)})"
            for fact in record.facts.values()
            if fact.entry in stopped.entries
        ],
        plan=plan,
        letters=_print_letters(folder, record, plan, clock=clock),
    )


def _invent_addresses(people: Sequence[AffectedPerson]) -> list[AffectedPerson]:
    """The sample district's people live nowhere: so that letters can be set, each gets a house."""
    return [
        msgspec.structs.replace(
            person,
            reach=Reachable(person.person_id, person.name, PostalAddress(f"{at} Sample Street", "", *_TOWN)),
        )
        for at, person in enumerate(people, start=1)
    ]


def _put_down(case: Case, clock: Clock) -> CaseRecord:
    now = format_time(clock.now_ns())
    fields = {"subject": Subject.EXFILTRATION.value, "status": "unknown", "value": {"state": "undetermined"}}
    put_facts(case.main, [draft_fact(fields, now)], [ORGANISATION], at=now)
    entries = case.main.read()
    return make_record(list_facts(entries), names=list_names(entries))


def _situate(record: CaseRecord, plan: NoticePlan, clock: Clock) -> Situation:
    return Situation(
        record=record,
        now_ns=clock.now_ns(),
        home=_HOME,
        entity="government",
        residents=plan.by_state,
        holds=(),
        approved={},
        filed={},
    )


def _print_letters(folder: Path, record: CaseRecord, plan: NoticePlan, *, clock: Clock) -> int:
    """The families' letters, the first of them as a PDF; how many are in it."""
    sender = Sender(CONTACT, ("1 School Road", "Sample Town, MN 55000"), "The Superintendent", "")
    mailed = [letter for letter in plan.letters if letter.channel == LETTER and letter.language == "en"]
    mailed = mailed[:_MOST_LETTERS]
    if not mailed:
        return 0
    text = write_text(record, "en", sender, reviewed=True)
    day = read_day(format_time(clock.now_ns()))
    assert day is not None
    shared = describe_text(text, show_day(day, load_language("en")))
    told = [describe_letter(text, letter, make_code(b"drill", letter.id)) for letter in mailed]
    for job, _ in make_jobs(folder, shared, told, name="letters", stamp_s=clock.now_ns() // NS_PER_S):
        print_file(job)
    return len(mailed)


def describe_announcement(told: Announcement) -> Iterator[tuple[str, str]]:
    """The lines of the story: clocks, texts, the sentence that is stopped, and why."""
    for when, one in zip(("Clocks", *[""] * len(told.clocks)), told.clocks, strict=False):
        if one.rule is None:
            continue
        due = say_local(show_local(one.due_ns, told.zone)) if one.due_ns is not None else one.rule.due_text
        state, to = one.state.value.replace("_", " "), name_addressee(one.rule)
        yield when, f"{state}: {to}, {due} ({one.rule.citation}; counsel must approve)"
    same = "the same claims" if not told.differences else f"{told.differences} claims that differ"
    yield (
        "Told",
        f"a statement to the press and one to families from one record: {same}, {told.blocked} stopped",
    )
    plan = told.plan
    yield "", f"{len(plan.letters):,} letters to {plan.people:,} people planned, {told.letters:,} printed"
    yield "Stopped", f'"{told.stopped.text}" is {told.stopped.verdict.value}:'
    for need in told.stopped.needs:
        yield "", f"needs {tell_need(need).words}"
    for line in told.against:
        yield "", f"the record says that {line}"
