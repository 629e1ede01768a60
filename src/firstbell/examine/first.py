"""The first snapshot of a host: nothing older to compare with, so only cheap signs, `suspect` at most."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.base.counts import choose_word, say_count, say_share
from firstbell.base.pathtext import say_path
from firstbell.examine.campaign import Campaign
from firstbell.examine.canaries import CanaryFinding, weigh_canaries
from firstbell.examine.hints import find_hints
from firstbell.examine.history import History
from firstbell.examine.intruder import find_notes
from firstbell.examine.look import Look, look_at_pairs
from firstbell.examine.names import is_known_extension
from firstbell.examine.pairs import Pair, PairBasis
from firstbell.examine.paths import get_extension, split_path
from firstbell.examine.signs import weigh_coverage
from firstbell.examine.validators.registry import find_expected
from firstbell.examine.verdict import decide
from firstbell.examine.version_content import WHOLE_BYTES
from firstbell.examine.weights import make_sign
from firstbell.record.evidence import Evidence, Sign
from firstbell.record.examination import ContentReader, Examination, Finding
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


def examine_first(
    pairs: Sequence[Pair], reader: ContentReader, *, canaries: Sequence[CanaryFinding], history: History
) -> Examination:
    """Verdict `clean` or `suspect` from note-like names and a bounded sample of contents.

    A canary that was touched before it was ever backed up makes it an `event`.
    """
    fresh = [Pair(None, pair.new, PairBasis.NONE) for pair in pairs]
    notes = find_notes(list(look_at_pairs(_pick_note_names(fresh), reader)))
    sample = _pick_sample(fresh)
    looks = list(look_at_pairs(sample, reader))
    noisy = [
        look
        for look in looks
        if look.judgement.code in ("unknown.noise", "unknown.broken", "unknown.mismatch")
    ]
    signs = (
        *weigh_canaries(canaries),
        *_weigh_noise(noisy, len(sample)),
        *_weigh_notes(notes),
        *weigh_coverage(history),
    )
    # in no two folders or types of damage: nothing older tells what they were
    evidence = Evidence(
        signs=signs,
        is_proof=any(one.is_touched for one in canaries),
        told_suffixes=tuple(sorted(history.suffixes)),
        ruled=history.ruled,
        at_ns=history.at_ns,
        uncovered=history.uncovered,
    )
    decision = decide(evidence, history.past)
    return Examination(
        verdict=decision.verdict,
        reasons=decision.reasons,
        files_changed=len(pairs),
        findings=tuple(
            Finding(look.pair.new.path, None, look.judgement)
            for look in looks
            if look.judgement.state is not State.INTACT
        ),
        notes=tuple(notes),
        hints=find_hints(Campaign(), notes, [look.pair.new.path for look in noisy]),
        evidence=evidence,
    )


def _pick_note_names(pairs: Sequence[Pair]) -> list[Pair]:
    def may_be_note(pair: Pair) -> bool:
        name = split_path(pair.new.path)[1].lower()
        has_word = any(word in name for word in _NOTE_WORDS)
        return has_word and name.endswith(_NOTE_ENDINGS) and pair.new.size_bytes <= _MOST_NOTE_BYTES

    chosen = [pair for pair in pairs if may_be_note(pair)]
    return chosen[:: max(1, len(chosen) // _SAMPLED_NAMED)]


def _pick_sample(pairs: Sequence[Pair]) -> list[Pair]:
    """Files spread evenly over the paths: one half of names that promise a type, the other of all others.

    Files that an intruder renamed promise nothing any more, and must not go unseen beside the few he left.
    """
    limit = min(_MOST_SAMPLED_BYTES, WHOLE_BYTES)
    fit = [pair for pair in pairs if 64 <= pair.new.size_bytes <= limit]
    promising = [pair for pair in fit if _promises(pair)]
    others = [pair for pair in fit if not _promises(pair)]
    spare = max(0, _SAMPLED_FILES // 2 - len(others))
    chosen = _spread(promising, _SAMPLED_FILES // 2 + spare)
    return chosen + _spread(others, _SAMPLED_FILES - len(chosen))


def _promises(pair: Pair) -> bool:
    return find_expected(pair.new.path) is not None


def _spread(pairs: Sequence[Pair], count: int) -> list[Pair]:
    step = max(1, -(-len(pairs) // max(1, count)))
    return list(pairs[::step])


def _weigh_noise(noisy: Sequence[Look], sampled: int) -> list[Sign]:
    """Contents that are not what names say, noise under a name as an intruder makes them among them."""
    told = [look for look in noisy if not _is_plainly_opaque(look)]
    if not told:
        return []
    folders = {split_path(look.pair.new.path)[0] for look in told}
    example = told[0]
    detail = (
        f"{say_share(len(told), sampled, 'file')} looked at {choose_word(len(told), 'is', 'are')} not of the"
        f" type that the name says, in {say_count(len(folders), 'folder')}; for example"
        f" {say_path(example.pair.new.path)}: {example.judgement.reason}"
    )
    is_bulk = len(told) >= max(_LEAST_NOISY, sampled * _NOISY_SHARE) and len(folders) >= 2
    code = "first.noise" if is_bulk else "first.undecided"
    return [make_sign(code, detail, len(told))]


def _is_plainly_opaque(look: Look) -> bool:
    """Noise under a name that promises none: cache files, keys. With a known extension it is a sign."""
    if look.judgement.code != "unknown.noise" or _promises(look.pair):
        return False
    name = split_path(look.pair.new.path)[1]
    return name.count(b".") < 2 and not is_known_extension(get_extension(look.pair.new.path))


def _weigh_notes(notes: Sequence[bytes]) -> list[Sign]:
    if not notes:
        return []
    reads = f"{say_count(len(notes), 'file')} {choose_word(len(notes), 'reads', 'read')}"
    detail = f"{reads} like an intruder's note, for example {say_path(notes[0])}"
    return [make_sign("notes", detail, len(notes))]
