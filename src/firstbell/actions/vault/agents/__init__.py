"""What to run on a host so that it backs up to the vault with stock restic: Linux, macOS, Windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from firstbell.actions.vault.agents.access import Access
from firstbell.actions.vault.agents.linux import render_linux
from firstbell.actions.vault.agents.macos import render_macos
from firstbell.actions.vault.agents.windows import render_windows

_RENDERERS: dict[str, Callable[[Access, Sequence[str], str], str]] = {
    "linux": render_linux,
    "macos": render_macos,
    "windows": render_windows,
}
PLATFORMS = tuple(_RENDERERS)


def render_setup(access: Access, platform: str, *, paths: Sequence[str] = (), at: str = "20:00") -> str:
    """The commands for one platform. `paths`: what it backs up, the platform's usual where none is named.

    `at`: HH:MM, when it backs up each day.
    """
    return _RENDERERS[platform](access, paths, at)


__all__ = ["PLATFORMS", "Access", "render_setup"]
