"""Messages as a mail program saves them, some with an attachment."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from firstbell.drill.district.pages import render_pdf
from firstbell.drill.district.writer import DocumentWriter


def render_eml(writer: DocumentWriter) -> bytes:
    """One message."""
    sender, receiver = writer.person(), writer.person()
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{sender.name} <{sender.email}>"
    message["To"] = f"{receiver.name} <{receiver.email}>"
    message["Subject"] = writer.title()
    message["Date"] = f"Wed, {writer.rng.randint(1, 28)} Feb 2023 08:00:00 -0600"
    message["Message-ID"] = f"<{writer.rng.getrandbits(64):016x}@example.org>"
    message.set_content("\n\n".join(writer.paragraph() for _ in range(writer.rng.randint(1, 6))))
    if writer.rng.random() < 0.25:
        message.add_attachment(render_pdf(writer), maintype="application", subtype="pdf", filename="form.pdf")
        message.set_boundary(f"=={writer.rng.getrandbits(64):016x}==")
    return message.as_bytes()
