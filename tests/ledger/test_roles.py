"""Who may add what: the table in the document is the one in the code, and it is what a ledger goes by."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.ledger import Ledger, RoleError, make_actor, make_signer
from firstbell.ledger.roles import KEY, KINDS, MAIN, PRIVILEGED, ROLES, TABLE, may_add
from firstbell.ledger.roster import MADE, describe_key

DOCUMENT = Path(__file__).parents[2] / "docs/formats/ledger.md"


def read_table() -> dict[str, set[str]]:
    """Role -> kinds, as the document has them."""
    text = DOCUMENT.read_text().partition("## What a role may add")[2].partition("\n## ")[0]
    lines = [line.strip("|").split("|") for line in text.splitlines() if "|" in line]
    rows = [[cell.strip() for cell in line] for line in lines]
    _, *roles = rows[0]
    told: dict[str, set[str]] = {role: set() for role in roles}
    for kind, *marks in rows[2:]:
        for role, mark in zip(roles, marks, strict=True):
            if mark == "x":
                told[role].add(kind.strip("`"))
    return told


def test_the_document_shows_the_table() -> None:
    assert {role: set(kinds) for role, kinds in TABLE[MAIN].items()} == read_table()


@pytest.mark.parametrize("role", ROLES)
def test_a_ledger_takes_of_each_role_what_the_table_says(role: str, tmp_path: Path) -> None:
    founder, other = make_signer(make_actor("Ada", "director")), make_signer(make_actor("Bo", role))
    Ledger(tmp_path / "ledger", signer=founder).append(KEY, describe_key(MADE, other))
    ledger = Ledger(tmp_path / "ledger", signer=other)
    for kind in sorted(KINDS - {KEY}):
        if may_add(MAIN, role, kind):
            assert ledger.append(f"{kind}.something", {}).actor == other.actor.id
        else:
            with pytest.raises(RoleError, match=role):
                ledger.append(f"{kind}.something", {})


def test_counsel_rules_the_privileged_track_and_directors_have_no_part_in_it() -> None:
    assert TABLE[PRIVILEGED]["counsel"] == KINDS
    assert set(TABLE[PRIVILEGED]) == {"counsel", "forensic"}
    assert not may_add(PRIVILEGED, "director", "note")


def test_a_kind_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RoleError, match="no kind of entry"):
        Ledger(tmp_path / "ledger").append("rumour", {})
