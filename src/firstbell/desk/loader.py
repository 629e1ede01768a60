"""Reading `firstbell.toml`: what does not hold is named by line and field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import msgspec

from firstbell.base.errors import say_cause
from firstbell.base.output_file import create_file
from firstbell.desk.configuration import VERSION, Configuration
from firstbell.desk.errors import ConfigurationError, DeskError, DeskExistsError, NoDeskError
from firstbell.desk.mistakes import explain_mistake
from firstbell.desk.systems import find_flaws
from firstbell.desk.toml_lines import Flaw, find_line, show_path

CONFIGURATION_NAME = "firstbell.toml"
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def write_example(desk: Path) -> Path:
    """Make a desk's folder, mode 0700, with an example of a configuration in it; the file's path.

    Raises: DeskExistsError where one is; DeskError where it cannot be written.
    """
    path = desk / CONFIGURATION_NAME
    text = files("firstbell.desk").joinpath("example.toml").read_text(encoding="utf-8")
    try:
        desk.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_file(path, text.encode())
    except FileExistsError:
        raise DeskExistsError(
            f"{path} is there already", hint="change it as it is, or name another folder"
        ) from None
    except OSError as error:
        raise DeskError(f"{path}: {error.strerror}") from None
    return path


def load_configuration(desk: Path) -> Configuration:
    """The configuration of a desk's folder.

    Raises: NoDeskError where there is none; ConfigurationError.
    """
    path = desk / CONFIGURATION_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise NoDeskError(
            f"{desk} is not a desk: it has no {CONFIGURATION_NAME}",
            hint="`firstbell init --desk DIR` makes one; FIRSTBELL_DESK or --desk names it",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), f"cannot be read ({say_cause(error)})") from None
    return parse_configuration(text, str(path))


def parse_configuration(text: str, source: str) -> Configuration:
    """The configuration in a text; `source` names it in errors. Raises: ConfigurationError."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else 0
        raise ConfigurationError(
            source, f"is not valid TOML ({_TOML_LINE.sub('', say_cause(error)).strip()})", line=line
        ) from None
    _refuse_newer(values, source, text)
    try:
        configuration = msgspec.convert(values, type=Configuration)
    except msgspec.ValidationError as error:
        raise _explain(error, values, source=source, text=text) from None
    for flaw in find_flaws(configuration):
        raise _name_flaw(flaw, source, text)
    return configuration


def refuse_flaws(desk: Path, flaws: Iterable[Flaw]) -> None:
    """Refuse the first of these flaws of a desk's configuration. Raises: ConfigurationError with its line."""
    path = desk / CONFIGURATION_NAME
    for flaw in flaws:
        raise _name_flaw(flaw, str(path), path.read_text(encoding="utf-8"))


def _name_flaw(flaw: Flaw, source: str, text: str) -> ConfigurationError:
    return ConfigurationError(
        source,
        flaw.problem,
        line=find_line(text, flaw.steps),
        field=show_path(flaw.steps),
        hint=flaw.hint,
    )


def _refuse_newer(values: dict[str, object], source: str, text: str) -> None:
    version = values.get("version")
    if isinstance(version, int) and version != VERSION:
        raise ConfigurationError(
            source,
            f"is of version {version}, this program reads version {VERSION}",
            line=find_line(text, ["version"]),
            field="version",
            hint="use the Firstbell that wrote it, or a newer one" if version > VERSION else "",
        )


def _explain(
    error: msgspec.ValidationError, values: dict[str, object], *, source: str, text: str
) -> ConfigurationError:
    mistake = explain_mistake(error, values, Configuration)
    return ConfigurationError(
        source,
        mistake.problem,
        line=find_line(text, mistake.steps),
        field=show_path(mistake.steps),
        hint=mistake.hint or "docs/formats/desk.md lists what can stand there",
    )
