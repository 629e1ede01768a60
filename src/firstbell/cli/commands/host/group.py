"""`firstbell host add --from`, `claims`, `confirm`, `dismiss`: hosts that claim their own credentials."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.keys import read_login_name
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help
from firstbell.cli.terminal.figures import format_table
from firstbell.cli.terminal.options import OutputOptions, Result, UsageError, output_options
from firstbell.cli.terminal.sizes import SizeType
from firstbell.cli.terminal.vaults import (
    CERTIFICATE,
    desk_password,
    find_desk_password,
    open_vault,
    vault_option,
)
from firstbell.cli.times import show_time
from firstbell.vault import Vault
from firstbell.vault.claims import Claimed, Expected, HostClaims
from firstbell.vault.entries import HostAdded

if TYPE_CHECKING:
    from firstbell.actions import claims, enrolment
else:
    claims = defer("firstbell.actions.claims")
    enrolment = defer("firstbell.actions.enrolment")

_STATES = {
    "expected": "not heard of yet",
    "waiting": "waits for you",
    "contested": "CONTESTED",
    "confirmed": "confirmed",
    "late": "window over",
}


def add_group(
    options: OutputOptions, vault: Vault, limits: HostAdded, *, base: str, given: dict[str, Any]
) -> Result:
    """Expect the hosts of a list, and write their bundle into a new folder."""
    bundle: Path = given["bundle"] or Path("firstbell-hosts")
    if bundle.exists() and (not bundle.is_dir() or any(bundle.iterdir())):
        raise UsageError(f"{bundle} is not empty", hint="name a new folder with --bundle")
    if not base:
        raise UsageError("the vault has no address", hint="give --url, as the hosts reach the server")
    hosts = _read_list(given, limits)
    pem = vault.folder / CERTIFICATE
    certificate = pem.read_text() if base.startswith("https:") and pem.exists() else ""
    group = claims.expect_hosts(vault, hosts, base=base, certificate=certificate, window_s=given["window_s"])
    bundle.mkdir(parents=True, exist_ok=True)
    for name, text in group.files.items():
        # Windows reads a script with these marks as UTF-8
        encoding = "utf-8-sig" if name.endswith(".ps1") else "utf-8"
        (bundle / name).write_text(text, encoding=encoding)
    count = say_count(len(group.expected), "host")
    options.output.text(f"{count} may claim a credential until {show_time(group.until)}")
    options.output.text(f"the bundle for them, which holds no secret: {bundle}")
    if group.known:
        options.output.note(f"left out, since the vault has them already: {', '.join(group.known)}")
    options.output.note("README.txt in it says how to hand it out. Then: `firstbell host claims`")
    options.output.summary(
        {
            "hosts": [one.host for one in group.expected],
            "known": list(group.known),
            "until": group.until,
            "bundle": str(bundle),
            "files": sorted(group.files),
        }
    )
    return None


def _read_list(given: dict[str, Any], limits: HostAdded) -> list[Expected]:
    source: Path = given["source"]
    try:
        text = source.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{source}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{source} is not UTF-8", hint='save it as "CSV UTF-8"') from None
    defaults = claims.GroupDefaults(
        platform=given["platform"] or "windows",
        paths=given["paths"],
        at=given["at"],
        limits=limits,
        by=read_login_name(),
        read_size=_read_size,
    )
    return claims.read_host_list(text, str(source), defaults)


def _read_size(text: str) -> int:
    try:
        return SizeType().convert(text, None, None)
    except click.BadParameter as error:
        raise ValueError(f"quota {error.message}") from None


@click.command("claims", epilog=exit_status_help(repository=False))
@vault_option
@output_options
def claims_command(options: OutputOptions, *, folder: Path | None) -> Result:
    """List the hosts that may claim a credential, and the claims that wait for you.

    A claim shows a code; the machine that made it shows the same one. Where two machines claim one name, the
    host is contested: ask at the machine which code it shows.
    """
    vault = open_vault(folder)
    now_ns = vault.clock.now_ns()
    rows = []
    waiting = contested = 0
    for host in claims.list_claims(vault):
        told = claims.describe_claims(host, now_ns)
        options.output.message({"message_type": "claims", **told})
        waiting += told["state"] == "waiting"
        contested += told["state"] == "contested"
        shown = told["claims"] or [{"code": "", "address": "", "time": ""}]
        for at, claim in enumerate(shown):
            rows.append(
                [
                    told["host"] if not at else "",
                    _STATES[told["state"]] if not at else "",
                    claim["code"],
                    claim["address"],
                    show_time(claim["time"]) if claim["time"] else "",
                    show_time(told["until"]) if not at else "",
                ]
            )
    for line in format_table(["Host", "State", "Code", "From", "Claimed", "Window ends"], rows):
        options.output.text(line)
    if waiting:
        options.output.note("`firstbell host confirm NAME` confirms one, `--all` every one that waits.")
    options.output.summary(
        {"hosts": len(claims.list_claims(vault)), "waiting": waiting, "contested": contested}
    )
    return None


@click.command("confirm", epilog=exit_status_help(repository=False))
@click.argument("names", nargs=-1)
@vault_option
@click.option(
    "--all", "everything", is_flag=True, help="Confirm every claim that waits and is not contested."
)
@click.option("--code", default="", help="The code that the machine shows, for one host.")
@desk_option
@output_options
def confirm_command(options: OutputOptions, /, **given: Any) -> Result:
    """Confirm the claims of the hosts NAMES.

    Each gets its repository, and its credential is valid from now on. The host fetches the password of the
    repository, sealed for it, when it asks next.
    """
    names: tuple[str, ...] = given["names"]
    everything: bool = given["everything"]
    if everything == bool(names):
        raise UsageError("name hosts, or give --all", hint="`firstbell host claims` shows who waits")
    if given["code"] and len(names) != 1:
        raise UsageError("--code goes with the name of one host")
    vault = open_vault(given["folder"])
    now_ns = vault.clock.now_ns()
    if everything:
        known = claims.list_claims(vault)
        chosen = [host for host in known if host.find_state(now_ns) == "waiting"]
        contested = [host.expected.host for host in known if host.find_state(now_ns) == "contested"]
    else:
        chosen, contested = [vault.claims.find(name) for name in names], []
    # all are looked up before the first is confirmed
    picked = [(host, host.pick(given["code"])) for host in chosen]
    confirmed = [_confirm(options, vault, host, claim, given["desk"]) for host, claim in picked]
    if not picked:
        options.output.note("no claim waits")
    for name in contested:
        options.output.warn(f"{name} is contested and was left out; see `firstbell host claims`")
    options.output.summary({"confirmed": confirmed, "contested": contested})
    return ExitStatus.INCOMPLETE if contested else None


def prepare_enrolment(
    vault: Vault, entry: HostAdded, *, paths: tuple[str, ...], desk: Path | None
) -> enrolment.EnrolmentRequest:
    """A host to add, and the desk that gets a key in its repository."""
    return enrolment.EnrolmentRequest(
        entry=entry,
        paths=paths,
        desk=find_desk(desk),
        desk_password=desk_password(vault.about.id, desk),
        password_file=find_desk_password(vault.about.id, desk),
        login=read_login_name(),
    )


def _confirm(
    options: OutputOptions, vault: Vault, host: HostClaims, claim: Claimed, desk: Path | None
) -> str:
    request = prepare_enrolment(vault, HostAdded(host=claim.host), paths=(), desk=desk)
    made = claims.confirm_claim(vault, host, claim=claim, request=request)
    options.output.text(f"confirmed {made.host}; it sets itself up when it asks next")
    return made.host


@click.command("dismiss", epilog=exit_status_help(repository=False))
@click.argument("name")
@vault_option
@click.option("--code", default="", help="Dismiss only the claim with this code.")
@click.option("--why", required=True, help="A one-sentence reason for whoever reads this in a year.")
@output_options
def dismiss_command(options: OutputOptions, *, name: str, folder: Path | None, code: str, why: str) -> Result:
    """Dismiss a claim of the host NAME, or (without --code) expect the host no more.

    A host that was confirmed already stays: `firstbell host remove` ends it.
    """
    vault = open_vault(folder)
    host = vault.claims.find(name)
    if host.confirmed is not None:
        raise UsageError(f"{name} was confirmed already", hint=f"`firstbell host remove {name}` ends it")
    claim = host.pick(code).id if code else ""
    vault.claims.dismiss(host.expected.host, claim=claim, why=why, by=read_login_name())
    what = f"the claim {code.upper()} of {name}" if code else name
    options.output.text(f"dismissed {what}")
    options.output.summary({"host": host.expected.host, "claim": claim})
    return None
