"""Numbers of more digits than Python turns into one: a document that holds some is not damaged."""

from __future__ import annotations

import json
import sys

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person

LONG = "7" * (sys.get_int_max_str_digits() + 1)
ADA = Person("ada", "ada", "student", "Ada", "Olson", ids=["200001"], dob="2012-03-09")
OTHERS = ("Ben Roe", "Cam Vang", "Dee Ruiz")
HEADS = ("no", "step", "amount", "DOB", "ssn", "account", "score", "")


def judge(name: str, data: bytes) -> dict[str, set[str]]:
    """Person to kinds. Raises: as reading does."""
    analyst = Analyst(Lexicon([ADA]), Keeper(bytes(32), "2026-11-20"))
    analyst.begin(name)
    draft = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource(name, data), draft)
    return {link.keys[0]: {*map(str, link.kinds)} for link in analyst.end().links if link.keys}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("name", ["a.csv", "old.xls", "a.txt", "a.json", "a.html"])
def test_a_table_with_such_numbers_is_read(name: str, head: str) -> None:
    rows = [["name", "diagnosis", head], ["Ada Olson", "asthma", LONG]]
    rows += [[who, "none", f"{LONG[:-1]}{at}"] for at, who in enumerate(OTHERS)]
    if name == "a.json":
        told = ",".join(f'{{"name": "{row[0]}", "diagnosis": "{row[1]}", "n": {row[2]}}}' for row in rows[1:])
        data = f"[{told}]".encode()
    elif name in {"a.html", "old.xls"}:
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        data = f"<html><table>{cells}</table></html>".encode()
    else:
        mark = "," if name == "a.csv" else "  "
        data = "".join(mark.join(row) + "\n" for row in rows).encode()
    assert "health" in judge(name, data)["ada"]


@pytest.mark.parametrize("name", ["a.txt", "layout.txt", "a.edi", "a.xml", "a.rtf", "a.log", "a.md"])
def test_a_text_with_such_numbers_is_read(name: str) -> None:
    said = f"pos {LONG}-{LONG} name\n1. {LONG} {LONG} born {LONG}/{LONG}/{LONG}\nAda Olson has asthma.\n"
    data = {
        "a.xml": f"<a n='{LONG}'><b>{said}</b></a>",
        "a.rtf": "{\\rtf1\\u" + LONG + "? " + said.replace("\n", "\\par\n") + "}",
    }.get(name, said)
    assert "health" in judge(name, data.encode())["ada"]


def test_a_number_of_an_object_is_written_as_it_stood() -> None:
    told: list[list[str]] = []

    class Rows:
        def take_rows(self, _: str, rows: object) -> None:
            told.extend([list(row) for row in rows])  # type: ignore[attr-defined]

        def take_text(self, *_: str) -> None:
            """None is wanted."""

        def tell_alive(self) -> None:
            """Nobody waits."""

    data = json.dumps([{"a": 1, "b": -7}, {"a": 2, "b": 1.5}]).encode().replace(b"2", LONG.encode())
    draft = Extraction(Rows(), Budget(DocumentLimits(), len(data)), read_document)  # type: ignore[arg-type]
    read_document(DocumentSource("a.json", data), draft)
    assert told == [["a", "b"], ["1", "-7"], [LONG, "1.5"]]
