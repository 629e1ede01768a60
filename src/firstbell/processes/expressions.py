"""Regular expressions as Python compiled them, for the next process that has the same ones.

Compiling those of the finder takes longer than all else that its zygote does before it is ready. What `re`
hands to its engine for each expression is packed here. The next zygote hands the same to the engine, which
checks it, and has the same expression in a thirtieth of the time. What was not packed is compiled as ever.

What our own code derives from an expression, which takes as long, is packed with them (`derive`), and so are
tables that it works out from its own files (`work_out`).

Packed: msgpack, an array of three. First the entries, each an array: the expression, the flags that were
asked for, and what the engine took: flags, code (numbers as `array` has them), groups, number of each name,
name of each number. Only the engine that `name_engine` names understands it. Second what was derived, each an
array: the name of the function, the expression, texts. Third what was worked out: the name of the function,
and what it gave, as msgpack.
"""

from __future__ import annotations

import importlib
import platform
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from re import Pattern
from types import SimpleNamespace
from typing import Any, AnyStr, Protocol, TypeVar

import msgspec

T = TypeVar("T")
# an unsigned number of the engine's
_NUMBER = "I"
# one in so many is not worth to be packed again: Python's reader of mails writes four differently each time
_FEW = 20


class KeptExpressions(Protocol):
    """Where the packed expressions of a zygote are kept from one to the next."""

    def load(self) -> bytes:
        """What was kept, b"" where nothing was."""

    def keep(self, packed: bytes) -> None:
        """Keep it in the place of what was kept before."""


class _Entry(msgspec.Struct, array_like=True, gc=False):
    expression: Any
    asked: int
    flags: int
    code: bytes
    groups: int
    numbers: dict[str, int]
    names: tuple[str | None, ...]


class _Packed(msgspec.Struct, array_like=True):
    entries: list[_Entry]
    derived: list[tuple[str, Any, list[str]]]
    worked_out: dict[str, msgspec.Raw] = {}


class ExpressionRecord:
    """Expressions that an earlier process packed, and those that this one has used. Used by one thread.

    `packed`: what `pack` gave; where it does not read, everything is compiled. `compiled`: how many were not
    among them.
    """

    def __init__(self, packed: bytes) -> None:
        try:
            known = msgspec.msgpack.decode(packed, type=_Packed) if packed else _Packed([], [])
        except msgspec.DecodeError:
            known = _Packed([], [])
        self._packed = {(entry.expression, entry.asked): entry for entry in known.entries}
        self._used: list[_Entry] = []
        self._derived = {(name, expression): texts for name, expression, texts in known.derived}
        self._worked_out, self._is_new = known.worked_out, False
        self.compiled = 0

    def pack(self) -> bytes:
        """Those that were used, for the next process; b"" where nearly all of them were packed before."""
        if self.compiled * _FEW <= len(self._used) and not self._is_new:
            return b""
        derived = [(name, expression, texts) for (name, expression), texts in self._derived.items()]
        return msgspec.msgpack.encode(_Packed(self._used, derived, self._worked_out))

    def derive(self, tell: Callable[[Any], Iterable[str]], expression: str | bytes) -> list[str]:
        """See the function of this name."""
        key = (f"{tell.__module__}.{tell.__qualname__}", expression)
        if key not in self._derived:
            self._derived[key] = sorted(tell(expression))
        return self._derived[key]

    def work_out(self, make: Callable[[], T], shape: type[T]) -> T:
        """See the function of this name."""
        name = f"{make.__module__}.{make.__qualname__}"
        if name in self._worked_out:
            with suppress(msgspec.DecodeError):
                return msgspec.msgpack.decode(self._worked_out[name], type=shape)
        made = make()
        self._worked_out[name], self._is_new = msgspec.Raw(msgspec.msgpack.encode(made)), True
        return made

    @contextmanager
    def use(self) -> Iterator[None]:
        """Within this, `re` compiles only what was not packed."""
        compiler: Any = importlib.import_module("re._compiler")
        engine, compile_anew = compiler._sre, compiler.compile
        handed: list[Sequence[Any]] = []

        def take(*parts: Any) -> Pattern[Any]:
            handed.append(parts)
            return engine.compile(*parts)  # type: ignore[no-any-return]

        def compile_once(expression: Any, flags: int = 0) -> Pattern[Any]:
            known = self._restore(expression, flags, engine.compile)
            if known is not None:
                return known
            handed.clear()
            found: Pattern[Any] = compile_anew(expression, flags)
            if handed:  # a later Python may hand it over elsewhere: then nothing is kept
                self._note(expression, flags, handed[-1])
            return found

        _in_use.append(self)
        compiler.compile = compile_once
        compiler._sre = SimpleNamespace(**{**vars(engine), "compile": take})
        try:
            yield
        finally:
            compiler.compile, compiler._sre = compile_anew, engine
            _in_use.remove(self)

    def _restore(self, expression: Any, flags: int, compile_code: Any) -> Pattern[Any] | None:
        """The expression, where it was packed and the engine finds no fault with it."""
        entry = self._packed.get((expression, flags)) if isinstance(expression, str | bytes) else None
        if entry is None:
            return None
        try:
            code = array(_NUMBER, entry.code).tolist()
            found: Pattern[Any] = compile_code(
                expression, entry.flags, code, entry.groups, entry.numbers, entry.names
            )
        except (RuntimeError, TypeError, ValueError, OverflowError):
            return None
        self._used.append(entry)
        return found

    def _note(self, expression: Any, flags: int, handed: Sequence[Any]) -> None:
        # what is of a class of its own cannot be packed
        if type(expression) in (str, bytes):
            _, engine_flags, code, groups, numbers, names = handed
            packed = array(_NUMBER, code).tobytes()
            # Python 3.13 asks for no flags by a number of a class of its own
            asked = int(flags)
            self._used.append(_Entry(expression, asked, engine_flags, packed, groups, numbers, names))
            self.compiled += 1


_in_use: list[ExpressionRecord] = []


def derive(tell: Callable[[AnyStr], Iterable[str]], expression: AnyStr) -> Iterable[str]:
    """What a function tells of an expression: texts, in any order. Within `ExpressionRecord.use` it is asked
    only where an earlier process did not ask the same function the same.
    """
    return _in_use[-1].derive(tell, expression) if _in_use else tell(expression)


def work_out(make: Callable[[], T], shape: type[T]) -> T:
    """What a function gives that is told nothing. Within `ExpressionRecord.use` it is called only where no
    earlier process called it. `shape`: of what it gives, which msgspec can pack.
    """
    return _in_use[-1].work_out(make, shape) if _in_use else make()


def name_engine() -> str:
    """A name for what reads the code of expressions: of Python, and of this kind of machine."""
    return f"{sys.version}|{sys.byteorder}|{platform.machine()}"
