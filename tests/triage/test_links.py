"""Where links really lead: wrapped ones, disguised hosts, and hosts that only look like a wrapper."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.documents.hypertext import Hyperlink
from firstbell.triage.links import decode_data_url, find_shown_domain, find_target

GOAL = "https://evil.example/login?a=b"
SCHOOL = "https://lakesideschools.org/"


@pytest.mark.parametrize(
    "wrapped",
    [
        f"https://nam12.safelinks.protection.outlook.com/?url={quote(GOAL, safe='')}&data=05",
        f"https://www.google.com/url?q={quote(GOAL, safe='')}&sa=D",
        f"https://google.co.uk/url?url={quote(GOAL, safe='')}",
        f"https://urldefense.com/v3/__{GOAL}__;!!abc",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__evil.example_login-3Fa-3Db&d=DwMF",
        f"https://linkprotect.cudasvc.com/url?a={quote(GOAL, safe='')}",
        f"https://l.facebook.com/l.php?u={quote(GOAL, safe='')}",
        f"https://secure-web.cisco.com/1abc/{quote(GOAL, safe='')}",
    ],
)
def test_what_filters_and_search_pages_wrap_is_unwrapped(wrapped: str) -> None:
    assert find_target(wrapped).url == GOAL


def test_a_host_longer_than_any_name_leads_nowhere() -> None:
    assert find_target("http://" + "www." * 50_000 + "evil.example").host == ""
    assert find_target("http://" + "w." * 100 + "evil.example").host.endswith(".evil.example")


def test_wrappers_in_wrappers_are_unwrapped_and_an_endless_one_ends() -> None:
    twice = GOAL
    for _ in range(2):
        twice = f"https://l.facebook.com/l.php?u={quote(twice, safe='')}"
    assert find_target(twice).host == "evil.example"
    for _ in range(20):
        twice = f"https://l.facebook.com/l.php?u={quote(twice, safe='')}"
    assert find_target(twice).host == "l.facebook.com"


@pytest.mark.parametrize(
    "url",
    [
        "https://google.evil.example/url?q={}",
        "https://www.google.com.evil.example/url?q={}",
        "https://evilurldefense.com/v3/__{}__;",
        "https://notl.facebook.com.example/l.php?u={}",
        "https://xsecure-web.cisco.com.example/{}",
        "https://my-out.reddit.com.example/?u={}",
    ],
)
def test_a_host_that_only_looks_like_a_wrapper_is_where_its_link_leads(url: str) -> None:
    target = find_target(url.format(SCHOOL))

    assert target.host.endswith((".example", "evilurldefense.com"))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("HTTPS://Evil.Example./x", "evil.example"),
        ("www.evil.example/x", "www.evil.example"),
        ("hxxps://evil[.]example/x", "evil.example"),
        ("https:\\\\evil.example\\x", "evil.example"),
        ("https://ev\u00ad\u200bil.exa\nmple/", "evil.example"),
        ("https://%65vil.example/", "evil.example"),
        ("https://evil\u3002example/", "evil.example"),
        ("https://evil\uff0eexample/", "evil.example"),
        ("https://evil.example:8443/x", "evil.example"),
        ("https://[2001:db8::1]/x", "2001:db8::1"),
        ("https://[not closed/x", ""),
        ("mailto:a@evil.example", ""),
        ("", ""),
    ],
)
def test_a_host_is_told_as_a_browser_would_reach_it(url: str, host: str) -> None:
    assert find_target(url).host == host


def test_what_stands_before_an_at_sign_is_a_user_and_no_host() -> None:
    target = find_target("https://lakesideschools.org@evil.example/")

    assert (target.user, target.host) == ("lakesideschools.org", "evil.example")


@pytest.mark.parametrize(
    ("host", "is_address"),
    [
        ("192.0.2.7", True),
        ("3221225991", True),
        ("0xc0000207", True),
        ("0xc0.0x0.0x2.0x7", True),
        ("0300.0.02.07", True),
        ("192.0x207", True),
        ("[2001:db8::1]", True),
        ("192.0.2.7.example", False),
        ("0xfeed.example", False),
        ("12345", True),
        ("k12.example", False),
        ("evil.0xyz", False),
    ],
)
def test_an_address_is_one_in_every_way_to_write_it(host: str, *, is_address: bool) -> None:
    assert find_target(f"http://{host}/x").is_address is is_address


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.Lakesideschools.org/login", "lakesideschools.org"),
        ("lakesideschools.org", "lakesideschools.org"),
        ("LAKESIDESCHOOLS.ORG?x=1", "lakesideschools.org"),
        ("  lakesideschools.org:443/a  ", "lakesideschools.org"),
        ("Click here", ""),
        ("someone@lakesideschools.org", ""),
        ("report.pdf", ""),
        ("", ""),
        ("a.b.c.", ""),
    ],
)
def test_a_domain_is_shown_only_where_the_text_is_one(text: str, domain: str) -> None:
    assert find_shown_domain(Hyperlink(text, "https://evil.example")) == domain


PAGE = "<form>Contraseña</form>"


@pytest.mark.parametrize(
    "url",
    [
        "data:text/html;base64," + base64.b64encode(PAGE.encode()).decode(),
        "data:text/html;base64," + base64.b64encode(PAGE.encode()).decode().rstrip("="),
        "DATA:text/html;charset=utf-8;base64," + base64.b64encode(PAGE.encode()).decode(),
        "data:text/html," + quote(PAGE),
        "data:text/html;charset=utf-8," + quote(PAGE),
    ],
)
def test_a_page_inside_a_link_is_read(url: str) -> None:
    assert decode_data_url(url) == PAGE


@pytest.mark.parametrize("url", ["data:image/png;base64,AAAA", "https://evil.example", "data:text/html"])
def test_what_holds_no_page_gives_none(url: str) -> None:
    assert decode_data_url(url) == ""


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_no_text_is_too_odd_to_be_a_link(text: str) -> None:
    for url in (text, f"http://{text}", f"data:text/html;base64,{text}", f"https://google.com/url?q={text}"):
        target = find_target(url)
        assert target.host == target.host.lower()
        assert isinstance(target.is_address, bool)
        decode_data_url(url)
