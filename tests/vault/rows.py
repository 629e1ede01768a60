"""A row of names that are taken once, in memory: what a bucket is to machines that share a vault."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from firstbell.store.errors import ObjectExistsError, UnreachableServerError


class MemoryRow:
    """See `store.s3_sequence`. `is_lost`: nothing answers. `asked`: how many requests there were."""

    url = "memory:"

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.is_lost = False
        self.asked = 0
        self._guard = threading.Lock()

    def _ask(self) -> None:
        self.asked += 1
        if self.is_lost:
            raise UnreachableServerError("nobody answers")

    def take(self, name: str, data: bytes) -> None:
        """Put under a name that is free."""
        with self._guard:
            self._ask()
            if name in self.objects:
                raise ObjectExistsError(f"{name} is taken")
            self.objects[name] = data

    def read(self, name: str) -> bytes | None:
        """The object of a name."""
        self._ask()
        return self.objects.get(name)

    def list_after(self, folder: str, last: str) -> Iterator[tuple[str, int]]:
        """What comes after `last`."""
        self._ask()
        for key in sorted(self.objects):
            place, _, name = key.rpartition("/")
            if place == folder and name > last:
                yield name, len(self.objects[key])
