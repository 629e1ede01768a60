"""Which command lines a page is made of. A page shows them, and its JSON twin is what they print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firstbell.console.key_process.downloads import list_paths
from firstbell.console.key_process.places import ConsoleCase, ConsolePlaces, ConsoleRepository
from firstbell.console.messages import Trouble

Line = dict[str, Any]
Values = Mapping[str, str]
# what a role must not see of a section's lines
Keep = Callable[[Line], bool]


def _keep_all(line: Line) -> bool:
    return True


@dataclass(frozen=True)
class PageCommand:
    """One section of a page. `words`: the command line, empty where `lacking` says what is not there.

    `keep`: which lines belong on the page.
    """

    key: str
    words: tuple[str, ...] = ()
    keep: Keep = _keep_all
    lacking: Trouble | None = None
    # the repository by its name
    place: str = ""


_NO_VAULT = Trouble("The console was started without a vault.", "start it at the desk with `--vault DIR`")
_NO_REPOSITORY = Trouble(
    "The console was started without a repository.",
    "at the desk, `firstbell console -r REPOSITORY -p FILE`, or name them in firstbell.toml",
)
# what these say is another thing a second later: how far a run is
LIVE = frozenset({("recover", "status")})
# what these say is the same until a source changes, however late it is
STEADY = frozenset({("case", "verify")})
# each takes a command line of its own
MOST_ASKED = 20
MOST_HUNTED = 4
# nobody reads more than this; a pattern that takes everything must not list a million files
MOST_FOUND = "1000"
MOST_DECIDED = 20
MOST_OTHERS = 20
_TOO_MANY = Trouble(
    f"More than {MOST_ASKED} repositories are named: events are not looked for in all of them.",
    "the page Hosts shows which host has a verdict of an event; name its repository by -r",
)
_NO_DESK = Trouble("This desk has no firstbell.toml yet.", "`firstbell setup` at the desk writes one")


def list_commands(page: str, places: ConsolePlaces, *, values: Values, search: Values) -> list[PageCommand]:
    """The commands of a page. `values`: ids of its path; `search`: words kept out of the address."""
    case = places.find_case(values.get("case", ""))
    if page in {"people", "review-all"} and case is not None:
        return _people(places, case, search)
    if page == "review" and case is not None:
        return _review(places, case, search)
    if case is not None:
        return [*_of_case(page, places, case, values), *_asked(page, places, case, search)]
    if page == "files":
        return _find_files(places, search)
    if page == "restore":
        return _choose_versions(places, search)
    makers: dict[str, Callable[[ConsolePlaces, Values], list[PageCommand]]] = {
        "today": _today,
        "hosts": lambda places, _: [_hosts(places)],
        "host": _host,
        "events": lambda places, _: _events(places),
        "event": _event,
        "readiness": lambda places, _: [_readiness(places)],
        "hunt": lambda places, _: list(_hunt(places)),
        "runs": lambda places, _: [_run(places)],
        "cases": lambda places, _: [_cases(places), *_events(places)],
        "run": _plan,
    }
    return makers[page](places, values) if page in makers else []


def _today(places: ConsolePlaces, values: Values) -> list[PageCommand]:
    alerts = ("vault", "alerts", "--waiting", "--vault", str(places.vault), "--desk", str(places.desk))
    commands = [_hosts(places), *_events(places)]
    if places.vault is not None:
        commands.append(PageCommand("alerts", alerts))
    if places.has_configuration:
        commands.append(_last_readiness(places))
    for case in places.cases:
        commands.append(PageCommand("clocks", _in_case(places, case, "case", "clocks", "list")))
        commands.append(PageCommand("statements", _in_case(places, case, "statement", "list")))
    return commands


def _hosts(places: ConsolePlaces) -> PageCommand:
    if places.vault is None:
        return PageCommand("hosts", lacking=_NO_VAULT)
    return PageCommand("hosts", ("host", "list", "--vault", str(places.vault)))


def _cases(places: ConsolePlaces) -> PageCommand:
    folders = (str(case.folder) for case in places.cases)
    return PageCommand("cases", ("case", "list", *folders, "--desk", str(places.desk)))


def _host(places: ConsolePlaces, values: Values) -> list[PageCommand]:
    host = values["host"]
    commands = []
    if places.vault is not None:
        listed = _hosts(places).words
        commands.append(PageCommand("hosts", listed, lambda line: line.get("host", host) == host))
        set_aside = ("vault", "quarantine", "--host", host, "--vault", str(places.vault))
        commands.append(PageCommand("quarantine", set_aside))
    repository = _find_repository(places, host)
    if repository is None:
        commands.append(PageCommand("snapshots", lacking=_NO_REPOSITORY))
    else:
        words = ("snapshots", "--host", host, *repository.words, "--no-lock")
        commands.append(PageCommand("snapshots", words, place=repository.name))
    return commands


def _find_repository(places: ConsolePlaces, host: str) -> ConsoleRepository | None:
    named = (one for one in places.repositories if host in one.hosts)
    return next(named, next((one for one in places.repositories if not one.hosts), None))


def _events(places: ConsolePlaces) -> list[PageCommand]:
    if not places.repositories:
        return [PageCommand("events", lacking=_NO_REPOSITORY)]
    if len(places.repositories) > MOST_ASKED:
        return [PageCommand("events", lacking=_TOO_MANY)]
    return [
        PageCommand("events", ("event", "list", *_read_only(places, one)), place=one.name)
        for one in places.repositories
    ]


def _event(places: ConsolePlaces, values: Values) -> list[PageCommand]:
    event = values["event"]
    if not places.repositories:
        return [PageCommand("event", lacking=_NO_REPOSITORY)]
    commands = [
        PageCommand("event", ("event", "show", event, *_read_only(places, one)), place=one.name)
        for one in places.repositories
    ]
    if places.has_configuration:
        commands += [_run(places), _last_readiness(places)]
    for case in places.cases:
        # one that covered no event when the console was started may cover this one by now
        if not case.event or case.event.startswith(event[:8]):
            commands += [
                PageCommand("facts", _in_case(places, case, "case", "facts", "list")),
                PageCommand("coverage", _in_case(places, case, "impact", "coverage")),
                PageCommand("statements", _in_case(places, case, "statement", "list")),
                PageCommand("clocks", _in_case(places, case, "case", "clocks", "list")),
            ]
    return commands


def _read_only(places: ConsolePlaces, repository: ConsoleRepository) -> tuple[str, ...]:
    return (*repository.words, "--no-lock")


def _readiness(places: ConsolePlaces) -> PageCommand:
    if not places.has_configuration:
        return PageCommand("readiness", lacking=_NO_DESK)
    return PageCommand("readiness", ("readiness", "--no-record", "--no-lock", "--desk", str(places.desk)))


def _last_readiness(places: ConsolePlaces) -> PageCommand:
    return PageCommand("last", ("readiness", "--last", "--desk", str(places.desk)))


def _run(places: ConsolePlaces, plan: str = "") -> PageCommand:
    named = (str(places.desk / "plans" / f"{plan}.json"),) if plan else ()
    return PageCommand("run", ("recover", "status", *named, "--desk", str(places.desk)))


def _plan(places: ConsolePlaces, values: Values) -> list[PageCommand]:
    file = places.desk / "plans" / f"{values['plan']}.json"
    shown = PageCommand("plan", ("recover", "show", str(file)))
    return [shown, _run(places, values["plan"])]


def _hunt(places: ConsolePlaces) -> Iterator[PageCommand]:
    if not places.repositories:
        yield PageCommand("traces", lacking=_NO_REPOSITORY)
    for one in places.repositories[:MOST_HUNTED]:
        yield PageCommand("traces", ("hunt", "list", *_read_only(places, one)), place=one.name)
        yield PageCommand("coverage_map", ("hunt", "coverage", *_read_only(places, one)), place=one.name)


def _find_files(places: ConsolePlaces, search: Values) -> list[PageCommand]:
    words = search.get("words", "")
    if not words:
        return []
    repository = places.find_repository(search.get("place", ""))
    if repository is None:
        return [PageCommand("found", lacking=_NO_REPOSITORY)]
    if words.startswith("/"):
        return [PageCommand("versions", ("versions", *_read_only(places, repository), "--", words))]
    pattern = words if any(mark in words for mark in "*?[") else f"*{words}*"
    line = ("find", "--ignore-case", "--limit", MOST_FOUND, *_read_only(places, repository), "--", pattern)
    return [PageCommand("found", line)]


def _choose_versions(places: ConsolePlaces, search: Values) -> list[PageCommand]:
    repository = places.find_repository(search.get("place", ""))
    if repository is None:
        return [PageCommand("versions", lacking=_NO_REPOSITORY)]
    return [
        PageCommand("versions", ("versions", *_read_only(places, repository), "--", path))
        for path in list_paths(search.get("words", ""))
    ]


def _of_case(page: str, places: ConsolePlaces, case: ConsoleCase, values: Values) -> list[PageCommand]:
    verified = PageCommand("verify", check_chain(case))
    verbs = {
        "entries": ("entries", ("case", "log")),
        "facts": ("facts", ("case", "facts", "list")),
        "evidence": ("evidence", ("case", "evidence", "list")),
        "messages": ("messages", ("message", "list")),
        "message": ("messages", ("message", "list")),
        "person": ("person", ("impact", "person", values.get("person", ""))),
        "statements": ("statements", ("statement", "list")),
        "letters": ("letters", ("notice", "status")),
        "waiting": ("waiting", ("notice", "waiting")),
        "letter": ("letter", ("notice", "waiting", values.get("letter", ""))),
        "clocks": ("clocks", ("case", "clocks", "list")),
    }
    if page == "record":
        words = (*_in_case(places, case, "case", "timeline", "show"), *_beside(places, case))
        return [PageCommand("timeline", words), verified]
    key, verb = verbs[page]
    commands = [PageCommand(key, _in_case(places, case, *verb))]
    if page == "entries":
        commands.append(verified)
    if page == "messages" and places.has_configuration:
        commands.append(PageCommand("trusted", ("message", "trust", "--desk", str(places.desk))))
    return commands


def _asked(page: str, places: ConsolePlaces, case: ConsoleCase, search: Values) -> Iterator[PageCommand]:
    """What somebody has asked for: the text that the record gives for an audience; a letter by its code; the
    people of the scope who may be the same as the one on the page.
    """
    if page == "person" and search.get("words"):
        others = ("impact", "people", f"--words={search['words']}", f"--limit={MOST_OTHERS}")
        yield PageCommand("others", _in_case(places, case, *others))
    if page == "letters" and search.get("words"):
        yield PageCommand("lookup", (*_in_case(places, case, "notice", "lookup"), "--", search["words"]))
    if page == "statements" and search.get("words"):
        given = (f"--audience={search.get('place', '')}", f"--contact={search['words']}")
        yield PageCommand("draft", _in_case(places, case, "statement", "draft", *given))


def check_chain(case: ConsoleCase) -> tuple[str, ...]:
    """The command line that checks every signature of the record of a case."""
    return ("case", "verify", str(case.folder))


def _people(places: ConsolePlaces, case: ConsoleCase, search: Values) -> list[PageCommand]:
    """`--name=value` is one word: whatever stands behind the sign is no option of its own."""
    names = ("role", "confidence", "words", "after", "limit")
    cut = [f"--{name}={search[name]}" for name in names if search.get(name)] if search.get("limit") else []
    return [
        PageCommand("people", _in_case(places, case, "impact", "people", *cut)),
        PageCommand("coverage", _in_case(places, case, "impact", "coverage")),
    ]


def _review(places: ConsolePlaces, case: ConsoleCase, search: Values) -> list[PageCommand]:
    cut = [f"--{name}={search[name]}" for name in ("after", "limit") if search.get(name)]
    decided = ("case", "log", "--kind", "review.person", "--last", str(MOST_DECIDED))
    return [
        PageCommand("review", _in_case(places, case, "impact", "review", "list", *cut)),
        PageCommand("decided", _in_case(places, case, *decided)),
        PageCommand("coverage", _in_case(places, case, "impact", "coverage")),
    ]


def _in_case(places: ConsolePlaces, case: ConsoleCase, *verb: str) -> tuple[str, ...]:
    return (*verb, "--case", str(case.folder), "--desk", str(places.desk))


def _beside(places: ConsolePlaces, case: ConsoleCase) -> tuple[str, ...]:
    """The repository of a case, where there is but one: else its snapshots are left out, and it is said."""
    return _read_only(places, places.repositories[0]) if len(places.repositories) == 1 else ()
