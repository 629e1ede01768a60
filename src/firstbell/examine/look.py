"""One look at one pair: judged in a worker, told in a few facts that the campaign and verdict need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, replace

from firstbell.base.progress import Progress, Silent
from firstbell.examine.content import Content
from firstbell.examine.judge import judge_alone, judge_transition
from firstbell.examine.notes import MOST_NOTE_BYTES, is_note
from firstbell.examine.pairs import Pair, PairBasis
from firstbell.examine.validators.fence import FENCE, SharedChildError
from firstbell.examine.validators.outcome import Grade
from firstbell.examine.validators.registry import may_be_fenced
from firstbell.examine.version_content import WHOLE_BYTES, read_alone, read_pair
from firstbell.record.examination import ContentReader
from firstbell.record.versions import FileVersion, Judgement, State

_BATCH_BYTES = 64 << 20
_BATCH_FILES = 256
_EDGE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of one pair.

    `head`, `tail`: the first and last 64 bytes of the new content. `was_type`, `type`: names of types, ""
    where there is none. `reads_as_note`: a new small text that says what notes say.
    """

    pair: Pair
    judgement: Judgement
    old_judgement: Judgement | None
    was_type: str
    type: str
    head: bytes
    tail: bytes
    reads_as_note: bool = False

    @property
    def is_damaged(self) -> bool:
        """Whether the new version is damaged."""
        return self.judgement.state is State.DAMAGED


@dataclass(frozen=True, slots=True)
class _Task:
    pair: Pair
    old: Content | None
    new: Content


def look_at_pairs(
    pairs: Sequence[Pair],
    reader: ContentReader,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Look]:
    """A look at each pair, in order. Contents are read here, judged by the executor or inline.

    A guessed pair whose new content holds is told as a new file: `pair.old` is None then.
    """
    listener = progress or Silent()
    if executor is None and any(may_be_fenced(pair.new.path, pair.new.size_bytes) for pair in pairs):
        FENCE.start()  # while contents are read
    for batch in _batch(pairs):
        for look in _look_at_batch(batch, reader, executor):
            listener.advance(files=1, size_bytes=look.pair.new.size_bytes)
            yield look


def _look_at_batch(batch: Sequence[Pair], reader: ContentReader, executor: Executor | None) -> list[Look]:
    """Looks at contents of one snapshot, whose plain checks share children unless one of these went wrong."""
    if executor is not None:
        return _look_at_each(batch, reader, executor.map)
    with suppress(SharedChildError), FENCE.share():
        return _look_at_each(batch, reader, map)
    return _look_at_each(batch, reader, map)


def _look_at_each(
    batch: Sequence[Pair], reader: ContentReader, run: Callable[..., Iterable[Look | None]]
) -> list[Look]:
    tasks = [_open_task(pair, reader) for pair in batch]
    looks = list(run(look_at_new, tasks))
    waiting = [index for index, look in enumerate(looks) if look is None]
    both = [_open_old(tasks[index], reader) for index in waiting]
    for index, look in zip(waiting, run(look_at_both, both), strict=True):
        looks[index] = look
    return [look for look in looks if look is not None]


def _batch(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    batch: list[Pair] = []
    size = 0
    for pair in pairs:
        batch.append(pair)
        size += min(pair.new.size_bytes, WHOLE_BYTES) + (
            min(pair.old.size_bytes, WHOLE_BYTES) if pair.old else 0
        )
        if size >= _BATCH_BYTES or len(batch) >= _BATCH_FILES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _is_large(pair: Pair) -> bool:
    return pair.old is not None and max(pair.old.size_bytes, pair.new.size_bytes) > WHOLE_BYTES


def _open_task(pair: Pair, reader: ContentReader) -> _Task:
    if pair.old is not None and _is_large(pair):
        old, new = read_pair(pair.old, pair.new, reader)
        return _Task(pair, old, new)
    return _Task(pair, None, read_alone(pair.new, reader))


def _open_old(task: _Task, reader: ContentReader) -> _Task:
    if task.old is not None or task.pair.old is None:
        return task
    return replace(task, old=read_alone(task.pair.old, reader))


def look_at_new(task: _Task) -> Look | None:
    """The look at a file without an older version, or whose new content decides alone; else None."""
    pair, new = task.pair, task.new
    if _is_refuted(task):
        return _tell_alone(task)
    if pair.old is None:
        return _tell(task, judge_alone(new))
    if (
        new.data
        and new.is_whole
        and new.blank is None
        and new.outcome.grade is Grade.SOUND
        and new.encoding is None
        and not new.filled
    ):
        return _tell(task, judge_alone(new))
    return None


def look_at_both(task: _Task) -> Look:
    """The look at a new version beside its old one."""
    if task.old is None:
        return _tell(task, judge_alone(task.new))
    transition = judge_transition(task.old, task.new)
    if task.pair.is_guess and task.new.outcome.holds and transition.state is State.INTACT:
        return _tell_alone(task)
    return _tell(task, transition)


def _is_refuted(task: _Task) -> bool:
    """Whether the new content alone says that it never was the old file, struck.

    Fully decoded content refutes a guess. A small text refutes a likeness of names, too: a note `README.txt`
    is not what became of `README`.
    """
    pair, new = task.pair, task.new
    if pair.old is None or new.encoding is not None or new.outcome.grade is not Grade.SOUND or new.filled:
        return False
    is_small_text = new.outcome.type == "text" and len(new.data) <= MOST_NOTE_BYTES
    return pair.is_guess or (pair.link is PairBasis.NAME and is_small_text)


def _tell_alone(task: _Task) -> Look:
    return _tell(replace(task, pair=Pair(None, task.pair.new, PairBasis.NONE)), judge_alone(task.new))


def _tell(task: _Task, judgement: Judgement) -> Look:
    old, new = task.old, task.new
    may_be_note = (
        task.pair.link in (PairBasis.NONE, PairBasis.PATH)
        and len(new.data) <= MOST_NOTE_BYTES
        and new.outcome.type == "text"
    )
    is_bad = judgement.state is not State.INTACT
    return Look(
        pair=task.pair,
        judgement=judgement,
        old_judgement=judge_alone(old) if old is not None and old.is_whole and is_bad else None,
        was_type=old.outcome.type if old is not None and is_bad else "",
        type=new.outcome.type,
        head=new.data[:_EDGE_BYTES],
        tail=new.data[-_EDGE_BYTES:],
        reads_as_note=may_be_note and is_note(new.data),
    )


def look_at_version(version: FileVersion, reader: ContentReader) -> Judgement:
    """State of one version alone, nothing older known."""
    return judge_alone(read_alone(version, reader))
