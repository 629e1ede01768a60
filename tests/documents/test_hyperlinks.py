"""Where the links of office files and PDFs lead."""

from __future__ import annotations

import pytest

from firstbell.documents.extraction import DocumentSource
from firstbell.documents.hyperlinks import list_links
from tests.documents.formats import make_pdf, make_zip


def relate(*links: tuple[str, str]) -> bytes:
    inside = "".join(
        f'<Relationship Id="r" Target="{target}" TargetMode="{mode}"/>' for target, mode in links
    )
    return f"<Relationships>{inside}</Relationships>".encode()


def list_of(parts: dict[str, bytes], name: str = "docx") -> list[str]:
    return list_links(DocumentSource("a", make_zip(parts)), name)


def test_outside_targets_of_any_part_are_listed_once_and_inside_ones_are_not() -> None:
    parts = {
        "word/_rels/document.xml.rels": relate(
            ("https://x.example/?a=1&amp;b=2", "External"), ("media/image1.png", "Internal")
        ),
        "word/_rels/header1.xml.rels": relate(
            ("https://x.example/?a=1&amp;b=2", "External"), ("mailto:a@x.example", "External")
        ),
        "word/document.xml": relate(("https://elsewhere.example", "External")),
    }
    assert list_of(parts) == ["https://x.example/?a=1&b=2", "mailto:a@x.example"]


def test_addresses_of_schemas_are_no_links() -> None:
    parts = {
        "word/_rels/settings.xml.rels": relate(
            ("http://schemas.openxmlformats.org/a", "External"), ("http://x.example", "External")
        )
    }
    assert list_of(parts) == ["http://x.example"]


def test_links_have_an_end_in_number_and_length() -> None:
    many = relate(*((f"http://x.example/{number}/{'a' * 5000}", "External") for number in range(150)))
    found = list_of(
        {
            f"ppt/slides/_rels/slide{number}.xml.rels": many.replace(b"x.example", b"%d.example" % number)
            for number in range(2)
        },
        "pptx",
    )
    assert len(found) == 200
    assert {len(link) for link in found} == {4000}


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"no package", make_zip({"_rels/.rels": b"x"})[:-30]],
    # a package holds the time at which it was made
    ids=["empty", "head", "no package", "cut"],
)
@pytest.mark.parametrize("name", ["docx", "pdf", "text"])
def test_a_damaged_document_has_no_links(data: bytes, name: str) -> None:
    assert list_links(DocumentSource("a", data), name) == []


def test_a_page_without_links_has_none() -> None:
    assert list_links(DocumentSource("a.pdf", make_pdf()), "pdf") == []
