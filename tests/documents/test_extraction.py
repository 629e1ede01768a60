"""What readers share: names, places, limits, and what is missing."""

from __future__ import annotations

import io
import mmap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from firstbell.documents.extraction import (
    Budget,
    DocumentLimits,
    DocumentSource,
    Extraction,
    LimitError,
    OtherReaderError,
    UnreadableError,
)
from tests.documents.drafts import LIMITS, GatheredParts, begin


def map_bytes(data: bytes) -> mmap.mmap:
    held = mmap.mmap(-1, max(len(data), 1))
    held.write(data)
    return held


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("roster.CSV", ".csv"),
        ("a.tar.gz", ".gz"),
        ("README", ""),
        (".profile", ""),
        ("2023.old/README", ""),
        ("trailing.", "."),
        ("", ""),
    ],
)
def test_the_ending_of_a_name_is_that_of_its_last_part(name: str, suffix: str) -> None:
    assert DocumentSource(name, b"").suffix == suffix


@given(
    data=st.binary(min_size=1, max_size=300),
    steps=st.lists(
        st.tuples(st.sampled_from([0, 1, 2]), st.integers(-400, 400), st.integers(0, 400)), max_size=8
    ),
)
def test_a_mapped_file_reads_as_the_same_bytes_do(data: bytes, steps: list[tuple[int, int, int]]) -> None:
    source = DocumentSource("a", map_bytes(data))
    mapped, plain = source.open(), io.BytesIO(data)
    assert source.whole() == data
    for whence, offset, size in steps:
        start = {0: 0, 1: plain.tell(), 2: len(data)}[whence]
        if start + offset < 0:
            with pytest.raises((OSError, ValueError)):
                mapped.seek(offset, whence)
            mapped.seek(plain.tell())
            continue
        assert mapped.seek(offset, whence) == plain.seek(start + offset)
        assert mapped.read(size) == plain.read(size)


def fail_at(draft: Extraction, location: str) -> None:
    assert draft.location == location
    raise RecursionError


def test_places_nest_and_end_also_where_reading_fails() -> None:
    parts = GatheredParts()
    draft = begin(parts)
    with draft.at("mail.eml"):
        with pytest.raises(RecursionError), draft.at("roster.xlsx"), draft.unit("roster.xlsx"):
            fail_at(draft, "mail.eml > roster.xlsx")
        draft.miss("a page")
        assert draft.location == "mail.eml"
    draft.miss("the rest")
    assert draft.missing == ["mail.eml: a page", "the rest"]
    assert (draft.location, parts.depth) == ("", 0)


def test_blank_passages_are_no_passages() -> None:
    parts = GatheredParts()
    draft = begin(parts)
    for text in ("", " \n\t\u3000", "a"):
        draft.text(text)
    assert parts.texts == [("", "a")]
    assert draft.chars == 1


def test_no_more_than_a_hundred_parts_are_told_as_missing() -> None:
    draft = begin()
    for number in range(150):
        draft.miss(str(number))
    assert draft.missing == [str(number) for number in range(100)]


@pytest.mark.parametrize(
    ("limits", "size_bytes", "most"),
    [
        (DocumentLimits(expanded_bytes=100 << 20, ratio=10, ratio_from_bytes=1 << 20), 0, 1 << 20),
        (DocumentLimits(expanded_bytes=100 << 20, ratio=10, ratio_from_bytes=1 << 20), 1 << 20, 10 << 20),
        (DocumentLimits(expanded_bytes=5 << 20, ratio=10, ratio_from_bytes=1 << 20), 1 << 20, 5 << 20),
    ],
    ids=["a small file may expand to something", "by its own size", "never to more than all"],
)
def test_what_a_document_expands_to_ends_at_its_limit(
    limits: DocumentLimits, size_bytes: int, most: int
) -> None:
    budget = Budget(limits, size_bytes)
    budget.spend(most - 1)
    assert budget.left_bytes() == 1
    budget.spend(1)
    assert budget.left_bytes() == 0
    with pytest.raises(LimitError, match=f"expands to more than {most >> 20} MiB"):
        budget.spend(1)
    assert budget.left_bytes() == 0


def test_time_that_is_over_ends_texts_and_tables_alike() -> None:
    draft = begin(limits=replace(LIMITS, seconds=5.0))
    draft.text("in time")
    draft.budget.began_s -= 6.0
    with pytest.raises(LimitError, match="took more than 5 s"):
        draft.text("late")
    with pytest.raises(LimitError, match="took more than 5 s"):
        draft.rows([["late"]])


def test_time_of_recognising_is_not_counted_as_time_of_reading() -> None:
    draft = begin(limits=replace(LIMITS, seconds=5.0, recognising_s=1.0))
    began_s = draft.budget.began_s
    with pytest.raises(ZeroDivisionError), draft.recognising():
        _ = 1 / 0
    assert draft.budget.began_s > began_s
    assert draft.budget.recognising_s == pytest.approx(draft.budget.began_s - began_s)
    draft.budget.recognising_s = 1.5
    with pytest.raises(LimitError, match="recognizing text in it took more than 1 s"), draft.recognising():
        pass


def test_a_member_that_cannot_be_read_is_missing_of_the_outer_one() -> None:
    def read(source: DocumentSource, draft: Extraction) -> None:
        if source.name == "bad":
            draft.text("before")
            raise UnreadableError("it is damaged")
        draft.text(source.name)

    parts = GatheredParts()
    draft = Extraction(parts, Budget(LIMITS, 1), read)
    for name in ("good", "bad", "n" * 500):
        draft.member(DocumentSource(name, b"1"))
    assert parts.texts == [("good", "good"), ("bad", "before"), ("n" * 200, "n" * 500)]
    assert parts.units == ["good", "bad", "n" * 500]
    assert draft.missing == ["bad: it is damaged"]
    assert (draft.depth, parts.depth) == (0, 0)


def test_a_limit_that_a_member_meets_ends_the_outer_one_and_leaves_no_depth() -> None:
    def read(source: DocumentSource, draft: Extraction) -> None:
        draft.member(source)

    draft = Extraction(GatheredParts(), Budget(replace(LIMITS, depth=7), 1), read)
    with pytest.raises(LimitError, match="nested more than 7 deep"):
        draft.member(DocumentSource("doll", b"1"))
    assert draft.depth == 0


def test_where_no_library_may_read_one_is_told_of() -> None:
    draft = begin()
    draft.lean_on_library()
    draft.may_lean = False
    with pytest.raises(OtherReaderError, match="a library reads a part of it"):
        draft.lean_on_library()
