"""`firstbell host add`, `change` and `remove`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.vault.agents import PLATFORMS, Access, render_setup
from firstbell.base.counts import read_number
from firstbell.base.deferral import defer
from firstbell.cli.commands.host.group import add_group, prepare_enrolment
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.terminal.durations import DurationType
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import format_bytes
from firstbell.cli.terminal.options import OutputOptions, Result, UsageError, output_command
from firstbell.cli.terminal.sizes import SizeType
from firstbell.cli.terminal.vaults import open_vault, read_url, vault_option
from firstbell.vault.description import describe_host
from firstbell.vault.entries import HostAdded
from firstbell.vault.registry import DEFAULT_QUOTA_BYTES, DEFAULT_UPLOADS_PER_MINUTE

if TYPE_CHECKING:
    from firstbell.actions.vault import enrolment
else:
    enrolment = defer("firstbell.actions.vault.enrolment")

_FOLDER = click.Path(path_type=Path)


@dataclass(frozen=True, kw_only=True)
class HostRequest:
    """A host to add."""

    name: str | None
    folder: Path | None
    url: str | None
    platform: str | None
    quota: int | None
    requests_per_minute: int
    uploads_per_minute: int | None
    every_h: float
    paths: tuple[str, ...]
    at: str
    desk: Path | None
    source: Path | None
    window_s: float
    bundle: Path | None


@output_command(further=[ExitStatus.INCOMPLETE])
@click.argument("name", required=False)
@vault_option
@click.option(
    "--url", help="Address by which this host reaches the server. [the address given to `vault init`]"
)
@click.option(
    "--for", "platform", type=click.Choice(PLATFORMS), help="Print the setup steps for this system only."
)
@click.option(
    "--quota", type=SizeType(), help="Most bytes its repository may hold, such as 500G; 0: no limit. [1 TB]"
)
@click.option(
    "--requests-per-minute", type=click.IntRange(0), default=0, help="Maximum number of requests. [no limit]"
)
@click.option(
    "--uploads-per-minute", type=click.IntRange(0), help="Most uploads a minute; 0: no limit. [1800]"
)
@click.option(
    "--every", "every_h", type=click.FloatRange(0.1, 8784), default=24.0, help="Hours between backups. [24]"
)
@click.option("--path", "paths", multiple=True, help="What the host backs up. May be given again.")
@click.option("--at", default="20:00", show_default=True, help="Time of the daily backup, HH:MM.")
@click.option(
    "--from", "source", type=_FOLDER, metavar="FILE", help="Expect all hosts of this CSV file instead."
)
@click.option(
    "--window", "window_s", type=DurationType(), default="72h", help="How long they may claim. [72h]"
)
@click.option("--bundle", type=_FOLDER, metavar="DIR", help="New folder for their set-up. [firstbell-hosts]")
@desk_option
def add(options: OutputOptions, /, **given: Any) -> Result:
    """Add the host NAME: its repository, its credential, and what to run on it.

    Credential and passwords are shown once. The desk gets a key of its own in the repository, and its
    firstbell.toml names the host.

    With --from, a CSV file names many hosts: columns name, system, paths (several with `;`), at, every,
    quota, network; all but name may be missing. The hosts get one bundle that holds no secret, for group
    policy, Intune or another tool. Each claims its own credential with it, and you confirm that with
    `firstbell host claims` and `firstbell host confirm`.

    \b
    EXAMPLE
      firstbell host add office --vault /srv/vault --quota 2T --for windows
    """
    request = HostRequest(**given)
    if (request.name is None) == (request.source is None):
        raise UsageError("name one host, or give a list with --from")
    _check_time(request.at)
    vault = open_vault(request.folder)
    base = read_url(request.url) if request.url else vault.about.url
    entry = _read_entry(request)
    if request.source is not None:
        add_group(options, vault, entry, base=base, given=given)
        return None
    made = enrolment.enroll_host(
        vault, prepare_enrolment(vault, entry, paths=request.paths, desk=request.desk)
    )
    access = enrolment.give_access(vault, made, base=base)
    _tell_setup(options, access, request)
    if made.problem:
        options.output.warn(f"firstbell.toml does not name {made.host} yet: {made.problem}")
        options.output.note(f"Correct that; then `firstbell host take {made.host}` writes it there.")
    elif made.is_entered:
        options.output.note(
            "The desk's firstbell.toml names it now. Next: name the systems that lie on it there."
        )
    else:
        options.output.note("The desk has no firstbell.toml yet: `firstbell init --desk DIR` makes one.")
    options.output.summary(
        _describe_access(access) | {"message_type": "host", "in_configuration": made.is_entered}
    )
    return ExitStatus.INCOMPLETE if made.problem else None


def _read_entry(request: HostRequest) -> HostAdded:
    """What is to hold for the host, or for each of a list."""
    uploads = request.uploads_per_minute
    return HostAdded(
        host=request.name or "",
        quota_bytes=DEFAULT_QUOTA_BYTES if request.quota is None else request.quota,
        requests_per_minute=request.requests_per_minute,
        uploads_per_minute=DEFAULT_UPLOADS_PER_MINUTE if uploads is None else uploads,
        every_h=request.every_h,
    )


def _check_time(text: str) -> None:
    hour, minute = (read_number(part) for part in text.partition(":")[::2])
    if hour is None or minute is None or hour > 23 or minute > 59:
        raise UsageError(f"--at {text!r} is not a time of day", hint="write it like 20:00")


def _describe_access(access: Access) -> dict[str, Any]:
    return {
        "host": access.host,
        "user": access.user,
        "credential": access.credential,
        "password": access.password,
        "url": access.url,
        "certificate": access.certificate,
    }


def _tell_setup(options: OutputOptions, access: Access, request: HostRequest) -> None:
    options.output.text(f"added host {access.host}: {access.url}")
    options.output.text(f"user: {access.user}")
    options.output.text(f"credential: {access.credential}")
    options.output.text(f"password of the repository: {access.password}")
    for platform in [request.platform] if request.platform else PLATFORMS:
        options.output.text("")
        options.output.text(render_setup(access, platform, paths=request.paths, at=request.at).rstrip())
    options.output.note("The credential and the password are not shown again.")


@output_command()
@click.argument("name")
@vault_option
@click.option(
    "--quota", "quota_bytes", type=SizeType(), help="Most bytes its repository may hold; 0: no limit."
)
@click.option("--requests-per-minute", type=click.IntRange(0), help="Most requests a minute; 0: no limit.")
@click.option("--uploads-per-minute", type=click.IntRange(0), help="Most uploads a minute; 0: no limit.")
@click.option("--every", "every_h", type=click.FloatRange(0.1, 8784), help="Hours between backups.")
def change(options: OutputOptions, /, *, name: str, folder: Path | None, **given: Any) -> None:
    """Change what holds for the host NAME: its quota, its rates, its schedule.

    All other limits stay as they are. The host keeps what it already holds, whatever its quota is.

    \b
    EXAMPLE
      firstbell host change office --quota 3T --vault /srv/vault
    """
    if all(value is None for value in given.values()):
        raise UsageError("no change is named", hint="give --quota or another option")
    vault = open_vault(folder)
    host = enrolment.change_host(vault, name, enrolment.HostLimits(**given))
    quota = format_bytes(host.quota_bytes) if host.quota_bytes else "no limit"
    uploads = f"{host.uploads_per_minute:,} a minute" if host.uploads_per_minute else "no limit"
    options.output.text(f"{name}: quota {quota}, uploads {uploads}")
    options.output.summary(describe_host(vault, host) | {"message_type": "host"})


@output_command()
@click.argument("name")
@vault_option
@click.option("--why", default="", help="A one-sentence reason for whoever reads this in a year.")
@desk_option
def remove(options: OutputOptions, *, name: str, folder: Path | None, why: str, desk: Path | None) -> None:
    """End the host NAME: its credentials are revoked and no backup is expected of it any more.

    Its backups stay in the vault and can be restored. The desk's firstbell.toml no longer names it, unless
    a system there still lies on it.

    \b
    EXAMPLE
      firstbell host remove lab-07 --why "the lab is closed" --vault /srv/vault
    """
    vault = open_vault(folder)
    ended = enrolment.retire_host(vault, name, desk=find_desk(desk), why=why or "removed")
    count = len(ended.revoked)
    options.output.text(
        f"{name} ended; {count} credential{'' if count == 1 else 's'} revoked. Its backups stay."
    )
    if ended.systems:
        options.output.note(
            f"firstbell.toml still names {name}, for these systems lie on it: {', '.join(ended.systems)}."
            " Change them there, then run this again."
        )
    options.output.summary(
        {"host": name, "revoked": list(ended.revoked), "systems": list(ended.systems), "message_type": "host"}
    )
