"""One check, run: whatever a decoder raises on malformed content becomes a grade."""

from __future__ import annotations

import lzma
import sqlite3
import struct

import zstandard

from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.outcome import Grade, MalformedError, Outcome, TornError, Validator

# what decoders raise on malformed input; anything else is a fault of ours and must be seen
MALFORMED = (
    ValueError,
    LookupError,
    ArithmeticError,
    OSError,
    EOFError,
    TypeError,
    AttributeError,
    SyntaxError,
    AssertionError,
    RuntimeError,
    struct.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    sqlite3.Error,
)


def run_check(check: Validator, name: str, data: bytes) -> Outcome:
    """What the check says of the content; `name` is the type it is for."""
    try:
        return check(data)
    except TornError as error:
        return Outcome(Grade.TORN, name, str(error))
    except MalformedError as error:
        return Outcome(Grade.BROKEN, name, str(error))
    except RecursionError:
        return Outcome(Grade.BROKEN, name, "nested too deep")
    except MemoryError:
        return Outcome(Grade.UNCHECKED, name, "checking it needs more memory than a check may take")
    except _list_malformed() as error:
        return Outcome(Grade.BROKEN, name, f"{type(error).__name__}: {error}"[:120])


def _list_malformed() -> tuple[type[Exception], ...]:
    return (*MALFORMED, *INFLATION.errors)
