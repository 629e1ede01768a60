"""A page for families and staff, made of an approved statement: static files for any web space."""

from __future__ import annotations

import re

from firstbell.pages import templates

PAGE_NAME, TEXT_NAME = "index.html", "statement.txt"
_TITLES = {"families": "Information for families", "staff": "Information for staff"}


def render_status_files(text: str, *, district: str, audience: str, time: str) -> dict[str, str]:
    """The files by name: a page without scripts, and the text as it was approved. `time`: for readers."""
    paragraphs = [part.splitlines() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    page = templates.render_page(
        "status",
        district=district,
        title=_TITLES.get(audience, "Information"),
        time=time,
        paragraphs=paragraphs,
    )
    return {PAGE_NAME: page, TEXT_NAME: text}
