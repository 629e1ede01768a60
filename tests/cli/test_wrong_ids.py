"""An id or a name that nothing has ends every verb alike: status 1, and a hint of how to list them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from firstbell.base.errors import UnknownIdError
from firstbell.base.ids import pick_by_id
from firstbell.cli.main import run
from tests.cli.conftest import PASSWORD, Call
from tests.cli.district import write_desk

_ID = "f" * 16
# by what names: the command lines, and what the hint names
_OF_SNAPSHOTS = (
    f"ls {_ID}",
    f"find --snapshot {_ID} x",
    f"diff {_ID} latest",
    f"dump {_ID} /x",
    f"restore {_ID} -t out",
    f"stats {_ID}",
    f"tag --add x {_ID}",
    f"copy {_ID} --from-repo {{repository}} --from-password-file password",
    f"rewrite --new-host x --forget {_ID}",
    f"forget {_ID} --yes",
    f"snapshots {_ID}",
    f"pin add {_ID} --why x",
    f"examine {_ID}",
    f"examine rule {_ID} event --why x",
    f"recover run {_ID} -t out",
    f"repair snapshots {_ID}",
    f"hunt persistence {_ID}",
    f"cat snapshot {_ID}",
)
_OF_EVENTS = (
    f"event show {_ID}",
    f"event declare {_ID}",
    f"event close {_ID}",
    f"recover plan --event {_ID}",
    f"case open new --event {_ID}",
    f"case declare {_ID}",
    f"respond {_ID}",
)
_OF_HOSTS = (
    "recover compose --host nobody",
    "recover run --host nobody -t out",
    "recover release /x --host nobody --why x",
    "hunt run --host nobody",
    "hunt coverage --host nobody",
    "hunt coverage --headers --host nobody",
)
_OF_A_VAULT = (
    "vault freeze nobody --why x",
    "vault thaw nobody --why x",
    "host change nobody --quota 5G",
    "host remove nobody --why x",
    "host grant nobody",
    "host rotate nobody",
)
_OF_SYSTEMS = (
    "recover plan --systems Nothing",
    "rehearse --systems Nothing",
    "exercise --systems Nothing",
    "recover run plan.json --systems Nothing",
)
_OTHERS = {
    f"hunt show {_ID}": "`firstbell hunt list`",
    f"case evidence from-hunt {_ID}": "`firstbell hunt run`",
    f"recover plan --keep-persistence {_ID} --reason x --yes": "`firstbell recover plan`",
    f"pin remove {_ID} --why x": "`firstbell pin list`",
    f"key remove {_ID}": "`firstbell key list`",
    f"case note x --ref {_ID}": "`firstbell case log`",
    f"case evidence check {_ID}": "`firstbell case log`",
    f"case evidence hand-over {_ID} --to x --why y": "`firstbell case log`",
    f"case key revoke {_ID} --why x": "`firstbell case actor list`",
    f"case clocks resume {_ID} --why x": "`firstbell case log`",
    f"case clocks approve {_ID}": "`firstbell case clocks",
    f"case clocks explain {_ID}": "`firstbell case clocks",
    f"case clocks filed {_ID}": "`firstbell case clocks",
    f"impact review confirm {_ID}": "`firstbell impact people`",
    f"impact review merge {_ID} {_ID}": "`firstbell impact people`",
    f"impact review undo {_ID}": "`firstbell case log",
    f"vault release {_ID} --why x": "`firstbell vault quarantine`",
    "host take nobody": "`firstbell host offers`",
    "console end nobody": "`firstbell console people`",
    f"recover run {_ID}.json": "`firstbell recover plan",
    f"recover status {_ID}.json": "`firstbell recover plan",
}
_LINES = {
    **dict.fromkeys(_OF_SNAPSHOTS, "`firstbell snapshots`"),
    **dict.fromkeys(_OF_EVENTS, "`firstbell event list`"),
    **dict.fromkeys(_OF_HOSTS, "there are: dc01, sis01"),
    **dict.fromkeys(_OF_A_VAULT, "known: none yet"),
    **dict.fromkeys(_OF_SYSTEMS, ": Identity, Records, Payroll"),
    **_OTHERS,
}


def enter(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Stand in a folder with a case, a vault and a desk, which the environment names."""
    patch.chdir(folder)
    patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    patch.setenv("FIRSTBELL_CACHE_DIR", str(folder / "cache"))
    patch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
    patch.setenv("FIRSTBELL_REPOSITORY", str(folder / "repository"))
    for name in ("case", "desk", "vault"):
        patch.setenv(f"FIRSTBELL_{name.upper()}", str(folder / name))


@pytest.fixture(scope="module")
def furnished(struck: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case, a vault and a plan of a struck district. No command below changes it."""
    root, repository = struck
    folder = tmp_path_factory.mktemp("room")
    shutil.copytree(repository, folder / "repository")
    write_desk(folder / "desk", folder / "repository", root, folder / "restored")
    (folder / "password").write_text(PASSWORD)
    with pytest.MonkeyPatch.context() as patch:
        enter(folder, patch)
        assert run(["case", "open", "case"]) == 0
        assert run(["case", "clocks", "hold", "--agency", "FBI", "--why", "x"]) == 0
        assert run(["vault", "init", "vault", "--url", "https://lakes.k12.us:8000"]) == 0
        assert run(["recover", "plan", "--output", "plan.json"]) == 0
    return folder


@pytest.fixture
def room(furnished: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, which the environment names; there is nothing of any of the names."""
    enter(furnished, monkeypatch)
    return furnished


@pytest.mark.parametrize(("line", "hint"), _LINES.items(), ids=list(_LINES))
def test_a_name_that_nothing_has_fails_with_how_to_list_those_there_are(
    call: Call, room: Path, line: str, hint: str
) -> None:
    told = call(*line.format(repository=room / "repository").split())

    assert told.status == 1, told.err
    assert "restored" not in told.out
    last = told.err.splitlines()[-1]
    assert last.startswith("hint: ")
    assert hint in last
    assert not (room / "out").exists()
    assert not (room / "new").exists()


@pytest.mark.parametrize("line", _LINES)
def test_an_empty_name_takes_nothing(call: Call, room: Path, line: str) -> None:
    """As a script gives it whose variable is not set: it is none, and not the only one or every one."""
    given = line.format(repository=room / "repository").split()
    words = ["" if word in {_ID, "nobody", "Nothing"} else word for word in given]
    told = call(*words)
    assert told.status in (1, 2), told.out + told.err
    assert "internal error" not in told.err
    assert not (room / "out").exists()
    assert not (room / "new").exists()


@pytest.mark.parametrize(
    ("line", "option"), [("revoke office --id", "--id"), ("dismiss office --code", "--code")]
)
def test_an_option_of_a_host_that_names_nothing_ends_nothing(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, option: str
) -> None:
    """Without the option all credentials would end, or the host would be expected no more."""
    enter(tmp_path, monkeypatch)
    assert call("vault", "init", "vault", "--url", "https://lakes.k12.us:8000").status == 0
    assert call("host", "add", "office", "--path", "/data").status == 0
    before = call("host", "list", "--json").out
    told = call("host", *line.split(), "", "--why", "x")
    assert told.status == 2, told.err
    assert f"{option} is given, and names nothing" in told.err
    assert told.err.splitlines()[-1].startswith(f"hint: without {option}")
    assert call("host", "list", "--json").out == before


def test_what_has_an_id_is_found_by_how_that_begins() -> None:
    found = {"abcd": 1, "abce": 2, "ffff": 3}
    assert pick_by_id(found, "ABCD", "trace", hint="x") == 1
    assert pick_by_id(found, "f", "trace", hint="x") == 3
    with pytest.raises(UnknownIdError, match="2 ids of a trace begin with 'abc'") as several:
        pick_by_id(found, "abc", "trace", hint="list them")
    assert several.value.hint == "type more of it; list them"
    for given in ("", "e"):
        with pytest.raises(UnknownIdError, match="no trace has an id that begins with"):
            pick_by_id(found, given, "trace", hint="list them")
