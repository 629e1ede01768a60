"""What nobody calls is not kept: a public name that only tests say is one that nobody needs."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import PACKAGE, ROOT, Function, nodes_of, parse, source_files

# seams of tests, and what a library of others calls by its name
_SEAMS = {"FixedClock": "a clock that stands still", "NobodyListens": "for a library without a face"}
_CALLED_BY_NAME = {
    "handle_starttag", "handle_endtag", "handle_data",  # html.parser
    "seekable", "readinto", "emit", "get_source", "get_command",  # io, logging, jinja2, click
    "capture_signals", "on_body",  # uvicorn
    "load_dialect_impl", "process_bind_param", "process_result_value",  # sqlalchemy
}  # fmt: skip
# one of the three things that may become of a letter: the others are asked for by name
_WORDS = {"SEND"}
_REGISTERED = re.compile(r"\b(command|group|callback|route|override|register)\b")


def list_words(path: Path) -> Iterator[str]:
    """Every name that a file says, in code, in texts and in templates, but not in docstrings."""
    if path.suffix != ".py":
        yield from re.findall(r"\w+", path.read_text(errors="replace"))
        return
    tree = parse(path)
    docstrings = {
        id(body[0].value)
        for node in nodes_of(tree)
        if isinstance(body := getattr(node, "body", None), list) and body and isinstance(body[0], ast.Expr)
    }
    for node in nodes_of(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield from re.findall(r"\w+", node.value)


def list_definitions(tree: ast.Module) -> Iterator[ast.ClassDef | Function]:
    """Functions and classes of a module, and the methods of its classes."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | Function):
            yield node
        if isinstance(node, ast.ClassDef):
            yield from (inner for inner in node.body if isinstance(inner, Function))


def list_constants(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of what a module assigns at its top."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            inner = (name for target in targets for name in ast.walk(target))
            yield from ((name.lineno, name.id) for name in inner if isinstance(name, ast.Name))


def count_words() -> Counter[str]:
    """How often each name is said by the program, its scripts and its benchmarks."""
    said: Counter[str] = Counter()
    for folder in ("src", "scripts", "benchmarks", "training"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".toml", ".sh", ".typ"}:
                said.update(list_words(path))
    return said


def test_every_constant_is_used_by_the_program() -> None:
    said = count_words()
    unused = [
        f"{path.relative_to(PACKAGE)}:{line} {name}"
        for path in source_files()
        for line, name in list_constants(parse(path))
        if not said[name] and not name.startswith("__") and name not in _WORDS
    ]
    assert unused == []


def test_every_function_and_class_is_used_by_the_program() -> None:
    said = count_words()
    unused = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}"
        for path in source_files()
        for node in list_definitions(parse(path))
        if not said[node.name]
        and not node.name.startswith("__")
        and node.name not in {*_SEAMS, *_CALLED_BY_NAME}
        and not any(_REGISTERED.search(ast.unparse(one)) for one in node.decorator_list)
    ]
    assert unused == []
