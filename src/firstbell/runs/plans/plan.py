"""The plan of a recovery as a value and as a file. See docs/formats/plan.md."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from firstbell.compose.errors import RecoverError

VERSION = 1
_WRITE = "`firstbell recover plan --output FILE` writes a plan"
_encode = msgspec.json.Encoder(order="deterministic").encode


class PlanError(RecoverError):
    """A file that is no plan."""

    code = "recover.plan"


class NewerPlanError(PlanError):
    """A plan that a newer Firstbell wrote."""

    code = "recover.plan.newer"


class DayCount(msgspec.Struct, frozen=True):
    """Files that are taken from snapshots of one day."""

    day: str
    files: int
    size_bytes: int


class WorkLoss(msgspec.Struct, frozen=True):
    """Work lost in one folder. `hours`: at most so many, on `files`; `lost_files`: have no clean version."""

    folder: str
    files: int
    hours: float
    lost_files: int


class PathReason(msgspec.Struct, frozen=True):
    """A path, and why it is named."""

    path: str
    reason: str


class UncoveredPath(msgspec.Struct, frozen=True):
    """A folder or file of a host that is not backed up any more. `since`: the first backup without it."""

    host: str
    path: str
    since: str


class PlannedStart(msgspec.Struct, frozen=True, kw_only=True):
    """Something that what is restored would start again. `strength`: "shown" hostile, or "pointing" to it.

    `action`: "listed"; "left_out": its file is not restored; "stops": its system is not, until a person keeps
    it; "kept": a person did.
    """

    id: str
    host: str
    place: str
    key: str
    command: str
    path: str
    strength: str
    known_after: str
    known_by: str
    action: str


class LeftOutFile(msgspec.Struct, frozen=True):
    """A file that is not restored since it is hostile. `starts`: ids of what it would start."""

    path: str
    size_bytes: int
    starts: list[str]


class PlannedCheck(msgspec.Struct, frozen=True):
    """How it is seen that a system works."""

    kind: str
    target: str
    limit_s: float = 60.0


class PlanPiece(msgspec.Struct, frozen=True, kw_only=True):
    """What one composed tree gives to a system. `under`: folder below the target, "" for none.

    `is_relative`: its backup was made by a relative path; where it stood is not in its tree.
    """

    repository: str
    place: str
    host: str
    line: list[str]
    base: str
    base_time: str
    snapshot: str
    tree: str
    paths: list[str]
    under: str = ""
    left_out: list[LeftOutFile] = []
    files: int = 0
    size_bytes: int = 0
    is_relative: bool = False


class PlannedSystem(msgspec.Struct, frozen=True, kw_only=True):
    """One system of the plan.

    `missing`: what of it no backup holds; `withheld`: what a backup holds, and nothing of which is restored.
    A sentence each.
    """

    name: str
    tier: int
    owner: str = ""
    depends_on: list[str] = []
    without_h: float = 72.0
    before: list[str] = []
    after: list[str] = []
    checks: list[PlannedCheck] = []
    target: str = ""
    fits: bool | None = None
    free_bytes: int | None = None
    pieces: list[PlanPiece] = []
    missing: list[str] = []
    withheld: list[str] = []
    files: int = 0
    size_bytes: int = 0
    days: list[DayCount] = []
    recovery_point: str = ""
    recovery_point_h: float | None = None
    lost: list[WorkLoss] = []
    lost_h: float = 0.0
    without_clean: list[PathReason] = []
    without_clean_files: int = 0
    set_aside: list[PathReason] = []
    set_aside_files: int = 0
    from_after_boundary: int = 0
    held: list[PathReason] = []
    held_after_boundary: int = 0
    starts: list[PlannedStart] = []
    starts_unread: list[PathReason] = []
    directory: list[str] = []
    estimate_s: float = 0.0

    @property
    def gaps(self) -> list[str]:
        """What of it is not restored by this plan, a sentence each."""
        return [*self.missing, *self.withheld]


class DenyOutline(msgspec.Struct, frozen=True):
    """What a deny list held: how many lines, and SHA-256 of it all."""

    paths: int = 0
    hashes: int = 0
    digest: str = ""


class PlannedCall(msgspec.Struct, frozen=True):
    """Whom to call: a name with its part, and how; `reach` is `unknown` where nobody wrote it down."""

    who: str
    reach: str


class RecoveryPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The whole plan. Systems stand in the order of the waves."""

    version: int
    id: str = ""
    made: str
    district: str = ""
    at: str = ""
    event: str | None = None
    intruder_since: str = ""
    before: str = ""
    boundary: str = ""
    boundary_why: str = ""
    from_after_boundary: int = 0
    held_after_boundary: int = 0
    denied: DenyOutline = DenyOutline()
    windows_names: bool = False
    waves: list[list[str]]
    systems: list[PlannedSystem]
    files: int = 0
    size_bytes: int = 0
    estimate_s: float = 0.0
    first_bell_s: float = 0.0
    first_bell_systems: list[str] = []
    first_bell_without: list[str] = []
    measured: bool = False
    notes: list[str] = []
    calls: list[PlannedCall] = []
    uncovered: list[UncoveredPath] = []
    starts_asked: bool = False

    def find(self, name: str) -> PlannedSystem:
        """The system of this name, which must be one of the plan's."""
        return next(system for system in self.systems if system.name == name)


def seal_plan(plan: RecoveryPlan) -> RecoveryPlan:
    """The plan with its id."""
    digest = hashlib.sha256(_encode(msgspec.structs.replace(plan, id=""))).hexdigest()
    return msgspec.structs.replace(plan, id=digest[:16])


def render_plan(plan: RecoveryPlan) -> bytes:
    """The plan as a file, indented for people."""
    return msgspec.json.format(msgspec.json.encode(plan), indent=2) + b"\n"


def load_plan(path: Path) -> RecoveryPlan:
    """The plan in a file, or in what `recover plan --json` printed.

    Raises: PlanError, NewerPlanError.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise PlanError(f"there is no plan {path}", hint=_WRITE) from None
    except OSError as error:
        raise PlanError(f"{path}: {error.strerror}") from None
    fields = _find_fields(data)
    if not isinstance(fields, dict) or not isinstance(fields.get("version"), int):
        raise PlanError(f"{path} is not a plan", hint=_WRITE)
    if fields["version"] > VERSION:
        raise NewerPlanError(
            f"{path}: version {fields['version']} of a plan; this Firstbell reads version {VERSION}",
            hint="use the Firstbell that wrote it, or a newer one",
        )
    try:
        plan = msgspec.convert(fields, type=RecoveryPlan)
    except msgspec.ValidationError as error:
        raise PlanError(f"{path}: {error}") from None
    _check_names(plan, path)
    return seal_plan(plan)


def _find_fields(data: bytes) -> Any:
    """The object of a plan: the whole, or `plan` of the last line."""
    for text in (data, data.rstrip().rpartition(b"\n")[2]):
        try:
            return _decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
    return None


def _decode(data: bytes) -> Any:
    fields = msgspec.json.decode(data)
    return fields["plan"] if isinstance(fields, dict) and isinstance(fields.get("plan"), dict) else fields


def _check_names(plan: RecoveryPlan, path: Path) -> None:
    ordered = [name for wave in plan.waves for name in wave]
    if ordered != [system.name for system in plan.systems] or len(set(ordered)) != len(ordered):
        raise PlanError(f"{path}: its steps do not list each of its systems exactly once and in order")
