"""`firstbell message`: messages that people hand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.case_options import explaining_keys
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.keys import KeyChoice, key_options
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help
from firstbell.cli.terminal.options import OutputOptions, Result, accept_output_options, output_options
from firstbell.cli.terminal.output import Output

if TYPE_CHECKING:
    from firstbell.case.case import Case
    from firstbell.cli.commands.message.recorder import Recorder
    from firstbell.triage.district import KnownDistrict
    from firstbell.triage.message_files import RawMessage
    from firstbell.triage.triage import Triaged

# so many messages go onto the ledger under one signature
_BATCH = 64


@click.group()
@accept_output_options
def command() -> None:
    """Look at messages that people hand in: threats, phishing, notices, questions."""


@dataclass
class _Tally:
    messages: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    look: int = 0


@command.command(epilog=exit_status_help(ExitStatus.INCOMPLETE, repository=False))
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--case", type=click.Path(path_type=Path, file_okay=False), help="The case's folder. [FIRSTBELL_CASE]"
)
@click.option(
    "--domain", "domains", multiple=True, metavar="DOMAIN", help="A mail domain of the district's own."
)
@click.option(
    "--authserv",
    "servers",
    multiple=True,
    metavar="NAME",
    help="A mail server whose Authentication-Results are believed; those of its own domains are anyway.",
)
@desk_option
@key_options
@output_options
def triage(
    options: OutputOptions,
    /,
    *,
    files: tuple[Path, ...],
    case: Path | None,
    domains: tuple[str, ...],
    servers: tuple[str, ...],
    **choice: Path | None,
) -> Result:
    """Label each message of .eml files and mboxes, say why, and what to answer who handed it in.

    Labels: coercion, extortion (a threat with a sample of data), event_phishing, phishing, genuine, question,
    newsletter, other. A message that forwards, quotes or attaches another gets the label of what it carries.
    With a case, what is harmful is kept as evidence and its indicators go onto the ledger, defanged. Nothing
    is asked of the network.
    """
    from firstbell.base.clock import monotonic_s
    from firstbell.cli.commands.message.district import know_district, learn_from_files
    from firstbell.cli.commands.message.lettercodes import LetterCodes

    keys = KeyChoice(desk=choice["desk"], key=choice["key"], key_password_file=choice["key_password_file"])
    opened = _open_case(case, keys)
    district = know_district(domains, servers, desk=find_desk(keys.desk), case=opened)
    codes = LetterCodes(opened) if opened else None
    if codes:
        district = replace(district, find_code=codes.find)
    district = learn_from_files(district, files)
    began = monotonic_s()
    with explaining_keys():
        tally, recorder = _triage_files(options.output, files, district=district, case=opened)
    if codes and codes.problem:
        options.output.warn(codes.problem)
    seconds = round(monotonic_s() - began, 3)
    _tell_summary(options.output, tally, recorder, seconds=seconds)
    return ExitStatus.INCOMPLETE if tally.unread else None


def _open_case(named: Path | None, keys: KeyChoice) -> Case | None:
    """The case that is named; None where none is. Raises: as `CaseWork.case`."""
    variable = read_variable("FIRSTBELL_CASE")
    folder = named or (Path(variable) if variable else None)
    if folder is None:
        return None
    from firstbell.case.case import Case

    return Case(folder, keys.find())


def _triage_files(
    output: Output, files: Sequence[Path], *, district: KnownDistrict, case: Case | None
) -> tuple[_Tally, Recorder | None]:
    """Raises: MessageFileError when none of the files could be read; what recording raises."""
    from firstbell.cli.commands.message.recorder import Recorder
    from firstbell.triage.enclosures import FencedEnclosures
    from firstbell.triage.errors import MessageFileError
    from firstbell.triage.message_files import read_messages
    from firstbell.triage.triage import triage_raw

    tally = _Tally()
    recorder = Recorder(case) if case is not None else None
    with FencedEnclosures() as enclosures:

        def judge(path: Path) -> Iterator[tuple[RawMessage, Triaged]]:
            for raw in read_messages(path):
                yield raw, triage_raw(raw, district, enclosures)

        for path in files:
            try:
                _tell_file(output, path, judge(path), recorder=recorder, tally=tally)
            except MessageFileError as error:
                tally.unread += 1
                if tally.unread == len(files):
                    raise
                output.warn(str(error))
    return tally, recorder


def _tell_file(
    output: Output,
    path: Path,
    pairs: Iterator[tuple[RawMessage, Triaged]],
    *,
    recorder: Recorder | None,
    tally: _Tally,
) -> None:
    for batch in _take_batches(pairs):
        ids = recorder.record(batch, path) if recorder else [("", "")] * len(batch)
        for (raw, triaged), (evidence, entry) in zip(batch, ids, strict=True):
            tally.messages += 1
            tally.labels[triaged.label.value] += 1
            tally.look += triaged.look
            told = describe_message(raw, triaged)
            output.message({**told, "evidence": evidence or None, "entry": entry or None})
            _show(output, raw, triaged)


def _take_batches(
    pairs: Iterator[tuple[RawMessage, Triaged]],
) -> Iterator[list[tuple[RawMessage, Triaged]]]:
    while batch := list(islice(pairs, _BATCH)):
        yield batch


def describe_message(raw: RawMessage, triaged: Triaged) -> dict[str, Any]:
    """A message for JSON. Addresses are defanged, what it says is not told."""
    from firstbell.triage.indicators import defang

    mail = triaged.mail
    return {
        "message_type": "message",
        "file": raw.path,
        "number": raw.number or None,
        "label": triaged.label.value,
        "look": triaged.look,
        "score": triaged.score,
        "second_reader": {"harm": triaged.harm},
        "reasons": list(triaged.reasons),
        "advice": triaged.advice,
        "from": defang(mail.sender.email) or None,
        "subject": mail.subject,
        "date": mail.date or None,
        "message_id": mail.message_id or None,
        "carried": None if triaged.way == "own" else triaged.way,
        "signs": [{"sign": clue.name, "side": clue.side, "points": clue.points} for clue in triaged.clues],
        "indicators": [{"kind": one.kind, "value": one.value} for one in triaged.indicators],
        "problems": list(triaged.problems),
        "unread": list(triaged.unread),
        "size_bytes": raw.size_bytes,
        "sha256": raw.sha256,
    }


def _show(output: Output, raw: RawMessage, triaged: Triaged) -> None:
    from firstbell.triage.triage import load_advice

    title = load_advice()[triaged.label]["title"]
    mark = "; a person must look at it" if triaged.look else ""
    output.text(f"{raw.file}: {triaged.label.value} ({title}), {triaged.score:.2f}{mark}")
    for reason in triaged.reasons:
        output.text(f"    - {reason}")
    for indicator in triaged.indicators:
        output.text(f"      {indicator.kind}: {indicator.value}")
    output.text(f"    Answer: {triaged.advice}")


def _tell_summary(output: Output, tally: _Tally, recorder: Recorder | None, *, seconds: float) -> None:
    counts = ", ".join(f"{count} {label}" for label, count in tally.labels.most_common())
    output.text(f"{tally.messages} messages: {counts}")
    if tally.look:
        output.text(f"{tally.look} of them must be looked at by a person: two readers disagree")
    kept = {
        "evidence": recorder.evidence if recorder else 0,
        "entries": recorder.entries if recorder else 0,
        "indicators": recorder.indicators if recorder else 0,
    }
    if recorder:
        output.text(f"on the record: {kept['evidence']} files as evidence, {kept['entries']} findings")
    told = {
        "messages": tally.messages,
        "labels": dict(tally.labels),
        "look": tally.look,
        "unread": tally.unread,
    }
    output.summary({**told, **kept, "seconds": seconds})
