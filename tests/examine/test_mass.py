"""What a host lost at once or over weeks is weighed against that host's own past, whatever decodes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from firstbell.examine.losses import is_rotated, loses_ending, resembles
from firstbell.examine.mass import (
    EMPTY,
    MassWindow,
    add_losses,
    count_outstanding,
    measure_calm,
    pass_time,
    weigh_losses,
)
from firstbell.record.evidence import Evidence, Loss
from firstbell.record.examination import Examination, Verdict
from tests.examine.samples import make_text, write_words
from tests.examine.test_departures import seal
from tests.examine.trees import Tree, replay

Files = dict[bytes, bytes]
COUNT = 120


def make_host(count: int = COUNT) -> Files:
    """Texts of four folders, a third of them under another ending."""
    folders = ("office", "library", "science", "music")
    return {
        f"/srv/{folders[n % 4]}/report{n:03d}.{('txt', 'csv', 'md')[n % 3]}".encode(): write_words(
            n, 120
        ).encode()
        for n in range(count)
    }


def live(tree: Tree, days: int = 5) -> list[Files]:
    """The tree and calm days: a text a day gets a line."""
    states = [dict(tree)]
    for day, path in zip(range(days), sorted(tree), strict=False):
        states.append(states[-1] | {path: states[-1][path] + b"\nday %d\n" % day})
    return states


def find_first(days: Sequence[Tree], calm: int) -> int:
    """The day of the attack on which it is at least suspect, from 1; 0 where it never is."""
    found = replay(days)[calm:]
    return next((n for n, one in enumerate(found, 1) if one.verdict is not Verdict.CLEAN), 0)


def list_codes(examination: Examination) -> set[str]:
    return {reason.code for reason in examination.reasons}


def test_deletions_of_a_few_files_a_day_add_up() -> None:
    days = live(make_host())
    for _ in range(8):
        gone = sorted(days[-1])[::40][:3]
        days.append({path: data for path, data in days[-1].items() if path not in gone})
    first = find_first(days, 6)
    assert 0 < first * 3 <= COUNT * 0.1
    assert "mass.slow" in list_codes(replay(days)[5 + first])


def test_all_files_renamed_to_an_ending_that_no_program_knows_is_suspect_at_once() -> None:
    days = live(make_host())
    days.append({path + b".x7f3": data for path, data in days[-1].items()})
    assert find_first(days, 6) == 1


def test_one_deletion_a_day_is_no_habit_that_excuses_itself() -> None:
    days = live(make_host())
    for _ in range(14):
        days.append(dict(sorted(days[-1].items())[1:]))
    assert 0 < find_first(days, 6) <= COUNT // 10


def test_what_is_told_is_told_once_and_counting_begins_anew() -> None:
    days = live(make_host())
    days.append(dict(sorted(days[-1].items())[30:]))
    days.append(days[-1] | {b"/srv/office/new.txt": make_text(5)})
    days.append(dict(sorted(days[-1].items())[1:]))
    told = [one.verdict for one in replay(days)[6:]]
    assert told == [Verdict.SUSPECT, Verdict.CLEAN, Verdict.CLEAN]


def rename_at_random(tree: Tree) -> Files:
    source = random.Random(4)
    letters = "bcdfghjkqvwxz0123456789"
    return {
        path[: path.rfind(b"/") + 1] + "".join(source.choices(letters, k=14)).encode(): data
        for path, data in tree.items()
    }


def copy_one_over_all(tree: Tree) -> Files:
    chosen = make_text(9)
    return {path: chosen if path.endswith(b".txt") else data for path, data in tree.items()}


def exchange(tree: Tree) -> Files:
    paths = sorted(tree)
    return dict(zip(paths, (tree[path] for path in [*paths[7:], *paths[:7]]), strict=True))


def encrypt_some(tree: Tree) -> Files:
    chosen = sorted(tree)[:12]
    kept = {path: data for path, data in tree.items() if path not in chosen}
    return kept | dict(seal(path, n) for n, path in enumerate(chosen))


@pytest.mark.parametrize("deed", [rename_at_random, copy_one_over_all, exchange, encrypt_some])
def test_what_decodes_is_weighed_all_the_same(deed: Callable[[Tree], Files]) -> None:
    days = live(make_host())
    days.append(deed(days[-1]))
    examination = replay(days)[-1]
    assert examination.verdict is Verdict.SUSPECT
    assert "mass.change" in list_codes(examination)


def test_most_of_one_folder_is_told_where_it_is_little_of_the_host() -> None:
    days = live(
        make_host(600) | {b"/srv/safe/plan %d.md" % n: write_words(n, 80).encode() for n in range(30)}
    )
    days.append({path: data for path, data in days[-1].items() if not path.startswith(b"/srv/safe/plan 1")})
    days.append({path: data for path, data in days[-1].items() if not path.startswith(b"/srv/safe/plan 2")})
    told = replay(days)
    assert told[-2].verdict is Verdict.CLEAN
    assert "mass.part" in list_codes(told[-1])


def test_what_comes_back_is_no_loss_and_a_restore_is_none() -> None:
    days = live(make_host())
    days.append(dict(sorted(days[-1].items())[5:]))
    days.append(dict(days[-2]))
    days.append(dict(sorted(days[-1].items())[:-5]))
    assert [one.verdict for one in replay(days)[6:]] == [Verdict.CLEAN] * 3


def test_random_names_taken_back_are_no_second_loss() -> None:
    days = live(make_host())
    days.append(rename_at_random(days[-1]))
    days.append(dict(days[-2]))
    assert [one.verdict for one in replay(days)[6:]] == [Verdict.SUSPECT, Verdict.CLEAN]


def test_moves_and_renames_that_keep_a_number_are_no_loss() -> None:
    days = live(make_host())
    days.append(
        {path.replace(b"/srv/office/", b"/srv/archive/2025/"): data for path, data in days[-1].items()}
    )
    days.append({path.replace(b"report", b"2026-01 text "): data for path, data in days[-1].items()})
    assert [one.verdict for one in replay(days)[6:]] == [Verdict.CLEAN] * 2


@pytest.mark.parametrize(
    ("old", "new", "is_alike"),
    [
        ("scan0012.pdf", "Smith scan0012.pdf", True),
        ("report 12.docx", "report 12 final.docx", True),
        ("IMG_4711.jpg", "2026-05-01 4711.jpg", True),
        ("a.txt", "a.txt.bak", True),
        ("budget.xlsx", "x9f3qz77.xlsx", False),
        ("report 12.docx", "1f0c3a9b2d774e10", False),
    ],
)
def test_a_name_is_like_another_where_a_word_or_number_is_left(old: str, new: str, is_alike: bool) -> None:
    assert resembles(f"/a/{old}".encode(), f"/b/{new}".encode()) is is_alike


def test_logs_that_move_up_are_not_exchanged() -> None:
    assert is_rotated(b"/var/log/app.log.1", b"/var/log/app.log.2")
    assert is_rotated(b"/var/log/app.log", b"/var/log/app.log.1")
    assert not is_rotated(b"/srv/report.txt", b"/srv/letter.txt")


HOST = ("host", "")


def lose(count: int, *, held: int = 100) -> Evidence:
    losses = (Loss("host", "", count, held),) if count else ()
    return Evidence(facts=(("lost", count), ("lost.gone", count)), losses=losses)


@pytest.mark.parametrize(
    ("old", "new", "is_lost"),
    [
        ("a.docx", "a.docx.locked", True),
        ("a.docx", "a", True),
        ("notes.txt", "notes.k7q", True),
        ("photo.jpeg", "photo.jpg", False),
        ("a.txt", "a.md", False),
        ("server.log", "server.log.1", False),
        ("state.k7q", "state.r2d", False),
        ("a.docx", "b.docx", False),
    ],
)
def test_an_ending_that_no_program_knows_is_a_loss_where_the_old_one_was_known(
    old: str, new: str, *, is_lost: bool
) -> None:
    assert loses_ending(f"/a/{old}".encode(), f"/a/{new}".encode()) is is_lost


def run(counts: Sequence[int], *, gap_days: float = 1, usual: dict[str, int] | None = None) -> list[str]:
    window, told = EMPTY, []
    for count in counts:
        signs, window = weigh_losses(lose(count), pass_time(window, gap_days), usual=usual or {})
        told.append(signs[0].code if signs else "")
    return told


def test_losses_leave_the_mind_after_ninety_days_and_no_clock_hastens_that() -> None:
    window = add_losses(MassWindow(), lose(5).losses)
    assert count_outstanding(pass_time(window, 400), HOST) == 5
    for _ in range(13):
        window = pass_time(window, 400)
    assert count_outstanding(window, HOST) == 0


def test_the_window_is_crossed_by_a_file_a_day_and_by_one_a_week() -> None:
    assert run([1] * 9).index("mass.slow") == 7
    assert run([1] * 14, gap_days=7).index("mass.slow") == 7


def test_what_a_host_loses_anyway_is_its_calmest_week() -> None:
    assert measure_calm([3] * 6) == 0
    assert measure_calm([3] * 7) == 3
    assert measure_calm([0] * 5 + [1] * 40) == 0
    assert run([3] * 20, usual={"lost.calm": 3}) == [""] * 20


def test_what_a_person_released_before_is_not_told_again() -> None:
    assert run([40], usual={"lost.released": 40}) == [""]
    assert run([80], usual={"lost.released": 40}) == ["mass.change"]


def test_files_put_beside_them_do_not_water_the_share_down() -> None:
    grown = Evidence(losses=(Loss("growth", "", 900),))
    _, window = weigh_losses(grown, pass_time(EMPTY, 1), usual={})
    signs, _ = weigh_losses(lose(10, held=1000), pass_time(window, 1), usual={})
    assert [sign.code for sign in signs] == ["mass.change"]


def test_what_was_lost_is_said_with_separators_and_its_verb_agrees() -> None:
    signs, _ = weigh_losses(lose(1868, held=2418), pass_time(EMPTY, 1), usual={})
    assert signs[0].detail.startswith("1,868 of 2,418 files were lost: 1,868 ")


def test_copies_that_went_are_no_loss_where_one_of_each_still_stands() -> None:
    tree = make_host()
    copies = {b"/srv/copies/" + path.rpartition(b"/")[2]: data for path, data in sorted(tree.items())[:30]}
    calm = live(tree | copies)
    left = {path: data for path, data in calm[-1].items() if path not in copies}
    originals = {path for path, data in tree.items() if data in copies.values()}
    assert replay([*calm, left])[-1].verdict is Verdict.CLEAN
    neither = {path: data for path, data in left.items() if path not in originals}
    assert replay([*calm, neither])[-1].verdict is not Verdict.CLEAN
