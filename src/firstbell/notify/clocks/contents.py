"""What laws ask of a notice's content, by short names: what rules require and forbid."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def load_contents() -> Mapping[str, str]:
    """Id of an item -> what it is, in words."""
    text = files("firstbell.notify").joinpath("rules").joinpath("content.toml").read_text(encoding="utf-8")
    return {str(name): str(words) for name, words in tomllib.loads(text).items()}
