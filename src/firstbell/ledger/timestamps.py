"""Time-stamps of heads by RFC 3161: requests and answers as files, carried to an authority and back.

Who has a head stamped cannot back-date it later, with whatever keys. Nothing here uses a network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from firstbell.base.clock import DAY_S, NS_PER_S, format_time
from firstbell.ledger.certificate_order import sort_certificates
from firstbell.ledger.errors import LedgerError
from firstbell.ledger.kept_heads import keep_file, keep_head, list_kept, name_head
from firstbell.ledger.lines import HeadLine, render_line

REQUEST_SUFFIX = ".tsq"
ANSWER_SUFFIX = ".tsr"
# a certificate in an answer may be anything
_REFUSALS = (VerificationError, ValueError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm)
_STATES = {2: "the authority rejected the request", 3: "the authority has not stamped it yet"}


class StampError(LedgerError):
    """A time-stamp that cannot be taken in: it does not read, or hold, or is of another head."""

    code = "ledger.stamp"


@dataclass(frozen=True, slots=True)
class Stamp:
    """That a head was there at a `time` (RFC 3339, UTC), as an `authority` says.

    `serial`: of the stamp, decimal; `policy`: the object identifier of the authority's policy.
    """

    time: str
    authority: str
    serial: str
    policy: str


def make_request(line: HeadLine) -> bytes:
    """A request (.tsq) for a head: SHA-256 of its line, a nonce, and that the answer hold certificates.

    Source: RFC 3161 section 2.4.1.
    """
    builder = TimestampRequestBuilder().data(render_line(line)).hash_algorithm(HashAlgorithm.SHA256)
    return builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes()


def read_stamp(line: HeadLine, answer: bytes, roots: Sequence[bytes]) -> Stamp:
    """What an answer (.tsr) to a request for this head says, once it is verified.

    `roots`: PEM files with the certificates to trust, intermediate ones too where the answer lacks them.

    Raises: StampError.
    """
    response, trusted = _decode(answer), _load_roots(roots)
    builder = VerifierBuilder()
    for certificate in dict.fromkeys(trusted):
        builder = builder.add_root_certificate(certificate)
    try:
        builder.build().verify_message(response, render_line(line))
        return _describe(response)
    except _REFUSALS as error:
        raise StampError(
            f"the time stamp is not valid: {error}",
            hint="was the certificate of the right authority named?",
        ) from None


def keep_request(heads: Path, line: HeadLine) -> Path:
    """The file of the request for a head, made where there is none; the head is kept beside it.

    Raises: LedgerError when it cannot be written.
    """
    keep_head(heads, line)
    path = heads / (name_head(line) + REQUEST_SUFFIX)
    if not path.exists():
        keep_file(path, make_request(line))
    return path


def keep_answer(heads: Path, answer: bytes, roots: Sequence[bytes]) -> tuple[Path, HeadLine, Stamp]:
    """Keep an answer beside the head it is for, once it is verified; its file, the head, what it says.

    Raises: StampError, also when no head that is kept there was stamped; LedgerError.
    """
    digest = _decode(answer).tst_info.message_imprint.message
    found = [
        kept.line for kept in list_kept(heads) if hashlib.sha256(render_line(kept.line)).digest() == digest
    ]
    if not found:
        raise StampError(
            "the time stamp is not for any head kept here",
            hint=f"bring the answer to the folder that holds the request ({heads})",
        )
    line = found[0]
    stamp = read_stamp(line, answer, roots)
    path = heads / f"{name_head(line)}-{hashlib.sha256(answer).hexdigest()[:8]}{ANSWER_SUFFIX}"
    keep_file(path, answer)
    return path, line, stamp


def _decode(answer: bytes) -> TimeStampResponse:
    try:
        response = decode_timestamp_response(sort_certificates(answer))
        status = response.status
    except ValueError as error:
        raise StampError(f"the answer is not a time stamp ({error})") from None
    if status != 0:
        told = " ".join(_list_told(response))
        why = _STATES.get(status, f"the authority answered with status {status}")
        raise StampError(f"{why}: {told}" if told else why)
    return response


def _list_told(response: TimeStampResponse) -> Sequence[str]:
    try:
        return response.status_string
    except ValueError:
        return ()


def _load_roots(roots: Sequence[bytes]) -> list[x509.Certificate]:
    if not roots:
        raise StampError(
            "no certificate of a time-stamping authority is trusted",
            hint="name the authority's root, a PEM file",
        )
    try:
        return [certificate for pem in roots for certificate in x509.load_pem_x509_certificates(pem)]
    except ValueError as error:
        raise StampError(f"the authority's certificates cannot be read ({error})") from None


def _describe(response: TimeStampResponse) -> Stamp:
    said = response.tst_info
    authority = _name_authority(response)
    return Stamp(_format_moment(said.gen_time), authority, str(said.serial_number), said.policy.dotted_string)


def _name_authority(response: TimeStampResponse) -> str:
    """The subject of the certificate that signed the stamp, which was verified."""
    signed = response.signed_data
    (signer,) = signed.signer_infos
    certificates = [x509.load_der_x509_certificate(der) for der in signed.certificates]
    names = [
        each.subject.rfc4514_string()
        for each in certificates
        if (each.issuer, each.serial_number) == (signer.issuer, signer.serial_number)
    ]
    return names[0] if names else signer.issuer.rfc4514_string()


def _format_moment(moment: datetime) -> str:
    since = moment.replace(tzinfo=moment.tzinfo or UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    whole_s = since.days * DAY_S + since.seconds
    return format_time(whole_s * NS_PER_S + since.microseconds * 1000)
