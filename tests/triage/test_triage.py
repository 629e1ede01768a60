"""One message at a time: who is believed, what is carried, what is broken."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from firstbell.triage.district import KnownDistrict, learn_district
from firstbell.triage.indicators import defang, refang
from firstbell.triage.message_files import MAX_RUN_BYTES, read_messages
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.dressing import load_set
from tests.triage.measuring import DISTRICT

NOTICE = "Dear families, we are writing to notify you of the data incident. Please do not pay anyone."
PASS = "dkim=pass header.d=lakesideschools.org; dmarc=pass header.from=lakesideschools.org"
THREAT = "We stole your files. Pay us or we publish your data in 48 hours."


OWN = f"Authentication-Results: mx.lakesideschools.org; {PASS}"


def triage(text: str, *headers: str, sender: str = "Lakeside <notices@lakesideschools.org>") -> Triaged:
    lines = [*headers, f"From: {sender}", "To: jo@lakesideschools.org", "Subject: x", "", text]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), DISTRICT)


def test_a_notice_is_genuine_by_the_word_of_the_districts_own_server() -> None:
    assert triage(NOTICE, OWN).label == "genuine"


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (f"Authentication-Results: mx.evil.example; {PASS}",),
        (
            "Authentication-Results: mx.lakesideschools.org; dmarc=fail",
            OWN,
        ),
        (
            f"Authentication-Results: mx.google.com; {PASS}",
            OWN,
        ),
        (f"Authentication-Results: mx.lakesideschools.org.evil.example; {PASS}",),
        ("Authentication-Results: mx.lakesideschools.org; dkim=pass header.d=evil.example",),
    ],
)
def test_no_other_word_makes_a_notice_genuine(headers: tuple[str, ...]) -> None:
    assert triage(NOTICE, *headers).label != "genuine"


@pytest.mark.parametrize(("chain", "label"), [("", "event_phishing"), ("; arc=pass (i=2)", "other")])
def test_a_failed_check_proves_nothing_where_the_servers_chain_holds(chain: str, label: str) -> None:
    told = triage(NOTICE, f"Authentication-Results: mx.lakesideschools.org; spf=fail; dmarc=fail{chain}")
    assert (told.rules == label) if label != "other" else (told.rules not in {"event_phishing", "genuine"})


def test_who_forges_the_district_and_speaks_of_the_event_deceives_without_a_link_too() -> None:
    told = triage(NOTICE, "Authentication-Results: mx.lakesideschools.org; spf=fail; dmarc=fail")
    assert told.label == "event_phishing"
    assert any("did not send it" in reason for reason in told.reasons)


def test_a_server_that_is_told_by_name_is_believed() -> None:
    district = KnownDistrict(frozenset({"lakesideschools.org"}), frozenset({"filter.example.net"}), told=True)
    headers = f"Authentication-Results: filter.example.net; {PASS}\nFrom: n@lakesideschools.org"
    data = f"{headers}\n\n{NOTICE}".encode()
    assert triage_mail(parse_mail(data), district).label == "genuine"


def test_a_proven_sender_with_a_link_to_a_lookalike_is_not_genuine() -> None:
    text = NOTICE + " Verify your child's record: http://lakesideschools-verify.com/login"
    assert triage(text, OWN).label == "event_phishing"


def test_an_attached_notice_proves_nothing_where_a_stranger_attached_it() -> None:
    inner = f"{OWN}\nFrom: n@lakesideschools.org\nSubject: n\n\n{NOTICE}"
    data = (
        "From: x@evil.example\nTo: jo@lakesideschools.org\nSubject: see\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nsee\n--b\nContent-Type: message/rfc822\n\n'
        f"{inner}\n--b--\n"
    )
    assert triage_mail(parse_mail(data.encode()), DISTRICT).label != "genuine"


@pytest.mark.parametrize(
    "text",
    [
        "The hackers say they will publish the data unless the district pays. Was my son's file taken?",
        "I heard on the news that they want a million dollars in bitcoin. Is my daughter's data part of it?",
    ],
)
def test_who_asks_about_a_threat_does_not_threaten(text: str) -> None:
    assert triage(text, sender="Mom <mom@gmail.com>").label == "question"


def test_a_threat_inside_a_text_attachment_counts() -> None:
    data = (
        "From: x@evil.example\nSubject: read\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nsee attachment\n--b\n'
        "Content-Type: text/plain\n"
        f'Content-Disposition: attachment; filename="README.txt"\n\n{THREAT}\n--b--\n'
    )
    assert triage_mail(parse_mail(data.encode()), DISTRICT).label == "coercion"


def test_cyrillic_letters_and_split_words_do_not_hide_a_threat() -> None:
    hidden = THREAT.replace("a", "\u0430").replace("o", "\u043e")
    assert triage(hidden, "Content-Type: text/plain; charset=utf-8").label == "coercion"
    assert (
        triage(
            "\u200b".join("We stole your files.") + " " + THREAT, "Content-Type: text/plain; charset=utf-8"
        ).label
        == "coercion"
    )


def test_where_nobody_tells_the_district_its_mail_does() -> None:
    data = f"{OWN}\nFrom: n@lakesideschools.org\nTo: p@gmail.com\n\n{NOTICE}"
    mail = parse_mail(data.encode())
    triaged = triage_mail(mail, learn_district(KnownDistrict(), [mail]))
    assert triaged.label == "genuine"
    assert any("was not told" in reason for reason in triaged.reasons)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'From: a@b.example\nContent-Type: multipart/mixed; boundary="x"\n\nno boundary', "boundary"),
        (b'From: a@b.example\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n\ntext', "cut off"),
        (b"From: a@b.example\nContent-Type: text/plain; charset=x-nobody\n\nhello", "charset"),
        (b"Subject: no sender\n\nhello", "no sender"),
    ],
)
def test_what_is_broken_is_named(data: bytes, problem: str) -> None:
    triaged = triage_mail(parse_mail(data), DISTRICT)
    assert any(problem in one for one in triaged.problems), triaged.problems
    assert any(reason.startswith("broken: ") for reason in triaged.reasons)


def test_damaged_messages_are_labelled_all_the_same() -> None:
    draw = random.Random(11)
    samples = load_set("tune", ways=1)
    for _ in range(200):
        data = bytearray(draw.choice(samples).data)
        for _ in range(draw.randint(1, 20)):
            at = draw.randrange(len(data))
            if draw.random() < 0.5:
                data[at] = draw.randrange(256)
            else:
                del data[at : at + draw.randrange(1, 60)]
        triage_mail(parse_mail(bytes(data)), DISTRICT)


def test_of_a_huge_attachment_the_beginning_is_kept_and_what_follows_is_read(tmp_path: Path) -> None:
    line = b"QUJD" * 18 + b"\n"
    huge = line * (3 * MAX_RUN_BYTES // len(line))
    path = tmp_path / "huge.eml"
    path.write_bytes(
        b'From: a@b.example\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        b"Content-Type: application/zip\n"
        b"Content-Transfer-Encoding: base64\n\n"
        + huge
        + b"--b\nContent-Type: text/plain\n\n"
        + THREAT.encode()
        + b"\n--b--\n"
    )
    (raw,) = read_messages(path)
    assert len(raw.data) < 2 * MAX_RUN_BYTES
    assert raw.size_bytes == path.stat().st_size
    triaged = triage_mail(parse_mail(raw.data), DISTRICT, left_out=raw.left_out)
    assert triaged.label in {"coercion", "extortion"}
    assert any("too large" in problem for problem in triaged.problems)


@pytest.mark.parametrize(
    "value", ["https://evil.example/a.b", "http://1.2.3.4/x", "x@evil.example", "evil.example"]
)
def test_a_defanged_indicator_reads_back(value: str) -> None:
    assert "." not in defang(value).partition("/a")[0].replace("[.]", "")
    assert refang(defang(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "I request a copy of the investigation report as soon as it is finished.",
        "Please send me what your findings of the investigation say about the lunch accounts.",
        "Solicito el informe de la investigaci\u00f3n por correo postal.",
    ],
)
def test_who_asks_for_what_the_law_gives_a_right_to_asks_a_question(text: str) -> None:
    assert triage(text, sender="Ana <ana@homenet.example>").rules == "question"


def test_a_name_with_a_comma_that_nobody_quoted_is_one_name() -> None:
    mail = parse_mail(b"From: Doe, Jo (HR) <jo@lakesideschools.org>\nSubject: x\n\nhello\n")
    assert (mail.sender.name, mail.sender.email) == ("Doe, Jo (HR)", "jo@lakesideschools.org")


def test_of_a_subject_without_an_end_the_beginning_is_read_and_a_person_looks() -> None:
    told = triage("Lunch is at noon on Friday in the cafeteria.", f"Subject: {'=?utf-8?B?aGk=?= ' * 50_000}")
    assert told.look
    assert any("Subject" in one for one in told.unread)
    assert len(told.mail.subject) < 20_000


def test_a_hundred_thousand_parameters_hide_no_threat() -> None:
    odd = "Content-Type: text/plain; " + "a*0*=utf-8''%41; " * 100_000
    assert triage(THREAT, odd).label in {"coercion", "extortion"}


def test_a_hundred_thousand_words_of_servers_prove_nothing() -> None:
    others = [f"Authentication-Results: mx.evil.example; {PASS}"] * 20_000
    assert triage(NOTICE, *others, OWN).label != "genuine"
    assert triage(NOTICE, OWN, *others).label == "genuine"
