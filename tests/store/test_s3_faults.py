"""What is told, tried again and not half published when an S3 server or the way to it fails."""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from firstbell.store import Kind, ObjectExistsError, ReadOnlyStoreError, StoreError, StoreFullError
from firstbell.store.errors import UnreachableServerError
from firstbell.store.s3_session import NoCredentialsError
from tests.contract.store_suite import NAME
from tests.processes.ports import find_free_port
from tests.store.small_s3 import Behaviour, connect, run_small_s3


@pytest.fixture
def server() -> Iterator[tuple[Behaviour, str]]:
    with run_small_s3() as running:
        yield running


def test_an_upload_whose_answer_was_lost_is_not_an_error(server: tuple[Behaviour, str]) -> None:
    behaviour, address = server
    store = connect(address)
    behaviour.lost_answers = 1
    store.write(Kind.DATA, NAME, [b"pack"])
    assert store.read(Kind.DATA, NAME) == b"pack"
    assert behaviour.requests.count("PUT 412") == 1


def test_a_name_that_another_upload_took_is_an_error(server: tuple[Behaviour, str]) -> None:
    store = connect(server[1])
    store.write(Kind.DATA, NAME, [b"theirs"])
    with pytest.raises(ObjectExistsError):
        store.write(Kind.DATA, NAME, [b"ours"])
    assert store.read(Kind.DATA, NAME) == b"theirs"


def test_a_read_that_breaks_off_is_begun_again(server: tuple[Behaviour, str]) -> None:
    behaviour, address = server
    store = connect(address)
    store.write(Kind.DATA, NAME, [bytes(range(256)) * 64])
    behaviour.broken_reads = 2
    assert store.read(Kind.DATA, NAME) == bytes(range(256)) * 64


def test_a_read_that_always_breaks_off_is_told_after_all_tries(server: tuple[Behaviour, str]) -> None:
    behaviour, address = server
    store = connect(address)
    store.write(Kind.DATA, NAME, [bytes(1000)])
    behaviour.broken_reads = 99
    with pytest.raises(UnreachableServerError, match="after 3 tries") as caught:
        store.read(Kind.DATA, NAME)
    assert "network" in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_server_that_fails_for_a_while_is_asked_again(server: tuple[Behaviour, str]) -> None:
    behaviour, address = server
    store = connect(address)
    behaviour.refusal, behaviour.refusals = (503, "SlowDown"), 2
    store.write(Kind.DATA, NAME, [b"pack"])
    assert behaviour.refusals == 0
    assert store.read(Kind.DATA, NAME) == b"pack"


@pytest.mark.parametrize("refusal", [(507, "XMinioStorageFull"), (403, "QuotaExceeded")], ids=str)
def test_a_full_server_is_told_as_full(server: tuple[Behaviour, str], refusal: tuple[int, str]) -> None:
    behaviour, address = server
    store = connect(address)
    behaviour.refusal = refusal
    with pytest.raises(StoreFullError, match=refusal[1]):
        store.write(Kind.DATA, NAME, [b"pack"])
    assert behaviour.objects == {}


@pytest.mark.parametrize(
    ("refusal", "hint"),
    [
        ((403, "InvalidAccessKeyId"), "AWS_ACCESS_KEY_ID"),
        ((403, "AccessDenied"), "allowed"),
        ((401, "Unauthorized"), "AWS_ACCESS_KEY_ID"),
    ],
    ids=str,
)
def test_refused_keys_are_told_with_what_to_check(
    server: tuple[Behaviour, str], refusal: tuple[int, str], hint: str
) -> None:
    behaviour, address = server
    store = connect(address)
    behaviour.refusal = refusal
    with pytest.raises(ReadOnlyStoreError, match=refusal[1]) as caught:
        store.write(Kind.DATA, NAME, [b"pack"])
    assert hint in caught.value.hint


def test_a_wrong_clock_is_told_as_such(server: tuple[Behaviour, str]) -> None:
    behaviour, address = server
    store = connect(address)
    behaviour.refusal = (403, "RequestTimeTooSkewed")
    with pytest.raises(StoreError) as caught:
        store.write(Kind.DATA, NAME, [b"pack"])
    assert "clock" in caught.value.hint


def test_a_server_that_knows_no_conditions_is_asked_whether_the_name_is_taken(
    server: tuple[Behaviour, str],
) -> None:
    behaviour, address = server
    behaviour.knows_conditions = False
    store = connect(address)
    store.write(Kind.DATA, NAME, [b"first"])
    with pytest.raises(ObjectExistsError):
        store.write(Kind.DATA, NAME, [b"second"])
    assert store.read(Kind.DATA, NAME) == b"first"


def test_a_server_that_is_not_there_is_told_after_all_tries() -> None:
    with pytest.raises(UnreachableServerError, match="after 3 tries"):
        connect(f"http://127.0.0.1:{find_free_port()}/bucket")


def test_who_has_no_keys_is_told_how_to_give_them(server: tuple[Behaviour, str]) -> None:
    with pytest.raises(NoCredentialsError) as caught:
        connect(server[1], AWS_DEFAULT_REGION="here")
    assert "AWS_ACCESS_KEY_ID" in caught.value.hint
    with pytest.raises(NoCredentialsError, match="nobody"):
        connect(server[1], AWS_PROFILE="nobody")


def test_keys_are_found_in_a_profile(server: tuple[Behaviour, str], tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("[school]\naws_access_key_id = a\naws_secret_access_key = b\n")
    (tmp_path / "config").write_text("[profile school]\nregion = there\n")
    files: dict[str, Any] = {
        "AWS_PROFILE": "school",
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "keys"),
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
    }
    store = connect(server[1], **files)
    store.write(Kind.DATA, NAME, [b"pack"])
    assert store.read(Kind.DATA, NAME) == b"pack"


def make_certificate(folder: Path) -> Path:
    """A file with a certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "school")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return path


def test_a_certificate_of_the_schools_own_is_trusted_when_it_is_given(tmp_path: Path) -> None:
    path = make_certificate(tmp_path)
    with run_small_s3(path) as (_, address):
        store = connect(address, ca_file=path)
        store.write(Kind.DATA, NAME, [b"pack"])
        assert store.read(Kind.DATA, NAME) == b"pack"
        with pytest.raises(UnreachableServerError, match="certificate") as caught:
            connect(address)
        assert "--cacert" in caught.value.hint


def test_a_server_that_speaks_no_tls_is_told_with_how_to_write_its_address(
    server: tuple[Behaviour, str],
) -> None:
    with pytest.raises(UnreachableServerError) as caught:
        connect(server[1].replace("http:", "https:"))
    assert "s3:http://" in caught.value.hint
