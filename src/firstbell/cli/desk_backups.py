"""`firstbell desk backup` and `desk restore`: losing the desk loses nothing."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from firstbell import __version__
from firstbell.backup import BackupOptions, backup_tree
from firstbell.base.clock import SystemClock, format_time
from firstbell.base.counts import say_count
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.terminal.errors import UsageError
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    open_place,
    open_repository,
    place_command,
)
from firstbell.cli.terminal.output import Output
from firstbell.cli.terminal.passwords import (
    NoPasswordError,
    find_password,
    find_ready_password,
    read_password_file,
)
from firstbell.cli.times import show_time
from firstbell.desk import Configuration, DeskBackupError, RepositoryAddress, load_configuration
from firstbell.desk.archive import (
    OUTGOING,
    begin_restoring,
    end_restoring,
    pack_desk,
    read_manifest,
    unpack_secrets,
)
from firstbell.desk.examples import find_leftovers
from firstbell.desk.loader import refuse_flaws
from firstbell.desk.recovery import (
    RecoveryKey,
    derive_private,
    load_recovery_key,
    make_passphrase,
    make_recovery_key,
    save_recovery_key,
    write_passphrase,
)
from firstbell.repository import Repository
from firstbell.restore import Overwrite, RestoreOptions, find_tree, restore_tree
from firstbell.store import Kind
from firstbell.store.publication import publish

TAG = "firstbell-desk"
PLACE = "desk"  # of the desk's own repository, in firstbell.toml and as the host of its snapshots

_passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    help="A file that holds the recovery passphrase. [FIRSTBELL_RECOVERY_PASSPHRASE]",
)
_new_file_option = click.option(
    "--new-passphrase-file",
    type=click.Path(path_type=Path),
    help="Write the passphrase that the first backup makes to this new file (mode 0600). Do not show it.",
)


@place_command("backup", further=[ExitStatus.INCOMPLETE])
@click.argument("cases", nargs=-1, metavar="[CASE]...", type=click.Path(path_type=Path, exists=True))
@_passphrase_option
@_new_file_option
@desk_option
def backup_desk(
    options: RepositoryOptions,
    *,
    desk: Path | None,
    cases: Sequence[Path],
    passphrase_file: Path | None,
    new_passphrase_file: Path | None,
) -> Result:
    """Back up the desk to its own repository.

    The backup holds ledgers, firstbell.toml, keys, the passwords of the repositories, and any case folders
    you name. The repository is -r, or the one called `desk` in firstbell.toml; if it does not exist, it is
    made. Keys and passwords are sealed, and only the recovery passphrase opens them. The first backup makes
    the passphrase and shows it once: write it down and lock it away. Where the output goes to a log or to
    another program, the first backup is refused (status 2) unless you say where the passphrase goes. With
    --json the passphrase is in the answer. A firstbell.toml that still holds values of the example is
    refused, as by `desk check`.

    \b
    EXAMPLES
      firstbell desk backup /srv/case
      firstbell desk backup --new-passphrase-file /root/recovery-passphrase.txt
    """
    folder = find_desk(desk).absolute()
    configuration = load_configuration(folder)
    refuse_flaws(folder, find_leftovers(configuration))
    own = _choose_own(options, configuration, folder)
    maker = _PassphraseMaker(options.output, new_passphrase_file)
    source = _read_passphrase(passphrase_file) or maker
    if source is maker and load_recovery_key(folder) is None:
        maker.refuse_to_lose()
    repository = _open_own(own)
    recovery, shown = _find_recovery(repository, folder, source)
    about = (configuration.district.name, format_time(SystemClock().now_ns()))
    try:
        manifest = pack_desk(
            folder, recovery, passwords=_gather_passwords(options, configuration, folder), about=about
        )
        status, snapshot = _save(options, repository, [folder / OUTGOING, *cases])
    finally:
        shutil.rmtree(folder / OUTGOING, ignore_errors=True)
    options.output.text(
        f"backed up {say_count(len(manifest.files), 'file')} of {folder} as snapshot {snapshot[:8]}"
    )
    told = {"desk": str(folder), "snapshot_id": snapshot, "files": len(manifest.files), "cases": len(cases)}
    options.output.summary(told | ({"recovery_passphrase": shown} if shown else {}))
    return status


def _choose_own(options: RepositoryOptions, configuration: Configuration, desk: Path) -> RepositoryOptions:
    """The options by which the desk's own repository is opened. Its password is made where it is missing."""
    named = [place for place in configuration.repository if place.name == PLACE]
    if options.repo or options.repository_file:
        return options
    if not named:
        raise UsageError(
            "no repository for the desk is named",
            hint=f'use -r/--repo, or add a [[repository]] with name = "{PLACE}" to firstbell.toml',
        )
    place = named[0]
    password_file = desk / place.password_file if place.password_file else None
    if password_file is not None and not place.password_command and not password_file.exists():
        _make_password(password_file)
    return replace(
        options,
        repo=place.url,
        password_file=None if place.password_command else password_file,
        password_command=place.password_command or None,
    )


def _make_password(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    publish(path.parent, path.name, [secrets.token_urlsafe(32).encode() + b"\n"])


def _open_own(options: RepositoryOptions) -> Repository:
    place = open_place(options)
    if place.exists(Kind.CONFIG, "config"):
        return open_repository(options)
    repository = Repository.init(place, find_password(options, twice=True))
    options.output.note(f"made repository {repository.hex_id[:10]} at {place.url}")
    return repository


def _read_passphrase(path: Path | None) -> str | None:
    return read_password_file(path) if path else read_variable("FIRSTBELL_RECOVERY_PASSPHRASE")


@dataclass(frozen=True)
class _PassphraseMaker:
    """Makes the recovery passphrase and hands it to a person, before anything depends on it."""

    output: Output
    file: Path | None

    def refuse_to_lose(self) -> None:
        """Raises: UsageError where nobody would see the passphrase, or a log would keep it."""
        if self.file is not None and self.file.exists():
            raise UsageError(
                f"{self.file} is there already, and the desk has no recovery passphrase yet",
                hint=f"to use the passphrase in it, say --passphrase-file {self.file}; else name a new file",
            )
        if self.file is None and not self.output.json and not sys.stdout.isatty():
            raise UsageError(
                "the first backup makes the recovery passphrase, and here a log or a pipe would get it",
                hint="run it at a terminal, or use --new-passphrase-file FILE; later backups need neither",
            )

    def make(self) -> str:
        """A new passphrase, in the file or on the terminal already. Raises: DeskError."""
        made = make_passphrase()
        if self.file is None:
            self.output.message({"message_type": "recovery_passphrase", "recovery_passphrase": made})
        if self.file is not None:
            write_passphrase(self.file, made)
            self.output.text(f"the recovery passphrase is in {self.file}")
            self.output.note("Print it, lock it away, and remove the file. Without it the backup stays shut.")
            return made
        self.output.text(f"recovery passphrase: {made}")
        self.output.note("It is not stored and not shown again: write it down and lock it away.")
        sys.stdout.flush()
        return made


def _find_recovery(
    repository: Repository, desk: Path, source: str | _PassphraseMaker
) -> tuple[RecoveryKey, str]:
    """The key that the desk seals to, and the passphrase where it was made here and is told in JSON."""
    kept = load_recovery_key(desk)
    if kept is not None:
        if isinstance(source, str):
            derive_private(kept, source)
        return kept, ""
    chosen = source if isinstance(source, str) else source.make()
    key = make_recovery_key(chosen)
    repository.add_key(chosen)  # first: a desk that knows its passphrase has a repository that knows it, too
    save_recovery_key(key, desk)
    is_told = not isinstance(source, str) and source.file is None
    return key, chosen if is_told else ""


def _gather_passwords(
    options: RepositoryOptions, configuration: Configuration, desk: Path
) -> Mapping[str, str]:
    """The password of each repository that is configured; one that cannot be had is told."""
    passwords = {}
    for place in configuration.repository:
        try:
            found = find_ready_password(_place_options(options, place, desk), prefixes=())
        except NoPasswordError as error:
            options.output.warn(f"the password of repository {place.name} is not in the backup: {error}")
            continue
        if found is not None:
            passwords[place.name] = found
    return passwords


def _place_options(options: RepositoryOptions, place: RepositoryAddress, desk: Path) -> RepositoryOptions:
    return replace(
        options,
        repo=place.url,
        password_file=desk / place.password_file if place.password_file else None,
        password_command=place.password_command or None,
        insecure_no_password=False,
    )


def _save(options: RepositoryOptions, repository: Repository, targets: Sequence[Path]) -> tuple[Result, str]:
    """Exit status and snapshot of a backup of these folders."""
    import os

    chosen = BackupOptions(
        [os.fsencode(target.absolute()) for target in targets],
        PLACE,
        tags=[TAG],
        program_version=f"firstbell {__version__}",
    )
    with repository.lock(wait_s=options.retry_lock_s):
        result = backup_tree(repository, chosen, options.output.progress())
    for problem in result.problems:
        options.output.warn(f"{os.fsdecode(problem.path)}: {problem.reason}")
    assert result.snapshot is not None
    return ExitStatus.INCOMPLETE if result.problems else None, result.snapshot.hex_id


@place_command("restore", further=[ExitStatus.INCOMPLETE])
@click.option("--snapshot", default="latest", help="Which snapshot. [the newest of the desk]")
@_passphrase_option
@desk_option
def restore_desk(
    options: RepositoryOptions, *, desk: Path | None, snapshot: str, passphrase_file: Path | None
) -> None:
    """Restore the desk on a bare machine. You need only its repository and the recovery passphrase.

    The folder must be empty. Keys return to where they were. The passwords of the repositories go into its
    folder `passwords`; the output says which files to name in firstbell.toml.

    \b
    EXAMPLE
      firstbell desk restore -r /mnt/backup/desk --desk /srv/desk
    """
    folder = find_desk(desk).absolute()
    passphrase = _read_passphrase(passphrase_file)
    if passphrase is None:
        passphrase = find_password(replace(options, repo="the desk (recovery passphrase)"), prefixes=())
    repository = Repository.open(open_place(options), passphrase)
    begin_restoring(folder)
    _restore(options, repository, snapshot, folder)
    manifest = read_manifest(folder)
    keys, passwords = unpack_secrets(folder, passphrase)
    end_restoring(folder)
    options.output.text(
        f"restored the desk of {manifest.district} as of {show_time(manifest.made)} into {folder}"
    )
    for name, place in passwords.items():
        options.output.text(f"the password of repository {name} is in {place}")
    options.output.note(
        "Change password_file in firstbell.toml if it names a file that this machine does not have."
    )
    options.output.summary(
        {
            "desk": str(folder),
            "district": manifest.district,
            "made": manifest.made,
            "files": len(manifest.files),
            "keys": keys,
            "passwords": {name: str(place) for name, place in passwords.items()},
        }
    )


def _restore(options: RepositoryOptions, repository: Repository, wanted: str, folder: Path) -> None:
    """The desk's part of a snapshot into the folder, read back and verified."""
    import os

    found = repository.find_snapshot(wanted, hosts=(PLACE,), tags=(TAG,))
    paths = [path for path in found.paths if path.endswith(f"/{OUTGOING}")]
    if not paths:
        raise DeskBackupError(f"snapshot {found.short_id} is not a backup of a desk")
    tree_id = find_tree(repository, bytes.fromhex(found.tree), os.fsencode(paths[0]))
    chosen = RestoreOptions(
        overwrite=Overwrite.ALWAYS, verify=True, ownership=False, sync=True, snapshot_hex_id=found.hex_id
    )
    receipt = restore_tree(repository, tree_id, folder, options=chosen, progress=options.output.progress())
    if receipt.problems:
        first = receipt.problems[0]
        raise DeskBackupError(
            f"{os.fsdecode(first.path)}: {first.reason}", hint="run it again, or use an earlier --snapshot"
        )
