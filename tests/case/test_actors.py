"""Actors join by their public keys, rotate and lose them; what is no public key is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.case.actors import (
    PublicKeyFileError,
    add_actor,
    describe_signer,
    list_actors,
    load_public,
    render_public,
    revoke_key,
    rotate_key,
)
from firstbell.case.case import Case
from firstbell.case.errors import CaseError, EntryNotFoundError
from firstbell.ledger import Actor, KeyRefusedError, RoleError, Signer, make_actor, make_signer
from firstbell.ledger.errors import PersonalValueError
from tests.case.conftest import work_as


@pytest.fixture
def technician(case: Case) -> Signer:
    signer = make_signer(make_actor("Bo", "technician"))
    add_actor(case.main, signer.actor, signer.public)
    return signer


def test_a_public_key_is_handed_over_in_a_file(tmp_path: Path, case: Case) -> None:
    signer = make_signer(make_actor("her own name for it", "director"))
    (tmp_path / "bo.pub").write_bytes(render_public(describe_signer(signer)))
    handed = load_public(tmp_path / "bo.pub")
    assert signer.private not in (tmp_path / "bo.pub").read_bytes()

    # a director says who she is, whatever her file says
    add_actor(case.main, Actor(handed.actor.id, "Bo", "technician"), handed.public)
    entry = work_as(case, signer).main.append("finding", {"text": "x"})
    assert case.name_actors()[entry.actor] == "Bo"
    with pytest.raises(RoleError):
        work_as(case, signer).main.append("ruling", {"text": "x"})


def test_a_desk_that_the_case_does_not_know_adds_nothing(case: Case) -> None:
    with pytest.raises(KeyRefusedError, match="is not known to the ledger"):
        work_as(case, make_signer(make_actor("Eve", "director"))).main.append("note", {})


def test_a_rotated_key_gives_way_to_the_new_one(case: Case, technician: Signer) -> None:
    new = make_signer(Actor(technician.actor.id, "another name", "director"))
    rotate_key(work_as(case, technician).main, technician.actor.id, new.public)
    with pytest.raises(KeyRefusedError, match="is retired"):
        work_as(case, technician).main.append("note", {})
    work_as(case, new).main.append("note", {"text": "x"})
    states = {(row.actor.name, row.state) for row in list_actors(case.main.roster())}
    assert states == {("Ada", "valid"), ("Bo", "retired"), ("Bo", "valid")}
    with pytest.raises(CaseError, match="is not an actor"):
        rotate_key(case.main, "ab" * 8, new.public)


def test_a_revoked_key_signs_no_more(case: Case, technician: Signer) -> None:
    revoke_key(case.main, technician.fingerprint[:10].upper(), "the laptop was stolen")
    with pytest.raises(KeyRefusedError, match="is revoked"):
        work_as(case, technician).main.append("note", {})
    with pytest.raises(RoleError, match="nobody would be left"):
        revoke_key(case.main, case.main.signer.fingerprint, "by mistake")


@pytest.mark.parametrize("prefix", ["", "zz"])
def test_a_key_that_is_not_there_is_named(case: Case, technician: Signer, prefix: str) -> None:
    with pytest.raises(EntryNotFoundError, match="actor's key") as told:
        revoke_key(case.main, prefix, "x")
    assert "actor list" in told.value.hint


def test_a_name_with_a_persons_number_is_refused(case: Case) -> None:
    signer = make_signer(make_actor("219-09-9998", "reviewer"))
    with pytest.raises(PersonalValueError):
        add_actor(case.main, signer.actor, signer.public)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is not a public key"),
        (
            '{"version":1,"actor":{"id":"a","name":"b","role":"c"},"public":"AAAA"}',
            "neither a key of 32 bytes",
        ),
        ('{"version":2,"actor":{"id":"a","name":"b","role":"c"},"public":"AAAA"}', "is of version 2"),
    ],
)
def test_what_is_no_public_key_is_named(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "x.pub").write_text(text)
    with pytest.raises(PublicKeyFileError, match=problem):
        load_public(tmp_path / "x.pub")
    with pytest.raises(PublicKeyFileError, match="No such file"):
        load_public(tmp_path / "none")
