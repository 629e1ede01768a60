from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.kdf import scrypt as public_scrypt

from firstbell.crypto import scrypt
from firstbell.crypto.derivation import (
    SALT_BYTES,
    KeyMemory,
    ScryptParameters,
    derive_key,
    make_salt,
    remember_keys,
)
from firstbell.crypto.errors import KdfError

CHEAP = ScryptParameters(n=2, r=1, p=1)


def test_the_key_of_a_password_is_scrypt_of_it_cut_in_three() -> None:
    # RFC 7914, section 12, the first two vectors
    key = derive_key("", b"", ScryptParameters(n=16, r=1, p=1))
    assert (key.encrypt + key.mac_k + key.mac_r).hex() == (
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
    )
    key = derive_key("password", b"NaCl", ScryptParameters(n=1024, r=8, p=16))
    assert (key.encrypt + key.mac_k + key.mac_r).hex() == (
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
    )


def test_the_default_cost_is_that_of_restic() -> None:
    assert ScryptParameters().memory_bytes() == 32 << 20


def test_passwords_that_are_not_utf_8_have_keys_too() -> None:
    assert derive_key("caf\udce9", b"salt", CHEAP) != derive_key("café", b"salt", CHEAP)


@pytest.mark.parametrize(
    "parameters",
    [
        ScryptParameters(n=0),
        ScryptParameters(n=1),
        ScryptParameters(n=3),
        ScryptParameters(n=-2),
        ScryptParameters(r=0),
        ScryptParameters(p=0),
        ScryptParameters(n=1 << 40),
        ScryptParameters(n=1 << 15, r=8, p=1 << 20),
    ],
)
def test_parameters_that_would_never_end_or_make_no_sense_are_refused(parameters: ScryptParameters) -> None:
    with pytest.raises(KdfError, match="out of bounds"):
        derive_key("password", b"salt", parameters)


def test_what_the_library_refuses_is_an_error_by_name() -> None:
    # within our bounds, but scrypt wants N < 2^(128 * r / 8)
    with pytest.raises(KdfError, match="scrypt N=65536 r=1"):
        derive_key("password", b"salt", ScryptParameters(n=1 << 16, r=1, p=1))


def test_a_salt_is_long_and_new_each_time() -> None:
    assert len(make_salt()) == SALT_BYTES == 64
    assert make_salt() != make_salt()


@pytest.fixture
def memory() -> Iterator[KeyMemory]:
    """A memory of keys that is used in this process."""
    made = KeyMemory()
    remember_keys(made)
    yield made
    remember_keys(None)


def test_a_key_that_was_derived_is_taken_from_memory(memory: KeyMemory) -> None:
    cost, salt = ScryptParameters(2, 1, 1), b"s" * 64
    key = derive_key("a password", salt, cost)
    ((name, held),) = memory.list_all()
    assert held == key.encrypt + key.mac_k + key.mac_r
    assert b"a password" not in name + held
    memory.add([(name, b"k" * 64)])
    assert derive_key("a password", salt, cost).encrypt == b"k" * 32
    for others in (("another", salt, cost), ("a password", b"t" * 64, cost)):
        assert derive_key(*others).encrypt != b"k" * 32
    assert derive_key("a password", salt, ScryptParameters(4, 1, 1)).encrypt != b"k" * 32


def test_without_a_memory_nothing_is_kept() -> None:
    memory = KeyMemory()
    derive_key("a password", b"s" * 64, ScryptParameters(2, 1, 1))
    assert memory.list_all() == []


def test_a_memory_forgets_the_oldest_where_there_are_very_many() -> None:
    memory = KeyMemory()
    memory.add((number.to_bytes(2, "big"), b"k") for number in range(300))
    assert len(memory.list_all()) == 256
    assert memory.get((299).to_bytes(2, "big")) == b"k"
    assert memory.get((0).to_bytes(2, "big")) is None


def test_another_memory_names_the_same_key_otherwise() -> None:
    given = ("a password", b"s" * 64, ScryptParameters(2, 1, 1))
    assert KeyMemory().name(*given) != KeyMemory().name(*given)


def test_scrypt_is_the_class_that_the_public_module_gives() -> None:
    assert scrypt.Scrypt is public_scrypt.Scrypt


def test_a_library_that_keeps_scrypt_elsewhere_gives_it_by_its_public_module() -> None:
    program = """
import sys
from types import ModuleType
public = ModuleType("cryptography.hazmat.primitives.kdf.scrypt")
public.Scrypt = object()
sys.modules["cryptography.hazmat.primitives.kdf.scrypt"] = public
sys.modules["cryptography.hazmat.bindings._rust"] = None
from firstbell.crypto import scrypt
assert scrypt.Scrypt is public.Scrypt
"""
    subprocess.run([sys.executable, "-c", program], check=True)
