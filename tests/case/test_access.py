"""Who sees what: the document's table is the code's, and counsel's track is counsel's alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.case.access import READS, reads_all
from firstbell.case.actors import add_actor, revoke_key
from firstbell.case.case import Case
from firstbell.case.errors import CaseAccessError
from firstbell.ledger import RoleError, Signer, make_actor, make_signer
from firstbell.ledger.roles import KINDS, ROLES
from tests.case.conftest import work_as

DOCUMENT = Path(__file__).parents[2] / "docs/formats/case.md"


def join(case: Case, role: str, *, privileged: bool = False) -> Signer:
    """Somebody new on the case."""
    signer = make_signer(make_actor(f"the {role}", role))
    add_actor(case.open_track(privileged=privileged), signer.actor, signer.public)
    return signer


def test_the_document_shows_the_table() -> None:
    text = DOCUMENT.read_text().partition("## What a role may read")[2].partition("\n## ")[0]
    header, _, *rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    roles = [cell.strip() for cell in header[1:]]
    told: dict[str, set[str]] = {role: set() for role in roles}
    for kind, *marks in rows:
        for role, mark in zip(roles, marks, strict=True):
            if mark.strip() == "x":
                told[role].add(kind.strip(" `"))
    assert told == {role: set(kinds) for role, kinds in READS.items()}
    assert {row[0].strip(" `") for row in rows} == KINDS


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_what_the_table_says_and_what_it_added(case: Case, role: str) -> None:
    reader = join(case, role)
    own = work_as(case, reader).main.append("note", {"text": "mine"})
    case.main.append_many([(f"{kind}.x" if kind != "key" else "note", {}, ()) for kind in sorted(KINDS)])

    entries, hidden = case.read_main(reader)
    everything = case.main.read()
    assert own in entries
    assert len(entries) + hidden == len(everything)
    assert (hidden == 0) == reads_all(role)
    assert {entry.kind.partition(".")[0] for entry in entries if entry != own} == READS[role]


def test_who_has_no_key_of_the_case_reads_what_lies_there(case: Case) -> None:
    everything = case.main.read()
    assert case.read_main() == (everything, 0)
    assert case.read_main(make_signer(make_actor("Mallory", "reviewer"))) == (everything, 0)


def test_counsel_begins_the_privileged_track_and_reads_it_alone(case: Case, director: Signer) -> None:
    counsel = join(case, "counsel")
    as_counsel = work_as(case, counsel)
    entry = as_counsel.open_track(privileged=True).append("note", {"text": "advice"})

    ledger, entries = case.read_privileged(counsel)
    assert ledger.folder == case.folder.privileged
    assert entries[-1] == entry
    for reader in (None, director, make_signer(make_actor("Eve", "counsel"))):
        with pytest.raises(CaseAccessError, match="only counsel"):
            case.read_privileged(reader)
    assert "advice" not in case.main.path.read_text()


def test_nobody_but_counsel_of_the_case_begins_the_privileged_track(case: Case) -> None:
    stranger = make_signer(make_actor("Eve", "counsel"))
    for signer in (stranger, join(case, "forensic"), case.main.signer):
        with pytest.raises(CaseAccessError, match="not known to the case as counsel"):
            work_as(case, signer).open_track(privileged=True)
    with pytest.raises(CaseAccessError):
        case.read_privileged(stranger)
    assert not case.folder.privileged.exists()


def test_a_revoked_key_of_counsel_reads_nothing(case: Case) -> None:
    counsel = join(case, "counsel")
    work_as(case, counsel).open_track(privileged=True).append("note", {"text": "advice"})
    second = make_signer(make_actor("Di", "counsel"))
    track = work_as(case, counsel).open_track(privileged=True)
    add_actor(track, second.actor, second.public)
    revoke_key(work_as(case, second).open_track(privileged=True), counsel.fingerprint[:12], "left the firm")
    with pytest.raises(CaseAccessError):
        case.read_privileged(counsel)


def test_the_firm_adds_to_the_privileged_track_and_sees_of_it_what_is_its_own(case: Case) -> None:
    counsel, firm = join(case, "counsel"), join(case, "forensic")
    track = work_as(case, counsel).open_track(privileged=True)
    track.append("note", {"text": "advice"})
    add_actor(track, firm.actor, firm.public)
    finding = work_as(case, firm).open_track(privileged=True).append("finding", {"text": "a tool"})
    with pytest.raises(RoleError):
        work_as(case, firm).open_track(privileged=True).append("decision", {"text": "x"})

    assert case.read_privileged(firm)[1] == [finding]
    assert case.name_actors()[firm.actor.id] == "the forensic"
