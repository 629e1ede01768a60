"""Attacks on what files say: noise, valid containers of noise, keyed orders. One function is one attack.

Each is called once a day with the stage and changes it. Content is replaced by random bytes or put in another
order: there is no key and no cipher here, and the stage is written into folders that the suite marked alone.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

from PIL import Image

from tests.adversary.documents import (
    fill_pdf_streams,
    hide_in_segments,
    make_words,
    move_tiles,
    open_picture,
    read_csv,
    read_docx,
    repack,
    save_jpeg,
    write_csv,
    write_docx,
)
from tests.adversary.stage import Stage
from tests.examine.strikes import LAYOUTS, strike

_LAYOUT = {layout.name: layout for layout in LAYOUTS}
_PICTURES = (".jpg",)
_OFFICE = (".docx", ".xlsx")
PLAIN = (".txt", ".md", ".csv")


def noise(stage: Stage, count: int) -> bytes:
    """Random bytes."""
    return stage.rng.randbytes(count)


def _hit(stage: Stage, name: str) -> Callable[[str, bytes], bytes]:
    return lambda _, data: strike(data, _LAYOUT[name], seed=stage.rng.randrange(1 << 30))


def whole_at_once(stage: Stage) -> None:
    for path in stage.left():
        stage.rename(path, path + ".q7x", _hit(stage, "whole")(path, stage.tree[path]))


def in_place(stage: Stage) -> None:
    stage.each(_hit(stage, "16 in 32"))


def zeroing(stage: Stage) -> None:
    stage.each(lambda _, data: bytes(len(data)))


def emptying(stage: Stage) -> None:
    stage.each(lambda _path, _data: b"")


def one_a_day(stage: Stage) -> None:
    stage.each(_hit(stage, "whole"), count=1)


def heads_kept(stage: Stage) -> None:
    stage.each(_hit(stage, "512 bytes kept"), count=40)


def under_another_host(stage: Stage) -> None:
    stage.backup.host = "files-2"
    stage.each(_hit(stage, "whole"))


def _fill_members(stage: Stage) -> Callable[[str, bytes], bytes]:
    def fill(name: str, data: bytes) -> bytes:
        is_content = name.startswith(("word/document", "xl/worksheets", "xl/sharedStrings"))
        return noise(stage, len(data)) if is_content else data

    return lambda _, data: repack(data, fill)


def noise_in_members(stage: Stage) -> None:
    stage.each(_fill_members(stage), *_OFFICE)


def noise_in_pdf_streams(stage: Stage) -> None:
    stage.each(lambda _, data: fill_pdf_streams(data, stage.rng), ".pdf")


def noise_in_jpeg_segments(stage: Stage) -> None:
    stage.each(lambda _, data: hide_in_segments(data, noise(stage, len(data))), *_PICTURES)


def noise_in_all_wrappers(stage: Stage) -> None:
    noise_in_members(stage)
    noise_in_pdf_streams(stage)
    noise_in_jpeg_segments(stage)


def noise_in_wrappers_slowly(stage: Stage) -> None:
    stage.each(_fill_members(stage), *_OFFICE, count=4)


def noise_behind_a_cover_page(stage: Stage) -> None:
    stage.each(lambda _path, _data: write_docx("This document was moved.\n"), ".docx")


def _draw_noise(stage: Stage, side: int = 48) -> Image.Image:
    return Image.frombytes("RGB", (side, side), noise(stage, side * side * 3))


def pictures_of_noise(stage: Stage) -> None:
    stage.each(lambda _path, _data: save_jpeg(_draw_noise(stage), 95), *_PICTURES)


def pictures_blackened(stage: Stage) -> None:
    stage.each(lambda _, data: save_jpeg(Image.new("RGB", open_picture(data).size)), *_PICTURES)


def tiles_moved(stage: Stage) -> None:
    stage.each(lambda _, data: save_jpeg(move_tiles(open_picture(data), stage.rng)), *_PICTURES)


def shuffle(stage: Stage, text: str) -> str:
    """The words in another order."""
    words = text.split()
    stage.rng.shuffle(words)
    return "\n".join(" ".join(words[at : at + 11]) for at in range(0, len(words), 11)) + "\n"


def words_moved(stage: Stage) -> None:
    stage.each(lambda _, data: shuffle(stage, data.decode()).encode(), ".txt", ".md")
    stage.each(lambda _, data: write_docx(shuffle(stage, read_docx(data))), ".docx")


def paragraphs_moved(stage: Stage) -> None:
    def move(text: str) -> str:
        lines = text.splitlines()
        stage.rng.shuffle(lines)
        return "\n".join(lines) + "\n"

    stage.each(lambda _, data: move(data.decode()).encode(), ".txt", ".md")
    stage.each(lambda _, data: write_docx(move(read_docx(data))), ".docx")


def cells_moved(stage: Stage) -> None:
    def move(_: str, data: bytes) -> bytes:
        rows = read_csv(data)
        cells = [cell for row in rows for cell in row]
        stage.rng.shuffle(cells)
        return write_csv([cells[at : at + 4] for at in range(0, len(cells), 4)])

    stage.each(move, ".csv")


def numbers_falsified(stage: Stage) -> None:
    def falsify(_: str, data: bytes) -> bytes:
        rows = [[str(stage.rng.randrange(2000)) for _ in row] for row in read_csv(data)]
        return write_csv(rows)

    stage.each(falsify, ".csv")
    stage.each(lambda _, data: _write_noise_words(stage, len(data)), ".txt", ".md")


def transposed_and_loud(stage: Stage) -> None:
    if stage.day == 1:
        words_moved(stage)
        cells_moved(stage)
        tiles_moved(stage)
    else:
        whole_at_once(stage)


def _write_noise_words(stage: Stage, count: int) -> bytes:
    book = make_words(4711, 2000).split()[:256]
    return " ".join(book[value] for value in noise(stage, count // 7)).encode()


def noise_as_words(stage: Stage) -> None:
    stage.each(lambda _, data: _write_noise_words(stage, len(data)), *PLAIN)
    stage.each(lambda _, data: write_docx(_write_noise_words(stage, len(data)).decode()), ".docx")


def noise_as_base64(stage: Stage) -> None:
    stage.each(lambda _, data: base64.encodebytes(noise(stage, len(data))), *PLAIN)


def one_over_all(stage: Stage) -> None:
    chosen: dict[str, bytes] = {}
    for path in stage.left():
        suffix = path[path.rfind(".") :]
        stage.write(path, chosen.setdefault(suffix, stage.tree[path]))
