"""Which key a command line will need, seen at a glance, before anything is there that could read it properly.

Nothing depends on the glance being right. A repository that is not in a folder, a password that somebody
types or a command prints, a line that is wrong: then nothing is begun, and the command does it in its time.
"""

from __future__ import annotations

import binascii
import os
import stat

from firstbell.base.deferral import defer
from firstbell.cli.environment import PREFIXES, read_setting, read_variable
from firstbell.cli.key_commands import OPENING

# the key waits for all that is loaded here: `typing` would take 4 ms, `json` 2
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firstbell.crypto import scrypt
else:
    scrypt = defer("firstbell.crypto.scrypt")

_REPOSITORY, _LISTED, _PASSWORD, _COMMAND = "repository", "listed", "password", "command"
_NO_PASSWORD = "--insecure-no-password"
_OPTIONS = {
    "-r": _REPOSITORY,
    "--repo": _REPOSITORY,
    "--repository-file": _LISTED,
    "-p": _PASSWORD,
    "--password-file": _PASSWORD,
    "--password-command": _COMMAND,
}
_HELP = {"-h", "--help", "--version"}
# more than any program chooses: whoever reads the key properly decides about it
_MOST_WORK = 1 << 24
_MOST_BYTES = 1 << 16
_MOST_KEYS = 64


class _Given:
    """What a command line and the environment say, as they stand there."""

    def __init__(self, found: dict[str, str]) -> None:
        is_named = _REPOSITORY in found or _LISTED in found
        self.repository = found.get(_REPOSITORY) if is_named else read_setting("REPOSITORY")
        self.listed = found.get(_LISTED) if is_named else read_setting("REPOSITORY_FILE")
        self.password_file = found.get(_PASSWORD)
        self.command = found.get(_COMMAND)
        self.is_empty = _NO_PASSWORD in found


def begin_key(words: Sequence[str]) -> None:
    """Begin to derive the key that a command line will ask for first, where that can be seen."""
    given = _glance(words)
    if given is None:
        return
    try:
        password, folder = _find_password(given), _find_folder(given)
        if password is None or not folder:
            return
        # the cheapest is tried first, as `repository.keys` does
        cost, _, derivation = min(_list_derivations(folder, password.encode(errors="surrogateescape")))
        if cost <= _MOST_WORK:
            derivation.begin()
    except (OSError, ValueError, KeyError, TypeError):
        return


def _glance(words: Sequence[str]) -> _Given | None:
    """None where the command needs no key."""
    found: dict[str, str] = {}
    verb = ""
    rest = iter(words)
    for word in rest:
        if word in _HELP or word == "--":
            break
        name, equals, value = word.partition("=") if word.startswith("--") else (word[:2], word[2:], word[2:])
        if name in _OPTIONS:
            found[_OPTIONS[name]] = value if equals else next(rest, "")
        elif name == _NO_PASSWORD:
            found[name] = "yes"
        elif not word.startswith("-"):
            verb = verb or word
    if verb not in OPENING or not _HELP.isdisjoint(words):
        return None
    return _Given(found)


def _find_password(given: _Given) -> str | None:
    """As `terminal.passwords` finds it; None where a command has to be run, or somebody asked."""
    if given.is_empty:
        return ""
    if given.command:
        return None
    if given.password_file:
        return _read(given.password_file) or None
    for prefix in PREFIXES:
        named = read_variable(f"{prefix}PASSWORD_FILE")
        if read_variable(f"{prefix}PASSWORD_COMMAND"):
            return None
        password = _read(named) if named else read_variable(f"{prefix}PASSWORD")
        if password:
            return password
    return None


def _find_folder(given: _Given) -> str | None:
    """Where the repository may lie; what is no folder turns out to be none."""
    url = given.repository or (_read(given.listed) if given.listed else None)
    return url.removeprefix("local:") if url else None


def _read(path: str) -> str | None:
    """The text of a file; None of what can be read only once, such as a pipe. Raises: OSError, ValueError."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        return None
    with open(path, "rb") as opened:
        return opened.read(_MOST_BYTES).decode("utf-8-sig").strip()


def _list_derivations(folder: str, password: bytes) -> Iterator[tuple[int, str, scrypt.Derivation]]:
    """(work, name, derivation) of each key. Raises: OSError, ValueError, KeyError, TypeError."""
    keys = os.path.join(folder, "keys")
    for name in sorted(os.listdir(keys))[:_MOST_KEYS]:
        with open(os.path.join(keys, name), "rb") as opened:
            told = opened.read(_MOST_BYTES)
        n, r, p = (int(_find_value(told, field)) for field in (b"N", b"r", b"p"))
        salt = binascii.a2b_base64(_find_value(told, b"salt").strip(b'"'))
        yield n * r * p, name, scrypt.Derivation(password, salt, n=n, r=r, p=p)


def _find_value(told: bytes, field: bytes) -> bytes:
    """Of a flat object in JSON, a number or a text that has no comma.

    A text cannot be taken for a field, since each quote in it is escaped.

    Raises: KeyError.
    """
    _, found, rest = told.partition(b'"%b":' % field)
    if not found:
        raise KeyError(field)
    return rest.replace(b"}", b",").partition(b",")[0].strip()
