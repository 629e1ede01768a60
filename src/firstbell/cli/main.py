"""The way in: finds the command, runs it, and turns whatever happens into one line and an exit status."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from firstbell import __version__
from firstbell.base.errors import Error
from firstbell.cli.collector import collect_seldom
from firstbell.cli.environment import COMPLETION_VARIABLE, calm_libraries, read_variable, wants_debugging
from firstbell.cli.extras import find_missing, require
from firstbell.cli.guesses import guess_command, tell_guesses
from firstbell.cli.registry import COMMANDS
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help, status_of
from firstbell.cli.terminal.help_text import HelpText
from firstbell.cli.terminal.options import accept_options
from firstbell.cli.terminal.output import render_json, show_controls, show_times

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


# every command's help is set by it
click.Context.formatter_class = HelpText


class CommandTable(click.Group):
    """The commands of `registry.COMMANDS`, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"firstbell.cli.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called. Raises: MissingExtraError; help is given without its extra."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            guesses = guess_command(self, ctx, args[0])
            message = tell_guesses(args[0], guesses) if guesses else None
            raise click.exceptions.NoSuchCommand(args[0], message, ctx=ctx)
        name, command, rest = super().resolve_command(ctx, args)
        is_help = bool({"-h", "--help"} & set(rest)) or (not rest and isinstance(command, click.Group))
        if name is not None and not is_help and not ctx.resilient_parsing:
            require(name)
        return name, command, rest

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, and the options; loads no command."""
        from click.shell_completion import CompletionItem

        items = [
            CompletionItem(name, help=listed.summary)
            for name, listed in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, then the options."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by section; loads none of them."""
        width = max(map(len, COMMANDS))
        for section in dict.fromkeys(listed.section for listed in COMMANDS.values()):
            rows = [
                (name.ljust(width), listed.summary)
                for name, listed in COMMANDS.items()
                if listed.section == section
            ]
            with formatter.section(section):
                formatter.write_dl(rows)


@click.command(
    cls=CommandTable,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=exit_status_help(ExitStatus.INCOMPLETE, ExitStatus.EVENT),
)
@click.version_option(__version__, prog_name="firstbell")
@accept_options
def root() -> None:
    """Back up, detect an encryption event in the backups, and restore every file in its last clean version.

    Firstbell works on its own repositories and on restic's, and restic can read both.

    To see what it does, run `firstbell drill`: it attacks a made-up district and recovers it. `firstbell
    setup` sets up a desk and a vault. On the day of an event, run `firstbell respond --now`.

    `firstbell COMMAND --help` explains a command. Options may come before or after the command.
    """


_FULL = (errno.ENOSPC, errno.EDQUOT)
_HINTS = dict.fromkeys(_FULL, "make room on the disk that it is written to, then run the command again")
_HINTS |= dict.fromkeys(
    (errno.EACCES, errno.EPERM, errno.EROFS), "check who owns it, or run the command as a user who may"
)
_DEBUG_HINT = "run it again with FIRSTBELL_DEBUG=1 and report what it prints"


def run(arguments: Sequence[str]) -> int:
    """Run one command line; its exit status. Nothing but an interrupt of the interpreter passes through."""
    json_wanted = "--json" in arguments
    try:
        with root.make_context("firstbell", list(arguments)) as context:
            status = root.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ExitStatus.USAGE
    except click.ClickException as error:
        return _fail(ExitStatus.USAGE, error.format_message(), hint=_usage_hint(error), json=json_wanted)
    except (KeyboardInterrupt, click.Abort):
        return _fail(ExitStatus.INTERRUPTED, "interrupted", hint="", json=json_wanted)
    except BrokenPipeError:
        _silence_stdout()
        return ExitStatus.FAILED
    except Error as error:
        return _fail(status_of(error), str(error), hint=error.hint or _hint_cause(error), json=json_wanted)
    except Exception as error:  # noqa: BLE001  the edge of the process: a person gets one line
        return _fail_unexpectedly(error, json=json_wanted)
    return ExitStatus.DONE if status is None else int(status)


def _usage_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"see `{context.command_path} --help`" if context is not None else ""


def _fail(status: ExitStatus, message: str, *, hint: str, json: bool) -> int:
    if json:
        line = {"message_type": "exit_error", "code": int(status), "message": message}
        sys.stderr.write(render_json(line | ({"hint": hint} if hint else {})) + "\n")
    else:
        sys.stderr.write(show_controls(f"firstbell: {show_times(message)}") + "\n")
        if hint:
            sys.stderr.write(show_controls(f"hint: {show_times(hint)}") + "\n")
    return status


def _fail_unexpectedly(error: Exception, *, json: bool) -> int:
    if wants_debugging():
        import traceback

        traceback.print_exception(error)
    missing = find_missing(error) if isinstance(error, ModuleNotFoundError) else None
    if missing is not None:
        return _fail(ExitStatus.FAILED, str(missing), hint=missing.hint, json=json)
    if isinstance(error, OSError) and error.strerror:
        message, hint = _explain(error)
        return _fail(ExitStatus.FAILED, message, hint=hint, json=json)
    first_line = (str(error).splitlines() or [""])[0]
    message = f"internal error: {type(error).__name__}: {first_line}"
    return _fail(ExitStatus.FAILED, message, hint=_DEBUG_HINT, json=json)


def _hint_cause(error: Error) -> str:
    """What to do where an error that has no hint ends with what the system refused."""
    return next((hint for code, hint in _HINTS.items() if str(error).endswith(os.strerror(code))), "")


def _explain(error: OSError) -> tuple[str, str]:
    """What the system refused, and a hint."""
    if error.filename is not None:
        path = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
        return f"{path}: {error.strerror}", _HINTS.get(error.errno or 0, "")
    if error.errno in _FULL:
        return f"what the command writes does not fit: {error.strerror}", _HINTS[error.errno]
    return f"the system refused something, and named no file: {error.strerror}", _DEBUG_HINT


def _silence_stdout() -> None:
    # what is still buffered would raise once more when the interpreter closes stdout
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> NoReturn:
    """Run the command line of this process. A polite kill ends like Ctrl-C, so that locks are released."""
    collect_seldom()  # services and drills start this module, and not the program
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # else `nohup` was asked to keep it running
        signal.signal(signal.SIGHUP, _interrupt)
    calm_libraries()
    asked = read_variable(COMPLETION_VARIABLE)
    if asked is not None:
        from click.shell_completion import shell_complete

        sys.exit(shell_complete(root, {}, "firstbell", COMPLETION_VARIABLE, asked))
    status = run(sys.argv[1:])
    # the process ends: nothing is to be gained by a last search for cycles in all that it holds
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    main()
