"""Evidence: how long a technician waits for it, command by command, in the case that a drill kept."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from benchmarks.measuring import Cost, run_measured

SEED = 20230218
_WHY = "found beside the note"
_OF_STRUCK = 10
_FIRSTBELL = (sys.executable, "-m", "firstbell.cli.main")


def measure_evidence(folder: Path, *, size_bytes: int) -> dict[str, Cost]:
    """The costs by work. `folder`: what a drill kept; `size_bytes`: of a file from outside."""
    outside = folder / "image of a disk"
    source = random.Random(SEED)
    with outside.open("wb") as file:
        for _ in range(size_bytes >> 20):
            file.write(source.randbytes(1 << 20))
    case = str(folder / "case")
    struck = _list_struck(folder / "live")[:_OF_STRUCK]
    snapshot = _find_struck_snapshot(folder)
    size = f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.0f} MB"
    works = {
        f"a file of {size} taken by value": [["add", str(outside), "--case", case, "--why", _WHY]],
        f"{len(struck)} struck files taken by reference, each by a command": [
            ["add", f"{snapshot}:{path}", "--case", case, "--why", _WHY] for path in struck
        ],
        "all of it hashed again and compared": [["check", "--case", case]],
    }
    costs = {}
    for work, commands in works.items():
        spent = [_run(folder, ["case", "evidence", *words]) for words in commands]
        costs[work] = sum(spent[1:], spent[0])
    costs["the case exported, with its verifier"] = _run(
        folder, ["case", "export", str(folder / "exported"), "--case", case]
    )
    return costs


def _list_struck(live: Path) -> list[Path]:
    """Files with the strike's suffix: of those with one ending behind another, the commonest ending."""
    paths = sorted(path for path in live.rglob("*") if path.is_file() and len(path.suffixes) > 1)
    endings = [path.suffix for path in paths]
    commonest = max(set(endings), key=endings.count)
    return [path for path in paths if path.suffix == commonest]


def _find_struck_snapshot(folder: Path) -> str:
    """The id of the newest snapshot that a host made: the composed one is newer."""
    words = [*_FIRSTBELL, "--json", "snapshots"]
    told = subprocess.run(words, env=_make_environment(folder), check=True, capture_output=True).stdout
    snapshots = [json.loads(line) for line in told.splitlines()]
    made = [one for one in snapshots if one.get("id") and not one.get("tags")]
    newest: str = max(made, key=lambda one: one["time"])["id"]
    return newest


def _run(folder: Path, words: list[str]) -> Cost:
    return run_measured([*_FIRSTBELL, *words], _make_environment(folder))


def _make_environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "XDG_CONFIG_HOME": str(folder / "settings"),
        "FIRSTBELL_REPOSITORY": str(folder / "repository"),
        "FIRSTBELL_PASSWORD_FILE": str(folder / "password"),
        "FIRSTBELL_KEY": str(folder / "desk.key"),
        "FIRSTBELL_DESK": str(folder / "desk"),
    }
