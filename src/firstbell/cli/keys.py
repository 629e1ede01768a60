"""Who signs: the key file that is named, else the desk's own, made when it is needed first."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from firstbell.base.deferral import defer
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.terminal.options import Result, UsageError, option_set

if TYPE_CHECKING:
    import getpass

    from firstbell import ledger
    from firstbell.actions.desk.actors import KeySource
    from firstbell.cli.terminal import passwords
    from firstbell.ledger import Signer, SignerKeyFile
else:
    getpass = defer("getpass")
    passwords = defer("firstbell.cli.terminal.passwords")
    ledger = defer("firstbell.ledger")

DESK_KEY_NAME = "desk.key"
# of systemd (LoadCredential=): the passphrase of the desk's key for a service
CREDENTIAL = "firstbell-key-password"
KEYS_FOLDER = "keys"
_FILE = click.Path(path_type=Path)


class KeyChoice(msgspec.Struct, frozen=True, kw_only=True):
    """Which key signs, as a command line says it. None: not given."""

    desk: Path | None = None
    key: Path | None = None
    key_password_file: Path | None = None

    @property
    def named(self) -> Path | None:
        """The key file that the option or FIRSTBELL_KEY names."""
        variable = read_variable("FIRSTBELL_KEY")
        return self.key or (Path(variable) if variable else None)

    def find(self) -> Signer | SignerKeyFile:
        """Who signs. The desk's own key is not made before something is signed.

        Raises: KeyFileError when a key that is named cannot be opened; NoPasswordError.
        """
        if self.named is not None:
            return open_key(self.named, find_key_password(self.key_password_file))
        return desk_key_file(self.desk, key_password_file=self.key_password_file)

    def find_existing(self) -> Signer | None:
        """Who is at the keyboard, for a command that only reads: None where no key is named or there yet.

        Raises: as `find`.
        """
        path = self.named or find_desk(self.desk) / DESK_KEY_NAME
        if self.named is None and not path.exists():
            return None
        return open_key(path, find_key_password(self.key_password_file))


_OPTIONS = option_set(
    desk_option,
    click.option(
        "--key", type=_FILE, help="Key file of the person who signs. [FIRSTBELL_KEY, the desk's own]"
    ),
    click.option(
        "--key-password-file",
        type=_FILE,
        help="A file that holds the password of a sealed key. [FIRSTBELL_KEY_PASSWORD[_FILE]]",
    ),
)


def signing_options(function: Callable[..., Result]) -> Callable[..., Result]:
    """Gives a command `--desk`, `--key` and `--key-password-file`; it is called with `choice`."""

    @functools.wraps(function)
    def call(*args: Any, **given: Any) -> Result:
        choice = KeyChoice(**{name: given.pop(name) for name in KeyChoice.__struct_fields__})
        return function(*args, choice=choice, **given)

    return _OPTIONS(call)


def desk_key_file(desk: Path | None = None, *, key_password_file: Path | None = None) -> SignerKeyFile:
    """The desk's own key file. Where there is none, the first entry makes it: a director by the login name.

    Raises: NoPasswordError.
    """
    password = find_key_password(key_password_file)
    return ledger.SignerKeyFile(find_desk(desk) / DESK_KEY_NAME, password, name=read_login_name())


def open_key(path: Path, password: str | None) -> Signer:
    """The signer of a key file. Raises: KeyFileError."""
    return ledger.load_signer(path, password)


def find_key_password(password_file: Path | None = None) -> str | None:
    """The password of a sealed key: from the file, else the environment, else a credential of the service;
    None where nothing names one.

    Raises: NoPasswordError.
    """
    named = read_variable("FIRSTBELL_KEY_PASSWORD_FILE")
    path = password_file or (Path(named) if named else None)
    if path is not None:
        return passwords.read_password_file(path)
    if given := read_variable("FIRSTBELL_KEY_PASSWORD"):
        return given
    folder = read_variable("CREDENTIALS_DIRECTORY")
    credential = Path(folder) / CREDENTIAL if folder else None
    return (
        passwords.read_password_file(credential) if credential is not None and credential.exists() else None
    )


def read_login_name() -> str:
    """The name of who is at the keyboard, for people to read."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name
        return "desk"


def choose_key_source(
    public: Path | None,
    key_file: Path | None,
    *,
    place: Callable[[Signer], Path],
    password: Callable[[], str | None],
) -> KeySource:
    """Where a person's key comes from: the file they handed over, else a new one, in the file that is named
    or at its place.

    Raises: UsageError for both; NoPasswordError.
    """
    from firstbell.actions.desk.actors import NewKey

    if public is not None:
        if key_file is not None:
            raise UsageError("use either --public or --key-file, not both")
        return public
    return NewKey(place=lambda new: key_file or place(new), password=password())


def place_new_key(name: str, desk: Path | None = None) -> Path:
    """Where the new key of an actor of this name goes: in the desk's folder, never in a case."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "actor"
    return find_desk(desk) / KEYS_FOLDER / f"{slug}.key"
