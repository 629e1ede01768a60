"""Messages as a mail program saves them, some with an attachment."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from firstbell.drill.district.pages import render_pdf
from firstbell.drill.district.scribe import Scribe


def render_eml(scribe: Scribe) -> bytes:
    """One message."""
    sender, receiver = scribe.person(), scribe.person()
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{sender.name} <{sender.email}>"
    message["To"] = f"{receiver.name} <{receiver.email}>"
    message["Subject"] = scribe.title()
    message["Date"] = f"Wed, {scribe.rng.randint(1, 28)} Feb 2023 08:00:00 -0600"
    message["Message-ID"] = f"<{scribe.rng.getrandbits(64):016x}@example.org>"
    message.set_content("\n\n".join(scribe.paragraph() for _ in range(scribe.rng.randint(1, 6))))
    if scribe.rng.random() < 0.25:
        message.add_attachment(render_pdf(scribe), maintype="application", subtype="pdf", filename="form.pdf")
        message.set_boundary(f"=={scribe.rng.getrandbits(64):016x}==")
    return message.as_bytes()
