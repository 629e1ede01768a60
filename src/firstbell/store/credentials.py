"""Who we are to a server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Credentials:
    """Of basic authentication; and `ca_file`: certificates to trust instead of the system's."""

    username: str | None = None
    password: str | None = None
    ca_file: Path | None = None

    def __repr__(self) -> str:
        return f"Credentials({self.username!r}, ca_file={self.ca_file!r})"
