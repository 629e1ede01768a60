"""What can be wrong with a command line, beyond what its options refuse themselves."""

from __future__ import annotations

from firstbell.base.errors import UsageError as UsageError
