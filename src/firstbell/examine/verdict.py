"""The verdict on a snapshot: signs, weighed and said in words.

Each sign adds points; 10 make `suspect`, 30 make `event`. An event also needs damage in two folders or
of two types. Points are log-likelihood ratios in spirit: a strongly damaged file is rare in honest
life (two in a thousand changed files at worst, see docs/detection.md), six of them together are not
honest. `suspect` only holds retention, so it is cheap; `event` calls people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from firstbell.examine.campaign import Campaign, get_type
from firstbell.examine.history import History
from firstbell.examine.looking import Look
from firstbell.examine.paths import get_extension, show_path, split_path
from firstbell.record.examination import Reason, Verdict
from firstbell.record.versions import FileVersion, State

SUSPECT_POINTS = 10
EVENT_POINTS = 30
_DAMAGED_POINTS = 5
_MOST_DAMAGED_POINTS = 60
_RECENT_POINTS = 2
_LEAST_DELETED = 10
_LEAST_ALIKE = 3
_BULK_SEALED = 20
_SEALED_TYPES = frozenset(("openpgp", "7z", "age", "openssl-enc", "aescrypt", "axcrypt", "rar"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a verdict rests on. `scattered`: deleted files whose folder still stands."""

    looks: Sequence[Look]
    campaign: Campaign
    notes: Sequence[bytes]
    note_texts: int
    deleted: Sequence[FileVersion]
    scattered: Sequence[FileVersion]
    history: History


@dataclass(frozen=True, slots=True)
class _Sign:
    reason: Reason
    points: int


def judge_snapshot(evidence: Evidence) -> tuple[Verdict, tuple[Reason, ...]]:
    """Verdict and its reasons, the heaviest first."""
    damaged = [look for look in evidence.looks if look.is_damaged]
    signs = [
        *_weigh_damage(damaged),
        *_weigh_undecided(evidence.looks),
        *_weigh_campaign(evidence.campaign, damaged),
        *_weigh_notes(evidence),
        *_weigh_deletions(evidence),
        *_weigh_sealed(evidence),
        *_weigh_past(evidence.history, len(damaged)),
    ]
    signs.sort(key=lambda sign: -sign.points)
    points = sum(sign.points for sign in signs)
    reasons = tuple(sign.reason for sign in signs)
    if points >= EVENT_POINTS and _is_spread(damaged, evidence):
        return Verdict.EVENT, (*reasons, *_count_deleted(evidence, reasons))
    if points >= SUSPECT_POINTS or damaged:
        return Verdict.SUSPECT, reasons
    return Verdict.CLEAN, reasons


def _is_spread(damaged: Sequence[Look], evidence: Evidence) -> bool:
    """Damage, or deletion with a note, in two folders or of two types; or more of an event that is open."""
    folders = {split_path(look.pair.new.path)[0] for look in damaged}
    types = {get_type(look) for look in damaged}
    if evidence.notes:
        folders |= {split_path(old.path)[0] for old in evidence.scattered}
    return len(folders) >= 2 or len(types) >= 2 or (evidence.history.event_open and bool(damaged))


def _sign(code: str, detail: str, count: int, points: int) -> _Sign:
    return _Sign(Reason(code, detail, count), points)


def _name_some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")


def _weigh_damage(damaged: Sequence[Look]) -> list[_Sign]:
    """One reason for each way of being damaged; points for all together, with a ceiling."""
    if not damaged:
        return []
    by_code = Counter(look.judgement.code for look in damaged)
    folders = len({split_path(look.pair.new.path)[0] for look in damaged})
    types = sorted({get_type(look) for look in damaged})
    points = min(_MOST_DAMAGED_POINTS, _DAMAGED_POINTS * len(damaged))
    detail = (
        f"{len(damaged)} files in {folders} folders, of {len(types)} types ({_name_some(types)}), hold noise"
        " or nothing where they held content"
    )
    signs = [_sign("damage", detail, len(damaged), points)]
    for code, count in by_code.most_common():
        example = next(look for look in damaged if look.judgement.code == code)
        text = f"{show_path(example.pair.new.path)}: {example.judgement.reason}"
        signs.append(_sign(code, text if count == 1 else f"for example {text}", count, 0))
    return signs


def _weigh_undecided(looks: Sequence[Look]) -> list[_Sign]:
    """Files that hold no more without being noise, or are noise without a past."""
    counts = Counter(look.judgement.code for look in looks if look.judgement.state is State.UNKNOWN)
    weak = counts.total() - counts["unknown.opaque"]
    if not weak:
        return []
    names = [f"{count} {code.partition('.')[2]}" for code, count in counts.most_common()]
    return [_sign("undecided", f"cannot be told: {_name_some(names)}", weak, min(8, weak))]


def _weigh_campaign(campaign: Campaign, damaged: Sequence[Look]) -> list[_Sign]:
    signs = []
    if campaign.suffixed and campaign.suffixes:
        names = _name_some(sorted(show_path(suffix) for suffix in campaign.suffixes))
        points = 15 if campaign.suffixed >= _LEAST_ALIKE and damaged else 5
        signs.append(
            _sign("campaign.suffix", f"the same suffix on struck files: {names}", campaign.suffixed, points)
        )
    if campaign.growth is not None:
        detail = f"files of several types grew by the same {campaign.growth} bytes"
        signs.append(_sign("campaign.growth", detail, campaign.grown, 15))
    if campaign.marked:
        marker = max(campaign.markers, key=len)
        signs.append(
            _sign("campaign.marker", f"the same bytes at an end: {marker[:24].hex()}", campaign.marked, 15)
        )
    kept_time = sum(
        look.pair.old is not None and look.pair.old.mtime_ns == look.pair.new.mtime_ns != 0
        for look in damaged
    )
    if kept_time:
        signs.append(
            _sign(
                "damage.kept-time", "content changed, time of change did not", kept_time, min(10, kept_time)
            )
        )
    return signs


def _weigh_notes(evidence: Evidence) -> list[_Sign]:
    if not evidence.notes:
        return []
    folders = len({split_path(path)[0] for path in evidence.notes})
    detail = f"the intruder's notes in {folders} folders, for example {show_path(evidence.notes[0])}"
    # one text that reads like a note may be a lesson about notes
    points = 8 if evidence.note_texts and folders < 2 else 20
    return [_sign("notes", detail, len(evidence.notes), points)]


def _weigh_deletions(evidence: Evidence) -> list[_Sign]:
    """Deletion here and there; an upgrade does that too, but it brings as many files as it takes."""
    count = len(evidence.scattered)
    folders = {split_path(old.path)[0] for old in evidence.scattered}
    is_unusual = count >= _LEAST_DELETED and count > 5 * evidence.history.usual_deletions
    if not is_unusual or len(folders) < 2:
        return []
    detail = f"{count} files deleted here and there in {len(folders)} folders that still stand"
    has_company = bool(evidence.notes) or sum(look.is_damaged for look in evidence.looks) >= _LEAST_ALIKE
    brought = sum(look.judgement.state is State.INTACT for look in evidence.looks)
    is_bulk = count >= 10 * _LEAST_DELETED and count > brought
    points = 20 if has_company else 10 if is_bulk else 5
    return [_sign("deletions", detail, count, points)]


def _count_deleted(evidence: Evidence, told: Sequence[Reason]) -> list[Reason]:
    """What was deleted beside an event is part of its record, also where it is too little for a sign."""
    if not evidence.deleted or any(reason.code == "deletions" for reason in told):
        return []
    folders = len({split_path(old.path)[0] for old in evidence.deleted})
    detail = f"{len(evidence.deleted)} files deleted in {folders} folders"
    return [Reason("deletions", detail, len(evidence.deleted))]


def _weigh_sealed(evidence: Evidence) -> list[_Sign]:
    """Bulk moves into encrypted containers by known tools: its own class, below an event by itself."""
    sealed = [look for look in evidence.looks if look.type in _SEALED_TYPES and look.pair.was is not None]
    if len(sealed) < _BULK_SEALED:
        return []
    folders = len({split_path(look.pair.new.path)[0] for look in sealed})
    names = sorted({show_path(get_extension(look.pair.new.path)) for look in sealed})
    detail = f"files replaced by encrypted ones in {folders} folders ({_name_some(names)})"
    return [_sign("sealed", detail, len(sealed), 15 if folders > 1 else 8)]


def _weigh_past(history: History, damaged: int) -> list[_Sign]:
    signs = []
    if history.event_open and damaged:
        signs.append(_sign("past.event-open", "an event of this host is open", damaged, 20))
    if history.recent_damaged and damaged:
        points = min(30, _RECENT_POINTS * history.recent_damaged)
        detail = "damaged files in earlier snapshots of this host"
        signs.append(_sign("past.damage", detail, history.recent_damaged, points))
    return signs
