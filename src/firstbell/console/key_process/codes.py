"""A passphrase and a code of six digits, for who has no passkey: what is kept, and how it is checked.

The passphrase goes through Argon2id (RFC 9106), and what comes out opens the secret from which the codes are
made (TOTP, RFC 6238). Without the passphrase nobody makes a code of what is kept.
"""

from __future__ import annotations

import base64
import hmac
import itertools
import math
import os
import secrets
from urllib.parse import quote, urlencode

import msgspec
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from firstbell.base.clock import NS_PER_S
from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import MasterKey, Sealer

STEP_S = 30
DIGITS = 6
# how many steps a telephone's clock may be wrong, either way
DRIFT_STEPS = 1
LEAST_CHARACTERS = 12
MOST_CHARACTERS = 200
_SECRET_BYTES = 20
_SALT_BYTES = 16
_KEY_BYTES = 64
# the second choice that RFC 9106 recommends, section 4: 64 MiB, three passes, four lanes
MEMORY_KIB, _PASSES, _LANES = 65536, 3, 4
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 1 << 20, 20, 16


class CodeSecret(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept. `sealed`: the secret, sealed by what Argon2id makes of the passphrase at this cost."""

    salt: bytes
    sealed: bytes
    memory_kib: int = MEMORY_KIB
    passes: int = _PASSES
    lanes: int = _LANES


def make_secret() -> bytes:
    """A new secret, 20 bytes. Source: RFC 4226 section 4."""
    return secrets.token_bytes(_SECRET_BYTES)


def seal_secret(
    passphrase: str, secret: bytes, *, memory_kib: int = MEMORY_KIB, passes: int = _PASSES
) -> CodeSecret:
    """The secret as it is kept."""
    salt = os.urandom(_SALT_BYTES)
    kept = CodeSecret(salt=salt, sealed=b"", memory_kib=memory_kib, passes=passes)
    return msgspec.structs.replace(kept, sealed=Sealer(_derive(passphrase, kept)).seal(secret))


def make_decoy(*, memory_kib: int = MEMORY_KIB) -> CodeSecret:
    """What no passphrase opens. To try one costs as much as with a real one; to make this costs nothing."""
    key = MasterKey(os.urandom(32), os.urandom(16), os.urandom(16))
    kept = CodeSecret(salt=os.urandom(_SALT_BYTES), sealed=b"", memory_kib=memory_kib)
    return msgspec.structs.replace(kept, sealed=Sealer(key).seal(make_secret()))


def open_secret(passphrase: str, kept: CodeSecret) -> bytes | None:
    """The secret; None where the passphrase is another one."""
    try:
        return bytes(Sealer(_derive(passphrase, kept)).open(kept.sealed))
    except UnauthenticError:
        return None


def _derive(passphrase: str, kept: CodeSecret) -> MasterKey:
    # the register is read before anything in it is authentic: bound what it can ask for
    cost = (
        min(max(kept.memory_kib, 8 * _MOST_LANES), _MOST_MEMORY_KIB),
        min(max(kept.passes, 1), _MOST_PASSES),
        min(max(kept.lanes, 1), _MOST_LANES),
    )
    derived = Argon2id(
        salt=kept.salt, length=_KEY_BYTES, memory_cost=cost[0], iterations=cost[1], lanes=cost[2]
    ).derive(passphrase.encode())
    return MasterKey(derived[:32], derived[32:48], derived[48:])


def make_code(secret: bytes, counter: int) -> str:
    """The code of a step. Source: RFC 4226 section 5.3, RFC 6238 section 4."""
    digest = hmac.digest(secret, counter.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def find_counter(secret: bytes, code: str, now_ns: int) -> int | None:
    """The step of which this is the code, near now; None where it is of none."""
    told = "".join(code.split())
    now = now_ns // NS_PER_S // STEP_S
    if len(told) != DIGITS or not told.isascii():
        return None
    fitting = [
        counter
        for counter in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1)
        if hmac.compare_digest(make_code(secret, counter), told)
    ]
    return max(fitting, default=None)


def show_secret(secret: bytes) -> str:
    """The secret as an app takes it by hand: base32, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def make_address(secret: bytes, name: str, site: str) -> str:
    """The address by which an app on the same device takes the secret."""
    given = {"secret": base64.b32encode(secret).decode(), "issuer": "Firstbell", "digits": str(DIGITS)}
    return f"otpauth://totp/{quote(f'Firstbell {site}'.strip())}:{quote(name)}?{urlencode(given)}"


def _draw_modules(address: str) -> tuple[int, bytes]:
    """(size in modules, with the white edge; a byte for each module, 0 where it is dark)."""
    import zxingcpp  # noqa: PLC0415 - a library of its own, for one page and one command

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode)
    # its stubs leave out that a picture is a buffer
    pixels = memoryview(code.to_image(scale=1)).tobytes()  # type: ignore[arg-type]
    return math.isqrt(len(pixels)), pixels


def draw_blocks(address: str) -> list[str]:
    """The address as a QR code of characters, two rows of modules a line; for dark and light terminals."""
    size, pixels = _draw_modules(address)
    rows = [[bool(one) for one in pixels[y * size : (y + 1) * size]] for y in range(size)]
    rows += [[True] * size] * (size % 2)
    blocks = {(True, True): "\u2588", (True, False): "\u2580", (False, True): "\u2584", (False, False): " "}
    # light modules are drawn, in white on black whatever the terminal's own colors are
    return [
        "\x1b[97;40m" + "".join(blocks[pair] for pair in zip(above, below, strict=True)) + "\x1b[0m"
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    ]


def draw_picture(address: str) -> dict[str, object]:
    """The address as a QR code, for the camera of an app.

    `size`: in modules, with its white edge. `path`: of SVG, a rectangle for each run of dark modules.
    """
    size, pixels = _draw_modules(address)
    runs = []
    for y in range(size):
        x = 0
        for is_light, modules in itertools.groupby(pixels[y * size : (y + 1) * size], key=bool):
            width = len(list(modules))
            if not is_light:
                runs.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return {"size": size, "path": "".join(runs)}
