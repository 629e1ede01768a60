"""The environment: the one place that reads it or sets it. Firstbell's own names come before restic's."""

from __future__ import annotations

import os

# every command waits for this module, and begins to derive its key before it has paths or `typing`
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PREFIXES = ("FIRSTBELL_", "RESTIC_")
# of the repository that `copy` reads from
FROM_PREFIXES = ("FIRSTBELL_FROM_", "RESTIC_FROM_")
# what the script of a shell asks in; click reads the words of the line from others
COMPLETION_VARIABLE = "_FIRSTBELL_COMPLETE"


def read_variable(name: str) -> str | None:
    """The value of one variable, None where it is unset or empty."""
    return os.environ.get(name) or None


def read_setting(name: str, prefixes: Sequence[str] = PREFIXES) -> str | None:
    """`FIRSTBELL_<name>`, else `RESTIC_<name>`, else None."""
    for prefix in prefixes:
        value = read_variable(prefix + name)
        if value is not None:
            return value
    return None


def wants_debugging() -> bool:
    """Whether tracebacks are wanted (`FIRSTBELL_DEBUG`)."""
    return read_variable("FIRSTBELL_DEBUG") is not None


def calm_libraries() -> None:
    """Keep numpy's library of linear algebra, of which nothing is asked here, from threads of its own.

    They would keep a processor busy while it is loaded; those of a program that recognises text would compete
    with our own processes. Whoever set a number of them keeps it.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")


def wants_color() -> bool:
    """Whether colour is not forbidden (`NO_COLOR`, https://no-color.org)."""
    return read_variable("NO_COLOR") is None


def is_dumb() -> bool:
    """Whether the terminal can move no cursor (`TERM`), so that a bar would leave empty lines."""
    return read_variable("TERM") in {"dumb", "unknown"}


def default_cache_folder() -> Path:
    """`FIRSTBELL_CACHE_DIR`, else the user's cache folder. restic's own cache is never touched."""
    from pathlib import Path

    named = read_variable("FIRSTBELL_CACHE_DIR")
    if named is not None:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("firstbell")


def catalog_server() -> str:
    """The address of the database that keeps catalogs (`FIRSTBELL_CATALOG`); "" where files do."""
    return read_variable("FIRSTBELL_CATALOG") or ""


def copy_environment() -> dict[str, str]:
    """The environment as it stands, for a process that is given a part of it."""
    return dict(os.environ)


def keyless_environment() -> dict[str, str]:
    """Of the environment what holds no password, for a process that must not have one."""
    kept = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "PYTHONPATH", "SSL_CERT_FILE", "SSL_CERT_DIR")
    prefixes = ("LC_", "AWS_", "PGSSL")
    return {name: value for name, value in os.environ.items() if name in kept or name.startswith(prefixes)}


def live_in(folder: Path) -> None:
    """Keep settings and derived data, of children too, below `folder`: a drill leaves nothing behind."""
    os.environ["XDG_CONFIG_HOME"] = str(folder / "settings")
    os.environ["FIRSTBELL_CACHE_DIR"] = str(folder / "cache")


def sit_at(desk: Path) -> None:
    """Have every command line of this process and its children work at this desk."""
    os.environ["FIRSTBELL_DESK"] = str(desk)
