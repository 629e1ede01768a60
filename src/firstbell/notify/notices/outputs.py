"""What goes out beside the letters: addresses for a mail house, a document for counsel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import docx

from firstbell.base.pathtext import say_lines
from firstbell.base.spreadsheets import guard_cell
from firstbell.notify.notices.emails import list_advice
from firstbell.notify.notices.plan import Letter

ADDRESS_COLUMNS = (
    "letter_id", "file", "place", "template", "language", "name_line", "address_line1", "address_line2",
    "city", "state", "zip5", "zip4",
)  # fmt: skip


def write_addresses(rows: Iterable[tuple[str, str, int, Letter]]) -> bytes:
    """The CSV for a mail house, of (id, file, place in it, letter). No kind of data stands in it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(ADDRESS_COLUMNS)
    for mail_id, file, place, letter in rows:
        address = letter.address
        digits = address.postcode.replace("-", "")
        writer.writerow(
            guard_cell(say_lines(cell))
            for cell in (
                mail_id, file, str(place), "notice", letter.language, letter.to,
                address.line1, address.line2, address.city, address.state, digits[:5], digits[5:],
            )
        )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def write_document(shared: Mapping[str, Any], sample: Mapping[str, Any]) -> bytes:
    """A letter as a Word document for counsel's edits; what changes by letter stands in brackets."""
    document = docx.Document()
    document.core_properties.title = shared["title"]
    if shared["review"]:
        document.add_paragraph(shared["review"])
    document.add_paragraph("\n".join([shared["organisation"], *shared["return_address"]]))
    document.add_paragraph("[NAME LINE]\n[ADDRESS]")
    document.add_paragraph(shared["day"])
    document.add_heading(shared["title"], level=1)
    document.add_paragraph("[GREETING]")
    document.add_paragraph(sample["about"])
    for name, section in shared["sections"].items():
        document.add_heading(section["title"], level=2)
        if name == "can_do":
            for line in [*section["lines"], *list_advice(shared, sample)]:
                document.add_paragraph(line, style="List Bullet")
            continue
        further = [shared["blocks"][one] for one in sample["further"]] if name == "more" else []
        document.add_paragraph(" ".join([*further, *section["lines"]]))
        if name == "involved":
            document.add_paragraph("[KINDS OF THIS PERSON]", style="List Bullet")
    document.add_paragraph(shared["blocks"]["sorry"])
    document.add_paragraph(sample["code"])
    document.add_paragraph(f"{shared['signer']}\n{shared['organisation']}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
