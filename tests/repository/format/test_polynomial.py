from __future__ import annotations

import random

from firstbell.repository.format.polynomial import DEGREE, is_irreducible, make_irreducible_polynomial

# from the documentation of restic's chunker, and a repository of the real restic
KNOWN = (0x3DA3358B4DC173, 0x3DEA92648F6E83)


def _multiply(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        b >>= 1
    return product


def _divides(divisor: int, polynomial: int) -> bool:
    while polynomial.bit_length() >= divisor.bit_length():
        polynomial ^= divisor << (polynomial.bit_length() - divisor.bit_length())
    return polynomial == 0


def test_known_irreducible_polynomials_are_found_to_be() -> None:
    for polynomial in KNOWN:
        assert is_irreducible(polynomial)


def test_products_are_found_to_be_reducible_whatever_the_factors_are() -> None:
    lot = random.Random(53)
    for degree in range(1, 27):
        for _ in range(4):
            first = lot.getrandbits(degree) | 1 << degree
            second = lot.getrandbits(DEGREE - degree) | 1 << DEGREE - degree
            product = _multiply(first, second)
            assert product.bit_length() == DEGREE + 1
            assert not is_irreducible(product)


def test_what_is_made_has_degree_53_and_no_small_divisor() -> None:
    made = {make_irreducible_polynomial() for _ in range(3)}
    assert len(made) == 3
    for polynomial in made:
        assert polynomial.bit_length() - 1 == DEGREE
        assert not any(_divides(divisor, polynomial) for divisor in range(2, 1 << 11))


def test_other_degrees_are_refused() -> None:
    for polynomial in (0, 1, 2, 0b111, KNOWN[0] >> 1, KNOWN[0] << 1 | 1):
        assert not is_irreducible(polynomial)
