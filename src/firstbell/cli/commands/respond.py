"""`firstbell respond`: the first hour of an event, by one command."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.recovery.call_sheet import UNKNOWN, make_call_sheet, render_sheet
from firstbell.base.clock import SystemClock, rank_time
from firstbell.base.errors import UnknownIdError
from firstbell.base.output_file import replace_file
from firstbell.base.pathtext import say_lines
from firstbell.case.folder import CASES
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.keys import KeyChoice
from firstbell.cli.steps import Steps
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import OutputOptions, Result, UsageError, output_command
from firstbell.cli.times import show_moment, show_time
from firstbell.desk import Configuration, load_configuration
from firstbell.vault import Vault
from firstbell.vault.about import find_vault
from firstbell.vault.entries import EVERY_HOST

if TYPE_CHECKING:
    from collections.abc import Iterable


_NO_DEADLINE = "none has a deadline yet; `firstbell case clocks` says what each waits for"
_NEXT = (
    "Disconnect struck machines from the network; do not switch them off.",
    "Change no backups and delete nothing. Do not answer the intruder.",
    "Restore tier by tier:            firstbell recover run {plan}",
    "Ask the backups how they got in: firstbell hunt run",
    "Before you tell anybody anything: firstbell statement check FILE",
)


@dataclass(frozen=True)
class _Target:
    """The event, the words that open its repository, and the folder of its case."""

    event: str
    opening: tuple[str, ...]
    hosts: tuple[str, ...]


@output_command(further=[ExitStatus.INCOMPLETE], repository=True)
@click.argument("event", required=False)
@click.option("--now", is_flag=True, help="The newest event, or none yet if you know that you are hit.")
@desk_option
def command(options: OutputOptions, *, event: str | None, now: bool, desk: Path | None) -> Result:
    """Do what the first hour of an event needs, by one command.

    It freezes the vaults, opens the case with what the record proves, starts the clocks of the law, writes
    the recovery plan, and writes a sheet of whom to call. Each command that it runs is printed, and each can
    be run alone. It is safe to run twice. EVENT is an id of `firstbell event list`, or how it begins. Exit
    status 3: a step failed, and the others were done.

    \b
    EXAMPLE
      firstbell respond --now
    """
    if bool(event) == now:
        raise UsageError("name an event, or say --now", hint="`firstbell respond --now` takes the newest one")
    folder = find_desk(desk)
    configuration = load_configuration(folder)
    steps = Steps(options)
    target = _find_event(steps, configuration, folder, event)
    _freeze(steps, configuration, target)
    case = _open_case(steps, folder, target)
    _write_plan(steps, configuration, folder, case)
    clocks = steps.run("case", "clocks", "list", "--case", case, "--desk", folder) if case else []
    sheet = _write_sheet(steps, configuration, case or folder, target, clocks)
    options.output.summary(
        {
            "event": target.event if target else None,
            "case": str(case) if case else None,
            "sheet": str(sheet),
            "steps_failed": steps.failed,
        }
    )
    return ExitStatus.INCOMPLETE if steps.failed else None


def _find_event(steps: Steps, configuration: Configuration, desk: Path, event: str | None) -> _Target | None:
    """The newest event that fits, in whichever repository.

    Raises: UnknownIdError where none is named so, or several are.
    """
    found: list[tuple[int, _Target]] = []
    for address in configuration.repository:
        opening = ["-r", address.url]
        if address.password_file:
            opening += ["-p", str(desk / address.password_file)]
        elif address.password_command:
            opening += ["--password-command", address.password_command]
        for told in steps.run("event", "list", *opening):
            if told.get("message_type") != "event" or not str(told["id"]).startswith((event or "").lower()):
                continue
            if event or told["state"] not in {"ruled_benign", "closed"}:
                hosts = tuple(told.get("hosts", ()))
                damage_ns = rank_time(str(told.get("first_damage")))
                found.append((damage_ns, _Target(str(told["id"]), tuple(opening), hosts)))
    if event and not found:
        raise UnknownIdError(
            f"no event has an id that begins with {event!r}",
            hint="`firstbell event list` shows the events; `firstbell respond --now` takes the newest one",
        )
    ids = {target.event for _, target in found}
    if event and len(ids) > 1:
        raise UnknownIdError(
            f"{len(ids)} ids of an event begin with {event!r}",
            hint="type more of it; `firstbell event list` shows the events",
        )
    return max(found, key=lambda one: one[0])[1] if found else None


def _freeze(steps: Steps, configuration: Configuration, target: _Target | None) -> None:
    why = f"event {target.event}" if target else "an event is suspected"
    places = (find_vault(Path(one.url)) for one in configuration.repository if one.url.startswith("/"))
    folders = sorted({place[0] for place in places if place is not None})
    for folder in folders:
        if EVERY_HOST in Vault(folder).judgements.frozen:
            steps.note(f"{folder} is frozen already")
            continue
        steps.run("vault", "freeze", "--vault", folder, "--why", why)
    if not folders:
        steps.note("this machine has no vault: run `firstbell vault freeze` on the vault's machine")


def _open_case(steps: Steps, desk: Path, target: _Target | None) -> Path | None:
    """The case's folder: the one that is about the event already, else a new one."""
    from firstbell.actions.case.lifecycle import find_open_case

    signer = KeyChoice(desk=desk, key=None, key_password_file=None).find()
    known = find_open_case(desk / CASES, target.event if target else None, signer)
    if known is not None:
        steps.note(f"the case is open: {known.folder}")
        if target and not known.is_declared:
            steps.run(
                "case", "declare", target.event, *target.opening, "--case", known.folder, "--desk", desk
            )
        return known.folder
    day = show_moment(SystemClock().now_ns())[:10]
    folder = desk / CASES / f"{day}-{target.event if target else 'suspected'}"
    (desk / CASES).mkdir(mode=0o700, parents=True, exist_ok=True)
    words = ["--event", target.event, *target.opening] if target else []
    before = steps.failed
    steps.run("case", "open", folder, *words, "--desk", desk)
    return folder if steps.failed == before else None


def _write_plan(steps: Steps, configuration: Configuration, desk: Path, case: Path | None) -> None:
    if not configuration.system:
        steps.note("there is no plan, for firstbell.toml names no systems; `firstbell recover compose` works")
        return
    folder = case or desk
    (folder / "plan").mkdir(exist_ok=True)
    out = folder / "plan"
    told = steps.run(
        "recover", "plan", "--desk", desk, "--output", out / "plan.json", "--html", out / "plan.html",
        "--pdf", out / "plan.pdf", accept=(0, 3)
    )  # fmt: skip
    bare = [one["name"] for one in told if one["message_type"] == "system" and not one.get("target")]
    if bare:
        where = "`target` in firstbell.toml, or `firstbell recover plan --target DIR`"
        steps.note(f"the plan does not say where to restore {', '.join(bare)}: {where}")


def _write_sheet(
    steps: Steps,
    configuration: Configuration,
    folder: Path,
    target: _Target | None,
    clocks: list[dict[str, Any]],
) -> Path:
    callees = make_call_sheet(configuration)
    for one in callees:
        steps.options.output.message(one.describe())
        reach = "no number is written down" if one.reach == UNKNOWN else one.reach
        steps.options.output.text(f"call    {one.title}; {reach}")
    due = [
        f"{show_time(one['due'])}  {one.get('title', one.get('rule'))}"
        for one in clocks
        if one.get("message_type") == "clock"
        and one.get("due")
        and one.get("state") in {"running", "overdue"}
    ]
    title = f"event {target.event}" if target else "an event is suspected"
    sheet = folder / "call-sheet.txt"
    lines = [
        *_list_section("THE LAW'S CLOCKS THAT RUN", due or [_NO_DEADLINE]),
        *_list_section("WHAT WAS DONE", steps.lines),
        *_list_section("NEXT", [line.format(plan=_name_plan(folder)) for line in _NEXT]),
    ]
    text = render_sheet(callees, district=configuration.district.name, title=title, lines=lines)
    replace_file(sheet, say_lines(text).encode())
    steps.options.output.text(f"        print {sheet}")
    return sheet


def _name_plan(folder: Path) -> str:
    """The plan of a case, as a word of a command line; PLAN where none was written."""
    plan = folder / "plan" / "plan.json"
    return shlex.quote(str(plan)) if plan.exists() else "PLAN"


def _list_section(title: str, lines: Iterable[str]) -> list[str]:
    return [title, "", *(f"    {line}" for line in lines), ""]
