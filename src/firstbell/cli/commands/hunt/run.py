"""`hunt run`, `hunt coverage`, `hunt facts`: what all nights say of an intruder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.clock import SystemClock
from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.base.output_file import create_file
from firstbell.cli.commands.hunt import report
from firstbell.cli.commands.hunt.setup import HuntRequest, load_rules, make_options
from firstbell.cli.desk_repositories import desk_repository_command
from firstbell.cli.hunt_stores import open_store
from firstbell.cli.terminal.errors import UsageError
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import format_count
from firstbell.cli.terminal.options import RepositoryOptions, Result, collect, option_set, reading
from firstbell.cli.times import show_times_in, time_option
from firstbell.investigate.hunts.answers import SOURCES
from firstbell.investigate.hunts.nights.coverage import describe_coverage
from firstbell.record.facts import say_fact_value

if TYPE_CHECKING:
    from firstbell.investigate.hunts import facts as fact_proposals
    from firstbell.investigate.hunts import header_coverage
    from firstbell.investigate.hunts import hunt as hunting
    from firstbell.investigate.hunts.header_coverage import HeaderMap
    from firstbell.investigate.hunts.hunt import HuntResult
else:
    fact_proposals = defer("firstbell.investigate.hunts.facts")
    header_coverage = defer("firstbell.investigate.hunts.header_coverage")
    hunting = defer("firstbell.investigate.hunts.hunt")

_NEW = click.Path(path_type=Path, dir_okay=False)
_PATH = click.Path(path_type=Path, exists=True)
_MOST_TOLD = 20


_OPTIONS = option_set(
    click.option("-H", "--host", multiple=True, help="Only this host. May be given again."),
    click.option(
        "--expect",
        multiple=True,
        metavar="HOST",
        help="A host that exists, backed up or not. May be given again.",
    ),
    time_option("--since", help="Only what happened at or after this time."),
    time_option("--until", help="Only what happened at or before this time."),
    click.option("--sign", multiple=True, metavar="SIGN", help="Only this sign. May be given again."),
    click.option(
        "--rules", multiple=True, type=_PATH, metavar="DIR", help="Also use a folder of Sigma rules."
    ),
    click.option(
        "--indicators",
        multiple=True,
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="Hashes, addresses, domains, paths and names to look for: STIX 2.1, MISP or CSV.",
    ),
    click.option(
        "--inside", multiple=True, metavar="NETWORK", help="Treat this network as the district's own, too."
    ),
)


@desk_repository_command(further=[ExitStatus.INCOMPLETE])
@_OPTIONS
@collect(HuntRequest)
def run(options: RepositoryOptions, request: HuntRequest) -> Result:
    """Search all nights of all hosts, and answer the questions.

    Nothing in the repository is changed. A hunt saves what it has read beside the catalog and does not
    read it again.

    \b
    EXAMPLE
      firstbell hunt run --since 2026-11-01 --expect dc1
    """
    result = _hunt(options, request)
    messages = list(result.list_messages())
    for message in messages:
        options.output.message(message)
    traces = [one for one in messages if one["message_type"] == "trace"]
    for trace in traces:
        report.tell_trace(options.output, trace)
    if not traces:
        options.output.text("No sign was found in what could be read.")
    report.tell_answers(options.output, [one for one in messages if one["message_type"] == "answer"])
    report.tell_unread(options.output, [one for one in messages if one["message_type"] == "unread"])
    return ExitStatus.INCOMPLETE if result.unread else None


def _hunt(options: RepositoryOptions, request: HuntRequest) -> HuntResult:
    loaded = load_rules(request)
    hunted = make_options(request, loaded)
    for path, why in loaded.left_out:
        options.output.warn(f"the rule {path} is not used: {why}")
    for path, why in loaded.not_sought[:_MOST_TOLD]:
        options.output.warn(f"{path}: not looked for: {why}")
    if len(loaded.not_sought) > _MOST_TOLD:
        options.output.warn(
            f"... and {format_count(len(loaded.not_sought) - _MOST_TOLD)} more are not looked for"
        )
    with reading(options) as repository, open_store(options, repository) as store:
        hunt = hunting.Hunt(repository, store, loaded.rules, signs=loaded.signs, digest=loaded.digest)
        result = hunt.run(hunted, options.output.progress())
        for hex_id, reason in repository.snapshots.damaged.items():
            options.output.warn(f"snapshot {hex_id[:8]} cannot be read: {reason}")
        store.keep_messages(result.list_messages())
    return result


def _map_headers(options: RepositoryOptions, request: HuntRequest) -> HeaderMap:
    """The map of event logs by their headers. Raises: UsageError for what asks for records."""
    asked = {name: getattr(request, name) for name in ("since", "until", "sign", "rules", "indicators")}
    wrong = next((name for name, value in asked.items() if value), None)
    if wrong is not None:
        raise UsageError(f"--{wrong} needs records, and --headers reads none", hint="leave one of them out")
    progress = options.output.progress()
    with reading(options) as repository, open_store(options, repository) as store:
        progress.start("reading headers")
        result = header_coverage.map_headers(
            repository, store, hosts=request.host, on_night=lambda: progress.advance(files=1)
        )
        progress.finish()
        for hex_id, reason in repository.snapshots.damaged.items():
            options.output.warn(f"snapshot {hex_id[:8]} cannot be read: {reason}")
    return result


@desk_repository_command(further=[ExitStatus.INCOMPLETE])
@click.option(
    "--question",
    type=click.Choice(["entry", "accounts", "hosts", "staged", "taken", "stays", "hidden"]),
    help="Only the sources that this question needs.",
)
@click.option("--svg", type=_NEW, metavar="FILE", help="Draw the map as an SVG, too.")
@click.option("--html", type=_NEW, metavar="FILE", help="Draw the map as a page for a browser, too.")
@click.option(
    "--headers", is_flag=True, help="Read only the headers of event logs: fast, and not the whole map."
)
@_OPTIONS
def coverage(
    options: RepositoryOptions,
    /,
    *,
    question: str | None,
    svg: Path | None,
    html: Path | None,
    headers: bool,
    **given: Any,
) -> Result:
    """Show which hosts, sources and times could be searched, and which could not.

    With `--headers` no record is read. The map then shows only event logs: which time each one covers, and
    which record numbers are in no backup. It does not show what was cleared, or when logging was off.

    \b
    EXAMPLE
      firstbell hunt coverage --question taken --html coverage.html
    """
    request = HuntRequest(**given)
    result = _map_headers(options, request) if headers else _hunt(options, request)
    groups = [one for group in SOURCES.get(question or "", ()) for one in group]
    wanted = [
        one
        for one in sorted(result.coverage, key=lambda one: (one.host, one.source, one.from_ns))
        if not groups or any(one.source == group or one.source.startswith(group + "/") for group in groups)
    ]
    report.draw_coverage(wanted, svg, html)
    told = [describe_coverage(one) for one in wanted]
    for one in told:
        options.output.message(one)
    shown = report.tell_coverage(options.output, told)
    options.output.summary({"stretches": len(told), "hosts": len(result.hosts), "unread": len(result.unread)})
    options.output.note(f"{say_count(shown, 'time span')} of {say_count(len(result.hosts), 'host')}")
    return ExitStatus.INCOMPLETE if result.unread else None


@desk_repository_command(further=[ExitStatus.INCOMPLETE])
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_OPTIONS
def facts(options: RepositoryOptions, /, *, file: Path, **given: Any) -> Result:
    """Write what the backups show to a FILE of facts. A person reads it and loads it into a case.

    The file proposes `first_access`, `way_in` and `exfiltration`. `firstbell case facts load FILE` loads it;
    nothing enters a ledger by itself. The file says that data was taken only if a log counted what left. It
    says that no data was taken only if every hour of every host could be searched.

    \b
    EXAMPLE
      firstbell hunt facts proposed.json
    """
    import msgspec

    if file.exists():
        raise UsageError(f"{file} is there already", hint="name a new file")
    result = _hunt(options, HuntRequest(**given))
    proposed = fact_proposals.propose_facts(result, SystemClock().now_ns())
    try:
        create_file(file, msgspec.json.format(msgspec.json.encode(proposed)) + b"\n")
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}") from None
    for fact in proposed["facts"]:
        options.output.message({"message_type": "fact", **fact})
        value = show_times_in(say_fact_value(fact["subject"], fact["value"]))
        options.output.text(f"{fact['subject']:<16} {fact['status']:<9} {value}")
        options.output.text(f"{'':<26} because of {fact['because']}")
    options.output.summary({"facts": len(proposed["facts"]), "file": str(file), "unread": len(result.unread)})
    options.output.note(
        f"Read {file} first. To load it into a case: firstbell case facts load --case FOLDER {file}"
    )
    return ExitStatus.INCOMPLETE if result.unread else None
