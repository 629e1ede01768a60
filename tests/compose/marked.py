"""An examiner for tests: content says what it is by how it begins, names pair by an ending.

`STRUCK...` is damaged, `OPAQUE...` unknown, `VAGUE...` intact only since it is no noise, `NOTE...` an
intruder's note, `ODD...` intact but suspect, everything else intact. A damaged file `x.docx.lock` was
`x.docx`; a new path with the content of one that went was that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from firstbell.catalog import Catalog, Place, open_catalog
from firstbell.compose.boundaries import SILENCE, Words
from firstbell.compose.compose import ComposedTree, compose_tree
from firstbell.compose.contents import RepositoryContents
from firstbell.compose.examination import ExaminationContext, examine_pending
from firstbell.compose.hosts import HostSelection, choose_line
from firstbell.examine.history import History
from firstbell.record.examination import ContentReader, Examination, Finding, Reason, Verdict
from firstbell.record.readers import BlobReader
from firstbell.record.versions import Change, FileVersion, Judgement, State
from firstbell.repository import Repository, walk_tree

INTACT = Judgement(State.INTACT, "test.intact", "parses")
DAMAGED = Judgement(State.DAMAGED, "test.damaged", "parsed before, looks random now")
UNKNOWN = Judgement(State.UNKNOWN, "test.unknown", "no type known")
VAGUE = Judgement(State.INTACT, "intact.structured", "no known type before and after, structured")


@dataclass
class MarkedExaminer:
    """`examined`: how many changes each call was given. `judged`: paths asked on demand.

    Without `pairs` it knows no renames; without `tells_intact` it has findings only for what is not intact.
    """

    pairs: bool = True
    tells_intact: bool = True
    examined: list[int] = field(default_factory=list)
    judged: list[bytes] = field(default_factory=list)
    histories: list[History] = field(default_factory=list)

    def judge(self, version: FileVersion, reader: ContentReader) -> Judgement:
        self.judged.append(version.path)
        return read_mark(version, reader)

    def examine(self, changes: Sequence[Change], reader: ContentReader, history: History) -> Examination:
        changes = [change for change in changes if not (change.old and change.old.kind == "dir")]
        self.examined.append(len(changes))
        self.histories.append(history)
        if history.is_first:
            return Examination(Verdict.CLEAN, (), len(changes))
        added = [change.new for change in changes if change.new]
        gone = {change.old.path: change.old for change in changes if change.old and not change.new}
        old_paths = {change.old.path for change in changes if change.old}
        # as a real one: what has a version of its own before has no other name before
        pairs = {
            new.path: was
            for new in added
            if self.pairs and new.path not in old_paths and (was := find_old_name(new, gone)) is not None
        }
        findings = [Finding(new.path, pairs.get(new.path), read_mark(new, reader)) for new in added]
        if not self.tells_intact:
            findings = [finding for finding in findings if finding.judgement != INTACT]
        heads = {new.path: reader.read(new, 8) for new in added}
        noted = sorted(path for path, head in heads.items() if head.startswith(b"NOTE"))
        # as a real one may: among notes in new files, it misses one that took an old file's place
        notes = tuple([path for path in noted if path not in old_paths] or noted)
        damaged = sum(finding.judgement.state is State.DAMAGED for finding in findings)
        verdict = Verdict.EVENT if damaged or notes else Verdict.CLEAN
        if verdict is Verdict.CLEAN and any(head.startswith(b"ODD") for head in heads.values()):
            verdict = Verdict.SUSPECT
        return Examination(
            verdict=verdict,
            reasons=(Reason("test.damaged", "files look random now", damaged),) if damaged else (),
            files_changed=len(changes) - len(pairs),
            findings=tuple(sorted(findings, key=lambda finding: finding.path)),
            notes=notes,
            deleted=tuple(sorted(gone.keys() - pairs.values())),
            renamed=tuple(sorted((was, path) for path, was in pairs.items())),
        )


def read_mark(version: FileVersion, reader: ContentReader) -> Judgement:
    head = reader.read(version, 8)
    if head.startswith(b"STRUCK"):
        return DAMAGED
    if head.startswith(b"VAGUE"):
        return VAGUE
    return UNKNOWN if head.startswith(b"OPAQUE") else INTACT


def find_old_name(new: FileVersion, gone: dict[bytes, FileVersion]) -> bytes | None:
    stem = new.path.rpartition(b".")[0]
    if stem in gone:
        return stem
    same = sorted(path for path, old in gone.items() if old.content == new.content and old.content)
    return same[0] if same else None


def make_bench(
    repository: Repository,
    folder: Path,
    examiner: MarkedExaminer | None = None,
    *,
    losing: BlobReader | None = None,
    place: Place = None,
) -> ExaminationContext:
    catalog = open_catalog(place or folder / "catalog.sqlite", repository.hex_id)
    return ExaminationContext(catalog, RepositoryContents(losing or repository), examiner or MarkedExaminer())


def bring_up(bench: ExaminationContext, repository: Repository) -> Catalog:
    bench.catalog.bring_up_to_date(repository)
    examine_pending(bench)
    return bench.catalog


def compose(
    repository: Repository,
    folder: Path,
    selection: HostSelection | None = None,
    *,
    examiner: MarkedExaminer | None = None,
    words: Words = SILENCE,
) -> ComposedTree:
    bench = make_bench(repository, folder, examiner)
    catalog = bring_up(bench, repository)
    line = choose_line(catalog, selection or HostSelection(), words=words)
    return compose_tree(repository, line, bench)


def read_tree(composed: ComposedTree, repository: Repository) -> dict[str, bytes]:
    """Every file of the composed tree and its content; a folder ends in `/`, a symlink gives its target."""
    found = {}
    for path, node in walk_tree(composed.overlay, composed.tree_id):
        name = path.decode(errors="surrogateescape")
        if node.type == "dir":
            found[name + "/"] = b""
        elif node.type == "symlink":
            found[name] = node.link_target
        else:
            found[name] = b"".join(repository.load_blob(blob_id) for blob_id in node.content_ids)
    return found


def read_files(composed: ComposedTree, repository: Repository) -> dict[str, bytes]:
    """As `read_tree`, without the folders."""
    return {
        path: content for path, content in read_tree(composed, repository).items() if not path.endswith("/")
    }
