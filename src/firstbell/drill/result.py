"""What a drill found, as a value that the screen, the JSON line and the page are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firstbell.base.pathtext import show_path
from firstbell.drill.affected import Affected
from firstbell.drill.announcement import Announcement
from firstbell.drill.casebook import CaseResult
from firstbell.drill.strike import StruckFile
from firstbell.drill.truth import TruthComparison
from firstbell.pages.treemap import FolderBox

ELSEWHERE = "(here)"
DISTRICT_NAME = "the sample district"


@dataclass(frozen=True, slots=True)
class Day:
    """One backup of the story. `did`: what people or the intruder did before it, in a sentence."""

    name: str
    at_ns: int
    did: str
    files: int
    verdict: str


@dataclass(frozen=True, slots=True)
class DrillResult:
    """A whole drill. `lost`: files made and struck between two backups, of which no clean version exists.

    `files`: how many files and links a person would want back. `damaged`: how many the examination found.
    `seconds`: by stage, in order. `listed`: how many of `lost` Firstbell itself named as having none.
    `case`: what the case of the event came to, `affected`: whose data was touched, `announcement`: what is
    told of it; None where no event was seen.
    """

    source: str
    seed: int
    files: int
    size_bytes: int
    days: tuple[Day, ...]
    folders: tuple[FolderBox, ...]
    families: Mapping[str, int]
    struck: int
    deleted: int
    notes: int
    verdict: str
    reasons: tuple[str, ...]
    damaged: int
    lost: tuple[bytes, ...]
    listed: int
    comparison: TruthComparison
    seconds: Mapping[str, float]
    case: CaseResult | None = None
    affected: Affected | None = None
    announcement: Announcement | None = None

    @property
    def is_perfect(self) -> bool:
        """Whether the event was seen and put on record, and every file came back identical, and no other."""
        is_on_record = self.case is not None and self.case.holds
        return self.verdict == "event" and self.comparison.is_perfect and is_on_record

    @property
    def is_sample(self) -> bool:
        """Whether the people in it are invented."""
        return self.source == DISTRICT_NAME

    @property
    def list_s(self) -> float:
        """Seconds from the start of the examination to the list of people, were nothing else done."""
        return sum(self.seconds.get(stage, 0.0) for stage in ("examine", "people"))

    @property
    def first_bell_s(self) -> float:
        """Seconds from the start of the examination to the last verified file."""
        return sum(self.seconds.get(stage, 0.0) for stage in ("examine", "compose", "restore"))


def sum_damage(files: Iterable[bytes], hit: Iterable[bytes]) -> tuple[FolderBox, ...]:
    """Damage by folder, two levels deep, from the paths of all files and of those struck or deleted."""
    totals, struck = Counter(map(_split_folder, files)), Counter(map(_split_folder, hit))
    return tuple(
        FolderBox(group, name, totals[group, name], min(struck[group, name], totals[group, name]))
        for group, name in sorted(totals)
    )


def count_families(struck: Iterable[StruckFile]) -> dict[str, int]:
    """How many files each behaviour struck, most first."""
    return dict(Counter(one.family for one in struck).most_common())


def _split_folder(path: bytes) -> tuple[str, str]:
    parts = [show_path(part) for part in path.split(b"/")[:-1]]
    return (parts[0] if parts else ELSEWHERE, parts[1] if len(parts) > 1 else ELSEWHERE)
