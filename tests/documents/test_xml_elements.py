"""XML: what comes again and again is a table, the rest is lines, and nothing is looked up elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.drafts import GatheredParts, read


def parse(text: str) -> GatheredParts:
    return read("a.xml", text.encode())


@pytest.mark.parametrize(
    ("inside", "rows"),
    [
        ("<p><a>1</a><b>2</b></p><p><a>3</a><b>4</b></p>", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ("<p a='1' b='2'/><p a='3' b='4'/>", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ("<p><a>1</a><b/></p><p><c>3</c><b>4</b></p>", [["a", "b", "c"], ["1", "", ""], ["", "4", "3"]]),
        (
            "<p id='1' x='y'><a> 1\n 2 </a></p><p id='2' x='y'><a>3</a></p>",
            [["id", "x", "a"], ["1", "y", "1 2"], ["2", "y", "3"]],
        ),
        (
            "<n:p xmlns:n='u'><n:firstName>A</n:firstName><n:b>2</n:b></n:p>" * 2,
            [["first Name", "b"], ["A", "2"], ["A", "2"]],
        ),
    ],
)
def test_like_elements_are_rows(inside: str, rows: list[list[str]]) -> None:
    assert parse(f"<?xml version='1.0'?><all>{inside}</all>").rows == rows


@pytest.mark.parametrize(("ref", "told"), [("B2", ["", "free"]), ("C3", ["free", "free"])])
def test_what_refers_to_one_of_several_stands_beside_that_one(ref: str, told: list[str]) -> None:
    people = "".join(f"<p refId='{one}'><name>{one}a</name><gr>4</gr></p>" for one in ("A1", "B2"))
    meal = f"<meal pupilRefId='{ref}'><status><kind>free</kind><of>2026</of></status></meal>"
    head, *rows = parse(f"<?xml version='1.0'?><all><list>{people}{meal}</list></all>").rows
    assert [row[head.index("kind")] for row in rows] == told


def test_one_element_alone_is_lines_with_names() -> None:
    parts = parse(
        "<?xml version='1.0'?><letter day='Monday'><to>Ana</to><about>bus<b>late</b>again</about></letter>"
    )
    assert {"day: Monday", "to: Ana", "b: late", "again"} <= set(parts.text.splitlines())
    assert not parts.tables


def test_no_entity_reads_a_file_or_grows(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("topsecret")
    bomb = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 9))
    for told in (
        f"<!ENTITY x SYSTEM 'file://{tmp_path}/secret'>",
        f"<!ENTITY a0 '{'y' * 10}'>{bomb}<!ENTITY x '&a8;'>",
    ):
        parts = parse(f"<?xml version='1.0'?><!DOCTYPE d [{told}]><d><p>before &x; behind</p><q>1</q></d>")
        assert "topsecret" not in parts.text
        assert len(parts.text) < 5000


@pytest.mark.parametrize("text", ["<?xml version='1.0'?>", "<?xml version='1.0'?>words alone", "<?xml"])
def test_what_holds_no_element_is_text(text: str) -> None:
    assert parse(text).text == text


def test_roots_one_behind_the_other_are_all_read() -> None:
    root = "<?xml version='1.0'?><e><who>{}</who><what>late</what></e>\n"
    text = parse("".join(root.format(name) for name in ("Ana", "Ben", "Cam"))).text
    assert all(f"who: {name}" in text for name in ("Ana", "Ben", "Cam"))


def test_elements_nested_deeply_keep_their_words() -> None:
    parts = parse("<?xml version='1.0'?><all>" + "<p><q>1</q>" * 230 + "deep" + "</p>" * 230 + "</all>")
    assert "deep" in parts.text


def test_a_document_that_ends_early_keeps_what_came_before() -> None:
    parts = parse("<?xml version='1.0'?><all>" + "<p><a>Ana</a><b>2</b></p>" * 3 + "<p><a>Be")
    said = parts.text + str(parts.tables)
    assert said.count("Ana") == 3
    assert "Be" in said


@settings(max_examples=50)
@given(
    st.recursive(
        st.text("aé ", max_size=4).map(lambda text: ("leaf", text)),
        lambda inner: st.lists(st.tuples(st.sampled_from("pqr"), inner), max_size=4).map(
            lambda parts: ("node", parts)
        ),
        max_leaves=12,
    )
)
def test_no_word_of_any_tree_is_lost(tree: tuple[str, object]) -> None:
    words: list[str] = []

    def write(one: tuple[str, object]) -> str:
        kind, inside = one
        if kind == "leaf":
            words.append(f"w{len(words)}x{str(inside).strip()}")
            return words[-1]
        assert isinstance(inside, list)
        return "".join(f"<{tag}>{write(below)}</{tag}>" for tag, below in inside)

    parts = parse(f"<?xml version='1.0'?><all>{write(tree)}</all>")
    said = parts.text + "\n".join(cell for _, rows in parts.tables for row in rows for cell in row)
    for word in words:
        assert " ".join(word.split()) in said
