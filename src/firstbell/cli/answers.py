"""Asks at the terminal what `firstbell setup` needs; a wrong answer is told and asked for again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from firstbell.actions.desk.answers import AnswerProblem, Answers, check_answers, find_problems
from firstbell.cli.terminal.errors import UsageError
from firstbell.watch.channel_checks import find_alert_problems

# what is asked is no part of the result
_prompt = partial(click.prompt, err=True)
_SERVICES = "Install the services on this machine?"
_ROLES = {
    "director": "Who is the director?",
    "technician": "Who is the technician?",
    "counsel": "Who is the district's counsel?",
    "communications": "Who speaks for the district?",
}
_NEEDED = ("director", "technician")
# answers that are still to come
_GUESSES: dict[str, dict[str, Any]] = {
    "district": {"name": "Hill Schools", "state": "MN", "time_zone": "America/Chicago"},
    "vault": {"folder": "/srv/vault", "url": "https://vault.example/"},
    "desk": {"folder": "/var/lib/firstbell-examiner/desk"},
}
# dotted field, question, suggestion
_QUESTIONS = (
    ("district.name", "Name of the district", ""),
    ("district.state", "State (two letters)", "MN"),
    ("district.time_zone", "Time zone", "America/Chicago"),
    ("vault.folder", "Folder of the vault, on a large disk of its own", "/srv/vault"),
    ("vault.url", "Address that hosts will reach it by, such as https://vault.school.example:8000/", ""),
    ("desk.folder", "Folder of the desk", "/var/lib/firstbell-examiner/desk"),
)


def ask_answers() -> Answers:
    """Every answer, in turn. Raises: UsageError without a terminal; AnswerError; click.Abort."""
    if not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask at", hint="`--answers FILE` reads a file: docs/formats/setup.md"
        )
    told: dict[str, Any] = {"version": 1, "person": [], "alerts": {}}
    for field, question, suggestion in _QUESTIONS:
        _ask_field(told, field, question, suggestion or None)
    for role in _ROLES:
        _ask_person(told, role)
    _ask_alerts(told)
    told["services"] = {"install": click.confirm(_SERVICES, default=True, err=True)}
    return check_answers(told, "your answers", find_more=find_alert_problems)


def _ask_field(told: dict[str, Any], field: str, question: str, suggestion: str | None) -> None:
    table, _, name = field.partition(".")

    def put() -> None:
        answer = _prompt(question, default=suggestion).strip()
        told.setdefault(table, {})[name] = answer.upper() if name == "state" and len(answer) == 2 else answer

    _ask(told, (field,), put)


def _ask(told: dict[str, Any], fields: Sequence[str], put: Callable[[], None]) -> None:
    """Have `put` ask and put the answer into `told`, until none of these fields has a problem."""
    while True:
        put()
        problem = next((one for one in _find_problems(told) if one.field.startswith(tuple(fields))), None)
        if problem is None:
            return
        click.echo(f"  {problem.text}{f' ({problem.hint})' if problem.hint else ''}", err=True)


def _ask_person(told: dict[str, Any], role: str) -> None:
    """Somebody's name and how they are reached; what is wrong of these is asked for again, and no more."""
    needed = role in _NEEDED
    at = len(told["person"])
    person, place = {"name": "", "role": role}, f"person[{at + 1}]"

    def put_name() -> None:
        question = f"{_ROLES[role]}{'' if needed else ' (empty: nobody yet)'}"
        person["name"] = _prompt(question, default=None if needed else "", show_default=False).strip()
        told["person"][at:] = [person] if person["name"] else []

    def put_email() -> None:
        person["email"] = _prompt("  mail", default="", show_default=False).strip()

    def put_ways() -> None:
        person["reach"] = _prompt("  telephone, with mail down", default="", show_default=False)
        _ask(told, (f"{place}.email",), put_email)

    _ask(told, (f"{place}.name",), put_name)
    if person["name"]:
        _ask(told, (place,), put_ways)


def _ask_alerts(told: dict[str, Any]) -> None:
    alerts: dict[str, Any] = {}
    told["alerts"] = alerts

    def put_relay() -> None:
        relay = _prompt("Mail relay, host:port (empty: none)", default="", show_default=False).strip()
        alerts["smtp"], alerts["recipients"] = relay, []

    def put_recipients() -> None:
        answer = _prompt("Who gets the alerts? Mail addresses, with commas between them")
        alerts["recipients"] = [one.strip() for one in answer.split(",") if one.strip()]

    def put_topic() -> None:
        alerts["ntfy"] = _prompt("ntfy topic for phones (empty: none)", default="", show_default=False)

    def put() -> None:
        _ask(told, ("alerts.smtp",), put_relay)
        if alerts["smtp"]:
            _ask(told, ("alerts.recipients",), put_recipients)
        _ask(told, ("alerts.ntfy",), put_topic)

    _ask(told, ("alerts",), put)


def _find_problems(told: dict[str, Any]) -> list[AnswerProblem]:
    """What is wrong with the answers so far, where those that are still to come are good ones."""
    whole = told | {name: guess | told.get(name, {}) for name, guess in _GUESSES.items()}
    return find_problems(whole, find_more=find_alert_problems)
