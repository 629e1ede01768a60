"""Who the district is: its names, its time zone, what it is to the law; as the desk's file tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from firstbell.base.errors import UsageError
from firstbell.base.zones import load_zone
from firstbell.desk.configuration import District
from firstbell.desk.errors import DeskError, NoDeskError
from firstbell.desk.loader import load_configuration
from firstbell.notify.clocks.rules import FEDERAL, load_law
from firstbell.notify.clocks.situation import DEFAULT_ENTITY, LegalStatus

# of the example that `init --desk` writes: it is nobody's
EXAMPLE_NAME = "Lakeside Public Schools"
DEFAULT_HOME = "MN"


@dataclass(frozen=True, slots=True)
class DistrictOutline:
    """What clocks, letters and statements need of the district. `zone`: None for this machine's own.

    `flaw`: why the desk's file could not be read, so that nothing here is from it; "" where it could.
    """

    names: Sequence[str] = ()
    zone: tzinfo | None = None
    status: LegalStatus = field(default_factory=lambda: LegalStatus(DEFAULT_HOME, DEFAULT_ENTITY))
    flaw: str = ""


def outline_district(desk: Path, *, home: str | None = None, entity: str | None = None) -> DistrictOutline:
    """The district of a desk. `home`: another state than the desk's; without a desk's file it is Minnesota.

    `entity`: what it is to the law, if not what the desk's file says; without one it is a school district.

    Raises: UsageError for a state that is none.
    """
    district, flaw = _find_district(desk)
    zone, state = (district.time_zone, district.state) if district else ("", DEFAULT_HOME)
    if home and home.upper() != state:
        zone, state = "", home.upper()
    if state not in load_law() or state == FEDERAL:
        raise UsageError(f"there is no state {state!r}", hint=_hint_state(state))
    own = district is not None and district.name != EXAMPLE_NAME
    return DistrictOutline(
        names=[district.name] if district and own else [],
        zone=load_zone(district.time_zone) if district and _is_zone(district.time_zone) else None,
        status=LegalStatus(
            state, entity or (district.entity if district else DEFAULT_ENTITY), zone if _is_zone(zone) else ""
        ),
        flaw=flaw,
    )


def _hint_state(told: str) -> str:
    """What a state's code looks like, and which one may be meant."""
    codes = {law.name.upper(): code for code, law in load_law().items() if code != FEDERAL}
    near = [name for name in codes if name.startswith(told) and len(told) > 2]
    near = near or get_close_matches(told, codes, 1, 0.75)
    meant = sorted({codes[name] for name in near} or get_close_matches(told, codes.values(), 3, 0.5))
    asked = (
        f"did you mean {', '.join(meant[:-1]) + ' or ' if meant[1:] else ''}{meant[-1]}? " if meant else ""
    )
    return f"{asked}write it like MN; DC and PR count as states"


def _find_district(desk: Path) -> tuple[District | None, str]:
    """(the district of the desk's file, why that cannot be read)."""
    try:
        return load_configuration(desk).district, ""
    except NoDeskError:
        return None, ""
    except DeskError as error:
        return None, str(error)  # `desk check` says more


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
