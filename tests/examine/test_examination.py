"""Whole trees, struck or honestly changed: states, verdict, notes and names."""

from __future__ import annotations

import gzip
import lzma
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from firstbell.examine.campaign import find_suffixes
from firstbell.examine.examination import History, examine_changes, judge_version
from firstbell.examine.validators.fence import FENCE
from firstbell.record.examination import Examination, Verdict
from firstbell.record.versions import State
from tests.examine.samples import SAMPLES, make_docx, make_png, make_text, write_words
from tests.examine.strikes import LAYOUTS, Strike, strike
from tests.examine.trees import MemoryReader, examine, grow_tree, list_changes, make_sample, replay

NOTE = (
    b"Your network has been penetrated and all your files are encrypted. To get a decryptor write to us by"
    b" Tor browser and pay in bitcoin. Do not rename files."
)
WHOLE = LAYOUTS[0]
Work = Callable[[dict[bytes, bytes]], dict[bytes, bytes]]


def states(examination: Examination) -> dict[bytes, State]:
    return {finding.path: finding.judgement.state for finding in examination.findings}


def strike_tree(
    tree: dict[bytes, bytes], layout: Strike = WHOLE, *, suffix: bytes = b"", note: bool = False
) -> dict[bytes, bytes]:
    struck = {
        path + suffix: strike(data, layout, seed=index) for index, (path, data) in enumerate(tree.items())
    }
    if note:
        struck |= {path.rpartition(b"/")[0] + b"/README_NOW.txt": NOTE for path in tree}
    return struck


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("suffix", [b"", b".locked9"])
def test_every_struck_file_is_damaged_whatever_the_layout(layout: Strike, suffix: bytes) -> None:
    tree = grow_tree()
    examination = examine(tree, strike_tree(tree, layout, suffix=suffix))
    missed = {path for path, state in states(examination).items() if state is not State.DAMAGED}
    assert missed == set()
    assert len(examination.findings) == len(tree)
    assert examination.verdict is Verdict.EVENT


def test_a_struck_file_is_reported_under_its_new_name_with_the_old_one_beside_it() -> None:
    tree = grow_tree(seeds=1)
    examination = examine(tree, strike_tree(tree, suffix=b".lock"))
    assert {(finding.was, finding.path) for finding in examination.findings} == {
        (path, path + b".lock") for path in tree
    }
    assert examination.deleted == ()
    assert find_suffixes(examination) == {b".lock"}


@pytest.mark.parametrize("ending", [b"", b".q7x"])
def test_names_made_at_random_are_paired_by_what_all_files_grew(ending: bytes) -> None:
    tree = grow_tree()
    source = random.Random(1)
    layout = Strike("whole", WHOLE.ranges, footer_bytes=300)
    struck = {
        path.rpartition(b"/")[0] + b"/" + source.randbytes(6).hex().encode() + ending: strike(
            data, layout, seed=index
        )
        for index, (path, data) in enumerate(tree.items())
    }
    examination = examine(tree, struck)
    assert examination.verdict is Verdict.EVENT
    assert set(states(examination).values()) == {State.DAMAGED}
    told = {finding.was for finding in examination.findings if finding.was} | set(examination.deleted)
    assert told == set(tree)


def test_a_partly_struck_file_with_a_name_made_at_random_is_found_by_its_blobs() -> None:
    tree = {b"/a/film.mp4": make_sample("mp4", 1) * 8, b"/a/other.txt": make_text(1)}
    struck = {
        b"/a/9f3a": strike(tree[b"/a/film.mp4"], LAYOUTS[2], seed=1),
        b"/a/other.txt": tree[b"/a/other.txt"],
    }
    (finding,) = examine(tree, struck).findings
    assert finding.was == b"/a/film.mp4"
    assert finding.judgement.state is State.DAMAGED


def test_twenty_files_struck_whole_are_an_event_at_the_second_snapshot() -> None:
    tree = {b"/a/%d.txt" % index: make_text(index) for index in range(10)}
    tree |= {b"/b/%d.docx" % index: make_sample("docx", index % 3) + bytes(0) for index in range(10)}
    assert examine(tree, strike_tree(tree)).verdict is Verdict.EVENT


@pytest.mark.parametrize(("note", "verdict"), [(True, Verdict.EVENT), (False, Verdict.SUSPECT)])
def test_one_folder_of_one_type_is_an_event_where_a_note_lies_beside_most_of_the_host(
    note: bool, verdict: Verdict
) -> None:
    tree = {b"/srv/scripts/letter %d.txt" % number: write_words(number, 200).encode() for number in range(40)}
    struck = strike_tree(tree, suffix=b".lckd7") | ({b"/srv/HOW-TO-RESTORE-FILES.txt": NOTE} if note else {})
    (_, found) = replay([tree, struck])
    assert found.verdict is verdict


def test_three_struck_files_with_notes_are_an_event() -> None:
    tree = grow_tree(seeds=1)
    some = dict(list(tree.items())[:3])
    examination = examine(tree, {**tree, **strike_tree(some, note=True)})
    assert examination.verdict is Verdict.EVENT
    assert set(examination.notes) == {path.rpartition(b"/")[0] + b"/README_NOW.txt" for path in some}


def test_a_file_that_a_note_took_the_place_of_is_damaged_and_no_note() -> None:
    tree = grow_tree(seeds=1) | {b"/school/office/README_NOW.txt": make_text(5)}
    struck = strike_tree(grow_tree(seeds=1), note=True)
    assert struck[b"/school/office/README_NOW.txt"] == NOTE
    examination = examine(tree, struck)
    assert states(examination)[b"/school/office/README_NOW.txt"] is State.DAMAGED
    assert b"/school/office/README_NOW.txt" not in examination.notes
    assert b"/home/anna/README_NOW.txt" in examination.notes


def test_one_struck_file_is_suspect() -> None:
    tree = grow_tree(seeds=1)
    path = next(iter(tree))
    examination = examine(tree, {**tree, path: strike(tree[path], WHOLE, seed=1)})
    assert examination.verdict is Verdict.SUSPECT
    assert states(examination) == {path: State.DAMAGED}


def test_a_file_made_and_struck_between_two_backups_is_damaged_by_the_suffix_it_carries() -> None:
    tree = grow_tree(seeds=1)
    struck = strike_tree(tree, suffix=b".lock")
    struck[b"/home/anna/new.docx.lock"] = strike(make_docx(9), WHOLE, seed=9)
    examination = examine(tree, struck)
    assert states(examination)[b"/home/anna/new.docx.lock"] is State.DAMAGED


def test_an_empty_file_renamed_as_the_struck_ones_is_damaged_so_that_its_name_comes_back() -> None:
    tree = grow_tree(seeds=1) | {b"/home/anna/empty.txt": b"", b"/home/anna/tiny.txt": b"ok\n"}
    struck = strike_tree(tree, suffix=b".lock")
    examination = examine(tree, struck)
    assert states(examination)[b"/home/anna/empty.txt.lock"] is State.DAMAGED
    assert states(examination)[b"/home/anna/tiny.txt.lock"] is State.DAMAGED


def test_what_people_do_during_an_event_stays_intact() -> None:
    tree = grow_tree()
    struck = strike_tree(dict(list(tree.items())[10:]), suffix=b".lock", note=True)
    kept = dict(list(tree.items())[:10])
    text = next(path for path in kept if path.endswith(b".txt"))
    after = {**struck, **kept, text: kept[text] + b"\nwritten during the event\n"}
    after[b"/home/anna/new.png"] = make_png(77)
    after[b"/home/anna/new.md"] = b"a new page\n"
    after[b"/school/office/copy.docx"] = make_sample("docx", 0)
    found = states(examine(tree, after))
    for path in (text, b"/home/anna/new.png", b"/home/anna/new.md", b"/school/office/copy.docx"):
        assert found[path] is State.INTACT


def _edit_text(tree: dict[bytes, bytes]) -> dict[bytes, bytes]:
    return {
        path: data + b"\nmore\n" if path.endswith((b"txt", b"csv", b"html")) else data
        for path, data in tree.items()
    }


def _save_again(tree: dict[bytes, bytes]) -> dict[bytes, bytes]:
    return {path: make_sample(path.partition(b".")[2].decode(), 50) for path in tree if b"/file" in path}


def _recompress(tree: dict[bytes, bytes]) -> dict[bytes, bytes]:
    result = dict(tree)
    for path in [path for path in tree if path.endswith(b".gz")]:
        result[path[:-3] + b".xz"] = lzma.compress(gzip.decompress(result.pop(path)))
    return result


def _compress_all(tree: dict[bytes, bytes]) -> dict[bytes, bytes]:
    return {path + b".gz": gzip.compress(data) for path, data in tree.items()}


def _rename_all(tree: dict[bytes, bytes]) -> dict[bytes, bytes]:
    return {path.replace(b"/file", b"/2024 file"): data for path, data in tree.items()}


def _move_all(tree: dict[bytes, bytes]) -> dict[bytes, bytes]:
    return {b"/archive" + path: data for path, data in tree.items()}


def _rotate(tree: dict[bytes, bytes]) -> dict[bytes, bytes]:
    logs = {b"/var/log/a.log.%d" % number: make_text(number) for number in range(3)}
    return {**tree, **logs, b"/var/log/a.log": b"", b"/var/log/a.log.3.gz": gzip.compress(make_text(9))}


def _drop_folder(tree: dict[bytes, bytes]) -> dict[bytes, bytes]:
    return {path: data for path, data in tree.items() if not path.startswith(b"/school/library/")}


def _unpack(tree: dict[bytes, bytes]) -> dict[bytes, bytes]:
    licence = write_words(3, 400).encode()
    names = [b"/opt/tool/part%d/LICENSE" % number for number in range(12)]
    return {**tree, **dict.fromkeys(names, licence)}


def _seal_some(tree: dict[bytes, bytes]) -> dict[bytes, bytes]:
    result = dict(tree)
    for index, path in enumerate(list(tree)[:20]):
        result[path + b".zip"] = make_sample("sealed.zip", index)
        del result[path]
    return result


@pytest.mark.parametrize(
    "change",
    [
        _edit_text,
        _save_again,
        _recompress,
        _compress_all,
        _rename_all,
        _move_all,
        _rotate,
        _drop_folder,
        _unpack,
        _seal_some,
    ],
)
def test_honest_work_in_bulk_is_clean_and_no_file_of_it_is_damaged(change: Work) -> None:
    tree = grow_tree() | {b"/var/log/a.log": make_text(1)}
    examination = examine(tree, change(dict(tree)))
    assert State.DAMAGED not in states(examination).values()
    assert examination.verdict is Verdict.CLEAN
    assert examination.notes == ()


def test_a_rename_by_a_person_is_told_as_a_rename_and_not_read() -> None:
    tree, reader = grow_tree(seeds=1), MemoryReader()
    examination = examine_changes(list_changes(tree, _move_all(tree), reader), reader, history=History())
    assert set(examination.renamed) == {(path, b"/archive" + path) for path in tree}
    assert reader.read_paths == []
    assert examination.files_changed == len(tree)


def test_contents_that_settle_it_alone_are_read_without_their_old_version_but_for_a_sample() -> None:
    reader = MemoryReader()
    old = {b"/a%d.txt" % number: make_text(number) for number in range(40)}
    new = {path: text + b"seen by the principal\n" for path, text in old.items()}
    examine_changes(list_changes(old, new, reader), reader, history=History())
    # each new content once; of eight both sides, to see whether they keep what they said
    assert len(reader.read_paths) == 40 + 2 * 8


def test_scattered_deletion_with_a_note_is_an_event_and_a_dropped_folder_is_not() -> None:
    tree = grow_tree(seeds=3)
    left = dict(list(tree.items())[::3]) | {
        b"/home/anna/README.txt": NOTE,
        b"/school/office/README.txt": NOTE,
    }
    assert examine(tree, left).verdict is Verdict.EVENT
    assert examine(tree, _drop_folder(tree)).verdict is Verdict.CLEAN


def test_wiping_in_company_is_damage_and_alone_is_unknown() -> None:
    tree = grow_tree(seeds=1)
    wiped = {path: bytes(len(data)) for path, data in tree.items()}
    assert set(states(examine(tree, wiped)).values()) == {State.DAMAGED}
    path = next(iter(tree))
    assert states(examine(tree, {**tree, path: wiped[path]})) == {path: State.UNKNOWN}


def test_a_truncated_upload_is_unknown_and_no_event() -> None:
    tree = grow_tree(seeds=1)
    cut = {path: data[: len(data) * 2 // 3] for path, data in tree.items()}
    examination = examine(tree, cut)
    assert State.DAMAGED not in states(examination).values()
    assert examination.verdict is not Verdict.EVENT
    assert states(examination)[b"/home/ben/notes/file0.docx"] is State.UNKNOWN


def test_noise_that_was_noise_before_says_nothing() -> None:
    source = random.Random(1)
    old = {b"/vault/%d.hc" % index: source.randbytes(20_000) for index in range(30)}
    new = {path: source.randbytes(20_000) for path in old}
    examination = examine(old, new)
    assert set(states(examination).values()) == {State.UNKNOWN}
    assert examination.verdict is Verdict.CLEAN


def test_the_first_snapshot_is_suspect_when_names_promise_what_contents_are_not() -> None:
    tree = grow_tree()
    first = History(is_first=True)
    assert examine({}, tree, history=first).verdict is Verdict.CLEAN
    struck = examine({}, strike_tree(tree, note=True), history=first)
    assert struck.verdict is Verdict.SUSPECT
    assert {reason.code for reason in struck.reasons} >= {"first.noise", "notes"}


def test_work_handed_to_an_executor_has_the_same_result() -> None:
    tree, reader = grow_tree(seeds=1), MemoryReader()
    changes = list_changes(tree, strike_tree(tree, suffix=b".lock"), reader)
    with ThreadPoolExecutor(2) as executor:
        side = examine_changes(changes, reader, history=History(), executor=executor)
    assert side == examine_changes(changes, reader, history=History())


@pytest.mark.parametrize("name", SAMPLES)
def test_a_version_of_the_baseline_is_intact_by_itself(name: str) -> None:
    reader = MemoryReader()
    version = reader.keep(b"/a/x." + name.encode(), make_sample(name, 1))
    assert judge_version(version, reader).state is State.INTACT


def test_a_hint_names_the_family_and_what_it_rests_on() -> None:
    tree = grow_tree(seeds=1)
    examination = examine(tree, strike_tree(tree, suffix=b".MEDUSA"))
    assert examination.hints == ("suffix .MEDUSA is known of Medusa (public reports, 2025-11)",)


def test_files_replaced_by_shorter_noise_are_damage_in_company_and_not_alone() -> None:
    tree = grow_tree()
    shorter = {
        path: random.Random(at).randbytes(len(data) // 3 + 64) for at, (path, data) in enumerate(tree.items())
    }
    shrunk = {path: data for path, data in shorter.items() if len(data) < len(tree[path])}
    together = examine(tree, tree | shrunk)
    assert together.verdict is Verdict.EVENT
    assert sum(state is State.DAMAGED for state in states(together).values()) >= 0.9 * len(shrunk)
    for path in sorted(shrunk)[:8]:
        # under a name that promises a type, noise is damage at once
        assert examine(tree, tree | {path: shrunk[path]}).verdict is Verdict.SUSPECT
        old, new = {b"/srv/scan.in": tree[path]}, {b"/srv/scan.in": shrunk[path]}
        assert examine(tree | old, tree | new).verdict is Verdict.CLEAN


@pytest.mark.parametrize(
    ("path", "content", "starts"),
    [
        (b"/a/long.docx", make_docx(1) + bytes(33 << 10), 1),
        (b"/a/short.docx", make_docx(1)[:2000], 0),
        (b"/a/long.txt", make_text(1) * 40, 0),
    ],
)
def test_the_fence_is_put_up_while_contents_are_read_where_a_name_and_a_length_ask_for_it(
    monkeypatch: pytest.MonkeyPatch, path: bytes, content: bytes, starts: int
) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(FENCE, "start", lambda: begun.append(True))
    reader = MemoryReader()
    examine_changes(list_changes({}, {path: content}, reader), reader, history=History())
    assert len(begun) == starts
