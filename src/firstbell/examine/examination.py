"""The examination of one snapshot's changes: the way into this room.

Pairs first (no content read), then a look at each changed file, then what they have in common, the
notes, and the verdict. Pure over record types and a ContentReader; only changed files are read, each
new content once and an old one only where the new content does not settle it alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

from firstbell.base.progress import Progress, Silent
from firstbell.examine.archived import find_archived
from firstbell.examine.campaign import Campaign, accept_ruled, apply_campaign, find_campaign, judge_move
from firstbell.examine.canaries import find_canaries
from firstbell.examine.departures import Departures, reject_sealed
from firstbell.examine.first import examine_first
from firstbell.examine.hints import find_hints
from firstbell.examine.history import History
from firstbell.examine.host_evidence import HostEvidence
from firstbell.examine.intruder import find_notes, reject_overwritten
from firstbell.examine.likeness import find_converted, find_rewritten
from firstbell.examine.look import Look, look_at_pairs, look_at_version
from firstbell.examine.losses import (
    Losses,
    drop_ordinary,
    find_losses,
    find_rolled_back,
    settle_returned,
    settle_standing,
)
from firstbell.examine.pairs import Pairing, pair_changes
from firstbell.examine.paths import split_path
from firstbell.examine.rotations import find_rotated
from firstbell.examine.signs import SnapshotEvidence, weigh
from firstbell.examine.sweep import apply_sweep
from firstbell.examine.verdict import BENIGN, decide
from firstbell.record.examination import ContentReader, Examination, Finding
from firstbell.record.versions import Change, FileVersion, Judgement

__all__ = ["History", "examine_changes", "judge_version", "remember"]


def examine_changes(
    changes: Sequence[Change],
    reader: ContentReader,
    *,
    history: History,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Examination:
    """States of all new and changed files of a snapshot, and the verdict on it.

    `changes` holds files, and may hold folders (kind "dir"): a removed folder tells that files in it were
    dropped as a whole. Changes of metadata alone are passed over. A file renamed with its content
    unchanged has a finding too, which is not read again. On the first snapshot of a host (`is_first`)
    only names and a sample are looked at, and only undecided files have findings.
    The judging runs in `executor` where one is given (processes help, threads do not), else inline.
    """
    listener = progress or Silent()
    pairing = pair_changes(changes)
    if history.is_first:
        canaries = find_canaries(changes, history.canaries)
        return examine_first(pairing.pairs, reader, canaries=canaries, history=history)
    listener.start(
        "examine",
        total_files=len(pairing.pairs),
        total_bytes=sum(pair.new.size_bytes for pair in pairing.pairs),
    )
    looks = list(look_at_pairs(pairing.pairs, reader, executor=executor, progress=listener))
    listener.finish()
    looks = apply_campaign(looks, find_campaign(looks, pairing.moves, history=history))
    return _conclude(pairing, apply_sweep(looks, reader), reader=reader, changes=changes, history=history)


def _conclude(
    pairing: Pairing,
    looks: Sequence[Look],
    *,
    reader: ContentReader,
    changes: Sequence[Change],
    history: History,
) -> Examination:
    """What the looks at single files amount to together."""
    notes = find_notes(looks)
    looks = reject_overwritten(looks, notes)
    departures = _find_departures(pairing, looks, changes=changes, history=history)
    looks = reject_sealed(looks, departures)
    if history.ruled == BENIGN:
        looks = accept_ruled(looks)
    campaign = find_campaign(looks, pairing.moves, history=history)
    note_texts = sum(look.reads_as_note for look in looks)
    canaries = find_canaries(changes, history.canaries)
    losses = _find_losses(pairing, looks, departures=departures, reader=reader, history=history)
    evidence = weigh(
        SnapshotEvidence(looks, campaign, notes, note_texts, departures, canaries, losses), history
    )
    decision = decide(evidence, history.past)
    findings = _tell_findings(pairing, looks, campaign=campaign)
    return Examination(
        verdict=decision.verdict,
        reasons=decision.reasons,
        files_changed=len(looks) + len(pairing.moves) + len(departures.deleted),
        findings=findings,
        notes=tuple(notes),
        deleted=tuple(sorted(old.path for old in departures.deleted)),
        renamed=_tell_renamed(pairing, looks),
        hints=find_hints(campaign, notes, [look.pair.new.path for look in looks if look.is_damaged]),
        evidence=evidence,
    )


def _find_departures(
    pairing: Pairing, looks: Sequence[Look], *, changes: Sequence[Change], history: History
) -> Departures:
    folders = [
        change.old.path
        for change in changes
        if change.old is not None and change.new is None and change.old.kind == "dir"
    ]
    deleted = _find_deleted(pairing, looks)
    return Departures(
        looks=looks,
        deleted=deleted,
        scattered=_list_scattered(deleted, folders),
        moves=pairing.moves,
        left_over=history.left_over,
        files_held=history.files_held,
        roots=history.roots,
    )


def _find_losses(
    pairing: Pairing,
    looks: Sequence[Look],
    *,
    departures: Departures,
    reader: ContentReader,
    history: History,
) -> Losses:
    """What was lost, less what an archive, another format or an earlier backup holds."""
    losses = find_losses(pairing, looks, departures=departures)
    rewritten = find_rewritten(looks, reader, roots=history.roots)
    rotated = find_rotated(rewritten, looks, pairing.moves, reader=reader)
    losses = losses.plus({path: way for path, way in rewritten.items() if path not in rotated})
    if losses.lost:
        kept = find_archived(departures.deleted, departures.find_archives(), reader)
        losses = losses.less(kept | find_converted(departures.deleted, looks, reader))
    losses = settle_standing(losses, departures.deleted, history=history)
    losses = settle_returned(losses, pairing, looks, history=history)
    return drop_ordinary(losses.plus(find_rolled_back(losses, looks, history=history)), history=history)


def _tell_findings(pairing: Pairing, looks: Sequence[Look], *, campaign: Campaign) -> tuple[Finding, ...]:
    findings = [
        Finding(look.pair.new.path, look.pair.was, look.judgement, look.old_judgement) for look in looks
    ]
    findings += [
        Finding(new.path, old.path, judge_move(old, new, campaign=campaign)) for old, new in pairing.moves
    ]
    return tuple(sorted(findings, key=lambda finding: finding.path))


def _tell_renamed(pairing: Pairing, looks: Sequence[Look]) -> tuple[tuple[bytes, bytes], ...]:
    renamed = [(old.path, new.path) for old, new in pairing.moves]
    renamed += [(look.pair.was, look.pair.new.path) for look in looks if look.pair.was is not None]
    return tuple(sorted(renamed))


def _find_deleted(pairing: Pairing, looks: Sequence[Look]) -> list[FileVersion]:
    """What is gone, and the old sides of guessed pairs that were dropped again."""
    kept = {look.pair.old.path for look in looks if look.pair.old is not None}
    dropped = [pair.old for pair in pairing.pairs if pair.old is not None and pair.old.path not in kept]
    return [*pairing.removed, *dropped]


def _list_scattered(deleted: Sequence[FileVersion], folders: Sequence[bytes]) -> list[FileVersion]:
    """Deleted files whose folder did not go with them."""
    gone = {folder.rstrip(b"/") + b"/" for folder in folders}
    return [old for old in deleted if split_path(old.path)[0] not in gone]


def remember(history: History, examination: Examination) -> HostEvidence:
    """What is in mind after an examination, for the history of the next one."""
    if examination.evidence is None:
        return history.standing
    return decide(examination.evidence, history.past).standing


def judge_version(version: FileVersion, reader: ContentReader) -> Judgement:
    """State of one version by itself, with no older one: for versions of the baseline, on demand.

    Raises: what the reader raises where the content cannot be read.
    """
    return look_at_version(version, reader)
