"""A group of commands that does something without a verb, too."""

from __future__ import annotations

import click

from firstbell.cli.terminal.help_text import VerbList


class DefaultGroup(VerbList):
    """Where no verb is named, it is the first one. Options and a folder may stand before the verb."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the verb in front."""
        verb = next((word for word in args if word in self.commands), None)
        if verb is not None:
            at = args.index(verb)
            args = [verb, *args[:at], *args[at + 1 :]]
        # help alone is about the group; beside options it is about the verb that they belong to
        elif not args or set(args) - set(ctx.help_option_names):
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)
