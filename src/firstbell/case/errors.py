"""What can go wrong with a case."""

from __future__ import annotations

from firstbell.base.errors import Error


class CaseError(Error):
    """The root of this room's errors."""

    code = "case.failed"


class NoCaseError(CaseError):
    """A folder that is no case."""

    code = "case.none"


class CaseExistsError(CaseError):
    """A case, or something else, where a new case was to be."""

    code = "case.exists"


class NewerCaseError(CaseError):
    """A case of a version that this program does not know."""

    code = "case.newer"


class CaseStateError(CaseError):
    """The case is in that state already, or not in one where this can be done."""

    code = "case.state"


class CaseAccessError(CaseError):
    """Somebody who may not see or do this in the case."""

    code = "case.access"


class EntryNotFoundError(CaseError):
    """Text that is the beginning of no entry's id, or of several; `prefix` holds it."""

    code = "case.entry"

    def __init__(self, prefix: str, matches: int, what: str = "entry") -> None:
        problem = (
            f"{prefix!r} begins {matches} ids; type more of the one that is meant"
            if matches
            else f"no {what} has an id that begins with {prefix!r}"
        )
        super().__init__(problem, hint="`firstbell case log` shows them")
        self.prefix = prefix


class EntryBodyError(CaseError):
    """An entry that cannot be put down as it is given."""

    code = "usage.entry"


class FactError(CaseError):
    """A fact of a wrong shape. `subject` and `field`: which, "" where it is not of one."""

    code = "usage.fact"

    def __init__(self, problem: str, *, subject: str = "", field: str = "", hint: str = "") -> None:
        place = ".".join(part for part in (subject, field) if part)
        super().__init__(f"fact {place}: {problem}" if place else problem, hint=hint)
        self.subject = subject
        self.field = field


class FactFileError(CaseError):
    """A file of facts that cannot be read as one."""

    code = "case.fact_file"


class SealedStoreError(CaseError):
    """The sealed store cannot be opened, read or written."""

    code = "case.sealed"


class SealedKeyError(SealedStoreError):
    """The key of the sealed store is missing or wrong."""

    code = "case.sealed.key"


class SealedNotFoundError(SealedStoreError):
    """Nothing of that name is in the sealed store."""

    code = "case.sealed.none"


class EvidenceChangedSinceError(CaseError):
    """Evidence that is not what was taken."""

    code = "case.evidence"
