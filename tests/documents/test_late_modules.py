"""What reads documents has loaded all that it may import later: in a fence it could not."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.house.sources import ROOT

# prints each module that a function of a loaded module imports, and that is installed and not loaded
CODE = """
import ast, importlib.util, json, sys, warnings
warnings.simplefilter("ignore")
import firstbell.documents.enclosures, firstbell.documents.registry, firstbell.impact.scan.reader
from firstbell.documents.late_modules import LATE_MODULES, LATE_PACKAGES
from firstbell.processes.preload import load_codecs, load_modules, load_package
load_codecs()
load_modules(LATE_MODULES)
for one in LATE_PACKAGES:
    load_package(one)

def list_nodes(node, inside):
    for inner in ast.iter_child_nodes(node):
        if inside and isinstance(inner, (ast.Import, ast.ImportFrom)):
            yield inner
        yield from list_nodes(inner, inside or isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)))

def list_imports(tree, package):
    for node in list_nodes(tree, False):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            parts = package.split(".") if node.level else []
            parts = parts[: len(parts) - node.level + 1] + ([node.module] if node.module else [])
            yield ".".join(parts)
            yield from (".".join([*parts, alias.name]) for alias in node.names)

late = set()
for name, module in list(sys.modules.items()):
    path = getattr(module, "__file__", None) or ""
    if path.endswith(".py"):
        package = name if getattr(module, "__path__", None) else name.rpartition(".")[0]
        with open(path, encoding="utf-8") as file:
            late |= {(one, name) for one in list_imports(ast.parse(file.read()), package)}
missing = {}
for one, name in late:
    if one and one not in sys.modules:
        try:
            is_there = importlib.util.find_spec(one) is not None
        except (ImportError, ValueError, AttributeError):
            is_there = False
        if is_there:
            missing.setdefault(one, []).append(name)
print(json.dumps(missing))
"""
# what no document leads to: programs, windows, other machines, and what tests or shows the libraries
UNNEEDED = {
    "asyncio", "doctest", "pydoc", "webbrowser", "readline", "rlcompleter", "sitecustomize", "py_compile",
    "getopt", "optparse", "importlib", "urllib", "xml", "plistlib", "_tokenize", "pytest", "tomli", "yaml",
    "unittest",
}  # fmt: skip
UNNEEDED_MODULES = {
    "PIL.ImageQt", "PIL.ImageShow", "PIL.ImageWin", "lxml.cssselect", "pypdf._crypt_providers._fallback",
    "encodings.mbcs", "encodings.oem",
}  # fmt: skip
BUILDERS = ("numpy", "msgspec.", "site", "unittest.")


@pytest.mark.long
def test_no_library_that_reads_documents_imports_later_what_is_not_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True)
    missing = {
        name: users
        for name, users in json.loads(done.stdout).items()
        if name not in UNNEEDED_MODULES
        and name.partition(".")[0] not in UNNEEDED
        and not all(user.startswith(BUILDERS) for user in users)
    }
    assert not missing
