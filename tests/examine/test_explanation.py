"""One file explained: hashes, every test, what would have made it clean."""

from __future__ import annotations

import base64
import hashlib

import msgspec

from firstbell.examine.explanation import explain
from firstbell.examine.judge import judge_transition
from firstbell.examine.pairs import Pair, PairBasis
from firstbell.examine.version_content import read_alone
from firstbell.record.versions import Judgement, State
from tests.examine.samples import make_png, make_text
from tests.examine.strikes import LAYOUTS, strike
from tests.examine.trees import MemoryReader

UNKNOWN = Judgement(State.UNKNOWN, "unknown.noise", "looks like noise")


def test_a_struck_file_is_explained_by_each_test() -> None:
    reader, text = MemoryReader(), make_text(1)
    struck = strike(text, next(one for one in LAYOUTS if one.name == "64 in 192"), seed=1)
    old = msgspec.structs.replace(reader.keep(b"/a/list.txt", text), mtime_ns=5)
    new = msgspec.structs.replace(reader.keep(b"/a/list.txt.akira", struck), mtime_ns=5)
    judgement = judge_transition(read_alone(old, reader), read_alone(new, reader))
    explanation = explain(Pair(old, new, PairBasis.NAME), reader, judgement)
    assert explanation.old_sha256 == hashlib.sha256(text).hexdigest()
    assert explanation.new_sha256 == hashlib.sha256(struck).hexdigest()
    assert (explanation.weight, bool(explanation.clean_if)) == (5.3, True)
    told = {sign.code: sign for sign in explanation.signs}
    assert told["noise"].speaks == "damage"
    assert "aligned to 64, one every 192 bytes" in told["changed"].detail
    assert "Akira" in told["known-name"].detail
    assert told["kept-time"].speaks == "damage"
    assert told["renamed"].detail == "was /a/list.txt, known by its name"


def test_a_file_that_decodes_is_explained_by_what_speaks_against_damage() -> None:
    reader = MemoryReader()
    old, new = reader.keep(b"/a.png", make_png(1)), reader.keep(b"/a.png", make_png(2))
    explanation = explain(
        Pair(old, new, PairBasis.PATH), reader, Judgement(State.INTACT, "intact.decodes", "png")
    )
    assert {sign.code: sign.speaks for sign in explanation.signs}["decodes"] == "against"
    assert (explanation.weight, explanation.clean_if) == (0, "")


def test_a_new_file_has_no_hash_before() -> None:
    reader = MemoryReader()
    new = reader.keep(b"/a.bin", base64.b64encode(strike(make_text(1), LAYOUTS[0], seed=2)))
    explanation = explain(Pair(None, new, PairBasis.NONE), reader, UNKNOWN)
    assert explanation.old_sha256 == ""
    assert "encoded" in {sign.code for sign in explanation.signs}
    assert explanation.clean_if


def test_content_that_is_wiped_or_torn_is_said_to_be() -> None:
    reader, png = MemoryReader(), make_png(1)
    old = reader.keep(b"/a.png", png)
    wiped = explain(Pair(old, reader.keep(b"/a.png", bytes(len(png))), PairBasis.PATH), reader, UNKNOWN)
    assert "every byte is 0x00" in {sign.detail for sign in wiped.signs}
    torn = explain(Pair(old, reader.keep(b"/a.png", png[:-20]), PairBasis.PATH), reader, UNKNOWN)
    assert {sign.code: sign.speaks for sign in torn.signs}["decodes"] == "damage"
    same = explain(Pair(old, msgspec.structs.replace(old, path=b"/b.png"), PairBasis.NAME), reader, UNKNOWN)
    assert "nothing changed at the same offsets" in {sign.detail for sign in same.signs}
