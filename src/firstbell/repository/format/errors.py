"""Bytes that are not what they should be."""

from __future__ import annotations

from firstbell.base.errors import Error


class FormatError(Error):
    """Stored bytes that do not follow the format; `what` names the kind of thing."""

    code = "format.invalid"

    def __init__(self, what: str, problem: str) -> None:
        super().__init__(f"{what}: {problem}", hint="`firstbell check` lists all damage in the repository")
        self.what = what


class NewerFormatError(FormatError):
    """A version of the format that this program does not know."""

    code = "format.newer"
