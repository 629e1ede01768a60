"""Training of the linear models that come with Firstbell, always the same.

`train`: softmax regression by AdaGrad. `train_ridge`: ridge regression of each class against the others,
solved at once from how alike every two texts are; words, runs of words and parts of words are weighed apart,
and what few texts have counts for more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from firstbell.classifier.linear import (
    BUCKETS,
    LinearModel,
    collect_words,
    dump_model,
    list_families,
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


# of a bucket that so many texts have, a column of a matrix is made, so many at a time
_OFTEN, _COLUMNS = 60, 2_000


@dataclass(frozen=True, slots=True)
class Ridge:
    """How a ridge regression is made: into how many `buckets` features fall.

    `stiffness`: how much a fit costs beside what it explains; less for classes with few texts. `sharpness`:
    by what scores (about -1 to 1) are multiplied before they become odds. `parts`: how much each family of
    features counts, all together 1.
    """

    buckets: int
    stiffness: float
    sharpness: float
    parts: Sequence[float]


def train_ridge(
    texts: Sequence[str], labels: Sequence[str], classes: Sequence[str], how: Ridge
) -> LinearModel:
    """A model of these texts by ridge regression (Saunders, Gammerman and Vovk, 1998)."""
    families = list(zip(*(list_families(text, how.buckets) for text in texts), strict=True))
    # one for all pairs: what is constant
    alike = np.ones((len(texts), len(texts)))
    rarities = [_find_rarity(rows, how.buckets) for rows in families]
    for part, rows, rarity in zip(how.parts, families, rarities, strict=True):
        alike += part * _compare(rows, rarity)
    kinds = np.array([classes.index(label) for label in labels])
    counts = np.bincount(kinds, minlength=len(classes))
    alike[np.diag_indices(len(texts))] += how.stiffness / np.sqrt(counts.max() / counts[kinds])
    wanted = np.where(np.eye(len(classes))[kinds] > 0, 1.0, -1.0)
    shares = how.sharpness * np.linalg.solve(alike, wanted)
    weights = np.zeros((how.buckets, len(classes)))
    for part, rows, rarity in zip(how.parts, families, rarities, strict=True):
        for features, share in zip(rows, shares, strict=True):
            rare = rarity[features][:, None]
            weights[features] += part * rare * share / np.sqrt(max(len(features), 1))
    bias = shares.sum(axis=0).astype(np.float32)
    return LinearModel(weights.astype(np.float32), bias, collect_words(texts), apart=True)


def _find_rarity(rows: Sequence[npt.NDArray[np.int64]], buckets: int) -> npt.NDArray[np.float64]:
    """How rare each bucket is: 1 for what one text has, 0 for what all have (inverse document frequency)."""
    held = np.bincount(np.concatenate(rows), minlength=buckets)
    return np.asarray(1 - np.log(np.maximum(held, 1)) / np.log(max(len(rows), 2)))


def _compare(
    rows: Sequence[npt.NDArray[np.int64]], rarity: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """How much of their features every two texts share, the rare ones counting for more, by the roots of how
    many each of them has.
    """
    sizes = np.array([len(one) for one in rows])
    owners = np.repeat(np.arange(len(rows)), sizes)
    features = np.concatenate(rows)
    order = np.argsort(features, kind="stable")
    owners, features = owners[order], features[order]
    if not len(features):
        return np.zeros((len(rows), len(rows)))
    edges = [0, *(np.flatnonzero(np.diff(features)) + 1), len(features)]
    shared = np.zeros((len(rows), len(rows)), dtype=np.float32)
    often = []
    for start, end in pairwise(edges):
        weight = rarity[features[start]]
        if end - start > _OFTEN:
            often.append((owners[start:end], np.sqrt(weight)))
        else:
            shared[np.ix_(owners[start:end], owners[start:end])] += weight
    for at in range(0, len(often), _COLUMNS):
        block = np.zeros((len(rows), min(_COLUMNS, len(often) - at)), dtype=np.float32)
        for column, (holders, root) in enumerate(often[at : at + _COLUMNS]):
            block[holders, column] = root
        shared += block @ block.T
    roots = np.sqrt(np.maximum(sizes, 1))
    return np.asarray(shared.astype(np.float64) / roots[:, None] / roots)


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
