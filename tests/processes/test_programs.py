"""Programs that are run for a child: in a fence of their own, bounded, and told to their end."""

from __future__ import annotations

import os
import select
import shutil
from pathlib import Path

import pytest

from firstbell.processes.fence import FencedCode, ProcessFence, ProcessLimits, Stopped
from firstbell.processes.held import make_sealed
from firstbell.processes.layers import inspect_layers
from firstbell.processes.programs import ProgramCall, ProgramRun
from tests.processes import stubs

_SILENT_S = 60.0


def find(program: str) -> str:
    found = shutil.which(program)
    assert found is not None
    return os.path.realpath(found)


def run(call: ProgramCall, given: bytes = b"") -> bytes:
    made = ProgramRun(call, given)
    try:
        # select() knows no descriptor above 1,023, and a process of tests may have more files open
        waiting = select.poll()
        waiting.register(made, select.POLLIN)
        while (result := made.take()) is None:
            waiting.poll(200)
        return result
    finally:
        made.close()


def test_a_program_reads_what_it_is_given_and_is_heard() -> None:
    assert run(ProgramCall(find("cat"), []), b"text") == b"\0text"


def test_one_that_fails_gives_its_status() -> None:
    assert run(ProgramCall(find("cat"), ["--none"]))[:1] != b"\0"


def test_one_that_is_not_there_fails() -> None:
    assert run(ProgramCall("/none/at/all", []))[:1] != b"\0"


@pytest.mark.parametrize(
    "call", [ProgramCall(find("sleep"), ["60"], seconds=0.3), ProgramCall(find("yes"), [], output_bytes=1000)]
)
def test_one_that_takes_too_long_or_says_too_much_is_ended(call: ProgramCall) -> None:
    assert run(call) == b"\xff"


def test_one_sees_no_file_but_those_it_may_read_and_starts_no_other(tmp_path: Path) -> None:
    missing = {layer.name for layer in inspect_layers() if not layer.ok}
    if "Landlock" in missing:
        pytest.skip("Landlock is missing here, which holds a program to its files")
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents:
        if folder.stat().st_uid == os.geteuid() and folder.name.startswith(("pytest-", "popen-")):
            folder.chmod(0o755)
    kept = tmp_path / "kept"
    kept.write_text("secret")
    cat, env = find("cat"), find("env")
    assert run(ProgramCall(cat, [str(kept)], [str(tmp_path)])) == b"\0secret"
    assert run(ProgramCall(cat, [str(kept)])) == b"\1"
    assert run(ProgramCall(cat, ["/etc/passwd"])) == b"\1"
    assert run(ProgramCall(env, [])) == b"\0"
    assert run(ProgramCall(env, [cat, "/dev/null"]))[:1] not in (b"\0", b"\xff")


def test_what_it_is_given_cannot_be_changed() -> None:
    number = make_sealed(b"text")
    try:
        assert os.read(number, 10) == b"text"
        if hasattr(os, "memfd_create"):
            with pytest.raises(PermissionError):
                os.pwrite(number, b"x", 0)
    finally:
        os.close(number)


class Slow:
    """An call that is done when it is asked for the second time."""

    def __init__(self, _: bytes) -> None:
        self._end, self._other = os.pipe()
        os.write(self._other, b"x")
        self.asked = 0

    def fileno(self) -> int:
        return self._end

    def is_overdue(self) -> bool:
        return False

    def take(self) -> bytes | None:
        self.asked += 1
        return b"fetched" if self.asked > 1 else None

    def close(self) -> None:
        os.close(self._end)
        os.close(self._other)


def test_a_child_has_done_for_it_what_it_may_not_do() -> None:
    with ProcessFence(FencedCode(f"{stubs.HERE}:begin", calls=Slow)) as fence:
        assert [fence.ask(b"call") for _ in range(2)] == [b"fetched", b"fetched"]


def test_a_child_has_a_program_run_for_it() -> None:
    code = FencedCode(
        f"{stubs.HERE}:begin", calls=lambda _: ProgramRun(ProgramCall(find("echo"), ["said"]), b"")
    )
    with ProcessFence(code) as fence:
        assert fence.ask(b"call") == b"\0said\n"


class Long(Slow):
    """A call that is not done for longer than a child may be silent, by the clock of its fence."""

    def __init__(self, request: bytes, clock: list[float]) -> None:
        super().__init__(request)
        self._clock = clock

    def take(self) -> bytes | None:
        self._clock[0] += _SILENT_S / 3
        self.asked += 1
        return b"fetched" if self.asked > 6 else None


def test_a_program_for_a_child_is_not_the_silence_of_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("firstbell.processes.fence.monotonic_s", lambda: clock[0])
    code = FencedCode(f"{stubs.HERE}:begin", calls=lambda request: Long(request, clock))
    with ProcessFence(code, limits=ProcessLimits(seconds=_SILENT_S * 9, silent_s=_SILENT_S)) as fence:
        assert fence.ask(b"call") == b"fetched"
        assert clock[0] > 2 * _SILENT_S
        answers: list[bytes | Stopped] = []
        fence.submit(b"sleep", answers.append)
        clock[0] += _SILENT_S - 1
        fence._take(10)
        assert answers == []
        while not answers:  # a child that is slow to start is heard only now, and not for that long from now
            clock[0] += 2
            fence._take(10)
        assert "came no further" in str(answers[0])
