"""Homes: what may be touched only in one place. The floors themselves are held by `lint-imports`."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

from firstbell.cli import desks
from firstbell.desk import loader
from tests.house.sources import PACKAGE, Function, all_files, name_of, nodes_of, parse, source_files

ENVIRONMENT_HOME = PACKAGE / "cli" / "environment.py"
CLOCK_HOME = PACKAGE / "base" / "clock.py"


def attribute_uses(path: Path, names: set[str]) -> list[str]:
    """`module.attribute` expressions and `from module import attribute` of a file that are in `names`."""
    found = []
    for node in nodes_of(parse(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.append((node.lineno, f"{node.value.id}.{node.attr}"))
        elif isinstance(node, ast.ImportFrom):
            found.extend((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            found.extend((node.lineno, alias.name) for alias in node.names)
    return [f"{name_of(path)}:{line} {used}" for line, used in found if used in names]


def test_only_one_module_reads_the_environment() -> None:
    readers = {"os.environ", "os.getenv", "os.environb"}
    assert attribute_uses(ENVIRONMENT_HOME, readers)
    others = [
        use for path in source_files() if path != ENVIRONMENT_HOME for use in attribute_uses(path, readers)
    ]
    assert others == []


def test_only_one_module_reads_the_clock() -> None:
    clocks = {"time.time", "time.time_ns", "time.monotonic", "time.perf_counter", "datetime.now"}
    assert attribute_uses(CLOCK_HOME, clocks)
    others = [use for path in source_files() if path != CLOCK_HOME for use in attribute_uses(path, clocks)]
    assert others == []


def test_nothing_loads_pickles() -> None:
    assert [
        use for path in all_files() for use in attribute_uses(path, {"pickle", "marshal", "shelve"})
    ] == []


def test_only_the_edge_of_a_process_catches_everything() -> None:
    """`except Exception`, `except BaseException` without raising again, and bare `except`."""
    catchers = []
    for path in source_files():
        for node in nodes_of(parse(path)):
            if not isinstance(node, ast.ExceptHandler):
                continue
            caught = ast.unparse(node.type) if node.type is not None else "BaseException"
            raises_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if caught in {"Exception", "BaseException"} and not raises_again:
                catchers.append(name_of(path))
    edges = {
        "src/firstbell/processes/zygote.py",
        "src/firstbell/processes/pool.py",
        "src/firstbell/cli/main.py",
        "src/firstbell/console/key_process/loop.py",
        "src/firstbell/examine/fence.py",
        "src/firstbell/runs/execution/supervisor.py",
    }
    assert set(catchers) <= edges


def test_the_version_is_told_without_loading_what_it_does_not_need() -> None:
    """Start-up counts: a command line that is only looked at loads no cipher, no arrays and no database."""
    heavy = ("cryptography", "numpy", "sqlalchemy", "rich", "pyfastcdc", "zstandard", "PIL", "reportlab")
    program = (
        "import sys; from firstbell.cli.main import run; run(['--version']); run(['--help']);"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_only_lists_snapshots_loads_nothing_that_writes_and_no_configuration() -> None:
    """A desk's configuration is loaded where there is one, what packs where something is saved."""
    unneeded = ("firstbell.repository.packer", "firstbell.desk.loader", "zoneinfo", "click.shell_completion")
    program = (
        "import sys, firstbell.cli.main, firstbell.cli.commands.snapshots, firstbell.cli.times;"
        "import firstbell.repository.repository;"
        "from firstbell.cli.times import show_moment;"
        "show_moment(0);"
        f"print([name for name in {unneeded!r} if name in sys.modules])"
    )
    environment = {"FIRSTBELL_DESK": "/nowhere"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert desks.CONFIGURATION_NAME == loader.CONFIGURATION_NAME


def test_modules_of_ours_are_loaded_at_the_top() -> None:
    """What a command works with may be loaded when it is called, since start-up counts; little else may.

    An import inside a function is one, a module that is deferred at the top is one.
    """
    late = {name_of(path): len(list_late(parse(path))) for path in source_files()}
    outside = {name: count for name, count in late.items() if count and "/cli/" not in name}
    assert sum(outside.values()) <= 8, outside
    deferred = {name_of(path): len(list_deferred(parse(path))) for path in source_files()}
    # only ever fewer; what several verbs of a module need later stands at its top, deferred
    assert sum(late.values()) <= 55, {name: count for name, count in late.items() if count}
    assert sum(late.values()) + sum(deferred.values()) <= 160


def test_what_is_deferred_is_there() -> None:
    names = {name for path in source_files() for name in list_deferred(parse(path))}
    assert len(names) > 50
    assert [name for name in sorted(names) if importlib.util.find_spec(name) is None] == []


def test_a_verb_loads_at_most_one_module_of_ours_by_itself() -> None:
    commands = [path for path in source_files() if "cli/commands/" in name_of(path)]
    assert len(commands) > 80
    found = {
        f"{name_of(path)}: {node.name}": len(list_late(node))
        for path in commands
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: count for name, count in found.items() if count > 1} == {}


def list_late(tree: ast.AST) -> list[ast.ImportFrom]:
    """The imports of ours that stand inside its functions, or in it where it is one."""
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    inner = {id(late): late for node in functions for late in ast.walk(node)}
    imports = [late for late in inner.values() if isinstance(late, ast.ImportFrom)]
    return [one for one in imports if (one.module or "").startswith("firstbell")]


def list_deferred(tree: ast.Module) -> list[str]:
    """The modules of ours that it defers."""
    calls = [node for node in nodes_of(tree) if isinstance(node, ast.Call)]
    names = [ast.literal_eval(call.args[0]) for call in calls if ast.unparse(call.func) == "defer"]
    return [name for name in names if name.startswith("firstbell.")]
