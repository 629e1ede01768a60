"""What can be wrong with a command line, beyond what its options refuse themselves."""

from __future__ import annotations

from firstbell.base.errors import UsageError as UsageError


def check_named(option: str, value: str, without: str) -> None:
    """Raises: UsageError where an option is given with nothing, such as an unset variable of a script.

    It is not taken for an option that is left out. `without`: what happens then.
    """
    if not value:
        raise UsageError(f"{option} is given, and names nothing", hint=without)
