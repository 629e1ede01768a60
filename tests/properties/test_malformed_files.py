"""Files that people, other machines and power cuts hand over: read, or refused in one line that names them.

What no reader may do is end in an error of Python: to a person that is an internal error, to a server a 500.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.actions.desk.answers import read_answers
from firstbell.base.clock import FixedClock
from firstbell.base.errors import Error, UsageError
from firstbell.case.actors import load_public
from firstbell.case.fact_file import load_fact_file
from firstbell.case.folder import CaseFolder
from firstbell.case.sealed_key import SealSecret, open_sealed
from firstbell.cli.commands import canary
from firstbell.cli.vault_heads import load_signed
from firstbell.compose.deny_list import load_deny_list
from firstbell.console.key_process.access_log import AccessLog
from firstbell.console.key_process.register import Register
from firstbell.console.key_process.work import WorkList
from firstbell.crypto.derivation import ScryptParameters
from firstbell.desk import load_configuration
from firstbell.desk.amendment import amend
from firstbell.desk.archive import read_manifest
from firstbell.desk.recovery import load_recovery_key
from firstbell.investigate.hunts.indicators.files import load_indicators
from firstbell.investigate.hunts.match.sigma import load_folder
from firstbell.ledger import Ledger, load_signer
from firstbell.notify.notices.people_file import list_people
from firstbell.notify.notices.returns import list_returns
from firstbell.repository.arrivals import load_arrivals
from firstbell.runs.execution.journal import RunJournal
from firstbell.runs.plans.plan import load_plan
from firstbell.runs.rehearsals.coverage import Coverage
from firstbell.vault.about import read_about
from firstbell.vault.bucket import load_bucket

CLOCK = FixedClock(1_770_000_000_000_000_000)
CHEAP = ScryptParameters(2, 1, 1)
MORNING = "2026-03-02T06:00:00Z"
CONFIGURATION = b'version = 1\n[district]\nname = "Hill"\n'


class Reader(NamedTuple):
    """A file, by its path in a folder, and what reads it, given the folder. `names_file`: its errors do."""

    path: str
    read: Callable[[Path], object]
    names_file: bool = True


def _read_case(folder: Path) -> object:
    return CaseFolder(folder).load_card()


def _open_sealed(folder: Path) -> object:
    return open_sealed(folder, SealSecret(folder / "secret", "word", CHEAP))


def _amend(folder: Path) -> object:
    return amend(folder, lambda document: document.update({"x": 1}))


def _read_work(folder: Path) -> object:
    return WorkList(folder).list_all()


def _look(folder: Path) -> object:
    log = AccessLog(folder, CLOCK)
    return log.list_newest(None, most=5), log.count_lately(60), log.read()


READERS = {
    "configuration": Reader("firstbell.toml", load_configuration),
    "configuration to be changed": Reader("firstbell.toml", _amend),
    "answers": Reader("answers.toml", lambda folder: read_answers(folder / "answers.toml")),
    "public key": Reader("kay.pub", lambda folder: load_public(folder / "kay.pub")),
    "key file": Reader("kay.key", lambda folder: load_signer(folder / "kay.key", "word")),
    "card of a case": Reader("case.json", _read_case, names_file=False),
    "key of the sealed store": Reader("key", _open_sealed),
    "facts": Reader("facts.json", lambda folder: load_fact_file(folder / "facts.json", MORNING)),
    "canaries": Reader("canaries.json", lambda folder: canary._read_manifest(folder / "canaries.json")),
    "head of a vault": Reader("head.json", lambda folder: load_signed(folder / "head.json")),
    "recovery key": Reader("recovery.json", load_recovery_key),
    "manifest": Reader("manifest.json", read_manifest, names_file=False),
    "indicators": Reader("iocs.json", lambda folder: load_indicators(folder / "iocs.json")),
    "rules": Reader("rule.yml", load_folder),
    "people": Reader("people.jsonl", lambda folder: list(list_people(folder / "people.jsonl"))),
    "returns": Reader("returns.csv", lambda folder: list(list_returns(folder / "returns.csv"))),
    "deny list": Reader("deny.txt", lambda folder: load_deny_list(folder / "deny.txt")),
    "plan": Reader("plan.json", lambda folder: load_plan(folder / "plan.json")),
    "ledger": Reader("entries.jsonl", lambda folder: Ledger(folder).read(), names_file=False),
    "arrivals": Reader("arrivals.jsonl", lambda folder: load_arrivals(folder / "arrivals.jsonl")),
    "journal of a run": Reader("run.jsonl", lambda folder: RunJournal(folder / "run.jsonl", CLOCK).read()),
    "packs read": Reader("packs.json", lambda folder: Coverage.load(folder / "packs.json")),
    "vault": Reader("vault.json", read_about, names_file=False),
    "bucket": Reader("bucket.json", load_bucket),
    "register": Reader("console/people.jsonl", lambda folder: Register(folder, CLOCK).refresh()),
    "log of looks": Reader("console/access.jsonl", _look),
    "order of work": Reader("console/work/a/order.json", _read_work),
}  # fmt: skip

DEEP = 10_000
MALFORMED = {
    "nothing": b"",
    "a newline": b"\n",
    "zeros of a power cut": bytes(4096),
    "one brace": b"{",
    "a list": b"[]\n",
    "null": b"null\n",
    "a number": b"1\n",
    "a text": b'"text"\n',
    "an empty object": b"{}\n",
    "latin-1": b'{"name": "Caf\xe9"}\n',
    "utf-16": '\ufeff{"version": 1}'.encode("utf-16-le"),
    "half a surrogate": b'{"version": 1, "name": "\\ud800"}\n',
    "nested lists": b"[" * DEEP,
    "nested objects": b'{"version":' * DEEP,
    "nested behind a field": b'{"version": 1, "x": ' + b"[" * DEEP + b"\n",
    "nested toml": b"version = " + b"[" * DEEP,
    "a nested table": b"version = " + b"{a = " * DEEP,
    "nested yaml": b"- " * DEEP + b"a\n",
    "a version of the future": b'{"version": 4711}\n',
    "an endless version": b'{"version": ' + b"9" * 5000 + b"}\n",
    "a version that is no number": b'{"version": NaN}\n',
    "an infinite version": b'{"version": 1e999}\n',
    "a version that is true": b'{"version": true}\n',
    "no version": b'{"version": null}\n',
    "fields of another kind": b'{"version": 1, "facts": {}, "files": [], "id": 1, "objects": 1}\n',
    "a page": b"<!DOCTYPE html><html><body>404</body></html>\n",
    "an archive": b"PK\x03\x04" + bytes(range(256)),
    "one endless line": b"a" * 50_000,
    "a quotation mark that does not close": b'letter_id,status\n"' + b"x\n" * 10_000,
}


def refuse_or_read(reader: Reader, folder: Path, data: bytes) -> Error | None:
    """The error by which the reader refuses the file, None where it takes it."""
    path = folder / reader.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    try:
        reader.read(folder)
    except Error as error:
        return error
    return None


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.parametrize("kind", READERS)
def test_a_file_is_read_or_refused_in_one_line(tmp_path: Path, kind: str, name: str) -> None:
    reader = READERS[kind]
    refused = refuse_or_read(reader, tmp_path, MALFORMED[name])
    if refused is None:
        return
    said = str(refused)
    assert len(said.splitlines()) == 1
    assert len(said) < 1000
    assert "recursion" not in said
    assert "codec" not in said
    if reader.names_file:
        assert Path(reader.path).name in said


_GRAINS = st.sampled_from(
    [b"{", b"}", b"[", b"]", b'"', b":", b",", b"\n", b"version", b"1", b"null", b"\xff", b"\0", b"=", b"#",
     b"- ", b'"version": 1', b"true", b"-", b"1e9", b"\\", b"\\u0000", b"key", b"id", b"name", b"'",
     b"\xef\xbb\xbf"]
)  # fmt: skip


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=25)
@given(data=st.one_of(st.binary(max_size=60), st.lists(_GRAINS, max_size=20).map(b"".join)))
def test_no_bytes_end_in_an_error_of_python(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: bytes
) -> None:
    refuse_or_read(READERS[kind], tmp_path_factory.getbasetemp() / "malformed" / kind, data)


@pytest.mark.parametrize("kind", sorted(READERS.keys() - {"rules", "order of work", "packs read"}))
def test_a_folder_in_the_place_of_the_file_is_told_by_its_name(tmp_path: Path, kind: str) -> None:
    """By an error of ours, or by one of the system that a command tells with the file that it names."""
    reader = READERS[kind]
    (tmp_path / reader.path).mkdir(parents=True)
    with pytest.raises((Error, IsADirectoryError)) as refused:
        reader.read(tmp_path)
    assert len(str(refused.value).splitlines()) == 1
    if reader.names_file:
        assert Path(reader.path).name in str(refused.value)


def list_cuts(data: bytes) -> Iterator[bytes]:
    """What a power cut leaves of it."""
    yield from (data[:length] for length in range(len(data)))


def test_a_configuration_that_was_cut_off_anywhere_stays_as_it_is(tmp_path: Path) -> None:
    """`x` is no field, so that no change is written; neither is any where the file does not read."""
    for cut in list_cuts(CONFIGURATION + b"[[person]]\nname = 'Kay'\nrole = 'director'\n"):
        assert refuse_or_read(READERS["configuration to be changed"], tmp_path, cut) is not None
        assert (tmp_path / "firstbell.toml").read_bytes() == cut


def test_every_beginning_of_a_list_of_canaries_but_the_whole_is_refused(tmp_path: Path) -> None:
    whole = msgspec.json.encode(
        {"version": 1, "host": "a", "canaries": [{"path": "/a/b.docx", "sha256": "ab" * 32}]}
    )
    path = tmp_path / "canaries.json"
    for cut in list_cuts(whole):
        path.write_bytes(cut)
        with pytest.raises(UsageError, match="is not a list of canaries") as refused:
            canary._read_manifest(path)
        assert "canary plant --manifest" in refused.value.hint
    path.write_bytes(whole)
    assert canary._read_manifest(path) == ("a", [("/a/b.docx", b"\xab" * 32)])
