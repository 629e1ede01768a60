"""`firstbell vault alerts`: what was raised, and where it still has to go."""

from __future__ import annotations

from pathlib import Path

import click

from firstbell.base.clock import format_time
from firstbell.cli.deliveries import load_ways, send_now
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.options import OutputOptions, Result, output_command
from firstbell.cli.terminal.vaults import open_vault, vault_option
from firstbell.cli.times import show_time
from firstbell.desk import load_configuration
from firstbell.desk.examples import find_leftovers
from firstbell.desk.loader import refuse_flaws
from firstbell.vault import Vault
from firstbell.watch.alerts import Alert, name_alert
from firstbell.watch.channel_settings import Ways
from firstbell.watch.outbox import KeptAlert, Outbox, find_outbox


@output_command("alerts")
@vault_option
@desk_option
@click.option("--waiting", is_flag=True, help="Only alerts that have not been delivered everywhere.")
@click.option(
    "--test",
    "is_test",
    is_flag=True,
    help="Send a test alert through every channel now, and show how it went.",
)
def alerts_command(
    options: OutputOptions, *, folder: Path | None, desk: Path | None, waiting: bool, is_test: bool
) -> Result:
    """List the examiner's alerts, and whether each was delivered.

    If an alert cannot be delivered, the examiner tries again at least every 15 minutes while it runs. A test
    is refused while the district's name or an address comes from the example.
    """
    if is_test:
        return _send_test(options, open_vault(folder), find_desk(desk))
    import msgspec

    vault = open_vault(folder)
    place = find_outbox(find_desk(desk), vault.about.id)
    kept = Outbox(place, vault_id=vault.about.id, clock=vault.clock).list_alerts() if place.is_dir() else []
    shown = [one for one in kept if not (waiting and one.is_delivered)]
    rows = []
    for one in shown:
        deliveries = [msgspec.to_builtins(delivery) for delivery in one.deliveries.values()]
        told = {**msgspec.to_builtins(one.alert), "delivered": one.is_delivered, "deliveries": deliveries}
        told["held"] = one.is_held
        options.output.message(told)
        rows.append(
            [
                show_time(one.alert.time),
                one.alert.kind,
                one.alert.host,
                _show_deliveries(one),
                one.alert.subject,
            ]
        )
    print_table(
        options.output.text,
        ["Time", "Kind", "Host", "Delivered", "What"],
        rows,
        none="No alert waits." if waiting else "There is no alert.",
    )
    for one in shown:
        for delivery in one.deliveries.values():
            if delivery.problem:
                options.output.text(f"{one.alert.id[:8]} by {delivery.channel}: {delivery.problem}")
    undelivered = sum(not one.is_delivered for one in kept)
    options.output.summary({"alerts": len(shown), "undelivered": undelivered})
    return None


def _show_deliveries(kept: KeptAlert) -> str:
    if kept.is_held:
        return "kept, not sent"
    if not kept.deliveries:
        return "no channel"
    return ", ".join(
        f"{delivery.channel}{'' if delivery.sent else ' waits'}" for delivery in kept.deliveries.values()
    )


def _send_test(options: OutputOptions, vault: Vault, desk: Path) -> Result:
    """Raises: UsageError where alerts have nowhere to go; what reading firstbell.toml raises."""
    ways = load_ways(desk)
    # what is sent to the example's addresses reaches nobody, whatever the relay says
    flaws = find_leftovers(load_configuration(desk))
    refuse_flaws(desk, (flaw for flaw in flaws if flaw.steps[0] in ("district", "alerts")))
    failed = send_now(options, _make_test(vault, ways), ways)
    options.output.summary({"channels": len(ways.channels), "failed": failed})
    return ExitStatus.FAILED if failed else None


def _make_test(vault: Vault, ways: Ways) -> Alert:
    now = format_time(vault.clock.now_ns())
    return Alert(
        id=name_alert("test", "", now),
        kind="test",
        severity="warning",
        time=now,
        vault=vault.about.id,
        district=ways.district,
        time_zone=ways.time_zone,
        host="none",
        subject="this is a test",
        text="You get this message because you are told when something is wrong with a backup. Nothing is "
        "wrong now.",
    )
