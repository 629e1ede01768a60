"""Bodies of entries as types: what a verb writes on a ledger is read back by the type that wrote it.

An entry without a version, in any spelling it ever had, is version 0. It is read for ever, never rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Self

import msgspec

from firstbell.base.errors import Error
from firstbell.ledger.batch import EntryDraft
from firstbell.ledger.ledger import Ledger
from firstbell.ledger.lines import Entry


class EntryVersionError(Error):
    """An entry of a newer version than this program knows, or one whose fields are not of its kind."""

    code = "ledger.entry_version"


class EntryBody(msgspec.Struct, frozen=True, kw_only=True):
    """The body of one kind of entry. `renamed`: a field of version 0 -> the field that it is now.

    `OPTIONAL`: fields that are left out, not null, where they are None.
    """

    KIND: ClassVar[str]
    VERSION: ClassVar[int] = 1
    OPTIONAL: ClassVar[frozenset[str]] = frozenset()
    renamed: ClassVar[Mapping[str, str]] = {}

    version: int = 1

    def draft(self, refs: Sequence[str] = ()) -> EntryDraft:
        """It as an entry to be. `refs`: hex ids of entries that it leans on."""
        told = {
            name: value
            for name, value in msgspec.to_builtins(self).items()
            if value is not None or name not in self.OPTIONAL
        }
        return EntryDraft(self.KIND, told, tuple(refs))

    def append_to(self, ledger: Ledger, refs: Sequence[str] = ()) -> Entry:
        """Put it on a ledger. Raises: what appending raises."""
        return ledger.append_many([self.draft(refs)])[0]

    @classmethod
    def read(cls, entry: Entry) -> Self:
        """The body of an entry of this kind. Raises: EntryVersionError."""
        body: dict[str, Any] = dict(entry.body)
        version = body.setdefault("version", 0)
        if not isinstance(version, int) or version > cls.VERSION:
            raise EntryVersionError(
                f"entry {entry.hex_id[:8]} ({entry.kind}) is of version {version}",
                hint="use a newer version of Firstbell",
            )
        if version == 0:
            for old, new in cls.renamed.items():
                if old in body:
                    body.setdefault(new, body.pop(old))
        try:
            return msgspec.convert(body, cls)
        except msgspec.ValidationError as error:
            raise EntryVersionError(f"entry {entry.hex_id[:8]} ({entry.kind}): {error}") from None

    @classmethod
    def list_all(cls, entries: Iterable[Entry]) -> list[tuple[Entry, Self]]:
        """The entries of this kind with their bodies. One that somebody wrote by hand, and that is none, is
        passed over: it says nothing. Raises: EntryVersionError for one of a newer version.
        """
        return [(entry, body) for entry in entries if (body := cls.find(entry)) is not None]

    @classmethod
    def find(cls, entry: Entry) -> Self | None:
        """The body of an entry of this kind; None for another kind, and for one that somebody wrote by hand
        and that is none. Raises: EntryVersionError for one of a newer version.
        """
        if entry.kind != cls.KIND:
            return None
        version = entry.body.get("version", 0)
        try:
            return cls.read(entry)
        except EntryVersionError:
            if isinstance(version, int) and version > cls.VERSION:
                raise
            return None
