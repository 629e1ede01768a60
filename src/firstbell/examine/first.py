"""The first snapshot of a host: nothing older to compare with, so only cheap signs, `suspect` at most."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.examine.intruder import find_notes
from firstbell.examine.looking import Look, look_at_pairs
from firstbell.examine.pairing import Link, Pair
from firstbell.examine.paths import show_path, split_path
from firstbell.examine.reading import WHOLE_BYTES
from firstbell.examine.validators.registry import find_expected
from firstbell.record.examination import ContentReader, Examination, Finding, Reason, Verdict
from firstbell.record.versions import State

_SAMPLED_FILES = 400
_SAMPLED_NAMED = 200
_MOST_SAMPLED_BYTES = 4 << 20
_NOTE_WORDS = (
    b"readme",
    b"read_me",
    b"read-me",
    b"read me",
    b"recover",
    b"restore",
    b"decrypt",
    b"how_to",
    b"ransom",
)
_NOTE_ENDINGS = (b".txt", b".html", b".htm", b".hta", b".rtf")
_MOST_NOTE_BYTES = 64 << 10
_LEAST_NOISY = 5
_NOISY_SHARE = 0.02


def examine_first(pairs: Sequence[Pair], reader: ContentReader) -> Examination:
    """Verdict `clean` or `suspect` from note-like names and a bounded sample of contents."""
    fresh = [Pair(None, pair.new, Link.NONE) for pair in pairs]
    notes = find_notes(list(look_at_pairs(_pick_note_names(fresh), reader)))
    sample = _pick_sample(fresh)
    looks = list(look_at_pairs(sample, reader))
    noisy = [
        look
        for look in looks
        if look.judgement.code in ("unknown.noise", "unknown.broken", "unknown.mismatch")
    ]
    reasons = [*_tell_noise(noisy, len(sample)), *_tell_notes(notes)]
    is_suspect = any(reason.code != "first.undecided" for reason in reasons)
    return Examination(
        verdict=Verdict.SUSPECT if is_suspect else Verdict.CLEAN,
        reasons=tuple(reasons),
        files_changed=len(pairs),
        findings=tuple(
            Finding(look.pair.new.path, None, look.judgement)
            for look in looks
            if look.judgement.state is not State.INTACT
        ),
        notes=tuple(notes),
    )


def _pick_note_names(pairs: Sequence[Pair]) -> list[Pair]:
    def may_be_note(pair: Pair) -> bool:
        name = split_path(pair.new.path)[1].lower()
        has_word = any(word in name for word in _NOTE_WORDS)
        return has_word and name.endswith(_NOTE_ENDINGS) and pair.new.size_bytes <= _MOST_NOTE_BYTES

    chosen = [pair for pair in pairs if may_be_note(pair)]
    return chosen[:: max(1, len(chosen) // _SAMPLED_NAMED)]


def _pick_sample(pairs: Sequence[Pair]) -> list[Pair]:
    """Files spread evenly over the paths whose name promises a type."""
    limit = min(_MOST_SAMPLED_BYTES, WHOLE_BYTES)
    fit = [pair for pair in pairs if 64 <= pair.new.size_bytes <= limit]
    promising = [pair for pair in fit if find_expected(pair.new.path) is not None]
    chosen = promising or fit
    return chosen[:: max(1, len(chosen) // _SAMPLED_FILES)]


def _tell_noise(noisy: Sequence[Look], sampled: int) -> list[Reason]:
    if not noisy:
        return []
    folders = {split_path(look.pair.new.path)[0] for look in noisy}
    example = noisy[0]
    detail = (
        f"of {sampled} files looked at, not of the type their name says, in {len(folders)} folders; for"
        f" example {show_path(example.pair.new.path)}: {example.judgement.reason}"
    )
    is_bulk = len(noisy) >= max(_LEAST_NOISY, sampled * _NOISY_SHARE) and len(folders) >= 2
    return [Reason("first.noise" if is_bulk else "first.undecided", detail, len(noisy))]


def _tell_notes(notes: Sequence[bytes]) -> list[Reason]:
    if not notes:
        return []
    return [Reason("notes", f"reads like an intruder's note, for example {show_path(notes[0])}", len(notes))]
