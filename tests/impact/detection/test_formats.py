"""Every format gives the same: a letter about one student, a table about two."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from firstbell.documents.extraction import (
    Budget,
    DocumentLimits,
    DocumentSource,
    Extraction,
    LimitError,
    UnreadableError,
)
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Findings, Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.roster import load_roster
from tests.documents import compound, formats
from tests.impact import school

TODAY = "2024-02-20"


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    return Lexicon(load_roster([school.write_roster(tmp_path_factory.mktemp("roster"))]).people)


def read(
    lexicon: Lexicon, name: str, data: bytes, limits: DocumentLimits | None = None
) -> tuple[Findings, list[str]]:
    """What is found in a document, and what of it is missing. Raises: as reading does."""
    analyst = Analyst(lexicon, Keeper(bytes(32), TODAY))
    analyst.begin(name)
    draft = Extraction(analyst, Budget(limits or DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource(name, data), draft)
    return analyst.end(), draft.missing


def tell(findings: Findings) -> dict[tuple[str, ...], tuple[str, list[str]]]:
    """Keys of people -> (how sure, kinds)."""
    return {link.keys: (link.sureness, sorted(link.kinds)) for link in findings.links}


@pytest.mark.parametrize(("name", "make"), formats.LETTERS.items(), ids=list(formats.LETTERS))
def test_a_letter_is_about_its_student(lexicon: Lexicon, name: str, make: Callable[[], bytes]) -> None:
    findings, missing = read(lexicon, name, make())

    assert tell(findings) == {(school.ANA,): ("certain", ["discipline", "dob"])}
    assert not missing


@pytest.mark.parametrize(("name", "make"), formats.TABLES.items(), ids=list(formats.TABLES))
def test_a_table_is_read_by_row(lexicon: Lexicon, name: str, make: Callable[[], bytes]) -> None:
    findings, missing = read(lexicon, name, make())

    assert {who: kinds for who, (_, kinds) in tell(findings).items()} == {
        (school.PAHOUA,): ["health", "ssn"],
        (school.TIEN,): ["ssn"],
    }
    assert not missing


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.msg", compound.make_message(formats.LETTER_TEXT)),
        ("a.doc", compound.make_word(formats.LETTER_TEXT)),
        ("wide.doc", compound.make_word(f"{formats.LETTER_TEXT}\n\nTiến Nguyễn saw it.")),
    ],
)
def test_an_old_file_of_the_office_is_read(lexicon: Lexicon, name: str, data: bytes) -> None:
    findings, missing = read(lexicon, name, data)

    assert tell(findings) == {(school.ANA,): ("certain", ["discipline", "dob"])}
    assert not missing


def test_a_database_is_read_as_tables(lexicon: Lexicon, tmp_path: Path) -> None:
    findings, _ = read(lexicon, "sis.db", formats.make_sqlite(tmp_path))

    assert (school.PAHOUA,) in tell(findings)


def test_lines_that_single_spaces_part_are_about_whom_their_id_names(lexicon: Lexicon) -> None:
    header = "Student ID Race/Ethnicity Home Language Religion"
    text = f"{header}\n100241 Asian Hmong None\n100240 Black Somali Muslim\n"
    findings, _ = read(lexicon, "marss.txt", text.encode())

    assert tell(findings) == {
        (school.PAHOUA,): ("probable", ["demographics"]),
        (school.ABDI,): ("probable", ["demographics"]),
    }


def test_nothing_of_an_xml_file_is_passed_over(lexicon: Lexicon) -> None:
    text = (
        "<doc><student>Ana López García</student><dob>2008-03-04</dob><list><row><Name>Pa Houa Vang</Name>"
        "<Medication>insulin</Medication></row></list>"
        "<note>Tiến Nguyễn <b>was suspended</b> for fighting</note></doc>"
    )
    findings, _ = read(lexicon, "mixed.xml", text.encode())

    assert {school.ANA, school.PAHOUA, school.TIEN} == {key for keys in tell(findings) for key in keys}


@pytest.mark.parametrize("joint", ["", "\n", '\n<?xml version="1.0"?>\n'])
def test_what_stands_behind_the_first_root_of_xml_is_read(lexicon: Lexicon, joint: str) -> None:
    letter = f"<note><text>{' '.join(formats.LETTER)}</text></note>"

    findings, _ = read(lexicon, "joined.xml", f"<log><at>noon</at></log>{joint}{letter}".encode())

    assert (school.ANA,) in tell(findings)


def test_a_page_gives_what_its_forms_and_pictures_say(lexicon: Lexicon) -> None:
    page = (
        "<html><body><table><caption>Suspended from school</caption><tr><td>Student:</td>"
        '<td><input value="Ana López García"></td></tr><tr><td>Date of birth:</td>'
        '<td><input value="03/04/2008"></td></tr></table>'
        '<img alt="Tiến Nguyễn, SSN 219-09-4321"></body></html>'
    )

    findings, _ = read(lexicon, "form.html", page.encode())

    assert set(tell(findings)) == {(school.ANA,), (school.TIEN,)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_stands_behind_the_end_of_a_page_is_read(lexicon: Lexicon, encoding: str) -> None:
    page = "<html><body><p>Lunch menu</p></body></html>"
    letter = f"{page}\n<HTML><body>{''.join(f'<p>{line}</p>' for line in formats.LETTER)}</body></html>"

    findings, _ = read(lexicon, "joined.html", letter.encode(encoding))

    assert tell(findings) == {(school.ANA,): ("certain", ["discipline", "dob"])}


def test_an_event_in_a_calendar_names_its_student(lexicon: Lexicon) -> None:
    findings, _ = read(lexicon, "a.ics", formats.make_calendar())

    assert tell(findings) == {(school.ANA,): ("probable", ["special_education"])}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.7z", formats.make_7z({"a.txt": b"x"}, aes=True)),
        ("a.docx", formats.make_docx()[:4000]),
        ("a.pdf", b"%PDF-1.7 nothing"),
        ("a.xlsx", b"PK\x03\x04 nothing"),
        ("a.bin", random.Random(1).randbytes(9000)),
        ("a.png", b"\x89PNG\r\n\x1a\n0000"),
    ],
)
def test_what_cannot_be_read_says_so(lexicon: Lexicon, name: str, data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(lexicon, name, data)


def test_what_is_nested_too_deep_ends(lexicon: Lexicon) -> None:
    data, name = formats.make_text(), "a.txt"
    for number in range(12):
        data, name = formats.make_zip({name: data}), f"{number}.zip"

    findings, _ = read(lexicon, name, data)
    assert (school.ANA,) in tell(findings)
    with pytest.raises(LimitError, match="nested"):
        read(lexicon, name, data, DocumentLimits(depth=10))


def test_a_bomb_ends_where_its_limit_is(lexicon: Lexicon) -> None:
    bomb = formats.make_zip({"zeros.txt": bytes(8 << 20)})

    with pytest.raises(LimitError, match="expands"):
        read(lexicon, "bomb.zip", bomb, DocumentLimits(ratio=10, ratio_from_bytes=1 << 20))


def test_a_damaged_member_leaves_the_others(lexicon: Lexicon) -> None:
    data = formats.make_zip({"broken.docx": formats.make_docx()[:3000], "letter.txt": formats.make_text()})

    findings, missing = read(lexicon, "a.zip", data)
    assert (school.ANA,) in tell(findings)
    assert [one.partition(":")[0] for one in missing] == ["broken.docx"]


def test_text_of_broken_bytes_is_read_around_them(lexicon: Lexicon) -> None:
    findings, _ = read(lexicon, "a.txt", formats.make_text() + b"\n\xff\xfe\x80\n")

    assert (school.ANA,) in tell(findings)
