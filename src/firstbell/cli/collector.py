"""How often Python looks through all that a command holds for what holds itself."""

from __future__ import annotations

import gc

_RARE_COLLECTIONS = (100_000, 20, 100)


def collect_seldom() -> None:
    """Have it look seldom.

    Trees of millions of nodes hold no cycles, nor do modules that load or the people of a roster; looking
    through them again and again costs a tenth of most commands, and a fifth of the one that scans.
    """
    gc.set_threshold(*_RARE_COLLECTIONS)
