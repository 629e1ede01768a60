"""What should stand at every path of a composed snapshot: a decision over catalog rows, nothing read.

Only paths that the event may have touched are looked at; every other path stays as the newest snapshot
has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise

from firstbell.catalog import VersionRow
from firstbell.compose.afterwards import UNCHANGED, Afterwards
from firstbell.compose.clean import Horizon, Judge, choose_clean, cut_at_end
from firstbell.compose.followers import FOLLOWED, Followers
from firstbell.compose.leavings import Leavings
from firstbell.compose.lineage import Histories
from firstbell.compose.renames import StruckNames
from firstbell.record.versions import Judgement, State

# so many held versions are read to tell whether they read well; lists hold no more
_MOST_JUDGED = 1000
_HOW_IT_READS = {
    State.INTACT: "it reads well",
    State.DAMAGED: "it is damaged",
    State.UNKNOWN: "nobody can tell whether it is whole",
}


@dataclass(frozen=True, slots=True)
class Placement:
    """A version that is put at `target`. `found`: the row it stands for, where its node is read."""

    target: bytes
    found: VersionRow
    is_from_earlier: bool


@dataclass(slots=True)
class Composition:
    """Decisions by path. `left_out`: paths of the newest snapshot that do not stand, with why.

    `without_clean`: paths whose document has no clean version; those that the newest snapshot holds are in
    `left_out` too. `replaced`: paths of the newest snapshot whose document stands again, here or under
    another name. `taken`: paths whose version is from after the boundary, with what speaks for it; `held`:
    paths with a newer version that was not taken and should be looked at, with why: one from after the
    boundary, or one that nobody can judge and that followed on damage. `removed`: paths that went after the
    boundary and stay gone, since a person said so, with why. `others`: of the omitted paths those that are
    no files, such as symlinks. `offered`: of the held paths those whose newest version reads well and stands
    in the newest backup, with the position of the snapshot that brought it.
    """

    placements: dict[bytes, Placement] = field(default_factory=dict)
    left_out: dict[bytes, str] = field(default_factory=dict)
    without_clean: dict[bytes, str] = field(default_factory=dict)
    replaced: set[bytes] = field(default_factory=set)
    taken: dict[bytes, str] = field(default_factory=dict)
    held: dict[bytes, str] = field(default_factory=dict)
    removed: dict[bytes, str] = field(default_factory=dict)
    others: set[bytes] = field(default_factory=set)
    offered: dict[bytes, int] = field(default_factory=dict)

    @property
    def files_omitted(self) -> int:
        """How many files of the newest snapshot are taken out."""
        return len(self.omitted - self.others)

    @property
    def omitted(self) -> set[bytes]:
        """Paths of the newest snapshot whose node is taken out (another may be put in its place)."""
        return self.left_out.keys() | self.replaced


def _say_nothing(_row: VersionRow) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a decision needs. `notes`: paths of the intruder's notes.

    `note_contents`: blob ids of each note, joined. A note may stand where a file of people stood; then its
    content tells it, which other notes have, too. `after`: who speaks for versions from after the boundary;
    None where there is no boundary. `leavings`: tells what else the intruder left. `calm`: positions of
    struck snapshots in which no more went than people delete. `release`: what a person said of a version, ""
    where nobody did.
    """

    histories: Histories
    horizon: Horizon
    names: StruckNames
    notes: frozenset[bytes]
    note_contents: frozenset[bytes]
    judge: Judge
    after: Afterwards | None = None
    leavings: Leavings | None = None
    calm: frozenset[int] = frozenset()
    release: Callable[[VersionRow], str] = _say_nothing

    def list_vouched(self, rows: Sequence[VersionRow]) -> list[VersionRow]:
        """Those of them that are from after the boundary, with something that speaks for their content."""
        if self.after is None:
            return []
        after = self.after
        return [row for row in rows if after.boundary.is_after(row) and after.tell_content(row)]

    def object_to(self, row: VersionRow) -> str:
        """Why a version cannot be taken though it reads well, "" where it can."""
        if self.after is not None and self.after.boundary.is_after(row):
            return self.after.object_to_content(row)
        if self.leavings is None or row.state in (State.DAMAGED, State.UNKNOWN):
            return ""
        is_new = row.was is None and self.histories.find(row.path)[:1] == (row,)
        return self.leavings.tell(row, is_new=is_new)


class Composer:
    """Decides path after path. `newest`: position of the newest snapshot that counts.

    `base`: of the one that is composed from; None: that one. What is newer is of later lines.
    """

    def __init__(self, scene: Scene, newest: int, *, base: int | None = None) -> None:
        self._scene = scene
        self._newest = newest
        self._base = newest if base is None else base
        self._standing: set[bytes] = set()
        self._asked: dict[tuple[bytes, int], Judgement] = {}
        self._composition = Composition()
        self._followers = Followers(
            histories=scene.histories,
            horizon=scene.horizon,
            judge=self._judge,
            is_struck=self._is_of_event,
            is_taken=self._is_taken,
            release=scene.release,
        )

    def compose(self) -> Composition:
        """Every decision."""
        spoiled: list[VersionRow] = []
        lost: list[VersionRow] = []
        for path in self._scene.histories:
            *older, last = self._scene.histories.find(path)
            lost += self._list_ousted(older, last)
            if last.is_held_at(self._newest):
                if self._stays(last):
                    self._let_stand(last)
                else:
                    spoiled.append(last)
            elif self._comes_back(last):
                lost.append(last)
        for row in (*spoiled, *lost):
            self._restore(row)
        self._tell_unjudged((*spoiled, *lost))
        self._tell_boundary()
        return self._composition

    def _list_ousted(self, older: Sequence[VersionRow], last: VersionRow) -> list[VersionRow]:
        """Documents that went with the event, and whose name another document was given after that."""
        return [
            row
            for row, newer in pairwise([*older, last])
            if newer.was is not None
            and row.gone is not None
            and self._scene.horizon.clean_position < row.gone <= newer.first
            and self._comes_back(row)
        ]

    def _let_stand(self, row: VersionRow) -> None:
        """Leave a path as it is; what is of a later line is put there."""
        self._standing.add(row.path)
        if row.first > self._base:
            self._composition.placements[row.path] = Placement(row.path, row, is_from_earlier=True)

    def _tell_unjudged(self, rows: Iterable[VersionRow]) -> None:
        """List the newer contents that nobody can judge and for which the clean version stands."""
        composition = self._composition
        for row in rows:
            if row.path not in composition.left_out and self._is_unjudged(row):
                composition.held[row.path] = FOLLOWED

    def _tell_boundary(self) -> None:
        """List what is taken from after the boundary, and what is held back."""
        after = self._scene.after
        if after is None:
            return
        placed = {target: placement.found for target, placement in self._composition.placements.items()}
        for path in self._scene.histories:
            rows = [row for row in self._scene.histories.find(path) if after.boundary.is_after(row)]
            stands = rows[-1] if path in self._standing and rows else None
            if stands is not None:
                placed.setdefault(path, stands)
            if rows and after.object_to(rows[-1]):
                self._hold(rows[-1], after.object_to(rows[-1]))
        for target, row in placed.items():
            if after.boundary.is_after(row) and after.tell_content(row):
                self._composition.taken[target] = after.tell_content(row)

    def _hold(self, row: VersionRow, why: str) -> None:
        """List a version that is not taken, with how it reads; where it reads well, a person may take it."""
        composition = self._composition
        is_asked = row.kind == "file" and len(composition.held) < _MOST_JUDGED
        if not row.is_held_at(self._newest):
            how = "the newest backup does not hold it"
        elif self._is_note(row):
            how = "it is a note of the intruder"
        elif row.judgement is None and not is_asked:
            how = ""
        else:
            state = self._judge(row).state if row.kind == "file" else State.UNKNOWN
            how = _HOW_IT_READS[state]
            if state is State.INTACT:
                composition.offered[row.path] = row.first
        composition.held[row.path] = f"{why}; {how}" if how else why

    def _stays(self, row: VersionRow) -> bool:
        return not (self._is_spoiled(row) or self._is_note(row))

    def _is_note(self, row: VersionRow) -> bool:
        if self._scene.horizon.is_before(row):
            return False
        return row.path in self._scene.notes or row.content in self._scene.note_contents

    def _is_spoiled(self, row: VersionRow) -> bool:
        """Struck, or not told to be intact since it took the place of what was struck."""
        return self._is_struck(row) or self._follows_damage(row)

    def _is_unjudged(self, row: VersionRow) -> bool:
        """Whether nothing but what stood before it speaks against it."""
        return not self._is_struck(row) and not self._is_note(row) and self._follows_damage(row)

    def _is_struck(self, row: VersionRow) -> bool:
        """Damaged, renamed by the intruder, or not told to be intact since it came in a struck snapshot.

        Of what is from after the boundary: whether nothing speaks for it.
        """
        if self._scene.after is not None and self._scene.after.boundary.is_after(row):
            why = self._scene.after.tell(row)
            return not why or (row.state is State.DAMAGED and why == UNCHANGED)
        if row.kind != "file":
            return False
        if self._scene.object_to(row):
            return True
        names = self._scene.names
        if row.state is State.DAMAGED or names.is_struck_rename(row) or names.is_marked(row):
            return True
        if row.state is State.INTACT or not self._scene.horizon.is_struck(row) or self._was_before(row):
            return False
        return self._judge(row).state is not State.INTACT

    def _follows_damage(self, row: VersionRow) -> bool:
        after = self._scene.after
        return not (after is not None and after.boundary.is_after(row)) and self._followers.follows(row)

    def _is_of_event(self, row: VersionRow) -> bool:
        return self._is_note(row) or self._is_struck(row)

    def _judge(self, row: VersionRow) -> Judgement:
        if row.judgement is not None:
            return row.judgement
        key = (row.path, row.first)
        if key not in self._asked:
            self._asked[key] = self._scene.judge(row)
        return self._asked[key]

    def _was_before(self, row: VersionRow) -> bool:
        older = self._scene.histories.walk_back(row)
        return any(self._scene.horizon.is_before(one) and one.content == row.content for one in older)

    def _comes_back(self, last: VersionRow) -> bool:
        """Whether a path that the newest snapshot lacks should stand again."""
        if self._is_note(last):
            return False
        if self._is_spoiled(last):
            return True
        if not self._is_taken(last):
            return False
        heir = self._scene.names.find_heir(last)
        why = self._scene.after.tell_removal(last) if self._scene.after is not None and heir is None else ""
        if why:
            self._composition.removed[last.path] = why
        return not why

    def _is_taken(self, row: VersionRow) -> bool:
        """Whether it went with the event, and not under a new name that people gave it."""
        if row.gone not in self._scene.horizon.struck or row.gone in self._scene.calm:
            return False
        heir = self._scene.names.find_heir(row)
        return heir is None or self._is_spoiled(heir)

    def _restore(self, row: VersionRow) -> None:
        is_held = row.is_held_at(self._newest)
        is_note = self._is_note(row)
        lineage = list(self._scene.histories.walk_back(row))
        is_own = is_note or self._scene.names.is_marked(row)
        # before what is refused goes: it tells that a document under this name had ended, and is another one
        own = cut_at_end(lineage, self._scene.horizon)[is_own:]
        older = [one for one in dropwhile(self._follows_damage, own) if not self._scene.object_to(one)]
        vouched = self._scene.list_vouched(older)
        version = choose_clean(older, self._scene.horizon, self._scene.judge, vouched=vouched).version
        if row.kind != "file":
            self._composition.others.add(row.path)
        if version is None:
            self._leave_out(row, is_note=is_note)
            return
        target = self._name_before(lineage)
        if is_held:
            self._composition.replaced.add(row.path)
        if target in self._standing:
            return
        known = self._composition.placements.get(target)
        if known is None or known.found.first < version.first:
            is_from_earlier = not version.is_held_at(self._newest)
            if self._composition.left_out.pop(target, None) is not None:
                self._composition.without_clean.pop(target, None)
                self._composition.replaced.add(target)
            self._composition.placements[target] = Placement(target, version, is_from_earlier)

    def _leave_out(self, row: VersionRow, *, is_note: bool) -> None:
        """List a path for which no version can be taken."""
        is_held = row.is_held_at(self._newest)
        objection = "" if row.state is State.DAMAGED else self._scene.object_to(row)
        unjudged = FOLLOWED if self._is_unjudged(row) else ""
        why = "a note of the intruder" if is_note else objection or unjudged or _explain(row)
        if is_held:
            self._composition.left_out[row.path] = why
        is_lost = row.state is State.DAMAGED or (is_held and not objection)
        if not is_note and is_lost:
            self._composition.without_clean[row.path] = why

    def _name_before(self, lineage: list[VersionRow]) -> bytes:
        """The name the document had before the intruder gave it another."""
        for row in lineage:
            if not self._is_spoiled(row) and not self._is_note(row):
                return row.path
        return lineage[-1].was or lineage[-1].path


def _explain(row: VersionRow) -> str:
    if row.state is State.INTACT:
        return "its name bears the ending of the damaged files, and nothing tells what it was"
    if row.state is State.DAMAGED:
        return "damaged, and no snapshot holds a clean version"
    return "cannot be told, and it first appeared in a struck snapshot"
