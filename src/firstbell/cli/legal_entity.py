"""Who the district is, for commands of a case: `--home`, `--entity`, the desk's file."""

from __future__ import annotations

import click

from firstbell.actions.desk.district import DistrictOutline, outline_district
from firstbell.cli.case_options import CaseWork
from firstbell.cli.desks import find_desk
from firstbell.cli.terminal.options import option_set

_ENTITIES = click.Choice(
    ["school_district", "charter", "university", "county", "hospital", "vendor", "government", "business"]
)


standing_options = option_set(
    click.option("--home", metavar="STATE", help="The district's state. [the desk's, otherwise MN]"),
    click.option(
        "--entity",
        type=_ENTITIES,
        help="What kind of body it is under the law. [the desk's, otherwise school_district]",
    ),
)


def find_outline(work: CaseWork, home: str | None = None, entity: str | None = None) -> DistrictOutline:
    """Who the district is: the options, else the desk's file. Raises: UsageError for a state that is none."""
    outline = outline_district(find_desk(work.choice.desk), home=home, entity=entity)
    if outline.flaw and home is None:
        # a clock by the wrong state's law must not look like any other
        work.output.warn(f"{outline.flaw}; until that is mended, the law of {outline.status.home} is shown")
    return outline
