"""The state of single files, by what they were and what they are."""

from __future__ import annotations

import base64
import gzip
import lzma
import random
import struct

import pytest

from firstbell.examine.content import Content
from firstbell.examine.judge import judge_alone, judge_transition
from firstbell.record.versions import Judgement, State
from tests.examine.samples import SAMPLES, make_jpeg, make_latin, make_text, make_wav
from tests.examine.strikes import LAYOUTS, Strike, behind, every, strike
from tests.examine.trees import make_sample


def judge(old: bytes, new: bytes, path: bytes = b"/a/x") -> Judgement:
    return judge_transition(Content(path, old), Content(path, new))


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_type_struck_in_every_layout_is_damaged(name: str, layout: Strike) -> None:
    for seed in range(2):
        data = make_sample(name, seed)
        judgement = judge(data, strike(data, layout, seed=seed), b"/a/x." + name.encode())
        assert judgement.state is State.DAMAGED, judgement


@pytest.mark.parametrize("name", SAMPLES)
def test_a_new_version_of_any_type_is_intact(name: str) -> None:
    for seed in range(3):
        judgement = judge(make_sample(name, seed), make_sample(name, seed + 20), b"/a/x." + name.encode())
        assert judgement.state is State.INTACT, judgement


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("other", ["txt", "docx", "png", "gz", "7z", "mp3"])
def test_content_replaced_by_another_type_is_intact(name: str, other: str) -> None:
    judgement = judge(make_sample(name, 1), make_sample(other, 2), b"/a/x")
    assert judgement.state is State.INTACT, judgement


@pytest.mark.parametrize("size", [64, 100, 200, 500, 1000])
def test_small_text_struck_whole_or_in_parts_is_damaged(size: int) -> None:
    text = make_text(1)
    missed = 0
    for seed in range(60):
        data = text[seed * 50 : seed * 50 + size]
        for layout in (Strike("", behind(0)), Strike("", every(16, 16)), Strike("", every(64, 128))):
            missed += judge(data, strike(data, layout, seed=seed)).state is not State.DAMAGED
    assert missed <= 1


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + b"\nmore\n",
        lambda text: b"first\n" + text,
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(b"school", b"SCHOOL"),
        lambda text: text.decode().encode("utf-16"),
        lambda text: text.replace(b"e", "é".encode("latin-1")),
        lambda text: text.replace(b"\n", b"\r\n"),
        gzip.compress,
        lzma.compress,
        lambda text: b"short\n",
        lambda text: make_latin(4),
    ],
)
def test_edits_of_text_are_intact(change) -> None:  # type: ignore[no-untyped-def]
    text = make_text(1)
    assert judge(text, change(text)).state is State.INTACT


def test_a_picture_saved_at_another_quality_is_intact() -> None:
    assert judge(make_jpeg(1, 90), make_jpeg(1, 50), b"/a/x.jpg").state is State.INTACT


def test_a_louder_recording_is_intact() -> None:
    wave = make_wav(1)
    samples = struct.unpack(f"<{(len(wave) - 44) // 2}h", wave[44:])
    louder = wave[:44] + struct.pack(f"<{len(samples)}h", *(min(32767, max(-32768, 2 * s)) for s in samples))
    assert judge(wave, louder, b"/a/x.wav").state is State.INTACT


def test_noise_written_into_noise_at_a_fixed_period_is_damage() -> None:
    data = noise(60_000)
    assert judge(data, strike(data, Strike("", every(64, 128)), seed=2)).state is State.DAMAGED


def test_noise_replaced_by_noise_is_unknown() -> None:
    assert judge(noise(60_000), noise(60_000, 2)).code == "unknown.opaque"
    assert judge(noise(60_000), noise(50_000, 2)).code == "unknown.opaque"


def test_sectors_changed_in_a_container_are_unknown() -> None:
    data = bytearray(noise(200_000))
    for sector in (3, 40, 41, 199, 300):
        data[sector * 512 : sector * 512 + 512] = noise(512, sector)
    assert judge(noise(200_000), bytes(data), b"/a/x.hc").state is State.UNKNOWN


def test_a_hole_of_zeros_in_a_picture_is_unknown() -> None:
    data = make_sample("png", 1)
    assert judge(data, data[:500] + bytes(2000) + data[2500:], b"/a/x.png").state is State.UNKNOWN


def test_text_that_became_base64_is_damage_and_base64_that_changed_is_not() -> None:
    text = make_text(1)
    encoded = [base64.b64encode(noise(len(text), seed)) for seed in (1, 2)]
    assert judge(text, encoded[0]).state is State.DAMAGED
    assert judge(encoded[0], encoded[1]).state is State.INTACT


def test_encoded_noise_behind_a_text_or_what_is_left_of_it_is_no_damage() -> None:
    picture = base64.encodebytes(noise(90_000))
    assert judge(b"Minutes.\n", b"Minutes.\n" + picture).state is State.INTACT
    assert judge(picture + make_text(1) * 9, picture).state is State.INTACT
    assert judge(make_text(1), picture).state is State.DAMAGED


def test_alone_noise_is_unknown_and_names_what_its_name_promises() -> None:
    judgement = judge_alone(Content(b"/a/x.docx", noise(9000)))
    assert judgement.code == "unknown.noise"
    assert "zip" in judgement.reason
    assert judge_alone(Content(b"/a/x", noise(9000))).state is State.UNKNOWN


def test_alone_structured_content_of_no_known_type_is_intact() -> None:
    table = b"".join(struct.pack("<IIf", row, row * 7, row / 3) for row in range(500))
    assert judge_alone(Content(b"/a/x.dat", table)).state is State.INTACT


def test_wiped_and_emptied_files_are_unknown_by_themselves() -> None:
    assert judge(make_text(1), bytes(5000)).code == "unknown.wiped"
    assert judge(make_text(1), b"").code == "unknown.emptied"
    assert judge(b"", b"").state is State.INTACT


def test_a_torn_and_a_struck_file_of_the_baseline_are_unknown_by_themselves() -> None:
    data = make_sample("docx", 1)
    assert judge_alone(Content(b"/a/x.docx", data[:9000])).code == "unknown.torn"
    assert judge_alone(Content(b"/a/x.jpg", make_jpeg(1)[:600] + noise(3000))).code == "unknown.broken"
    assert judge_alone(Content(b"/a/x.docx", bytes(range(60)) * 90)).code == "unknown.mismatch"
    assert judge_alone(Content(b"/a/x", bytes(500))).code == "intact.blank"
    assert judge_alone(Content(b"/a/x", b"")).code == "intact.empty"


def test_base64_alone_is_unknown_without_a_name_that_fits_and_text_with_one() -> None:
    encoded = base64.b64encode(noise(3000))
    assert judge_alone(Content(b"/a/x", encoded)).state is State.UNKNOWN
    assert judge_alone(Content(b"/a/x.b64", encoded)).state is State.INTACT


def test_noise_that_became_encoded_noise_is_unknown() -> None:
    assert judge(noise(4000), base64.b64encode(noise(4000, 2))).code == "unknown.encoded"


def test_text_that_became_a_table_of_no_known_type_is_intact() -> None:
    table = b"".join(struct.pack("<IIf", row, row * 7, row / 3) for row in range(500))
    assert judge(make_text(1), table).state is State.INTACT
    assert judge(table, table[:3000] + table).state is State.INTACT


def test_a_table_of_no_known_type_that_was_struck_is_damaged_and_a_hash_in_it_is_not() -> None:
    table = b"".join(struct.pack("<IIf", row, row * 7, row / 3) for row in range(500))
    for layout in LAYOUTS[:8]:
        assert judge(table, strike(table, layout, seed=3)).state is State.DAMAGED
    assert judge(table, table[:640] + noise(20) + table[660:]).state is State.INTACT
    assert judge(table, table[:640] + noise(32) + table[672:]).state is not State.DAMAGED


def test_noise_behind_a_file_that_did_not_change_is_unknown_and_text_is_intact() -> None:
    data = make_sample("gz", 1)
    assert judge(data, data + noise(500), b"/a/x.gz").state is State.UNKNOWN
    assert judge(data, data + b"a line of text" * 40, b"/a/x.gz").state is State.INTACT


def test_noise_that_begins_like_a_program_is_damage() -> None:
    begins = b"MZ" + struct.pack("<HHHH", 100, 4, 0, 2) + noise(6000)
    assert judge(make_sample("gz", 1), begins).state is State.DAMAGED


def test_a_tiny_text_that_is_none_any_more_is_unknown() -> None:
    assert judge(b"ok, done\n", b"\xf1\x03\x9a\xc4\xe8\xff\x01\x93\xd2").code == "unknown.tiny"
    assert judge(b"ok, done\n", b"not done\n").state is State.INTACT


@pytest.mark.parametrize(("size", "now"), [(900, 400), (900, 9000), (9000, 5000), (60_000, 200)])
def test_noise_of_a_length_that_no_strike_leaves_is_unknown_alone(size: int, now: int) -> None:
    judgement = judge(make_text(1)[:size], noise(now), b"/a/x.in")
    assert (judgement.state, judgement.code) == (State.UNKNOWN, "unknown.replaced")


@pytest.mark.parametrize("added", [0, 16, 534, 4096])
def test_noise_of_the_old_length_or_with_a_trailer_is_damage(added: int) -> None:
    assert judge(make_text(1)[:5000], noise(5000 + added), b"/a/x.in").state is State.DAMAGED


def test_noise_of_another_length_under_another_name_is_damage() -> None:
    judgement = judge_transition(
        Content(b"/a/x.in", make_text(1)[:5000]), Content(b"/a/x.in.lock", noise(3000))
    )
    assert judgement.state is State.DAMAGED


def test_a_large_header_in_front_of_what_was_there_is_damage() -> None:
    assert judge(make_text(1)[:9000], noise(8192) + make_text(1)[:9000], b"/a/x.in").state is State.DAMAGED


@pytest.mark.parametrize("name", SAMPLES)
def test_the_beginning_of_any_type_is_no_damage(name: str) -> None:
    data = make_sample(name, 1)
    for share in (0.1, 0.3, 0.6, 0.95):
        judgement = judge(data, data[: int(len(data) * share)], b"/a/x." + name.encode())
        assert judgement.state is not State.DAMAGED, judgement


def make_film(seed: int, frames: int = 60) -> bytes:
    """The table of frames in front, as programs save a film for the web."""
    source = random.Random(seed)
    sizes = [source.randrange(300, 900) for _ in range(frames)]
    table = b"".join(struct.pack(">I", size) for size in sizes)
    moov = struct.pack(">I", 108) + b"mvhd" + bytes(100)
    boxes = [
        (b"ftyp", b"isom\0\0\2\0isomiso2mp41"),
        (b"moov", moov),
        (b"free", table),
        (b"mdat", source.randbytes(sum(sizes))),
    ]
    return b"".join(struct.pack(">I", 8 + len(data)) + name + data for name, data in boxes)


def test_film_whose_frames_are_all_new_behind_the_same_head_is_damaged_and_one_encoded_anew_is_not() -> None:
    film = make_film(1)
    body = film.index(b"mdat") + 4
    replaced = film[:body] + noise(len(film) - body, 7)
    assert judge(film, replaced, b"/a/play.mp4").state is State.DAMAGED
    assert judge(film, make_film(2), b"/a/play.mp4").state is State.INTACT
    assert judge(film, film[:40] + b"x" + film[41:], b"/a/play.mp4").state is State.INTACT
