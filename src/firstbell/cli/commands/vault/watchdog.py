"""`firstbell vault watchdog`: the alarm when nobody judges what arrives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from firstbell.base.counts import choose_word, say_count
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import OutputOptions, Result, output_command
from firstbell.cli.terminal.vaults import open_vault, vault_option
from firstbell.cli.times import show_time
from firstbell.vault.looks import find_unjudged, read_look
from firstbell.watch.watchdog import look_after


@output_command("watchdog", further=[ExitStatus.INCOMPLETE])
@vault_option
@desk_option
def watchdog_command(options: OutputOptions, *, folder: Path | None, desk: Path | None) -> Result:
    """Raise the alarm if the examiner has stopped looking at what arrives.

    An alert goes out if something has waited for 15 minutes without being looked at, at most once a day for
    each silence. The watchdog needs the desk's folder but no password. Run it every few minutes;
    `firstbell-watchdog.timer` and `serve --examine` do that. The exit status is 3 if the examiner is silent.
    """
    vault = open_vault(folder)

    def tell(what: str, **fields: Any) -> None:
        if what == "warning":
            options.output.warn(fields["message"])
        else:
            options.output.message({"message_type": what, **fields})

    silence = look_after(vault, find_desk(desk), tell=tell)
    unjudged = find_unjudged(vault)
    last_look = read_look(vault)
    looked = (
        f"the examiner last looked at {show_time(last_look)}"
        if last_look
        else "the examiner has never looked"
    )
    since = show_time(unjudged.since)
    verb = choose_word(unjudged.objects, "has", "have")
    waits = f"{say_count(unjudged.objects, 'object')} {verb} waited since {since}"
    waits = waits if unjudged.since else "nothing is waiting"
    options.output.text(f"{'SILENT: ' if silence else ''}{looked}; {waits}")
    options.output.summary(
        {
            "status": "examiner_silent" if silence else "ok",
            "unjudged": unjudged.objects,
            "unjudged_since": unjudged.since,
            "last_look": last_look,
        }
    )
    return ExitStatus.INCOMPLETE if silence else None
