"""What one snapshot shows, as signs with their weights: damage, what it has in common, notes, names, time.

What was deleted, sealed and renamed is weighed in `departures`. The past has no say here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from firstbell.base.counts import choose_word, say_count
from firstbell.base.pathtext import say_path, show_path
from firstbell.examine import weights
from firstbell.examine.campaign import Campaign, find_suffix, get_type
from firstbell.examine.canaries import CanaryFinding, weigh_canaries
from firstbell.examine.departures import Departures, is_mass, weigh_departures
from firstbell.examine.history import History
from firstbell.examine.look import Look
from firstbell.examine.losses import NO_LOSSES, Losses, count_losses
from firstbell.examine.names import is_known_extension, is_known_note
from firstbell.examine.paths import get_extension, get_top_folder, split_path
from firstbell.examine.validators.registry import find_expected
from firstbell.examine.weights import get_points, make_sign
from firstbell.record.evidence import Evidence, FolderChanges, Shared, Sign
from firstbell.record.versions import State

_LEAST_ALIKE = 3
_MOST_TOLD = 8
_MOST_PLACES = 1000
_MOST_CALM_PLACES = 40


@dataclass(frozen=True, slots=True)
class SnapshotEvidence:
    """All that was seen in a snapshot. `note_texts`: how many texts read like a note."""

    looks: Sequence[Look]
    campaign: Campaign
    notes: Sequence[bytes]
    note_texts: int
    departures: Departures
    canaries: Sequence[CanaryFinding]
    losses: Losses = NO_LOSSES


def weigh(seen: SnapshotEvidence, history: History) -> Evidence:
    """The evidence of one snapshot."""
    damaged = [look for look in seen.looks if look.is_damaged]
    weak = _count_undecided(seen.looks)
    departed = weigh_departures(seen.departures, has_notes=bool(seen.notes))
    signs = [
        *weigh_canaries(seen.canaries),
        *_weigh_damage(damaged, len(seen.looks)),
        *_weigh_undecided(weak),
        *_weigh_campaign(seen.campaign, damaged),
        *_weigh_kept_time(damaged),
        *_weigh_notes(seen),
        *_weigh_names(seen, damaged),
        *departed,
        *weigh_coverage(history),
    ]
    return Evidence(
        signs=tuple(sorted(signs, key=lambda sign: -sign.points)),
        places=_count_places(seen.looks, history.roots),
        shared=_list_shared(damaged),
        facts=(
            *seen.departures.facts.items(),
            ("undecided", sum(weak.values())),
            *seen.losses.facts.items(),
        ),
        is_spread=_is_spread(damaged, seen) or is_mass(departed),
        is_proof=any(one.is_touched for one in seen.canaries),
        told_suffixes=tuple(sorted(history.suffixes)),
        ruled=history.ruled,
        at_ns=history.at_ns,
        losses=count_losses(seen.losses, history=history),
        uncovered=history.uncovered,
    )


def _is_spread(damaged: Sequence[Look], seen: SnapshotEvidence) -> bool:
    """Damage, or deletion with a note, in two folders or of two types."""
    folders = {split_path(look.pair.new.path)[0] for look in damaged}
    types = {get_type(look) for look in damaged}
    if seen.notes:
        folders |= {split_path(old.path)[0] for old in seen.departures.scattered}
    return len(folders) >= 2 or len(types) >= 2


def name_some(names: Sequence[str]) -> str:
    """The first three, and whether there are more."""
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")


def _weigh_damage(damaged: Sequence[Look], changed: int) -> list[Sign]:
    """One sign for each way of being damaged; points for all together, with a ceiling.

    Of many changed files a few may be called damaged by mistake: so many are told, but weigh nothing.
    """
    if not damaged:
        return []
    by_code = Counter(look.judgement.code for look in damaged)
    folders = len({split_path(look.pair.new.path)[0] for look in damaged})
    types = sorted({get_type(look) for look in damaged if look.pair.old is not None})
    counted = max(0, len(damaged) - changed // weights.FILES_A_MISTAKE)
    points = round(min(weights.MOST_DAMAGED_POINTS, weights.DAMAGED_POINTS * counted), 1)
    detail = (
        f"{say_count(len(damaged), 'file')} in {say_count(folders, 'folder')}"
        f" {choose_word(len(damaged), 'is', 'are')} encrypted or emptied"
        + (f" ({name_some(types)})" if types else "")
    )
    signs = [Sign("damage", detail, len(damaged), points)]
    for code, count in by_code.most_common():
        example = next(look for look in damaged if look.judgement.code == code)
        text = f"{say_path(example.pair.new.path)}: {example.judgement.reason}"
        signs.append(Sign(code, text if count == 1 else f"for example {text}", count, 0))
    return signs


def _count_undecided(looks: Sequence[Look]) -> Counter[str]:
    """Files that hold no more without being noise, or are noise without a past; opaque ones say nothing."""
    counts = Counter(look.judgement.code for look in looks if look.judgement.state is State.UNKNOWN)
    del counts["unknown.opaque"]
    return counts


def weigh_coverage(history: History) -> list[Sign]:
    """What the snapshot before covered and this one does not."""
    if not history.uncovered:
        return []
    shown = name_some([say_path(path) for path in history.uncovered])
    count = history.uncovered_files
    detail = f"no longer backed up: {shown}, with {say_count(count, 'file')}; {history.uncovered_why}"
    return [make_sign("coverage.shrank", detail, count)]


def _weigh_undecided(weak: Counter[str]) -> list[Sign]:
    if not weak:
        return []
    count = weak.total()
    points = min(weights.MOST_UNDECIDED_POINTS, count)
    detail = f"{say_count(count, 'file')} may be damaged; the content alone does not prove it"
    return [Sign("undecided", detail, count, points)]


def _weigh_campaign(campaign: Campaign, damaged: Sequence[Look]) -> list[Sign]:
    signs = []
    if campaign.suffixed and campaign.suffixes:
        names = name_some(sorted(say_path(suffix) for suffix in campaign.suffixes))
        detail = f"the same suffix on struck files: {names}"
        is_sure = campaign.suffixed >= _LEAST_ALIKE and damaged
        points = get_points("campaign.suffix") if is_sure else weights.FEW_SUFFIXED_POINTS
        signs.append(Sign("campaign.suffix", detail, campaign.suffixed, points))
    if campaign.growth is not None:
        detail = f"files of several types grew by the same {campaign.growth} bytes"
        signs.append(make_sign("campaign.growth", detail, campaign.grown))
    if campaign.marked:
        marker = max(campaign.markers, key=len)
        detail = f"the same bytes at an end: {marker[:24].hex()}"
        signs.append(make_sign("campaign.marker", detail, campaign.marked))
    return signs


def _weigh_kept_time(damaged: Sequence[Look]) -> list[Sign]:
    kept = sum(
        look.pair.old is not None and look.pair.old.mtime_ns == look.pair.new.mtime_ns != 0
        for look in damaged
    )
    if not kept:
        return []
    points = min(weights.MOST_KEPT_TIME_POINTS, kept)
    return [Sign("damage.kept-time", "content changed, but the time of change did not", kept, points)]


def _weigh_notes(seen: SnapshotEvidence) -> list[Sign]:
    if not seen.notes:
        return []
    folders = len({split_path(path)[0] for path in seen.notes})
    detail = f"the intruder's notes in {say_count(folders, 'folder')}, for example {say_path(seen.notes[0])}"
    # one text that reads like a note may be a lesson about notes
    is_lone = seen.note_texts and folders < 2
    points = weights.ONE_NOTE_POINTS if is_lone else get_points("notes")
    return [Sign("notes", detail, len(seen.notes), points)]


def _weigh_names(seen: SnapshotEvidence, damaged: Sequence[Look]) -> list[Sign]:
    """Names on the list of known ones: they weigh beside damage, or lying in several folders."""
    signs = []
    named = [look.pair.new.path for look in damaged if is_known_extension(get_extension(look.pair.new.path))]
    if named:
        shown = name_some(sorted({say_path(get_extension(path)) for path in named}))
        signs.append(make_sign("names.extension", f"extensions known of intruders: {shown}", len(named)))
    notes = [
        look.pair.new.path
        for look in seen.looks
        if look.pair.old is None and is_known_note(split_path(look.pair.new.path)[1])
    ]
    folders = {split_path(path)[0] for path in notes}
    if notes and (damaged or len(folders) >= 2):
        detail = f"file names known from ransom notes, for example {say_path(notes[0])}"
        signs.append(make_sign("names.note", detail, len(notes)))
    return signs


def _list_shared(damaged: Sequence[Look]) -> tuple[Shared, ...]:
    """Suffixes and growths, also of one file: another snapshot may hold the others."""
    counts: Counter[tuple[str, str]] = Counter()
    types: dict[tuple[str, str], set[str]] = {}
    for look in damaged:
        for key in _tell_shared(look):
            counts[key] += 1
            types.setdefault(key, set()).add(get_type(look))
    return tuple(
        Shared(kind, what, count, tuple(sorted(types[kind, what])[:_MOST_TOLD]))
        for (kind, what), count in counts.most_common(_MOST_TOLD)
    )


def _tell_shared(look: Look) -> list[tuple[str, str]]:
    keys = []
    suffix = find_suffix(look.pair.was, look.pair.new.path)
    if suffix and find_expected(b"x" + suffix) is None:
        keys.append(("suffix", show_path(suffix)))
    growth = look.pair.new.size_bytes - look.pair.old.size_bytes if look.pair.old is not None else 0
    if growth > 0:
        keys.append(("growth", f"of {growth} bytes"))
    return keys


def _count_places(looks: Sequence[Look], roots: Sequence[bytes]) -> tuple[FolderChanges, ...]:
    """The top folders in which something changed, the struck ones first."""
    by_folder: dict[bytes, list[Look]] = {}
    for look in looks:
        by_folder.setdefault(get_top_folder(look.pair.new.path, roots), []).append(look)
    places = [_describe_place(folder, members) for folder, members in by_folder.items()]
    places.sort(key=lambda place: (-place.struck, -place.stood, place.folder))
    struck = sum(place.struck > 0 for place in places)
    return tuple(places[: min(_MOST_PLACES, struck + _MOST_CALM_PLACES)])


def _describe_place(folder: bytes, looks: Sequence[Look]) -> FolderChanges:
    damaged = [look for look in looks if look.is_damaged]
    folders = sorted({split_path(look.pair.new.path)[0] for look in damaged})
    types = sorted({get_type(look) for look in damaged})
    stood = sum(look.judgement.state is State.INTACT for look in looks)
    return FolderChanges(folder, len(damaged), stood, tuple(folders[:_MOST_TOLD]), tuple(types[:_MOST_TOLD]))
