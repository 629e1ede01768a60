"""The options every command takes, before or after its verb, and the repository they name.

A command is written so; `options.output` says things, the return value is the exit status (None: done):

    @repository_command()
    @click.argument("snapshot")
    def command(options: RepositoryOptions, *, snapshot: str) -> ExitStatus | None: ...

A command with more than four arguments of its own collects them: `@collect(Request)` right above it
hands over one frozen dataclass in their place.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Generic, TypeVar

import click

from firstbell.base.deferral import defer
from firstbell.cli.environment import default_cache_folder, read_setting, read_variable
from firstbell.cli.terminal.durations import DurationType
from firstbell.cli.terminal.errors import UsageError as UsageError
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help
from firstbell.cli.terminal.output import Output
from firstbell.cli.terminal.vaults import enter_vault

if TYPE_CHECKING:
    from concurrent import futures

    from firstbell import store as stores
    from firstbell.cli.terminal import passwords
    from firstbell.repository import Repository
    from firstbell.repository.unlock import Unlocked
    from firstbell.store import Store
    from firstbell.store.patience import Patience
else:
    futures = defer("concurrent.futures")  # which loads `logging`
    passwords = defer("firstbell.cli.terminal.passwords")
    stores = defer("firstbell.store")

_GIVEN = "firstbell.given"
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
Opened = TypeVar("Opened")
Result = ExitStatus | None
# gives a command options, and calls it with what they say
Giver = Callable[[Callable[Concatenate[Opened, ...], Result]], Callable[..., Result]]
Command = Callable[..., Result]
# of `meanwhile`: nothing is left to do
_do_nothing: Callable[[], bool] = bool


@dataclass(frozen=True, kw_only=True)
class OutputOptions:
    """How a command talks."""

    json: bool = False
    quiet: bool = False
    verbose: int = 0
    output: Output = field(default_factory=Output)


@dataclass(frozen=True, kw_only=True)
class RepositoryOptions(OutputOptions):
    """Which repository, and how it is opened. Paths and commands are as given; None: not given.

    `desk`: the folder of the desk, whose ledger of the repository is meant.
    """

    repo: str | None = None
    repository_file: Path | None = None
    password_file: Path | None = None
    password_command: str | None = None
    insecure_no_password: bool = False
    no_lock: bool = False
    retry_lock_s: float = 0.0
    cacert: Path | None = None
    cache_dir: Path | None = None
    no_cache: bool = False
    compression: str = "auto"
    extended: tuple[str, ...] = ()
    desk: Path | None = None
    unlocking: futures.Future[tuple[Store, Unlocked] | None] | None = None

    def cache_folder(self) -> Path | None:
        """Where derived things are kept; None with `--no-cache`."""
        return None if self.no_cache else self.cache_dir or default_cache_folder()


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    # before or after the verb: whichever is given last, innermost, stands
    name = str(parameter.name)
    if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
        context.meta.setdefault(_GIVEN, {})[name] = value


def _option(*names: str, **settings: Any) -> Callable[[Callable[..., T]], Callable[..., T]]:
    return click.option(*names, expose_value=False, callback=_remember, **settings)


def option_set(*options: Callable[..., Any]) -> Callable[[F], F]:
    """A decorator that gives a command these options, which its help lists in this order."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


_FILE = click.Path(path_type=Path)
# lets a group of commands that need no repository take its options before the verb
accept_output_options = option_set(
    _option("--json", is_flag=True, help="Print one JSON object per line on stdout."),
    _option("-q", "--quiet", is_flag=True, help="Show no progress and no notes."),
    _option("-v", "--verbose", count=True, help="Show more details."),
)
# the same for a group of commands that may need one
accept_options = option_set(
    _option("-r", "--repo", metavar="REPO", help="The repository. [FIRSTBELL_REPOSITORY, RESTIC_REPOSITORY]"),
    _option("--repository-file", type=_FILE, help="A file that holds the repository's address."),
    _option("-p", "--password-file", type=_FILE, help="A file that holds the password."),
    _option("--password-command", metavar="COMMAND", help="A command that prints the password."),
    _option("--insecure-no-password", is_flag=True, help="The repository has an empty password."),
    _option("--no-lock", is_flag=True, help="Read only: take no lock, write nothing."),
    _option(
        "--retry-lock",
        "retry_lock_s",
        type=DurationType(),
        help="Wait up to this long for a lock (5m, 1h30m).",
    ),
    _option("--cacert", type=_FILE, help="Certificates to trust. [FIRSTBELL_CACERT, RESTIC_CACERT]"),
    _option("--cache-dir", type=_FILE, help="Where to keep derived data. [FIRSTBELL_CACHE_DIR]"),
    _option("--no-cache", is_flag=True, help="Keep no derived data."),
    _option(
        "--compression",
        type=click.Choice(["auto", "off", "max"]),
        help="How to compress what is written. [FIRSTBELL_COMPRESSION, RESTIC_COMPRESSION]",
    ),
    _option(
        "-o",
        "--option",
        "extended",
        metavar="KEY=VALUE",
        multiple=True,
        help="An option for one kind of storage, such as s3.region (docs/storage.md).",
    ),
    accept_output_options,
)


def given_options(context: click.Context) -> dict[str, Any]:
    """What was given on the command line, before and after the verb."""
    given: dict[str, Any] = context.meta.get(_GIVEN, {})
    return given


def make_output(given: dict[str, Any]) -> Output:
    """The output that the given options ask for."""
    return Output(
        json=given.get("json", False), quiet=given.get("quiet", False), verbosity=given.get("verbose", 0)
    )


def read_options(context: click.Context) -> RepositoryOptions:
    """What the command line gives, else the environment, else the defaults."""
    given = given_options(context)
    settings = dict(given)
    if "repo" not in given and "repository_file" not in given:
        settings["repo"] = read_setting("REPOSITORY")
        named = read_setting("REPOSITORY_FILE")
        settings["repository_file"] = Path(named) if named and not settings["repo"] else None
    cacert = read_setting("CACERT")
    settings.setdefault("cacert", Path(cacert) if cacert else None)
    settings.setdefault("compression", read_setting("COMPRESSION") or "auto")
    return RepositoryOptions(output=make_output(given), **settings)


def hand_over(accept: Callable[[Command], Command], read: Callable[[click.Context], Opened]) -> Giver[Opened]:
    """Gives a command the options of `accept`; it is called with what `read` makes of them first."""

    def give(function: Callable[Concatenate[Opened, ...], Result]) -> Callable[..., Result]:
        @functools.wraps(function)
        def call(*args: Any, **given: Any) -> Result:
            return function(read(click.get_current_context()), *args, **given)

        return accept(call)

    return give


class CommandKind(Generic[Opened]):
    """Decorators of commands that end with the same options and may end with the same exit statuses.

    `give`: adds those options, and hands over what they say. `repository`: such a command opens one.
    """

    def __init__(self, give: Giver[Opened], *, repository: bool) -> None:
        self.give = give
        self.repository = repository

    def __call__(
        self,
        name: str | None = None,
        *,
        further: Sequence[ExitStatus] = (),
        by: Callable[..., Callable[[Callable[..., Result]], click.Command]] = click.command,
        repository: bool | None = None,
    ) -> Callable[[Callable[Concatenate[Opened, ...], Result]], click.Command]:
        """`further`: exit statuses of it. `by`: how a group takes a verb. `repository`: unlike the kind."""
        opens = self.repository if repository is None else repository

        def decorate(function: Callable[Concatenate[Opened, ...], Result]) -> click.Command:
            own = function.__dict__.pop("__click_params__", [])
            whole = self.give(function)
            whole.__dict__["__click_params__"] += own  # click keeps them from the last to the first
            return by(name, epilog=exit_status_help(*further, repository=opens))(whole)

        return decorate


def _read_and_unlock(context: click.Context) -> RepositoryOptions:
    return unlock_early(read_options(context))


def _read_output(context: click.Context) -> OutputOptions:
    given = given_options(context)
    told = {name: given[name] for name in ("json", "quiet", "verbose") if name in given}
    return OutputOptions(output=make_output(given), **told)


# for a command that opens the repository; for one that does not open what is there; for one that needs none
repository_command = CommandKind(hand_over(accept_options, _read_and_unlock), repository=True)
place_command = CommandKind(hand_over(accept_options, read_options), repository=True)
output_command = CommandKind(hand_over(accept_output_options, _read_output), repository=False)


def collect(request: Callable[..., T]) -> Callable[[Callable[[Opened, T], Result]], Callable[..., Result]]:
    """Hands a command its arguments as one `request`, a dataclass whose fields bear their names.

    First comes what the kind of command gives: the options, or the work on a case.
    """

    def decorate(function: Callable[[Opened, T], Result]) -> Callable[..., Result]:
        @functools.wraps(function)
        def call(opened: Opened, **given: Any) -> Result:
            return function(opened, request(**given))

        return call

    return decorate


def open_place(options: RepositoryOptions, *, patience: Patience | None = None) -> Store:
    """The store that the options name; in a vault, one that keeps the vault's rules.

    Raises: UsageError when none is named; StoreError, VaultError.
    """
    if options.repo and options.repository_file:
        raise UsageError("use either --repo or --repository-file, not both")
    url = options.repository_file.read_text().strip() if options.repository_file else options.repo
    if not url:
        raise UsageError(
            "no repository is named", hint="use -r/--repo, or set FIRSTBELL_REPOSITORY or RESTIC_REPOSITORY"
        )
    aws = {name: value for name in stores.AWS_VARIABLES if (value := read_variable(name))}
    cloud = {name: value for name in stores.CLOUD_VARIABLES if (value := read_variable(name))}
    credentials = stores.Credentials(
        read_setting("REST_USERNAME"), read_setting("REST_PASSWORD"), options.cacert, aws, cloud
    )
    patient = patience or stores.Patience(tell=options.output.note)
    store = stores.open_store(url, credentials, split_extended(options.extended), patience=patient)
    return enter_vault(store, cache=options.cache_folder())


def split_extended(given: tuple[str, ...]) -> dict[str, str]:
    """Name -> value of `KEY=VALUE` options; the last of a name stands.

    Raises: UsageError.
    """
    pairs = [text.partition("=") for text in given]
    wrong = [name for name, equals, _ in pairs if not (name and equals)]
    if wrong:
        raise UsageError(f"-o {wrong[0]} is not KEY=VALUE", hint="write it as -o s3.region=eu-west-1")
    return {name: value for name, _, value in pairs}


def open_repository(
    options: RepositoryOptions, *, loads_index: bool = False, meanwhile: Callable[[], bool] = _do_nothing
) -> Repository:
    """The repository that the options name, opened with the password they name.

    While the key is derived, `loads_index` loads what a large index takes; then `meanwhile` runs until False.

    Raises: UsageError, NoPasswordError, NoRepositoryError, WrongPasswordError, FormatError, StoreError.
    """
    from firstbell.repository.repository import Repository, prepare_opening

    if options.unlocking:
        if not options.unlocking.done():
            prepare_opening()
        if loads_index and not options.unlocking.done():
            _prepare_index(options)
        while not options.unlocking.done() and meanwhile():
            pass
    early = options.unlocking.result() if options.unlocking else None
    if early is not None:
        repository = Repository.from_unlocked(*early)
    else:
        place = open_place(options)
        # nobody is asked for the password of a repository that is not there
        password = passwords.find_password(options) if place.exists(stores.Kind.CONFIG, "config") else ""
        repository = Repository.open(place, password)
    options.output.detail(f"repository {repository.hex_id[:8]} opened (version {repository.version})")
    return repository


def _prepare_index(options: RepositoryOptions) -> None:
    """Load what a large index in a folder takes; of other places a second connection would be needed."""
    from firstbell.repository.indexes import load_columns_ahead

    folder = Path((options.repo or "").removeprefix("local:"))
    if options.repo and folder.is_dir():
        with suppress(stores.StoreError):  # whoever opens the repository meets it where it matters
            load_columns_ahead(stores.LocalStore(folder))


def unlock_early(options: RepositoryOptions) -> RepositoryOptions:
    """The options, while another thread derives the key: that takes as long as loading the modules."""
    is_deriving = threading.Event()

    def work() -> tuple[Store, Unlocked] | None:
        try:
            return _unlock(options, is_deriving.set)
        finally:
            is_deriving.set()

    # not a `with`: a command line that is refused need not wait, and the thread ends after its one task
    beside = futures.ThreadPoolExecutor(1, thread_name_prefix="unlock")
    unlocking = beside.submit(work)
    beside.shutdown(wait=False)
    is_deriving.wait()
    return replace(options, unlocking=unlocking)


def _unlock(options: RepositoryOptions, on_derive: Callable[[], None]) -> tuple[Store, Unlocked] | None:
    """The place and its key; None where there is no repository, or somebody must be asked."""
    from firstbell.repository.unlock import CONFIG_NAME, unlock

    place = open_place(options)
    is_there = place.exists(stores.Kind.CONFIG, CONFIG_NAME)
    password = passwords.find_ready_password(options) if is_there else None
    return None if password is None else (place, unlock(place, password, on_derive=on_derive))


@contextmanager
def reading(
    options: RepositoryOptions, *, loads_index: bool = True, meanwhile: Callable[[], bool] = _do_nothing
) -> Iterator[Repository]:
    """The repository under a shared lock; without one where `--no-lock` is given.

    `loads_index`: the index is loaded while the lock settles. `meanwhile`: see `open_repository`.

    Raises: what `open_repository` does; LockedError.
    """
    repository = open_repository(options, loads_index=loads_index, meanwhile=meanwhile)
    if options.no_lock:
        yield repository
        return
    with repository.lock(wait_s=options.retry_lock_s, loads_index=loads_index):
        yield repository


@contextmanager
def writing(
    options: RepositoryOptions,
    *,
    exclusive: bool = False,
    loads_index: bool = True,
    meanwhile: Callable[[], bool] = _do_nothing,
) -> Iterator[Repository]:
    """The repository under a lock, for work that adds to it, or with `exclusive` removes from it.

    `loads_index`: the index is loaded while the lock settles. `meanwhile`: see `open_repository`.

    Raises: what `open_repository` does; LockedError; UsageError where `--no-lock` is given.
    """
    if options.no_lock:
        raise UsageError("this command writes to the repository; --no-lock only works for reading")
    repository = open_repository(options, loads_index=loads_index, meanwhile=meanwhile)
    with repository.lock(exclusive=exclusive, wait_s=options.retry_lock_s, loads_index=loads_index):
        yield repository
