"""`firstbell console invite`, `people`, `end`."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from firstbell.base.clock import SystemClock
from firstbell.cli.console_run import find_origin
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.options import OutputOptions, output_command
from firstbell.cli.times import show_time
from firstbell.console.key_process.codes import draw_blocks
from firstbell.console.key_process.register import INVITATION_S, Register
from firstbell.console.settings import is_loopback

_ROLES = ("director", "technician", "forensic", "counsel", "communications", "reviewer", "board")


@output_command()
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), help="What the person is to the case; for somebody new.")
@click.option(
    "--code",
    is_flag=True,
    help="The link leads to choosing a passphrase and codes, for a person whose device takes no passkey.",
)
@desk_option
def invite(options: OutputOptions, *, name: str, role: str | None, code: bool, desk: Path | None) -> None:
    """Make a one-time link with which NAME signs in to the console.

    The link works once, within an hour. With it the person makes a passkey, which also signs. With --code the
    person instead chooses a passphrase and gets codes from an app, which sign nothing. If the role is a new
    one, the person's open sessions end. Give the link to that person only, over a channel that the intruder
    cannot read.

    \b
    EXAMPLE
      firstbell console invite "Ada Diaz" --role counsel
    """
    folder = find_desk(desk)
    person, token = Register(folder, SystemClock()).invite(name, role, wants_code=code)
    link = f"{find_origin(folder)}/join/{token}"
    options.output.text(link)
    # no camera of another device reaches this machine alone
    if sys.stdout.isatty() and not is_loopback(urlsplit(link).hostname or ""):
        options.output.lines(draw_blocks(link))
    options.output.note(f"for {person.name}, {person.role}; it works once, within an hour")
    options.output.summary({"name": person.name, "role": person.role, "link": link, "valid_s": INVITATION_S})


@output_command()
@desk_option
def people(options: OutputOptions, *, desk: Path | None) -> None:
    """List who may sign in to the console."""
    register = Register(find_desk(desk), SystemClock())
    register.refresh()
    rows = []
    for person in register.people.values():
        told = {
            "name": person.name,
            "role": person.role,
            "added": person.added,
            "ended": person.ended or None,
            "signs_in_by": person.signs_in_by,
        }
        options.output.message({"message_type": "console_person", **told})
        ended = f"ended {show_time(person.ended)}" if person.ended else "may sign in"
        rows.append([person.name, person.role, show_time(person.added), ended, ", ".join(person.signs_in_by)])
    print_table(
        options.output.text,
        ["Name", "Role", "Added", "State", "Signs in by"],
        rows,
        none="Nobody may sign in yet. `firstbell console invite NAME --role ROLE` makes a link.",
    )
    options.output.summary({"people": len(rows)})


@output_command()
@click.argument("name")
@desk_option
def end(options: OutputOptions, *, name: str, desk: Path | None) -> None:
    """Stop NAME from signing in. Their open sessions end with the next page.

    \b
    EXAMPLE
      firstbell console end "Ada Diaz"
    """
    person = Register(find_desk(desk), SystemClock()).end(name)
    options.output.text(f"{person.name} ({person.role}) can no longer sign in")
    options.output.summary({"name": person.name, "role": person.role})
