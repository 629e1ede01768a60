"""`firstbell message`: messages that people hand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.clock import monotonic_s
from firstbell.base.counts import say_count
from firstbell.case.case import Case
from firstbell.cli.case_options import explaining_keys
from firstbell.cli.commands.message.case_knowledge import add_case
from firstbell.cli.commands.message.district import know_district, learn_from_files
from firstbell.cli.commands.message.lettercodes import LetterCodes
from firstbell.cli.commands.message.recorder import Recorder
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.keys import KeyChoice, key_options
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help
from firstbell.cli.terminal.options import OutputOptions, Result, accept_output_options, output_options
from firstbell.cli.terminal.output import Output
from firstbell.triage.campaigns import CampaignIndex
from firstbell.triage.description import describe_message, list_message
from firstbell.triage.enclosures import FencedEnclosures
from firstbell.triage.errors import MessageFileError
from firstbell.triage.mailboxes import list_message_files
from firstbell.triage.message_files import read_messages
from firstbell.triage.page import render_page
from firstbell.triage.triage import gather_text, load_advice, triage_raw

if TYPE_CHECKING:
    from firstbell.case.case import Case
    from firstbell.triage.district import KnownDistrict
    from firstbell.triage.message_files import RawMessage
    from firstbell.triage.page import ListedMessage
    from firstbell.triage.triage import Triaged

# so many messages go onto the ledger under one signature
_BATCH = 64


@click.group()
@accept_output_options
def command() -> None:
    """Check messages that people hand in: threats, phishing, notices, questions."""


def _make_index() -> CampaignIndex:
    return CampaignIndex()


@dataclass
class _Tally:
    messages: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    look: int = 0
    children: int = 0
    duplicates: int = 0
    campaigns: set[str] = field(default_factory=set)
    index: CampaignIndex = field(default_factory=_make_index)
    listed: list[ListedMessage] = field(default_factory=list)

    def count(self, told: Mapping[str, Any]) -> None:
        """Count a message by its line of JSON."""
        self.messages += 1
        self.labels[told["label"]] += 1
        self.look += told["look"]
        self.children += told["urgency"] == 1
        self.duplicates += told["duplicate_of"] is not None
        if told["like"]:
            self.campaigns.add(told["like"])


@command.command(epilog=exit_status_help(ExitStatus.INCOMPLETE, repository=False))
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--case", type=click.Path(path_type=Path, file_okay=False), help="The case's folder. [FIRSTBELL_CASE]"
)
@click.option("--domain", "domains", multiple=True, metavar="DOMAIN", help="A mail domain of the district.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write a page for a browser, too: the most urgent first, campaigns joined, with what to answer.",
)
@click.option(
    "--authserv",
    "servers",
    multiple=True,
    metavar="NAME",
    help="A mail server whose Authentication-Results you trust. Servers in the district's domains are "
    "always trusted.",
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
    """Label each message of files, mboxes, Maildirs and folders, say why, and what to answer.

    Labels: coercion, extortion (a threat with a sample of data), event_phishing, phishing, genuine, question,
    newsletter, other. A FILE may be mail, or a letter, a photograph or a transcript that somebody handed in.
    A message that forwards, quotes or attaches another gets the label of what it carries.
    With a case, what is harmful is kept as evidence and its indicators go onto the ledger, defanged. Nothing
    is asked of the network.
    """
    keys = KeyChoice(desk=choice["desk"], key=choice["key"], key_password_file=choice["key_password_file"])
    opened = _open_case(case, keys)
    district = know_district(domains, servers, desk=find_desk(keys.desk), case=opened)
    codes = LetterCodes(opened) if opened else None
    if codes:
        district = replace(district, find_code=codes.find)
    district = learn_from_files(district, files)
    if opened:
        known = add_case(district, opened)
        district = known.district
        for problem in known.problems:
            options.output.warn(problem)
    began = monotonic_s()
    with explaining_keys():
        tally, recorder = _triage_files(options.output, files, district=district, case=opened)
    if choice["html"]:
        _write_page(choice["html"], tally.listed)
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
    return Case(folder, keys.find())


def _triage_files(
    output: Output, files: Sequence[Path], *, district: KnownDistrict, case: Case | None
) -> tuple[_Tally, Recorder | None]:
    """Raises: MessageFileError when none of the files could be read; what recording raises."""
    tally = _Tally()
    recorder = Recorder(case) if case is not None else None
    seen, refused = 0, None
    with FencedEnclosures() as enclosures:

        def judge(path: Path) -> Iterator[tuple[RawMessage, Triaged]]:
            for raw in read_messages(path):
                yield raw, triage_raw(raw, district, enclosures)

        for path in (found for named in files for found in list_message_files(named)):
            seen += 1
            try:
                _tell_file(output, path, judge(path), recorder=recorder, tally=tally)
            except MessageFileError as error:
                tally.unread += 1
                refused = refused or error
                if len(files) > 1 or files[0].is_dir():
                    output.warn(str(error))
    if refused and tally.unread == seen:
        raise refused
    if not seen:
        raise MessageFileError(
            str(files[0]), "it holds no files", hint="name a folder of messages, or an mbox"
        )
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
            signs = [(one.kind, one.value) for one in triaged.indicators]
            belonging = tally.index.add(raw.file, gather_text(triaged.mail), signs)
            told = describe_message(raw, triaged, belonging)
            tally.count(told)
            tally.listed.append(list_message(raw, triaged, belonging))
            output.message({**told, "evidence": evidence or None, "entry": entry or None})
            _show(output, raw, triaged)


def _take_batches(
    pairs: Iterator[tuple[RawMessage, Triaged]],
) -> Iterator[list[tuple[RawMessage, Triaged]]]:
    while batch := list(islice(pairs, _BATCH)):
        yield batch


def _write_page(path: Path, messages: Sequence[ListedMessage]) -> None:
    try:
        path.write_text(render_page(messages), encoding="utf-8")
    except OSError as error:
        raise MessageFileError(
            str(path), str(error.strerror), hint="name a file that you may write"
        ) from None


def _show(output: Output, raw: RawMessage, triaged: Triaged) -> None:
    title = load_advice()[triaged.label]["title"]
    mark = "; a person must look at it" if triaged.look else ""
    output.text(f"{raw.file}: {triaged.label.value} ({title}), {triaged.score:.2f}{mark}")
    for reason in triaged.reasons:
        output.text(f"    - {reason}")
    for indicator in triaged.indicators:
        output.text(f"      {indicator.kind}: {indicator.value}")
    output.text(f"    Answer: {triaged.advice}")


def _tell_summary(output: Output, tally: _Tally, recorder: Recorder | None, *, seconds: float) -> None:
    counts = ", ".join(f"{count:,} {label}" for label, count in tally.labels.most_common())
    output.text(f"{say_count(tally.messages, 'message')}: {counts}")
    if tally.look:
        output.text(f"{tally.look} of them must be looked at by a person")
    if tally.children:
        output.text(
            f"{tally.children} of them threaten a child or hold out a child's data: look at those first"
        )
    if tally.duplicates or tally.campaigns:
        campaigns, duplicates = len(tally.campaigns), tally.duplicates
        output.text(f"{say_count(campaigns, 'campaign')} and {say_count(duplicates, 'duplicate')} among them")
    kept = {
        "evidence": recorder.evidence if recorder else 0,
        "entries": recorder.entries if recorder else 0,
        "indicators": recorder.indicators if recorder else 0,
    }
    if recorder:
        output.text(
            f"on the record: {say_count(kept['evidence'], 'file')} as evidence, "
            f"{say_count(kept['entries'], 'finding')}"
        )
    told = {
        "messages": tally.messages,
        "labels": dict(tally.labels),
        "look": tally.look,
        "children": tally.children,
        "campaigns": len(tally.campaigns),
        "duplicates": tally.duplicates,
        "unread": tally.unread,
    }
    output.summary({**told, **kept, "seconds": seconds})
