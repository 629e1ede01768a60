"""Authentication-Results: what servers write, and what a sender smuggles into them."""

from __future__ import annotations

import pytest

from firstbell.triage.authentication import SenderVerdict, judge_sender, parse_results
from tests.processes.least_time import take_least_s

SERVER, OWN = "mx.lakesideschools.org", "lakesideschools.org"


def judge(results: str, *, server: str = SERVER) -> SenderVerdict:
    return judge_sender([f"{server}; {results}"], OWN, [SERVER]).verdict


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ("dmarc=pass header.from=lakesideschools.org", SenderVerdict.PASSED),
        ("dkim=pass header.d=mail.lakesideschools.org", SenderVerdict.PASSED),
        ("dkim=pass (2048-bit key; dmarc=fail) header.i=@lakesideschools.org", SenderVerdict.PASSED),
        ("spf=pass smtp.mailfrom=office@lakesideschools.org", SenderVerdict.PASSED),
        ('spf=pass smtp.mailfrom="office@lakesideschools.org"', SenderVerdict.PASSED),
        ("DMARC=PASS header.from=LAKESIDESCHOOLS.ORG", SenderVerdict.PASSED),
        ("dkim/1=pass header.d=lakesideschools.org", SenderVerdict.PASSED),
        ("dkim=pass header.d=evil.example", SenderVerdict.UNKNOWN),
        ("spf=pass smtp.mailfrom=x@lakesideschools.org; dkim=fail header.d=x.example", SenderVerdict.FAILED),
        (
            "dmarc=fail header.from=lakesideschools.org; dkim=pass header.d=lakesideschools.org",
            SenderVerdict.FAILED,
        ),
        ("dmarc=fail header.from=lakesideschools.org; arc=pass", SenderVerdict.UNKNOWN),
        ("spf=softfail smtp.mailfrom=x@evil.example", SenderVerdict.FAILED),
        ("none", SenderVerdict.UNKNOWN),
        ("", SenderVerdict.UNKNOWN),
    ],
)
def test_a_trusted_server_says_who_sent_it(results: str, verdict: SenderVerdict) -> None:
    assert judge(results) is verdict


@pytest.mark.parametrize(
    "results",
    [
        # a sender chooses what stands before the @, in quotation marks also what separates results
        'spf=pass smtp.mailfrom="x; dmarc=pass header.from=lakesideschools.org"@evil.example',
        'spf=pass smtp.mailfrom="x;dkim=pass header.d=lakesideschools.org;y"@evil.example; dmarc=none',
        # and what a comment quotes of it
        "spf=pass (says x; dmarc=pass header.from=lakesideschools.org) smtp.mailfrom=x@evil.example",
        "spf=pass (a (b) dmarc=pass header.from=lakesideschools.org; dkim=pass header.d=lakesideschools.org",
        r'spf=pass smtp.mailfrom="\"; dmarc=pass header.from=lakesideschools.org"@evil.example',
    ],
)
def test_what_a_sender_smuggles_into_an_address_or_a_comment_lets_nobody_pass(results: str) -> None:
    assert judge(results) is not SenderVerdict.PASSED


def test_a_mark_in_an_address_hides_no_failure_behind_it() -> None:
    results = 'spf=pass smtp.mailfrom="("@evil.example; dmarc=fail (p=none) header.from=lakesideschools.org'

    assert judge(results) is SenderVerdict.FAILED


def test_only_the_topmost_header_of_a_trusted_server_counts() -> None:
    passed = "dmarc=pass header.from=lakesideschools.org"

    assert judge(passed, server="mx.evil.example") is SenderVerdict.UNKNOWN
    assert judge(passed, server="") is SenderVerdict.UNKNOWN
    found = judge_sender([f"mx.evil.example; {passed}", f"{SERVER}; {passed}"], OWN, [SERVER])
    assert (found.verdict, found.server) == (SenderVerdict.UNKNOWN, "")
    assert "mx.evil.example" in found.why
    assert judge_sender([], OWN, [SERVER]).why == "it has no Authentication-Results"


def test_a_server_below_a_trusted_domain_is_trusted_and_a_neighbor_is_not() -> None:
    passed = "dmarc=pass header.from=lakesideschools.org"

    for server, is_trusted in (("mx9.lakesideschools.org", True), ("notlakesideschools.org", False)):
        found = judge_sender([f"{server} 1; {passed}"], OWN, [OWN])
        assert (found.verdict is SenderVerdict.PASSED) is is_trusted, server


def test_a_sender_without_a_domain_never_passes() -> None:
    assert judge_sender([f"{SERVER}; dkim=pass header.d="], "", [SERVER]).verdict is SenderVerdict.UNKNOWN


@pytest.mark.parametrize("hostile", ["(" * 20_000 + ")" * 20_000, '"' * 40_001, "\\" * 40_000, ";=" * 20_000])
def test_a_header_made_to_be_slow_is_read_at_once(hostile: str) -> None:
    header = f"{SERVER}; spf=pass {hostile}"
    assert (
        take_least_s(lambda: parse_results(header), 1) < 1
    )  # took more than 3 s where each comment was taken out by itself
