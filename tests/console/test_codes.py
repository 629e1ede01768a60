"""Codes are those of RFC 6238, the secret opens by the passphrase alone, and whoever guesses waits."""

from __future__ import annotations

import re
from base64 import b32decode, b32encode
from pathlib import Path

import pytest
import zxingcpp
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from PIL import Image, ImageDraw

from firstbell.base.clock import NS_PER_S, FixedClock
from firstbell.cli.main import run
from firstbell.console.key_process.codes import (
    STEP_S,
    draw_blocks,
    find_counter,
    make_address,
    make_code,
    open_secret,
    seal_secret,
    show_secret,
)
from firstbell.console.key_process.places import ConsoleCase, ConsolePlaces
from firstbell.console.key_process.register import Register
from firstbell.console.key_process.service import ConsoleService
from firstbell.console.key_process.try_limits import LONGEST_WAIT_S, TryLimits
from firstbell.console.messages import (
    Answer,
    BeginCode,
    BeginRegistration,
    CodeSignIn,
    FinishCode,
    PlanAction,
    ShowPage,
    TakeInvitation,
)

NOW_S = 1_770_000_000
SECRET = b"12345678901234567890"
WORDS = "correct horse battery staple"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW_S * NS_PER_S)


@pytest.fixture
def service(tmp_path: Path, clock: FixedClock) -> ConsoleService:
    case = ConsoleCase("0" * 32, "a case", Path("/nowhere"))
    return ConsoleService(ConsolePlaces(desk=tmp_path, cases=(case,)), run, clock, memory_kib=64)


def ask(service: ConsoleService, question: object) -> Answer:
    answer = service.ask(question)  # type: ignore[arg-type]
    assert isinstance(answer, Answer)
    return answer


def join(service: ConsoleService, name: str = "Ida Moe", role: str = "counsel") -> str:
    """A session by a one-time link."""
    _, token = service.register.invite(name, role)
    return ask(service, TakeInvitation(token=token, address="here")).value


def set_up(service: ConsoleService, session: str, words: str = WORDS) -> bytes:
    """A passphrase and codes for whose session it is; the secret."""
    begun = ask(service, BeginCode(session=session, passphrase=words, again=words))
    assert begun.code == 200, begun.trouble
    secret = read_secret(begun)
    done = ask(
        service, FinishCode(session=session, token=begun.facts["token"], code=code_now(service, secret))
    )
    assert done.facts["path"] == "/you"
    return secret


def read_secret(answer: Answer) -> bytes:
    return b32decode(answer.facts["secret"].replace(" ", ""))


def code_now(service: ConsoleService, secret: bytes, steps: int = 0) -> str:
    return make_code(secret, service.clock.now_ns() // NS_PER_S // STEP_S + steps)


def sign_in(service: ConsoleService, code: str, *, words: str = WORDS, name: str = "Ida Moe") -> Answer:
    return ask(service, CodeSignIn(name=name, passphrase=words, code=code, address="there"))


@pytest.mark.parametrize(
    ("at_s", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_the_standards_vectors(at_s: int, code: str) -> None:
    # RFC 6238 appendix B has eight digits; six are the last of them
    assert make_code(SECRET, at_s // STEP_S) == code[-6:]


def test_a_telephone_may_be_one_step_early_or_late() -> None:
    at = NOW_S // STEP_S
    for steps in (-1, 0, 1):
        assert find_counter(SECRET, make_code(SECRET, at + steps), NOW_S * NS_PER_S) == at + steps
    for steps in (-2, 2):
        assert find_counter(SECRET, make_code(SECRET, at + steps), NOW_S * NS_PER_S) is None
    for odd in ("", "12345", "1234567", "abcdef", "١٢٣٤٥٦"):
        assert find_counter(SECRET, odd, NOW_S * NS_PER_S) is None
    spaced = make_code(SECRET, at)
    assert find_counter(SECRET, f"{spaced[:3]} {spaced[3:]}", NOW_S * NS_PER_S) == at


def test_argon2id_is_that_of_the_standard() -> None:
    # RFC 9106 section 5.3
    kdf = Argon2id(
        salt=b"\2" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=b"\4" * 12,
        secret=b"\3" * 8,
    )
    assert kdf.derive(b"\1" * 32).hex().startswith("0d640df58d78766c08c037a34a8b53c9")


def test_the_secret_opens_by_its_passphrase_alone() -> None:
    kept = seal_secret(WORDS, SECRET, memory_kib=256, passes=1)
    assert open_secret(WORDS, kept) == SECRET
    for other in ("", WORDS + " ", WORDS.upper()):
        assert open_secret(other, kept) is None
    assert SECRET not in kept.sealed
    assert show_secret(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert make_address(SECRET, "Ida Moe", "desk").startswith(
        "otpauth://totp/Firstbell%20desk:Ida%20Moe?secret="
    )


def test_whoever_set_it_up_signs_in_by_name_passphrase_and_code(
    service: ConsoleService, clock: FixedClock
) -> None:
    secret = set_up(service, join(service))
    clock.advance(STEP_S)
    answer = sign_in(service, code_now(service, secret), name="ida moe")
    assert answer.code == 200
    assert answer.facts["path"] == "/"
    assert ask(service, ShowPage(session=answer.value, page="you")).facts["by"] == "code"


def test_a_code_is_taken_once_also_after_a_restart(
    service: ConsoleService, clock: FixedClock, tmp_path: Path
) -> None:
    secret = set_up(service, join(service))
    # the one that set it up is used up, too
    assert sign_in(service, code_now(service, secret)).code == 400
    clock.advance(STEP_S)
    code = code_now(service, secret)
    assert sign_in(service, code).code == 200
    assert sign_in(service, code).code == 400
    again = ConsoleService(service.places, run, clock, memory_kib=64)
    assert sign_in(again, code).code == 400
    clock.advance(STEP_S)
    assert sign_in(again, code_now(again, secret)).code == 200
    text = Register(tmp_path, clock).path.read_text()
    assert WORDS not in text
    assert show_secret(secret).replace(" ", "") not in text


def test_what_does_not_fit_is_not_told_apart(service: ConsoleService, clock: FixedClock) -> None:
    secret = set_up(service, join(service))
    join(service, "Bo Lee")
    clock.advance(STEP_S)
    told = {
        str(sign_in(service, code_now(service, secret), words="another passphrase").trouble),
        str(sign_in(service, "000000").trouble),
        str(sign_in(service, code_now(service, secret), name="Nobody Here").trouble),
        str(sign_in(service, code_now(service, secret), name="Bo Lee").trouble),
    }
    assert len(told) == 1
    assert sign_in(service, code_now(service, secret)).code == 200


def test_after_five_wrong_tries_a_name_waits_whatever_the_address(
    service: ConsoleService, clock: FixedClock
) -> None:
    secret = set_up(service, join(service))
    clock.advance(STEP_S)
    for number in range(5):
        question = CodeSignIn(name="Ida Moe", passphrase="x", code="1", address=f"address {number}")
        assert ask(service, question).code == 400
    right = CodeSignIn(
        name="Ida Moe", passphrase=WORDS, code=code_now(service, secret), address="a new address"
    )
    assert ask(service, right).code == 429
    clock.advance(90)
    assert sign_in(service, code_now(service, secret)).code == 200


def test_waits_double_up_to_an_hour(clock: FixedClock) -> None:
    limits = TryLimits(clock)
    for _ in range(4):
        limits.note_wrong("name x")
    assert not limits.is_waiting("name x")
    limits.note_wrong("name x")
    waits = []
    for _ in range(8):
        waited = 0
        while limits.is_waiting("name x"):
            clock.advance(30)
            waited += 30
        waits.append(waited)
        limits.note_wrong("name x")
    assert waits == [60, 120, 240, 480, 960, 1920, LONGEST_WAIT_S, LONGEST_WAIT_S]
    assert not limits.is_waiting("name y", "address x")
    limits.note_right("name x")
    assert not limits.is_waiting("name x")


def test_whoever_signed_in_by_a_code_signs_nothing_and_makes_no_passkey(
    service: ConsoleService, clock: FixedClock
) -> None:
    by_link = join(service)
    secret = set_up(service, by_link)
    clock.advance(STEP_S)
    session = sign_in(service, code_now(service, secret)).value
    planned = ask(service, PlanAction(session=session, action="note", case="0" * 32, fields={"text": "x"}))
    assert planned.code == 403
    assert planned.trouble is not None
    assert "A code signs nothing" in planned.trouble.message
    assert ask(service, BeginRegistration(session=session)).code == 403
    assert ask(service, BeginCode(session=session, passphrase=WORDS, again=WORDS)).code == 403
    assert ask(service, BeginRegistration(session=by_link)).code == 200


@pytest.mark.parametrize(
    ("words", "again", "problem"),
    [
        (WORDS, WORDS + "x", "not the same"),
        ("short", "short", "12 to 200"),
        ("x" * 201, "x" * 201, "12 to 200"),
        ("abababababab", "abababababab", "easy to guess"),
    ],
)
def test_a_passphrase_that_is_none_is_refused(
    service: ConsoleService, words: str, again: str, problem: str
) -> None:
    answer = ask(service, BeginCode(session=join(service), passphrase=words, again=again))
    assert answer.code == 400
    assert answer.trouble is not None
    assert problem in answer.trouble.message


def test_nothing_is_kept_before_a_code_fits(service: ConsoleService, clock: FixedClock) -> None:
    session = join(service)
    begun = ask(service, BeginCode(session=session, passphrase=WORDS, again=WORDS))
    wrong = ask(service, FinishCode(session=session, token=begun.facts["token"], code="000000"))
    assert wrong.facts["problem"]
    assert service.register.find_code("Ida Moe") is None
    other = join(service, "Bo Lee")
    stolen = FinishCode(session=other, token=begun.facts["token"], code=code_now(service, read_secret(begun)))
    assert ask(service, stolen).code == 400
    clock.advance(601)
    late = FinishCode(session=session, token=begun.facts["token"], code=code_now(service, read_secret(begun)))
    assert ask(service, late).code == 400


def test_whose_right_to_sign_in_ended_signs_in_no_more(service: ConsoleService, clock: FixedClock) -> None:
    secret = set_up(service, join(service))
    clock.advance(STEP_S)
    service.register.end("Ida Moe")
    assert sign_in(service, code_now(service, secret)).code == 400


def test_a_link_for_codes_leads_to_them(service: ConsoleService) -> None:
    _, token = service.register.invite("Ida Moe", "counsel", wants_code=True)
    assert ask(service, TakeInvitation(token=token)).facts["path"] == "/you#code"
    (person,) = service.register.people.values()
    assert person.signs_in_by == ["link"]


def test_the_picture_says_what_the_address_says(service: ConsoleService) -> None:
    begun = ask(service, BeginCode(session=join(service), passphrase=WORDS, again=WORDS))
    size, path = begun.facts["picture"]["size"], begun.facts["picture"]["path"]
    picture = Image.new("L", (size * 4, size * 4), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, width in (map(int, found) for found in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)):
        draw.rectangle((x * 4, y * 4, (x + width) * 4 - 1, y * 4 + 3), fill=0)
    (read,) = zxingcpp.read_barcodes(picture)
    assert read.text == begun.facts["address"]
    assert b32encode(read_secret(begun)).decode() in read.text


def test_a_link_is_drawn_on_a_terminal_for_a_camera() -> None:
    link = "https://desk.isd1.example:8443/join/" + "aB3-_x" * 5
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in draw_blocks(link)]
    picture = Image.new("L", (len(lines[0]), len(lines) * 2), 0)
    shown = {"\u2588": (255, 255), "\u2580": (255, 0), "\u2584": (0, 255), " ": (0, 0)}
    for y, line in enumerate(lines):
        for x, block in enumerate(line):
            picture.putpixel((x, 2 * y), shown[block][0])
            picture.putpixel((x, 2 * y + 1), shown[block][1])
    (read,) = zxingcpp.read_barcodes(picture.resize((picture.width * 4, picture.height * 4), 0))
    assert read.text == link
