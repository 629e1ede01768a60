"""Files that come with messages: what they say, where they lead, what is told where nobody can read them."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from email.message import EmailMessage

import docx
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from firstbell.processes.recogniser import find_recogniser
from firstbell.processes.zygote import FencedAnswer, FencedRequest
from firstbell.triage.enclosures import FencedEnclosures, begin_enclosures
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

THREAT = "We downloaded the files of your school district. Tell your superintendent to pay, or we publish"


@pytest.fixture(scope="module")
def enclosures() -> Iterator[FencedEnclosures]:
    with FencedEnclosures() as opened:
        yield opened


def write_docx(text: str, link: str = "") -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph(text)
    if link:
        paragraph.part.relate_to(
            link,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_pdf(text: str, link: str = "", password: str = "") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=password or None)
    for number, line in enumerate(text.split(". ")):
        canvas.drawString(60, 760 - 20 * number, line)
    if link:
        canvas.linkURL(link, (60, 700, 200, 720))
    canvas.save()
    return out.getvalue()


def draw(text: str) -> bytes:
    picture = Image.new("L", (1100, 60 + 60 * len(text.split("\n"))), 240)
    ImageDraw.Draw(picture).multiline_text(
        (30, 30), text, fill=20, font=ImageFont.load_default(34), spacing=14
    )
    return save(picture)


def draw_code(text: str) -> bytes:
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return save(Image.fromarray(made.to_image(scale=6)))


def save(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def send(name: str, data: bytes, body: str = "see attached", kind: str = "application/octet-stream") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "M <m@postbox.example>", "jo@lakesideschools.org", "note"
    mail.set_content(body)
    main, sub = kind.split("/")
    mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return bytes(mail)


def triage(data: bytes, enclosures: FencedEnclosures) -> Triaged:
    return triage_mail(parse_mail(data, enclosures=enclosures), DISTRICT)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("letter.docx", write_docx(f"{THREAT} your data in 48 hours.")),
        ("letter.pdf", write_pdf(f"{THREAT}. your data in 48 hours.")),
        (
            "voice.vtt",
            f"WEBVTT\n\n00:01.000 --> 00:04.000\n{THREAT}\n\n00:04.000 --> 00:06.000\nyour data".encode(),
        ),
        ("letter.rtf", rb"{\rtf1 " + THREAT.encode() + rb" your data in 48 hours.}"),
    ],
)
def test_a_threat_in_an_attached_document_is_a_threat(
    name: str, data: bytes, enclosures: FencedEnclosures
) -> None:
    found = triage(send(name, data), enclosures)
    assert found.label in {"coercion", "extortion"}, found.reasons
    assert not found.unread


@pytest.mark.skipif(find_recogniser() is None, reason="tesseract is not installed")
def test_words_in_a_picture_are_read(enclosures: FencedEnclosures) -> None:
    words = THREAT.replace(". ", ".\n").replace(", or", ",\nor") + " your data\nin 48 hours."
    found = triage(send("IMG_0031.png", draw(words), kind="image/png"), enclosures)
    assert found.label in {"coercion", "extortion"}, found.mail.attachments


def test_a_picture_nobody_can_read_goes_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstbell.triage.enclosures.find_recogniser", lambda: None)
    with FencedEnclosures() as opened:
        found = triage(send("IMG_0031.png", draw("some words"), kind="image/png"), opened)
    assert found.look
    assert any("tesseract" in one and "IMG_0031.png" in one for one in found.unread)
    assert not any("nothing in it speaks" in reason for reason in found.reasons)


def test_a_logo_in_the_body_is_no_unread_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstbell.triage.enclosures.find_recogniser", lambda: None)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Kim <kim@homenet.example>", "jo@lakesideschools.org", "lunch"
    mail.set_content("See you at noon in the cafeteria, bring the blue folder please.")
    logo = save(Image.new("L", (240, 90), 200))
    mail.add_attachment(logo, maintype="image", subtype="png", filename="logo.png", disposition="inline")
    with FencedEnclosures() as opened:
        assert not triage(bytes(mail), opened).look


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("poster.png", draw_code("https://lakeside-schools.example/verify")),
        ("flyer.pdf", write_pdf("Scan or press here", "https://lakeside-schools.example/verify")),
        ("flyer.docx", write_docx("Press here", "https://lakeside-schools.example/verify")),
    ],
)
def test_links_that_no_text_shows_are_found(name: str, data: bytes, enclosures: FencedEnclosures) -> None:
    mail = parse_mail(send(name, data), enclosures=enclosures)
    assert "https://lakeside-schools.example/verify" in [link.target for link in mail.links]


def test_an_invitation_is_read_with_its_links() -> None:
    calendar = (
        'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nORGANIZER;CN="Payroll: desk":mailto:x@pay.example'
        "\r\nSUMMARY:Breach briefing\r\nDESCRIPTION:Confirm your password at https://lakesidesch\r\n"
        " ools-id.example/j\\n"
        "before noon\\, please\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "P <x@pay.example>", "jo@lakesideschools.org", "Invitation"
    mail.set_content(calendar, subtype="calendar")
    read = parse_mail(bytes(mail))
    assert "Breach briefing\nConfirm your password" in read.attachments[0].text.replace(
        "From: Payroll: desk <x@pay.example>\n", ""
    )
    assert "before noon, please" in read.attachments[0].text
    assert [link.target for link in read.links] == ["https://lakesideschools-id.example/j"]


def test_a_locked_document_and_a_recording_are_unread(enclosures: FencedEnclosures) -> None:
    locked = triage(send("scan.pdf", write_pdf("a letter", password="x")), enclosures)
    spoken = triage(send("voicemail.wav", b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(200)), enclosures)
    assert locked.look
    assert "encrypted" in locked.unread[0]
    assert spoken.look
    assert "sound" in spoken.unread[0]


def begin_booming(setup: bytes) -> FencedAnswer:
    """Readers that crash over one file."""
    honest = begin_enclosures(setup)

    def answer(request: FencedRequest) -> bytes:
        if b"boom" in request.data:
            os._exit(9)
        return honest(request)

    return answer


def test_a_reader_that_crashes_costs_its_file_alone() -> None:
    with FencedEnclosures(f"{__name__}:begin_booming") as opened:
        crashed = triage(send("boom.pdf", write_pdf("a letter")), opened)
        read = parse_mail(send("letter.pdf", write_pdf("a letter of ours")), enclosures=opened)
    assert crashed.look
    assert "crashed" in crashed.unread[0]
    assert "a letter of ours" in read.attachments[0].text


def _write_with_picture(text: str, *, inline: bool = False) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "Team <t1@elsewhere.example>",
        "jo@lakesideschools.org",
        "look",
    )
    mail.set_content(text)
    out = io.BytesIO()
    Image.new("L", (40, 40), 255).save(out, "PNG")
    if inline:
        mail.add_attachment(out.getvalue(), "image", "png", disposition="inline", cid="<one>")
    else:
        mail.add_attachment(out.getvalue(), "image", "png", filename="one.png")
    return bytes(mail)


def test_a_picture_without_words_is_told_where_the_message_says_hardly_anything_beside_it() -> None:
    told = "not read: one.png: no words were found in this picture"
    found = triage_mail(parse_mail(_write_with_picture("Here it is. The rest comes later.")), DISTRICT)
    assert (told in found.reasons, found.look) == (True, True)
    long = "Here is the new bus stop at the corner of Linden and Third, where we meet on Monday at seven."
    assert not triage_mail(parse_mail(_write_with_picture(long)), DISTRICT).unread
    logo = _write_with_picture("Here it is. The rest comes later.", inline=True)
    assert not triage_mail(parse_mail(logo), DISTRICT).unread
