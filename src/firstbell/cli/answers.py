"""Asks at the terminal what `firstbell setup` needs; a wrong answer is told and asked for again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.terminal.errors import UsageError

if TYPE_CHECKING:
    from firstbell.actions.setup import Answers

_ROLES = ("director", "technician", "counsel", "communications")
# dotted field, question, suggestion
_QUESTIONS = (
    ("district.name", "Name of the district", ""),
    ("district.state", "State (two letters)", "MN"),
    ("district.time_zone", "Time zone", "America/Chicago"),
    ("vault.folder", "Folder of the vault, on a large disk of its own", "/srv/vault"),
    ("vault.url", "Address that hosts will reach it by", ""),
    ("desk.folder", "Folder of the desk", "/var/lib/firstbell-examiner/desk"),
)


def ask_answers() -> Answers:
    """Every answer, in turn. Raises: UsageError without a terminal; click.Abort."""
    if not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask at", hint="`--answers FILE` reads a file: docs/formats/setup.md"
        )
    told: dict[str, Any] = {"version": 1, "person": [], "alerts": {}}
    for field, question, suggestion in _QUESTIONS:
        _ask(told, field, question, suggestion)
    for role in _ROLES:
        name = click.prompt(f"Who is the {role}? (empty: nobody)", default="", show_default=False)
        if name:
            person = {"name": name, "role": role}
            person["reach"] = click.prompt("  telephone, with mail down", default="", show_default=False)
            person["email"] = click.prompt("  mail", default="", show_default=False)
            told["person"].append(person)
    _ask_alerts(told["alerts"])
    told["services"] = {"install": click.confirm("Install the services on this machine?", default=True)}
    return _check(told)


def _ask(told: dict[str, Any], field: str, question: str, suggestion: str) -> None:
    table, _, name = field.partition(".")
    while True:
        answer = click.prompt(question, default=suggestion or None)
        told.setdefault(table, {})[name] = answer.strip()
        problem = _find_problem(told, field)
        if not problem:
            return
        click.echo(f"  {problem}", err=True)


def _ask_alerts(alerts: dict[str, Any]) -> None:
    alerts["smtp"] = click.prompt("Mail relay, host:port (empty: none)", default="", show_default=False)
    if alerts["smtp"]:
        answer = click.prompt("Who gets the alerts? Mail addresses, with commas between them")
        alerts["recipients"] = [one.strip() for one in answer.split(",") if one.strip()]
    alerts["ntfy"] = click.prompt("ntfy topic for phones (empty: none)", default="", show_default=False)


def _find_problem(told: dict[str, Any], field: str) -> str:
    """What is wrong with one answer so far; those that are still to come do not count."""
    from firstbell.actions.setup import AnswerError, check_answers

    guesses: dict[str, Any] = {
        "vault": {"folder": "/srv/vault", "url": "https://vault.example/"},
        "desk": {"folder": "/var/lib/firstbell-examiner/desk"},
    }
    whole = told | {name: guess | told.get(name, {}) for name, guess in guesses.items()}
    try:
        check_answers(whole, "")
    except AnswerError as error:
        for one in (error, *error.others):
            if one.field == field:
                return str(one).removeprefix(": ").partition(": ")[2]
    return ""


def _check(told: dict[str, Any]) -> Answers:
    from firstbell.actions.setup import check_answers

    return check_answers(told, "your answers")
