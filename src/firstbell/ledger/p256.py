"""ECDSA over P-256 with SHA-256, checked by plain Python. For public data only: it takes no care of timing.

A point is kept in Jacobian coordinates (X, Y, Z): x = X/Z^2, y = Y/Z^3; Z is 0 at infinity.

Source: FIPS 186-5 section 6.4.2, SP 800-186 section 3.2.1.3; the signature as in RFC 3279 section 2.2.3.
"""

from __future__ import annotations

import hashlib
from typing import Optional, Tuple

CurvePoint = Tuple[int, int, int]

_FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1
_COUNT = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_CURVE_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_GENERATOR: CurvePoint = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    1,
)
_INFINITY: CurvePoint = (1, 1, 0)


def _double_point(p: CurvePoint) -> CurvePoint:
    x, y, z = p
    if not z or not y:
        return _INFINITY
    zz, yy = z * z % _FIELD, y * y % _FIELD
    s = 4 * x * yy % _FIELD
    m = 3 * (x - zz) * (x + zz) % _FIELD
    x3 = (m * m - 2 * s) % _FIELD
    return x3, (m * (s - x3) - 8 * yy * yy) % _FIELD, 2 * y * z % _FIELD


def _add_points(p: CurvePoint, q: CurvePoint) -> CurvePoint:
    if not p[2]:
        return q
    if not q[2]:
        return p
    pz, qz = p[2] * p[2] % _FIELD, q[2] * q[2] % _FIELD
    u, v = p[0] * qz % _FIELD, q[0] * pz % _FIELD
    s, t = p[1] * qz * q[2] % _FIELD, q[1] * pz * p[2] % _FIELD
    if u == v:
        return _double_point(p) if s == t else _INFINITY
    h, r = (v - u) % _FIELD, (t - s) % _FIELD
    hh = h * h % _FIELD
    hhh, w = hh * h % _FIELD, u * hh % _FIELD
    x3 = (r * r - hhh - 2 * w) % _FIELD
    return x3, (r * (w - x3) - s * hhh) % _FIELD, h * p[2] * q[2] % _FIELD


def _sum_products(scalars: Tuple[int, int], points: Tuple[CurvePoint, CurvePoint]) -> CurvePoint:
    """The sum of both products; the points are doubled once for the two."""
    table = (_INFINITY, points[0], points[1], _add_points(*points))
    total = _INFINITY
    for bit in range(max(scalars).bit_length() - 1, -1, -1):
        total = _double_point(total)
        choice = (scalars[0] >> bit & 1) | (scalars[1] >> bit & 1) << 1
        if choice:
            total = _add_points(total, table[choice])
    return total


def _write_number(number: int) -> bytes:
    body = number.to_bytes(number.bit_length() // 8 + 1, "big")
    return bytes([2, len(body)]) + body


def _read_der(signature: bytes) -> Optional[Tuple[int, int]]:
    """Both numbers of a DER sequence, written in the one way that DER has for them."""
    size = signature[3] if 8 <= len(signature) <= 72 else 0
    r, s = int.from_bytes(signature[4 : 4 + size], "big"), int.from_bytes(signature[6 + size :], "big")
    body = _write_number(r) + _write_number(s)
    return (r, s) if bytes([0x30, len(body)]) + body == signature else None


def is_on_p256(public: bytes) -> bool:
    """Whether these 64 bytes, x and y, are a point of the curve."""
    if len(public) != 64:
        return False
    x, y = int.from_bytes(public[:32], "big"), int.from_bytes(public[32:], "big")
    return x < _FIELD and y < _FIELD and (y * y - (x * x * x - 3 * x + _CURVE_B)) % _FIELD == 0


def is_signed_p256(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this DER signature is of the message, by the key of 64 bytes: x and y, big-endian."""
    numbers = _read_der(signature)
    if numbers is None or not is_on_p256(public):
        return False
    r, s = numbers
    if not (0 < r < _COUNT and 0 < s < _COUNT):
        return False
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    inverse = pow(s, _COUNT - 2, _COUNT)
    key = (int.from_bytes(public[:32], "big"), int.from_bytes(public[32:], "big"), 1)
    scalars = (digest * inverse % _COUNT, r * inverse % _COUNT)
    x, _, z = _sum_products(scalars, (_GENERATOR, key))
    if not z:
        return False
    return x * pow(z * z, _FIELD - 2, _FIELD) % _FIELD % _COUNT == r
