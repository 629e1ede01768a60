"""`firstbell serve`: start the vault's server."""

from __future__ import annotations

import ipaddress
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from firstbell.base.clock import SystemClock
from firstbell.base.errors import naming
from firstbell.cli.certificates import check_certificate
from firstbell.cli.desk_passwords import known_desk_password
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.server_pair import run_together
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import OutputOptions, Result, UsageError, output_command
from firstbell.cli.terminal.vaults import CERTIFICATE_KEY, find_vault_folder, vault_option
from firstbell.server.settings import is_loopback, parse_place
from firstbell.vault import CERTIFICATE, Vault
from firstbell.watch.channel_settings import ChannelSettings

_FILE = click.Path(path_type=Path)


@dataclass(frozen=True, kw_only=True)
class ServeRequest:
    """What is to be served where."""

    folder: Path | None
    listen: str
    admin_listen: str | None
    no_tls: bool
    cert: tuple[Path, Path] | None
    examine: bool
    proven_only: bool
    proxy: str | None
    desk: Path | None


@output_command()
@vault_option
@click.option("--listen", default="127.0.0.1:8000", show_default=True, help="ADDR:PORT for hosts.")
@click.option("--admin-listen", help="ADDR:PORT for the desk, with full permission and the admin commands.")
@click.option("--no-tls", is_flag=True, help="Use plain HTTP. Only on loopback.")
@click.option(
    "--cert",
    type=(_FILE, _FILE),
    metavar="CERT KEY",
    help="Certificate and key (PEM files) to use instead of the vault's own.",
)
@click.option(
    "--examine", is_flag=True, help="Also judge what arrives. Hosts can only read what was checked."
)
@click.option(
    "--proven-only",
    is_flag=True,
    help="Serve only what the examiner has checked; the examiner runs separately.",
)
@click.option(
    "--proxy",
    is_flag=False,
    flag_value="127.0.0.1,::1",
    metavar="[ADDRESS,...]",
    help="Believe X-Forwarded-For of a reverse proxy at these addresses; alone, of one on this machine.",
)
@desk_option
def command(options: OutputOptions, /, **given: Any) -> Result:
    """Serve a vault to its hosts.

    The server speaks restic's REST protocol, versions 1 and 2. It replaces this process, holds no keys, and
    logs one JSON object per line on stderr. SIGTERM or Ctrl-C stops it.

    With --examine, a second process with the desk's keys does the work of `firstbell watch`. With
    --proven-only you run `firstbell watch` separately, ideally as another user, so that this side holds no
    keys at all.

    \b
    EXAMPLE
      firstbell serve --vault /srv/vault --listen 0.0.0.0:8000 --proven-only
    """
    request = ServeRequest(**given)
    folder = find_vault_folder(request.folder)
    words = ["--vault", str(folder), *_choose_places(request), *_choose_certificate(request, folder)]
    words += _choose_proxies(request)
    vault = Vault(folder)
    url = vault.about.url
    vault.close()
    _check_scheme(request, url)
    _check_certificate(options, words)
    scheme = "http" if request.no_tls else "https"
    options.output.note(f"serving {folder} at {scheme}://{request.listen}/")
    if not request.examine:
        options.output.note("this process does not judge what arrives; keep `firstbell watch` running too")
    sys.stdout.flush()
    sys.stderr.flush()
    # -P: what lies in the folder we stand in is not imported
    server = [sys.executable, "-P", "-m", "firstbell.server", *words]
    if not request.examine:
        with naming(sys.executable):
            os.execv(sys.executable, [*server, *(["--proven-only"] if request.proven_only else [])])
    return _serve_examined(options, request, [*server, "--proven-only"])


def _check_scheme(request: ServeRequest, url: str) -> None:
    """Raises: UsageError where hosts were told http:// and would meet TLS."""
    if url.startswith("http:") and not request.no_tls:
        raise UsageError(
            f"the vault's address is {url}, but the server would use TLS",
            hint="use --no-tls, or make the vault with an https:// address",
        )


def _check_certificate(options: OutputOptions, words: list[str]) -> None:
    """Warn of a certificate that ends soon. Raises: CertificateError for one that hosts would refuse."""
    if "--cert" not in words:
        return
    certificate, key = (Path(words[words.index(name) + 1]) for name in ("--cert", "--cert-key"))
    warning = check_certificate(certificate, key, SystemClock())
    if warning:
        options.output.warn(warning)


def _serve_examined(options: OutputOptions, request: ServeRequest, server: list[str]) -> Result:
    """Serve with the examiner beside the server. Raises: what keeps the examiner from starting."""
    folder = find_vault_folder(request.folder)
    vault = Vault(folder)
    desk = find_desk(request.desk)
    ChannelSettings(desk).load()
    known_desk_password(vault, request.desk)
    vault.close()
    program = [sys.executable, "-P", "-m", "firstbell.cli.main"]
    named = ["--json", "--vault", str(folder), "--desk", str(desk)]
    status = run_together(server, [*program, "watch", *named], [*program, "vault", "watchdog", *named])
    return ExitStatus.FAILED if status else None


def _choose_places(request: ServeRequest) -> list[str]:
    """Raises: UsageError."""
    words = ["--listen", request.listen]
    if request.admin_listen is not None:
        words += ["--admin-listen", request.admin_listen]
    for text in words[1::2]:
        address, _ = parse_place(text)
        if request.no_tls and not is_loopback(address):
            raise UsageError(
                f"--no-tls only works on loopback, and {address} is not loopback",
                hint="leave out --no-tls: `vault init` made a certificate",
            )
    return words


def _choose_proxies(request: ServeRequest) -> list[str]:
    """Raises: UsageError."""
    words: list[str] = []
    for text in filter(None, (request.proxy or "").split(",")):
        try:
            words += ["--proxy", str(ipaddress.ip_address(text.strip()))]
        except ValueError:
            raise UsageError(f"--proxy {text!r} is no IP address", hint="write it as 192.0.2.7") from None
    return words


def _choose_certificate(request: ServeRequest, folder: Path) -> list[str]:
    """Raises: UsageError."""
    if request.no_tls:
        if request.cert is not None:
            raise UsageError("use either --no-tls or --cert, not both")
        return []
    certificate, key = request.cert or (folder / CERTIFICATE, folder / CERTIFICATE_KEY)
    return ["--cert", str(certificate), "--cert-key", str(key)]
