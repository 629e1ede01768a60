"""`firstbell case fact`, `facts`: what is known, believed, unknown, and what was when."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from firstbell.actions.case.facts import FactRequest, load_facts, name_district, put_fact
from firstbell.actions.case.record import list_known
from firstbell.case.description import describe_fact
from firstbell.case.facts import FactDraft, list_names
from firstbell.case.given_values import place_times, read_words
from firstbell.case.shapes import wants_text
from firstbell.cli.case_options import CaseWork, case_command, folder_argument
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.legal_entity import find_outline
from firstbell.cli.terminal.options import UsageError, accept_output_options, collect
from firstbell.cli.times import place_text, show_time, show_times_in, time_option
from firstbell.record.facts import Fact, Subject, say_fact_value


@case_command()
@click.argument("subject")
@click.argument("value", required=False)
@click.option(
    "--status",
    type=click.Choice(["known", "believed", "unknown"]),
    default="known",
    help="How certain it is. Only `known` supports a claim. [known]",
)
@time_option("--as-of", help="Since when this has been known. [now]")
@click.option(
    "--because",
    default="",
    metavar="ID|TEXT",
    help="The entry that supports it, or a text, which becomes a note.",
)
@collect(FactRequest)
def fact(work: CaseWork, request: FactRequest) -> None:
    """Record a fact: SUBJECT has VALUE.

    VALUE is `yes`, `no`, a number, a time, a text or JSON; docs/formats/case.md lists the subjects and their
    values. `paid`, `not paid` and `paid: 5000` say one field of a subject. A newer fact replaces an older one
    about the same subject; both stay on the record. With --status unknown, you may leave VALUE out.

    \b
    EXAMPLE
      firstbell case fact way_in phishing --status believed --case /srv/case
    """
    typed = read_words(request.subject, _parse_value(request.subject, request.value))
    value = place_times(request.subject, typed, place_text)
    district = find_outline(work) if request.subject == Subject.REPORTS else None
    done = put_fact(work.case, replace(request, value=value, district=district))
    (put,) = done.facts
    tell_fact(work, put)
    _tell_strange(work, done.drafts[0])
    work.output.summary({"facts": 1, "entry": put.entry, "id": put.entry, "supports": put.supports})


def _parse_value(subject: str, value: str | None) -> Any:
    import msgspec

    if value is None:
        return None
    try:
        parsed = msgspec.json.decode(value)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        if value.lstrip().startswith(("{", "[")) and not wants_text(subject):
            raise UsageError(
                f"fact {subject}: VALUE starts like JSON but is not valid JSON ({error})",
                hint="""put names and texts in double quotes, all of it in single ones: '{"paid": "no"}'""",
            ) from None
        return value
    return value if wants_text(subject) and not isinstance(parsed, str | None) else parsed


@case_command("name")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def name_command(work: CaseWork, *, names: tuple[str, ...]) -> None:
    """Set the district's names: the full name first, then short forms.

    Statements and letters use the first name. Claims by a short name ("MPS") count as the district's own.
    Without this command the name in firstbell.toml is used.

    \b
    EXAMPLE
      firstbell case name "Prairie Lakes Public Schools" PLPS --case /srv/case
    """
    wanted = name_district(work.case, names)
    work.output.text(f"The district's name is {', '.join(wanted)}.")
    work.output.summary({"organisation": wanted})


@click.group(cls=DefaultGroup)
@accept_output_options
def facts() -> None:
    """Show the facts on record, or load a file of facts.

    Without a verb: list.
    """


@case_command("list", by=facts.command)
@folder_argument
@time_option(
    "--as-of", is_end=True, help="Show what was known at this time. A date means the end of that day."
)
@click.option("--all", "shows_all", is_flag=True, help="Show every fact, including replaced ones.")
def list_command(work: CaseWork, *, as_of: str | None, shows_all: bool) -> None:
    """Show the latest fact for each subject, or what was known at a time.

    \b
    EXAMPLE
      firstbell case facts list /srv/case --as-of 2026-11-30
    """
    entries = work.case.main.read()
    found = list_known(entries, as_of, superseded=shows_all)
    for one in found:
        tell_fact(work, one)
    if not found:
        work.output.text(f"No fact {'was known then' if as_of else 'is on the record yet'}.")
    work.output.summary({"facts": len(found), "as_of": as_of, "organisation": list_names(entries)})


@case_command("load", by=facts.command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def load(work: CaseWork, *, file: Path) -> None:
    """Load a FILE of facts (JSON): all of them, or none if one of them is wrong.

    \b
    {"as_of": "2023-02-24T17:00:00-06:00",
     "organisation": {"names": ["Minneapolis Public Schools"]},
     "facts": [{"subject": "way_in", "status": "believed", "value": "phishing",
                "as_of": "...", "because": "ENTRY-ID or text"}]}

    \b
    EXAMPLE
      firstbell case facts load facts.json --case /srv/case
    """
    done = load_facts(work.case, file)
    for one in done.facts:
        tell_fact(work, one)
    for draft in done.drafts:
        _tell_strange(work, draft)
    unsupporting = sorted({one.subject for one in done.facts if not one.supports})
    work.output.summary(
        {"facts": len(done.facts), "unknown_subjects": unsupporting, "organisation": list(done.names)}
    )


def tell_fact(work: CaseWork, fact: Fact) -> None:
    """One fact, an object or a line."""
    work.output.message(describe_fact(fact))
    support = "" if fact.supports else "  (claims cannot use this subject)"
    as_of = show_time(fact.as_of)
    work.output.text(f"{fact.subject:<28} {fact.status.value:<9} {show_value(fact)}  as of {as_of}{support}")


def show_value(fact: Fact) -> str:
    """A fact's value in words: `confirmed: yes, found: 2026-11-27 21:00:00 -06:00`."""
    return show_times_in(say_fact_value(fact.subject, fact.value))


def _tell_strange(work: CaseWork, draft: FactDraft) -> None:
    if draft.subject not in set(Subject):
        near = get_close_matches(draft.subject.lower().replace("-", "_"), list(Subject), 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        work.output.warn(
            f"Firstbell knows no subject {draft.subject!r}: the fact is kept but supports no claim{meant}"
        )
    for field in draft.strange:
        work.output.warn(f"fact {draft.subject} has no field {field!r}: it is kept but supports no claim")
