"""What is printed: long names end within the sheet, each sheet says which it is, names of other scripts."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import pytest
import typst
from msgspec import structs

from firstbell.runs.paper.kit_print import Kit, print_kit
from firstbell.runs.paper.pdf import break_words, print_pdf
from firstbell.runs.paper.plan_page import render_plan_page
from firstbell.runs.paper.plan_print import print_plan
from firstbell.runs.paper.readiness_page import print_readiness, render_readiness_page
from firstbell.runs.paper.rehearsal_page import RehearsalReport, print_rehearsal, render_rehearsal_page
from firstbell.runs.plans.plan import WorkLoss
from tests.runs.test_plan_file import RECORDS, make_plan
from tests.runs.test_readiness import make_readiness, make_system

LONG = "/srv/" + "very_long_folder_name_" * 8 + "x" * 150
REHEARSAL = RehearsalReport(
    district="Lakeside",
    time="2023-12-31T23:00:00Z",
    who="Kim",
    results=[{"system": "records", "verdict": "failed", "why": f"{LONG} is missing"}],
    covered={},
)
KIT = Kit(
    id="ab" * 16,
    district="Lakeside",
    made="2023-12-31T23:00:00Z",
    machine="vault.example",
    folder="/srv/vault",
    url="https://vault.example:8000/",
    fingerprint="",
    hosts=["office"],
    lock_days=30,
    head="1",
    passphrase="abcd-efgh",
)


def read_pages(printed: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(printed)).pages]


def find_right_edge(printed: bytes) -> float:
    """Where the letter that is farthest to the right ends, as a share of the sheet."""
    edges = [0.0]
    with pypdfium2.PdfDocument(printed) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(at) for at in range(text.count_chars())]
            edges += [box[2] / page.get_width() for box in boxes if box[2] > box[0]]
    return max(edges)


def test_only_long_words_get_places_to_break() -> None:
    assert break_words("a plain line of /srv/files") == "a plain line of /srv/files"
    broken = break_words(LONG)
    assert broken.replace("\u200b", "") == LONG
    assert max(map(len, broken.replace("/", "\u200b").split("\u200b"))) <= 28


def test_a_long_path_ends_within_the_sheet() -> None:
    readiness = replace(make_readiness(make_system()), unsealed_key=LONG)
    lost = structs.replace(RECORDS, lost=[WorkLoss(LONG, 1, 1.0, 1)], missing=[f"no backup holds {LONG}"])
    plan = make_plan(lost, notes=(f"{LONG} is gone",))
    for printed in (print_readiness(readiness), print_rehearsal(REHEARSAL), print_plan(plan)):
        assert find_right_edge(printed) < 0.96


def test_each_sheet_says_which_of_how_many_it_is() -> None:
    calls = [(f"Person {number}", "+1 612 555 0100") for number in range(60)]
    kit = replace(KIT, calls=calls)
    for printed in (
        print_kit(kit),
        print_readiness(make_readiness(make_system())),
        print_rehearsal(REHEARSAL),
    ):
        pages = read_pages(printed)
        assert all(f"{at} / {len(pages)}" in page for at, page in enumerate(pages, start=1))
    assert len(read_pages(print_kit(kit))) > 2


@pytest.mark.parametrize(
    ("name", "needs"),
    [("Öğrenci, Nguyễn", False), ("学校", True), ("مدرسة", True), ("Tên \u2013 \u201cx\u201d", False)],
)
def test_the_fonts_of_the_machine_are_asked_for_other_scripts(
    name: str, monkeypatch: pytest.MonkeyPatch, *, needs: bool
) -> None:
    asked: list[bool] = []

    def compile_as_told(text: bytes, **how: Any) -> bytes:
        asked.append(not how["ignore_system_fonts"])
        return b""

    monkeypatch.setattr(typst, "compile", compile_as_told)
    print_pdf("kit", {"district": name})
    assert asked == [needs]


def test_what_one_types_is_not_shown_between_backticks() -> None:
    plan = make_plan(RECORDS, notes=("no target <folder>: `--target DIR` names one",))
    page = render_plan_page(plan).partition("</style>")[2]
    assert "no target &lt;folder&gt;: <code>--target DIR</code> names one" in page
    assert "`" not in page + render_rehearsal_page(REHEARSAL)
    assert "`" not in "".join(read_pages(print_plan(plan)))


def test_a_readiness_that_was_never_measured_says_why_nothing_is_drawn() -> None:
    readiness = replace(make_readiness(make_system()), history=())
    assert "There is nothing to draw yet" in render_readiness_page(readiness)
    assert "There is nothing to draw yet" in " ".join(read_pages(print_readiness(readiness))).replace(
        "\n", " "
    )


def test_a_phone_is_told_the_column_of_each_field() -> None:
    for page in (render_rehearsal_page(REHEARSAL), render_readiness_page(make_readiness(make_system()))):
        systems = page.partition("<tbody>")[2].partition("</tbody>")[0]
        assert systems.count("<td") == systems.count("data-label=") > 0
