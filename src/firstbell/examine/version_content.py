"""Content of versions for judging: whole up to 64 MiB, beyond that its head and where it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstbell.examine.content import Content
from firstbell.record.examination import ContentReader
from firstbell.record.versions import FileVersion

WHOLE_BYTES = 64 << 20
_HEAD_BYTES = 1 << 20
_RUN_BYTES = 4 << 20
_MOST_RUNS = 4
_SAMPLED_BLOBS = 4

Run = tuple[Sequence[bytes], Sequence[bytes]]


def read_alone(version: FileVersion, reader: ContentReader) -> Content:
    """All of a version, or of a large one its head and blobs spread over it, the last one included."""
    if version.size_bytes <= WHOLE_BYTES:
        return Content(version.path, reader.read(version, WHOLE_BYTES))
    head = reader.read(version, _HEAD_BYTES)
    blobs = version.content
    step = max(1, len(blobs) // _SAMPLED_BLOBS)
    samples = [reader.read_blobs([blob])[:_RUN_BYTES] for blob in (*blobs[step::step][:3], blobs[-1])]
    return Content(
        version.path, b"".join([head, *samples]), head_bytes=len(head), sampled_bytes=version.size_bytes
    )


def read_pair(old: FileVersion, new: FileVersion, reader: ContentReader) -> tuple[Content, Content]:
    """Both versions of a large file: their heads, then the places where they differ, aligned.

    Between two blobs that both have, a strike keeps the length, so the runs of changed blobs can be laid
    side by side. At most four runs of 4 MiB are read, the first and the last among them.
    """
    heads = [reader.read(version, _HEAD_BYTES) for version in (old, new)]
    shared = min(map(len, heads))
    olds, news = [heads[0][:shared]], [heads[1][:shared]]
    runs = list(find_changed_runs(old.content, new.content))
    for old_blobs, new_blobs in _spread(runs):
        before, after = _read_start(old_blobs, reader), _read_start(new_blobs, reader)
        length = min(len(before), len(after))
        olds.append(before[:length])
        news.append(after[:length])
    return (
        Content(old.path, b"".join(olds), head_bytes=shared, sampled_bytes=old.size_bytes),
        Content(new.path, b"".join(news), head_bytes=shared, sampled_bytes=new.size_bytes),
    )


def _spread(runs: list[Run]) -> list[Run]:
    if len(runs) <= _MOST_RUNS:
        return runs
    last = len(runs) - 1
    return [runs[index * last // (_MOST_RUNS - 1)] for index in range(_MOST_RUNS)]


def _read_start(blobs: Sequence[bytes], reader: ContentReader) -> bytes:
    data = b""
    for blob in blobs:
        data += reader.read_blobs([blob])
        if len(data) >= _RUN_BYTES:
            break
    return data[:_RUN_BYTES]


def find_changed_runs(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Run]:
    """Runs of blobs that differ, between blobs that both have in the same order; either may be empty."""
    places = {blob: index for index, blob in reversed(list(enumerate(old)))}
    old_at, run_start = 0, 0
    for index, blob in enumerate(new):
        place = places.get(blob, -1)
        if place < old_at:
            continue
        if index > run_start:
            yield old[old_at:place], new[run_start:index]
        old_at, run_start = place + 1, index + 1
    if run_start < len(new):
        yield old[old_at:], new[run_start:]
