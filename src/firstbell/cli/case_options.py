"""Which case a command is about, and who is at the keyboard: `--case`, `--desk`, `--key`.

A command is written so; `work.case` is the case, `work.output` says things:

    @case_command("log")
    @folder_argument
    def command(work: CaseWork, *, ...) -> Result: ...
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.case.case import Case
from firstbell.case.errors import NoCaseError, SealedStoreError
from firstbell.case.folder import CaseFolder
from firstbell.case.sealed import SealedStore
from firstbell.case.sealed_key import KEY_NAME, SealSecret, UnmadeStore, open_sealed
from firstbell.cli.environment import read_variable
from firstbell.cli.keys import KeyChoice, signing_options
from firstbell.cli.terminal.options import (
    CommandKind,
    OutputOptions,
    RepositoryOptions,
    Result,
    output_command,
    place_command,
)
from firstbell.cli.terminal.output import Output
from firstbell.cli.terminal.passwords import read_password_file
from firstbell.ledger import KeyRefusedError

if TYPE_CHECKING:
    from firstbell.ledger import Signer

_DIR = click.Path(path_type=Path, file_okay=False)


@contextmanager
def explaining_keys() -> Iterator[None]:
    """Says of a key that the case refuses what to do about it: most often it is another desk's."""
    try:
        yield
    except KeyRefusedError as error:
        error.hint = (
            "run `firstbell case key show --output FILE` to write out your public key; then a "
            "director of the case adds it with `firstbell case actor add NAME --role ROLE --public "
            "FILE`"
        )
        raise


@dataclass(frozen=True)
class CaseWork:
    """What a command of a case works with. `options`: those of a repository, where the command takes them."""

    folder: Path
    choice: KeyChoice
    options: OutputOptions

    @property
    def output(self) -> Output:
        """Where it says things."""
        return self.options.output

    @property
    def repository(self) -> RepositoryOptions:
        """The options of the repository."""
        assert isinstance(self.options, RepositoryOptions)
        return self.options

    @functools.cached_property
    def case(self) -> Case:
        """The case. Raises: NoCaseError, NewerCaseError, CaseError; KeyFileError for a key that is named."""
        return Case(self.folder, self.choice.find())

    def find_reader(self) -> Signer | None:
        """Whose eyes these are, where that is told. Raises: KeyFileError."""
        return self.choice.find_existing()

    def open_sealed(self) -> SealedStore:
        """The sealed store of the case; where none can be made, one in which nothing is.

        Raises: SealedStoreError and its kin; NoPasswordError.
        """
        try:
            return open_sealed_store(self.case)
        except SealedStoreError as error:
            if (self.case.folder.sealed / KEY_NAME).exists():
                raise
            return UnmadeStore(self.case.folder.sealed, error)


def open_sealed_store(case: Case) -> SealedStore:
    """The sealed store of a case, by the password that the environment names, else by the user's key file.

    Raises: SealedStoreError and its kin; NoPasswordError.
    """
    from platformdirs import user_config_path

    named = read_variable("FIRSTBELL_CASE_PASSWORD_FILE")
    password = read_password_file(Path(named)) if named else read_variable("FIRSTBELL_CASE_PASSWORD")
    key_file = user_config_path("firstbell") / "cases" / f"{case.id}.key"
    return open_sealed(case.folder.sealed, SealSecret(key_file, password))


def find_case_folder(named: Path | None) -> Path:
    """The folder that is named, else FIRSTBELL_CASE, else the one we are in.

    Raises: NoCaseError when none is named, and where we are is no case.
    """
    variable = read_variable("FIRSTBELL_CASE")
    if named is not None or variable:
        return named or Path(str(variable))
    here = Path.cwd()
    if not CaseFolder(here).is_case():
        raise NoCaseError(
            f"no case is named, and {here} is not a case",
            hint="use --case DIR or set FIRSTBELL_CASE; `firstbell case open DIR` makes a case",
        )
    return here


# it names the case as `--case` does
folder_argument = click.argument("folder", metavar="[DIR]", type=_DIR, required=False)


def _with_case(function: Callable[..., Result]) -> Callable[..., Result]:
    @functools.wraps(function)
    def call(options: OutputOptions, *args: Any, choice: KeyChoice, **given: Any) -> Result:
        named, folder = given.pop("case"), given.pop("folder", None)
        work = CaseWork(find_case_folder(folder or named), choice, options)
        with explaining_keys():
            return function(work, *args, **given)

    case = click.option("--case", type=_DIR, help="The case's folder. [FIRSTBELL_CASE, the current folder]")
    return case(signing_options(call))


# a command of a case, which is called with `CaseWork` first; and the same with the options of a repository,
# which is opened where the command needs it
case_command: CommandKind[CaseWork] = CommandKind(
    lambda function: output_command.give(_with_case(function)), repository=False
)
case_repository_command: CommandKind[CaseWork] = CommandKind(
    lambda function: place_command.give(_with_case(function)), repository=True
)
