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


_CALLED = {
    "organisation.names": "the district's name",
    "encryption_event": "that the event is confirmed",
    "encryption_event.found": "when the event was found",
}
_HINTS = {
    "organisation.names": "`firstbell case name NAME` sets the district's name",
    "encryption_event": "`firstbell case fact encryption_event yes` confirms the event",
    "encryption_event.found": "`firstbell case fact encryption_event TIME` says when the event was found",
}


class MissingFactError(NotifyError):
    """What a template needs and the record does not have. `missing`: names of it."""

    code = "notify.missing"

    def __init__(self, what: str, missing: list[str]) -> None:
        super().__init__(
            f"{what} needs {', '.join(_CALLED.get(name, name) for name in missing)}; the record does not say",
            hint="; ".join(_HINTS.get(name, f"give {name}") for name in missing),
        )
        self.missing = missing


class AudienceError(NotifyError):
    """An audience or a language for which there is no template."""

    code = "usage.audience"
