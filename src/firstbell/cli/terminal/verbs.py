"""A command that does something by itself and has verbs below it, too: `examine`, `examine rule`."""

from __future__ import annotations

from typing import Any

import click

_VERB = "firstbell.verb"


class OwnArgument(click.Argument):
    """An argument of such a command, which its verbs' usage does not repeat."""

    def get_usage_pieces(self, ctx: click.Context) -> list[str]:
        """None below the command that it belongs to."""
        return super().get_usage_pieces(ctx) if self in ctx.command.params else []


class CommandWithVerbs(click.Group):
    """Called with one of its verbs as the first word it is that verb; with anything else, itself."""

    # its options may stand behind its arguments, as any command's
    allow_interspersed_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Split at the verb, if one comes first."""
        place = self._find_verb(ctx, args)
        if place is not None:
            ctx.meta[_VERB] = (args[place], args[place + 1 :])
            args = args[:place]
        return click.Command.parse_args(self, ctx, args)

    def _find_verb(self, ctx: click.Context, args: list[str]) -> int | None:
        """The place of the first word that is no option, if it is a verb."""
        if not self.commands.keys() & set(args):
            return None
        parser = self.make_parser(ctx)
        parser.allow_interspersed_args = False
        given, _, _ = parser.parse_args(list(args))
        words = next((given[one.name] for one in self.params if isinstance(one, click.Argument)), ())
        place = len(args) - len(words)
        return place if words and words[0] in self.commands and args[place] == words[0] else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb, or the command itself."""
        if _VERB not in ctx.meta:
            return click.Command.invoke(self, ctx)
        name, rest = ctx.meta[_VERB]
        command = self.commands[name]
        with command.make_context(name, list(rest), parent=ctx) as below:
            return command.invoke(below)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """As a command's: the verbs are listed below."""
        return click.Command.collect_usage_pieces(self, ctx)
