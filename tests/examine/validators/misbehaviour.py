"""Checks that misbehave; a process of the fence loads them from here."""

from __future__ import annotations

import ctypes
import os
import sys

from firstbell.examine.validators.outcome import Grade, Outcome, require, sound


def hang(data: bytes) -> Outcome:
    number = 1
    while data:
        number = number * 3 % 1_000_003
    return sound("x")


def eat(data: bytes) -> Outcome:
    return sound(str(len(bytearray(1 << 36))) + data.decode())


def crash(data: bytes) -> Outcome:
    ctypes.string_at(0)  # as a decoder does that reads where nothing is
    return sound(data.decode())


def count(data: bytes) -> Outcome:
    return sound("x", f"{len(data)} bytes, {sum(data[:100])}")


def take_over(data: bytes) -> Outcome:
    """Every check that this process would run from here on says what the intruder likes."""
    for module in list(sys.modules.values()):
        for name in list(vars(module)):
            if name.startswith("check_") or name in ("count", "run_check"):
                setattr(module, name, lie)
    return lie(data)


def lie(_data: bytes, *_: object) -> Outcome:
    return sound("x", "as the intruder likes")


def lie_about_type(_: bytes) -> Outcome:
    return sound("x\x1b[2J")


def lie_in_many_words(_: bytes) -> Outcome:
    return sound("x", filled="much " * 1000)


def tell_process(_: bytes) -> Outcome:
    return sound("x", str(os.getpid()))


def refuse(data: bytes) -> Outcome:
    require(not data, "it does not hold")
    return sound("x")


def spoil(data: bytes) -> Outcome:
    """As `take_over`, by one who wants what others wrote to be called damaged."""
    for module in list(sys.modules.values()):
        if hasattr(module, "run_check"):
            vars(module)["run_check"] = call_broken
    return lie(data)


def call_broken(*_: object) -> Outcome:
    return Outcome(Grade.BROKEN, "x", "as the intruder likes")
