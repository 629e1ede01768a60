"""Why one version is what it was judged to be: each test made on it, in words that can be checked.

Looked at anew from the contents; the judgement itself is the one that is kept, since it also leans on what
other files of its snapshot have in common.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from firstbell.base.counts import say_count, say_share
from firstbell.base.pathtext import say_path
from firstbell.examine.content import Content
from firstbell.examine.difference import ByteDifference, compare
from firstbell.examine.names import tell_extension
from firstbell.examine.pairs import Pair
from firstbell.examine.paths import get_extension
from firstbell.examine.randomness import NOISE_DEVIATIONS
from firstbell.examine.validators.outcome import Grade, Outcome
from firstbell.examine.version_content import WHOLE_BYTES, read_alone, read_pair
from firstbell.examine.weights import DAMAGED_POINTS, tell_clean
from firstbell.record.examination import ContentReader
from firstbell.record.versions import FileVersion, Judgement, State

_UNKNOWN_CLEAN_IF = "it decodes as what its name says, or is structured content"


@dataclass(frozen=True, slots=True)
class FileSign:
    """One test and what it showed. `speaks`: for `damage`, `against` it, or `neither`."""

    code: str
    detail: str
    speaks: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one judgement.

    `old_sha256`, `new_sha256`: of the whole contents, "" where there is none. `weight`: the points that the
    version adds to the verdict on its snapshot. `clean_if`: what would have made it clean.
    """

    judgement: Judgement
    old_sha256: str
    new_sha256: str
    signs: tuple[FileSign, ...]
    weight: float
    clean_if: str


def explain(pair: Pair, reader: ContentReader, judgement: Judgement) -> Explanation:
    """The tests on a pair of versions, the hashes of both, and what the judgement adds up to."""
    old, new = _read(pair, reader)
    is_damaged = judgement.state is State.DAMAGED
    return Explanation(
        judgement=judgement,
        old_sha256=_hash(pair.old, reader) if pair.old else "",
        new_sha256=_hash(pair.new, reader),
        signs=tuple(_list_signs(pair, old, new)),
        weight=DAMAGED_POINTS if is_damaged else 0.0,
        clean_if=tell_clean_version(judgement),
    )


def tell_clean_version(judgement: Judgement) -> str:
    """What would have made a version clean; "" where it is."""
    if judgement.state is State.INTACT:
        return ""
    return tell_clean(judgement.code) or _UNKNOWN_CLEAN_IF


def _read(pair: Pair, reader: ContentReader) -> tuple[Content | None, Content]:
    if pair.old is None:
        return None, read_alone(pair.new, reader)
    if max(pair.old.size_bytes, pair.new.size_bytes) > WHOLE_BYTES:
        return read_pair(pair.old, pair.new, reader)
    return read_alone(pair.old, reader), read_alone(pair.new, reader)


def _hash(version: FileVersion, reader: ContentReader) -> str:
    """SHA-256 of the whole content, blob by blob: what `sha256sum` gives of the file."""
    digest = hashlib.sha256()
    for blob_id in version.content:
        digest.update(reader.read_blobs([blob_id]))
    return digest.hexdigest()


def _list_signs(pair: Pair, old: Content | None, new: Content) -> Iterator[FileSign]:
    if not new.is_whole:
        sampled = len(new.data) >> 20
        yield FileSign("sampled", f"looked at {sampled} MiB of it: its head and where it changed", "neither")
    yield _tell_type("decodes", "now", new)
    if old is not None:
        yield _tell_type("decoded", "before", old)
        yield from _tell_difference(compare(old.data, new.data))
        yield _tell_windows(old, new)
    yield from _tell_shapes(old, new)
    yield from _tell_name(pair)
    if (
        pair.old is not None
        and pair.old.mtime_ns == pair.new.mtime_ns != 0
        and pair.old.content != pair.new.content
    ):
        yield FileSign("kept-time", "its content changed, its time of change did not", "damage")


def _tell_type(code: str, when: str, content: Content) -> FileSign:
    outcome = content.outcome
    if outcome.grade is Grade.NONE:
        promised = f", though its name says {outcome.expected}" if outcome.expected else ""
        return FileSign(code, f"{when}: of no known type{promised}", "neither")
    detail = f"{when}: {outcome.type}, {_tell_grade(outcome)}" + (
        f": {outcome.detail}" if outcome.detail else ""
    )
    if code == "decoded":
        return FileSign(code, detail, "neither")
    speaks = "against" if outcome.grade is Grade.SOUND else "damage" if not outcome.holds else "neither"
    return FileSign(code, detail, speaks)


def _tell_grade(outcome: Outcome) -> str:
    return {
        Grade.SOUND: "every part decoded or check-summed",
        Grade.PLAUSIBLE: "its structure holds",
        Grade.TORN: "good up to an end that comes too early",
        Grade.BROKEN: "contradicts itself",
    }[outcome.grade]


def _tell_difference(difference: ByteDifference) -> Iterator[FileSign]:
    if not difference.island_bytes:
        yield FileSign("changed", "nothing changed at the same offsets", "neither")
        return
    runs = say_count(len(difference.starts), "run")
    shape = f"{say_share(difference.island_bytes, difference.shared_bytes, 'byte')} changed, in {runs}"
    if difference.alignment > 1:
        shape += f" aligned to {difference.alignment}"
    if difference.period:
        shape += f", one every {difference.period} bytes"
    yield FileSign("changed", shape, "neither")
    detail = (
        f"what changed is {difference.new_deviations:.1f} deviations from noise now,"
        f" {difference.old_deviations:.1f} before (below {NOISE_DEVIATIONS:.0f} is noise)"
    )
    yield FileSign("noise", detail, "damage" if difference.became_noise else "neither")


def _tell_windows(old: Content, new: Content) -> FileSign:
    (old_flat, old_count), (new_flat, new_count) = old.flat_windows, new.flat_windows
    detail = f"{new_flat:,} of {new_count:,} windows of 4 KiB are flat, {old_flat:,} of {old_count:,} before"
    gained = new_flat * max(1, old_count) > old_flat * max(1, new_count)
    return FileSign("windows", detail, "damage" if gained and not new.outcome.holds else "neither")


def _tell_shapes(old: Content | None, new: Content) -> Iterator[FileSign]:
    if new.blank is not None:
        yield FileSign("blank", f"every byte is {new.blank:#04x}", "damage" if old is not None else "neither")
    if new.encoding is not None:
        was = old is not None and old.encoding is not None
        yield FileSign("encoded", f"noise written as {new.encoding}", "neither" if was else "damage")


def _tell_name(pair: Pair) -> Iterator[FileSign]:
    if pair.was is not None:
        yield FileSign("renamed", f"was {say_path(pair.was)}, known by its {pair.link.value}", "neither")
    if told := tell_extension(get_extension(pair.new.path)):
        yield FileSign("known-name", f"its extension is known of {told}", "damage")
