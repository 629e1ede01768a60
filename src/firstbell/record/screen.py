"""What looks at content while it is in hand for another reason."""

from __future__ import annotations

from typing import Protocol


class ContentScreen(Protocol):
    """Looks at the start of contents; thread-safe, and quick beside compressing them."""

    def look(self, path: bytes, data: bytes | memoryview) -> str:
        """What is remarkable about content that begins so under this path; "" where nothing is."""
