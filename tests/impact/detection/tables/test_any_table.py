"""Whatever stands in a table or a text, reading it ends: one odd cell never costs the document."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.documents.records.text_records import find_records
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.passages.test_topics import PEOPLE

LEXICON = Lexicon(PEOPLE)
# what columns hold: numbers of nine places, days of nine characters, names, codes, marks, and anything else
CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "x", "-", "N/A", "Olson, Ada", "Ben Roe", "aolson@d.example", "200001", "(612) 555-0134"]
    ),
    st.dates().map(lambda day: f"{day.month}/{day.day}/{day.year}"),
    st.dates().map(lambda day: f"{day:%d%b%y}"),
    st.integers(0, 10**10).map(str),
    st.integers(0, 10**9 - 1).map(lambda number: f"{number:09}"),
    st.from_regex(r"[0-9]{3}-[0-9]{2}-[0-9]{4}", fullmatch=True),
    st.text(max_size=12),
    st.from_regex(r"[0-9\u0660-\u0669\u00b2]{9}", fullmatch=True),
)
HEADERS = st.sampled_from(
    [
        "tin",
        "payee",
        "acct",
        "routing",
        "pw",
        "dob",
        "Name",
        "last",
        "first",
        "salary",
        "F/R",
        "notes",
        "",
        "id",
    ]
)
PLACES = st.sampled_from(
    ["Payroll/W2 log.csv", "Nurse/list.xlsx", "IT/labels.txt", "HR/x.csv", "Food/frl.csv"]
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(1, 5))
    kinds = [draw(st.sampled_from([CELLS, CELLS.filter(len)])) for _ in range(width)]
    rows = [[draw(kind) for kind in kinds] for _ in range(draw(st.integers(1, 6)))]
    # some programs save no cells behind the last one that is filled, nor those of empty rows
    cut = st.one_of(st.just(width), st.integers(0, width))
    return [row[: draw(cut)] for row in ([draw(HEADERS) for _ in kinds], *rows)]


@settings(max_examples=80, deadline=None)
@given(place=PLACES, rows=tables())
def test_a_table_of_any_cells_is_read_to_its_end(place: str, rows: list[list[str]]) -> None:
    analyst = Analyst(LEXICON, Keeper(bytes(32), "2026-11-28"))
    folder, _, name = place.rpartition("/")
    analyst.begin(name, folder)
    analyst.take_rows("", rows)

    analyst.end()


@settings(max_examples=80, deadline=None)
@given(
    lines=st.lists(st.lists(CELLS, max_size=4), max_size=8),
    between=st.sampled_from([": ", " ", " . . . . ", "|", "-"]),
)
def test_a_text_of_any_lines_comes_down_to_rows_or_to_none(lines: list[list[str]], between: str) -> None:
    text = "\n".join(between.join(cells) for cells in lines)

    assert all(isinstance(cell, str) for table in find_records(text) for row in table.rows for cell in row)
