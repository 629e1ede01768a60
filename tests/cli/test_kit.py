"""The recovery kit: all that is needed, on paper."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

from firstbell.cli.terminal.exits import ExitStatus
from firstbell.runs.paper.kit_print import Kit, list_names, print_kit
from tests.cli.conftest import Call

URL = "http://127.0.0.1:8000/"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Path:
    """A new vault, which the environment names, with a desk."""
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_VAULT", str(tmp_path / "vault"))
    assert call("vault", "init", tmp_path / "vault", "--url", URL).status == 0
    return tmp_path / "vault"


def test_the_kit_has_all_that_is_needed_on_its_first_page(vault: Path, call: Call, tmp_path: Path) -> None:
    for name in ("office", "kiosk"):
        call("host", "add", name)
    kit = tmp_path / "kit.pdf"
    told = call("kit", "--output", kit, "--with-credential", "--json").summary
    assert told["hosts"] == ["kiosk", "office"]
    page, steps = pypdf.PdfReader(kit).pages
    assert "firstbell respond --now" in steps.extract_text()
    # a long path goes over two lines
    text = page.extract_text().replace("\n", "")
    (password,) = (tmp_path / "desk/vaults").glob("*.password")
    for word in (password.read_text().strip(), str(vault), "kiosk, office", "restic --no-lock restore"):
        assert word in text
    assert kit.stat().st_mode & 0o077 == 0
    again = call("kit", "--output", kit, "--json")
    assert again.status == ExitStatus.FAILED
    assert "there already" in again.failure["message"]


def test_an_address_that_leads_to_the_machine_itself_is_told(vault: Path, call: Call, tmp_path: Path) -> None:
    told = call("kit", "--output", tmp_path / "kit.pdf")
    assert "http://127.0.0.1:8000/, which no other machine reaches" in told.err
    other = tmp_path / "other"
    assert call("vault", "init", other, "--url", "https://vault.example:8000/").status == 0
    told = call("kit", "--vault", other, "--output", tmp_path / "other.pdf")
    assert "no other machine" not in told.err


def test_stock_restic_opens_a_repository_with_what_the_kit_says(
    vault: Path, call: Call, tmp_path: Path
) -> None:
    call("host", "add", "office")
    (password,) = (tmp_path / "desk/vaults").glob("*.password")
    restic = shutil.which("restic")
    assert restic is not None
    done = subprocess.run(
        [restic, "-r", str(vault / "repositories/office"), "--no-lock", "--no-cache", "--json", "snapshots"],
        env={"RESTIC_PASSWORD": password.read_text().strip(), "HOME": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) in ([], None)


def test_many_hosts_stay_on_the_first_page(tmp_path: Path) -> None:
    names = [f"a-rather-long-name-of-a-host-{number}" for number in range(500)]
    assert list_names(names).endswith("more: the folders in repositories/")
    kit = Kit(
        id="ab" * 16,
        district="An independent district with a name that is long" * 2,
        made="2023-02-18T06:00:00Z",
        machine="vault.example",
        folder="/srv/" + "deep/" * 20,
        url="https://vault.example:8000/",
        fingerprint=":".join(["AB"] * 32),
        hosts=names,
        lock_days=30,
        head=f"1 entries, {'ab' * 32}",
        passphrase="abcde-" * 5 + "abcde",
        user="vault",
        credential="x" * 43,
        desk_passphrase="abcde-" * 5 + "abcde",
        calls=[(f"Person {number} (director)", f"555-01{number:02}") for number in range(10)],
    )
    (tmp_path / "kit.pdf").write_bytes(print_kit(kit))
    # one about the vault, and the worst day's
    _, steps = pypdf.PdfReader(tmp_path / "kit.pdf").pages
    assert "555-0109" in steps.extract_text()


def test_the_kit_names_the_machine_as_others_reach_it(
    vault: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.getfqdn", lambda: "localhost.localdomain")
    monkeypatch.setattr("socket.gethostname", lambda: "cellar7")
    kit = tmp_path / "kit.pdf"
    assert call("kit", "--vault", vault, "--output", kit).status == 0
    text = "".join(page.extract_text() for page in pypdf.PdfReader(kit).pages)
    assert "cellar7" in text
    assert "localhost" not in text
