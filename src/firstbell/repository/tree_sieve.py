"""Trees for a search of names: a folder of files of which no name can fit is not decoded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from firstbell.repository.format.node import Node
from firstbell.repository.format.tree import parse_tree

_WORD = re.compile(r"[A-Za-z0-9 ._-]+")
_LETTER = re.compile(r"[A-Za-z0-9]")
_LEAST = 2
# a pattern with one of these is looked for in full: a path, a class of characters, an escape, a negation
_OTHERS = frozenset("/\\:![")


class TreeBlobs(Protocol):
    """Where the bytes of trees come from."""

    def load(self, blob_id: bytes) -> bytes:
        """Raises: BlobNotFoundError, BlobDamagedError."""


def find_words(patterns: Sequence[str]) -> list[bytes]:
    """For each pattern a word that every name it takes holds, in lower case; [] where one has none.

    >>> find_words(["*Budget*2021*.xlsx"]), find_words(["*"]), find_words(["/home/a*"])
    ([b'budget'], [], [])
    """
    found = []
    for pattern in patterns:
        words = [] if _OTHERS & set(pattern) else _WORD.findall(pattern)
        longest = max(words, key=len, default="")
        if len(longest) < _LEAST or not _LETTER.search(longest):
            return []
        found.append(longest.lower().encode())
    return found


class TreeSieve:
    """`words`: as `find_words` gives them. `takes_all`: what is loaded next lies in a folder that fits."""

    def __init__(self, blobs: TreeBlobs, words: Sequence[bytes]) -> None:
        self._blobs, self._words = blobs, words
        self._named = re.compile(rb'"name"\s*:\s*"[^"]*(?:' + b"|".join(map(re.escape, words)) + b")")
        self.takes_all = False

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """The nodes of a tree; none where it is a folder of files of which no name can fit.

        Raises: BlobNotFoundError, BlobDamagedError, FormatError.
        """
        data = self._blobs.load(tree_id)
        return [] if not self.takes_all and self._is_without(data) else parse_tree(data)

    def _is_without(self, data: bytes) -> bool:
        # an escape, or a letter beyond ASCII, may be another way to write a word
        if b"subtree" in data or b"\\" in data or not data.isascii():
            return False
        low = data.lower()
        return not any(word in low for word in self._words) or self._named.search(low) is None
