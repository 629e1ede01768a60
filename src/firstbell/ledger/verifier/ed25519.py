"""Ed25519 signatures checked by plain Python. For public data only: it takes no care of timing.

A point is kept in extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, x*y = T/Z.

Source: RFC 8032 sections 5.1.3, 5.1.4 and 5.1.7.
"""

from __future__ import annotations

import hashlib
from typing import Optional, Tuple

Point = Tuple[int, int, int, int]

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_1 = pow(2, (_P - 1) // 4, _P)
_NEUTRAL: Point = (0, 1, 1, 0)


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _double(p: Point) -> Point:
    a, b, c = p[0] * p[0] % _P, p[1] * p[1] % _P, 2 * p[2] * p[2] % _P
    h = a + b
    e, g = h - (p[0] + p[1]) ** 2 % _P, a - b
    f = c + g
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _open_point(data: bytes) -> Optional[Point]:
    """The point of 32 bytes; None where they are none."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= _P:
        return None
    x2 = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(x2, (_P + 3) // 8, _P)
    if (x * x - x2) % _P:
        x = x * _ROOT_OF_MINUS_1 % _P
    if (x * x - x2) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


_BASE = _open_point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


def _add_products(scalars: Tuple[int, int], points: Tuple[Point, Point]) -> Point:
    """The sum of both products; the points are doubled once for the two."""
    table = (_NEUTRAL, points[0], points[1], _add(*points))
    total = _NEUTRAL
    for bit in range(max(scalars).bit_length() - 1, -1, -1):
        total = _double(total)
        choice = (scalars[0] >> bit & 1) | (scalars[1] >> bit & 1) << 1
        if choice:
            total = _add(total, table[choice])
    return total


def is_signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the signature of the message by the key of 32 bytes."""
    if len(public) != 32 or len(signature) != 64 or _BASE is None:
        return False
    key = _open_point(public)
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % _ORDER
    x, y, z, _ = _add_products((s, k), (_BASE, (_P - key[0], key[1], 1, _P - key[3])))
    # R is compared as it is written: s*B - k*A must have these very bytes
    inverse = pow(z, _P - 2, _P)
    x, y = x * inverse % _P, y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]
