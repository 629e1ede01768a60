"""A self-signed certificate for a vault's server, made by `vault init`."""

from __future__ import annotations

import hashlib
import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.clock import NS_PER_S, Clock
from firstbell.base.counts import say_count
from firstbell.base.errors import Error

if TYPE_CHECKING:
    from cryptography import x509

_VALID_DAYS = 3650
_WARN_DAYS = 30
_ALWAYS = ("localhost", "127.0.0.1", "::1")


def make_certificate(host: str, clock: Clock) -> tuple[bytes, bytes]:
    """(certificate, key) as PEM, for `host` and this machine itself; good for ten years.

    It is its own authority (`--cacert` of restic takes it), which may sign nothing but itself.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Firstbell vault {host}"[:64])])
    now = datetime.fromtimestamp(clock.now_ns() // NS_PER_S, UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks of hosts may be behind
        .not_valid_after(now + timedelta(days=_VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName(_list_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    certificate = builder.sign(key, hashes.SHA256())
    return (
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )


def _list_names(host: str) -> list[x509.GeneralName]:
    from cryptography import x509

    names: list[x509.GeneralName] = []
    for name in dict.fromkeys((host, *_ALWAYS)):
        try:
            names.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            names.append(x509.DNSName(name))
    return names


class CertificateError(Error):
    """A certificate that hosts would refuse, or that does not go with its key."""

    code = "cli.certificate"


def check_certificate(certificate: Path, key: Path, clock: Clock) -> str:
    """A warning where the certificate ends within 30 days, else "".

    Raises: CertificateError for one that cannot be read, is not valid now, or whose key is another's.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    hint = "renew it, or use another certificate with --cert CERTIFICATE KEY"
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        private = serialization.load_pem_private_key(key.read_bytes(), None)
    except OSError as error:
        raise CertificateError(f"{error.filename}: {error.strerror}", hint=hint) from None
    except (ValueError, TypeError) as error:
        raise CertificateError(f"{certificate} and {key}: {error}", hint="both must be PEM files") from None
    formats = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if found.public_key().public_bytes(*formats) != private.public_key().public_bytes(*formats):
        raise CertificateError(f"{key} is not the key that belongs to {certificate}", hint=hint)
    now = datetime.fromtimestamp(clock.now_ns() // NS_PER_S, UTC)
    if now > found.not_valid_after_utc:
        raise CertificateError(f"{certificate} expired on {found.not_valid_after_utc:%Y-%m-%d}", hint=hint)
    if now < found.not_valid_before_utc:
        begins = f"{found.not_valid_before_utc:%Y-%m-%d}"
        raise CertificateError(
            f"{certificate} is not valid before {begins}", hint="check this machine's clock"
        )
    left = (found.not_valid_after_utc - now).days
    if left >= _WARN_DAYS:
        return ""
    return (
        f"{certificate} expires in {say_count(left, 'day')}, on {found.not_valid_after_utc:%Y-%m-%d}; {hint}"
    )


def find_fingerprint(certificate: Path) -> str:
    """SHA-256 of a certificate as browsers and openssl show it. Raises: OSError, ValueError."""
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest().upper()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
