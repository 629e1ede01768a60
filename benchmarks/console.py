"""The console over made data: how long each page takes, what it weighs, what both processes hold.

Invented hosts and people in a folder of its own that is removed. `make bench-console` or
`python -m benchmarks.console` (`--help` lists sizes, rounds and the scratch folder).
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from urllib.parse import urlencode, urlsplit

from benchmarks.console_paint import PaintFigures, measure_change, measure_paints
from benchmarks.console_place import FIRSTBELL, ConsoleSizes, MadePlace, make_place
from firstbell.base.clock import SystemClock, monotonic_s
from firstbell.console.key_process.register import Register
from firstbell.console.pages import PAGES, Page
from firstbell.runs.execution.folder import RunFolder
from firstbell.runs.execution.meter import PROGRESS_SLOT

_END_S = 20
_WEB = "firstbell.console.web.process"
# what is asked of each at the sizes of a large district
LIMITS = {
    "page_ms": 100.0,
    "start_s": 3.0,
    "visit_bytes": 60_000,
    "page_bytes": 150_000,
    "web_mb": 120.0,
    "key_mb": 400.0,
    "fcp_ms": 2000.0,
    "lcp_ms": 2500.0,
    "cls": 0.05,
    "change_s": 2.0,
}
_PERCENTS = (11, 23, 35, 47, 59)


@dataclass
class PageFigures:
    """Times of one page. `first_ms`: when nothing was kept; `times_ms`: afterwards.

    `cpu_ms`: processor time of both processes and their children for one of the later ones, on average.
    """

    name: str
    first_ms: float = 0.0
    times_ms: list[float] = field(default_factory=list)
    cpu_ms: float = 0.0
    size_bytes: int = 0
    status: int = 0

    @property
    def p95_ms(self) -> float:
        """The time that 19 of 20 requests stay under."""
        return sorted(self.times_ms)[max(0, -(-len(self.times_ms) * 95 // 100) - 1)]

    def describe(self) -> dict[str, object]:
        """It as a line of JSON."""
        return {
            "message_type": "page",
            "page": self.name,
            "status": self.status,
            "first_ms": round(self.first_ms, 1),
            "p50_ms": round(statistics.median(self.times_ms), 1),
            "p95_ms": round(self.p95_ms, 1),
            "cpu_ms": round(self.cpu_ms, 1),
            "size_bytes": self.size_bytes,
        }


class ServedConsole:
    """A console that runs; asks it as a browser does."""

    def __init__(self, place: MadePlace) -> None:
        self._place = place
        start_s = monotonic_s()
        self._process = subprocess.Popen(
            [*FIRSTBELL, "console", "--json", *place.words],
            stdout=subprocess.PIPE,
            env=place.environment,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        told = json.loads(self._process.stdout.readline())
        self.port = urlsplit(told["url"]).port or 0
        self.cookie = ""
        self.visit_bytes = self._visit()
        self.start_s = monotonic_s() - start_s

    def _visit(self) -> int:
        """The first visit, with all that its page names; its weight on the wire."""
        while True:
            try:
                status, body = self.ask("/sign-in")
                break
            except OSError:
                if self._process.poll() is not None:
                    raise
        assert status == 200
        named = [part.split(b'"')[0].decode() for part in body.split(b'="/static/')[1:]]
        return len(body) + sum(len(self.ask(f"/static/{name}")[1]) for name in set(named))

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """One request: its status and body."""
        headers = {"Host": f"firstbell.localhost:{self.port}", "Sec-Fetch-Site": "same-origin"}
        headers["Accept-Encoding"] = "gzip"
        if self.cookie:
            headers["Cookie"] = self.cookie
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=150)
        try:
            body = None if form is None else urlencode(form).encode()
            connection.request("GET" if form is None else "POST", path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        if answer.getheader("set-cookie"):
            self.cookie = str(answer.getheader("set-cookie")).partition(";")[0]
        self.location = answer.getheader("location") or ""
        return answer.status, data

    def sign_in(self, role: str) -> None:
        """As somebody of this role."""
        self.cookie = ""
        _, token = Register(self._place.root / "desk", SystemClock()).invite(f"a {role}", role)
        self.ask(f"/join/{token}", {})

    def measure(self, page: Page, path: str, rounds: int) -> PageFigures:
        """A page so often."""
        figures = PageFigures(page.name)
        before_ms = 0.0
        for number in range(rounds + 1):
            start_s = monotonic_s()
            figures.status, body = self.ask(path)
            took_ms = (monotonic_s() - start_s) * 1000
            figures.size_bytes = max(figures.size_bytes, len(body))
            if number:
                figures.times_ms.append(took_ms)
            else:
                figures.first_ms = took_ms
                before_ms = self._read_cpu_ms()
        figures.cpu_ms = (self._read_cpu_ms() - before_ms) / rounds
        return figures

    def _read_cpu_ms(self) -> float:
        """Processor time of both processes, with that of children that have ended, in milliseconds."""
        ticks = 0
        for pid in (self._process.pid, self._find_web()):
            words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, words[11:15]))
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")

    def _find_web(self) -> int:
        children = _list_children(self._process.pid)
        return next(pid for pid in children if _WEB.encode() in Path(f"/proc/{pid}/cmdline").read_bytes())

    def measure_paints(self, pages: Sequence[tuple[Page, str]]) -> list[PaintFigures]:
        """When each stands on the screen behind a slow line: a stranger's first visit, and each page."""
        origin = f"http://firstbell.localhost:{self.port}"
        painted = list(measure_paints(origin, "", [("sign-in", "/sign-in")], visit="first"))
        by_role: dict[str, list[tuple[str, str]]] = {}
        for page, path in pages:
            by_role.setdefault(choose_role(page), []).append((page.name, path))
        for role, paths in by_role.items():
            self.sign_in(role)
            first = [one for one in paths if one[0] == "today"]
            painted += measure_paints(origin, self.cookie, first, visit="first")
            painted += measure_paints(origin, self.cookie, paths)
        return painted

    def measure_changes(self, place: MadePlace) -> list[float]:
        """How long after a run is further its open page says so, a few times, in seconds."""
        self.sign_in("director")
        address = f"http://firstbell.localhost:{self.port}/runs/{place.plan.id}"
        folder = RunFolder.of_plan(place.root / "desk", place.plan, SystemClock())
        system = place.plan.systems[0]
        folder.journal(place.plan, system.name).append("begun")
        now = folder.now(place.plan, system.name)

        def go_on(text: str) -> None:
            done = system.size_bytes * int(text.partition(" ")[0]) // 100
            now.put(PROGRESS_SLOT, {"stage": "restoring", "files": 1, "size_bytes": done})

        with folder.hold():
            return [measure_change(address, self.cookie, f"{number} %", go_on) for number in _PERCENTS]

    def read_memory(self) -> dict[str, float]:
        """The most that each process has held, in MB, by name."""
        return {"key": _read_peak(self._process.pid), "web": _read_peak(self._find_web())}

    def end(self) -> None:
        """Stop it, by its own number."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(_END_S)


def _read_peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))


def _list_children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def list_paths(place: MadePlace) -> Iterator[tuple[Page, str]]:
    """Each page that can be shown over what was made (no event, no work), with an address."""
    known = {"case": place.case.id, "host": "host-0000", "person": place.person, "plan": place.plan.id}
    for page in PAGES:
        if {name for _, name, _, _ in Formatter().parse(page.path) if name} <= known.keys():
            yield page, page.path.format_map(known)


def choose_role(page: Page) -> str:
    """Somebody who sees it."""
    return "director" if "director" in page.roles else sorted(page.roles)[0]


def measure_console(root: Path, sizes: ConsoleSizes) -> list[dict[str, object]]:
    """Everything, a line each; the last one says what does not hold."""
    place = make_place(root, sizes)
    console = ServedConsole(place)
    try:
        pages = []
        listed = list(list_paths(place))
        for page, path in listed:
            console.sign_in(choose_role(page))
            # 600 rows of people a minute are the most that anybody is shown: each look counts 50
            rounds = min(sizes.rounds, 10) if page.needs_names else sizes.rounds
            pages.append(console.measure(page, path, rounds))
        painted = console.measure_paints(listed)
        changes = console.measure_changes(place)
        memory = console.read_memory()
    finally:
        console.end()
    figures = {
        "page_ms": max(page.p95_ms for page in pages),
        "start_s": console.start_s,
        "visit_bytes": console.visit_bytes,
        "page_bytes": max(page.size_bytes for page in pages),
        "web_mb": memory["web"],
        "key_mb": memory["key"],
        "fcp_ms": max(one.fcp_ms for one in painted),
        "lcp_ms": max(one.lcp_ms for one in painted),
        "cls": max(one.cls for one in painted),
        "change_s": max(changes),
    }
    missed = [name for name, value in figures.items() if value > LIMITS[name]]
    told: dict[str, object] = {
        name: round(value, 3 if name == "cls" else 1) for name, value in figures.items()
    }
    failed = [page.name for page in pages if page.status != 200]
    summary = {"message_type": "summary", **told, "missed": missed, "failed": failed}
    return [*(page.describe() for page in pages), *(one.describe() for one in painted), summary]


def main() -> int:
    """The command line; 1 where a limit does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in ConsoleSizes().__dict__.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--scratch", type=Path)
    asked = parser.parse_args()
    sizes = ConsoleSizes(asked.hosts, asked.people, asked.entries, asked.files, asked.rounds)
    with tempfile.TemporaryDirectory(prefix="firstbell-console-", dir=asked.scratch) as folder:
        lines = measure_console(Path(folder), sizes)
    for line in lines:
        sys.stdout.write(json.dumps(line) + "\n")
    return 1 if lines[-1]["missed"] or lines[-1]["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
