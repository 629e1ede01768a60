"""Time-stamps against a real authority: OpenSSL."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from firstbell.base.clock import SystemClock, parse_time
from firstbell.ledger import HeadLine
from firstbell.ledger.certificate_order import sort_certificates
from firstbell.ledger.kept_heads import keep_head, list_kept
from firstbell.ledger.lines import Head, render_line
from firstbell.ledger.timestamps import (
    StampError,
    keep_answer,
    keep_request,
    make_request,
    read_stamp,
)
from tests.ledger.authority import Authority, make_authority

HEAD = Head("ada0" * 4, "a1" * 32, "1d" * 16, "b2" * 32, "c3" * 32, 1204, "2023-02-18T06:05:00Z")
LINE = HeadLine(HEAD, bytes(range(64)))
OTHER = HeadLine(HEAD, bytes(64))
MINUTE_NS = 60_000_000_000


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture(scope="module")
def answer(authority: Authority) -> bytes:
    return authority.stamp(make_request(LINE))


def test_a_stamp_says_when_and_who(authority: Authority, answer: bytes) -> None:
    stamp = read_stamp(LINE, answer, [authority.root])
    assert abs(parse_time(stamp.time) - SystemClock().now_ns()) < MINUTE_NS
    assert (stamp.authority, stamp.policy) == ("CN=Clock of Tests", "1.2.3.4.1")
    assert stamp.serial.isdecimal()


def test_openssl_too_finds_that_the_answer_is_to_the_head(
    authority: Authority, answer: bytes, tmp_path: Path
) -> None:
    (tmp_path / "head").write_bytes(render_line(LINE))
    (tmp_path / "answer.tsr").write_bytes(answer)
    words = ["openssl", "ts", "-verify", "-data", "head", "-in", "answer.tsr"]
    done = subprocess.run(
        [*words, "-CAfile", authority.folder / "root.pem"], cwd=tmp_path, capture_output=True, text=True
    )
    assert "Verification: OK" in done.stdout + done.stderr


def test_a_stamp_of_another_head_is_refused(authority: Authority, answer: bytes) -> None:
    with pytest.raises(StampError, match="Mismatch"):
        read_stamp(OTHER, answer, [authority.root])


def test_a_stamp_of_an_authority_that_is_not_trusted_is_refused(answer: bytes, tmp_path: Path) -> None:
    stranger = make_authority(tmp_path / "stranger")
    with pytest.raises(StampError, match="is not valid") as caught:
        read_stamp(LINE, answer, [stranger.root])
    assert caught.value.hint


def test_certificates_in_whatever_order_are_read(authority: Authority, answer: bytes) -> None:
    assert sort_certificates(answer) != answer, "OpenSSL writes them in the order of the chain"
    assert sort_certificates(sort_certificates(answer)) == sort_certificates(answer)
    for cut in range(len(answer)):
        assert len(sort_certificates(answer[:cut])) == cut


def test_a_changed_answer_is_refused_at_whatever_byte(authority: Authority, answer: bytes) -> None:
    for at in range(0, len(answer), 7):
        changed = answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :]
        try:
            stamp = read_stamp(LINE, changed, [authority.root])
        except StampError:
            continue
        # what the signature does not cover says nothing: the rest is as it was
        assert stamp == read_stamp(LINE, answer, [authority.root])


@pytest.mark.parametrize("garbage", [b"", b"no stamp", b"0\x03\x02\x01\x02"])
def test_what_is_no_answer_is_told(authority: Authority, garbage: bytes) -> None:
    with pytest.raises(StampError):
        read_stamp(LINE, garbage, [authority.root])


def test_what_the_authority_rejects_is_told(authority: Authority) -> None:
    with pytest.raises(StampError, match="rejected"):
        read_stamp(LINE, authority.stamp(b"no request"), [authority.root])


def test_nothing_is_trusted_by_itself(answer: bytes) -> None:
    with pytest.raises(StampError, match="no certificate"):
        read_stamp(LINE, answer, [])
    with pytest.raises(StampError, match="cannot be read"):
        read_stamp(LINE, answer, [b"-----BEGIN NOTHING-----"])


def test_request_and_answer_are_kept_beside_the_head(authority: Authority, tmp_path: Path) -> None:
    heads = tmp_path / "heads"
    keep_head(heads, OTHER)
    request = keep_request(heads, LINE)
    assert keep_request(heads, LINE) == request
    answer = authority.stamp(request.read_bytes())
    path, line, stamp = keep_answer(heads, answer, [authority.root])
    assert line == LINE
    assert path.read_bytes() == answer
    assert keep_answer(heads, answer, [authority.root]) == (path, line, stamp)
    assert sorted(heads.glob("*.tsr")) == [path]
    assert len(list_kept(heads)) == 2


def test_an_answer_to_no_head_that_is_kept_is_refused_and_not_kept(
    authority: Authority, answer: bytes, tmp_path: Path
) -> None:
    heads = tmp_path / "heads"
    keep_request(heads, OTHER)
    before = sorted(heads.iterdir())
    with pytest.raises(StampError, match="not for any head") as caught:
        keep_answer(heads, answer, [authority.root])
    assert caught.value.hint
    assert sorted(heads.iterdir()) == before
