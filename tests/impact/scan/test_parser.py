"""Parsing apart from judging: the same reading comes of it, or the document is read whole."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from typing import Any

import msgspec
import pytest

from firstbell.documents import registry, stepwise_formats
from firstbell.documents.dispatch import read_by
from firstbell.documents.extraction import (
    Budget,
    DocumentLimits,
    DocumentSource,
    Extraction,
    OtherReaderError,
)
from firstbell.documents.sheets import read_sheet
from firstbell.impact.detection.evidence.results import OpenKeeper
from firstbell.impact.detection.values import patterns
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.roster import load_roster
from firstbell.impact.scan import canaries, parsed_document
from firstbell.impact.scan.contents import hash_file, make_file
from firstbell.impact.scan.fenced_readers import READING_LIMITS, FencedReaders, ReaderSetup
from firstbell.impact.scan.kept_patterns import KeptPatterns
from firstbell.impact.scan.parsed_document import ParsedDocument, ReadJob
from firstbell.impact.scan.parser import DocumentParser
from firstbell.impact.scan.read_result import DocumentReading
from firstbell.impact.scan.reader import DocumentReader
from firstbell.processes.fence import ProcessFence, Stopped
from firstbell.processes.fenced_child import FencedChild, FenceTask
from tests.documents import formats
from tests.house.sources import ROOT
from tests.impact import school

PARSER = DocumentParser(registry.READERS)
SHARED = DocumentParser(stepwise_formats.READERS, may_lean=False)
DOCUMENTS = dict(
    [
        *canaries.iterate_canaries(),
        ("letter.txt", formats.make_text()),
        ("torn.docx", formats.make_text()[:40]),
        ("half.zip", dict(canaries.iterate_canaries())["canary.zip"][:-20]),
        ("nothing.txt", b""),
        ("noise.bin", bytes(range(256)) * 40),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
    ]
)


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> ReaderSetup:
    people = load_roster([school.write_roster(tmp_path_factory.mktemp("roster"))]).people
    return ReaderSetup([*people, canaries.PERSON], bytes(32), "2024-02-20", READING_LIMITS)


@pytest.fixture(scope="module")
def compiled(reader: DocumentReader, tmp_path_factory: pytest.TempPathFactory) -> KeptPatterns:
    """The patterns that this process has compiled, for the fences of these tests, as a scan leaves them."""
    kept = KeptPatterns(tmp_path_factory.mktemp("derived"))
    patterns.load_database()
    kept.keep(patterns.pack_database())
    return kept


@pytest.fixture(scope="module")
def reader(setup: ReaderSetup) -> DocumentReader:
    return DocumentReader(Lexicon(setup.people), OpenKeeper(setup.today))


def say_nothing() -> None:
    """Nobody listens."""


def parse(name: str, data: bytes) -> ParsedDocument | None:
    """A document, parsed, as it comes over the stream."""
    parsed = PARSER.parse(ReadJob("", name, len(data)), data, say_nothing)
    if parsed is None:
        return None
    return msgspec.msgpack.decode(msgspec.msgpack.encode(parsed), type=ParsedDocument)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_parsed_document_is_judged_as_one_that_is_read_whole(name: str, reader: DocumentReader) -> None:
    data = DOCUMENTS[name]
    job = ReadJob("", name, len(data), folder="Office/Nurse")
    whole = reader.read(job, make_file(data), beat=say_nothing)
    parsed = parse(name, data)
    assert parsed is not None
    assert reader.judge(job, parsed) == whole


def test_more_text_than_is_kept_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse("letter.txt", formats.make_text()) is not None
    monkeypatch.setattr(parsed_document, "_MOST_CHARS", 100)
    assert parse("letter.txt", formats.make_text()) is None
    assert parse("table.csv", b"a,b,c\n" * 50) is None


def test_a_parser_knows_nothing_of_the_finder() -> None:
    code = (
        "import sys, firstbell.impact.scan.parser_process as parser; parser.begin_parser(b'');"
        "print([n for n in sys.modules if n.startswith(('firstbell.impact.det', 'numpy'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.long
def test_a_judge_holds_no_library_that_reads_documents() -> None:
    code = (
        "import sys, msgspec; from firstbell.impact.scan.judge import begin_judge;"
        "from firstbell.impact.scan.canaries import PERSON;"
        "from firstbell.impact.scan.parsed_document import FencedSetup;"
        "begin_judge(msgspec.msgpack.encode(FencedSetup([PERSON], '2024-02-20', False)));"
        "names = ('lxml', 'pypdfium2', 'python_calamine', 'PIL', 'pypdf', 'openpyxl', 'numpy');"
        "print([n for n in sys.modules if n.partition('.')[0] in names])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.long
def test_only_what_neither_parsers_nor_judges_read_starts_those_who_read_whole(
    setup: ReaderSetup, compiled: KeptPatterns
) -> None:
    read: list[str] = []

    def submit(readers: FencedReaders, name: str, data: bytes) -> None:
        job = ReadJob(name, name, len(data), place="\0shared")
        readers.submit(job, make_file(data), lambda reading: read.append(f"{name} {reading.state}"))
        readers.join()

    with FencedReaders(setup, 1, compiled) as readers:
        submit(readers, "letter.txt", b"A letter about nobody.\n")
        submit(readers, "page.html", b"<html><body><p>A page about nobody.</p></body></html>")
        are_started = [readers._whole is not None]
        submit(readers, "letters.txt", b"A letter about nobody.\n" * 150_000)
        are_started.append(readers._whole is not None)
    assert are_started == [False, True]
    assert read == ["letter.txt read", "page.html read", "letters.txt read"]


def share(name: str, data: bytes) -> ParsedDocument | None:
    """A document, parsed as the child does that judges its folder."""
    return SHARED.parse(ReadJob("", name, len(data)), data, say_nothing)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_parsed_where_it_is_judged_comes_to_the_same(name: str, reader: DocumentReader) -> None:
    data = DOCUMENTS[name]
    job = ReadJob("", name, len(data), folder="Office/Nurse")
    parsed = share(name, data)
    if parsed is not None:
        assert reader.judge(job, parsed) == reader.read(job, make_file(data), beat=say_nothing)


def test_no_library_reads_bytes_where_texts_of_others_are_judged() -> None:
    taken = {name for name in DOCUMENTS if share(name, DOCUMENTS[name]) is not None}
    endings = {name.rpartition(".")[2] for name in taken}
    assert {"txt", "csv", "tsv", "rtf", "json", "eml", "mbox", "vcf", "zip", "gz", "tar"} <= endings
    # of these the plain ones alone
    assert {"docx", "odt", "pptx", "xml"} <= endings
    assert not endings & {
        "pdf",
        "xlsx",
        "xls",
        "ods",
        "html",
        "sqlite",
        "7z",
        "xz",
    }
    assert "canary.docx" in taken


def test_a_picture_that_nobody_recognises_is_listed_and_no_library_meets_its_bytes() -> None:
    code = (
        "import sys; from firstbell.documents.stepwise_formats import READERS;"
        "from firstbell.impact.scan.parsed_document import ReadJob;"
        "from firstbell.impact.scan.parser import DocumentParser;"
        "data = b'\\x89PNG\\r\\n\\x1a\\n' + bytes(100);"
        "job = ReadJob('', 'photo.png', len(data));"
        "parsed = DocumentParser(READERS, may_lean=False).parse(job, data, lambda: None);"
        "print(parsed.format, bool(parsed.problem), parsed.pieces, 'PIL' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "image True [] False"
    assert share("photo.png", DOCUMENTS["photo.png"]) == parse("photo.png", DOCUMENTS["photo.png"])
    scan = pack({"word/document.xml": b"<d/>", "word/media/scan.png": DOCUMENTS["photo.png"]})
    assert share("scan.docx", scan) is None  # whether it is large enough to hold text a library says


def pack(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def mail_with(name: str, data: bytes) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.set_content("See the file.")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_a_page_a_workbook_and_a_document_within_are_for_another_child() -> None:
    page = b"Subject: x\nContent-Type: text/html\n\n<p>Ada</p>"
    assert share("page.eml", page) is None
    assert share("mail.eml", page.replace(b"html", b"plain")) is not None
    mail = mail_with("plan.docx", pack({"word/document.xml": b"<d><!-- not plain --></d>"}))
    assert share("mail.eml", mail) is None
    assert share("mail.eml", mail_with("plan.docx", DOCUMENTS["canary.docx"])) is not None
    assert share("mail.eml", mail_with("plan.xlsx", DOCUMENTS["canary.xlsx"])) is None
    assert share("letter.txt", DOCUMENTS["canary.pdf"]) is None


def read_by_steps(source: DocumentSource, draft: Extraction) -> str:
    return read_by(stepwise_formats.READERS, source, draft)


def test_a_workbook_of_before_2007_is_for_another_child() -> None:
    draft = Extraction(parsed_document.PieceRecorder(say_nothing), Budget(DocumentLimits(), 9), read_by_steps)
    draft.may_lean = False
    with pytest.raises(OtherReaderError):
        read_sheet(DocumentSource("book.xls", b"anything"), draft)


def read_folders(setup: ReaderSetup, monkeypatch: pytest.MonkeyPatch, places: int) -> tuple[int, list[str]]:
    """How many children judged nine letters in so many folders, and the states that they came to."""
    children: set[int] = set()
    states: list[str] = []
    give = ProcessFence._give

    def note(fence: ProcessFence, child: FencedChild, task: FenceTask) -> None:
        children.add(id(child.stream))
        kept.append(child)
        assert child.company == task.company or not child.answered
        give(fence, child, task)

    kept: list[FencedChild] = []  # so that no two have one id
    with monkeypatch.context() as patched, FencedReaders(setup, 1) as readers:
        patched.setattr(ProcessFence, "_give", note)
        for number in range(9):
            data = b"Letter %d about nobody.\n" % number
            job = ReadJob(str(number), f"{number}.txt", len(data), place=f"\0{number * places // 9}")
            readers.submit(job, make_file(data), lambda reading: states.append(reading.state))
        readers.join()
        assert readers._parsers._fence._link is None
    return len(children), states


@pytest.mark.long
def test_letters_of_one_folder_share_a_child_and_those_of_another_never(
    setup: ReaderSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_folders(setup, monkeypatch, 1) == (1, ["read"] * 9)
    assert read_folders(setup, monkeypatch, 3) == (3, ["read"] * 9)


def test_documents_are_read_though_those_who_start_their_readers_are_killed_before_they_are_ready(
    setup: ReaderSetup, compiled: KeptPatterns
) -> None:
    states: list[str] = []
    with FencedReaders(setup, 1, compiled) as readers:
        readers._parsers._fence.start()
        for fence in (readers._judges, readers._parsers._fence):
            assert fence._link is not None
            fence._link._process.kill()
        for name in ("canary.txt", "canary.pdf"):
            data = DOCUMENTS[name]
            job = ReadJob(name, name, len(data), place="canaries")
            readers.submit(job, make_file(data), lambda reading: states.append(reading.state))
        readers.join()
    assert states == ["read"] * 2


def read_all(
    setup: ReaderSetup, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, DocumentReading], list[str]]:
    """What fenced children read, and which documents were read whole."""
    found: dict[str, DocumentReading] = {}
    whole: list[str] = []
    hand_in = FencedReaders._hand_in

    def note(readers: FencedReaders, job: ReadJob, *rest: Any) -> None:
        whole.append(job.name)
        hand_in(readers, job, *rest)

    with monkeypatch.context() as patched, FencedReaders(setup, 2) as readers:
        patched.setattr(FencedReaders, "_hand_in", note)
        for name, data in DOCUMENTS.items():
            descriptor = make_file(data)
            job = ReadJob(hash_file(descriptor), name, len(data))
            readers.submit(job, descriptor, lambda reading: found.__setitem__(reading.name, reading))
        readers.join()
        assert readers.restarts == 0
    return found, whole


@pytest.mark.long
def test_in_the_fence_small_documents_are_parsed_apart_and_what_is_no_parse_is_read_whole(
    setup: ReaderSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, whole = read_all(setup, monkeypatch)
    assert sorted(found) == sorted(DOCUMENTS)
    assert whole == []
    assert all(
        found[name].findings is not None and found[name].state == "read"
        for name, _ in canaries.iterate_canaries()
    )
    assert found["photo.png"].state == "unreadable"

    monkeypatch.setattr(
        "firstbell.impact.scan.fenced_parsers.FencedParsers.submit",
        lambda self, job, descriptor, accept: accept(
            b"no document" if "canary" in job.name else Stopped("fell")
        ),
    )
    again, whole = read_all(setup, monkeypatch)
    assert sorted(whole) == sorted(DOCUMENTS)
    assert again == found
