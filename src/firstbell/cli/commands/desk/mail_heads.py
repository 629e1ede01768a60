"""`firstbell desk mail-heads`: the heads of all records, by mail to somebody outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from firstbell.actions.desk.record_heads import RecordHead, gather_ledger_heads
from firstbell.base.clock import SystemClock, format_time
from firstbell.base.counts import say_count
from firstbell.base.errors import Error
from firstbell.case.folder import CASES, CaseFolder
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.keys import desk_key_file
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import OutputOptions, Result, UsageError, output_command
from firstbell.cli.terminal.vaults import vault_option
from firstbell.cli.times import show_time
from firstbell.cli.vault_heads import render_signed, sign_head
from firstbell.console.key_process.access_log import AccessLog
from firstbell.desk import Configuration, load_configuration
from firstbell.vault import Vault
from firstbell.vault.about import find_vault
from firstbell.vault.journal_heads import find_head
from firstbell.watch.channels.channel import AlertDesk
from firstbell.watch.channels.mail import Mailbox, make_mailbox

_TOLD = """\
These are the heads of the records of {district}, as they stood at {time}.

Keep this mail where nobody at the district can delete it. Each file attached to it shows later that nothing
before this moment was removed or changed. To check one, save the file and run the command beside it:

{lines}
"""


@output_command("mail-heads")
@vault_option
@desk_option
def mail_heads(options: OutputOptions, *, folder: Path | None, desk: Path | None) -> Result:
    """Mail the signed heads of the vaults, the desk's ledgers and the cases to an address outside.

    With them goes the head of the log of who looked at people in the console, if anybody did.

    The heads go to the addresses in `alerts.heads_to` of firstbell.toml, through the relay in `alerts.smtp`.
    A head that somebody else keeps proves later that nothing was removed or changed. A timer runs this
    command each day.
    """
    place = find_desk(desk)
    configuration = load_configuration(place)
    alerts = configuration.alerts
    if not alerts.heads_to:
        options.output.text(
            "No mail was sent, because alerts.heads_to in firstbell.toml is empty. Write an address outside "
            "the district there."
        )
        options.output.summary({"heads": 0, "sent": False, "to": [], "problems": 0})
        return None
    if not alerts.smtp:
        raise UsageError(
            "alerts.heads_to names an address, but alerts.smtp names no mail relay",
            hint="write the relay into [alerts] of firstbell.toml",
        )
    problems: list[str] = []
    heads = list(_collect(place, configuration, folder, problems))
    for problem in problems:
        options.output.warn(problem)
    remark = ""
    if heads:
        box = make_mailbox(AlertDesk(place, alerts), alerts.heads_to)
        remark = _send(box, configuration.district.name, heads)
        options.output.text(f"{say_count(len(heads), 'head')} sent to {', '.join(alerts.heads_to)}")
    else:
        options.output.text("No mail was sent, because there is no record yet.")
    if remark:
        options.output.warn(remark)
    for head in heads:
        options.output.message({"message_type": "head", "record": head.record, "head": head.text})
    options.output.summary(
        {"heads": len(heads), "sent": bool(heads), "to": list(alerts.heads_to), "problems": len(problems)}
    )
    return ExitStatus.FAILED if problems or remark else None


def _collect(
    desk: Path, configuration: Configuration, named: Path | None, problems: list[str]
) -> Iterator[RecordHead]:
    """Each head; what cannot be read is a problem, and the others are told."""
    for folder in _list_vaults(configuration, named):
        try:
            vault = Vault(folder)
            text = render_signed(sign_head(find_head(vault), desk)) + "\n"
            file = f"vault-{vault.about.id[:8]}.head.txt"
        except Error as error:
            problems.append(f"the vault in {folder}: {error}")
            continue
        yield RecordHead(f"vault in {folder}", file, text, f"firstbell vault prove --head {file}")
    cases = [path for path in sorted((desk / CASES).glob("*")) if CaseFolder(path).is_case()]
    yield from gather_ledger_heads(desk, cases, signer=desk_key_file(desk), problems=problems)
    yield from _read_looks(desk, problems)


def _read_looks(desk: Path, problems: list[str]) -> Iterator[RecordHead]:
    record, file = "looks at people in the console", "looks.head.txt"
    try:
        head = AccessLog(desk, SystemClock()).find_head()
    except Error as error:
        problems.append(f"{record}: {error}")
        return
    if head is not None:
        yield RecordHead(record, file, head.render(), f"firstbell console looks --head {file}")


def _list_vaults(configuration: Configuration, named: Path | None) -> list[Path]:
    """The vault that is named, and those in which the desk's repositories lie."""
    folders: set[Path] = set()
    if (told := named or read_variable("FIRSTBELL_VAULT")) is not None:
        folders.add(Path(told).absolute())
    for address in configuration.repository:
        if address.url.startswith("/") and (found := find_vault(Path(address.url))) is not None:
            folders.add(found[0].absolute())
    return sorted(folders)


def _send(box: Mailbox, district: str, heads: list[RecordHead]) -> str:
    """Whom the relay refused. Raises: DeliveryError."""
    time = format_time(SystemClock().now_ns())
    lines = "\n".join(f"  {head.record}\n    {head.file}: {head.check}" for head in heads)
    text = _TOLD.format(district=district or "the district", time=show_time(time), lines=lines)
    attached = [(head.file, head.text) for head in heads]
    return box.send_report("heads of the records, to keep outside", text, time=time, attached=attached)
