"""Text in pictures: asked for by a fenced child, recognised by a program in a fence of its own."""

from __future__ import annotations

import io
import os
import resource
from pathlib import Path

import msgspec
import pytest
from PIL import Image, ImageDraw

from firstbell.processes.fence import FencedCode, ProcessFence, Stopped
from firstbell.processes.recogniser import AskedRecogniser, Recogniser, find_recogniser
from firstbell.processes.zygote import FencedAnswer, FencedRequest


def begin_asking(_: bytes) -> FencedAnswer:
    """A child that hands on what the recogniser says of a picture."""

    def answer(request: FencedRequest) -> bytes:
        if request.data == b"nonsense":
            return request.ask(b"\xc1")
        text = AskedRecogniser(request).recognise(request.data, dpi=300, is_local=False)
        return msgspec.msgpack.encode(None if text is None else text.decode())

    return answer


def draw(text: str) -> bytes:
    picture = Image.new("L", (400, 60), 255)
    ImageDraw.Draw(picture).text((10, 20), text, fill=0)
    out = io.BytesIO()
    picture.resize((1600, 240), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def ask(program: str, picture: bytes) -> str | None:
    code = FencedCode(f"{__name__}:begin_asking", calls=Recogniser(program).start)
    with ProcessFence(code) as fence:
        return msgspec.msgpack.decode(fence.ask(picture), type=str | None)


@pytest.fixture
def program() -> str:
    found = find_recogniser()
    if found is None:
        pytest.skip("tesseract is not installed")
    return found


def test_words_in_a_picture_are_recognised(program: str) -> None:
    told = ask(program, draw("No school on Monday"))
    assert told is not None
    assert "Monday" in told


def test_it_works_in_a_process_that_has_many_files_open(program: str) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    try:
        told = ask(program, draw("No school on Monday"))
    finally:
        for descriptor in opened:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert told is not None
    assert "Monday" in told


def test_what_is_no_picture_fails(program: str) -> None:
    assert ask(program, b"no picture") is None


def test_a_program_that_cannot_be_run_gives_nothing(tmp_path: Path) -> None:
    assert ask(str(tmp_path / "tesseract"), draw("x")) in (None, "")


def test_a_question_that_makes_no_sense_costs_its_child(tmp_path: Path) -> None:
    code = FencedCode(f"{__name__}:begin_asking", calls=Recogniser(str(tmp_path)).start)
    with ProcessFence(code) as fence, pytest.raises(Stopped, match="crashed"):
        fence.ask(b"nonsense")
