"""`firstbell doctor`: whether a standing installation would hold on the day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.clock import SystemClock
from firstbell.base.deferral import defer
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.recovery_repositories import address_options
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import RepositoryOptions, Result, open_repository, place_command
from firstbell.cli.terminal.vaults import vault_option
from firstbell.cli.times import show_times_in
from firstbell.desk import RepositoryAddress

if TYPE_CHECKING:
    from firstbell.actions.desk import checkup
    from firstbell.repository import Repository
    from firstbell.watch import channel_checks
else:
    checkup = defer("firstbell.actions.desk.checkup")
    channel_checks = defer("firstbell.watch.channel_checks")


@place_command()
@vault_option
@desk_option
def command(options: RepositoryOptions, *, folder: Path | None, desk: Path | None) -> Result:
    """Check that this installation would hold on the day.

    It opens every repository of firstbell.toml. It looks at each host's last backup, the clock, the disk and
    the mail relay. It also looks at the certificate, the examiner, the services, and the sandbox that reads
    documents. It changes nothing. Exit status 1: a check failed.
    """

    def open_address(address: RepositoryAddress) -> Repository:
        return open_repository(address_options(options, address, desk=desk))

    variable = read_variable("FIRSTBELL_VAULT")
    vault = folder or (Path(variable) if variable else None)
    count = failed = 0
    place = find_desk(desk)
    request = checkup.CheckupRequest(place, vault, SystemClock())
    for check in checkup.run_checkup(
        request, open_address, lambda known: channel_checks.check_channels(known, place)
    ):
        count += 1
        failed += not check.ok
        options.output.message(check.describe())
        options.output.text(f"{'ok    ' if check.ok else 'FAILED'}  {check.name}: {show_times_in(check.why)}")
        if check.hint:
            options.output.text(f"        {check.hint}")
    ok = count - failed
    options.output.text(f"{ok} of {count} checks passed")
    options.output.summary({"checks": count, "failed": failed})
    return ExitStatus.FAILED if failed else None
