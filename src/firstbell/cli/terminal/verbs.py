"""Groups whose verbs are loaded when they are called, and commands that are a verb and have verbs below them:
`examine`, `examine rule`.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, NamedTuple

import click

from firstbell.cli.terminal.help_text import WHOLE, VerbList

_VERB = "firstbell.verb"


class OwnArgument(click.Argument):
    """An argument of such a command, which its verbs' usage does not repeat."""

    def get_usage_pieces(self, ctx: click.Context) -> list[str]:
        """None below the command that it belongs to."""
        return super().get_usage_pieces(ctx) if self in ctx.command.params else []


class CommandWithVerbs(VerbList):
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


class LazyVerb(NamedTuple):
    """Where a verb is: a module below `firstbell.cli.commands`, and the function in it."""

    module: str
    name: str

    def load(self) -> click.Command:
        """The command."""
        module = importlib.import_module(f"firstbell.cli.commands.{self.module}")
        command: click.Command = getattr(module, self.name)
        return command

    def read_help(self) -> str:
        """What it says of itself, read from its text: loading it would load what it works with."""
        text = pkgutil.get_data("firstbell.cli.commands", self.module.replace(".", "/") + ".py")
        functions = [one for one in ast.parse(text or b"").body if isinstance(one, ast.FunctionDef)]
        return next((ast.get_docstring(one) or "" for one in functions if one.name == self.name), "")


class VerbTable(MutableMapping[str, click.Command]):
    """Verbs by name, each loaded when it is asked for: what a verb needs takes as long to load as it runs."""

    def __init__(self, verbs: Mapping[str, LazyVerb]) -> None:
        self.verbs = verbs
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            self._loaded[name] = self.verbs[name].load()
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self.verbs or name in self._loaded

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self.verbs, *self._loaded]))

    def __len__(self) -> int:
        return len({*self.verbs, *self._loaded})


class VerbGroup(VerbList):
    """A noun whose verbs lie in modules of their own; its help loads none of them."""

    def __init__(self, *arguments: Any, verbs: Mapping[str, LazyVerb], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.verbs = verbs
        self.commands = VerbTable(verbs)

    def list_lines(self, ctx: click.Context) -> Iterator[tuple[str, str]]:
        """Each verb with its first sentence."""
        for name in self.list_commands(ctx):
            yield name, click.Command(name, help=self.verbs[name].read_help()).get_short_help_str(WHOLE)
