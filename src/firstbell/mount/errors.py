"""What can be wrong with a mount."""

from __future__ import annotations

from firstbell.base.errors import Error


class MountError(Error):
    """The filesystem cannot be mounted."""

    code = "mount.failed"


class MountTemplateError(Error):
    """A template of names that says nothing, or leads out of the mount."""

    code = "usage.mount_template"
