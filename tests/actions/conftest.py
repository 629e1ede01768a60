"""Keys that actions make here cost a blink to open, and patterns are compiled once, as for commands."""

from tests.cli.conftest import cheap_keys, lent_patterns

__all__ = ["cheap_keys", "lent_patterns"]
