"""`firstbell vault join`: one more machine that serves a vault."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from firstbell.base.clock import SystemClock
from firstbell.base.counts import say_count
from firstbell.cli.certificates import check_certificate, find_fingerprint
from firstbell.cli.commands.vault.init import BUCKET, bucket_options, name_machine, read_bucket
from firstbell.cli.terminal.options import OutputOptions, UsageError, output_command
from firstbell.cli.terminal.vaults import CERTIFICATE_KEY, find_vault_folder, vault_option
from firstbell.store.modes import file_mode, make_folder
from firstbell.store.publication import publish
from firstbell.vault import CERTIFICATE, Vault
from firstbell.vault.shared_vault import join_vault

_PATH = click.Path(path_type=Path)


@dataclass(frozen=True, kw_only=True)
class JoinRequest:
    """Which vault this machine is to serve, and the certificate to do it with."""

    place: str
    folder: Path | None
    cert: tuple[Path, Path] | None
    extended: tuple[str, ...]
    ca_file: Path | None


@output_command("join")
@click.argument("place", metavar="s3:URL")
@vault_option
@click.option(
    "--cert",
    type=(_PATH, _PATH),
    metavar="CERT KEY",
    help="Certificate and key (PEM files) of the first machine, for hosts to trust this one too.",
)
@bucket_options
def join_command(options: OutputOptions, /, **given: Any) -> None:
    """Let this machine serve a vault that was made with `vault init s3:URL --shared`.

    The vault's folder on this machine is --vault DIR. It gets a copy of the log, and the bucket's credential
    from the environment (AWS_ACCESS_KEY_ID, ...). Then `firstbell serve` serves the vault here too: what one
    machine has answered, every machine knows.

    Copy tls/certificate.pem and tls/key.pem of the first machine here, and name them with --cert. Hosts then
    trust both machines. One machine at a time runs `firstbell watch`.

    \b
    EXAMPLE
      firstbell vault join s3:https://HOST/BUCKET --vault /srv/vault --cert certificate.pem key.pem
    """
    request = JoinRequest(**given)
    if not request.place.startswith(BUCKET):
        raise UsageError(
            f"{request.place!r} is not the address of a bucket",
            hint="write it as s3:https://HOST/BUCKET/PREFIX, as for `vault init`",
        )
    keys = _read_certificate(request)
    bucket = read_bucket(request.place, request.extended, request.ca_file, machine=name_machine())
    vault = join_vault(find_vault_folder(request.folder), bucket)
    if keys is not None:
        tls = (vault.folder / CERTIFICATE).parent
        make_folder(tls)
        publish(tls, Path(CERTIFICATE_KEY).name, [keys[1]], mode=file_mode(tls))
        publish(tls, Path(CERTIFICATE).name, [keys[0]], mode=0o644)
    _tell(options, vault)


def _read_certificate(request: JoinRequest) -> tuple[bytes, bytes] | None:
    """Certificate and key, which belong together. Raises: UsageError, CertificateError."""
    if request.cert is None:
        return None
    certificate, key = request.cert
    try:
        data = certificate.read_bytes(), key.read_bytes()
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    check_certificate(certificate, key, SystemClock())
    return data


def _tell(options: OutputOptions, vault: Vault) -> None:
    certificate = vault.folder / CERTIFICATE
    has_certificate = certificate.is_file()
    options.output.message(
        {
            "message_type": "joined",
            "vault": str(vault.folder),
            "bucket": vault.bucket.url if vault.bucket else "",
            "id": vault.about.id,
            "url": vault.about.url,
            "machine": vault.machine,
            "entries": vault.arrivals.seq + 1,
            "hosts": len(vault.registry.hosts),
            "fingerprint": find_fingerprint(certificate) if has_certificate else "",
        }
    )
    hosts, arrivals = len(vault.registry.hosts), vault.arrivals.seq + 1
    told = f"{say_count(hosts, 'host')}, {say_count(arrivals, 'arrival')}"
    options.output.text(f"this machine can serve vault {vault.about.id[:10]} from {vault.folder}: {told}")
    if not has_certificate:
        options.output.note(
            "Hosts trust the first machine's certificate. Copy its tls/certificate.pem and tls/key.pem to"
            f" {certificate.parent}, or give `serve --cert` another one that they trust."
        )
    options.output.note(f"Next: `firstbell serve --vault {vault.folder}`.")
