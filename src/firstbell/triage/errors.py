"""What can go wrong with reported messages."""

from __future__ import annotations

from firstbell.base.errors import Error


class MessageError(Error):
    """The root of the errors of reported messages."""

    code = "notify.message"


class MessageFileError(MessageError):
    """A file that holds no message that can be read; `path` names it."""

    code = "notify.message.file"

    def __init__(self, path: str, problem: str, *, hint: str = "") -> None:
        super().__init__(f"{path}: {problem}", hint=hint)
        self.path = path
