"""Errors of this room."""

from __future__ import annotations

from firstbell.base.errors import Error


class DeskError(Error):
    """The root of this room's errors."""

    code = "desk.failed"


class NoDeskError(DeskError):
    """A folder that is no desk."""

    code = "desk.missing"


class DeskExistsError(DeskError):
    """A desk where a new one was to be."""

    code = "desk.exists"


class ConfigurationError(DeskError):
    """What does not hold in `firstbell.toml`. `line`: from 1, 0 where it is not known; `field`: dotted."""

    code = "desk.configuration"

    def __init__(self, source: str, problem: str, *, line: int = 0, field: str = "", hint: str = "") -> None:
        place = f"{source}, line {line}" if line else source
        super().__init__(f"{place}: {field + ': ' if field else ''}{problem}", hint=hint)
        self.source = source
        self.problem = problem
        self.line = line
        self.field = field


class WrongPassphraseError(DeskError):
    """A passphrase that does not open the desk's backup."""

    code = "desk.passphrase"


class DeskBackupError(DeskError):
    """What should be a desk's backup is none, or does not hold what it says."""

    code = "desk.backup"
