"""People who must be told of an event, and where each can be reached."""

from __future__ import annotations

import re

import msgspec

_POSTCODE = re.compile(r"[0-9]{5}(?:-?[0-9]{4})?")


class PostalAddress(msgspec.Struct, frozen=True):
    """A postal address in the United States; "" for a part that nobody knows."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""

    @property
    def is_mailable(self) -> bool:
        """Whether a letter can go there."""
        is_placed = self.line1.strip() and self.city.strip() and len(self.state) == 2
        return bool(is_placed and _POSTCODE.fullmatch(self.postcode))


class Reachable(msgspec.Struct, frozen=True):
    """Somebody a letter may go to. `may_contact`: False where a court or the district says not to.

    `is_protected`: a court or a program keeps the address secret: a person decides whether mail goes there.
    """

    key: str
    name: str
    address: PostalAddress = PostalAddress()
    email: str = ""
    language: str = ""
    may_contact: bool = True
    is_protected: bool = False


class AffectedPerson(msgspec.Struct, frozen=True):
    """Somebody whose data was found. `kinds`: names of kinds, never values. `confidence`: how sure that is.

    `guardians`: of a minor, whoever may be written to in the child's place.
    """

    person_id: str
    name: str
    role: str
    kinds: tuple[str, ...] = ()
    confidence: str = "certain"
    is_minor: bool = False
    reach: Reachable | None = None
    guardians: tuple[Reachable, ...] = ()
