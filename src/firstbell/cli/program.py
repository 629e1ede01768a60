"""The program `firstbell`: it begins to derive the key of the repository, then loads what runs the command.

Loading takes half as long as deriving a key, and a second processor has nothing else to do meanwhile.
"""

from __future__ import annotations

import sys

from firstbell import __version__
from firstbell.cli.collector import collect_seldom
from firstbell.cli.early_key import begin_key
from firstbell.cli.environment import COMPLETION_VARIABLE, read_variable

# `typing` takes 4 ms, and the key does not need it
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

# words after which no command is loaded
_HELP: tuple[list[str], ...] = ([], ["-h"], ["--help"])


def main() -> NoReturn:
    """Run the command line of this process."""
    try:
        if sys.argv[1:] == ["--version"] and read_variable(COMPLETION_VARIABLE) is None:
            _tell_version()
        collect_seldom()
        begin_key(sys.argv[1:])
        if sys.argv[1:] not in _HELP:
            _load_structs()
        from firstbell.cli.main import main as run
    except KeyboardInterrupt:  # while modules load; from then on `run` tells it
        sys.stderr.write("firstbell: interrupted\n")
        sys.exit(130)
    run()


def _tell_version() -> None:
    """Tell the version as `main` does, and end. Where nobody takes it, `main` says so."""
    try:
        sys.stdout.write(f"firstbell, version {__version__}\n")
        sys.stdout.flush()
    except OSError:
        return
    sys.exit()


def _load_structs() -> None:
    """Load msgspec without what it takes from `typing_extensions`, where that is installed: Python has had
    the same since 3.11, and loading it takes 9 ms.
    """
    if "typing_extensions" in sys.modules or "msgspec" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]


if __name__ == "__main__":
    main()
