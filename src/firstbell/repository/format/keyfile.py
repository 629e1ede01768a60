"""Key files: the master key, sealed by a key derived from a password. JSON, not sealed itself.

Source: restic design document, "Keys, Encryption and MAC".
"""

from __future__ import annotations

import base64

import msgspec

from firstbell.crypto.derivation import ScryptParameters, derive_key, make_salt
from firstbell.crypto.seal import MasterKey, Sealer
from firstbell.repository.format.bombs import refuse_bomb
from firstbell.repository.format.errors import FormatError, NewerFormatError

_KDF = "scrypt"


class KeyFile(msgspec.Struct):
    """A key file. `salt` and `data` are base64 on disk. `created`: RFC 3339."""

    created: str
    username: str
    hostname: str
    kdf: str
    N: int
    r: int
    p: int
    salt: bytes
    data: bytes


class KeyOrigin(msgspec.Struct, frozen=True):
    """When, by whom and where a key is made, and what opening it costs. `created`: RFC 3339."""

    created: str
    username: str
    hostname: str
    kdf: ScryptParameters


class _Mac(msgspec.Struct):
    k: str
    r: str


class _Master(msgspec.Struct):
    mac: _Mac
    encrypt: str


def parse_key_file(data: bytes, what: str) -> KeyFile:
    """The key file in its bytes; `what` names it in errors.

    Raises: FormatError, NewerFormatError for a derivation that is not known.
    """
    refuse_bomb(data, what)
    try:
        key_file = msgspec.json.decode(data, type=KeyFile)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(what, str(error)) from None
    if key_file.kdf != _KDF:
        raise NewerFormatError(what, f"derivation {key_file.kdf!r} is not known")
    return key_file


def render_key_file(key_file: KeyFile) -> bytes:
    """The bytes of a key file, whose SHA-256 is its name."""
    return msgspec.json.encode(key_file)


def open_key_file(key_file: KeyFile, password: str, what: str) -> MasterKey:
    """The master key.

    Raises: KdfError, UnauthenticError for a wrong password, FormatError.
    """
    parameters = ScryptParameters(key_file.N, key_file.r, key_file.p)
    user_key = derive_key(password, key_file.salt, parameters)
    opened = Sealer(user_key).open(key_file.data)
    try:
        master = msgspec.json.decode(opened, type=_Master)
        key = MasterKey(_unbase(master.encrypt), _unbase(master.mac.k), _unbase(master.mac.r))
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise FormatError(what, str(error)) from None
    if (len(key.encrypt), len(key.mac_k), len(key.mac_r)) != (32, 16, 16):
        raise FormatError(what, "the master key is not 32 + 16 + 16 bytes long")
    return key


def seal_key_file(master: MasterKey, password: str, origin: KeyOrigin) -> KeyFile:
    """A key file that opens with `password`.

    Raises: KdfError.
    """
    salt = make_salt()
    mac = _Mac(_base(master.mac_k), _base(master.mac_r))
    plaintext = msgspec.json.encode(_Master(mac, _base(master.encrypt)))
    parameters = origin.kdf
    data = Sealer(derive_key(password, salt, parameters)).seal(plaintext)
    return KeyFile(
        origin.created,
        origin.username,
        origin.hostname,
        _KDF,
        parameters.n,
        parameters.r,
        parameters.p,
        salt,
        data,
    )


def _base(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unbase(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
