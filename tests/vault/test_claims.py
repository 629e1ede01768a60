"""Claims of hosts, as far as no request is needed to tell: states, and the window in which they are made."""

from __future__ import annotations

from firstbell.base.clock import parse_time
from firstbell.vault.claims import Claimed, Expected, HostClaims

UNTIL = "2026-03-02T08:00:00Z"


def expect(*claims: str) -> HostClaims:
    made = {
        name: Claimed(id=name, host="office", sha256=name * 32, modulus="c1", address="10.4.0.7")
        for name in claims
    }
    return HostClaims(Expected(host="office", until=UNTIL, platform="linux", by="kay"), made)


def test_a_window_is_open_until_its_last_moment_and_not_at_it() -> None:
    until_ns = parse_time(UNTIL)

    assert expect().is_open(until_ns - 1)
    assert not expect().is_open(until_ns)


def test_what_is_to_be_done_about_a_host_follows_its_claims_first_and_the_window_last() -> None:
    until_ns = parse_time(UNTIL)

    states = [expect(*names).find_state(until_ns) for names in ([], ["aa"], ["aa", "bb"])]

    assert states == ["late", "waiting", "contested"]
    assert expect().find_state(until_ns - 1) == "expected"
