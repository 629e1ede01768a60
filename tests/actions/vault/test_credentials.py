"""Credentials that are replaced: none ends later by it, and each that opens nothing is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.vault.credentials import (
    CredentialGrant,
    CredentialRevocation,
    grant_credential,
    revoke_credentials,
    rotate_credential,
)
from firstbell.vault import Vault
from firstbell.vault.errors import UnknownHostError
from firstbell.vault.registry import Credential
from tests.vault.places import clock_of, make_place

HOUR_S = 3600.0


def list_ends(vault: Vault) -> dict[str, float | None]:
    """Id of each credential that is not revoked -> in how many hours it ends."""
    now_ns = vault.clock.now_ns()

    def find_end(one: Credential) -> float | None:
        return None if one.expires_ns is None else (one.expires_ns - now_ns) / (HOUR_S * 1e9)

    kept = vault.registry.credentials.values()
    return {one.id: find_end(one) for one in kept if not one.is_revoked}


def test_a_longer_grace_does_not_lengthen_the_life_of_what_was_to_end_sooner(tmp_path: Path) -> None:
    vault = make_place(tmp_path / "vault")
    first = vault.add_credential("office", "append").id
    second = rotate_credential(vault, "office", grace_s=HOUR_S).made.id
    rotated = rotate_credential(vault, "office", grace_s=24 * HOUR_S)
    assert set(rotated.ended) == {first, second}
    assert list_ends(vault) == {first: 1.0, second: 24.0, rotated.made.id: None}
    # a shorter one shortens it
    third = rotate_credential(vault, "office", grace_s=HOUR_S / 2).made.id
    assert list_ends(vault) == {first: 0.5, second: 0.5, rotated.made.id: 0.5, third: None}


def test_without_a_grace_everything_that_adds_backups_ends_at_once_and_what_only_reads_stays(
    tmp_path: Path,
) -> None:
    vault = make_place(tmp_path / "vault", hosts=("office", "lab"))
    reading = grant_credential(vault, CredentialGrant(host="office", permission="read", note="audit")).id
    adding = grant_credential(vault, CredentialGrant(host="office")).id
    other = grant_credential(vault, CredentialGrant(host="lab")).id
    rotated = rotate_credential(vault, "office")
    assert list(rotated.ended) == [adding]
    assert set(list_ends(vault)) == {reading, other, rotated.made.id}


def test_what_has_ended_already_is_not_ended_again(tmp_path: Path) -> None:
    vault = make_place(tmp_path / "vault")
    first = vault.add_credential("office", "append").id
    rotate_credential(vault, "office", grace_s=HOUR_S)
    clock_of(vault).advance(HOUR_S)  # at this very moment it opens nothing any more
    assert first not in rotate_credential(vault, "office").ended


def test_a_host_that_the_vault_does_not_know_gets_nothing_and_the_star_needs_none(tmp_path: Path) -> None:
    vault = make_place(tmp_path / "vault")
    for ask in (
        lambda: grant_credential(vault, CredentialGrant(host="office2")),
        lambda: revoke_credentials(vault, CredentialRevocation(host="office2")),
        lambda: rotate_credential(vault, "office2"),
    ):
        with pytest.raises(UnknownHostError):
            ask()
    assert list_ends(vault) == {}
    everywhere = grant_credential(vault, CredentialGrant(host="*", permission="read"))
    assert everywhere.user == "vault"
    assert [one.id for one in revoke_credentials(vault, CredentialRevocation(host="*"))] == [everywhere.id]
    assert list_ends(vault) == {}
