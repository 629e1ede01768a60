"""What a child may do, tried from inside by a stub in a parser's place: nothing of it succeeds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import msgspec
import pytest

from firstbell.processes.layers import inspect_layers
from tests.house.sources import ROOT
from tests.processes.escapes import PLACES, try_all

_NOBODY = "65534"
# what holds where the kernel filters no calls: of the rest Landlock, limits and rights hold a part each
_OF_THE_FILTER = "system calls"
_BOUNDS = ("too_much_memory", "memory_bit_by_bit", "working_without_end", "answering_without_end")


def _check(told: dict[str, str]) -> None:
    assert len(told) >= 15
    escaped = {name: what for name, what in told.items() if not what.startswith("refused")}
    missing = {layer.name: layer.why for layer in inspect_layers() if not layer.ok}
    if _OF_THE_FILTER in missing:
        bounds = {name: what for name, what in told.items() if name.removeprefix("try_") in _BOUNDS}
        assert bounds
        assert all(what.startswith("refused") for what in bounds.values())
        pytest.skip(f"layers are missing here: {missing}; escaped: {sorted(escaped)}")
    assert not escaped


@pytest.mark.long
@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_a_parser_that_was_taken_over_tries_succeeds(place: str) -> None:
    _check(try_all(place))


def _run_as_nobody(python: str, *told: str) -> subprocess.CompletedProcess[bytes]:
    words = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "--inh-caps=-all"]
    return subprocess.run(
        # a fresh exec, since the first one is still granted what root may read
        [*words, "/bin/sh", "-c", 'exec "$0" -B -m tests.processes.escapes "$@"', python, *told],
        cwd=ROOT,
        env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.defpath},
        capture_output=True,
        timeout=120,
    )


@pytest.mark.parametrize("place", ["reader", "validator"])
def test_nothing_succeeds_for_another_user(place: str) -> None:
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("it takes root, and setpriv, to become another user; this run is one already")
    # a Python in root's home is none for others: then the system's own, of the same version
    for python in (sys.executable, f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"):
        done = _run_as_nobody(python, place)
        if done.returncode == 0:
            _check(msgspec.json.decode(done.stdout, type=dict[str, str]))
            return
        assert done.returncode in (126, 127), done.stderr.decode()
    pytest.skip("no Python of this version is to be had for another user")


def test_on_this_machine_every_layer_is_there_or_says_why_not() -> None:
    layers = {layer.name: layer for layer in inspect_layers()}
    assert len(layers) == 10
    assert all(layer.why for layer in layers.values())
    missing = sorted(name for name, layer in layers.items() if not layer.ok)
    if missing:
        pytest.skip(f"missing here: {', '.join(f'{name} ({layers[name].why})' for name in missing)}")
