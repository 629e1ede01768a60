"""Indicators: found in texts, written so that nobody follows one, never the district's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.documents.hypertext import Hyperlink
from firstbell.triage.indicators import Indicator, defang, find_contacts, list_indicators, refang
from firstbell.triage.mail import Attachment, MailAddress, MailMessage
from firstbell.triage.words import split_sentences
from tests.processes.least_time import take_least_s

ONION = "a" * 55 + "d.onion"
EVIL = MailAddress("Principal", "boss@evil.example")


def make_mail(text: str = "", **fields: object) -> MailMessage:
    values: dict[str, object] = {"sender": EVIL, "subject": "", "date": "", "message_id": "", "text": text}
    return MailMessage(**(values | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (f"Go to http://{ONION}/chat now", "onion", f"{'a' * 55}d[.]onion/chat"),
        (f"--{ONION}", "onion", f"{'a' * 55}d[.]onion"),
        (f"WWW.{ONION.upper()}", "onion", f"WWW[.]{'A' * 55}D[.]ONION"),
        ("pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT.", "bitcoin", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"),
        (
            "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ",
            "bitcoin",
            "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ",
        ),
        ("0x" + "aB" * 20, "ethereum", "0x" + "aB" * 20),
        ("4" + "A" * 94, "monero", "4" + "A" * 94),
        ("Tox ID: " + "AB12" * 10, "tox", "AB12" * 10),
        ("ab" * 38, "tox", "ab" * 38),
        ("05" + "ab" * 32, "session", "05" + "ab" * 32),
        ("write on Telegram to @payus_now", "telegram", "@payus_now"),
        ("https://t.me/payus", "telegram", "hxxps://t[.]me/payus"),
    ],
)
def test_a_hidden_channel_or_a_wallet_is_found(text: str, kind: str, value: str) -> None:
    assert Indicator(kind, value) in list(find_contacts(text))


@pytest.mark.parametrize(
    "text",
    [
        "1" + "a1b2c3d4" * 4,  # an id of hex digits
        "our onion.org recipe",
        "the telegram of 1912",
        "call 651-555-0100",
        "0x12",
        "",
    ],
)
def test_ordinary_words_and_ids_are_none(text: str) -> None:
    assert list(find_contacts(text)) == []


URLS = st.from_regex(r"https?://[a-z0-9-]{1,9}(\.[a-z0-9-]{1,9}){1,3}(/[a-z0-9./-]{0,9})?", fullmatch=True)
ADDRESSES = st.from_regex(r"[a-z0-9.+-]{1,9}@[a-z0-9-]{1,9}(\.[a-z]{2,5}){1,2}", fullmatch=True)


@given(URLS | ADDRESSES)
def test_what_is_written_so_that_nobody_follows_it_reads_back_and_links_nowhere(value: str) -> None:
    written = defang(value)

    assert refang(written) == value
    assert "http" not in written.partition("://")[0]
    host = written.partition("://")[2].partition("/")[0] or written
    assert "." not in host.replace("[.]", "")
    assert "@" not in written.replace("[@]", "")


def test_the_sender_links_and_files_are_told_each_once_and_what_names_the_reader_is_not() -> None:
    mail = make_mail(
        "Write to help@evil.example or 651-555-0100",
        reply_to=MailAddress("", "reply@evil2.example"),
        links=(Hyperlink("here", "https://evil.example/login?student=123"),) * 2,
        attachments=(
            Attachment("a.zip", "application/zip", 1, "ab" * 32),
            Attachment("logo.png", "image/png", 1, "cd" * 32, inline=True),
            Attachment("cut.bin", "application/octet-stream", 1, ""),
        ),
    )

    found = list_indicators([mail, mail], own=[])

    assert [(one.kind, one.value) for one in found] == [
        ("sender", "boss[@]evil[.]example"),
        ("reply_to", "reply[@]evil2[.]example"),
        ("url", "hxxps://evil[.]example/login"),
        ("domain", "evil[.]example"),
        ("address", "help[@]evil[.]example"),
        ("phone", "651-555-0100"),
        ("file", "ab" * 32),
    ]


@pytest.mark.parametrize(
    ("host", "is_told"),
    [
        ("lakesideschools.org", False),
        ("portal.lakesideschools.org", False),
        ("LakesideSchools.org", False),
        ("notlakesideschools.org", True),
        ("lakesideschools.org.evil.example", True),
    ],
)
def test_what_is_the_districts_own_is_left_out_and_a_lookalike_is_not(host: str, *, is_told: bool) -> None:
    mail = make_mail(f"a@{host}", sender=MailAddress("", ""), links=(Hyperlink("x", f"https://{host}/a"),))

    assert bool(list_indicators([mail], own=["lakesideschools.org"])) is is_told


def test_a_flood_of_addresses_is_cut() -> None:
    mail = make_mail(" ".join(f"a{at}@evil.example" for at in range(500)))

    assert len(list_indicators([mail], own=[])) == 60


@pytest.mark.parametrize("piece", ["x", "a.", "a-", "1-", "05", "0x", "é", "-", "a@", "a@b."])
def test_a_text_of_one_endless_word_is_searched_at_once(piece: str) -> None:
    text = (piece * 60_000)[:60_000]

    def search() -> None:
        list_indicators([make_mail(text)], own=[])
        list(split_sentences(text))

    # took 3 to 5 s where a search began again at each letter
    assert take_least_s(search, 1) < 1
