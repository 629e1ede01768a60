"""Command lines as pages and help show them: whether they could be typed."""

from __future__ import annotations

import shlex

import click

from firstbell.cli.groups import DefaultGroup
from firstbell.cli.terminal.verbs import CommandWithVerbs
from scripts.reference import root_context

_ENDS = {"|", ">", ">>", "<", "&&", "||", ";", "&"}


def find_fault(line: str) -> str:
    """What is wrong with a line that begins with `firstbell`; "" where it could be typed.

    Files and ids that it names need not exist.
    """
    words = shlex.split(line, comments=True)[1:]
    words = words[: next((at for at, word in enumerate(words) if word in _ENDS), len(words))]
    context = root_context()
    try:
        while isinstance(context.command, click.Group):
            verb, words = _split_verb(context, words)
            if verb is None:
                break
            context = click.Context(verb, info_name=verb.name, parent=context)
        return _find_unfit(context, words)
    except click.ClickException as error:
        return error.format_message()


def _split_verb(context: click.Context, words: list[str]) -> tuple[click.Command | None, list[str]]:
    """The verb below a group, and the words without it; None where the group itself is called."""
    group = context.command
    assert isinstance(group, click.Group)
    if isinstance(group, DefaultGroup):
        verb = next((word for word in words if word in group.commands), None)
        if verb is None:
            return next(iter(group.commands.values())), words
        return group.commands[verb], [word for word in words if word is not verb]
    if isinstance(group, CommandWithVerbs):
        return (
            (group.commands[words[0]], words[1:]) if words and words[0] in group.commands else (None, words)
        )
    parser = group.make_parser(context)
    parser.allow_interspersed_args = False
    _, rest, _ = parser.parse_args(list(words))
    if not rest:
        return None, []
    command = group.get_command(context, rest[0])
    if command is None:
        raise click.UsageError(f"no verb {rest[0]!r}")
    return command, rest[1:]


def _find_unfit(context: click.Context, words: list[str]) -> str:
    command = context.command
    given, rest, _ = command.make_parser(context).parse_args(list(words))
    if rest:
        return f"nobody takes {rest[0]!r}"
    for parameter in command.params:
        held = given.get(parameter.name)
        held = None if type(held).__name__ == "Sentinel" else held
        if parameter.required and not held:
            return f"{parameter.name} is missing"
        if held and isinstance(parameter.type, click.Choice | click.IntRange | click.FloatRange):
            for one in held if isinstance(held, list | tuple) else [held]:
                parameter.type.convert(one, parameter, context)
    return ""
