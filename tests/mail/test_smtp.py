"""One way to open a link to a mail server, for alerts and for letters."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator

import pytest

from firstbell.mail.smtp import LinkSecurity, SmtpServer, open_link
from tests.watch.sinks import MailSink, receiving_mail
from tests.watch.test_delivery import tls

__all__ = ["tls"]
Tls = tuple[ssl.SSLContext, str]


@pytest.fixture
def plain() -> Iterator[MailSink]:
    with receiving_mail(MailSink()) as sink:
        yield sink


def address(sink: MailSink, security: LinkSecurity, *, user: str = "", ca_file: str = "") -> SmtpServer:
    password = "ring" if user else ""
    return SmtpServer("127.0.0.1", sink.port, security, user=user, password=password, ca_file=ca_file)


def test_needed_tls_that_is_not_offered_is_an_error_and_offered_tls_is_none(plain: MailSink) -> None:
    with pytest.raises(smtplib.SMTPNotSupportedError, match="STARTTLS"):
        open_link(address(plain, LinkSecurity.REQUIRED))
    for security in (LinkSecurity.OFFERED, LinkSecurity.NONE):
        link = open_link(address(plain, security))
        assert link.quit()[0] == 221


def test_a_certificate_is_checked_where_tls_is_needed_and_only_there(tls: Tls) -> None:
    with receiving_mail(MailSink(tls=tls[0])) as sink:
        with pytest.raises(ssl.SSLError):
            open_link(address(sink, LinkSecurity.REQUIRED))
        open_link(address(sink, LinkSecurity.REQUIRED, ca_file=tls[1])).quit()
        link = open_link(address(sink, LinkSecurity.OFFERED))
        # what the server said before it was secured counts no more (RFC 3207, 4.2)
        assert link.ehlo_resp
        link.quit()
        assert sink.secured == 2


def test_who_is_named_is_signed_in_and_a_refusal_closes_the_link(tls: Tls) -> None:
    with receiving_mail(MailSink(tls=tls[0], login=("bell", "ring"))) as sink:
        open_link(address(sink, LinkSecurity.REQUIRED, user="bell", ca_file=tls[1])).quit()
        with pytest.raises(smtplib.SMTPAuthenticationError):
            open_link(address(sink, LinkSecurity.REQUIRED, user="nobody", ca_file=tls[1]))


def test_a_password_is_not_shown() -> None:
    assert "ring" not in repr(SmtpServer("mail.school.example", 587, user="bell", password="ring"))
