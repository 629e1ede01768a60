"""Hosts and credentials as entries leave them: who is let in, and who is not any more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.vault.entries import (
    EVERY_HOST,
    CredentialAdded,
    CredentialExpires,
    CredentialRevoked,
    HostAdded,
    HostChanged,
    HostEntry,
)
from firstbell.vault.errors import (
    HostExistsError,
    InvalidHostNameError,
    UnknownCredentialError,
    UnknownHostError,
)
from firstbell.vault.registry import Registry, check_host_name, hash_secret, make_secret

NOON = "2023-02-18T12:00:00Z"
NOON_NS = parse_time(NOON)


def make_registry(*entries: HostEntry) -> Registry:
    registry = Registry()
    for entry in entries:
        registry.apply(entry)
    return registry


def give(
    secret: str, host: str = "office", *, hex_id: str = "a1", expires: str = "", **more: Any
) -> CredentialAdded:
    sha256 = hash_secret(secret).hex()
    return CredentialAdded(id=hex_id, host=host, permission="append", sha256=sha256, expires=expires, **more)


def test_a_credential_lets_its_host_in_and_nobody_else() -> None:
    registry = make_registry(HostAdded(host="office"), give("secret"))

    found = registry.authenticate("office", "secret", now_ns=NOON_NS)

    assert found is not None
    assert (found.opens("office"), found.opens("kiosk"), found.user) == (True, False, "office")
    for user, secret in (("office", "Secret"), ("office", ""), ("kiosk", "secret"), ("Office", "secret")):
        assert registry.authenticate(user, secret, now_ns=NOON_NS) is None


def test_one_for_every_host_is_asked_for_by_the_vaults_own_user() -> None:
    registry = make_registry(give("secret", EVERY_HOST))

    found = registry.authenticate("vault", "secret", now_ns=NOON_NS)

    assert found is not None
    assert found.opens("office")
    assert registry.authenticate(EVERY_HOST, "secret", now_ns=NOON_NS) is None
    assert registry.authenticate("office", "secret", now_ns=NOON_NS) is None


@pytest.mark.parametrize(("after_ns", "is_in"), [(-1, True), (0, False), (NS_PER_S, False)])
def test_a_credential_ends_at_its_very_moment(after_ns: int, *, is_in: bool) -> None:
    for registry in (
        make_registry(give("secret", expires=NOON)),
        make_registry(give("secret"), CredentialExpires(id="a1", expires=NOON)),
    ):
        found = registry.authenticate("office", "secret", now_ns=NOON_NS + after_ns)
        assert (found is not None) is is_in


def test_what_was_revoked_stays_so_whatever_end_it_is_given_later() -> None:
    registry = make_registry(
        give("secret"), CredentialRevoked(id="a1"), CredentialExpires(id="a1", expires="2030-01-01T00:00:00Z")
    )

    assert registry.authenticate("office", "secret", now_ns=NOON_NS) is None
    with pytest.raises(UnknownCredentialError, match="no credential that is still valid"):
        registry.find_credentials("office")
    assert len(registry.list_credentials("office")) == 1


def test_an_end_of_a_credential_that_nobody_knows_changes_nothing() -> None:
    registry = make_registry(
        CredentialRevoked(id="b2"), CredentialExpires(id="b2", expires=NOON), give("secret")
    )

    assert registry.authenticate("office", "secret", now_ns=NOON_NS) is not None


def test_two_credentials_of_a_host_open_it_side_by_side_while_it_rotates() -> None:
    registry = make_registry(give("old", expires=NOON), give("new", hex_id="b2"))

    for secret, hex_id in (("old", "a1"), ("new", "b2")):
        found = registry.authenticate("office", secret, now_ns=NOON_NS - 1)
        assert found is not None
        assert found.id == hex_id
    assert [one.id for one in registry.find_credentials("office", "b")] == ["b2"]
    with pytest.raises(UnknownCredentialError, match="no credential 'c'"):
        registry.find_credentials("office", "c")


def test_a_host_that_changes_was_added_when_it_was() -> None:
    first, second = HostAdded(host="office", quota_bytes=5), HostChanged(host="office", every_h=0.0)
    registry = make_registry(first)
    added = registry.find_host("office").added

    registry.apply(second)

    host = registry.find_host("office")
    assert (host.added, host.quota_bytes, host.every_h) == (added, 0, 0.0)


@pytest.mark.parametrize(
    ("limits", "is_unlimited"),
    [
        ({}, True),
        ({"quota_bytes": 1}, True),
        ({"quota_bytes": 1, "uploads_per_minute": 1}, False),
        ({"quota_bytes": 1, "requests_per_minute": 1}, False),
        ({"uploads_per_minute": 1, "requests_per_minute": 1}, True),
    ],
)
def test_a_host_is_limited_where_both_bytes_and_pace_are(
    limits: dict[str, Any], *, is_unlimited: bool
) -> None:
    registry = make_registry(HostAdded(host="office", **limits))

    assert registry.find_host("office").is_unlimited is is_unlimited


@pytest.mark.parametrize(
    "name",
    ["", ".a", "-a", "_a", "a/b", "a b", "a\n", "\u00e9", "a" * 65, "vault", "VAULT", "Metrics", "healthz"],
)
def test_a_name_that_no_folder_or_address_could_have_is_refused(name: str) -> None:
    with pytest.raises(InvalidHostNameError) as caught:
        check_host_name(name)

    assert "at most 64" in caught.value.hint


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True))
def test_every_other_name_is_taken_once_whatever_its_case(name: str) -> None:
    if name.casefold() in {"vault", "metrics", "healthz"}:
        return
    registry = make_registry(HostAdded(host=name))

    for again in (name, name.upper(), name.lower()):
        with pytest.raises(HostExistsError):
            registry.refuse_taken(again)


def test_a_host_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UnknownHostError, match="no host called 'x'") as caught:
        make_registry(HostAdded(host="b"), HostAdded(host="a")).find_host("x")
    assert caught.value.hint == "known: a, b"
    with pytest.raises(UnknownHostError) as caught:
        Registry().find_host("x")
    assert caught.value.hint == "known: none yet"


def test_a_secret_has_43_characters_and_is_no_option_of_a_command() -> None:
    secrets = {make_secret() for _ in range(300)}

    assert len(secrets) == 300
    assert {len(secret) for secret in secrets} == {43}
    assert all(secret[0].isalnum() for secret in secrets)


def test_a_host_that_is_changed_was_added_when_it_was() -> None:
    registry = make_registry(
        HostAdded(host="office", time=NOON),
        HostChanged(host="office", every_h=48.0, time="2023-03-01T12:00:00Z"),
    )

    host = registry.find_host("office")

    assert (host.added, host.every_h) == (NOON, 48.0)
