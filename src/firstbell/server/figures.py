"""Figures of a running server, as Prometheus reads them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.vault import Vault
from firstbell.vault.looks import Unjudged
from firstbell.vault.schedules import find_last_snapshot

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[dict[str, str], float]


class Figures:
    """Counters since the start; changed by the event loop only."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.received_bytes = 0
        self.sent_bytes = 0
        self.uploads_open = 0
        self.wrong_credentials = 0

    def render(self, vault: Vault, *, lost_lines: int, names_hosts: bool) -> str:
        """The text of /metrics. `names_hosts`: with a line for each host."""
        lines = [
            *_metric(
                "requests_total",
                "counter",
                [({"method": m, "status": str(s)}, n) for (m, s), n in sorted(self.requests.items())],
            ),
            *_metric("received_bytes_total", "counter", [({}, self.received_bytes)]),
            *_metric("sent_bytes_total", "counter", [({}, self.sent_bytes)]),
            *_metric("uploads_open", "gauge", [({}, self.uploads_open)]),
            *_metric("wrong_credentials_total", "counter", [({}, self.wrong_credentials)]),
            *_metric("log_lines_lost_total", "counter", [({}, lost_lines)]),
            *_metric("arrivals_entries", "gauge", [({}, vault.arrivals.seq + 1)]),
            *_metric("hosts", "gauge", [({}, len(vault.registry.hosts))]),
            *_metric("set_aside_objects", "gauge", [({}, len(vault.judgements.quarantine))]),
            *_metric("frozen", "gauge", [({}, len(vault.judgements.frozen))]),
        ]
        if names_hosts:
            lines += _render_hosts(vault)
        return "".join(line + "\n" for line in lines)

    def render_examiner(self, vault: Vault, unjudged: Unjudged, *, last_look: str) -> str:
        """The part of /metrics about who judges. An age is in seconds; +Inf where there never was a look."""
        now_ns = vault.clock.now_ns()
        look_age = (now_ns - parse_time(last_look)) / NS_PER_S if last_look else math.inf
        wait_age = (now_ns - parse_time(unjudged.since)) / NS_PER_S if unjudged.since else 0.0
        lines = [
            *_metric("examiner_last_look_age_seconds", "gauge", [({}, max(look_age, 0.0))]),
            *_metric("unjudged_objects", "gauge", [({}, unjudged.objects)]),
            *_metric("unjudged_snapshots", "gauge", [({}, unjudged.snapshots)]),
            *_metric("unjudged_age_seconds", "gauge", [({}, max(wait_age, 0.0))]),
        ]
        return "".join(line + "\n" for line in lines)


def _render_hosts(vault: Vault) -> Iterator[str]:
    held = [(name, vault.inventory.of(name)) for name in sorted(vault.registry.hosts)]
    yield from _metric("host_stored_bytes", "gauge", [({"host": n}, h.size_bytes) for n, h in held])
    yield from _metric("host_snapshots", "gauge", [({"host": n}, h.count("snapshots")) for n, h in held])
    # the newest that counts, and whatever came last: one flagged or set aside is in the latter alone
    counted = {name: find_last_snapshot(vault, name) for name, _ in held}
    yield from _metric("host_last_snapshot_seconds", "gauge", _render_times(counted))
    received = {name: holdings.last_snapshot for name, holdings in held}
    yield from _metric("host_last_snapshot_received_seconds", "gauge", _render_times(received))


def _render_times(times: Mapping[str, str]) -> Iterator[Sample]:
    return (({"host": name}, parse_time(text) / NS_PER_S) for name, text in times.items() if text)


def _metric(name: str, kind: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# TYPE firstbell_{name} {kind}"
    for labels, value in samples:
        told = ",".join(f'{label}="{_escape(text)}"' for label, text in labels.items())
        labelled = f"{name}{{{told}}}" if told else name
        yield f"firstbell_{labelled} {'+Inf' if value == math.inf else round(value, 3)}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
