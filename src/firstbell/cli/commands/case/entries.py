"""`firstbell case log`, `note`, `add`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.case.notes import NoteRequest, add_note
from firstbell.base.clock import parse_given_time, parse_time
from firstbell.base.counts import choose_word, say_count
from firstbell.case.description import describe_entry
from firstbell.case.moments import find_last_moment
from firstbell.cli.case_options import CaseWork, case_command, folder_argument
from firstbell.cli.terminal.options import UsageError, collect
from firstbell.cli.times import show_moment, show_times_in, time_option
from firstbell.record.entry_kinds import say_entry_kind
from firstbell.record.sentences import tell_entry

if TYPE_CHECKING:
    from firstbell.ledger import Entry, Ledger

_PRIVILEGED = click.option(
    "--privileged", is_flag=True, help="Use counsel's privileged track, which is kept separately."
)
_AT = time_option("--at", help="When it happened, for the timeline. [now]")


@dataclass(frozen=True)
class _Wanted:
    kinds: tuple[str, ...]
    actor: str | None
    since_ns: int | None
    until_ns: int | None

    def fits(self, entry: Entry, name: str) -> bool:
        if self.kinds and not any(_is_of_kind(entry.kind, kind) for kind in self.kinds):
            return False
        if self.actor and self.actor.lower() != name.lower() and not entry.actor.startswith(self.actor):
            return False
        at_ns = parse_time(entry.time)
        early = self.since_ns is not None and at_ns < self.since_ns
        return not early and (self.until_ns is None or at_ns <= self.until_ns)


def _is_of_kind(kind: str, wanted: str) -> bool:
    return kind == wanted or kind.startswith(wanted + ".") or say_entry_kind(kind).lower() == wanted.lower()


@case_command()
@folder_argument
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    help="Only entries of this kind, by its name or in words, or of kinds that begin with it.",
)
@time_option("--since", help="Only entries from this time on.")
@time_option("--until", is_end=True, help="Only entries up to this time.")
@click.option("--actor", metavar="NAME", help="Only entries by this actor (name or id).")
@click.option(
    "--last", type=click.IntRange(min=1), metavar="N", help="Only the newest N of these entries. [all]"
)
@_PRIVILEGED
def log(work: CaseWork, *, privileged: bool, last: int | None, **wanted: Any) -> None:
    """Show the entries of the case, oldest first.

    With --key, you see what the role of that key may read. Only counsel's key shows counsel's track.

    \b
    EXAMPLE
      firstbell case log /srv/case --since 2026-11-28 --last 20
    """
    fit = _read_wanted(**wanted)
    case = work.case
    reader = work.find_reader()
    if privileged:
        ledger, entries = case.read_privileged(reader)
        hidden = 0
    else:
        ledger = case.main
        entries, hidden = case.read_main(reader)
    _warn_of_tail(work, ledger)
    names = case.name_actors()
    shown = [entry for entry in entries if fit.fits(entry, names.get(entry.actor, ""))]
    shown = shown[-last:] if last else shown
    tell_entries(work, shown, names)
    if hidden:
        work.output.note(
            f"{say_count(hidden, 'entry', 'entries')} hidden because this role may not read "
            f"{choose_word(hidden, 'it', 'them')}"
        )
    work.output.summary({"entries": len(shown), "hidden": hidden, "torn_bytes": ledger.torn_bytes})


def _read_wanted(
    *, kinds: tuple[str, ...], since: str | None, until: str | None, actor: str | None
) -> _Wanted:
    since_ns = parse_given_time(since) if since else None
    return _Wanted(kinds, actor, since_ns, find_last_moment(until) if until else None)


def _warn_of_tail(work: CaseWork, ledger: Ledger) -> None:
    if ledger.torn_bytes:
        torn = (
            f"the last {say_count(ledger.torn_bytes, 'byte')} of the file "
            f"{choose_word(ledger.torn_bytes, 'is', 'are')} an unfinished write"
        )
        work.output.warn(f"ledger {ledger.path}: {torn}; Firstbell ignores that part")


@case_command()
@click.argument("text", metavar="TEXT|-")
@_PRIVILEGED
@click.option("--ref", "refs", multiple=True, metavar="ID", help="An earlier entry that this one builds on.")
@_AT
def note(work: CaseWork, *, text: str, privileged: bool, refs: tuple[str, ...], at: str | None) -> None:
    """Add a note. Use - to read it from standard input.

    A note with what looks like a social security number or a card number is refused, because nobody could
    ever remove it again.

    \b
    EXAMPLE
      firstbell case note "06:10 the alarms are down" --case /srv/case
    """
    request = NoteRequest(body={"text": _read_given(text).strip()}, refs=refs, at=at or "")
    _add(work, request, privileged=privileged)


@dataclass(frozen=True, kw_only=True)
class EntryRequest:
    """What `case add` is asked for."""

    kind: str
    body: str | None
    text: str | None
    refs: tuple[str, ...]
    privileged: bool
    at: str | None


@case_command()
@click.argument("kind")
@click.option(
    "--body", metavar="JSON|-", help="The body of the entry, a JSON object. Use - for standard input."
)
@click.option("--text", metavar="TEXT", help="What the entry says, in plain words.")
@click.option("--ref", "refs", multiple=True, metavar="ID", help="An earlier entry that this one builds on.")
@_PRIVILEGED
@_AT
@collect(EntryRequest)
def add(work: CaseWork, request: EntryRequest) -> None:
    """Add an entry of a KIND: action, contact, decision, finding, review or another (docs/formats/case.md).

    Entries of a form of their own, such as approvals of letters, are only made by their commands.

    A person's role decides which kinds they may add (docs/formats/ledger.md).

    \b
    EXAMPLE
      firstbell case add contact --text "called the insurer, claim 4711" --case /srv/case
    """
    whole = _parse_body(_read_given(request.body)) if request.body is not None else {}
    if request.text is not None:
        whole["text"] = request.text
    wanted = NoteRequest(kind=request.kind, body=whole, refs=request.refs, at=request.at or "")
    _add(work, wanted, privileged=request.privileged)


def _read_given(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def _parse_body(text: str) -> dict[str, Any]:
    """Raises: UsageError when it is no JSON object."""
    import msgspec

    try:
        body = msgspec.json.decode(text)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise UsageError(f"--body is not valid JSON ({error})") from None
    if not isinstance(body, dict):
        raise UsageError("--body is not a JSON object", hint='write it as {"text": "..."}')
    return body


def _add(work: CaseWork, request: NoteRequest, *, privileged: bool) -> None:
    tell_added(work, [add_note(work.case.open_track(privileged=privileged), request)])


def tell_added(work: CaseWork, entries: Sequence[Entry]) -> None:
    """Say which entries were added; the summary names the last one."""
    names = work.case.name_actors()
    for entry in entries:
        work.output.message(describe_entry(entry, names))
        work.output.text(f"added entry {entry.seq}: {say_entry_kind(entry.kind)} ({entry.hex_id[:8]})")
    last = entries[-1]
    work.output.summary(
        {"entries": len(entries), "id": last.hex_id, "entry": last.hex_id, "seq": last.seq, "time": last.time}
    )


def tell_entries(work: CaseWork, entries: Sequence[Entry], names: Mapping[str, str]) -> None:
    """Each entry, an object or a line."""
    for entry in entries:
        work.output.message(describe_entry(entry, names))
        for line in _show(entry, names):
            work.output.text(line)


def _show(entry: Entry, names: Mapping[str, str]) -> Iterator[str]:
    at = show_moment(parse_time(entry.time))
    who = names.get(entry.actor, entry.actor)
    first, *more = _tell(entry).split("\n")
    yield f"{entry.seq:>5}  {at}  {entry.hex_id[:8]}  {who}: {first}"
    yield from (f"{'':>8}{line}" for line in more)


def _tell(entry: Entry) -> str:
    """What an entry says as a sentence; what somebody typed stands whole, line by line."""
    text = entry.body.get("text")
    if isinstance(text, str):
        return f"{say_entry_kind(entry.kind)}: {text}"
    return show_times_in(tell_entry(entry.kind, entry.body))
