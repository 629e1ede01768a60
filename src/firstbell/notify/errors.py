"""What can go wrong when something is to be told."""

from __future__ import annotations

from firstbell.base.errors import Error


class NotifyError(Error):
    """The root of this room's errors."""

    code = "notify.failed"


class TextFileError(NotifyError):
    """A file that cannot be read as a text."""

    code = "notify.file"


class ApprovalError(NotifyError):
    """Something that is not approved, or cannot be."""

    code = "notify.approval"


class StoppedError(NotifyError):
    """A statement that says more than the record shows."""

    code = "notify.stopped"


class MissingFactError(NotifyError):
    """What a template needs and the record does not have. `missing`: names of it."""

    code = "notify.missing"

    def __init__(self, what: str, missing: list[str]) -> None:
        super().__init__(
            f"{what} needs {', '.join(missing)}, which nothing on the record tells",
            hint="put it down by `firstbell case fact`, or name it by the option of that name",
        )
        self.missing = missing


class AudienceError(NotifyError):
    """An audience or a language for which there is no template."""

    code = "usage.audience"
