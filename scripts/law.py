"""Writes docs/law.md from the files of the law: `python -m scripts.law`. A blank cell is an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from firstbell.notify.clocks.rule import Rule
from firstbell.notify.clocks.rules import DUTIES, FEDERAL, Jurisdiction, load_law

PAGE = Path(__file__).parents[1] / "docs" / "law.md"
TITLES = {
    "individuals": "Individuals",
    "officers": "Attorney General, officers",
    "bureaus": "Credit bureaus",
    "incident": "Incident report",
    "education": "Education agency",
    "ransom": "Ransom",
    "content": "Content, harm test, monitoring",
}
INTRODUCTION = """# The law, cell by cell

This table shows what each state's law asks of you after a breach. It is research, not advice: counsel must
approve each rule before you rely on its clock ([clocks.md](clocks.md)). `make docs` writes this page from
`src/firstbell/notify/rules/`; a test compares them, and a blank cell fails it.

Each cell begins with its grade:

- **V**: read in a statute's text, on an authority's page or in a law firm's summary
- **E**: read there earlier
- **D**: in one dataset only
- **K**: assumed, not read
- **?**: unknown

Cells of grade V and E run clocks, by the rules that they name. All others only warn: for each of them
that concerns a case, `case clocks` shows a line `not_covered`.
"""
_SOURCES = """
## Sources

This table shows how many rules there are, and where the cells were read. The day is when a stored copy
was read.
"""


_OFFICES = """
## Attorneys General

Letters send readers who ask for advice to these offices. Check what you use on the office's own site before
letters go out.

- An address of grade D was read in one stored file that quotes the office's own page, or on an old page of
  the office.
- A telephone number is here if two stored files give the same one, or if the office's own page does.
- If a cell says `unknown`, letters leave that out.
- If an office's name stands before the address, that office helps consumers because the Attorney General
  does not.

| | Address | Telephone | Site | Grade |
|---|---|---|---|---|"""


def render_law() -> str:
    """The page. Raises: RuleError where a file does not hold."""
    law = load_law()
    names = sorted({*law} - {FEDERAL}, key=lambda code: law[code].name)
    lines = [
        INTRODUCTION,
        "| | " + " | ".join(TITLES[duty] for duty in DUTIES) + " | Last changed |",
        "|---" * (len(DUTIES) + 2) + "|",
        *(_describe_row(law[code]) for code in [*names, FEDERAL]),
        _SOURCES,
        *(line for code in [*names, FEDERAL] for line in _list_sources(law[code])),
        _OFFICES,
        *(line for code in names for line in _list_attorney_general(law[code])),
    ]
    return "\n".join(lines) + "\n"


def _describe_row(one: Jurisdiction) -> str:
    cells = [_describe_cell(one, duty) for duty in DUTIES]
    return f"| **{one.jurisdiction}** {one.name} | " + " | ".join(cells) + f" | {_escape(one.amended)} |"


def _describe_cell(one: Jurisdiction, duty: str) -> str:
    cell = one.cells[duty]
    rules = [f"`{rule.id}`{_mark(rule)}" for rule in one.rules if rule.duty == duty]
    warned = "".join(f"; not read: {text}" for text in cell.warns)
    return f"**{cell.grade}** {_escape(cell.says + warned)}" + (f" ({', '.join(rules)})" if rules else "")


def _mark(rule: Rule) -> str:
    return "" if rule.status == "in_force" else f", {rule.status}"


def _list_sources(one: Jurisdiction) -> Iterator[str]:
    count = len(one.rules)
    yield f"- **{one.jurisdiction}**, {count} {'rule' if count == 1 else 'rules'}: " + "; ".join(
        f"<{source.url}> ({source.kind}, {source.read})" for source in one.sources
    )


def _list_attorney_general(one: Jurisdiction) -> Iterator[str]:
    office = one.attorney_general
    if office is not None:
        note = f" ({_escape(office.note)})" if office.note else ""
        place = ", ".join(part for part in (office.office, office.address) if part)
        parts = (f"{_escape(place)}{note}", office.phone, office.site, office.grade)
        yield f"| **{one.jurisdiction}** {one.name} | " + " | ".join(parts) + " |"


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(render_law())
