"""`hunt list`, `hunt show`, `hunt signs`: what the last hunt found, and what a hunt looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from firstbell.base.deferral import defer
from firstbell.base.ids import pick_by_id
from firstbell.cli.commands.hunt.report import tell_trace, tell_trace_whole
from firstbell.cli.desk_repositories import desk_repository_command
from firstbell.cli.hunt_stores import open_store
from firstbell.cli.terminal.options import OutputOptions, RepositoryOptions, output_command, reading
from firstbell.investigate.hunts.match.signs import load_signs

if TYPE_CHECKING:
    from firstbell.investigate.hunts.sources import windows
else:
    windows = defer("firstbell.investigate.hunts.sources.windows")


@desk_repository_command("list")
@click.option("--sign", multiple=True, metavar="SIGN", help="Only traces of this sign.")
@click.option("-H", "--host", multiple=True, help="Only traces of this host.")
def list_(options: RepositoryOptions, *, sign: tuple[str, ...], host: tuple[str, ...]) -> None:
    """List the traces that the last hunt found."""
    found, has_run = _load_traces(options)
    traces = [
        trace
        for trace in found
        if (not sign or trace["sign"] in sign) and (not host or trace["host"] in host)
    ]
    for trace in traces:
        options.output.message(trace)
        tell_trace(options.output, trace)
    options.output.summary({"traces": len(traces)})
    if not has_run:
        options.output.note("No hunt has run yet. Run `firstbell hunt run` to search.")
    elif not traces:
        options.output.note(f"The last hunt found no {'such ' if found else ''}traces.")


def _load_traces(options: RepositoryOptions) -> tuple[list[dict[str, Any]], bool]:
    """The traces of the last hunt, and whether there was one."""
    with reading(options, loads_index=False) as repository, open_store(options, repository) as store:
        return store.list_messages("trace"), bool(store.list_messages("summary"))


@desk_repository_command()
@click.argument("trace_id", metavar="ID")
def show(options: RepositoryOptions, *, trace_id: str) -> None:
    """Show one trace of the last hunt: what it proves, what it does not prove, and where it is.

    ID is the trace's id or its first characters.

    \b
    EXAMPLE
      firstbell hunt show 4f3c2a91
    """
    traces = {trace["id"]: trace for trace in reversed(_load_traces(options)[0])}
    found = pick_by_id(
        traces, trace_id, "trace of the last hunt", hint="`firstbell hunt list` shows the traces"
    )
    options.output.message(found)
    tell_trace_whole(options.output, found)


@output_command()
def signs(options: OutputOptions) -> None:
    """List the signs: what each one looks for, what it proves, and what it does not prove."""
    found = load_signs().values()
    for sign in found:
        reach = windows.measure_reach(sign)
        options.output.message(
            {
                "message_type": "sign",
                "id": sign.id,
                "question": sign.question,
                "title": sign.title,
                "needs": list(sign.needs),
                "attack": list(sign.attack),
                "attack_version": sign.attack_version,
                "proves": sign.proves,
                "not_proved": sign.not_proved,
                "ways": reach[0].of if reach else 0,
                "windows": {one.generation: one.ways for one in reach},
            }
        )
        options.output.text(f"{sign.id:<22} {sign.title} ({', '.join(sign.attack)})")
        options.output.text(f"{'':<22} It proves: {sign.proves}")
        options.output.text(f"{'':<22} It does not prove: {sign.not_proved}")
    options.output.summary({"signs": len(found)})
