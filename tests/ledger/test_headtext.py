from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.ledger import HeadLine, Ledger
from firstbell.ledger.headtext import HeadTextError, parse_head_text, render_head_text, shorten_head
from firstbell.ledger.kept_heads import keep_head, list_kept, load_kept, name_head
from firstbell.ledger.lines import Head
from firstbell.ledger.verification import KeptHead, verify
from firstbell.ledger.verifier.problems import CUT_OFF, KEPT_HEAD, REWRITTEN
from tests.ledger.tampered import ADA, BO, make_ledger, rewrite

HEAD = Head("ada0" * 4, "a1" * 32, "1d" * 16, "b2" * 32, "c3" * 32, 1204, "2023-02-18T06:05:00.25Z")
LINE = HeadLine(HEAD, bytes(range(64)))

EXPECTED = """\
Firstbell ledger head

entries:   1204
time:      2023-02-18T06:05:00.25Z
ledger:    1d1d1d1d 1d1d1d1d 1d1d1d1d 1d1d1d1d
actor:     ada0ada0 ada0ada0
key:       a1a1a1a1 a1a1a1a1 a1a1a1a1 a1a1a1a1
           a1a1a1a1 a1a1a1a1 a1a1a1a1 a1a1a1a1
"""


def test_a_head_as_text_fits_narrow_paper() -> None:
    text = render_head_text(LINE, name="Ada Hill, director")
    assert text.startswith(EXPECTED)
    assert text.endswith("signed by:  Ada Hill, director\n")
    assert max(map(len, text.splitlines())) <= 50


def test_what_was_written_is_read_back() -> None:
    assert parse_head_text(render_head_text(LINE)) == [LINE]
    assert parse_head_text(render_head_text(LINE, name="key: root: Ada").encode()) == [LINE]


def quote(text: str) -> str:
    return "On Friday Ada wrote:\n\n" + "".join(f"> {line}\n" for line in text.splitlines()) + "\n--\nBo\n"


MAILED: dict[str, Callable[[str], str]] = {
    "quoted": quote,
    "quoted twice": lambda text: quote(quote(text)),
    "with CRLF": lambda text: text.replace("\n", "\r\n"),
    "indented": lambda text: "".join(f"\t   {line}\n" for line in text.splitlines()),
    "in capitals": lambda text: text.replace("entries", "Entries").replace("a1a1", "A1A1"),
    "wrapped": lambda text: text.replace(" b2b2b2b2", "\nb2b2b2b2").replace(" 0405", "\n0405"),
    "one group a line": lambda text: text.replace(" c3c3c3c3", "\n  c3c3c3c3"),
    "no spaces": lambda text: text.replace("b2 b2", "b2b2"),
    "with empty lines": lambda text: text.replace("\nroot", "\n\n\nroot"),
    "quoted-printable": lambda text: text.replace("c3 c3", "c3 =\nc3"),
    "twice": lambda text: text + quote(text),
    "beside a word of its own": lambda text: "Hello,\nkey: I lost mine\n\n" + text + "\nroot: see above\n",
}


@pytest.mark.parametrize("how", MAILED)
def test_mail_does_it_no_harm(how: str) -> None:
    assert parse_head_text(MAILED[how](render_head_text(LINE))) == [LINE]


@pytest.mark.parametrize(
    ("cut", "problem"),
    [
        ("Firstbell", "no head"),
        ("root:", "its root is missing"),
        ("c3c3c3c3 ", "root is not a number of 64"),
        ("1204", "entries is missing"),
        ("entries:", "no head"),
        ("2023-", "entries or its time"),
        ("38393a3b ", "signature is not a number of 128"),
    ],
)
def test_what_is_missing_is_told(cut: str, problem: str) -> None:
    text = render_head_text(LINE)
    text = "" if cut == "Firstbell" else text.replace(cut, "", 1)
    with pytest.raises(HeadTextError, match=problem) as caught:
        parse_head_text(text, "mail.txt")
    assert str(caught.value).startswith("mail.txt: ")
    assert caught.value.hint


@given(st.text())
def test_no_text_is_more_than_refused(text: str) -> None:
    for tried in (text, render_head_text(LINE)[:200] + text):
        with pytest.raises(HeadTextError):
            parse_head_text(tried)


def test_a_text_may_hold_several_heads() -> None:
    other = HeadLine(HEAD, bytes(64))
    text = quote(render_head_text(LINE, name="Ada")) + "\n\n" + render_head_text(other)
    assert parse_head_text(text) == [LINE, other]


def test_the_short_form_is_six_groups_of_digits_and_another_for_each_head() -> None:
    other = HeadLine(HEAD, bytes(64))
    assert [len(group) for group in shorten_head(LINE).split()] == [5] * 6
    assert shorten_head(LINE).replace(" ", "").isdecimal()
    assert shorten_head(LINE) != shorten_head(other)


def list_heads(folder: Path) -> list[KeptHead]:
    """The last head after each of three batches more, and the ledger's folder then."""
    heads = []
    for signer in (ADA, BO, ADA):
        ledger = Ledger(folder, signer=signer)
        ledger.append("note", {"by": signer.actor.name})
        line = ledger.signed_head()
        assert line is not None
        heads.append(KeptHead(f"{line.head.size}.head", line))
    return heads


def test_kept_heads_agree_with_the_ledger_they_are_of(tmp_path: Path) -> None:
    make_ledger(tmp_path / "ledger")
    kept = list_heads(tmp_path / "ledger")
    assert verify(tmp_path / "ledger", kept).holds


def test_a_tail_that_was_cut_off_at_a_head_is_found_by_a_kept_one(tmp_path: Path) -> None:
    make_ledger(tmp_path / "ledger")
    path = tmp_path / "ledger" / "entries.jsonl"
    before = path.read_bytes()
    kept = list_heads(tmp_path / "ledger")
    path.write_bytes(before)
    assert verify(tmp_path / "ledger").holds
    problems = verify(tmp_path / "ledger", kept).problems
    assert [(problem.seq, problem.last_seq, problem.kind) for problem in problems] == [
        (14, 14, CUT_OFF),
        (14, 15, CUT_OFF),
        (14, 16, CUT_OFF),
    ]


def test_a_tail_cut_off_within_its_last_line_is_no_power_cut_where_a_head_of_it_was_kept(
    tmp_path: Path,
) -> None:
    make_ledger(tmp_path / "ledger")
    kept = list_heads(tmp_path / "ledger")
    path = tmp_path / "ledger" / "entries.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    torn = verify(tmp_path / "ledger")
    assert torn.holds
    assert torn.torn_bytes > 20
    problems = verify(tmp_path / "ledger", kept).problems
    assert [(problem.seq, problem.kind) for problem in problems] == [(16, CUT_OFF)]


def test_a_whole_ledger_that_is_gone_is_found(tmp_path: Path) -> None:
    make_ledger(tmp_path / "ledger")
    kept = list_heads(tmp_path / "ledger")
    assert verify(tmp_path / "nothing").holds
    assert [problem.seq for problem in verify(tmp_path / "nothing", kept[:1]).problems] == [0]


def test_what_was_rewritten_with_a_key_that_may_sign_is_found_between_two_kept_heads(tmp_path: Path) -> None:
    make_ledger(tmp_path / "ledger")
    kept = list_heads(tmp_path / "ledger")
    path = tmp_path / "ledger" / "entries.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if b'"seq":16' in line)
    path.write_bytes(b"".join(rewrite(lines, at, ADA, body={"by": "nobody"})))
    assert verify(tmp_path / "ledger").holds
    problems = verify(tmp_path / "ledger", kept).problems
    assert [(problem.seq, problem.last_seq, problem.kind) for problem in problems] == [(16, 16, REWRITTEN)]


def test_a_kept_head_that_does_not_hold_itself_is_told(tmp_path: Path) -> None:
    make_ledger(tmp_path / "ledger")
    (kept, *_) = list_heads(tmp_path / "ledger")
    mistyped = HeadLine(kept.line.head, bytes(64))
    problems = verify(tmp_path / "ledger", [KeptHead("mail.txt", mistyped)]).problems
    assert [(problem.seq, problem.kind) for problem in problems] == [(-1, KEPT_HEAD)]
    assert "mail.txt" in problems[0].problem
    stranger = Ledger(tmp_path / "other")
    stranger.append("note", {})
    line = stranger.signed_head()
    assert line is not None
    (problem,) = verify(tmp_path / "ledger", [KeptHead("other.head", line)]).problems
    assert "another ledger" in problem.problem


def test_kept_heads_say_more_of_a_damaged_ledger(tmp_path: Path) -> None:
    lines = make_ledger(tmp_path / "ledger")
    kept = list_heads(tmp_path / "ledger")
    path = tmp_path / "ledger" / "entries.jsonl"
    changed = path.read_bytes().replace(b'"round":0', b'"round":7')
    path.write_bytes(changed)
    found = verify(tmp_path / "ledger", kept)
    assert {problem.seq for problem in found.problems} == {5, 6, 7, 8}
    path.write_bytes(b"".join(changed.splitlines(keepends=True)[: len(lines)]))
    assert CUT_OFF in {problem.kind for problem in verify(tmp_path / "ledger", kept).problems}


def test_heads_are_kept_in_a_folder_and_come_back(tmp_path: Path) -> None:
    path = keep_head(tmp_path / "heads", LINE, name="Ada")
    assert path.name == name_head(LINE) + ".head"
    assert path.stat().st_mode & 0o077 == 0
    assert keep_head(tmp_path / "heads", LINE) == path
    assert list_kept(tmp_path / "heads") == load_kept(path) == [KeptHead(str(path), LINE)]
    assert list_kept(tmp_path / "none") == []
