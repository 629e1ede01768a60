"""The linear model: the same text gives the same odds, and only pinned weights are loaded."""

from __future__ import annotations

import hashlib

import pytest

from firstbell.classifier.linear import (
    WRITTEN_BY,
    WeightsError,
    dump_model,
    list_families,
    load_model,
    split_tokens,
)
from scripts.training import Ridge, train, train_ridge

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


HOW = Ridge(buckets=1 << 14, stiffness=0.1, sharpness=4.0, parts=(0.3, 0.3, 0.3, 0.1, 0.3))


def test_a_ridge_regression_tells_apart_what_it_was_trained_on_and_survives_its_file() -> None:
    model = train_ridge(TEXTS, LABELS, ["plain", "threat"], HOW)
    content = dump_model(model)
    assert dump_model(train_ridge(TEXTS, LABELS, ["plain", "threat"], HOW)) == content
    kept = load_model(content, name="reader.npz", sha256=hashlib.sha256(content).hexdigest())
    for text, label in zip(TEXTS[:4], LABELS[:4], strict=True):
        assert int(kept.predict(text).argmax()) == ["plain", "threat"].index(label)
    assert kept.predict("pay or we publish")[1] > 0.5
    assert abs(kept.predict("the bus is late")[1] - model.predict("the bus is late")[1]) < 0.02


def test_who_wrote_a_text_counts_apart_from_what_it_says() -> None:
    texts = [f"see the list{WRITTEN_BY}boxgang", f"see the list{WRITTEN_BY}boxschool"]
    model = train_ridge(texts * 3, ["threat", "plain"] * 3, ["plain", "threat"], HOW)
    assert model.predict(texts[0])[1] > 0.5 > model.predict(texts[1])[1]
    assert model.predict("see the list boxgang")[1] < model.predict(texts[0])[1]


def test_a_digit_in_a_word_is_the_letter_that_it_looks_like_and_numbers_are_of_any_value() -> None:
    faxed, typed = (
        set(list_families(text, 1 << 20)[4]) for text in ("N0 P0LICE, pay 9 BTC", "no police, pay 4 btc")
    )
    assert faxed == typed
    assert set(list_families("ab12 then 34", 1 << 20)[4]) == set(list_families("abi2 then 99", 1 << 20)[4])


def test_what_few_texts_have_counts_for_more_than_what_many_have() -> None:
    texts = [f"{word} we say so" for word in ("bus", "lunch", "ransom", "wallet")]
    model = train_ridge(texts, ["plain", "plain", "threat", "threat"], ["plain", "threat"], HOW)
    said, _, rare = (model.weights[list_families(word, HOW.buckets)[0]] for word in ("so", "say", "ransom"))
    assert abs(rare).max() > abs(said).max()
