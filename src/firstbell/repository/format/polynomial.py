"""Irreducible polynomials over F2 of degree 53, as restic's chunker wants one in each config.

A polynomial is an int, bit i the coefficient of x^i. Irreducibility by Ben-Or's test: x^(2^k) - x is the
product of all irreducible polynomials whose degree divides k, so f of degree n is irreducible when its gcd
with f is 1 for each k up to n/2. Most candidates have a small divisor and are refused after one or two k.
Source: M. Ben-Or, "Probabilistic algorithms in finite fields", FOCS 1981; restic design document, "Backups
and Deduplication".
"""

from __future__ import annotations

import os

DEGREE = 53


def make_irreducible_polynomial() -> int:
    """A random irreducible polynomial of degree 53; about one in 53 candidates is."""
    while True:
        candidate = int.from_bytes(os.urandom(7), "little") >> 3 | (1 << DEGREE) | 1
        if is_irreducible(candidate):
            return candidate


def is_irreducible(polynomial: int) -> bool:
    """Whether a polynomial of degree 53 has no divisor but 1 and itself."""
    # an even number of terms: x + 1 divides it
    if polynomial.bit_length() - 1 != DEGREE or polynomial.bit_count() % 2 == 0:
        return False
    x = 2
    power = x
    for _ in range(DEGREE // 2):
        power = _square_mod(power, polynomial)
        if _gcd(polynomial, power ^ x) != 1:
            return False
    return True


def _mod(value: int, polynomial: int) -> int:
    degree = polynomial.bit_length()
    while value.bit_length() >= degree:
        value ^= polynomial << (value.bit_length() - degree)
    return value


def _square_mod(value: int, polynomial: int) -> int:
    # squaring over F2 spreads the bits: (sum x^i)^2 = sum x^2i
    return _mod(int(f"{value:b}", 4) if value else 0, polynomial)


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, _mod(a, b)
    return a
