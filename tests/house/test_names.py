"""Names: a module is a noun of the glossary, and nothing is a grab-bag."""

from __future__ import annotations

import ast
import re
from collections import defaultdict

from tests.house.sources import PACKAGE, ROOT, all_files, name_of, parse, public_definitions, source_files

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core", "lib", "handler"}


GLOSSARY = ROOT / "docs" / "glossary.md"
# words that end like a gerund and are none
NO_GERUNDS = {"existing", "string", "thing", "ring", "spring"}


def words_of(name: str) -> set[str]:
    """The words of a name in snake or camel case."""
    spaced = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    return set(spaced.split("_"))


def test_no_module_or_folder_is_a_grab_bag() -> None:
    parts = {part for path in source_files() for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert len(parts) > 20
    assert [part for part in sorted(parts) if words_of(part) & FORBIDDEN] == []


def test_no_public_name_is_a_grab_bag() -> None:
    offenders = [
        f"{name_of(path)}:{definition.lineno} {definition.name}"
        for path in source_files()
        for definition in public_definitions(parse(path))
        if words_of(definition.name) & FORBIDDEN
    ]
    assert offenders == []


def unused_words() -> set[str]:
    """The words of the glossary's second table."""
    rows = re.findall(r"^\| ([a-z, ]+) \|", GLOSSARY.read_text().partition("## Not used")[2], re.MULTILINE)
    return {word for row in rows for word in row.split(", ")} - {"not"}


def public_classes() -> list[tuple[str, str]]:
    """(file, name) of every public class of the package."""
    return [
        (name_of(path), node.name)
        for path in source_files()
        for node in parse(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]


def test_a_public_class_name_has_one_meaning() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path, name in public_classes():
        homes[name].append(path)
    assert len(homes) > 500
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def test_a_module_is_a_noun_and_no_gerund() -> None:
    parts = {part for path in source_files() for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert [part for part in sorted(parts) if part.endswith("ing") and part not in NO_GERUNDS] == []


def test_words_that_the_glossary_replaced_are_not_used() -> None:
    words = unused_words()
    assert len(words) > 15
    modules = [name_of(path) for path in source_files() if words_of(path.stem) & words]
    assert modules == []
    assert [(path, name) for path, name in public_classes() if words_of(name) & words] == []


def test_everything_public_says_what_it_gives() -> None:
    offenders = []
    for path in source_files():
        module = parse(path)
        if ast.get_docstring(module) is None:
            offenders.append(name_of(path))
        offenders.extend(
            f"{name_of(path)}:{definition.lineno} {definition.name}"
            for definition in public_definitions(module)
            if ast.get_docstring(definition) is None and not is_overload(definition)
        )
    assert offenders == []


def is_overload(definition: ast.AST) -> bool:
    """Whether this is one of several signatures, whose last one carries the docstring."""
    decorators = getattr(definition, "decorator_list", [])
    return any(isinstance(decorator, ast.Name) and decorator.id == "overload" for decorator in decorators)


def test_a_test_file_mirrors_a_room_or_is_of_a_named_kind() -> None:
    kinds = {"adversary", "contract", "compat", "vectors", "properties", "faults", "quality", "house"}
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    folders = {
        path.relative_to(PACKAGE.parents[1] / "tests").parts[0]
        for path in all_files()
        if path.is_relative_to(PACKAGE.parents[1] / "tests") and path.name != "conftest.py"
    }
    assert folders - kinds - rooms == set()


def test_nothing_is_left_to_do_in_a_comment() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3)
    offenders = [
        f"{name_of(path)}:{number}"
        for path in all_files()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if any(f"# {mark}" in line for mark in marks)
    ]
    assert offenders == []
