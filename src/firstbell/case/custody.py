"""Evidence in custody: taken, checked, handed over - each an entry with who, when, why, and the hashes.

A version in a repository is taken by reference (its snapshot is pinned on the desk's ledger) or by value; a
file from outside always by value. What is taken by value lies in `evidence/`, named by its SHA-256.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from firstbell.case.bodies import EvidenceChecked, EvidenceHanded, EvidenceTaken
from firstbell.case.case import Case
from firstbell.case.entries import find_entry
from firstbell.case.errors import CaseError, CaseStateError
from firstbell.case.kept_files import keep, keep_known, write_target
from firstbell.investigate.acquisition import (
    EvidenceSource,
    check_file,
    check_version,
    copy_version,
    refer_to_version,
    take_file,
)
from firstbell.investigate.evidence import (
    Condition,
    Evidence,
    EvidenceBodyError,
    EvidenceCheck,
    VersionEvidence,
    describe_evidence,
    parse_evidence,
)
from firstbell.ledger import Entry
from firstbell.ledger.errors import PersonalValueError
from firstbell.ledger.personal import refuse_personal
from firstbell.ledger.pins import LedgerPins
from firstbell.record.pins import PinnedSnapshot
from firstbell.repository import Snapshot


@dataclass(frozen=True, slots=True)
class VersionLocation:
    """Where a version comes from. `repository`: its hex id. `pins`: those of the desk's ledger of it."""

    source: EvidenceSource
    repository: str
    pins: LedgerPins


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A piece of evidence as the record has it.

    `entry`: of its taking. `repository`: hex id, "" for a file from outside. `pin`: id on the desk's ledger,
    "" where there is none. `is_kept`: whether its bytes lie in the case. `custody`: entries about it since.
    """

    entry: Entry
    evidence: Evidence
    repository: str
    pin: str
    is_kept: bool
    why: str = ""
    custody: tuple[Entry, ...] = ()

    @property
    def hex_id(self) -> str:
        """Its id."""
        return self.entry.hex_id


@dataclass(frozen=True, slots=True)
class Taking:
    """How a version is taken. `why`: a sentence. `by_value`: its bytes are kept, too. `state`: as judged."""

    why: str = ""
    by_value: bool = False
    state: str = ""


def take_version(
    case: Case, place: VersionLocation, snapshot: Snapshot, *, path: bytes, taking: Taking
) -> Exhibit:
    """Take a version as evidence.

    The snapshot is pinned first: what is kept too long does no harm. Raises: PersonalValueError;
    EvidenceNotFoundError, EvidenceChangedError; StoreError; what appending raises.
    """
    _refuse_personal(path.decode("utf-8", "replace"), taking.why)
    case.main.require_right(EvidenceTaken.KIND)
    evidence = refer_to_version(place.source, snapshot, path, state=taking.state)
    pin = _pin(place, snapshot, taking.why or f"evidence in case {case.id}")
    if taking.by_value:
        keep_known(case.folder.evidence, evidence, lambda out: copy_version(place.source, evidence, out))
    return _put(
        case,
        EvidenceTaken(
            evidence=describe_evidence(evidence),
            repository=place.repository,
            pin=pin,
            kept=taking.by_value,
            why=taking.why,
        ),
    )


def _pin(place: VersionLocation, snapshot: Snapshot, why: str) -> str:
    """The id of a pin that holds the snapshot: one that does already, or a new one."""
    for pin in place.pins.list_pins():
        if any(pinned.hex_id == snapshot.hex_id for pinned in pin.snapshots):
            return pin.hex_id
    pinned = PinnedSnapshot(
        hex_id=snapshot.hex_id,
        first_hex_id=snapshot.original or snapshot.hex_id,
        tree=snapshot.tree,
        time=snapshot.time,
        host=snapshot.hostname,
    )
    return place.pins.add([pinned], why).hex_id


def take_outside_file(case: Case, path: Path, *, why: str = "") -> Exhibit:
    """Take a file of this machine as evidence, by value.

    Raises: PersonalValueError; EvidenceUnreadableError, EvidenceChangedError; CaseError; what appending
    raises.
    """
    _refuse_personal(str(path), why)
    case.main.require_right(EvidenceTaken.KIND)
    evidence = keep(case.folder.evidence, lambda out: take_file(path, out))
    return _put(case, EvidenceTaken(evidence=describe_evidence(evidence), kept=True, why=why))


def _refuse_personal(path: str, why: str) -> None:
    refuse_personal("--why", why)
    try:
        refuse_personal("the path", path)
    except PersonalValueError as error:
        error.hint = "copy it to a name without the number, and take the copy as evidence"
        raise


def _put(case: Case, body: EvidenceTaken) -> Exhibit:
    return _make_exhibit(body.append_to(case.main), body)


def _make_exhibit(entry: Entry, body: EvidenceTaken) -> Exhibit:
    evidence = parse_evidence(body.evidence)
    return Exhibit(entry, evidence, body.repository or "", body.pin or "", body.kept, body.why)


def list_exhibits(entries: Iterable[Entry]) -> list[Exhibit]:
    """The evidence of a case, in the order in which it was taken, each with what became of it."""
    exhibits: dict[str, Exhibit] = {}
    custody: dict[str, list[Entry]] = {}
    for entry in entries:
        if taken := EvidenceTaken.find(entry):
            with suppress(EvidenceBodyError):  # not put down by this program
                exhibits[entry.hex_id] = _make_exhibit(entry, taken)
        elif later := EvidenceChecked.find(entry) or EvidenceHanded.find(entry):
            custody.setdefault(later.evidence, []).append(entry)
    return [replace(one, custody=tuple(custody.get(hex_id, ()))) for hex_id, one in exhibits.items()]


def find_exhibit(entries: Sequence[Entry], prefix: str) -> Exhibit:
    """The evidence whose id begins so. Raises: EntryNotFoundError."""
    exhibits = list_exhibits(entries)
    entry = find_entry([exhibit.entry for exhibit in exhibits], prefix, "evidence")
    return next(exhibit for exhibit in exhibits if exhibit.hex_id == entry.hex_id)


def check_exhibit(case: Case, exhibit: Exhibit, source: EvidenceSource | None) -> EvidenceCheck | None:
    """Whether it is what was taken; None where only a repository could tell, and none is there.

    Raises: what reading the repository raises.
    """
    if exhibit.is_kept:
        return check_file(case.folder.evidence / exhibit.evidence.sha256, exhibit.evidence)
    if source is None or not isinstance(exhibit.evidence, VersionEvidence):
        return None
    return check_version(source, exhibit.evidence)


def note_checks(case: Case, checks: Sequence[tuple[Exhibit, EvidenceCheck]]) -> list[Entry]:
    """Put down what checking found, in one batch. Raises: what appending raises."""
    return case.main.append_many(
        [
            EvidenceChecked(
                evidence=exhibit.hex_id,
                condition=check.condition.value,
                sha256=check.sha256,
                why=check.why,
            ).draft([exhibit.hex_id])
            for exhibit, check in checks
        ]
    )


def refuse_hand_over(case: Case, exhibit: Exhibit, check: EvidenceCheck, *, to: str, why: str) -> None:
    """Say why evidence cannot be handed over, if it cannot: before a copy of it leaves the case.

    Raises: CaseStateError when it is not what was taken any more; CaseError where nobody is named;
    PersonalValueError; what appending raises.
    """
    if check.condition is not Condition.SAME:
        raise CaseStateError(
            f"evidence {exhibit.hex_id[:8]} is {check.condition.value}: {check.why}",
            hint="`firstbell case evidence check` puts that on the record",
        )
    if not to.strip():
        raise CaseError("--to does not name anybody")
    refuse_personal("evidence hand-over", [to, why])
    case.main.require_right(EvidenceHanded.KIND)


def hand_over(case: Case, exhibit: Exhibit, checks: Sequence[EvidenceCheck], *, to: str, why: str) -> Entry:
    """Put down that evidence went to somebody. `checks`: before, and after.

    Raises: as `refuse_hand_over`.
    """
    for check in checks:
        refuse_hand_over(case, exhibit, check, to=to, why=why)
    body = EvidenceHanded(
        evidence=exhibit.hex_id,
        to=to,
        why=why,
        sha256_before=checks[0].sha256,
        sha256_after=checks[-1].sha256,
    )
    return body.append_to(case.main, [exhibit.hex_id])


def copy_out(case: Case, exhibit: Exhibit, *, source: EvidenceSource | None, target: Path) -> None:
    """Copy evidence to a new file, from where it is kept, else from the repository.

    Raises: CaseError when the target is there already or cannot be written; what reading it raises.
    """
    evidence = exhibit.evidence

    def fill(out: BinaryIO) -> None:
        if exhibit.is_kept:
            with (case.folder.evidence / evidence.sha256).open("rb") as kept:
                shutil.copyfileobj(kept, out)
        elif source is not None and isinstance(evidence, VersionEvidence):
            copy_version(source, evidence, out)

    write_target(target, fill)
