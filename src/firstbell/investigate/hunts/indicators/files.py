"""A file of indicators: STIX 2.1, MISP's JSON or CSV, told apart by what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.investigate.hunts.indicators.bundles import read_bundle
from firstbell.investigate.hunts.indicators.events import is_misp, read_events
from firstbell.investigate.hunts.indicators.indicator import (
    ADDRESS,
    HASH,
    KINDS,
    HuntIndicator,
    IndicatorFileError,
    normalize,
)
from firstbell.investigate.hunts.indicators.tables import read_table

_MOST_BYTES = 256 << 20
# what a value of a kind should have been
_WANTED = {HASH: "SHA-256, SHA-1 or MD5", ADDRESS: "address or narrow network"}
_HINT = "give a STIX 2.1 bundle, events of MISP as JSON, or a CSV with columns `type` and `value`"


@dataclass(frozen=True)
class IndicatorFile:
    """What a file held, each value once. `left_out`: what of it is not looked for, a sentence each."""

    indicators: Sequence[HuntIndicator]
    left_out: Sequence[str]
    digest: bytes


def load_indicators(path: Path) -> IndicatorFile:
    """The indicators of a file. Raises: IndicatorFileError, in one line that names the file."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise IndicatorFileError(f"{path}: it is over {_MOST_BYTES >> 20} MiB", hint=_HINT)
        data = path.read_bytes()
    except OSError as error:
        raise IndicatorFileError(f"{path}: {error.strerror}", hint=_HINT) from None
    left_out: list[str] = []
    try:
        found = list(_keep(_read(data, left_out), left_out, path.name))
    except IndicatorFileError as error:
        raise IndicatorFileError(f"{path}: {error}", hint=_HINT) from None
    if not found:
        why = f": {left_out[0]}" if left_out else ""
        raise IndicatorFileError(f"{path} holds no indicator that can be looked for{why}", hint=_HINT)
    return IndicatorFile(found, left_out, hashlib.sha256(data).digest())


def _read(data: bytes, left_out: list[str]) -> Iterable[tuple[str, str, str]]:
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if head not in (b"{", b"["):
        try:
            text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        except UnicodeDecodeError:
            raise IndicatorFileError("it is neither JSON nor text") from None
        if "\0" in text:
            raise IndicatorFileError("it is neither JSON nor text")
        return read_table(text, left_out)
    try:
        decoded: Any = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except UNREADABLE as error:
        raise IndicatorFileError(f"its JSON is damaged: {say_cause(error)}") from None
    if isinstance(decoded, Mapping) and decoded.get("type") == "bundle":
        if not isinstance(decoded.get("objects"), list):
            raise IndicatorFileError("it is a STIX bundle without objects")
        return read_bundle(decoded, left_out)
    if isinstance(decoded, Mapping) and decoded.get("type") == "indicator":
        return read_bundle({"objects": [decoded]}, left_out)
    if is_misp(decoded):
        return read_events(decoded, left_out)
    if isinstance(decoded, list) and all(isinstance(one, Mapping) and "type" in one for one in decoded):
        return read_bundle({"objects": decoded}, left_out)
    raise IndicatorFileError("its JSON is neither a STIX bundle nor an event of MISP")


def _keep(found: Iterable[tuple[str, str, str]], left_out: list[str], file: str) -> Iterator[HuntIndicator]:
    seen: set[tuple[str, str]] = set()
    for kind, text, name in found:
        value = normalize(kind, text) if kind in KINDS else None
        if value is None:
            what = _WANTED.get(kind, kind)
            left_out.append(f"{text[:80]!r} is no {what}")
        elif (kind, value) not in seen:
            seen.add((kind, value))
            yield HuntIndicator(kind, value, " ".join(name.split())[:200], file)
