"""The linear model: the same text gives the same odds, and only pinned weights are loaded."""

from __future__ import annotations

import hashlib

import pytest

from firstbell.classifier.linear import WeightsError, dump_model, load_model, split_tokens
from scripts.training import train

TEXTS = ["pay us or we publish", "we publish unless you pay", "the bus is late", "lunch is pizza today"] * 5
LABELS = ["threat", "threat", "plain", "plain"] * 5


def test_a_model_tells_apart_what_it_was_trained_on_and_survives_its_file() -> None:
    model = train(TEXTS, LABELS, ["plain", "threat"])
    content = dump_model(model)
    kept = load_model(content, name="reader.npz", sha256=hashlib.sha256(content).hexdigest())
    for text, label in zip(TEXTS[:4], LABELS[:4], strict=True):
        assert int(kept.predict(text).argmax()) == ["plain", "threat"].index(label)
    assert kept.predict("pay or we publish")[1] > 0.5
    assert kept.knows("publish")
    assert not kept.knows("giraffe")


def test_training_gives_the_same_bytes_every_time() -> None:
    first, second = (dump_model(train(TEXTS, LABELS, ["plain", "threat"])) for _ in range(2))
    assert first == second


def test_weights_that_were_changed_are_not_loaded() -> None:
    content = dump_model(train(TEXTS, LABELS, ["plain", "threat"]))
    pinned = hashlib.sha256(content).hexdigest()
    with pytest.raises(WeightsError, match="is not the file of weights") as caught:
        load_model(content[:-1] + b"x", name="reader.npz", sha256=pinned)
    assert caught.value.expected == pinned


def test_numbers_are_told_by_what_they_look_like() -> None:
    assert split_tokens("Pay $350,000 by 18:00 on Friday!") == split_tokens(
        "Pay $120,999 by 09:15 on Friday!"
    )
