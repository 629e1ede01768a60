"""Claims, request by request, as docs/protocols/claims.md tells them."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.clock import NS_PER_S, format_time
from firstbell.vault import Vault
from firstbell.vault.claims import Expected, find_code
from firstbell.vault.registry import hash_secret, make_secret
from tests.server.serving import Client, Reply, RunningServer, make_served_vault

MODULUS = "c" + "0" * 766 + "1"
_numbers = itertools.count()


@dataclass
class Desk:
    """A vault that is served, and one who has no credential."""

    vault: Vault
    client: Client

    def expect(self, hours: float = 1.0, network: str = "") -> str:
        host = f"PC-{next(_numbers)}"
        until = format_time(self.vault.clock.now_ns() + int(hours * 3600 * NS_PER_S))
        self.vault.claims.expect(
            Expected(host=host, until=until, platform="linux", by="kay", network=network)
        )
        return host

    def claim(self, host: str, secret: str, **more: Any) -> Reply:
        body = {"host": host, "sha256": hash_secret(secret).hex(), "modulus": MODULUS} | more
        return self.client.ask("POST", "/-/claims", json.dumps(body).encode())

    def collect(self, host: str, secret: str) -> Reply:
        token = base64.b64encode(f"{host}:{secret}".encode()).decode()
        return self.client.ask("GET", f"/-/claims/{host}", headers={"Authorization": f"Basic {token}"})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder, admin=False)
    yield Desk(vault, Client(server.port))
    server.stop()
    vault.close()


def test_an_expected_host_claims_waits_and_is_handed_what_was_sealed(desk: Desk) -> None:
    host, secret = desk.expect(), make_secret()
    told = desk.claim(host.lower(), secret)
    code = find_code(hash_secret(secret).hex(), MODULUS)
    assert (told.status, told.json) == (202, {"status": "waiting", "code": code, "host": host})
    again = desk.claim(host, secret)
    assert (again.status, again.json["code"]) == (202, code)
    assert len(desk.vault.claims.find(host).claims) == 1
    assert desk.collect(host, secret).json["status"] == "waiting"

    (claim,) = desk.vault.claims.find(host).claims.values()
    assert claim.address == "127.0.0.1"
    desk.vault.claims.confirm(claim, sealed="c2VhbGVk", by="kay")
    for _ in range(2):
        told = desk.collect(host.lower(), secret)
        assert (told.status, told.json) == (200, {"status": "confirmed", "host": host, "sealed": "c2VhbGVk"})
    assert desk.claim(host, make_secret()).status == 409
    assert desk.claim(host, secret).status == 202


def test_a_claim_that_nobody_expects_learns_nothing(desk: Desk) -> None:
    late, elsewhere = desk.expect(hours=-1), desk.expect(network="10.4.0.0/16")
    told = [desk.claim(host, make_secret()) for host in ("STRANGER", late, elsewhere)]
    assert {(one.status, one.body) for one in told} == {(403, b"no claim of this host is open\n")}
    assert desk.claim(desk.expect(network="127.0.0.0/8"), make_secret()).status == 202


def test_the_fifth_claim_of_a_host_is_refused_also_after_some_were_dismissed(desk: Desk) -> None:
    host = desk.expect()
    secrets = [make_secret() for _ in range(4)]
    assert [desk.claim(host, secret).status for secret in secrets] == [202] * 4
    first = next(iter(desk.vault.claims.find(host).claims.values()))
    desk.vault.claims.dismiss(host, claim=first.id, why="not ours", by="kay")
    assert desk.claim(host, make_secret()).status == 429
    assert desk.collect(host, secrets[0]).status == 410
    assert desk.collect(host, secrets[1]).status == 202


def test_after_one_was_confirmed_another_is_told_that_it_was_not_it(desk: Desk) -> None:
    host, mine, other = desk.expect(), make_secret(), make_secret()
    desk.claim(host, mine)
    desk.claim(host, other)
    known = desk.vault.claims.find(host)
    assert known.find_state(desk.vault.clock.now_ns()) == "contested"
    claim = known.pick(find_code(hash_secret(mine).hex(), MODULUS))
    desk.vault.claims.confirm(claim, sealed="eA==", by="kay")
    assert desk.collect(host, mine).status == 200
    assert desk.collect(host, other).status == 410


def test_nobody_else_is_handed_anything(desk: Desk) -> None:
    host = desk.expect()
    desk.claim(host, make_secret())
    assert desk.collect(host, make_secret()).status == 401
    assert desk.client.ask("GET", f"/-/claims/{host}").status == 401
    assert desk.collect("PC-NOBODY", make_secret()).status == 401


REFUSED = [
    (b"", 400),
    (b"no json", 400),
    (b'{"host":"a"}', 400),
    (json.dumps({"host": "a", "sha256": "A" * 64, "modulus": MODULUS}).encode(), 400),
    (json.dumps({"host": "a", "sha256": "a" * 64, "modulus": "c1"}).encode(), 400),
    (json.dumps({"host": "a", "sha256": "a" * 64, "modulus": "c" + "0" * 767}).encode(), 400),
    (json.dumps({"host": "a", "sha256": "a" * 64, "modulus": "0" * 767 + "1"}).encode(), 400),
    (json.dumps({"host": "a", "sha256": "a" * 64, "modulus": MODULUS, "x": 1}).encode(), 400),
    (json.dumps({"host": "a" * 65, "sha256": "a" * 64, "modulus": MODULUS}).encode(), 400),
    (b" " * 5000, 413),
]


def test_what_is_no_claim_is_refused_and_nothing_is_written(desk: Desk) -> None:
    for body, status in REFUSED:
        assert desk.client.ask("POST", "/-/claims", body).status == status, body
    assert not (desk.vault.folder / "claims.jsonl").exists()


def test_an_address_has_so_many_requests_a_minute(desk: Desk) -> None:
    host, secret = desk.expect(), make_secret()
    desk.claim(host, secret)
    told = [desk.collect(host, secret) for _ in range(130)]
    refused = [one for one in told if one.status == 429]
    assert refused
    assert all(int(one.headers["retry-after"]) >= 1 for one in refused)
    assert {one.status for one in told} == {202, 429}
