"""Trains the second reader of statements: `python -m scripts.train_reader`.

Reads every `*.jsonl` of training/statements (one object a line: `text`, `claim`, `kind`, `lang`), tells how
well a model trained on four fifths reads the other fifth, trains on all, and writes the weights with their
hash and the names of the files beside the rules. `--keep-out NAME` trains without a file whose sentences
taught nothing (docs/statements-report.md says which). `--without FILE` leaves a file out and tells how the
model reads that one: what another hand wrote, at first sight. Nothing is drawn by chance but the order, whose
seed is fixed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from firstbell.classifier.linear import LinearModel
from scripts.training import SEED, train, write_model

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "training" / "statements"
TARGET = ROOT / "src" / "firstbell" / "notify" / "statements" / "language"
FOLDS = 5
NONE = "none"
HOLD = 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A training sentence; `kind` is "none" for what claims nothing of the event."""

    text: str
    kind: str
    lang: str

    @property
    def claims(self) -> bool:
        """Whether it claims something."""
        return self.kind != NONE


def read_sentences(path: Path) -> list[Sentence]:
    """The sentences of a file. Raises: ValueError for a line that is not as the format says."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text, claim, kind, lang = (row[name] for name in ("text", "claim", "kind", "lang"))
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from None
        if not isinstance(claim, bool) or lang not in ("en", "es") or not str(text).strip():
            raise ValueError(f"{path.name}, line {number}: claim is true or false, lang is en or es")
        found.append(Sentence(str(text), str(kind) if claim else NONE, str(lang)))
    return found


def fit(sentences: Sequence[Sentence], classes: Sequence[str]) -> LinearModel:
    """A model of these sentences."""
    return train([one.text for one in sentences], [one.kind for one in sentences], classes)


@dataclass(slots=True)
class Tally:
    """How a model read sentences it had not seen."""

    claims: int = 0
    noticed: int = 0
    plain: int = 0
    flagged: int = 0
    right_kind: int = 0

    def add(self, one: Sentence, odds: npt.NDArray[np.float64], classes: Sequence[str]) -> None:
        """Count a sentence."""
        held = 1.0 - odds[classes.index(NONE)] >= HOLD
        if one.claims:
            self.claims += 1
            self.noticed += held
            self.right_kind += classes[int(odds.argmax())] == one.kind
        else:
            self.plain += 1
            self.flagged += held

    def tell(self) -> str:
        """The counts in words."""
        return (
            f"noticed a claim in {self.noticed} of {self.claims} sentences that make one, "
            f"flagged {self.flagged} of {self.plain} that make none; kind right in {self.right_kind}"
        )


def score(model: LinearModel, sentences: Sequence[Sentence], classes: Sequence[str], tally: Tally) -> Tally:
    """Add to the tally how a model reads sentences."""
    for one in sentences:
        tally.add(one, model.predict(one.text), classes)
    return tally


def cross_validate(sentences: Sequence[Sentence], classes: Sequence[str]) -> Tally:
    """How sentences are read by models that did not see them."""
    tally, fold = Tally(), np.random.default_rng(SEED).integers(FOLDS, size=len(sentences))
    for at in range(FOLDS):
        model = fit([one for one, put in zip(sentences, fold, strict=True) if put != at], classes)
        score(model, [one for one, put in zip(sentences, fold, strict=True) if put == at], classes, tally)
    return tally


def write(model: LinearModel, classes: Sequence[str], by_file: Mapping[str, Sequence[Sentence]]) -> None:
    """Write the weights, and beside them their hash, the files that they were trained on and what the
    classes are; read them back first.
    """
    sentences = [one for found in by_file.values() for one in found]
    claims = sum(one.claims for one in sentences)
    head = [
        "# Written by `python -m scripts.train_reader`; not by hand.",
        f"# Trained on {len(sentences)} sentences, {claims} of which claim something of an event.",
        f"trained_on = {json.dumps([Path(name).stem for name in by_file])}",
        f"hold = {HOLD}",
    ]
    write_model(TARGET, model, classes, head)


def main() -> None:
    """Train, tell, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--without", help="a file of the folder, or any other: left out, and read at first sight"
    )
    parser.add_argument("--keep-out", action="append", default=[], help="a file that is not trained on")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    asked = parser.parse_args()
    left_out = Path(asked.without).name if asked.without else ""
    kept_out = {left_out, *(Path(name).name for name in asked.keep_out)}
    files = sorted(path for path in asked.folder.glob("*.jsonl") if path.name not in kept_out)
    by_file = {path.name: read_sentences(path) for path in files}
    sentences = [one for found in by_file.values() for one in found]
    classes = [NONE, *sorted({one.kind for one in sentences} - {NONE})]
    print(f"{len(sentences)} sentences of {len(files)} files, {len(classes)} kinds")
    if asked.without:
        unseen = [one for one in read_sentences(Path(asked.without)) if one.kind in classes]
        print(f"{left_out} at first sight:", score(fit(sentences, classes), unseen, classes, Tally()).tell())
        return
    print("unseen fifths:", cross_validate(sentences, classes).tell())
    write(fit(sentences, classes), classes, by_file)
    print(f"wrote {TARGET / 'reader.npz'}")


if __name__ == "__main__":
    main()
