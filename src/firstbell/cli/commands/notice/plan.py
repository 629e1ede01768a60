"""`firstbell notice plan`, `lookup`, `status`, `report`: who is told, and how far that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from firstbell.actions.case.record import find_record
from firstbell.actions.notify import notices
from firstbell.actions.notify.letters import LetterPlanRequest, plan_letters
from firstbell.actions.notify.notices import read_notice_status
from firstbell.base.clock import NS_PER_S
from firstbell.base.counts import say_count
from firstbell.base.errors import raising
from firstbell.case.contacts import join_reach
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.impact_work import load_result
from firstbell.cli.legal_entity import find_outline, standing_options
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import Result, UsageError, collect
from firstbell.cli.times import find_zone
from firstbell.impact.people.roster import load_roster
from firstbell.impact.results.people_list import list_people_shortly
from firstbell.notify.clocks.counts import find_residents
from firstbell.notify.errors import TextFileError
from firstbell.notify.notices.codes import clean_code
from firstbell.notify.notices.description import describe_letter
from firstbell.notify.notices.notice_store import NoticeStore
from firstbell.notify.notices.people_file import list_people
from firstbell.notify.notices.reports import count_planned, describe_report, fill_report, write_pack
from firstbell.notify.texts import load_text
from firstbell.record.notices import AffectedPerson

_PATH = click.Path(path_type=Path)
_ADDRESS = re.compile(r"[^\s@<>,;:]{1,64}@[A-Za-z0-9.-]{1,190}")


class _EmailAddress(click.ParamType[str]):
    """The sender of e-mails: an address, with a name before it or not; "" for none."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text as it is. A mail to families that bears no address cannot be called back."""
        text = str(value).strip()
        bare = text.rpartition("<")[2].removesuffix(">") if text.endswith(">") else text
        if text and not _ADDRESS.fullmatch(bare):
            self.fail(f"{text!r} is not an e-mail address; write it like notices@school.example")
        return text


EMAIL_ADDRESS = _EmailAddress()


def open_notices(work: CaseWork) -> NoticeStore:
    """What the case keeps of its notices. Raises: NoCaseError and its kin; SealedStoreError and its kin."""
    return notices.open_notices(work.case, work.open_sealed())


@dataclass(frozen=True, kw_only=True)
class NoticePlanRequest:
    """What `notice plan` is asked for."""

    people: Path | None
    roster: tuple[Path, ...]
    home: str | None
    entity: str | None
    cost: float


@case_command()
@click.option("--people", type=_PATH, help="A file of people like `impact people --json`, with addresses.")
@click.option("--roster", type=_PATH, multiple=True, help="Where the addresses are: OneRoster and contacts.")
@standing_options
@click.option("--cost", type=float, default=1.0, help="Cost of one letter, for the legal threshold. [1.00]")
@collect(NoticePlanRequest)
def plan(work: CaseWork, request: NoticePlanRequest) -> None:
    """Plan who is told, at which address and how, from the list of people and the roster.

    For a minor, the letters go to guardians: one per household and child, and never to a guardian who may not
    be contacted. People who only possibly match are listed. The plan is sealed; the ledger gets only counts.

    \b
    EXAMPLE
      firstbell notice plan --case /srv/case --roster /srv/oneroster
    """
    people = _list_people(work, request)
    district = find_outline(work, request.home, request.entity)
    made = plan_letters(work.case, open_notices(work), LetterPlanRequest(people, district, request.cost))
    for letter in made.plan.letters:
        work.output.message(describe_letter(letter))
    told = made.describe()
    _print_plan(work, told)
    work.output.summary(told)


def _print_plan(work: CaseWork, told: dict[str, Any]) -> None:
    work.output.text(
        f"{say_count(told['people'], 'person', 'people')}, {say_count(told['letters'], 'letter')}, "
        f"{say_count(told['emails'], 'e-mail copy', 'e-mail copies')}"
    )
    for name in ("by_state", "by_channel", "by_language"):
        parts = ", ".join(f"{key} {count:,}" for key, count in told[name].items())
        work.output.text(f"{name.replace('by_', 'by '):<12} {parts}")
    if told["possible"]:
        matches = say_count(told["possible"], "possible match", "possible matches")
        work.output.text(f"no letters yet for {matches}: a reviewer must decide first")
    left_out = say_count(told["restricted"], "guardian")
    work.output.text(f"{told['unreachable']:,} without an address; {left_out} left out")
    if told["substitute_notice"]:
        work.output.text("a threshold for substitute notice is met: counsel decides")
    for item in told["content"]:
        work.output.text(f"a letter must include: {item}")
    _tell_offices(work, told["attorneys_general"])


def _tell_offices(work: CaseWork, offices: dict[str, list[str]]) -> None:
    if offices["to_check"]:
        work.output.note(
            f"The letters to {', '.join(offices['to_check'])} give the address of the state's Attorney "
            "General. Check each address on the office's own site before letters go out."
        )
    if offices["unknown"]:
        work.output.note(
            f"The letters to {', '.join(offices['unknown'])} name the state's Attorney General without an "
            "address: nobody has read one."
        )


def _list_people(work: CaseWork, request: NoticePlanRequest) -> Iterable[AffectedPerson]:
    if request.people is not None:
        return list(list_people(request.people))
    return _join_impact(work, request.roster)


def _join_impact(work: CaseWork, rosters: tuple[Path, ...]) -> list[AffectedPerson]:
    """What the scan found, with what the roster knows of how to reach them."""
    if not rosters:
        hint = "name the --roster, or --people FILE"
        raise UsageError("the people of the scan have no addresses", hint=hint)
    kept, _ = load_result(work)
    return join_reach(list_people_shortly(kept), load_roster(rosters))


@case_command()
@click.argument("code")
def lookup(work: CaseWork, *, code: str) -> Result:
    """Check whether a letter with this CODE is genuine, and how far it has got. It does not say whom it is
    about.

    \b
    EXAMPLE
      firstbell notice lookup K7QM-2XHD --case /srv/case
    """
    store = open_notices(work)
    clean = clean_code(code)
    letter = store.find_letter(clean) if clean else None
    state = store.post.load().get(letter or "") or store.email.load().get(letter or "") or ("drafted", "")
    told = {"code": clean, "genuine": letter is not None, "letter_id": letter}
    if letter is None:
        why = "it is mistyped, or it is not one of our codes" if clean is None else "no letter has this code"
        work.output.text(f"NOT GENUINE: {why}")
    else:
        work.output.text(f"genuine: letter {letter}, {state[0]}")
    work.output.summary({**told, "state": state[0] if letter else None})
    return None if letter else ExitStatus.FAILED


@case_command()
def status(work: CaseWork) -> None:
    """Show how many people were told and how, what came back, and how many days after the event."""
    told = read_notice_status(work.case, open_notices(work), find_outline(work))
    work.output.text(f"{told['told']:,} of {told['people']:,} people have been told ({told['share']:.1%})")
    for name, states in (("e-mail", told["email"]), ("post", told["post"])):
        parts = ", ".join(f"{state} {count:,}" for state, count in states.items())
        work.output.text(f"{name:<7} {parts or 'nothing yet'}")
    if told["days_since_event"] is not None:
        work.output.text(f"{say_count(told['days_since_event'], 'day')} since the event was found")
    work.output.summary(told)


@case_command("report")
@click.argument("name")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write NAME.pdf, to copy from, and NAME.json to this folder.",
)
@click.option("--contact", metavar="TEXT", help="Whom the authority can ask. [the fact contact]")
@click.option(
    "--indicators",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A text file of indicators, one per line. [the fact indicators]",
)
def report(
    work: CaseWork, *, name: str, output: Path | None, contact: str | None, indicators: Path | None
) -> None:
    """Fill in the report NAME from the record, with the fields that its authority asks for.

    NAME is cal-ag, cal-csic, cisa, credit-bureaus, fsa, hhs, ic3, il-ag, insurer, mnit, ny-dhses, ny-sed,
    police, tx-ag or tx-cyber-command. A field without an answer on record says so, and why.

    \b
    EXAMPLE
      firstbell notice report insurer --output /srv/reports --case /srv/case
    """
    entries = work.case.main.read()
    planned = count_planned(find_residents(entries))
    given = _read_given(contact, indicators)
    title, fields = fill_report(name, find_record(entries, find_outline(work)), planned, given=given)
    work.output.text(title)
    for field in fields:
        told = {"message_type": "field", "name": field.name, "value": field.value, "status": field.status}
        work.output.message(
            {**told, "entry": field.entry or None, "shown": field.shown, "why": field.why or None}
        )
        work.output.text(f"{field.name:<42} {field.shown}")
    written: list[str] = []
    if output is not None:
        written = _write_pack(
            output,
            lambda folder: write_pack(
                folder, name, fields, stamp_s=work.case.clock.now_ns() // NS_PER_S, zone=find_zone()
            ),
        )
        work.output.text(f"written to {output}: {' and '.join(written)}")
    missing = [field.name for field in fields if field.value is None]
    about = describe_report(name)
    work.output.summary(
        {"report": name, "title": title, "form": about["form"] or None, "rule": about["rule"] or None,
         "fields": len(fields), "missing": missing, "files": written}
    )  # fmt: skip


def _read_given(contact: str | None, indicators: Path | None) -> dict[str, Any]:
    """What the options tell, by the path of the field. Raises: TextFileError."""
    lines = load_text(indicators).splitlines() if indicators else []
    listed = [line.strip() for line in lines if line.strip()]
    told: dict[str, Any] = {"contact": (contact or "").strip(), "indicators": listed}
    return {path: value for path, value in told.items() if value}


def _write_pack(folder: Path, write: Callable[[Path], list[str]]) -> list[str]:
    with raising(TextFileError, folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return write(folder)
