"""What a console opens: desk, vault, repositories and cases, as the command line and the desk name them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from firstbell.case.folder import CaseFolder
from firstbell.cli.desk_passwords import find_desk_password
from firstbell.cli.desks import find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.terminal.options import RepositoryOptions, UsageError, given_options
from firstbell.console.key_process.places import ConsoleCase, ConsolePlaces, ConsoleRepository
from firstbell.desk import Configuration, NoDeskError, load_configuration
from firstbell.vault import Vault


def find_console_places(
    options: RepositoryOptions, *, desk: Path | None, vault: Path | None, cases: Sequence[Path]
) -> ConsolePlaces:
    """All that is named. Raises: NoCaseError, CaseError, VaultError, ConfigurationError, UsageError."""
    folder = find_desk(desk).absolute()
    configuration: Configuration | None = None
    try:
        configuration = load_configuration(folder)
    except NoDeskError:
        options.output.note(
            f"{folder} holds no firstbell.toml: readiness and the district's name are not shown"
        )
    variable = read_variable("FIRSTBELL_VAULT")
    vault = vault or (Path(variable) if variable else None)
    named = read_variable("FIRSTBELL_CASE")
    cases = cases or ([Path(named)] if named else [])
    return ConsolePlaces(
        desk=folder,
        district=configuration.district.name if configuration else "",
        zone=configuration.district.time_zone if configuration else "",
        has_configuration=configuration is not None,
        vault=vault.absolute() if vault else None,
        repositories=tuple(_list_repositories(options, folder, configuration, vault)),
        cases=tuple(_open_case(case.absolute()) for case in cases),
        sign_in=configuration.sign_in if configuration else None,
    )


def _list_repositories(
    options: RepositoryOptions, desk: Path, configuration: Configuration | None, vault: Path | None
) -> Iterator[ConsoleRepository]:
    given = given_options(click.get_current_context())
    is_named = "repo" in given or "repository_file" in given
    if is_named or (options.repo and not (configuration and configuration.repository)):
        yield _from_options(options)
        return
    yield from _from_desk(desk, configuration)
    if vault is not None:
        yield from _from_vault(vault, desk)


def _from_options(options: RepositoryOptions) -> ConsoleRepository:
    words = ["-r", options.repo] if options.repo else ["--repository-file", str(options.repository_file)]
    if options.password_file is not None:
        words += ["-p", str(options.password_file.absolute())]
    if options.password_command:
        words += ["--password-command", options.password_command]
    if options.insecure_no_password:
        words.append("--insecure-no-password")
    told = [str(word) for word in words]
    return ConsoleRepository("the repository", tuple(told), _local(options.repo or ""))


def _from_desk(desk: Path, configuration: Configuration | None) -> Iterator[ConsoleRepository]:
    for place in configuration.repository if configuration else ():
        if configuration is None or place.name == "desk":
            continue
        words = ["-r", place.url]
        if place.password_file:
            words += ["-p", str(desk / place.password_file)]
        elif place.password_command:
            words += ["--password-command", place.password_command]
        hosts = frozenset(host.name for host in configuration.host if host.repository == place.name)
        yield ConsoleRepository(place.name, tuple(words), _local(place.url), hosts)


def _from_vault(folder: Path, desk: Path) -> Iterator[ConsoleRepository]:
    vault = Vault(folder)
    password = find_desk_password(vault.about.id, desk)
    for name in vault.registry.hosts:
        place = vault.locate(name)
        words = ("-r", str(place.absolute()), "-p", str(password.absolute()))
        yield ConsoleRepository(name, words, place.absolute(), frozenset({name}))
    vault.close()


def _local(url: str) -> Path | None:
    return Path(url).absolute() if url and ":" not in url.partition("/")[0] else None


def _open_case(folder: Path) -> ConsoleCase:
    """Raises: NoCaseError, CaseError; UsageError for one without its card."""
    place = CaseFolder(folder)
    place.check()
    card = place.load_card()
    if card is None:
        raise UsageError(f"{folder} has lost its case.json", hint="open it once by `firstbell case log`")
    return ConsoleCase(card.id, card.name, folder, card.event or "")
