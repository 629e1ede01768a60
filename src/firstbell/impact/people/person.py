"""A person of the roster, and how the roster names them."""

from __future__ import annotations

import re

import msgspec

from firstbell.impact.people.folded_text import fold, squeeze

STUDENT, STAFF, GUARDIAN, OTHER = "student", "staff", "guardian", "other"
SUFFIXES = {
    b"jr": b"jr",
    b"junior": b"jr",
    b"sr": b"sr",
    b"senior": b"sr",
    b"ii": b"ii",
    b"iii": b"iii",
    b"iv": b"iv",
}
_SUFFIX = re.compile(r"[,\s]+(jr|sr|ii|iii|iv|junior|senior)\.?\s*$", re.IGNORECASE)
_NO_DIGIT, _EXTENSION = re.compile(r"\D"), re.compile(r"(?i)ext|x(?=\s*\d)")


class Person(msgspec.Struct):
    """One person of the roster. `key`: what identifies the person here; the `sourced_id`, unless it is
    doubled.

    `dob`: YYYY-MM-DD, "" if unknown. `other_given`, `other_family`: preferred and earlier names.
    `schools`: names. `guardians`: keys. `may_contact`: False where the district says not to.
    """

    key: str
    sourced_id: str
    role: str
    given: str
    family: str
    middle: str = ""
    suffix: bytes = b""
    other_given: list[str] = []
    other_family: list[str] = []
    ids: list[str] = []
    emails: list[str] = []
    phones: list[str] = []
    ssn: str = ""
    dob: str = ""
    grades: list[str] = []
    schools: list[str] = []
    guardians: list[str] = []
    address: dict[str, str] = {}
    language: str = ""
    may_contact: bool = True

    @property
    def name(self) -> str:
        """The name as a letter would have it."""
        suffix = {b"jr": "Jr.", b"sr": "Sr."}.get(self.suffix, self.suffix.decode().upper())
        return " ".join(part for part in (self.given, self.middle, self.family, suffix) if part)

    def take_suffix(self) -> None:
        """Take a "Jr." that stands in the family name out of it."""
        match = _SUFFIX.search(self.family)
        if match:
            self.family = self.family[: match.start()]
            self.suffix = SUFFIXES[fold(match[1])]


def digits_of(phone: str) -> str:
    """The ten digits of a telephone number of the North American plan; "" where it is none."""
    digits = _NO_DIGIT.sub("", _EXTENSION.split(phone, maxsplit=1)[0])
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    return digits if len(digits) == 10 else ""


def address_key(street: str, postcode: str) -> bytes:
    """What two spellings of one postal address have in common: the street's first words, five digits."""
    head = squeeze(" ".join(street.split()[:2]))
    return head + b"|" + squeeze(postcode)[:5] if head else b""
