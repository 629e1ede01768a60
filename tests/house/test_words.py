"""Texts that people read: plain words, short sentences, numbers that agree with their nouns."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.house.phrases import BANNED, HEADLESS
from tests.house.readability import count_words, grade, split_sentences
from tests.house.sources import PACKAGE, ROOT, nodes_of, parse, source_files
from tests.house.test_commands import EVERY

_BANNED = [(re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in BANNED]
_HEADLESS = re.compile(HEADLESS)
# the pages that a technician reads to set Firstbell up, and on the day
PAGES = (
    "README.md", "docs/README.md", "docs/install.md", "docs/first-backup.md", "docs/day-of-the-event.md",
    "docs/vault.md", "docs/watch.md", "docs/mount.md", "docs/repair.md", "docs/retention.md",
    "docs/worst-day.md",
)  # fmt: skip
# the pages that say what the program does to whoever uses or judges it: short sentences, words of the trade
MORE_PAGES = (
    "docs/acceptance.md", "docs/clocks.md", "docs/console.md", "docs/detection.md", "docs/faults.md",
    "docs/glossary.md", "docs/hunts.md", "docs/hunts-windows.md", "docs/impact.md", "docs/law.md",
    "docs/messages.md", "docs/messages-report.md", "docs/notices.md", "docs/performance.md",
    "docs/recovery.md", "docs/scale.md", "docs/statements.md", "docs/statements-report.md",
    "docs/storage.md", "docs/style.md", "docs/threat-model.md",
)  # fmt: skip
_MOST_WORDS = 30
_HARDEST_GRADE = 11.0
_HARDEST_PAGE = 7.0
_HARDEST_MEAN = 6.0


def is_command(node: ast.AST) -> bool:
    """Whether a function is a command, whose docstring is its help."""
    decorators = getattr(node, "decorator_list", [])
    return any(re.search(r"\b(command|group)\b", ast.unparse(one)) for one in decorators)


def list_texts(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of each string of a module that may reach a person: no docstrings but a command's."""
    tree = parse(path)
    docstrings: dict[int, bool] = {}
    for node in nodes_of(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            docstrings[id(body[0].value)] = is_command(node)
    for node in nodes_of(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if " " in node.value.strip() and docstrings.get(id(node), True):
            yield node.lineno, " ".join(node.value.split())


def describe(command: click.Command) -> list[str]:
    """The paragraphs of a command's help, without blocks that are set as they stand."""
    paragraphs = re.split(r"\n\s*\n", (command.help or "").strip())
    return [" ".join(part.split()) for part in paragraphs if not part.lstrip().startswith("\b")]


def read_prose(page: str) -> str:
    """A page without code, tables, and the addresses of links; an item of a list ends with a full stop."""
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text(), flags=re.DOTALL)
    text = re.sub(r"^(    +.*|\|.*)$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.sub(r"\n\s*\n|\n(?=\s*(?:[-#]|\d+\.))", ". ", text)


def test_no_text_uses_a_phrase_that_people_stumble_over() -> None:
    found = []
    for path in source_files():
        for line, text in list_texts(path):
            found += [
                f"{path.relative_to(PACKAGE)}:{line}: {pattern.pattern}: {instead}"
                for pattern, instead in _BANNED
                if pattern.search(text)
            ]
    assert found == []


def test_no_template_of_a_page_uses_one_either() -> None:
    templates = sorted(PACKAGE.rglob("*.html"))
    assert templates
    texts = {path.name: re.sub(r"<[^>]*>|{[{%].*?[}%]}", " ", path.read_text()) for path in templates}
    found = [(name, pattern.pattern) for name, text in texts.items() for pattern, _ in _BANNED
             if pattern.search(" ".join(text.split()))]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_for_a_newcomer_uses_one_either(page: str) -> None:
    prose = read_prose(page)
    assert [pattern.pattern for pattern, _ in _BANNED if pattern.search(prose)] == []


@pytest.mark.parametrize(("name", "command"), EVERY, ids=[name for name, _ in EVERY])
def test_a_command_explains_itself_in_short_sentences(name: str, command: click.Command) -> None:
    texts = describe(command) + [
        parameter.help or "" for parameter in command.params if isinstance(parameter, click.Option)
    ]
    long = [part for text in texts for part in split_sentences(text) if count_words(part) > _MOST_WORDS]
    assert long == []
    whole = " ".join(describe(command))
    assert count_words(whole) < 15 or grade(whole) <= _HARDEST_GRADE


@pytest.mark.parametrize(("name", "command"), EVERY, ids=[name for name, _ in EVERY])
def test_a_sentence_of_help_has_its_subject_first(name: str, command: click.Command) -> None:
    assert [found.group() for text in describe(command) for found in _HEADLESS.finditer(text)] == []


def test_the_help_of_all_commands_is_easy_to_read() -> None:
    grades = [grade(" ".join(describe(command))) for _, command in EVERY]
    assert sum(grades) / len(grades) <= _HARDEST_MEAN


@pytest.mark.parametrize("page", PAGES)
def test_a_page_for_a_newcomer_is_easy_to_read(page: str) -> None:
    prose = read_prose(page)
    assert grade(prose) <= _HARDEST_PAGE
    assert [part for part in split_sentences(prose) if count_words(part) > _MOST_WORDS] == []


@pytest.mark.parametrize("page", MORE_PAGES)
def test_a_page_for_whoever_uses_the_program_has_short_sentences(page: str) -> None:
    assert [part for part in split_sentences(read_prose(page)) if count_words(part) > _MOST_WORDS] == []


def test_a_full_stop_behind_code_ends_a_sentence() -> None:
    text = "It is in `reader.toml`. Of 74 lines it reads 73. Then it ends."
    assert split_sentences(text) == ["It is in x", "Of x lines it reads x", "Then it ends"]


def test_what_hinders_a_reader_is_seen() -> None:
    assert _HEADLESS.search("What cannot be read is reported; the exit status is then 3.")
    assert _HEADLESS.search("Take it. Who has it can prove later.")
    assert not _HEADLESS.search("What to count.")
    assert not _HEADLESS.search("Judge snapshots: is an encryption event in them?")
    assert grade("The cat sat on the mat. It was warm.") < 2
    assert grade("Cryptographically authenticated retention necessitates administrative reconciliation.") > 15
