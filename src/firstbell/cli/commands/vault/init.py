"""`firstbell vault init`: a vault in a folder, its repositories there or in an S3 bucket."""

from __future__ import annotations

import secrets
import socket
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from firstbell.cli.certificates import find_fingerprint, make_certificate
from firstbell.cli.environment import read_variable
from firstbell.cli.terminal import vaults
from firstbell.cli.terminal.options import (
    OutputOptions,
    UsageError,
    option_set,
    output_command,
    split_extended,
)
from firstbell.server.settings import is_loopback
from firstbell.store import Kind, ObjectNotFoundError
from firstbell.store.credentials import AWS_VARIABLES
from firstbell.store.errors import BucketNotFoundError
from firstbell.store.modes import file_mode, make_folder
from firstbell.store.publication import publish
from firstbell.vault import CERTIFICATE, Vault, make_vault
from firstbell.vault.bucket import VERSION, Bucket

BUCKET = "s3:"
# as long as a host stays on hold after a suspect snapshot
DEFAULT_LOCK_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class InitRequest:
    """A vault to make. `place`: a folder, or the address of a bucket; then `folder` is the vault's."""

    place: str
    folder: Path | None
    url: str | None
    lock_days: int
    shared: bool
    extended: tuple[str, ...]
    ca_file: Path | None


bucket_options = option_set(
    click.option(
        "-o",
        "--option",
        "extended",
        metavar="KEY=VALUE",
        multiple=True,
        help="Like the options for s3: repositories.",
    ),
    click.option(
        "--cacert", "ca_file", type=click.Path(path_type=Path), help="Certificates to trust for the bucket."
    ),
)


@output_command("init")
@click.argument("place", metavar="DIR|s3:URL")
@vaults.vault_option
@click.option(
    "--url", help="Address by which hosts reach the server, such as https://vault.school.example:8000/."
)
@click.option(
    "--lock-days",
    type=click.IntRange(0, 36500),
    default=DEFAULT_LOCK_DAYS,
    help="Protect what arrives for this many days. [30]",
)
@click.option(
    "--shared", is_flag=True, help="Keep the log in the bucket too: several machines can serve the vault."
)
@bucket_options
def init_command(options: OutputOptions, /, **given: Any) -> None:
    """Make a vault in DIR, with a certificate for its server.

    With s3:https://HOST/BUCKET[/PREFIX] the repositories are in that bucket. The vault's own folder is then
    --vault DIR; it holds the log and the bucket's credential (AWS_ACCESS_KEY_ID, ...). With --shared the log
    is in the bucket as well, and `firstbell vault join` lets more machines serve the same vault.

    Nobody can remove what arrived within the last --lock-days. You can lengthen this at any time; to shorten
    it, two people must act together (`vault lock`).

    \b
    EXAMPLE
      firstbell vault init /srv/vault --url https://vault.school.example:8000/ --lock-days 30
    """
    request = InitRequest(**given)
    base = vaults.read_url(request.url) if request.url else vaults.guess_url()
    _refuse_plain(base)
    bucket = _read_bucket(request)
    folder = vaults.find_vault_folder(request.folder) if bucket else Path(request.place)
    vault = make_vault(folder, url=base, lock_days=request.lock_days, bucket=bucket)
    _make_certificate(vault, base)
    _tell(options, vault, base)


def _refuse_plain(base: str) -> None:
    """Raises: UsageError for an address without TLS that is not this machine alone."""
    parts = urllib.parse.urlsplit(base)
    if parts.scheme == "http" and not is_loopback(str(parts.hostname)):
        raise UsageError(
            f"--url {base}: hosts would send their credentials without TLS",
            hint=f"write it as https://{parts.netloc}/; `firstbell serve` uses the vault's own certificate",
        )


def _read_bucket(request: InitRequest) -> Bucket | None:
    """The bucket that is named, which answers. Raises: UsageError, StoreError."""
    if not request.place.startswith(BUCKET):
        if request.extended or request.ca_file or request.shared:
            raise UsageError("-o, --cacert and --shared are for a vault in a bucket")
        return None
    machine = name_machine() if request.shared else ""
    bucket = read_bucket(request.place, request.extended, request.ca_file, machine=machine)
    try:
        bucket.open("probe").read(Kind.CONFIG, "config")
    except BucketNotFoundError:
        raise  # one made on the way would have no Object Lock, and nobody would know
    except ObjectNotFoundError:
        pass
    return bucket


def read_bucket(url: str, extended: tuple[str, ...], ca_file: Path | None, *, machine: str) -> Bucket:
    """The bucket at an address, with the credential of the environment. Raises: UsageError."""
    aws = {name: value for name in AWS_VARIABLES if (value := read_variable(name))}
    trusted = str(ca_file.absolute()) if ca_file else ""
    return Bucket(VERSION, url, aws, split_extended(extended), trusted, machine)


def name_machine() -> str:
    """What this machine is called among those that share a vault: its name, and digits of its own."""
    return f"{socket.gethostname().lower()[:48]}.{secrets.token_hex(4)}"


def _make_certificate(vault: Vault, base: str) -> None:
    certificate, key = make_certificate(str(urllib.parse.urlsplit(base).hostname), vault.clock)
    tls = (vault.folder / CERTIFICATE).parent
    make_folder(tls)
    publish(tls, Path(vaults.CERTIFICATE_KEY).name, [key], mode=file_mode(tls))
    publish(tls, Path(CERTIFICATE).name, [certificate], mode=0o644)


def _tell(options: OutputOptions, vault: Vault, base: str) -> None:
    certificate = vault.folder / CERTIFICATE
    fingerprint = find_fingerprint(certificate)
    options.output.message(
        {
            "message_type": "initialized",
            "vault": str(vault.folder),
            "bucket": vault.bucket.url if vault.bucket else "",
            "shared": vault.is_shared,
            "id": vault.about.id,
            "url": base,
            "lock_days": vault.lock_days,
            "certificate": str(certificate),
            "fingerprint": fingerprint,
        }
    )
    options.output.text(f"made vault {vault.about.id[:10]} in {vault.folder}")
    if vault.bucket is not None:
        what = "repositories and its log" if vault.is_shared else "repositories"
        options.output.text(f"its {what} are in {vault.bucket.url}")
    options.output.text(f"hosts reach it at {base}")
    serve = f"firstbell serve --vault {vault.folder}"
    if urllib.parse.urlsplit(base).scheme == "http":
        serve += " --no-tls"
        options.output.note("Only this machine reaches that address, and what it sends is not encrypted.")
    else:
        options.output.text(f"its certificate (restic --cacert): {certificate}")
        options.output.text(f"SHA-256 fingerprint: {fingerprint}")
    options.output.note(f"Next: `firstbell host add NAME --vault {vault.folder}`, then `{serve}`.")
