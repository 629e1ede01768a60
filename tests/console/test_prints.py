"""Pages of the console as they lie on paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.console.drilled import DrilledConsole
from tests.console.test_browser import sign_in


@pytest.fixture
def seat(chromium: Browser, drilled: DrilledConsole) -> Iterator[Page]:
    with sign_in(chromium, drilled, "director") as page:
        yield page


def test_what_is_printed_is_true_next_week_and_its_sheets_are_numbered(
    seat: Page, drilled: DrilledConsole
) -> None:
    seat.goto(f"{drilled.origin}{drilled.paths()['record']}")
    assert seat.locator(".age").first.is_visible()
    seat.emulate_media(media="print")
    assert not any(one.is_visible() for one in seat.locator(".age").all())
    assert re.search(r"This print shows only some of the \d+ rows\.", seat.locator(".paper").inner_text())
    sheets = [page.extract_text() for page in PdfReader(io.BytesIO(seat.pdf(format="Letter"))).pages]
    assert len(sheets) > 1
    for number, text in enumerate(sheets, start=1):
        assert f"{number} / {len(sheets)}" in text
        assert "Known from" in " ".join(text.split())


def test_custody_is_printed_with_whole_hashes(seat: Page, drilled: DrilledConsole) -> None:
    # only what harms, or waits for a person, is taken as evidence
    drilled.message(
        b"From: M <x@onionmail.example>\nSubject: your district\n\nPay or we publish your files.\n"
    )
    seat.goto(drilled.origin + drilled.paths()["evidence"])
    sha256 = seat.locator("td[data-title='SHA-256'] code").first.get_attribute("title")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(seat.pdf(format="Letter"))).pages)
    assert sha256
    assert re.fullmatch("[0-9a-f]{64}", sha256)
    assert sha256 in "".join(text.split())
