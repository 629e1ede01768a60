"""Keys that actions make here cost a blink to open, as those of commands do."""

from tests.cli.conftest import cheap_keys

__all__ = ["cheap_keys"]
