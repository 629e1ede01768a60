"""Checks that misbehave; a process of the fence loads them from here."""

from __future__ import annotations

import os
import signal

from firstbell.examine.validators.outcome import Outcome, sound


def hang(data: bytes) -> Outcome:
    number = 1
    while data:
        number = number * 3 % 1_000_003
    return sound("x")


def eat(data: bytes) -> Outcome:
    return sound(str(len(bytearray(1 << 36))) + data.decode())


def crash(data: bytes) -> Outcome:
    os.kill(os.getpid(), signal.SIGSEGV)
    return sound(data.decode())


def count(data: bytes) -> Outcome:
    return sound("x", f"{len(data)} bytes, {sum(data[:100])}")
