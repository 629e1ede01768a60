"""The verifier put together into one file, which runs where there is nothing but Python."""

from __future__ import annotations

import ast
import pprint
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from firstbell.ledger import actors, p256, passkeys, roles, roster, tree
from firstbell.ledger.verifier import (
    continued,
    ed25519,
    first_fault,
    head_position,
    headtext,
    kept_heads,
    lines,
    problems,
    program,
    rules,
    seals,
)

_MODULES = (
    *(ed25519, p256, passkeys, seals, actors, roster, tree, lines, problems, rules),
    *(head_position, kept_heads, headtext, first_fault, continued, program),
)
_ABOUT = '''#!/usr/bin/env python3
"""Verifies a ledger of Firstbell: every entry, every signature, heads that were kept; says the first fault.

    python3 verify.py ledger [ledger-3] [--head FILE ...] [--json]

It needs nothing but Python 3.8 or newer, reads only the files it is given, and writes nothing. The format is
described in docs/formats/ledger.md of Firstbell.

Copyright the Firstbell authors. Licensed under the Apache License, Version 2.0; a copy is at
http://www.apache.org/licenses/LICENSE-2.0. It comes without any warranty.
"""
'''


def render_verifier() -> str:
    """The text of `verify.py`."""
    sources = [_load(module) for module in _MODULES]
    imports = _list_imports(sources)
    unused = _list_unused(sources)
    parts = [_ABOUT, "from __future__ import annotations\n", "\n".join(imports) + "\n", _render_roles()]
    for module, source in zip(_MODULES, sources, strict=True):
        parts.append(f"# {'-' * 20} {_describe(module)}\n{_strip(source, unused)}")
    parts.append('\nif __name__ == "__main__":\n    sys.exit(main())\n')
    return "\n".join(parts)


def _load(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def _describe(module: ModuleType) -> str:
    return (module.__doc__ or "").partition("\n")[0]


def _list_imports(sources: Sequence[str]) -> list[str]:
    """The imports of what comes with Python."""
    plain: set[str] = set()
    named: dict[str, set[str]] = defaultdict(set)
    for node in (node for source in sources for node in ast.parse(source).body):
        if isinstance(node, ast.Import):
            plain |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not (node.module or "").startswith(("firstbell", "__")):
            named[str(node.module)] |= {alias.name for alias in node.names}
    return [f"import {', '.join(sorted(plain))}"] + [
        f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(named.items())
    ]


def _list_unused(sources: Sequence[str]) -> set[str]:
    """The functions and classes of the modules that nothing of the program names, one behind the other."""
    defined = {name for source in sources for name in _list_functions(source)} - {"main"}
    unused: set[str] = set()
    while True:
        text = "\n".join(_drop_docstrings(_strip(source, unused)) for source in sources)
        counts = Counter(re.findall(r"\w+", text))
        more = {name for name in defined - unused if counts[name] == 1}
        if not more:
            return unused
        unused |= more


def _drop_docstrings(source: str) -> str:
    """The source without what its docstrings name."""
    kept = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            first = node.body[0]
            kept[first.lineno - 1 : first.end_lineno] = [""] * ((first.end_lineno or 0) - first.lineno + 1)
    return "\n".join(kept)


def _list_functions(source: str) -> Iterator[str]:
    """The functions, classes and methods of a module, by name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("__"):
            yield node.name


def _strip(source: str, unused: Collection[str]) -> str:
    """A module without its docstring, its imports, and what is not used."""
    kept = source.splitlines()
    body = ast.parse(source).body
    dropped: list[ast.stmt] = [body[0], *(node for node in body if _is_import(node))]
    dropped += [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt) and _name(node) in unused
    ]
    for node in dropped:
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        for number in range(first - 1, node.end_lineno or node.lineno):
            kept[number] = ""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n") + "\n"


def _name(node: ast.AST) -> str:
    return node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else ""


def _is_import(node: ast.stmt) -> bool:
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.Import | ast.ImportFrom)


def _render_roles() -> str:
    """The table of roles as it stands, and what asks it."""
    table = {
        track: {role: sorted(kinds) for role, kinds in may.items()} for track, may in roles.TABLE.items()
    }
    named = {
        "MAIN": roles.MAIN,
        "KEY": roles.KEY,
        "ROLES": roles.ROLES,
        "FOUNDERS": roles.FOUNDERS,
    }
    said = [f"{name} = {value!r}" for name, value in named.items()]
    said.append(f"TABLE = {pprint.pformat(table, width=125, compact=True)}")
    source = _load(roles)
    asking = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    said += [f"\n\n{ast.get_source_segment(source, node)}\n" for node in asking]
    return "\n".join(said)
