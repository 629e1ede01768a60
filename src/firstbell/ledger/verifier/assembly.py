"""The verifier put together into one file, which runs where there is nothing but Python."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from firstbell.ledger import actors, roles, roster, tree
from firstbell.ledger.verifier import (
    ed25519,
    entry_ids,
    head_position,
    headtext,
    inspection,
    kept_heads,
    leftovers,
    line_order,
    lines,
    problems,
    program,
    rules,
    tail,
)

_MODULES = (
    *(ed25519, actors, roster, tree, lines, problems, rules, entry_ids),
    *(head_position, line_order, leftovers, tail, kept_heads, headtext, inspection, program),
)
_ABOUT = '''#!/usr/bin/env python3
"""Verifies a ledger of Firstbell: every entry, every signature, heads that were kept.

    python3 verify.py ledger [--head FILE ...] [--json]

It needs nothing but Python 3.8 or newer, reads only the files it is given, and writes nothing. The format is
described in docs/formats/ledger.md of Firstbell.

Copyright the Firstbell authors. Licensed under the Apache License, Version 2.0; a copy is at
http://www.apache.org/licenses/LICENSE-2.0. It comes without any warranty.
"""
'''


def render_verifier() -> str:
    """The text of `verify.py`."""
    sources = [_load(module) for module in _MODULES]
    imports = sorted({line for source in sources for line in _list_imports(source)})
    parts = [_ABOUT, "from __future__ import annotations\n", "\n".join(imports) + "\n", _render_roles()]
    for module, source in zip(_MODULES, sources, strict=True):
        parts.append(f"\n# {'-' * 20} {_describe(module)}\n\n{_strip(source)}")
    parts.append('\nif __name__ == "__main__":\n    sys.exit(main())\n')
    return "\n".join(parts)


def _load(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def _describe(module: ModuleType) -> str:
    return (module.__doc__ or "").partition("\n")[0]


def _list_imports(source: str) -> Iterator[str]:
    """The imports of what comes with Python, one name a line."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            yield from (f"import {alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not (node.module or "").startswith(("firstbell", "__")):
            yield from (f"from {node.module} import {alias.name}" for alias in node.names)


def _strip(source: str) -> str:
    """A module without its docstring and its imports."""
    kept = source.splitlines()
    body = ast.parse(source).body
    dropped = [body[0], *(node for node in body if _is_import(node))]
    for node in dropped:
        for number in range(node.lineno - 1, node.end_lineno or node.lineno):
            kept[number] = ""
    return "\n".join(kept).strip("\n") + "\n"


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
        "TABLE": table,
    }
    said = [f"{name} = {json.dumps(value, indent=1)}" for name, value in named.items()]
    source = _load(roles)
    asking = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    said += [f"\n\n{ast.get_source_segment(source, node)}\n" for node in asking]
    return "\n".join(said)


def list_names(text: str) -> Sequence[str]:
    """What the modules of the file define at their top, in order."""
    names: list[str] = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names.extend(target.id for target in node.targets if isinstance(target, ast.Name))
    return names
