"""Training of the linear models that come with Firstbell: softmax regression by AdaGrad, always the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from firstbell.classifier.linear import (
    BUCKETS,
    LinearModel,
    collect_words,
    dump_model,
    list_features,
    load_model,
)

EPOCHS = 30
RATE = 0.5
# each step shrinks the weights of a text's features by this share
DECAY = 2e-4
SEED = 20261127


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    classes: Sequence[str],
    *,
    dropped: float = 0.0,
    epochs: int = EPOCHS,
) -> LinearModel:
    """A model of these texts; its weights are the mean over the second half of the epochs.

    `dropped`: the share of a text's features that a step does not see, drawn anew each time, so that no word
    carries a text alone (Wang and Manning, "Fast dropout training", 2013).
    """
    order = np.random.default_rng(SEED)
    features = [list_features(text) for text in texts]
    wanted = [classes.index(label) for label in labels]
    counts = np.bincount(wanted, minlength=len(classes)).astype(np.float64)
    balance = np.sqrt(counts.max() / np.maximum(counts, 1))
    weights = np.zeros((BUCKETS, len(classes)))
    squares = np.full((BUCKETS, len(classes)), 1.0)
    bias = np.zeros(len(classes))
    total, total_bias, taken = np.zeros_like(weights), np.zeros_like(bias), 0
    for epoch in range(epochs):
        for at in order.permutation(len(texts)):
            rows, kind = features[at], wanted[at]
            root = np.sqrt(max(len(rows), 1)) * (1 - dropped)
            if dropped:
                rows = rows[order.random(len(rows)) >= dropped]
            scores = bias + weights[rows].sum(axis=0) / root
            slope = np.exp(scores - scores.max())
            slope /= slope.sum()
            slope[kind] -= 1.0
            slope *= balance[kind]
            step = slope / root
            squares[rows] += step**2
            weights[rows] = weights[rows] * (1 - DECAY) - RATE * step / np.sqrt(squares[rows])
            bias -= 0.02 * slope
        if epoch >= epochs // 2:
            total, total_bias, taken = total + weights, total_bias + bias, taken + 1
    words = collect_words(texts)
    return LinearModel((total / taken).astype(np.float32), (total_bias / taken).astype(np.float32), words)


def write_model(folder: Path, model: LinearModel, classes: Sequence[str], told: Sequence[str]) -> None:
    """Write reader.npz and, beside it, reader.toml with its hash; the weights are read back first.

    `told`: lines for the file's head and further settings, as they stand in it.
    """
    content = dump_model(model)
    sha256 = hashlib.sha256(content).hexdigest()
    load_model(content, name="reader.npz", sha256=sha256)
    (folder / "reader.npz").write_bytes(content)
    lines = [*told, f'sha256 = "{sha256}"', f"classes = {json.dumps(list(classes))}"]
    (folder / "reader.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
