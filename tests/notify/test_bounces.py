"""Bounces as servers write them, and as somebody would who wants the reading of them to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.notify.errors import TextFileError
from firstbell.notify.notices.bounces import list_bounces

OURS = b"Message-ID: <notice.p1-0@district.org>\n"


def make_bounce(
    original: bytes = OURS + b"\ntext",
    *,
    status: bytes = b"Action: failed\nStatus: 5.1.1\n",
    kind: bytes = b"",
) -> bytes:
    return (
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        b"--b\nContent-Type: text/plain\n\nIt did not arrive.\n"
        b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.org\n\n"
        + status
        + b"\n--b\nContent-Type: "
        + (kind or b"message/rfc822")
        + b"\n\n"
        + original
        + b"\n--b--\n"
    )


def read(folder: Path, data: bytes) -> list[tuple[str, str]]:
    path = folder / "bounce.eml"
    path.write_bytes(data)
    return list(list_bounces(path))


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (b"Action: failed\nStatus: 5.1.1\n", "5.1.1"),
        (b"action: FAILED\nstatus: 5.2.2 (mailbox full)\n", "5.2.2 (mailbox full)"),
        (b"Action: failed\n", "5.0.0"),
        (b"Action: delivered\nStatus: 2.0.0\n\nAction: failed\nStatus: 5.4.4\n", "5.4.4"),
    ],
)
def test_a_failure_is_told_with_its_status(tmp_path: Path, status: bytes, told: str) -> None:
    assert read(tmp_path, make_bounce(status=status)) == [("p1-0", told)]


@pytest.mark.parametrize("action", [b"delayed", b"delivered", b"relayed", b"expanded", b""])
def test_what_may_still_arrive_or_did_is_no_bounce(tmp_path: Path, action: bytes) -> None:
    assert read(tmp_path, make_bounce(status=b"Action: " + action + b"\nStatus: 4.0.0\n")) == []


@pytest.mark.parametrize(
    "original",
    [
        OURS + b"Content-Type: text/plain; charset=x-bogus\n\nna\xefve \xff\n",
        OURS + b'Content-Type: text/plain; charset="\xff"\n\n\xff\n',
        OURS + b"Subject: na\xefve\n\nx",
        OURS + b"Content-Transfer-Encoding: base64\n\n!!!!",
        OURS
        + b'Content-Type: multipart/mixed; boundary="q"\n\n--q\nContent-Type: text/plain; charset=\n\n\xff',
        b"Subject: x\n\n> " + OURS,
    ],
)
def test_a_letter_is_found_whatever_its_bytes_are_said_to_be(tmp_path: Path, original: bytes) -> None:
    assert read(tmp_path, make_bounce(original)) == [("p1-0", "5.1.1")]


def test_a_bounce_that_brings_back_only_headers_is_enough(tmp_path: Path) -> None:
    assert read(tmp_path, make_bounce(OURS, kind=b"text/rfc822-headers")) == [("p1-0", "5.1.1")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"Subject: holiday\n\nI am away",
        make_bounce(b"Message-ID: <other@district.org>\n\nx"),
        make_bounce().replace(b"multipart/report", b"multipart/mixed"),
        make_bounce()[:200],
        b'Content-Type: multipart/report; boundary="b"\n\n'
        b"--b\nContent-Type: message/delivery-status\n\nx\n--b--",
    ],
)
def test_other_mail_and_torn_bounces_tell_of_no_letter(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == []


def test_one_hostile_bounce_hides_none_of_the_others_in_a_folder_or_an_mbox(tmp_path: Path) -> None:
    hostile = make_bounce(b"Subject: x\nContent-Type: text/plain; charset=x-bogus\n\n\xff\xfe\n")
    mails = [make_bounce(), hostile, make_bounce(OURS.replace(b"p1-0", b"p2-1") + b"\nx")]
    folder = tmp_path / "box"
    folder.mkdir()
    for at, data in enumerate(mails):
        (folder / f"{at}.eml").write_bytes(data)
    mbox = tmp_path / "all.mbox"
    mbox.write_bytes(b"".join(b"From x Mon Jan  1 00:00:00 2024\n" + data + b"\n" for data in mails))

    for path in (folder, mbox):
        assert list(list_bounces(path)) == [("p1-0", "5.1.1"), ("p2-1", "5.1.1")]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TextFileError, match="No such file"):
        list(list_bounces(tmp_path / "none"))
