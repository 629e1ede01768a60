"""`firstbell host`: the machines that push to a vault."""

from __future__ import annotations

import click

from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.verbs import LazyVerb, VerbGroup

_VERBS = {
    "claims": LazyVerb("host.group", "claims_command"),
    "confirm": LazyVerb("host.group", "confirm_command"),
    "dismiss": LazyVerb("host.group", "dismiss_command"),
    "grant": LazyVerb("host.credentials", "grant_command"),
    "offers": LazyVerb("host.offers", "offers_command"),
    "revoke": LazyVerb("host.credentials", "revoke_command"),
    "rotate": LazyVerb("host.credentials", "rotate_command"),
    "take": LazyVerb("host.offers", "take_command"),
    "add": LazyVerb("host.members", "add"),
    "list": LazyVerb("host.overview", "list_command"),
    "change": LazyVerb("host.members", "change"),
    "remove": LazyVerb("host.members", "remove"),
}


@click.group(cls=VerbGroup, verbs=_VERBS, epilog=exit_status_help(repository=False))
def command() -> None:
    """Manage the machines that push to a vault, with stock restic or with `firstbell backup`."""
