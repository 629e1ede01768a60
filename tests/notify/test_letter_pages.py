"""Letters as they lie on paper: the address in the window, and what the district gave in its sentences."""

from __future__ import annotations

import itertools
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from firstbell.notify.notices.plan import LETTER, Letter
from firstbell.notify.notices.print_jobs import make_jobs, print_file
from firstbell.notify.notices.sensitive import name_waiting
from firstbell.notify.notices.texts import Sender, describe_letter, describe_text, write_text
from firstbell.notify.statements.draft import LANGUAGES
from firstbell.notify.statements.record import CaseRecord, make_record
from firstbell.record.notices import PostalAddress
from tests.notify.records import make_fact


def letter(*kinds: str) -> Letter:
    address = PostalAddress("1 Oak St", "", "Town", "MN", "55401")
    return Letter("p1-0", "p1", "Kim Lee", "Kim Lee", address, kinds, "en", LETTER, "", False, "MN")


def record() -> CaseRecord:
    facts = [make_fact("encryption_event", {"confirmed": True, "found": "2026-02-18"})]
    return make_record(facts, names=["Example Public Schools"])


def test_a_contact_that_ends_with_a_full_stop_brings_no_second_one() -> None:
    contact = "612-555-0100, 8 a.m. to 5 p.m."
    sender = Sender(contact, ["1 School Rd"], "Jo Smith", "", "Ms. Lee, room 4, ext...")
    for language in LANGUAGES:
        text = write_text(record(), language, sender, reviewed=True)
        told = describe_letter(text, letter("ssn", "discipline"), "ABCD-EFGH-JKLM")
        said = str(describe_text(text, "March 1, 2026")) + str(told)
        assert "5 p.m.." not in said
        assert "5 p.m." in said
        # what is meant as dots stays
        assert "ext..." in said


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_the_readers_address_stands_in_the_window_whatever_the_sender_has(lines: int, tmp_path: Path) -> None:
    # No. 10 envelope, sheet folded in three: 2 to 3.1 inches from the top, less a margin for what slips
    top, bottom, right = 792 - 2.05 * 72, 792 - 3.2 * 72, 72 + 4.1 * 72
    child = "To the Parent or Guardian of Maria Fernanda de los Angeles Quinones-Villasenor y Echeverria"
    address = PostalAddress("1234 Long Avenue of the Liberators", "Apartment 12", "Town", "MN", "55401")
    one = msgspec.structs.replace(letter("ssn"), to=child, address=address)
    sender = Sender("612-555-0100", [f"{number} School Rd" for number in range(lines)], "Jo Smith", "")
    text = write_text(record(), "en", sender, reviewed=True)
    told = describe_letter(text, one, "ABCD-EFGH-JKLM")
    ((job, _),) = make_jobs(tmp_path, describe_text(text, "March 1, 2026"), [told], name="x", stamp_s=1)
    print_file(job)
    with pypdfium2.PdfDocument(job.path) as document:
        page = document[0].get_textpage()
        found = page.get_text_range().find("To the Parent")
        end = page.get_text_range().find("55401") + len("55401")
        boxes = [page.get_charbox(at) for at in range(found, end)]
    edges = [box for box in boxes if box[2] > box[0]]
    assert found >= 0
    assert max(box[3] for box in edges) < top
    assert min(box[1] for box in edges) > bottom
    assert max(box[2] for box in edges) < right


@pytest.mark.parametrize("sender_lines", [1, 9])
@pytest.mark.parametrize("to", ["Kim Lee", "\u041a" * 90, "To the Parent or Guardian of Maria " * 9])
def test_nothing_is_printed_over_a_long_address(to: str, sender_lines: int, tmp_path: Path) -> None:
    line1 = "Apartment 1204, Building C, The Residences at Saint Anthony Falls Riverfront Commons North"
    line2 = "c/o Hennepin County Family Shelter and Transitional Housing Program, Case Management Office"
    address = PostalAddress(line1, line2, "Lake Saint Croix Beach Township", "MN", "55043-1234")
    one = msgspec.structs.replace(letter("ssn"), to=to, address=address)
    sender = Sender("612-555-0100", [f"Suite {number}" for number in range(sender_lines)], "Jo Smith", "")
    text = write_text(record(), "en", sender, reviewed=True)
    told = describe_letter(text, one, "ABCD-EFGH-JKLM")
    ((job, _),) = make_jobs(tmp_path, describe_text(text, "March 1, 2026"), [told], name="x", stamp_s=1)
    print_file(job)
    with pypdfium2.PdfDocument(job.path) as document:
        page = document[0].get_textpage()
        said = page.get_text_range()
        places = [said.index(part) for part in (f"Suite {sender_lines - 1}", to[:7], "55043", "March 1")]
        boxes = [page.get_charbox(at) for at in places]
    # each stands wholly below the one before
    for above, below in itertools.pairwise(boxes):
        assert below[3] < above[1]


def test_letters_that_wait_are_named_and_a_long_list_says_where_the_rest_is() -> None:
    ids = [f"p{number}-0" for number in range(14)]

    assert name_waiting(ids[:12]) == ", ".join(ids[:12])
    assert name_waiting(ids).endswith(", p11-0 and 2 more, all of which --json lists")
