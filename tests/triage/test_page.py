"""The page: the most urgent first, children before all, campaigns joined, nothing hostile shown as markup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from firstbell.triage.answers import load_advice
from firstbell.triage.campaigns import CampaignIndex
from firstbell.triage.description import describe_message, list_message
from firstbell.triage.layer_clues import gather_text
from firstbell.triage.mailboxes import list_message_files
from firstbell.triage.message_files import RawMessage, read_messages
from firstbell.triage.page import ListedMessage, render_page
from firstbell.triage.triage import triage_raw
from firstbell.triage.urgency import Urgency, judge_urgency
from tests.triage.measuring import DISTRICT

THREAT = (
    "We stole the files of your school district. Pay us or we publish {} in 48 hours. Do not call the police."
)
CHILD = THREAT.format("the counseling records of your daughter")


def write(folder: Path, name: str, text: str, subject: str = "x", sender: str = "m@onionmail.org") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    head = f"From: M <{sender}>\nTo: jo@lakesideschools.org\nSubject: {subject}\n\n"
    (folder / name).write_text(head + text)


def list_all(folder: Path) -> list[ListedMessage]:
    index, listed = CampaignIndex(), []
    for path in list_message_files(folder):
        for raw in read_messages(path):
            triaged = triage_raw(raw, DISTRICT)
            signs = [(one.kind, one.value) for one in triaged.indicators]
            listed.append(list_message(raw, triaged, index.add(raw.file, gather_text(triaged.mail), signs)))
    return listed


def test_what_a_person_decided_before_stands_there_and_nobody_is_asked_again(tmp_path: Path) -> None:
    write(tmp_path, "1.eml", "See you at noon.", "lunch", "kim@homenet.example")
    (listed,) = list_all(tmp_path)
    asked = replace(listed, look=True, urgency=Urgency.UNDECIDED)
    assert "a person has to decide" in render_page([asked])
    page = render_page([replace(listed, decided="Kim <b> decided on it at noon: it was her")])
    assert "<b>Decided:</b> Kim &lt;b&gt; decided on it at noon: it was her." in page
    assert "has to decide" not in page


def test_no_answer_has_the_marks_of_a_command_as_they_stand_in_a_terminal() -> None:
    assert not [words for one in load_advice().values() for words in one.values() if "`" in words]


def test_threats_to_children_come_first_and_harmless_mail_last(tmp_path: Path) -> None:
    write(tmp_path, "1.eml", "See you at noon.", "lunch", "kim@homenet.example")
    board = "We encrypted your servers and hold the budget. Pay by Friday, or it goes to the press."
    write(tmp_path, "2.eml", board, "to the board", "a@onionmail.org")
    write(tmp_path, "3.eml", CHILD, "to a mother", "b@onionmail.org")
    page = render_page(list_all(tmp_path))
    assert page.index("to a mother") < page.index("to the board") < page.index("lunch")
    assert page.index("Now: a child") < page.index("Today: threats") < page.index("Nothing to do")
    assert "Do not answer, do not pay" in page


def test_a_campaign_stands_once_with_its_count(tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path, f"{number}.eml", CHILD, "to a mother")
    write(tmp_path, "other.eml", CHILD + " We will not wait any longer than that.", "to a father")
    page = render_page(list_all(tmp_path))
    assert page.count("<article") == 1
    assert "6 messages of one campaign" in page
    assert "4 of them are the same words again" in page


def test_a_campaign_is_answered_by_what_is_certain_of_it(tmp_path: Path) -> None:
    write(tmp_path, "1.eml", CHILD, "the first")
    (sure,) = list_all(tmp_path)
    unsure = replace(sure, file="2.eml", like=sure.file, look=True, score=1.0, advice="Look at it.")
    page = render_page([unsure, sure])
    assert sure.advice.partition(".")[0] in page
    assert "Look at it." not in page
    assert "a threat by those who broke in: 2" in page


def test_what_a_message_brings_is_never_markup(tmp_path: Path) -> None:
    write(tmp_path, "1.eml", CHILD, "<script>alert(1)</script>", "x@evil.example")
    page = render_page(list_all(tmp_path))
    assert "<script" not in page
    assert "x[@]evil[.]example" in page


def test_a_line_says_urgency_child_and_campaign(tmp_path: Path) -> None:
    write(tmp_path, "1.eml", CHILD)
    (raw,) = read_messages(tmp_path / "1.eml")
    triaged = triage_raw(raw, DISTRICT)
    told = describe_message(raw, triaged, CampaignIndex().add("a", "b"))
    assert (told["urgency"], told["concerns_child"], told["like"], told["duplicate_of"]) == (
        1,
        True,
        None,
        None,
    )
    assert judge_urgency(triaged) is Urgency.CHILD_THREATENED


def test_a_maildir_is_read_without_what_is_being_written(tmp_path: Path) -> None:
    write(tmp_path / "box" / "cur", "1:2,S", "a")
    write(tmp_path / "box" / "new", "2", "b")
    write(tmp_path / "box" / "tmp", "3", "c")
    write(tmp_path / "box" / ".Sent" / "cur", "4", "d")
    (tmp_path / "box" / "dovecot-uidlist").write_text("3 V1")
    (tmp_path / "box" / ".Sent" / "new").mkdir()
    names = [path.name for path in list_message_files(tmp_path / "box")]
    assert names == ["4", "1:2,S", "2"]


def test_a_folder_of_folders_is_read_without_hidden_files(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b", "1.eml", "a")
    write(tmp_path, "2.eml", "a")
    write(tmp_path / ".cache", "3.eml", "a")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    assert [path.name for path in list_message_files(tmp_path)] == ["2.eml", "1.eml"]


def test_a_message_is_named_by_its_number_in_a_mailbox() -> None:
    assert RawMessage("box", 7, b"", 0, "", 0).file == "box#7"


def test_a_page_of_no_message_says_that_nothing_was_judged() -> None:
    page = render_page([])
    assert "0 messages handed in" in page
    assert "hold no message" in page
