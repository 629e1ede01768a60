"""A case's folder: where what lies, and `case.json`, which says what it is. docs/formats/case.md."""

from __future__ import annotations

from pathlib import Path

import msgspec

from firstbell.base.errors import UNREADABLE, raising, say_cause
from firstbell.case.errors import CaseError, NewerCaseError, NoCaseError
from firstbell.ledger import ENTRIES_NAME
from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.store.publication import publish

VERSION = 1
# of a case of which a track goes on in a second ledger: an older program must not add to the first
CONTINUED_VERSION = 3
_BEHIND = "-3"
CARD_NAME = "case.json"
# in the desk's folder: a case in each folder of it
CASES = "cases"


class CaseCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `case.json` says. `id`: of the main ledger. `event`, `repository`: hex ids."""

    version: int
    id: str
    name: str
    made: str
    event: str | None = None
    repository: str | None = None


class CaseFolder(msgspec.Struct, frozen=True):
    """The places in a case's folder."""

    path: Path

    @property
    def card(self) -> Path:
        """What the case is."""
        return self.path / CARD_NAME

    @property
    def ledger(self) -> Path:
        """The main track."""
        return self.path / "ledger"

    @property
    def privileged(self) -> Path:
        """Counsel's track."""
        return self.path / "privileged"

    @property
    def evidence(self) -> Path:
        """What was taken by value."""
        return self.path / "evidence"

    @property
    def sealed(self) -> Path:
        """The sealed store."""
        return self.path / "sealed"

    @property
    def heads(self) -> Path:
        """Heads that were kept, and their time-stamps."""
        return self.path / "heads"

    @staticmethod
    def locate_next(track: Path) -> Path:
        """Where a track goes on that began in a ledger of version 2."""
        return track.with_name(track.name + _BEHIND)

    def is_case(self) -> bool:
        """Whether a case was made here: its card, or at least its ledger is there."""
        return self.card.is_file() or self.has_entries()

    def has_entries(self) -> bool:
        """Whether something stands on the main track."""
        path = self.ledger / ENTRIES_NAME
        return path.is_file() and path.stat().st_size > 0

    def check(self) -> None:
        """Raises: NoCaseError when this is no case; NewerCaseError; CaseError when its card does not read."""
        if not self.is_case():
            if self.path.exists():
                raise NoCaseError(
                    f"{self.path} is not a case", hint="name the folder of one: --case, FIRSTBELL_CASE"
                )
            hint = f"`firstbell case open {self.path}` makes one"
            raise NoCaseError(f"{self.path} does not exist, so it is not a case", hint=hint)
        self.load_card()

    def load_card(self) -> CaseCard | None:
        """What the card says; None where it is gone: it is derived, and the ledger tells the same.

        Raises: NewerCaseError; CaseError.
        """
        try:
            data = self.card.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CaseError(f"{self.card}: {error.strerror}") from None
        return _parse_card(self.card, data)

    def replace_card(self, card: CaseCard) -> None:
        """Write the card anew; a kill leaves none, and the ledger tells the same. Raises: CaseError."""
        with raising(CaseError, self.card):
            self.card.unlink(missing_ok=True)
        self.save_card(card)

    def save_card(self, card: CaseCard) -> None:
        """Write the card where there is none. Raises: CaseError."""
        try:
            publish(self.path, CARD_NAME, [msgspec.json.encode(card) + b"\n"])
        except ObjectExistsError:
            return
        except StoreError as error:
            raise CaseError(str(error), hint=error.hint) from None


def _parse_card(path: Path, data: bytes) -> CaseCard:
    try:
        loose = msgspec.json.decode(data)
        version = loose.get("version") if isinstance(loose, dict) else None
        if isinstance(version, int) and version not in {VERSION, CONTINUED_VERSION}:
            raise NewerCaseError(
                f"{path.parent} is a case of version {version}, this program knows {VERSION} and"
                f" {CONTINUED_VERSION}",
                hint="read it with a newer Firstbell",
            )
        return msgspec.json.decode(data, type=CaseCard)
    except UNREADABLE as error:
        hint = "it is derived: move it away, and the ledger tells the same"
        raise CaseError(f"{path}: it does not read ({say_cause(error)})", hint=hint) from None
