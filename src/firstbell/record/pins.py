"""Pins: what may not be forgotten, because a person said so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PinnedSnapshot:
    """A snapshot as it was when it was pinned.

    `first_hex_id`: the id it had first, which it keeps as `original` when its tags change; its own, if they
    never did. `tree`: hex id. `time`: RFC 3339, as the snapshot says it.
    """

    hex_id: str
    first_hex_id: str
    tree: str
    time: str
    host: str


@dataclass(frozen=True, slots=True)
class Pin:
    """One pin. `hex_id`: 64 hex digits. `time`: RFC 3339. `why`: one sentence."""

    hex_id: str
    time: str
    why: str
    snapshots: tuple[PinnedSnapshot, ...]
