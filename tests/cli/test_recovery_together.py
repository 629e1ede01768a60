"""Systems of one step of a plan: side by side, and what they share is fetched once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firstbell.runs.execution.shared_packs import SharedPacks
from firstbell.store import Kind, LocalStore, Store
from tests.cli.conftest import Call, District


def make_plan(call: Call, district: District) -> Path:
    path = district.desk / "plan.json"
    assert call("recover", "plan", "--output", path).status == 0
    return path


def test_systems_of_one_step_run_side_by_side(call: Call, district: District) -> None:
    desk = district.desk / "firstbell.toml"
    text = desk.read_text()
    for name, mine, other in (("Records", "a", "b"), ("Payroll", "b", "a")):
        # each goes on only when the other one has begun
        wait = f"for i in $(seq 200); do [ -e {district.desk}/{other} ] && exit 0; sleep 0.05; done; exit 1"
        text = text.replace(
            f'name = "{name}"', f'name = "{name}"\nbefore = ["touch {district.desk}/{mine}; {wait}"]'
        )
    desk.write_text(text)

    told = call("recover", "run", make_plan(call, district), "--json")

    assert told.status == 0, told.err
    assert told.summary["verified"] == ["Identity", "Records", "Payroll"]


def test_a_pack_on_a_server_that_two_systems_need_is_fetched_once(
    call: Call, district: District, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plan = make_plan(call, district)
    read_before, fetch_before = LocalStore.read_range, SharedPacks._fetch

    def note(log: str, text: str) -> None:
        with (tmp_path / log).open("a") as file:  # several processes write
            file.write(f"{text}\n")

    def read_range(self: LocalStore, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        if kind is Kind.DATA:
            note("reads", f"{os.getpid()} {name} {length}")
        return read_before(self, kind, name, offset=offset, length=length)

    def fetch(self: SharedPacks, store: Store, name: str, path: Path) -> Path | None:
        note("fetches", name)
        return fetch_before(self, store, name, path)

    monkeypatch.setattr(LocalStore, "is_of_files", lambda self: False)
    monkeypatch.setattr(LocalStore, "read_range", read_range)
    monkeypatch.setattr(LocalStore, "read_into", Store.read_into)
    monkeypatch.setattr(SharedPacks, "_fetch", fetch)

    told = call("recover", "run", plan, "--json")

    assert told.status == 0, told.err
    assert told.summary["verified"] == ["Identity", "Records", "Payroll"]
    fetched = (tmp_path / "fetches").read_text().split()
    assert fetched
    assert len(set(fetched)) == len(fetched)
    sizes = {path.name: path.stat().st_size for path in (district.repository / "data").rglob("*/*")}
    reads = [line.split() for line in (tmp_path / "reads").read_text().splitlines()]
    by_systems = [(name, int(length)) for pid, name, length in reads if int(pid) != os.getpid()]
    for name in fetched:
        assert [length for other, length in by_systems if other == name] == [sizes[name]]
    assert not list(district.desk.rglob("packs"))
