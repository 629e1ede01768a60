"""Parts of Firstbell that an installation may lack: `pip install 'firstbell[desk]'` adds one.

docs/decisions/0023-extras.md says what is in which.
"""

from __future__ import annotations

from importlib.util import find_spec

from firstbell.base.errors import Error

# extra -> the modules of its packages; a test holds it against pyproject.toml
EXTRAS = {
    "desk": (
        "LnkParse3",
        "ahocorasick_rs",
        "docx",
        "evtx",
        "hyperscan",
        "jinja2",
        "lxml",
        "openpyxl",
        "pypdf",
        "pypdfium2",
        "python_calamine",
        "pyzipper",
        "rapidfuzz",
        "regipy_rs",
        "reportlab",
        "rfc3161_client",
        "stix2",
        "typst",
        "yaml",
        "yara_x",
        "zxingcpp",
    ),
    "hunts": ("pyesedb", "pyscca"),
    "dask": ("distributed", "dask"),
    "console": ("jinja2", "jwt"),
    "postgres": ("psycopg", "psycopg_binary"),
    "mount": ("mfusepy",),
}
# commands of which hardly a verb works without an extra: it is asked for before anything is begun
NEEDED = {
    "console": "console",
    "drill": "desk",
    "hunt": "desk",
    "impact": "desk",
    "kit": "desk",
    "mount": "mount",
    "notice": "desk",
}
_DOES = {
    "desk": "documents, people, letters and hunts",
    "hunts": "SRUM and prefetch in hunts",
    "dask": "scans and examiners on several machines",
    "console": "web pages",
    "postgres": "catalogs in PostgreSQL",
    "mount": "snapshots as folders",
}


class MissingExtraError(Error):
    """A part of Firstbell that the command needs is not installed."""

    code = "cli.missing_extra"

    def __init__(self, extra: str, module: str, *, command: str = "") -> None:
        who = f"`firstbell {command}`" if command else "this command"
        super().__init__(
            f"{who} needs the part for {_DOES[extra]}, which is not installed: there is no {module}",
            hint=f"pip install 'firstbell[{extra}]'",
        )


def require(command: str) -> None:
    """Raises: MissingExtraError where a command needs an extra that is not there."""
    extra = NEEDED.get(command)
    for module in EXTRAS[extra] if extra else ():
        if find_spec(module) is None:
            assert extra is not None
            raise MissingExtraError(extra, module, command=command)


def find_missing(error: ModuleNotFoundError) -> MissingExtraError | None:
    """What an import that failed says of a missing extra; None where it says something else."""
    module = (error.name or "").partition(".")[0]
    for extra, modules in EXTRAS.items():
        if module in modules:
            return MissingExtraError(extra, module)
    return None
