"""The source files of the house, parsed once."""

from __future__ import annotations

import ast
import functools
import gc
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "firstbell"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def parse(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    # millions of nodes that stay until the end: to look through them for garbage costs more than parsing
    gc.disable()
    try:
        return ast.parse(path.read_bytes(), filename=str(path))
    finally:
        gc.freeze()
        gc.enable()


def source_files() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def all_files() -> list[Path]:
    """Every module of the package, the tests, the scripts and the benchmarks."""
    folders = (PACKAGE, ROOT / "tests", ROOT / "benchmarks", ROOT / "scripts")
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def name_of(path: Path) -> str:
    """The path from the root of the house."""
    return str(path.relative_to(ROOT))


@functools.cache
def nodes_of(module: ast.Module) -> tuple[ast.AST, ...]:
    """Every node of a module: to look for them takes as long as to parse it."""
    return tuple(ast.walk(module))


@functools.cache
def functions_of(module: ast.Module) -> tuple[tuple[Function, bool], ...]:
    """(function, whether it is a method) of a module, at every depth."""
    nodes = nodes_of(module)
    methods = {id(inner) for node in nodes if isinstance(node, ast.ClassDef) for inner in node.body}
    return tuple(
        (node, id(node) in methods and not _is_static(node)) for node in nodes if isinstance(node, Function)
    )


def _is_static(function: Function) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in function.decorator_list)


def public_definitions(module: ast.Module) -> Iterator[Function | ast.ClassDef]:
    """Public functions, classes and their public methods."""
    for child in module.body:
        if not isinstance(child, Function | ast.ClassDef) or child.name.startswith("_"):
            continue
        yield child
        if isinstance(child, ast.ClassDef):
            yield from (
                inner
                for inner in child.body
                if isinstance(inner, Function) and not inner.name.startswith("_")
            )
