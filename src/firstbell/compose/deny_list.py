"""The deny list: paths and hashes that nobody wants back, as the outside firm found them.

A text file, one a line: 64 hex digits are the SHA-256 of a file's content (as `sha256sum` prints it, what
stands behind it is passed over), everything else is a pattern for paths, as `--exclude` takes it. A path of
Windows may have its drive or not, and any case. Empty lines and those that begin with `#` are passed over.
The file is UTF-8, or UTF-16 with the mark at its beginning that PowerShell writes.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from firstbell.base.errors import raising
from firstbell.base.patterns import InvalidPatternError
from firstbell.compose.errors import RecoverError
from firstbell.record.examination import ContentReader
from firstbell.record.patterns import PathPatterns
from firstbell.repository import Node

# the checksum programs begin a line with a backslash where the name behind it holds one
_SHA_256 = re.compile(r"\\?([0-9A-Fa-f]{64})(?:\s.*)?$")
# MD5, SHA-1, SHA-224, SHA-384 and SHA-512, alone or with a name as the checksum programs print it
_OTHER_HASH = re.compile(r"\\?((?:[0-9A-Fa-f]{8}){4,16})(?: [ *].*)?$")
# larger files of several blobs would each have to be read as a whole; malware is small
MOST_HASHED_BYTES = 256 << 20


class DenyListError(RecoverError):
    """A deny list that cannot be read, or a line of it."""

    code = "usage.deny_list"


@dataclass(frozen=True, slots=True)
class DenyList:
    """`digest`: SHA-256 of the list, the same for the same lines; "" for an empty one."""

    patterns: PathPatterns
    hashes: frozenset[bytes] = frozenset()
    paths: int = 0
    digest: str = ""

    def tell_paths(self, line: Iterable[str]) -> Callable[[bytes], str]:
        """What says why a path is denied, "" where it is not. `line`: the paths of the backup."""
        patterns = self.patterns.choose(line)
        return lambda path: "its path is on the deny list" if self.paths and patterns.match(path) else ""

    def tell_content(self, node: Node, contents: ContentReader) -> str:
        """Why the content of a file is denied, "" where it is not or is too large to be looked at."""
        ids = node.content_ids
        if not self.hashes or (len(ids) > 1 and node.size > MOST_HASHED_BYTES):
            return ""
        if len(ids) == 1:
            found = ids[0]  # the id of a blob is its SHA-256
        else:
            hasher = hashlib.sha256()
            for blob_id in ids:
                hasher.update(contents.read_blobs([blob_id]))
            found = hasher.digest()
        return "its content is on the deny list" if found in self.hashes else ""


EMPTY = DenyList(PathPatterns(()))


def load_deny_list(path: Path) -> DenyList:
    """The list in a file. Raises: DenyListError, which names the line."""
    with raising(DenyListError, path):
        data = path.read_bytes()
    return parse_deny_list(_decode(data, path).splitlines(), str(path))


def _decode(data: bytes, path: Path) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise DenyListError(f"{path} is not a text in UTF-8", hint="save the list as UTF-8")
    return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")


def parse_deny_list(lines: Iterable[str], source: str) -> DenyList:
    """The list of these lines; `source` names it in errors. Raises: DenyListError."""
    patterns: list[str] = []
    hashes: set[bytes] = set()
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        found = _SHA_256.match(text)
        if found:
            hashes.add(bytes.fromhex(found[1]))
        elif other := _OTHER_HASH.match(text):
            raise DenyListError(
                f"{source}, line {number}: {other[1]} is no SHA-256",
                hint="hashes are told by 64 hex digits; ask for SHA-256 where MD5 or SHA-1 were given",
            )
        else:
            _check_pattern(text, f"{source}, line {number}")
            patterns.append(text)
    said = "\n".join([*sorted(value.hex() for value in hashes), *patterns])
    digest = hashlib.sha256(said.encode(errors="surrogateescape")).hexdigest() if said else ""
    return DenyList(PathPatterns(patterns), frozenset(hashes), len(patterns), digest)


def _check_pattern(text: str, source: str) -> None:
    try:
        PathPatterns([text])
    except InvalidPatternError as error:
        raise DenyListError(f"{source}: {error}", hint=error.hint) from None
