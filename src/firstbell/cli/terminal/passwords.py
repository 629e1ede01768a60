"""Where the password comes from: options, the environment, the terminal, else standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import click

from firstbell.base.errors import Error, say_cause
from firstbell.cli.environment import PREFIXES, read_variable
from firstbell.cli.terminal.errors import UsageError

_ELSEWHERE = "use --password-file or --password-command, or set FIRSTBELL_PASSWORD or RESTIC_PASSWORD"


class NoPasswordError(Error):
    """There is no password, or where it should come from gives none."""

    code = "cli.no_password"


class PasswordOptions(Protocol):
    """What the command line says of a repository and its password."""

    @property
    def repo(self) -> str | None:
        """The repository's address, where it is named by option."""

    @property
    def password_file(self) -> Path | None:
        """A file that holds the password."""

    @property
    def password_command(self) -> str | None:
        """A command that prints it."""

    @property
    def insecure_no_password(self) -> bool:
        """Whether it is empty."""


def find_password(
    options: PasswordOptions, *, twice: bool = False, prefixes: Sequence[str] = PREFIXES
) -> str:
    """The password of the repository; `twice`: a person types it twice, since it is a new one.

    A file or a command named by option comes first, then Firstbell's variables, then restic's, then the
    terminal, or a line on standard input where there is no terminal.

    Raises: NoPasswordError; UsageError when a file and a command are both named.
    """
    password = find_ready_password(options, prefixes=prefixes)
    if password is not None:
        return password
    return _refuse_empty(_ask(f"password of {options.repo or 'the repository'}", twice=twice))


def find_ready_password(options: PasswordOptions, *, prefixes: Sequence[str] = PREFIXES) -> str | None:
    """As `find_password`, None where somebody must be asked."""
    if options.insecure_no_password:
        return ""
    password = _from_source(options.password_file, options.password_command)
    for prefix in prefixes:
        if password is None:
            named = read_variable(f"{prefix}PASSWORD_FILE")
            password = _from_source(
                Path(named) if named else None, read_variable(f"{prefix}PASSWORD_COMMAND")
            )
        if password is None:
            password = read_variable(f"{prefix}PASSWORD")
    return None if password is None else _refuse_empty(password)


def find_new_password(password_file: Path | None) -> str:
    """A password for a new key: from a file, else asked for twice.

    Raises: NoPasswordError.
    """
    if password_file is not None:
        return read_password_file(password_file)
    return _refuse_empty(_ask("new password", twice=True), "use --new-password-file")


def ask_password(what: str, *, hint: str) -> str:
    """A password that somebody types. `hint`: where else it may come from. Raises: NoPasswordError."""
    return _refuse_empty(_ask(what, twice=False), hint)


def read_password_file(path: Path) -> str:
    """The password that a file holds. Raises: NoPasswordError when it cannot be read or is empty."""
    return _refuse_empty(_read_file(path))


def _from_source(password_file: Path | None, command: str | None) -> str | None:
    if password_file and command:
        raise UsageError("use either a password file or a password command, not both")
    if password_file:
        return _read_file(password_file)
    if command:
        return _run(command)
    return None


def _read_file(path: Path) -> str:
    hint = "name a file that holds the password with --password-file"
    try:
        password = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NoPasswordError(f"password file {path}: {say_cause(error)}", hint=hint) from None
    if not password:
        raise NoPasswordError(f"password file {path} is empty", hint=hint)
    return password


def _run(command: str) -> str:
    import shlex  # here, since every command waits for this module and few have such a command
    import subprocess

    try:
        parts = shlex.split(command)
        done = subprocess.run(parts, stdout=subprocess.PIPE, check=True, text=True)
    except (OSError, ValueError, subprocess.CalledProcessError, UnicodeDecodeError) as error:
        raise NoPasswordError(f"password command {command!r}: {say_cause(error)}") from None
    return done.stdout.strip()


def _ask(what: str, *, twice: bool) -> str:
    if sys.stdin.isatty():
        answer: str = click.prompt(f"enter {what}", hide_input=True, err=True, confirmation_prompt=twice)
        return answer
    return sys.stdin.readline().rstrip("\r\n")


def _refuse_empty(password: str, hint: str = _ELSEWHERE) -> str:
    if not password:
        raise NoPasswordError("no password is given", hint=hint)
    return password
