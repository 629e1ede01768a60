"""How long the commands take that a technician waits for, with the start of their process."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FIRSTBELL = (sys.executable, "-m", "firstbell.cli.program")
# done; done, and there is an event in what was examined
_DONE = (0, 4)


@dataclass(frozen=True)
class Asked:
    """What is asked about: a repository, and a file that it holds; how often each command is timed."""

    repository: str
    path: str
    times: int


@dataclass
class AnswerTimes:
    """By command: seconds of each time it was asked, and its processor seconds, the median."""

    wall_s: dict[str, list[float]] = field(default_factory=dict)
    cpu_s: dict[str, float] = field(default_factory=dict)


def measure_answers(asked: Asked, settings: Mapping[str, str], times: AnswerTimes) -> None:
    """One command after the other. `settings`: of the desk, as in its environment."""
    at = ("-r", asked.repository, "--no-lock")
    # a catalog that is new has no verdicts yet
    _ask(settings, "examine", *at)
    commands = {
        "host list": ("host", "list"),
        "versions": ("versions", asked.path, *at),
        "event list": ("event", "list", *at),
    }
    events = _ask(settings, *commands["event list"])
    if len(events) > 1:  # the last line is the summary
        commands["event show"] = ("event", "show", str(events[0]["id"]), *at)
    for name, words in commands.items():
        _ask(settings, *words)  # what is loaded from disk the first time is not measured
        cpu_s = []
        times.wall_s[name] = []
        for _ in range(asked.times):
            began_s, before_s = time.monotonic(), _read_children_s()
            _ask(settings, *words)
            times.wall_s[name].append(time.monotonic() - began_s)
            cpu_s.append(_read_children_s() - before_s)
        times.cpu_s[name] = statistics.median(cpu_s)


def _ask(settings: Mapping[str, str], *words: str) -> list[dict[str, object]]:
    """What a command says."""
    command = [*FIRSTBELL, *words, "--json"]
    done = subprocess.run(command, env=inherit() | dict(settings), capture_output=True, text=True)
    if done.returncode not in _DONE:
        raise SystemExit(f"{' '.join(words)}: {done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def inherit() -> dict[str, str]:
    """This process's environment, less what keeps commands from finding their modules compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def percentile(values: Sequence[float]) -> float:
    """The value that 95 of a hundred do not exceed."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def _read_children_s() -> float:
    """Processor seconds of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
