"""Family hints by suffix and by a note's name, each with its source: leads for a person, never proof."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.base.pathtext import say_path
from firstbell.examine.campaign import Campaign
from firstbell.examine.names import tell_extension, tell_note
from firstbell.examine.paths import get_extension, split_path


def find_hints(campaign: Campaign, notes: Iterable[bytes], struck: Iterable[bytes] = ()) -> tuple[str, ...]:
    """Sentences naming families whose suffix or note was seen, each with what it rests on.

    `struck`: paths of damaged files.
    """
    hints = set()
    seen = {suffix.lower(): suffix for suffix in (*map(get_extension, struck), *campaign.suffixes)}
    for suffix in seen.values():
        if told := tell_extension(suffix):
            hints.add(f"suffix {say_path(suffix)} is known of {told}")
    for name in {split_path(path)[1] for path in notes}:
        if told := tell_note(name):
            hints.add(f"a note named {say_path(name)} is known of {told}")
    return tuple(sorted(hints))
