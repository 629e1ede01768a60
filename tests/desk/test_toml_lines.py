"""On which line a value stands: what people write is found there, and what only looks like it is not."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.desk.errors import ConfigurationError
from firstbell.desk.loader import parse_configuration
from firstbell.desk.toml_lines import Step, find_line, show_path, split_path


def follow(text: str, steps: Sequence[Step]) -> Any:
    """The value there, as the parser of the standard library has it."""
    value: Any = tomllib.loads(text)
    for step in steps:
        value = value[step]
    return value


@pytest.mark.parametrize(
    ("text", "steps", "line"),
    [
        ("a = 1\nb = 2\n", ["b"], 2),
        ("\n\n[t]\n# b = 0\nb = 2", ["t", "b"], 5),
        ("[t]\r\na = 1\r\nb = 2\r\n", ["t", "b"], 3),
        ("[ t ]\n  b  =  2\n", ["t", "b"], 2),
        ("[t] # [u]\nb = 1\n[u]\nb = 2\n", ["t", "b"], 2),
        ('["t"]\n"b" = 2\n', ["t", "b"], 2),
        ("['t u']\n'b c' = 2\n", ["t u", "b c"], 2),
        ('[t]\n[t."u.v"]\nb = 2\n', ["t", "u.v", "b"], 3),
        ("[t . u]\nb = 2\n", ["t", "u", "b"], 2),
        ("t.u.b = 2\n", ["t", "u", "b"], 1),
        ("[t]\nu . b = 2\nu.c = 3\n", ["t", "u", "c"], 3),
        ("[[t]]\nb = 1\n[[t]]\nb = 2\n", ["t", 1, "b"], 4),
        ("[[t]]\n[[t.u]]\nb = 1\n[[t.u]]\nb = 2\n[[t]]\n[[t.u]]\nb = 3\n", ["t", 1, "u", 0, "b"], 8),
        ("[[t]]\n[t.u]\nb = 1\n[[t]]\n[t.u]\nb = 2\n", ["t", 1, "u", "b"], 6),
        ("t = [\n  1,\n  2,\n]\nb = 2\n", ["b"], 5),
        ("[t]\nb = [\n  1,\n]\n", ["t", "b", 0], 2),
        ("t = [{ b = 1 }, { b = 2 }]\n", ["t", 1, "b"], 1),
        ('a = """\nb = 1\n[t]\n"""\nb = 2\n', ["b"], 5),
        ("a = '''\nb = 1\n'''\nb = 2\n", ["b"], 4),
        ('a = """x\\"""\nb = 1\n"""\nb = 2\n', ["b"], 4),
        ('a = """a quote: """"\nb = 2\n', ["b"], 2),
        ('a = \'"""\'\nb = 2\nc = \'"""\'\n', ["b"], 2),
        ('# he said """\nb = 2\n# and """\n', ["b"], 2),
        ('a = "# no comment" # b = 1\nb = 2\n', ["b"], 2),
        ('a = "one\u2028two\u2029three\x85four"\nb = 2\n', ["b"], 2),
        ('[t]\na = "[u]"\n[u]\nb = 2\n', ["u", "b"], 4),
    ],
)
def test_a_value_is_found_on_its_line(text: str, steps: list[Step], line: int) -> None:
    follow(text, steps)
    assert find_line(text, steps) == line


@pytest.mark.parametrize(
    ("text", "steps", "line"),
    [
        ("a = 1\n[t]\na = 1\n", ["t", "b"], 2),
        ("[[t]]\na = 1\n[[t]]\na = 1\n", ["t", 1, "b"], 3),
        ("[[t]]\n[[t.u]]\n", ["t", 0, "u", 0, "b"], 2),
        ("[[t]]\na = 1\n", ["t", 4, "b"], 0),
        ("a = 1\n", ["b"], 0),
        ("", ["b"], 0),
        ("", [], 0),
        ("[t]\n", ["u", "b"], 0),
        ("[tt]\nb = 1\n", ["t", "b"], 0),
    ],
)
def test_where_a_value_is_missing_its_table_is_named(text: str, steps: list[Step], line: int) -> None:
    with pytest.raises((KeyError, IndexError, TypeError)):
        follow(text, [*steps, "nothing"])
    assert find_line(text, steps) == line


@pytest.mark.parametrize(
    ("path", "steps", "shown"),
    [
        ("$.system[1].tier", ["system", 1, "tier"], "system[2].tier"),
        ("$", [], ""),
        ("$.host[0]", ["host", 0], "host[1]"),
        (
            "$.system[9].parts[10].paths[0]",
            ["system", 9, "parts", 10, "paths", 0],
            "system[10].parts[11].paths[1]",
        ),
        ("$.sign_in.roles[...]", ["sign_in", "roles"], "sign_in.roles"),
    ],
)
def test_a_path_is_counted_from_one_as_people_count(path: str, steps: list[Step], shown: str) -> None:
    assert split_path(path) == steps
    assert show_path(steps) == shown


_BARE = st.text("abcxyz019_-", min_size=1, max_size=6)
_QUOTED = st.text("ab .#[]='é学\u2028", min_size=1, max_size=6)
_NOISE = st.lists(
    st.sampled_from(["", "# [table]", "# key = 1", "   ", "#\u2028[[x]]", '# """', "# '''"]), max_size=3
)
_VALUES = st.sampled_from(
    [
        "1",
        '"text"',
        "'# none'",
        "[1, 2]",
        "[\n  1,\n\n  2, # key = 3\n]",
        '"""\n[table]\nkey = 1\n"""',
        "'''\n[[x]]\nkey = 1\n'''",
        '"\u2028"',
        "{ key = 1 }",
        '"[x]"',
    ]
)


Document = tuple[str, list[tuple[list[Step], int]]]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document, and where each of its keys stands."""
    lines: list[str] = []
    told: list[tuple[list[Step], int]] = []
    counts: dict[str, int] = {}
    names = draw(st.lists(_BARE, min_size=1, max_size=4, unique_by=str.casefold))
    arrays = {name for name in names if draw(st.booleans())}
    for name in [*names, *(name for name in names if name in arrays)]:
        lines += draw(_NOISE)
        steps: list[Step] = [name]
        if name in arrays:
            steps.append(counts.setdefault(name, 0))
            counts[name] += 1
        lines.append(f"[[{name}]]" if name in arrays else f"[{name}]")
        for key in draw(st.lists(st.one_of(_BARE, _QUOTED), max_size=3, unique=True)):
            lines += draw(_NOISE)
            line = "\n".join(lines).count("\n") + 2
            is_bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
            shown = key if is_bare else f'"{key}"'
            lines.append(f"{shown} = {draw(_VALUES)}")
            told.append(([*steps, key], line))
    return "\n".join(lines), told


@given(documents())
def test_every_key_of_any_document_is_found_on_its_line(
    made: Document,
) -> None:
    text, told = made
    for steps, line in told:
        follow(text, steps)
        assert find_line(text, steps) == line, text


def test_a_mistake_behind_a_text_of_several_lines_is_told_with_its_own_line() -> None:
    text = (
        'version = 1\n[district]\nname = "Hill"\n\n[[contact]]\nname = "Carrier"\nkind = "insurer"\n'
        'note = """\nPolicy 12\n[[contact]]\nkind = "broker"\n"""\n\n'
        '[[contact]]\nname = "Police"\nkind = "cops"\n'
    )
    with pytest.raises(ConfigurationError) as refused:
        parse_configuration(text, "firstbell.toml")
    assert (refused.value.line, refused.value.field) == (16, "contact[2].kind")
