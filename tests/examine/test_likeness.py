"""What a new version keeps of what the old one said: text, cells, pictures, members."""

from __future__ import annotations

import base64
import gzip
import io
import random
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image, ImageFilter

from firstbell.examine.likeness import LEAST_KEPT, compare, find_rewritten, is_thinned
from firstbell.examine.look import look_at_pairs
from firstbell.examine.pairs import Pair, PairBasis
from firstbell.examine.sketch import draw_sketch
from firstbell.examine.sketches import ContentSketch, strip_tags
from firstbell.record.examination import Verdict
from tests.examine.samples import SAMPLES, make_docx, make_xlsx, write_words
from tests.examine.trees import MemoryReader, Tree, replay
from tests.processes.least_time import take_least_s

TEXT = write_words(3, 400)


def keep(old: bytes, new: bytes) -> float:
    found = compare(draw_sketch(old), draw_sketch(new))
    assert found is not None
    return found


def shuffle_words(text: str) -> str:
    words = text.split()
    random.Random(1).shuffle(words)
    return " ".join(words)


def save_jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=quality)
    return target.getvalue()


def make_photo(seed: int) -> Image.Image:
    source = random.Random(seed)
    small = Image.frombytes("L", (8, 6), bytes(source.randrange(256) for _ in range(48)))
    return small.resize((320, 240), Image.Resampling.BICUBIC)


def move_tiles(picture: Image.Image) -> Image.Image:
    tiles = [(x, y) for x in range(0, 320, 40) for y in range(0, 240, 40)]
    moved = Image.new("L", picture.size)
    places = tiles[:]
    random.Random(2).shuffle(places)
    for (x, y), place in zip(tiles, places, strict=True):
        moved.paste(picture.crop((x, y, x + 40, y + 40)), place)
    return moved


def repack(document: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return target.getvalue()


def fill_with_noise(name: str, data: bytes) -> bytes:
    return random.Random(len(name)).randbytes(len(data)) if name.startswith("word/document") else data


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text + "\nseen by the principal\n",
        lambda text: text.replace("the", "The"),
        lambda text: "\r\n".join(text.split("\n")),
        lambda text: text[: len(text) // 2] + "\na paragraph put in\n" + text[len(text) // 2 :],
        lambda text: text[:300] + text[500:],
    ],
    ids=["appended", "capitals", "line ends", "put in", "taken out"],
)
def test_an_edited_text_keeps_what_it_said(edit: Callable[[str], str]) -> None:
    assert keep(TEXT.encode(), edit(TEXT).encode()) >= 0.8


def test_a_text_keeps_what_it_said_in_another_charset_or_packed() -> None:
    assert keep(TEXT.encode(), TEXT.encode("utf-16")) == 1
    assert keep(TEXT.encode(), gzip.compress(TEXT.encode())) == 1


@pytest.mark.parametrize(
    "deed",
    [shuffle_words, lambda text: text[: len(text) // 2], lambda text: write_words(77, 400)],
    ids=["words in another order", "cut to half", "another text"],
)
def test_a_text_that_lost_its_order_or_half_of_itself_is_another_one(deed: Callable[[str], str]) -> None:
    assert keep(TEXT.encode(), deed(TEXT).encode()) < LEAST_KEPT


def test_paragraphs_in_another_order_are_another_text() -> None:
    words = write_words(5, 1000).split()
    blocks = [words[at : at + 25] for at in range(0, len(words), 25)]
    random.Random(3).shuffle(blocks)
    moved = " ".join(word for block in blocks for word in block)
    assert keep(" ".join(words).encode(), moved.encode()) < LEAST_KEPT


def test_a_text_of_which_a_fifth_went_and_nothing_came_is_thinned() -> None:
    old = draw_sketch(TEXT.encode())
    assert is_thinned(old, draw_sketch(TEXT[: len(TEXT) * 4 // 5].encode()))
    assert is_thinned(old, draw_sketch((TEXT[:400] + TEXT[900:]).encode()))
    assert not is_thinned(old, draw_sketch(TEXT[: len(TEXT) * 19 // 20].encode()))
    assert not is_thinned(old, draw_sketch((TEXT[:-500] + write_words(8, 90)).encode()))


def test_a_document_packed_anew_keeps_what_it_said_and_one_of_noise_does_not() -> None:
    document = make_docx(1)
    assert keep(document, repack(document, lambda _, data: data)) == 1
    assert keep(document, repack(document, fill_with_noise)) < LEAST_KEPT


def test_cells_are_read_through_the_table_of_strings() -> None:
    book = make_xlsx(1)
    assert keep(book, book) == 1
    assert keep(book, make_xlsx(9)) < LEAST_KEPT


def test_a_picture_keeps_itself_saved_anew_turned_or_smaller() -> None:
    photo = make_photo(1)
    old = save_jpeg(photo)
    for new in (
        save_jpeg(photo, 30),
        save_jpeg(photo.rotate(90, expand=True)),
        save_jpeg(photo.resize((100, 75))),
    ):
        assert keep(old, new) >= 0.9


def test_a_picture_in_tiles_or_another_one_is_another() -> None:
    old = save_jpeg(make_photo(1))
    assert keep(old, save_jpeg(make_photo(1).resize((40, 30)))) == 0, "a thumbnail"
    grey = make_photo(1).convert("L")
    noise = Image.frombytes("L", grey.size, random.Random(1).randbytes(grey.width * grey.height))
    assert keep(save_jpeg(grey), save_jpeg(Image.blend(grey, noise, 0.5))) == 0, "half of it noise"
    assert keep(save_jpeg(grey), save_jpeg(grey.filter(ImageFilter.SHARPEN))) >= LEAST_KEPT
    assert keep(old, save_jpeg(move_tiles(make_photo(1)))) < LEAST_KEPT
    assert keep(old, save_jpeg(make_photo(2))) < LEAST_KEPT


def make_color_photo(seed: int) -> Image.Image:
    places = random.Random(seed).randbytes(8 * 6 * 3)
    return Image.frombytes("RGB", (8, 6), places).resize((320, 240), Image.Resampling.BICUBIC)


def test_a_picture_whose_colors_took_each_others_places_is_another_one_however_it_lies() -> None:
    photo = make_color_photo(4)
    red, green, blue = photo.split()
    swapped = Image.merge("RGB", (blue, red, green)).transpose(Image.Transpose.ROTATE_180)
    assert keep(save_jpeg(photo), save_jpeg(swapped)) < LEAST_KEPT
    for honest in (
        photo.transpose(Image.Transpose.ROTATE_90),
        photo.convert("L").convert("RGB"),
        photo.point([min(255, int(value * 1.2)) for value in range(256)] * 3),
        Image.merge("RGB", (red.point([min(255, value + 25) for value in range(256)]), green, blue)),
    ):
        assert keep(save_jpeg(photo), save_jpeg(honest)) >= LEAST_KEPT


def write_mail(body: str, attached: bytes) -> bytes:
    coded = base64.encodebytes(attached).decode()
    head = "".join(
        f"Received: from mx{n}.example by mail; Mon, {n} Oct 2026 08:00:00 +0000\n" for n in range(1, 9)
    )
    return (
        f"{head}From: Kay <kay@example.org>\nDate: Mon, 5 Oct 2026 08:00:00 +0000\nSubject: the trip\n"
        'Content-Type: multipart/mixed; boundary="cut"\n\n--cut\nContent-Type: text/plain\n\n'
        f"{body}\n--cut\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
        f"{coded}--cut--\n"
    ).encode()


def test_a_mail_is_what_it_says_and_what_is_attached_and_not_its_headers() -> None:
    mail = write_mail(write_words(1, 60), b"a list of names " * 20)
    assert keep(mail, write_mail(write_words(2, 60), b"a list of names " * 20)) < LEAST_KEPT
    assert keep(mail, write_mail(write_words(1, 60), random.Random(1).randbytes(320))) < LEAST_KEPT
    assert keep(mail, b"X-Spam: no\n" + mail) == 1


def test_brackets_that_open_no_tag_take_no_longer_than_letters() -> None:
    page = b"<p>a</p><b>" + b"<" * 2_000_000
    assert strip_tags(page) == b"a " + b"<" * 2_000_000
    assert take_least_s(lambda: strip_tags(page), 2) < 2


def test_what_says_too_little_is_not_compared() -> None:
    assert compare(draw_sketch(b"twelve words are not here"), draw_sketch(b"something else")) is None
    assert compare(ContentSketch(), draw_sketch(TEXT.encode())) is None


@pytest.mark.parametrize("name", SAMPLES)
def test_every_type_is_sketched_or_has_none_and_keeps_all_of_itself(name: str) -> None:
    content = SAMPLES[name](1)
    drawn = draw_sketch(content)
    assert compare(drawn, drawn) in (None, pytest.approx(1))


def make_host() -> dict[bytes, bytes]:
    tree = {b"/srv/office/report %d.docx" % n: make_docx(n) for n in range(14)}
    tree |= {
        b"/srv/library/list %d.csv" % n: write_words(n, 150).replace(" ", ",").encode() for n in range(14)
    }
    tree |= {b"/srv/photos/day %d.jpg" % n: save_jpeg(make_photo(n)) for n in range(14)}
    return tree


def wrap_noise(tree: Tree) -> dict[bytes, bytes]:
    return {
        path: repack(data, fill_with_noise) if path.endswith(b".docx") else data
        for path, data in tree.items()
    }


def move_all_tiles(tree: Tree) -> dict[bytes, bytes]:
    return {
        path: save_jpeg(move_tiles(Image.open(io.BytesIO(data)))) if path.endswith(b".jpg") else data
        for path, data in tree.items()
    }


def shuffle_cells(tree: Tree) -> dict[bytes, bytes]:
    return {
        path: shuffle_words(data.decode().replace(",", " ")).replace(" ", ",").encode()
        if path.endswith(b".csv")
        else data
        for path, data in tree.items()
    }


def test_noise_in_whole_documents_is_damage_file_by_file() -> None:
    tree = make_host()
    struck = wrap_noise(tree)
    examination = replay([tree, tree | {b"/srv/office/new.txt": b"new"}, struck])[-1]
    # of one folder and one type, so no event yet
    assert examination.verdict is Verdict.SUSPECT
    damaged = {one.path for one in examination.findings if one.judgement.code == "damaged.filled"}
    assert damaged == {path for path in tree if path.endswith(b".docx")}


@pytest.mark.parametrize("deed", [move_all_tiles, shuffle_cells])
def test_a_host_whose_files_decode_and_say_something_else_is_suspect(
    deed: Callable[[Tree], dict[bytes, bytes]],
) -> None:
    tree = make_host()
    examination = replay([tree, tree | {b"/srv/office/new.txt": b"new"}, deed(tree)])[-1]
    assert examination.verdict is Verdict.SUSPECT
    assert any("rewritten" in reason.detail for reason in examination.reasons)


def test_pictures_compressed_anew_and_books_moved_to_another_format_are_no_loss() -> None:
    tree = make_host()
    after = {
        path: save_jpeg(Image.open(io.BytesIO(data)), 40) if path.endswith(b".jpg") else data
        for path, data in tree.items()
    }
    moved = {
        (path[:-4] + b".txt" if path.endswith(b".csv") else path): (
            data.replace(b",", b"\t") if path.endswith(b".csv") else data
        )
        for path, data in after.items()
    }
    assert [one.verdict for one in replay([tree, after, moved])] == [Verdict.CLEAN] * 3


def pack_folder(tree: Tree, *, is_honest: bool) -> dict[bytes, bytes]:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", 8) as archive:
        for number, (path, data) in enumerate(tree.items()):
            if path.startswith(b"/srv/office/"):
                content = data if is_honest else random.Random(number).randbytes(len(data))
                archive.writestr(path.decode(), content)
    kept = {path: data for path, data in tree.items() if not path.startswith(b"/srv/office/")}
    return kept | {b"/srv/office 2025.zip": target.getvalue()}


@pytest.mark.parametrize("is_honest", [True, False])
def test_what_was_packed_and_deleted_is_no_loss_if_the_archive_holds_it(is_honest: bool) -> None:
    tree = make_host()
    examination = replay([tree, tree | {b"/srv/a.txt": b"a"}, pack_folder(tree, is_honest=is_honest)])[-1]
    assert examination.verdict is (Verdict.CLEAN if is_honest else Verdict.SUSPECT)


def test_of_many_changed_files_only_a_few_are_compared() -> None:
    reader = MemoryReader()
    pairs = [
        Pair(
            reader.keep(b"/srv/%d.txt" % n, write_words(n, 50).encode()),
            reader.keep(b"/srv/%d.txt" % n, write_words(n, 50).encode() + b" more"),
            PairBasis.PATH,
        )
        for n in range(300)
    ]
    looks = list(look_at_pairs(pairs, reader))
    reader.read_paths.clear()
    assert find_rewritten(looks, reader, roots=()) == {}
    assert len(reader.read_paths) == 2 * (8 + 3)


@pytest.mark.parametrize("seed", range(12))
def test_where_most_changed_is_looked_at_however_many_other_files_changed(seed: int) -> None:
    """Twelve kinds of files changed a little, and forty texts of one kind say something else."""
    reader = MemoryReader()
    pairs = []
    for number in range(12):
        old = write_words(seed * 100 + number, 300)
        path = b"/work/%d/letter.t%02d" % (number, number)
        first, second = (reader.keep(path, text.encode()) for text in (old, old + "more"))
        pairs.append(Pair(first, second, PairBasis.PATH))
    for number in range(40):
        path = b"/work/notes/%d.txt" % number
        texts = (write_words(seed * 100 + number + 20, 200), write_words(seed * 100 + number + 60, 200))
        first, second = (reader.keep(path, text.encode()) for text in texts)
        pairs.append(Pair(first, second, PairBasis.PATH))
    found = find_rewritten(list(look_at_pairs(pairs, reader)), reader, roots=(b"/work",))
    assert len(found) == 40


@pytest.mark.parametrize("seed", range(6))
def test_a_bulk_edit_hides_no_words_in_another_order_however_many_files_it_heads(seed: int) -> None:
    """One text in ten keeps its size and its words and nothing of what they said; all others get a header."""
    reader = MemoryReader()
    pairs = []
    for number in range(180):
        old = write_words(seed * 1000 + number, 120)
        path = b"/work/%d/%s %d.txt" % (number % 6, b"plan" if number % 4 else b"list", number)
        new = f"office copy of this week\n{old}" if number % 10 else shuffle_words(old)
        first, second = (reader.keep(path, text.encode()) for text in (old, new))
        pairs.append(Pair(first, second, PairBasis.PATH))
    found = find_rewritten(list(look_at_pairs(pairs, reader)), reader, roots=(b"/work",))
    assert len(found) == 18


def test_letters_of_an_old_office_that_are_saved_as_new_documents_are_no_loss() -> None:
    mark = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    words = {n: write_words(n, 200) for n in range(30)}
    old = {
        b"/srv/letter %d.doc" % n: mark + bytes(504) + text.encode("cp1252") + bytes(800)
        for n, text in words.items()
    }
    tree = old | {b"/srv/note %d.txt" % n: write_words(n, 50).encode() for n in range(30)}
    rest = {path: data for path, data in tree.items() if path not in old}

    def save_one(number: int, text: str) -> bytes:
        said = f"<w:t>{text}</w:t>".encode()
        return repack(make_docx(number), lambda name, data: said if name == "word/document.xml" else data)

    def save(*, in_order: bool) -> dict[bytes, bytes]:
        texts = {n: text if in_order else shuffle_words(text) for n, text in words.items()}
        return rest | {b"/srv/letter %d.docx" % n: save_one(n, text) for n, text in texts.items()}

    assert replay([tree, tree, save(in_order=True)])[-1].verdict is Verdict.CLEAN
    assert replay([tree, tree, save(in_order=False)])[-1].verdict is Verdict.SUSPECT
