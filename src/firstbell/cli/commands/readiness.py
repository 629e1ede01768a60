"""`firstbell readiness`: when the school would reopen, and what that leans on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.access.repositories import RepositoriesByHost
from firstbell.actions.recovery.plans import list_hosts
from firstbell.actions.recovery.readiness import ReadinessRequest, find_last, keep, measure, read_ledgers
from firstbell.base.clock import SystemClock, format_time, parse_time
from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.cli.desk_backups import PLACE as DESK_PLACE
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.ledger_checks import find_unsealed_key
from firstbell.cli.recovery_plans import write_file
from firstbell.cli.recovery_repositories import list_addresses, load_desk, open_places
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import format_table
from firstbell.cli.terminal.options import RepositoryOptions, Result, UsageError, place_command, reading
from firstbell.cli.times import find_zone, show_time
from firstbell.desk import Configuration
from firstbell.runs.figures import say_duration, say_hours
from firstbell.runs.plans.planner import NO_SYSTEM
from firstbell.runs.plans.repositories import Terms
from firstbell.runs.readiness.description import describe_readiness, describe_ready_host, describe_system
from firstbell.runs.readiness.hosts import Holding, list_holding
from firstbell.runs.readiness.readiness import Readiness, VaultLock
from firstbell.store import Store
from firstbell.vault import Vault, VaultStore
from firstbell.watch.channels.channel import AlertDesk
from firstbell.watch.channels.mail import Mailbox, make_mailbox

if TYPE_CHECKING:
    from firstbell.ledger import Entry
    from firstbell.runs.paper import readiness_page, weekly_report
else:
    readiness_page = defer("firstbell.runs.paper.readiness_page")
    weekly_report = defer("firstbell.runs.paper.weekly_report")

_FILE = click.Path(path_type=Path, dir_okay=False)


@place_command(further=[ExitStatus.INCOMPLETE])
@click.option("--html", type=_FILE, help="Also write the report as a page for a browser.")
@click.option("--pdf", type=_FILE, help="Also write the report as a one-page PDF.")
@click.option("--mail", is_flag=True, help="Also mail the weekly report to the director.")
@click.option("--no-record", is_flag=True, help="Do not record this measurement on the desk's ledger.")
@click.option(
    "--last", is_flag=True, help="Print the newest recorded measurement. Do not measure, open no repository."
)
@desk_option
def command(options: RepositoryOptions, /, **given: Any) -> Result:
    """Say when the school would reopen: time to first bell, and what that depends on.

    For each system, it shows when the system would be back (from measured rates and today's sizes), how old
    its newest clean backup is, and when it was rehearsed. It also shows which hosts are late and what exists
    in one place only. The desk's ledger records each measurement, so that you can plot it over time. Exit
    status 3: a system has no backup.

    --mail sends the report as a text, with what changed since last week. It uses the relay of [alerts]. The
    report goes to each director who has an email in firstbell.toml, else to the recipients of alerts.

    \b
    EXAMPLE
      firstbell readiness --html readiness.html
    """
    options = replace(options, desk=given["desk"])
    configuration = load_desk(options)
    if given["last"]:
        _tell_last(options, given)
        return None
    mailbox = _find_mailbox(options, configuration) if given["mail"] else None
    _refuse_none(configuration, mailbox)
    hosts = list_hosts(configuration.system)
    with open_places(options, configuration, Terms(), hosts=hosts, writes=False) as places:
        asked = ReadinessRequest(
            configuration=configuration,
            copies=_list_copies(options, configuration, places),
            locks=find_locks(place.repository.store for place in places.places),
            unsealed_key=find_unsealed_key(options.desk),
        )
        readiness = measure(places, asked)
        entries = read_ledgers(places.access.folder)
        if not given["no_record"]:
            keep(places, readiness, options.output)
    if given["html"] is not None:
        write_file(given["html"], readiness_page.render_readiness_page(readiness, find_zone()).encode())
    if given["pdf"] is not None:
        write_file(given["pdf"], readiness_page.print_readiness(readiness, find_zone()))
    if mailbox is not None:
        _mail(options, mailbox, readiness, entries)
    return _report(options, readiness)


def _refuse_none(configuration: Configuration, mailbox: Mailbox | None) -> None:
    """Raises: UsageError where the desk names no system; the director is then told so by mail."""
    if configuration.system:
        return
    if mailbox is not None:
        mailbox.send_report(
            f"{configuration.district.name}: weekly report. No system is named yet",
            f"{NO_SYSTEM}, so nobody can say when the school would open again after an event.\n\n"
            "Each backup is still kept and judged. Ask your technician to name the systems of the school in\n"
            "firstbell.toml, those that come first at tier 0 (docs/formats/desk.md).\n",
            time=format_time(SystemClock().now_ns()),
        )
    raise UsageError(NO_SYSTEM, hint="add a [[system]] for each to firstbell.toml: docs/formats/desk.md")


def _tell_last(options: RepositoryOptions, given: Mapping[str, Any]) -> None:
    """Raises: UsageError beside what needs a measurement; LedgerError."""
    if any(given[name] for name in ("html", "pdf", "mail", "no_record")):
        raise UsageError("--last measures nothing: it goes with no other option of a measurement")
    last = find_last(find_desk(options.desk))
    options.output.text(
        f"{show_time(last.time)}: first bell after {say_duration(last.first_bell_s)}, "
        f"all is back after {say_duration(last.all_s)}"
        if last
        else "readiness was never measured on this desk"
    )
    measured = {"time": last.time, "first_bell_s": last.first_bell_s, "all_s": last.all_s} if last else {}
    options.output.summary({"recorded": last is not None, **measured})


def _find_mailbox(options: RepositoryOptions, configuration: Configuration) -> Mailbox:
    """Raises: UsageError where nobody can be written to; AlertAddressError."""
    people = [one.email for one in configuration.person if one.role == "director" and one.email]
    alerts = configuration.alerts
    if not alerts.smtp or not (people or alerts.recipients):
        raise UsageError(
            "there is no relay to mail the report by, or nobody to mail it to",
            hint="name smtp and recipients in [alerts] of firstbell.toml, and the email of the director",
        )
    return make_mailbox(AlertDesk(find_desk(options.desk), alerts), people)


def _mail(
    options: RepositoryOptions, mailbox: Mailbox, readiness: Readiness, entries: Sequence[Entry]
) -> None:
    """Raises: DeliveryError."""
    before = weekly_report.find_last_week(entries, parse_time(readiness.time))
    remark = mailbox.send_report(
        f"{readiness.district}: weekly report. {readiness_page.describe_title(readiness)}",
        weekly_report.render_weekly(readiness, before, find_zone()),
        time=readiness.time,
    )
    options.output.note(f"the report was mailed to {mailbox.place}{f'; {remark}' if remark else ''}")


def _list_copies(
    options: RepositoryOptions, configuration: Configuration, places: RepositoriesByHost
) -> list[Holding]:
    """What the repositories hold that no host backs up to first: copies lie there."""
    now_ns, opened = SystemClock().now_ns(), {place.name for place in places.places}
    copies = []
    for one in list_addresses(options, configuration):
        if one.name in opened or one.name == DESK_PLACE:
            continue
        try:
            with reading(one.options, loads_index=False) as repository:
                copies.append(list_holding(repository, now_ns))
        except Error as error:
            options.output.warn(f"repository {one.name}: {error}; copies there are not counted")
    return copies


def _report(options: RepositoryOptions, readiness: Readiness) -> Result:
    output = options.output
    for system in readiness.systems:
        output.message(describe_system(system))
    for host in readiness.hosts:
        output.message(describe_ready_host(host))
    for line in _describe(readiness):
        output.text(line)
    output.summary(describe_readiness(readiness))
    return ExitStatus.INCOMPLETE if any(system.missing for system in readiness.systems) else None


def _describe(readiness: Readiness) -> Iterator[str]:
    yield readiness_page.describe_title(readiness)
    yield readiness_page.describe_lead(readiness)
    if readiness_page.describe_trouble(readiness):
        yield readiness_page.describe_trouble(readiness)
    header = ("System", "Tier", "Back after", "Can do without", "Newest clean backup", "Rehearsed")
    yield from format_table(
        header,
        [
            (
                system.name,
                str(system.tier),
                readiness_page.describe_back(system),
                say_hours(system.without_h),
                readiness_page.describe_point(system),
                readiness_page.describe_rehearsal(system),
            )
            for system in readiness.systems
        ],
        right="BCN",
    )
    yield from (readiness_page.describe_tier(tier, readiness.systems) for tier in readiness.tiers)
    yield from (line for lock in readiness.locks for line in readiness_page.describe_lock(lock))
    yield from readiness_page.describe_key(readiness)
    for host in readiness.hosts:
        if host.is_told:
            yield f"host {readiness_page.describe_host(host)}"
    for system in readiness.systems:
        for problem in system.missing:
            yield f"{system.name}: {problem}"


def find_locks(stores: Iterable[Store]) -> list[VaultLock]:
    """What vaults hold their hosts to, by folder: those of these stores, and that of the environment.

    A vault that cannot be read is passed over.
    """
    named = read_variable("FIRSTBELL_VAULT")
    folders = [store.vault.folder for store in stores if isinstance(store, VaultStore)]
    found: dict[str, VaultLock] = {}
    for folder in [*folders, *([Path(named)] if named else [])]:
        try:
            vault = Vault(folder)
        except Error:
            continue
        name = str(folder.absolute())
        found[name] = VaultLock(
            vault=name,
            lock_days=vault.lock_days,
            unlimited=tuple(host.name for host in vault.registry.hosts.values() if host.is_unlimited),
        )
        vault.close()
    return [found[name] for name in sorted(found)]
