"""What is refused before any page sees it, and what every answer bears, whatever a request says."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from firstbell.console.errors import ConsoleAddressError
from firstbell.console.settings import ConsoleAddress, make_place
from firstbell.console.web.guards import MAX_BODY_BYTES, RequestGuard

OPEN = ConsoleAddress("127.0.0.1", 8710)
OWN = [(b"host", b"localhost:8710"), (b"sec-fetch-site", b"same-origin"), (b"content-length", b"3")]
Headers = list[tuple[bytes, bytes]]


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": [(b"cache-control", b"max-age=9")]})
    await send({"type": "http.response.body", "body": b"page"})


def answer(method: str, headers: Headers, place: ConsoleAddress = OPEN) -> tuple[int, dict[bytes, bytes]]:
    """Status and headers of an answer; 299 where the page itself was reached."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": method, "headers": headers, "path": "/", "query_string": b""}
    asyncio.run(RequestGuard(_page, place)(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"])


def replace(name: bytes, *values: bytes) -> Headers:
    """The headers of a form of our own, with other values of one of them."""
    return [one for one in OWN if one[0] != name] + [(name, value) for value in values]


def test_a_form_of_ours_reaches_its_page() -> None:
    assert answer("POST", OWN)[0] == 299
    assert answer("GET", OWN[:1])[0] == 299


@pytest.mark.parametrize(
    "host",
    [b"", b"evil.example", b"localhost", b"localhost:80", b"localhost:8710.evil.example", b"127.0.0.1:8711",
     b"localhost:8710, evil.example", b"\xff", b" localhost:8710 x", b"[::1]:99999", b"user@localhost:8710"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_a_host_that_is_not_listed_is_told_the_address_and_sees_no_page(method: str, host: bytes) -> None:
    assert answer(method, replace(b"host", host))[0] == 400


@pytest.mark.parametrize("host", [b"localhost:8710", b"LocalHost:8710", b"127.0.0.1:8710", b"[::1]:8710"])
def test_this_machines_own_names_are_listed_in_any_case(host: bytes) -> None:
    assert answer("GET", [(b"host", host)])[0] == 299


@pytest.mark.parametrize(
    "site", [b"cross-site", b"same-site", b"none", b"", b"SAME-ORIGIN ", b"same-origin, x"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "post", "get", "X"])
def test_what_no_page_of_ours_sent_changes_nothing(method: str, site: bytes) -> None:
    assert answer(method, replace(b"sec-fetch-site", site))[0] == 403


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (b"http://localhost:8710", 299),
        (b"HTTP://LOCALHOST:8710", 299),
        (b"https://localhost:8710", 403),
        (b"http://localhost:8710.evil.example", 403),
        (b"http://localhost", 403),
        (b"null", 403),
        (b"", 403),
    ],
)
def test_a_browser_that_does_not_say_the_site_is_believed_by_its_origin(origin: bytes, status: int) -> None:
    headers = [*replace(b"sec-fetch-site"), (b"origin", origin)]
    assert answer("POST", headers)[0] == status


def test_an_origin_of_ours_does_not_outweigh_a_site_that_is_another() -> None:
    headers = [*replace(b"sec-fetch-site", b"cross-site"), (b"origin", b"http://localhost:8710")]
    assert answer("POST", headers)[0] == 403


@pytest.mark.parametrize(
    ("length", "status"),
    [
        (b"0", 299),
        (b"%d" % MAX_BODY_BYTES, 299),
        (b"%d" % (MAX_BODY_BYTES + 1), 413),
        (b"-1", 413),
        (b"", 413),
        (b"+3", 413),
        (b"3.0", 413),
        (b"1e3", 413),
        # to Python a superscript is a digit, and more than 4,300 digits are an error
        (b"\xb2", 413),
        (b"3\xb9", 413),
        (b"9" * 5000, 413),
        (b"0" * 5000, 413),
    ],
)
def test_a_length_that_is_none_or_too_long_is_refused_and_breaks_nothing(length: bytes, status: int) -> None:
    assert answer("POST", replace(b"content-length", length))[0] == status


def test_a_form_without_its_length_is_refused() -> None:
    assert answer("POST", [*replace(b"content-length"), (b"transfer-encoding", b"chunked")])[0] == 413


@pytest.mark.parametrize(("method", "host"), [("GET", b"localhost:8710"), ("GET", b"x"), ("POST", b"x")])
@pytest.mark.parametrize("secure", [False, True])
def test_every_answer_bears_the_policy_a_refusal_too(
    method: str, host: bytes, secure: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = OPEN
    if secure:
        pem = tmp_path_factory.getbasetemp() / "x.pem"
        place = ConsoleAddress("127.0.0.1", 8710, certificate=pem, key=pem)
    _, headers = answer(method, [(b"host", host)], place)
    assert headers[b"content-security-policy"].startswith(b"default-src 'none'")
    assert headers[b"x-frame-options"] == b"DENY"
    assert (b"strict-transport-security" in headers) is secure


def test_a_page_may_say_itself_how_long_it_is_kept_and_else_is_not() -> None:
    assert answer("GET", OWN)[1][b"cache-control"] == b"max-age=9"
    assert answer("GET", [])[1][b"cache-control"] == b"no-store"


_NAMES = st.sampled_from([b"host", b"origin", b"sec-fetch-site", b"content-length", b"x"])
_VALUES = st.one_of(st.binary(max_size=20), st.sampled_from([value for _, value in OWN]))


@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT"]),
    headers=st.lists(st.tuples(_NAMES, _VALUES), max_size=5),
)
def test_no_headers_end_in_an_error_and_none_but_ours_change_anything(method: str, headers: Headers) -> None:
    status, _ = answer(method, headers)
    assert status in {299, 400, 403, 413}
    if status == 299:
        named = dict(reversed(headers))
        assert named[b"host"].lower() in {b"localhost:8710", b"127.0.0.1:8710", b"[::1]:8710"}
        assert method in {"GET", "HEAD"} or b"same-origin" in named.values()


@pytest.mark.parametrize(
    "listen",
    ["", "8710", ":8710", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:-1", "127.0.0.1:65536",
     "127.0.0.1:\u00b2", "127.0.0.1:\u0668", "127.0.0.1:" + "9" * 5000, "127.0.0.1:+1", "127.0.0.1:1_0"],
)  # fmt: skip
def test_a_place_to_listen_that_is_none_is_refused_with_how_to_write_one(listen: str) -> None:
    with pytest.raises(ConsoleAddressError, match="is no address and port") as refused:
        make_place(listen, name=None, certificate=None, key=None)
    assert refused.value.hint == "write it as 127.0.0.1:8710"
