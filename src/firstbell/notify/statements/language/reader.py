"""The second reader: a linear model trained on sentences of many hands. It holds, and never releases.

Its weights (reader.npz) are loaded when first asked for, and only if they are those whose hash stands
in reader.toml; scripts/train_reader.py writes both.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from firstbell.classifier.linear import LinearModel, load_model, split_tokens

NONE = "none"
_WEIGHTS = "reader.npz"


@dataclass(frozen=True, slots=True)
class ClaimReader:
    """The model and what its classes are: kinds of claims, and none at all."""

    model: LinearModel
    classes: Sequence[str]

    def weigh(self, text: str) -> float:
        """How likely a sentence claims something about an event, from 0 to 1."""
        return 1.0 - float(self.model.predict(text)[self.classes.index(NONE)])

    def list_unknown(self, text: str) -> list[str]:
        """The words of a text that no training sentence has; names and numbers left out."""
        starts = {word.lower() for word in text.split() if word[:1].isupper()}
        return [
            word
            for word in split_tokens(text)
            if word[0].isalpha() and word not in starts and not self.model.knows(word)
        ]


@lru_cache(maxsize=1)
def load_reader() -> ClaimReader:
    """The reader that comes with Firstbell. Raises: WeightsError when its weights were changed."""
    folder = files("firstbell.notify.statements.language")
    told = tomllib.loads(folder.joinpath("reader.toml").read_text(encoding="utf-8"))
    content = folder.joinpath(_WEIGHTS).read_bytes()
    model = load_model(content, name=_WEIGHTS, sha256=str(told["sha256"]))
    return ClaimReader(model, list(told["classes"]))
