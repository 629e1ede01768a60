"""Passkeys as keys of a ledger: signed by an authenticator, refused when one byte of it is another."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from firstbell.base.clock import FixedClock
from firstbell.ledger import EntryDraft, Ledger
from firstbell.ledger.actors import Actor
from firstbell.ledger.batch import DistantSigner, PreparedBatch
from firstbell.ledger.errors import LedgerDamagedError, LedgerMovedError, RoleError, SignatureRefusedError
from firstbell.ledger.headtext import parse_head_text, render_head_text
from firstbell.ledger.passkeys import (
    EDDSA,
    ES256,
    Passkey,
    join_assertion,
    make_challenge,
    read_passkey,
    render_passkey,
    split_assertion,
)
from firstbell.ledger.roster import MADE, describe_public
from firstbell.ledger.signatures import is_signed
from firstbell.ledger.verification import verify
from firstbell.ledger.verifier.seals import is_sealed_by
from tests.ledger.tampered import ADA, START_NS
from tests.ledger.test_verifier import compare, program

__all__ = ["program"]
RP, ORIGIN = "firstbell.localhost", "http://firstbell.localhost:8710"
COUNSEL = Actor("c0c0" * 4, "Cy", "counsel")


class Authenticator:
    """A passkey as a browser and its authenticator answer for it."""

    def __init__(self, alg: str) -> None:
        self.alg = alg
        if alg == ES256:
            self._curve = generate_private_key(SECP256R1())
            point = self._curve.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)[1:]
        else:
            self._edwards = Ed25519PrivateKey.generate()
            point = self._edwards.public_key().public_bytes_raw()
        self.passkey = Passkey(alg, point, RP, (ORIGIN,))
        self.signer = DistantSigner(COUNSEL, render_passkey(self.passkey))

    def assert_for(self, message: bytes, *, flags: int = 0x05, rp: str = RP, **client: object) -> bytes:
        """What comes back for these bytes. `client`: fields of its JSON that are to be others."""
        challenge = base64.urlsafe_b64encode(make_challenge(message)).decode().rstrip("=")
        said = {"type": "webauthn.get", "challenge": challenge, "origin": ORIGIN, "crossOrigin": False}
        said |= {"other_keys_can_be_added_here": "do not compare clientDataJSON against a template", **client}
        text = json.dumps(said).encode()
        data = hashlib.sha256(rp.encode()).digest() + bytes([flags]) + bytes(4)
        signed = data + hashlib.sha256(text).digest()
        signature = (
            self._curve.sign(signed, ECDSA(SHA256())) if self.alg == ES256 else self._edwards.sign(signed)
        )
        return join_assertion(data, text, signature)


@pytest.fixture(params=[ES256, EDDSA])
def authenticator(request: pytest.FixtureRequest) -> Authenticator:
    return Authenticator(request.param)


@pytest.fixture
def ledger(tmp_path: Path, authenticator: Authenticator) -> Ledger:
    """A case's ledger that knows the passkey."""
    made = Ledger(tmp_path / "ledger", FixedClock(START_NS), ADA, kind="case")
    made.append("key", describe_public(MADE, COUNSEL, authenticator.signer.public))
    return made


def sign(ledger: Ledger, authenticator: Authenticator, text: str = "the letters may go") -> PreparedBatch:
    """Add a note, signed by the passkey."""
    batch = ledger.prepare([EntryDraft("note", {"text": text})], authenticator.signer)
    ledger.append_prepared(batch, authenticator.assert_for(batch.message))
    return batch


def test_both_verifiers_take_what_a_passkey_signed(
    ledger: Ledger, authenticator: Authenticator, program: Path
) -> None:
    sign(ledger, authenticator)
    entry = ledger.read()[-1]
    assert entry.body == {"text": "the letters may go"}
    assert entry.actor == COUNSEL.id
    ledger.append("note", {"text": "and the desk goes on by its own key"})
    sign(ledger, authenticator, "again")
    assert verify(ledger.folder).holds
    assert compare(program, ledger.folder) is None


def test_each_changed_byte_of_a_signature_is_refused(ledger: Ledger, authenticator: Authenticator) -> None:
    batch = ledger.prepare([EntryDraft("note", {"text": "x"})], authenticator.signer)
    joined = authenticator.assert_for(batch.message)
    public = authenticator.signer.public
    assert is_signed(public, batch.message, joined)
    assert is_sealed_by(public, batch.message, joined)
    for at in range(len(joined)):
        changed = joined[:at] + bytes([joined[at] ^ 1]) + joined[at + 1 :]
        assert not is_signed(public, batch.message, changed), at
        if at % 16 == 0:  # the plain one takes 2 ms each
            assert not is_sealed_by(public, batch.message, changed), at
    for changed in (joined[:-1], joined + b"\0", b"", joined[:40]):
        assert not is_signed(public, batch.message, changed)
        assert not is_sealed_by(public, batch.message, changed)


def test_a_changed_byte_on_the_disk_is_named_with_its_entry(
    ledger: Ledger, authenticator: Authenticator, program: Path
) -> None:
    sign(ledger, authenticator)
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    head = json.loads(lines[-1])
    signature = bytearray(base64.b64decode(head["signature"]))
    signature[10] ^= 1
    told = base64.b64encode(bytes(signature)).decode()
    ledger.path.write_bytes(
        b"".join(lines[:-1]) + lines[-1].replace(head["signature"].encode(), told.encode())
    )
    (ledger.folder / "state").unlink()
    with pytest.raises(LedgerDamagedError, match="signature"):
        ledger.read()
    assert {problem.seq for problem in verify(ledger.folder).problems} == {2}
    fault = compare(program, ledger.folder)
    assert fault is not None
    assert fault["seq"] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"flags": 0x01},
        {"flags": 0x04},
        {"rp": "evil.example"},
        {"type": "webauthn.create"},
        {"origin": "http://evil.example"},
        {"crossOrigin": True},
        {"challenge": "AAAA"},
        {"challenge": 7},
    ],
)
def test_what_was_signed_elsewhere_or_without_the_person_is_refused(
    ledger: Ledger, authenticator: Authenticator, wrong: dict[str, object]
) -> None:
    batch = ledger.prepare([EntryDraft("note", {"text": "x"})], authenticator.signer)
    joined = authenticator.assert_for(batch.message, **wrong)  # type: ignore[arg-type]
    assert not is_sealed_by(authenticator.signer.public, batch.message, joined)
    before = ledger.path.read_bytes()
    with pytest.raises(SignatureRefusedError):
        ledger.append_prepared(batch, joined)
    assert ledger.path.read_bytes() == before


def test_a_signature_for_one_head_is_none_for_another(ledger: Ledger, authenticator: Authenticator) -> None:
    one = ledger.prepare([EntryDraft("note", {"text": "one"})], authenticator.signer)
    two = ledger.prepare([EntryDraft("note", {"text": "two"})], authenticator.signer)
    with pytest.raises(SignatureRefusedError):
        ledger.append_prepared(two, authenticator.assert_for(one.message))


def test_nothing_is_added_when_the_ledger_moved_on_meanwhile(
    ledger: Ledger, authenticator: Authenticator
) -> None:
    batch = ledger.prepare([EntryDraft("note", {"text": "x"})], authenticator.signer)
    ledger.append("note", {"text": "somebody was quicker"})
    with pytest.raises(LedgerMovedError):
        ledger.append_prepared(batch, authenticator.assert_for(batch.message))
    assert [entry.body.get("text") for entry in ledger.read()][-1] == "somebody was quicker"


def test_a_second_press_adds_nothing(ledger: Ledger, authenticator: Authenticator) -> None:
    batch = sign(ledger, authenticator)
    with pytest.raises(LedgerMovedError):
        ledger.append_prepared(batch, authenticator.assert_for(batch.message))
    assert len(ledger.read()) == 3


def test_a_role_holds_for_passkeys_too(ledger: Ledger, authenticator: Authenticator) -> None:
    with pytest.raises(RoleError):
        ledger.prepare([EntryDraft("fact", {"subject": "x"})], authenticator.signer)


def test_a_ledger_of_version_2_takes_no_passkey_and_stays_one(
    tmp_path: Path, authenticator: Authenticator
) -> None:
    desk = Ledger(tmp_path / "ledger", FixedClock(START_NS), ADA)
    desk.append("note", {"text": "x"})
    with pytest.raises(RoleError, match="version 2 takes no passkey"):
        desk.append("key", describe_public(MADE, COUNSEL, authenticator.signer.public))
    assert json.loads(desk.path.read_bytes().splitlines()[0])["ledger"]["version"] == 2


def test_a_head_that_a_passkey_signed_is_kept_as_text(ledger: Ledger, authenticator: Authenticator) -> None:
    sign(ledger, authenticator)
    head = ledger.signed_head()
    assert head is not None
    text = render_head_text(head, name="Cy")
    assert parse_head_text("> " + text.replace("\n", "\n> ")) == [head]


def test_a_passkey_is_written_in_one_way(authenticator: Authenticator) -> None:
    public = authenticator.signer.public
    assert read_passkey(public) == authenticator.passkey
    assert read_passkey(public.replace(b",", b", ", 1)) is None
    for name in ("alg", "key", "origins", "rp"):
        said = json.loads(public)
        said[name] = "x"
        assert (
            read_passkey(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()) is None
            or name == "rp"
        )
    off = Passkey(ES256, bytes(63) + b"\1", RP, (ORIGIN,))
    assert read_passkey(render_passkey(off)) is None
    assert read_passkey(b"\xff" * 40) is None


def test_parts_of_an_assertion_come_back() -> None:
    assert split_assertion(join_assertion(b"data", b"client", b"signature")) == (
        b"data",
        b"client",
        b"signature",
    )
