"""How something came into scope."""

from __future__ import annotations

import msgspec

from firstbell.base.errors import Error


class ScopeError(Error):
    """What was to be scanned is not there."""

    code = "impact.scope"


class Touch(msgspec.Struct, frozen=True, array_like=True):
    """How something came into scope: what happened to it, when, and who says so."""

    how: str
    when: str = ""
    source: str = ""
