"""The part `server` as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from benchmarks.server import CLIENTS, UPLOADS, ServerFigures
from benchmarks.servers import OURS, RIVAL

_MB = 1_000_000


def render_server(server: ServerFigures) -> Iterator[str]:
    """Works by server, then processor time and memory."""
    size = server.size_bytes / _MB
    yield f"## server: stock restic through the vault's server and through {RIVAL}"
    yield ""
    yield (
        f"{size:,.0f} MB of noise for one client, or {size / CLIENTS:,.0f} MB for each of eight; on loopback,"
        " without TLS, `restic --no-cache`, medians. Both servers hash what arrives and sync it; the vault's"
        " server also records it in its log, synced. Restored files go to memory."
    )
    yield ""
    yield f"| work | {OURS} s | {RIVAL} s | ratio |"
    yield "|---|---:|---:|---:|"
    for work in server.walls:
        ours, rival = server.median(work, OURS), server.median(work, RIVAL)
        spread = " to ".join(f"{edge(server.walls[work][OURS]):.2f}" for edge in (min, max))
        yield f"| {work} | {ours:.2f} ({spread}) | {rival:.2f} | {ours / rival:.2f} |"
    cpu = [statistics.median(server.cpu_s[name]) for name in (OURS, RIVAL)]
    yield _render_pair("processor time of the server for all that", cpu)
    if server.upload_s:
        times = [server.upload_s[name] for name in (OURS, RIVAL)]
        yield _render_pair(f"{UPLOADS} uploads of 100 MB at once", times)
        peaks = [server.upload_peak_bytes[name] / _MB for name in (OURS, RIVAL)]
        yield f"| memory of the server at its peak then, MB | {peaks[0]:,.0f} | {peaks[1]:,.0f} | |"
    yield ""


def _render_pair(what: str, pair: list[float]) -> str:
    return f"| {what} | {pair[0]:.2f} | {pair[1]:.2f} | {pair[0] / pair[1]:.2f} |"
