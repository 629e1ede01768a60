from __future__ import annotations

import random

import pytest

from firstbell.base.ids import hash_id
from firstbell.repository.subset import InvalidSubsetError, PackSubset, parse_subset

PACKS = {hash_id(b"%d" % number): 1000 + number for number in range(200)}


@pytest.mark.parametrize(
    ("text", "subset"),
    [
        ("1/5", PackSubset(number=1, buckets=5)),
        ("256/256", PackSubset(number=256, buckets=256)),
        ("10%", PackSubset(fraction=0.1)),
        ("2.5%", PackSubset(fraction=0.025)),
        ("100%", PackSubset(fraction=1.0)),
        ("500", PackSubset(size_bytes=500)),
        ("50K", PackSubset(size_bytes=50 << 10)),
        ("50M", PackSubset(size_bytes=50 << 20)),
        ("5G", PackSubset(size_bytes=5 << 30)),
        ("1T", PackSubset(size_bytes=1 << 40)),
    ],
)
def test_a_subset_is_read_as_restic_takes_it(text: str, subset: PackSubset) -> None:
    assert parse_subset(text) == subset


@pytest.mark.parametrize(
    "text", ["", "0/5", "6/5", "1/257", "1/0", "0%", "101%", "-1%", "0", "5X", "G", "1/", "a/b", "5 G"]
)
def test_what_is_no_subset_is_refused(text: str) -> None:
    with pytest.raises(InvalidSubsetError) as caught:
        parse_subset(text)
    assert caught.value.text == text
    assert caught.value.hint


@pytest.mark.parametrize("buckets", [1, 5, 7, 256])
def test_all_buckets_together_are_every_pack_once(buckets: int) -> None:
    chosen = [pack for number in range(1, buckets + 1) for pack in PackSubset(number, buckets).select(PACKS)]
    assert sorted(chosen) == sorted(PACKS)
    assert all(pack[0] % 5 == 1 for pack in PackSubset(2, 5).select(PACKS))


@pytest.mark.parametrize(("fraction", "count"), [(0.1, 20), (0.001, 1), (1.0, 200)])
def test_a_fraction_chooses_so_many_by_lot(fraction: float, count: int) -> None:
    subset = PackSubset(fraction=fraction)
    chosen = subset.select(PACKS, random.Random(1))
    assert len(set(chosen)) == count
    assert set(chosen) <= set(PACKS)
    if count == 20:
        assert chosen != subset.select(PACKS, random.Random(2))


@pytest.mark.parametrize(("size_bytes", "low", "high"), [(20_000, 15, 20), (1, 1, 1), (1 << 40, 200, 200)])
def test_a_size_chooses_about_so_much(size_bytes: int, low: int, high: int) -> None:
    assert low <= len(PackSubset(size_bytes=size_bytes).select(PACKS)) <= high


def test_nothing_is_chosen_from_nothing() -> None:
    for subset in (PackSubset(1, 5), PackSubset(fraction=0.5), PackSubset(size_bytes=5)):
        assert subset.select({}) == []
