"""The linear model: its features, its file, and that only the pinned bytes are loaded."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from firstbell.classifier.linear import (
    BUCKETS,
    LinearModel,
    WeightsError,
    collect_words,
    dump_model,
    list_features,
    load_model,
    split_tokens,
)


def make_model() -> LinearModel:
    """A model in which the words of one sentence speak for the second class."""
    weights = np.zeros((BUCKETS, 2), dtype=np.float32)
    weights[list_features("nothing was stolen"), 1] = 1.0
    return LinearModel(weights, np.zeros(2, dtype=np.float32), collect_words(["nothing was stolen"]))


def test_numbers_are_read_by_their_shape_and_quotes_by_their_meaning() -> None:
    assert split_tokens("We\u2019ve lost 1,284 files on Oct. 17!") == [
        "we've", "lost", "####", "files", "on", "oct", "##", "!",
    ]  # fmt: skip


def test_a_sentence_like_those_it_was_trained_on_is_of_their_class() -> None:
    model = make_model()
    assert model.predict("Nothing was stolen.")[1] > 0.9
    assert model.predict("Lunch is at noon")[1] < 0.7
    assert model.predict("").sum() == pytest.approx(1.0)
    assert model.knows("stolen")
    assert not model.knows("lunch")


def test_what_is_written_is_read_back_and_other_bytes_are_refused() -> None:
    content = dump_model(make_model())
    sha256 = hashlib.sha256(content).hexdigest()
    model = load_model(content, name="weights", sha256=sha256)
    assert model.predict("nothing was stolen")[1] == pytest.approx(
        make_model().predict("nothing was stolen")[1]
    )
    assert dump_model(make_model()) == content
    with pytest.raises(WeightsError) as caught:
        load_model(content + b" ", name="weights", sha256=sha256)
    assert caught.value.expected == sha256
