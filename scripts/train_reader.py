"""Trains the second reader of statements: `python -m scripts.train_reader`.

Reads every `*.jsonl` of training/statements (one object a line: `text`, `claim`, `kind`, `lang`), tells how
well a model trained on four fifths reads the other fifth, trains on all, and writes the weights with their
hash beside the rules. `--without FILE` leaves a file out and tells how the model reads that one: what another
hand wrote, at first sight. Nothing is drawn by chance but the order, whose seed is fixed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from firstbell.notify.linear import (
    BUCKETS,
    LinearModel,
    collect_words,
    dump_model,
    list_features,
    load_model,
)

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "training" / "statements"
TARGET = ROOT / "src" / "firstbell" / "notify" / "statements"
EPOCHS = 30
RATE = 0.5
# each step shrinks the weights of a sentence's features by this share
DECAY = 2e-4
SEED = 20261127
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


def train(sentences: Sequence[Sentence], classes: Sequence[str]) -> LinearModel:
    """Softmax regression by AdaGrad, sentence by sentence; the weights are the mean over the second half."""
    order = np.random.default_rng(SEED)
    features = [list_features(one.text) for one in sentences]
    wanted = [classes.index(one.kind) for one in sentences]
    counts = np.bincount(wanted, minlength=len(classes)).astype(np.float64)
    balance = np.sqrt(counts.max() / np.maximum(counts, 1))
    weights = np.zeros((BUCKETS, len(classes)))
    squares = np.full((BUCKETS, len(classes)), 1.0)
    bias = np.zeros(len(classes))
    total, total_bias, taken = np.zeros_like(weights), np.zeros_like(bias), 0
    for epoch in range(EPOCHS):
        for at in order.permutation(len(sentences)):
            rows, kind = features[at], wanted[at]
            root = np.sqrt(max(len(rows), 1))
            scores = bias + weights[rows].sum(axis=0) / root
            slope = np.exp(scores - scores.max())
            slope /= slope.sum()
            slope[kind] -= 1.0
            slope *= balance[kind]
            step = slope / root
            squares[rows] += step**2
            weights[rows] = weights[rows] * (1 - DECAY) - RATE * step / np.sqrt(squares[rows])
            bias -= 0.02 * slope
        if epoch >= EPOCHS // 2:
            total, total_bias, taken = total + weights, total_bias + bias, taken + 1
    words = collect_words([one.text for one in sentences])
    return LinearModel((total / taken).astype(np.float32), (total_bias / taken).astype(np.float32), words)


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
        model = train([one for one, put in zip(sentences, fold, strict=True) if put != at], classes)
        score(model, [one for one, put in zip(sentences, fold, strict=True) if put == at], classes, tally)
    return tally


def write(model: LinearModel, classes: Sequence[str], sentences: Sequence[Sentence]) -> None:
    """Write the weights, and beside them their hash and what the classes are; read them back first."""
    content = dump_model(model)
    sha256 = hashlib.sha256(content).hexdigest()
    load_model(content, name="reader.npz", sha256=sha256)
    (TARGET / "reader.npz").write_bytes(content)
    claims = sum(one.claims for one in sentences)
    (TARGET / "reader.toml").write_text(
        "# Written by `python -m scripts.train_reader`; not by hand.\n"
        f"# Trained on {len(sentences)} sentences, {claims} of which claim something of an event.\n"
        f'sha256 = "{sha256}"\n'
        f"hold = {HOLD}\n"
        f"classes = {json.dumps(list(classes))}\n",
        encoding="utf-8",
    )


def main() -> None:
    """Train, tell, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--without", help="a file of the folder, or any other: left out, and read at first sight"
    )
    parser.add_argument("--folder", type=Path, default=FOLDER)
    asked = parser.parse_args()
    left_out = Path(asked.without).name if asked.without else ""
    files = sorted(path for path in asked.folder.glob("*.jsonl") if path.name != left_out)
    by_file = {path.name: read_sentences(path) for path in files}
    sentences = [one for found in by_file.values() for one in found]
    classes = [NONE, *sorted({one.kind for one in sentences} - {NONE})]
    print(f"{len(sentences)} sentences of {len(files)} files, {len(classes)} kinds")
    if asked.without:
        unseen = [one for one in read_sentences(Path(asked.without)) if one.kind in classes]
        print(
            f"{left_out} at first sight:", score(train(sentences, classes), unseen, classes, Tally()).tell()
        )
        return
    print("unseen fifths:", cross_validate(sentences, classes).tell())
    write(train(sentences, classes), classes, sentences)
    print(f"wrote {TARGET / 'reader.npz'}")


if __name__ == "__main__":
    main()
