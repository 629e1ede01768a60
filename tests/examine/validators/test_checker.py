"""What the process that forks the checks has loaded, and what a check may ask for later."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from firstbell.examine.validators.fence import _list_modules

# prints the names of character sets that stand in what is loaded, and that a child would have to load
CODE = """
import ast, codecs, json, sys
import msgspec
from firstbell.examine.validators.checker import begin_checks

def list_names(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("decode", "encode", "getincrementaldecoder", "lookup"):
                # and of `encoding or "cp437"` what is there
                for given in (*node.args[:1], *(one.value for one in node.keywords if one.arg == "encoding")):
                    yield from (one.value for one in ast.walk(given) if isinstance(one, ast.Constant))

begin_checks(msgspec.msgpack.encode(json.loads(sys.argv[1])))
modules = [one for name, one in sys.modules.items() if name.startswith(tuple(json.loads(sys.argv[2])))]
paths = {str(getattr(one, "__file__", "")) for one in modules}
names, missing = set(), {}
for path in sorted(path for path in paths if path.endswith(".py")):
    with open(path, encoding="utf-8") as file:
        names |= {name for name in list_names(ast.parse(file.read())) if isinstance(name, str)}
for name in sorted(names):
    before = set(sys.modules)
    try:
        codecs.lookup(name)
    except LookupError:
        continue
    if set(sys.modules) - before:
        missing[name] = sorted(set(sys.modules) - before)
print(json.dumps([len(names), missing]))
"""
# what reads content in a child: our own checks, and the libraries that they lean on
READERS = ("firstbell.", "zipfile", "tarfile", "gzip", "olefile", "PIL.")


def _find_missing(*modules: str) -> tuple[int, dict[str, list[str]]]:
    loaded = [*_list_modules(), *modules]
    command = [sys.executable, "-c", CODE, json.dumps(loaded), json.dumps(READERS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    count, missing = json.loads(done.stdout)
    return count, missing


@pytest.mark.parametrize("modules", [(), ("firstbell.examine.mail_sketches",)])
def test_each_character_set_that_a_check_names_is_loaded_before_it_is_fenced_in(
    modules: tuple[str, ...],
) -> None:
    count, missing = _find_missing(*modules)
    assert missing == {}
    assert count > 5
