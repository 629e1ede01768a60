from __future__ import annotations

import base64
import json

import pytest

from firstbell.crypto.derivation import ScryptParameters, derive_key
from firstbell.crypto.errors import KdfError, UnauthenticError
from firstbell.crypto.seal import MasterKey, Sealer, make_master_key
from firstbell.repository.format.errors import FormatError, NewerFormatError
from firstbell.repository.format.keyfile import (
    KeyFile,
    KeyOrigin,
    open_key_file,
    parse_key_file,
    render_key_file,
    seal_key_file,
)

MASTER = make_master_key()


def _seal(parameters: ScryptParameters = ScryptParameters(2, 1, 1)) -> KeyFile:  # noqa: B008 - frozen
    return seal_key_file(MASTER, "secret", KeyOrigin("2023-02-18T12:30:00Z", "ann", "office", parameters))


@pytest.mark.parametrize("parameters", [(2, 1, 1), (1 << 10, 8, 1), (4, 3, 5), (1 << 12, 8, 3)])
def test_any_parameters_open_with_the_right_password_only(parameters: tuple[int, int, int]) -> None:
    key_file = parse_key_file(render_key_file(_seal(ScryptParameters(*parameters))), "key")
    assert (key_file.N, key_file.r, key_file.p) == parameters
    assert open_key_file(key_file, "secret", "key") == MASTER
    with pytest.raises(UnauthenticError):
        open_key_file(key_file, "Secret", "key")


def test_a_key_file_has_the_fields_that_restic_reads() -> None:
    fields = json.loads(render_key_file(_seal()))
    assert list(fields) == ["created", "username", "hostname", "kdf", "N", "r", "p", "salt", "data"]
    assert fields["kdf"] == "scrypt"
    assert (fields["username"], fields["hostname"]) == ("ann", "office")
    assert len(base64.b64decode(fields["salt"])) == 64


def test_another_derivation_is_refused_as_newer() -> None:
    fields = json.loads(render_key_file(_seal())) | {"kdf": "argon2id"}
    with pytest.raises(NewerFormatError, match="argon2id"):
        parse_key_file(json.dumps(fields).encode(), "key")


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"null", b"\xff\xfe", b'{"salt":"***"}', b'{"x":' + b"[" * 100_000]
)
def test_what_is_no_key_file_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        parse_key_file(data, "key")


def test_a_salt_that_is_no_base64_is_refused() -> None:
    fields = json.loads(render_key_file(_seal())) | {"salt": "***"}
    with pytest.raises(FormatError):
        parse_key_file(json.dumps(fields).encode(), "key")


@pytest.mark.parametrize(("name", "value"), [("N", 3), ("N", 1 << 60), ("N", -2), ("r", 0), ("p", 1 << 40)])
def test_parameters_that_would_hang_the_machine_are_refused(name: str, value: int) -> None:
    fields = json.loads(render_key_file(_seal())) | {name: value}
    key_file = parse_key_file(json.dumps(fields).encode(), "key")
    with pytest.raises(KdfError):
        open_key_file(key_file, "secret", "key")


def _base(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@pytest.mark.parametrize(
    "inner",
    [
        b"not json",
        b"{}",
        json.dumps({"mac": {"k": "*", "r": _base(MASTER.mac_r)}, "encrypt": _base(MASTER.encrypt)}).encode(),
        json.dumps({"mac": {"k": "", "r": _base(MASTER.mac_r)}, "encrypt": _base(MASTER.encrypt)}).encode(),
        b'{"x":' + b"[" * 100_000,
    ],
)
def test_a_key_file_that_opens_to_no_master_key_is_refused(inner: bytes) -> None:
    key_file = _seal()
    user_key: MasterKey = derive_key("secret", key_file.salt, ScryptParameters(2, 1, 1))
    key_file.data = Sealer(user_key).seal(inner)
    with pytest.raises(FormatError):
        open_key_file(key_file, "secret", "key")
