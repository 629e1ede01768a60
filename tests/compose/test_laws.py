"""What holds of every composed tree, whatever happened before it: told in days that chance writes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from firstbell.base.clock import NS_PER_S
from firstbell.compose.boundaries import SILENCE, Words
from firstbell.compose.compose import ComposedTree
from tests.catalog.timeline import DAY_S, START, Timeline
from tests.compose.marked import compose, read_files

PATHS = ["/srv/a.docx", "/srv/b.docx", "/srv/sub/c.pdf", "/srv/sub/d.pdf", "/srv/e.txt", "/srv/caf\udce9.txt"]
NAMES = [*PATHS, *(path + ".lk" for path in PATHS[:3]), "/srv/new/f.txt", "/srv/new/READ.txt"]
CALM = ["one", "two", "three", "four", ""]
STRUCK = ["STRUCK a", "STRUCK b", "NOTE pay", "OPAQUE"]
Day = dict[str, bytes]
CALM_DAYS = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(CALM).map(str.encode), min_size=1)
ANY_DAYS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(CALM + STRUCK).map(str.encode), min_size=1)
LAWS = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def play(days: list[Day], *, before: int | None = None) -> tuple[ComposedTree, dict[str, bytes]]:
    """The composed tree of these days, and its files. `before`: from this day on nothing is trusted."""
    timeline = Timeline()
    for day in days:
        timeline.save(day)
    words = SILENCE if before is None else Words(before_ns=START + (before * DAY_S - 1) * NS_PER_S)
    with tempfile.TemporaryDirectory() as folder:
        composed = compose(timeline.repository, Path(folder), words=words)
        return composed, read_files(composed, timeline.repository)


def spell(paths: Iterable[bytes]) -> set[str]:
    return {path.decode(errors="surrogateescape") for path in paths}


@LAWS
@given(st.lists(CALM_DAYS, min_size=1, max_size=3), st.lists(ANY_DAYS, max_size=4))
def test_every_file_of_a_composed_tree_is_a_version_that_was_stored_and_none_is_damaged(
    calm: list[Day], later: list[Day]
) -> None:
    days = [*calm, *later]

    _, files = play(days)

    stored = {content for day in days for content in day.values()}
    assert set(files.values()) <= stored
    assert not [path for path, content in files.items() if content.startswith(b"STRUCK")]
    assert set(files) <= {path for day in days for path in day}


@LAWS
@given(st.lists(CALM_DAYS, min_size=1, max_size=4))
def test_where_nothing_happened_the_newest_tree_comes_back_byte_for_byte(days: list[Day]) -> None:
    composed, files = play(days)

    assert files == days[-1]
    assert not composed.without_clean


@LAWS
@given(CALM_DAYS, st.lists(st.sampled_from(["strike", "rename", "note"]), min_size=1, max_size=3))
def test_however_a_strike_takes_all_files_everything_from_before_comes_back(
    day: Day, ways: list[str]
) -> None:
    struck = dict(day)
    for at, way in enumerate(ways):
        if way == "note":
            struck["/srv/READ_ME.txt"] = b"NOTE pay"
        else:
            ending = ".lk" if way == "rename" else ""
            taken = [path for path in struck if not path.endswith("READ_ME.txt")]
            struck = {path + ending: b"STRUCK %d %s" % (at, path.encode(errors="replace")) for path in taken}
    if struck == day | {"/srv/READ_ME.txt": b"NOTE pay"}:
        struck[next(iter(day))] = b"STRUCK"

    _, files = play([day, day, struck])

    assert files == day


@LAWS
@given(st.lists(CALM_DAYS, min_size=1, max_size=2), st.lists(ANY_DAYS, min_size=1, max_size=3))
def test_composing_says_the_same_each_time(calm: list[Day], later: list[Day]) -> None:
    one, files = play([*calm, *later])
    other, same = play([*calm, *later])

    assert (one.tree_id, files) == (other.tree_id, same)


@LAWS
@given(st.lists(CALM_DAYS, min_size=1, max_size=2), st.lists(ANY_DAYS, min_size=1, max_size=3))
def test_a_composed_tree_says_of_itself_what_it_is(calm: list[Day], later: list[Day]) -> None:
    days = [*calm, *later]

    composed, files = play(days)

    assert composed.files == len(files)
    assert composed.files_from_earlier == len(composed.earlier)
    used = {composed.line.snapshots[origin.position].hex_id for origin in composed.earlier.values()}
    assert set(composed.sources) == {composed.base_hex_id} | used
    for path, content in files.items():
        origin = composed.earlier.get(path.encode(errors="surrogateescape"))
        assert content in days[-1 if origin is None else origin.position].values()


@LAWS
@given(st.lists(CALM_DAYS, min_size=1, max_size=2), st.lists(ANY_DAYS, min_size=1, max_size=3))
def test_what_the_newest_backup_holds_stands_or_is_listed(calm: list[Day], later: list[Day]) -> None:
    days = [*calm, *later]

    composed, files = play(days)

    out = spell(composed.left_out)
    assert out <= set(days[-1])
    assert not [path for path in out if files.get(path) == days[-1][path]]
    # what is neither is the damaged name of a document that stands under its own
    assert {path.removesuffix(".lk") for path in days[-1].keys() - files.keys() - out} <= set(files)


@LAWS
# renamed by people before the boundary; what came under the old name after it is another document
@example([{PATHS[0]: b"one"}, {PATHS[1]: b"one"}], [{PATHS[0]: b"two"}])
# deleted after the boundary, and its name given to another document
@example([{PATHS[0]: b"one"}], [{PATHS[1]: b"two"}, {PATHS[0]: b"two"}])
@given(st.lists(CALM_DAYS, min_size=1, max_size=3), st.lists(ANY_DAYS, min_size=1, max_size=3))
def test_behind_a_boundary_every_file_from_before_it_stands_and_no_other_without_a_reason(
    calm: list[Day], later: list[Day]
) -> None:
    composed, files = play([*calm, *later], before=len(calm))

    trusted = {content for day in calm for content in day.values()}
    taken = spell(composed.taken)
    assert set(calm[-1]) <= set(files)
    assert {path for path, content in files.items() if content not in trusted} <= taken
    assert {path for path in files if path not in calm[-1]} <= taken
    assert not taken & spell(composed.left_out)
    edited = {path for path, content in later[-1].items() if calm[-1].get(path) != content}
    told = spell(composed.held) | spell(composed.earlier)
    assert {path for path in edited if files.get(path) != later[-1][path]} <= told


@LAWS
# in one struck backup, gone from the next one, there again in the third
@example([{PATHS[0]: b"one"}], [{PATHS[0]: b"OPAQUE"}, {PATHS[0]: b"two"}, {PATHS[0]: b"OPAQUE"}])
@given(st.lists(CALM_DAYS, min_size=1, max_size=2), st.lists(ANY_DAYS, min_size=1, max_size=3))
def test_what_nobody_can_judge_never_stands_as_it_came_with_the_event(
    calm: list[Day], later: list[Day]
) -> None:
    struck = [day | {"/srv/e.txt": b"STRUCK %d" % at} for at, day in enumerate(later)]

    _, files = play([*calm, *struck])

    assert b"OPAQUE" not in files.values()


QUIET_DAYS = st.lists(
    st.dictionaries(
        st.sampled_from(PATHS), st.sampled_from(["OPAQUE x", "OPAQUE y", "VAGUE z", "people wrote"])
    ),
    min_size=1,
    max_size=3,
)


@LAWS
# nobody can judge it; people had it whole in between; and it had another name in the strike
@example(["in place"], [{PATHS[0]: "OPAQUE x"}, {PATHS[0]: "OPAQUE y"}])
@example(["in place"], [{PATHS[0]: "people wrote"}, {PATHS[0]: "OPAQUE x"}])
@example(["in place"], [{PATHS[0]: "OPAQUE x"}, {PATHS[0]: "people wrote"}])
@example(["in place"], [{PATHS[0]: "VAGUE z"}])
@example(["rename"], [{PATHS[0]: "OPAQUE x"}, {}])
@example(["delete"], [{PATHS[1]: "OPAQUE x"}])
@given(st.lists(st.sampled_from(["in place", "rename", "delete"]), min_size=1, max_size=4), QUIET_DAYS)
def test_what_nobody_can_judge_in_quiet_days_after_a_strike_displaces_nothing_and_is_listed(
    ways: list[str], quiet: list[dict[str, str]]
) -> None:
    calm = {path: f"letter {path!a}".encode() for path in PATHS}
    day, wanted = dict(calm), dict(calm)
    whole: set[str] = set()
    unjudged: set[str] = set()
    for at, path in enumerate(PATHS):
        way = ways[at % len(ways)] if at else "in place"
        struck = b"STRUCK " + calm[path]
        day.pop(path)
        day |= {"in place": {path: struck}, "rename": {path + ".lk": struck}, "delete": {}}[way]
    days = [calm, dict(day)]
    for edits in quiet:
        for path, text in edits.items():
            day[path] = text.encode()
            whole |= {path} if text == "people wrote" else set()
            if path in whole:
                wanted[path] = day[path]
            unjudged = unjudged - {path} if path in whole else unjudged | {path}
        days.append(dict(day))

    composed, files = play(days)

    assert files == wanted
    assert spell(composed.held) == unjudged
