"""`firstbell host add --from`, `claims`, `confirm`, `dismiss`: hosts that claim their own credentials."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.desk_passwords import desk_password, find_desk_password
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.keys import read_login_name
from firstbell.cli.terminal.errors import check_named
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.options import OutputOptions, Result, output_command
from firstbell.cli.terminal.sizes import SizeType
from firstbell.cli.terminal.vaults import open_vault, vault_option
from firstbell.cli.times import show_time
from firstbell.vault import Vault
from firstbell.vault.entries import HostAdded

if TYPE_CHECKING:
    from firstbell.actions.vault import claims, enrolment
else:
    claims = defer("firstbell.actions.vault.claims")
    enrolment = defer("firstbell.actions.vault.enrolment")

_STATES = {
    "expected": "not heard of yet",
    "waiting": "waits for you",
    "contested": "CONTESTED",
    "confirmed": "confirmed",
    "late": "window over",
}


def add_group(
    options: OutputOptions, vault: Vault, limits: HostAdded, *, base: str, given: dict[str, Any]
) -> None:
    """Expect the hosts of a list, and write their bundle into a new folder."""
    defaults = claims.GroupDefaults(
        platform=given["platform"] or "windows",
        paths=given["paths"],
        at=given["at"],
        limits=limits,
        by=read_login_name(),
        read_size=_read_size,
    )
    bundle: Path = given["bundle"] or Path("firstbell-hosts")
    request = claims.GroupRequest(
        source=given["source"], defaults=defaults, bundle=bundle, base=base, window_s=given["window_s"]
    )
    group = claims.expect_group(vault, request)
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


def _read_size(text: str) -> int:
    try:
        return SizeType().convert(text, None, None)
    except click.BadParameter as error:
        raise ValueError(f"quota {error.message}") from None


@output_command("claims")
@vault_option
def claims_command(options: OutputOptions, *, folder: Path | None) -> None:
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
    print_table(
        options.output.text,
        ["Host", "State", "Code", "From", "Claimed", "Window ends"],
        rows,
        none="No host is expected to claim a credential.",
    )
    if waiting:
        options.output.note("`firstbell host confirm NAME` confirms one, `--all` every one that waits.")
    options.output.summary(
        {"hosts": len(claims.list_claims(vault)), "waiting": waiting, "contested": contested}
    )


@output_command("confirm", further=[ExitStatus.INCOMPLETE])
@click.argument("names", nargs=-1)
@vault_option
@click.option(
    "--all", "everything", is_flag=True, help="Confirm every claim that waits and is not contested."
)
@click.option("--code", default="", help="The code that the machine shows, for one host.")
@desk_option
def confirm_command(options: OutputOptions, /, **given: Any) -> Result:
    """Confirm the claims of the hosts NAMES.

    Each gets its repository, and its credential is valid from now on. The host fetches the password of the
    repository, sealed for it, when it asks next.

    \b
    EXAMPLE
      firstbell host confirm lib-pc-07 --vault /srv/vault
    """
    request = claims.ConfirmationRequest(
        hosts=given["names"], everything=given["everything"], code=given["code"]
    )
    vault = open_vault(given["folder"])

    def prepare() -> enrolment.EnrolmentRequest:
        return prepare_enrolment(vault, HostAdded(host=""), paths=(), desk=given["desk"])

    def tell(name: str) -> None:
        options.output.text(f"confirmed {name}; it sets itself up when it asks next")

    done = claims.confirm_claims(vault, request, enrolment=prepare, tell=tell)
    if not done.confirmed:
        options.output.note("no claim waits")
    for name in done.contested:
        options.output.warn(f"{name} is contested and was left out; see `firstbell host claims`")
    for name, problem in done.problems.items():
        options.output.warn(f"firstbell.toml does not name {name} yet: {problem}")
        options.output.note(f"Correct that; then `firstbell host take {name}` writes it there.")
    options.output.summary({"confirmed": list(done.confirmed), "contested": list(done.contested)})
    return ExitStatus.INCOMPLETE if done.contested or done.problems else None


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


@output_command("dismiss")
@click.argument("name")
@vault_option
@click.option("--code", help="Dismiss only the claim with this code.")
@click.option("--why", required=True, help="A one-sentence reason for whoever reads this in a year.")
def dismiss_command(
    options: OutputOptions, *, name: str, folder: Path | None, code: str | None, why: str
) -> None:
    """Dismiss a claim of the host NAME, or (without --code) expect the host no more.

    A host that was confirmed already stays: `firstbell host remove` ends it.

    \b
    EXAMPLE
      firstbell host dismiss lib-pc-07 --code 4711 --why "not our machine" --vault /srv/vault
    """
    if code is not None:
        check_named("--code", code, "without --code, the host is expected no more")
    vault = open_vault(folder)
    done = claims.dismiss_claim(
        vault, claims.DismissalRequest(host=name, why=why, by=read_login_name(), code=code or "")
    )
    what = f"the claim {code.upper()} of {name}" if code else name
    options.output.text(f"dismissed {what}")
    options.output.summary({"host": done.host, "claim": done.claim})
