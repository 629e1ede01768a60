"""The district's own names in a text: one is looked for only where its letters are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache


@lru_cache(maxsize=4096)
def _compile(form: str, name: str) -> re.Pattern[str]:
    return re.compile(form.replace("{}", re.escape(name)))


def list_named(text: str, names: Iterable[str], form: str) -> Iterator[re.Pattern[str]]:
    """Expressions for the names whose letters a text has. `form`: what stands around "{}", a name."""
    lowered = text.lower()
    return (_compile(form, name) for name in names if name.lower() in lowered)


def tell_district(text: str, names: Iterable[str], form: str) -> str:
    """The text with "the district" for each of its names, in order, where it stands in this form."""
    lowered = text.lower()
    for name in names:
        if name.lower() in lowered:
            text = _compile(form, name).sub("the district", text)
            lowered = text.lower()
    return text
