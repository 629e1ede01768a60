"""A token is believed when the provider's key signed it, for us, for this sign-in, and it is not too old."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from firstbell.base.clock import NS_PER_S
from firstbell.console.key_process.identity_provider import (
    ForeignIdentity,
    IdentityProvider,
    IdentityTokenError,
    ProviderError,
    open_provider,
)
from firstbell.desk.configuration import DistrictSignIn
from tests.console.provider import CLIENT, SECRET, SmallProvider, serve_provider

ORIGIN = "http://firstbell.localhost:8710"
NONCE, VERIFIER = "n" * 32, "v" * 64


@pytest.fixture(scope="module")
def serving() -> Iterator[SmallProvider]:
    with serve_provider() as provider:
        yield provider


@pytest.fixture
def provider(serving: SmallProvider) -> SmallProvider:
    fresh = SmallProvider()
    for name in ("claims", "changes", "described", "alg", "signs_with", "refuses", "names_itself"):
        setattr(serving, name, getattr(fresh, name))
    return serving


@pytest.fixture
def client(provider: SmallProvider, tmp_path: Path) -> IdentityProvider:
    (tmp_path / "secret").write_text(SECRET + "\n")
    settings = DistrictSignIn(issuer=provider.issuer, client_id=CLIENT, client_secret_file="secret")
    return open_provider(settings, tmp_path, ORIGIN)


def identify(
    client: IdentityProvider, provider: SmallProvider, *, verifier: str = VERIFIER, nonce: str = NONCE
) -> ForeignIdentity:
    offer = client.find_offer()
    address = client.make_address(offer, state="s", nonce=NONCE, verifier=VERIFIER)
    code = provider.visit(address)["code"]
    return client.identify(offer, code, nonce=nonce, verifier=verifier, now_ns=time.time_ns())


def test_a_right_token_tells_the_account_and_its_groups(
    client: IdentityProvider, provider: SmallProvider
) -> None:
    provider.claims = {"sub": "s-100", "groups": ["leaders", 7, "staff"]}
    found = identify(client, provider)
    assert found.groups == ["leaders", "staff"]
    assert len(found.account) == 64
    assert "s-100" not in found.account
    provider.claims = {"sub": "s-101"}
    other = identify(client, provider)
    assert other.account != found.account
    assert other.groups is None
    # one audience in a list is one audience, and with several the token says for whom it was made
    provider.changes = {"aud": [CLIENT]}
    assert identify(client, provider) == other
    provider.changes = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert identify(client, provider) == other


NOW_S = int(time.time())


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"iss": "http://127.0.0.1/else"}, "Invalid issuer"),
        ({"iss": None}, "iss"),
        ({"aud": "another"}, "Audience"),
        ({"aud": ["another"]}, "Audience"),
        ({"aud": [CLIENT, "another"]}, "another program"),
        ({"azp": "another"}, "another program"),
        ({"exp": NOW_S - 120}, "expired"),
        ({"exp": None}, "exp"),
        ({"exp": "tomorrow"}, "no number"),
        ({"exp": True}, "no number"),
        ({"iat": NOW_S + 7200}, "future"),
        ({"nbf": NOW_S + 7200}, "future"),
        ({"nonce": "m" * 32}, "another sign-in"),
        ({"nonce": None}, "nonce"),
        ({"sub": ""}, "nobody"),
        ({"sub": None}, "sub"),
    ],
    ids=lambda held: re.sub(r"\d{6,}", "time", str(held))[:40],  # the same in every process of a run
)
def test_a_token_with_a_wrong_claim_is_refused(
    client: IdentityProvider, provider: SmallProvider, changes: dict[str, Any], says: str
) -> None:
    provider.changes = changes
    with pytest.raises(IdentityTokenError, match=says):
        identify(client, provider)


def test_a_token_of_another_key_is_refused(client: IdentityProvider, provider: SmallProvider) -> None:
    provider.signs_with = generate_private_key(SECP256R1())
    with pytest.raises(IdentityTokenError, match="verification failed"):
        identify(client, provider)


@pytest.mark.parametrize(("alg", "key"), [("none", None), ("HS256", "A" * 64)])
def test_a_token_without_a_signature_or_with_a_shared_key_is_refused(
    client: IdentityProvider, provider: SmallProvider, alg: str, key: str | None
) -> None:
    provider.alg, provider.signs_with = alg, key
    if alg == "none":
        # the library does not make one with a key
        provider.make_token = lambda nonce: _unsigned()  # type: ignore[method-assign]
    try:
        with pytest.raises(IdentityTokenError, match="is not taken"):
            identify(client, provider)
    finally:
        provider.__dict__.pop("make_token", None)


def _unsigned() -> str:
    return "eyJhbGciOiJub25lIn0.e30."


def test_a_code_is_worth_nothing_without_the_verifier_of_who_asked(
    client: IdentityProvider, provider: SmallProvider
) -> None:
    with pytest.raises(ProviderError, match="answered 400: invalid_grant"):
        identify(client, provider, verifier="w" * 64)
    with pytest.raises(IdentityTokenError, match="another sign-in"):
        identify(client, provider, nonce="m" * 32)


def test_a_provider_that_calls_itself_otherwise_is_refused(
    client: IdentityProvider, provider: SmallProvider
) -> None:
    provider.described = {"issuer": "https://elsewhere.example"}
    with pytest.raises(ProviderError, match=r"calls itself https://elsewhere\.example"):
        client.find_offer()
    provider.described = {"token_endpoint": "http://login.isd1.example/token"}
    with pytest.raises(ProviderError, match="https://"):
        client.find_offer()
    provider.described = {"jwks_uri": 5}
    with pytest.raises(ProviderError, match="does not describe itself"):
        client.find_offer()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"issuer": "http://login.isd1.example"}, "sign_in.issuer"),
        ({"issuer": "login.isd1.example"}, "sign_in.issuer"),
        ({"issuer": "https://a#b"}, "sign_in.issuer"),
        ({"client_secret_file": "nothing"}, "client_secret_file"),
        ({"ca_file": "nothing"}, "ca_file"),
    ],
)
def test_settings_that_cannot_work_are_named_when_the_console_starts(
    tmp_path: Path, fields: dict[str, str], says: str
) -> None:
    settings = msgspec.convert(
        {"issuer": "https://login.isd1.example", "client_id": CLIENT, **fields}, DistrictSignIn
    )
    with pytest.raises(ProviderError, match=says):
        open_provider(settings, tmp_path, ORIGIN)


def test_a_provider_that_does_not_answer_is_said_so(tmp_path: Path) -> None:
    client = open_provider(DistrictSignIn(issuer="http://127.0.0.1:9", client_id=CLIENT), tmp_path, ORIGIN)
    with pytest.raises(ProviderError, match="cannot be reached") as caught:
        client.find_offer()
    assert "passkey" in caught.value.hint


def test_times_are_held_against_the_consoles_clock(client: IdentityProvider, provider: SmallProvider) -> None:
    offer = client.find_offer()
    for late_s, holds in ((330, True), (400, False)):
        address = client.make_address(offer, state="s", nonce=NONCE, verifier=VERIFIER)
        code, now_ns = provider.visit(address)["code"], time.time_ns() + late_s * NS_PER_S
        if holds:
            client.identify(offer, code, nonce=NONCE, verifier=VERIFIER, now_ns=now_ns)
        else:
            with pytest.raises(IdentityTokenError, match="expired"):
                client.identify(offer, code, nonce=NONCE, verifier=VERIFIER, now_ns=now_ns)
