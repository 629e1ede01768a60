"""Expressions of one process for the next: the same ones, nothing that is damaged, nothing that was told."""

from __future__ import annotations

import importlib
import os
import re
import signal
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from firstbell.processes.expressions import ExpressionRecord, derive, work_out
from firstbell.processes.fence import FencedCode, ProcessFence, Stopped
from tests.processes.expressive import HERE

TEXTS = ("Ada, born 3 May 2011", "\u0130stanbul \u017ftreet 219-09-9999", "", "x" * 40, "naïve\nNAÏVE")
ASKED: tuple[tuple[Any, int], ...] = (
    (r"(?P<day>\d{1,2})[ ](?P<month>[a-z]+)|born", re.IGNORECASE),
    (rb"(\d{3})-(\d{2})-(\d{4})", 0),
    (r"(?i:na\xefve)$", re.MULTILINE),
    (r"(?<!x)x{3,}(?=x)", re.ASCII),
    (rb"[a-fx]+\b", re.IGNORECASE),
    (r"[^\W\d_]+(?:\s|,)", re.VERBOSE),
)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """`re` remembers none of what is compiled here."""
    re.purge()
    yield
    re.purge()


class Kept:
    """Keeps expressions in memory, and counts how often."""

    def __init__(self, packed: bytes = b"") -> None:
        self.packed, self.times = packed, 0

    def load(self) -> bytes:
        return self.packed

    def keep(self, packed: bytes) -> None:
        self.packed, self.times = packed, self.times + 1


def compile_asked(record: ExpressionRecord) -> list[re.Pattern[Any]]:
    re.purge()
    with record.use():
        return [re.compile(expression, flags) for expression, flags in ASKED]


def describe(pattern: re.Pattern[Any]) -> list[object]:
    """Everything that one can see of an expression."""
    if isinstance(pattern.pattern, bytes):
        found = [[match.regs for match in pattern.finditer(text.encode())] for text in TEXTS]
    else:
        found = [[match.regs for match in pattern.finditer(text)] for text in TEXTS]
    return [pattern.pattern, pattern.flags, pattern.groups, dict(pattern.groupindex), found]


def test_what_was_packed_is_not_compiled_and_finds_the_same() -> None:
    first = ExpressionRecord(b"")
    compiled = compile_asked(first)
    assert first.compiled == len(ASKED)
    second = ExpressionRecord(first.pack())
    restored = compile_asked(second)
    assert second.compiled == 0
    assert restored == compiled  # an expression is another one where its code is
    assert list(map(describe, restored)) == list(map(describe, compiled))


def test_flags_of_a_class_of_their_own_are_packed_as_the_number_that_they_are() -> None:
    """As Python 3.13's `re.sub` asks for none."""

    class NoFlags(int):
        pass

    first = ExpressionRecord(b"")
    with first.use():
        re.compile("kept(?=once)", NoFlags(0))
    re.purge()
    second = ExpressionRecord(first.pack())
    with second.use():
        again = re.compile("kept(?=once)", NoFlags(0))
    assert second.compiled == 0
    assert again.search("keptonce") is not None


def test_an_expression_of_a_class_of_its_own_is_compiled_and_the_others_are_packed() -> None:
    class Written(str):
        pass

    first = ExpressionRecord(b"")
    with first.use():
        re.compile(Written("written(?=here)"))
        re.compile("kept(?=twice)")
    re.purge()
    second = ExpressionRecord(first.pack())
    with second.use():
        assert re.compile(Written("written(?=here)")).search("writtenhere") is not None
        assert second.compiled == 0
        assert re.compile("kept(?=twice)").search("keptwice") is None
    assert second.compiled == 0


def test_where_python_hands_its_code_over_elsewhere_everything_works_and_nothing_is_packed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiler: Any = importlib.import_module("re._compiler")
    plain, engine = compiler.compile, compiler._sre

    def compile_elsewhere(expression: Any, flags: int = 0) -> re.Pattern[Any]:
        taken, compiler._sre = compiler._sre, engine
        try:
            return plain(expression, flags)  # type: ignore[no-any-return]
        finally:
            compiler._sre = taken

    monkeypatch.setattr(compiler, "compile", compile_elsewhere)
    record = ExpressionRecord(b"")
    with record.use():
        assert re.compile("else(?=where)").search("elsewhere") is not None
    assert record.pack() == b""


def test_what_was_not_packed_is_compiled_beside_the_rest() -> None:
    first = ExpressionRecord(b"")
    compile_asked(first)
    re.purge()
    second = ExpressionRecord(first.pack())
    with second.use():
        assert re.compile("an(other) one").groups == 1
        assert re.compile(*ASKED[0]).search("3 May")
    assert second.compiled == 1


def test_what_is_nearly_all_known_is_not_packed_again() -> None:
    first = ExpressionRecord(b"")
    with first.use():
        for number in range(40):
            re.compile(f"expression {number}")
    re.purge()
    second = ExpressionRecord(first.pack())
    with second.use():
        for number in range(41):
            re.compile(f"expression {number}")
    assert second.compiled == 1
    assert second.pack() == b""
    re.purge()
    third = ExpressionRecord(first.pack())
    with third.use():
        for number in range(20, 60):
            re.compile(f"expression {number}")
    assert len(msgspec.msgpack.decode(third.pack())[0]) == 40  # what nobody asked for is not kept


@pytest.mark.parametrize("packed", [b"\xc1", b"\x92\x91\x90\x90", msgspec.msgpack.encode([[[1, 2, 3]], []])])
def test_what_does_not_read_is_compiled(packed: bytes) -> None:
    record = ExpressionRecord(packed)
    assert list(map(describe, compile_asked(record))) == list(
        map(describe, compile_asked(ExpressionRecord(b"")))
    )
    assert record.compiled == len(ASKED)


def test_code_that_the_engine_refuses_is_compiled() -> None:
    first = ExpressionRecord(b"")
    expected = list(map(describe, compile_asked(first)))
    for code in (b"", b"\xff" * 40, b"\xff" * 3):
        entries, *others = msgspec.msgpack.decode(first.pack())
        for entry in entries:
            entry[3] = code
        record = ExpressionRecord(msgspec.msgpack.encode([entries, *others]))
        assert list(map(describe, compile_asked(record))) == expected
        assert record.compiled == len(ASKED)


def test_a_faulty_expression_is_refused_and_re_is_as_before() -> None:
    compiler = importlib.import_module("re._compiler")
    before = (compiler.compile, compiler._sre)
    record = ExpressionRecord(b"")
    with pytest.raises(re.error), record.use():
        re.compile("(")
    assert (compiler.compile, compiler._sre) == before
    assert record.compiled == 0


def test_the_next_zygote_compiles_nothing_and_what_one_was_told_is_not_kept() -> None:
    kept = Kept()
    code = FencedCode(f"{HERE}:begin", b"Quillanette", expressions=kept)
    with ProcessFence(code) as fence:
        first = fence.ask(b"Quillanette 219-09")
    assert first == b"uillanette|219-09|told"
    assert kept.times == 1
    assert b"<rest>" in kept.packed
    assert b"Quillanette" not in kept.packed
    with ProcessFence(code) as fence:
        assert fence.ask(b"Quillanette 219-09") == first
    assert kept.times == 1


def test_a_zygote_that_is_given_damaged_expressions_compiles_them_and_has_them_kept() -> None:
    kept = Kept(b"damaged")
    with ProcessFence(FencedCode(f"{HERE}:begin", b"x", expressions=kept)) as fence:
        assert fence.ask(b"ada 123") == b"da|123|"
    assert kept.times == 1
    assert kept.packed != b"damaged"


def test_what_was_derived_is_not_derived_again() -> None:
    asked: list[str | bytes] = []

    def tell(expression: str | bytes) -> set[str]:
        asked.append(expression)
        return {f"{len(expression)}", "b", "a"}

    def tell_otherwise(expression: str) -> list[str]:
        return ["other"]

    first = ExpressionRecord(b"")
    with first.use():
        re.compile("what is packed with it")
        assert sorted(derive(tell, "abc")) == ["3", "a", "b"]
        assert sorted(derive(tell, b"abc")) == ["3", "a", "b"]
    assert asked == ["abc", b"abc"]
    second = ExpressionRecord(first.pack())
    with second.use():
        assert sorted(derive(tell, "abc")) == sorted(derive(tell, b"abc")) == ["3", "a", "b"]
        assert asked == ["abc", b"abc"]
        assert derive(tell_otherwise, "abc") == ["other"]
        assert sorted(derive(tell, "abcd")) == ["4", "a", "b"]
    assert asked == ["abc", b"abc", "abcd"]
    assert derive(tell, "abc") == {"3", "a", "b"}  # where nothing is in use, it is asked
    assert asked == ["abc", b"abc", "abcd", "abc"]


def test_what_was_worked_out_is_not_worked_out_again() -> None:
    asked: list[str] = []

    def make() -> dict[bytes, tuple[int, ...]]:
        asked.append("made")
        return {b"lunch": (1, 2)}

    first = ExpressionRecord(b"")
    with first.use():
        assert work_out(make, dict[bytes, tuple[int, ...]]) == {b"lunch": (1, 2)}
    second = ExpressionRecord(first.pack())
    with second.use():
        assert work_out(make, dict[bytes, tuple[int, ...]]) == {b"lunch": (1, 2)}
    assert asked == ["made"]
    assert second.pack() == b""  # nothing is new
    third = ExpressionRecord(first.pack())
    with third.use():
        re.compile("one that is new")
        assert work_out(make, dict[bytes, tuple[int, ...]]) == {b"lunch": (1, 2)}
    fourth = ExpressionRecord(third.pack())
    with fourth.use():
        work_out(make, dict[bytes, tuple[int, ...]])
    assert asked == ["made"]  # what is packed again keeps it
    work_out(make, dict[bytes, tuple[int, ...]])  # where nothing is in use, it is worked out
    assert asked == ["made", "made"]


def test_what_was_worked_out_in_another_shape_is_worked_out_again_and_packed() -> None:
    def make() -> list[int]:
        return [1, 2]

    first = ExpressionRecord(b"")
    with first.use():
        work_out(make, list[int])
    entries, derived, worked_out = msgspec.msgpack.decode(first.pack())
    for damaged in ("no list", {"1": 2}, ["1"], None):
        packed = msgspec.msgpack.encode([entries, derived, dict.fromkeys(worked_out, damaged)])
        record = ExpressionRecord(packed)
        with record.use():
            assert work_out(make, list[int]) == [1, 2]
        assert msgspec.msgpack.decode(record.pack())[2] == worked_out


def test_a_zygote_prepares_before_it_is_told_and_the_next_one_takes_what_it_worked_out() -> None:
    kept = Kept()
    code = FencedCode(f"{HERE}:begin_table", b"Quillanette", expressions=kept, prepare=f"{HERE}:prepare")
    with ProcessFence(code) as fence:
        assert fence.ask(b"?") == b"worked out"
    entries, derived, worked_out = msgspec.msgpack.decode(kept.packed)
    assert worked_out == {f"{HERE}.make_table": ["worked", "out"]}
    kept.packed = msgspec.msgpack.encode([entries, derived, {f"{HERE}.make_table": ["kept"]}])
    with ProcessFence(code) as fence:
        assert fence.ask(b"?") == b"kept"
    assert kept.times == 1


def test_a_zygote_prepares_where_nothing_is_kept() -> None:
    code = FencedCode(f"{HERE}:begin_table", prepare=f"{HERE}:prepare")
    with ProcessFence(code) as fence:
        assert fence.ask(b"?") == b"worked out"


def test_nothing_of_a_child_that_was_taken_over_reaches_the_next_zygote() -> None:
    kept = Kept()
    code = FencedCode(f"{HERE}:begin_taken_over", expressions=kept, requests=9, prepare=f"{HERE}:prepare")
    with ProcessFence(code) as fence:
        assert fence.ask(b"?", company="honest") == b"worked out"
        clean = kept.packed
        assert fence.ask(b"forge", company="taken") == b"forged"
        assert fence.ask(b"?", company="taken") == b"forged"  # so it is really changed in there
        assert fence.ask(b"?", company="another") == b"worked out"  # a later child of the same zygote
        with pytest.raises(Stopped):
            fence.ask(b"forge all")
        fence.dismiss()
        assert fence.measure_peak_bytes() > 1 << 20  # no word of theirs came in the zygote's name
        first = fence._start()._process
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert fence.ask(b"?") == b"worked out"  # of a zygote that took what was kept
        assert fence._start()._process.pid != first.pid
    with ProcessFence(code) as fence:
        assert fence.ask(b"?") == b"worked out"
    assert (kept.packed, kept.times) == (clean, 1)
