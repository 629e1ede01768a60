"""Who the district is to the law, for commands that read clocks: `--home`, `--entity`, the desk's file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from firstbell.cli.case_options import CaseWork
from firstbell.cli.desks import find_desk

if TYPE_CHECKING:
    from firstbell.ledger import Entry
    from firstbell.notify.clocks.situation import LegalStatus, Situation

T = TypeVar("T")
_ENTITIES = click.Choice(
    [
        "school_district",
        "charter",
        "university",
        "county",
        "hospital",
        "vendor",
        "government",
        "business",
    ]
)


def standing_options(function: Callable[..., T]) -> Callable[..., T]:
    """Gives a command `--home` and `--entity`."""
    home = click.option("--home", metavar="STATE", help="The district's own state. [the desk's, else MN]")
    entity = click.option(
        "--entity", type=_ENTITIES, default="school_district", help="What it is to the law. [school_district]"
    )
    return home(entity(function))


def find_situation(work: CaseWork, home: str | None, entity: str, *, as_of: str | None = None) -> Situation:
    """What the case tells of its clocks. Raises: UsageError for a state that is none; InvalidTimeError."""
    from firstbell.base.clock import parse_time
    from firstbell.case.facts import list_all_facts, list_facts
    from firstbell.case.moments import find_last_moment
    from firstbell.notify.clocks.situation import situate
    from firstbell.notify.statements.record import make_record

    entries = work.case.main.read()
    now_ns = find_last_moment(as_of) if as_of else work.case.clock.now_ns()
    then: list[Entry] = [entry for entry in entries if not as_of or parse_time(entry.time) <= now_ns]
    history = [fact for fact in list_all_facts(entries) if not as_of or _is_by(fact.as_of, now_ns)]
    standing = find_standing(work, home, entity)
    record = make_record(list_facts(entries, now_ns if as_of else None))
    return situate(then, record, history, standing=standing, now_ns=now_ns)


def _is_by(as_of: str, now_ns: int) -> bool:
    from firstbell.base.clock import parse_given_time

    return parse_given_time(as_of) <= now_ns


def find_standing(work: CaseWork, home: str | None, entity: str) -> LegalStatus:
    """Who the district is to the law: the option, else the desk's file. Raises: UsageError."""
    from firstbell.cli.terminal.errors import UsageError
    from firstbell.desk import load_configuration
    from firstbell.desk.errors import DeskError
    from firstbell.notify.clocks.rules import FEDERAL
    from firstbell.notify.clocks.situation import LegalStatus

    zone, state = "", "MN"
    try:
        district = load_configuration(find_desk(work.choice.desk)).district
        zone, state = district.time_zone, district.state
    except DeskError:
        # without a desk's file the state is the option's, and its zone that of the state
        pass
    if home and home.upper() != state:
        zone, state = "", home.upper()
    if len(state) != 2 or not state.isalpha() or state == FEDERAL:
        raise UsageError(f"there is no state {state!r}", hint="write it as MN; DC and PR are states here")
    return LegalStatus(state, entity, zone if _is_zone(zone) else "")


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def refuse_unclear_reports(work: CaseWork, value: object) -> None:
    """Refuse reports under a name that could be of several duties. Raises: AmbiguousFilingError."""
    from firstbell.notify.clocks.clock import concerns
    from firstbell.notify.clocks.filings import AmbiguousFilingError, list_meant

    if not isinstance(value, dict):
        return
    situation = find_situation(work, None, "school_district")
    for name, told in value.items():
        meant = list_meant(str(name).replace("_", " "), lambda rule: concerns(rule, situation))
        if len(meant) > 1 and isinstance(told, dict) and told.get("filed"):
            raise AmbiguousFilingError(str(name), meant)
