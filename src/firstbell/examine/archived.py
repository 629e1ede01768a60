"""Which deleted files lie in an archive that came: people pack what is over and delete it.

The archive is opened, its members are listed with their hashes, and a sample of the deleted files is held
against them: a list of names, sizes and checksums alone can be made up. Zip, and tar packed or not; of an
archive that needs a password or another program nothing can be seen here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from firstbell.base.errors import Error
from firstbell.examine.archive_members import MOST_ARCHIVE_BYTES, Member, hash_member, list_for_fence
from firstbell.examine.departures import is_sealed
from firstbell.examine.look import Look
from firstbell.examine.paths import split_path
from firstbell.examine.validators.fence import FENCE
from firstbell.examine.validators.outcome import Grade
from firstbell.record.examination import ContentReader
from firstbell.record.versions import FileVersion

_SAMPLED, _SAMPLED_SHARE = 12, 50
_MOST_SAMPLED_BYTES = 8 << 20


def find_archived(
    gone: Sequence[FileVersion], archives: Sequence[Look], reader: ContentReader
) -> frozenset[bytes]:
    """Paths of the deleted files that a readable archive holds, none where the sample is not in it."""
    members: dict[tuple[bytes, int], set[str]] = {}
    for look in archives:
        if is_sealed(look) or look.pair.new.size_bytes > MOST_ARCHIVE_BYTES:
            continue
        data = reader.read(look.pair.new, MOST_ARCHIVE_BYTES)
        outcome = FENCE.check(list_for_fence, "members", data)
        if outcome.grade is Grade.SOUND:
            for one in msgspec.json.decode(outcome.detail, type=list[Member]):
                members.setdefault((one.name, one.size_bytes), set()).add(one.digest)
    found = [old for old in gone if (split_path(old.path)[1], old.size_bytes) in members]
    chosen = sorted(found, key=lambda old: hashlib.sha256(b"".join(old.content)).digest())
    for old in chosen[: _SAMPLED + len(chosen) // _SAMPLED_SHARE]:
        if old.size_bytes <= _MOST_SAMPLED_BYTES and not _is_same(old, members, reader):
            return frozenset()
    return frozenset(old.path for old in found)


def _is_same(old: FileVersion, members: dict[tuple[bytes, int], set[str]], reader: ContentReader) -> bool:
    try:
        content = reader.read(old, _MOST_SAMPLED_BYTES)
    except Error:
        return False
    return hash_member(content) in members[split_path(old.path)[1], old.size_bytes]
