"""E-mails by SMTP: TLS, a rate, retries; whatever kills the command, each letter is sent once or not at all.

The command forks; the child sends and keeps the journal. When the command is killed, the child ends the
message that it is at, notes that, and stops; the next command waits for it. Before the line that ends a
message is sent, the journal says `handed`: should the machine die just then, nobody can know whether the
server took it, so it is never sent again and told apart. Whatever fails before that line may be tried
again: a server drops what was not ended.
"""

from __future__ import annotations

import os
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate

from firstbell.base.clock import NS_PER_S, SystemClock, monotonic_s
from firstbell.base.errors import say_cause
from firstbell.mail.smtp import LinkSecurity, SmtpServer, open_link
from firstbell.notify.errors import NotifyError
from firstbell.notify.notices.journal import BEGUN, FAILED, HANDED, SENT, DeliveryJournal, is_settled
from firstbell.processes.pool import fork_process

_ATTEMPTS = 5
_SECURITY = {"tls": LinkSecurity.TLS, "starttls": LinkSecurity.REQUIRED, "none": LinkSecurity.NONE}
_TIMEOUT_S = 60.0
_MESSAGES_PER_CONNECTION = 100


class MailServerError(NotifyError):
    """A mail server that cannot be reached, or does not let us in."""

    code = "notify.mail_server"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes. `tls`: `starttls`, `tls` or `none`; `rate_per_s`: 0 for as fast as it goes."""

    host: str
    port: int
    tls: str = "starttls"
    user: str = ""
    password: str = ""
    rate_per_s: float = 0.0
    cafile: str | None = None

    def connect(self) -> smtplib.SMTP:
        """A connection, secured and signed in. Raises: MailServerError for what will not get better."""
        server = SmtpServer(
            self.host,
            self.port,
            _SECURITY[self.tls],
            user=self.user,
            password=self.password,
            ca_file=self.cafile or "",
            timeout_s=_TIMEOUT_S,
        )
        try:
            return open_link(server)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            hint = "check --tls, --user and the certificates"
            raise MailServerError(f"{self.host}:{self.port}: {error}", hint=hint) from None


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One e-mail. `make`: its bytes, made when it is its turn; the day is put before them then."""

    letter: str
    sender: str
    to: str
    make: Callable[[], bytes]


def check_server(server: MailServer) -> None:
    """See that the server lets us in, before anything is sent. Raises: MailServerError."""
    try:
        link = server.connect()
    except (smtplib.SMTPException, OSError) as error:
        hint = "check --smtp; nothing was sent"
        raise MailServerError(f"{server.host}:{server.port}: {say_cause(error)}", hint=hint) from None
    with suppress(smtplib.SMTPException, OSError):
        link.quit()


def send_all(
    mails: Sequence[OutgoingMail], server: MailServer, journal: DeliveryJournal
) -> Iterator[tuple[str, str]]:
    """Send what was not sent yet: (letter, state) of each as it comes to it, from the child that sends.

    Raises: MailServerError when the child could not go on, or another process sends; WorkerLostError.
    """
    read_fd, write_fd = os.pipe()
    parent = os.getpid()
    child = -1
    try:
        child = fork_process()
        if child == 0:
            os.close(read_fd)
            _run_child(_Sender(mails, server, journal, told=(write_fd, parent)))
    finally:
        os.close(write_fd)
        if child < 0:
            os.close(read_fd)
    try:
        yield from _listen(read_fd)
    finally:
        os.close(read_fd)
        _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise MailServerError(
            f"{server.host}:{server.port} was lost, or another process is sending",
            hint="what was sent is noted; run the command again to go on",
        )


def _listen(read_fd: int) -> Iterator[tuple[str, str]]:
    rest = b""
    while data := os.read(read_fd, 1 << 16):
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            state, _, letter = line.decode().partition(" ")
            yield letter, state


def _run_child(sender: _Sender) -> None:
    """Never returns. A session of its own: a signal to the command's group does not reach it."""
    status = 1
    with suppress(BaseException):
        os.setsid()
        sender.run()
        status = 0
    os._exit(status)


class _Sender:
    """Runs in the child. `told`: the pipe to the command, and the command's process id."""

    def __init__(
        self,
        mails: Sequence[OutgoingMail],
        server: MailServer,
        journal: DeliveryJournal,
        *,
        told: tuple[int, int],
    ) -> None:
        self._mails = mails
        self._server = server
        self._journal = journal
        self._write_fd, self._parent = told
        self._link: smtplib.SMTP | None = None
        self._used = 0
        self._handed = ""
        self._next_s = monotonic_s()

    def run(self) -> None:
        """Send one after another, until all are sent or the command is gone."""
        with self._journal.opened():
            done = self._journal.load()
            for mail in self._mails:
                if os.getppid() != self._parent:
                    break
                if is_settled(done.get(mail.letter, ("", ""))[0]):
                    continue
                self._wait_turn()
                self._tell(self._send(mail), mail.letter)
            self._hang_up()

    def _wait_turn(self) -> None:
        if self._server.rate_per_s > 0:
            time.sleep(max(self._next_s - monotonic_s(), 0))
            self._next_s = max(self._next_s, monotonic_s()) + 1 / self._server.rate_per_s

    def _tell(self, state: str, letter: str) -> None:
        # whoever listened may be gone; the loop notices
        with suppress(BrokenPipeError):
            os.write(self._write_fd, f"{state} {letter}\n".encode())

    def _send(self, mail: OutgoingMail) -> str:
        data = b"Date: " + formatdate(SystemClock().now_ns() / NS_PER_S).encode() + b"\r\n" + mail.make()
        self._journal.note(BEGUN, mail.letter)
        for attempt in range(_ATTEMPTS):
            try:
                return self._attempt(mail, data)
            except _RefusedError as error:
                if error.is_final:
                    self._journal.note(FAILED, mail.letter, str(error))
                    self._reset()
                    return FAILED
            except (smtplib.SMTPException, OSError):
                if self._handed == mail.letter:
                    self._hang_up()
                    return HANDED
            self._hang_up()
            if attempt + 1 < _ATTEMPTS:
                time.sleep(min(0.5 * 2**attempt, 30))
        self._journal.note(BEGUN, mail.letter, "put off: the server does not take it now")
        return BEGUN

    def _attempt(self, mail: OutgoingMail, data: bytes) -> str:
        self._handed = ""
        link = self._connect()
        _expect(link.mail(mail.sender), 250)
        _expect(link.rcpt(mail.to), 250, 251)
        _expect(link.docmd("data"), 354)
        link.send(_stuff(data))
        self._journal.note(HANDED, mail.letter)
        self._handed = mail.letter
        link.send(b".\r\n")
        answer = link.getreply()
        self._handed = ""
        if answer[0] != 250:
            # the server says that it did not take it, so it may be tried again
            self._journal.note(BEGUN, mail.letter)
        _expect(answer, 250)
        self._journal.note(SENT, mail.letter)
        self._used += 1
        return SENT

    def _connect(self) -> smtplib.SMTP:
        if self._link is not None and self._used >= _MESSAGES_PER_CONNECTION:
            self._hang_up()
        if self._link is None:
            self._link, self._used = self._server.connect(), 0
            self._link.ehlo_or_helo_if_needed()
        return self._link

    def _reset(self) -> None:
        if self._link is not None:
            try:
                self._link.rset()
            except (smtplib.SMTPException, OSError):
                self._hang_up()

    def _hang_up(self) -> None:
        if self._link is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._link.quit()
            self._link.close()
            self._link = None


def _stuff(data: bytes) -> bytes:
    """A message's text with line ends and dots as the protocol wants them. Source: RFC 5321, 4.5.2."""
    text = b"\r\n".join(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
    text = text.replace(b"\r\n.", b"\r\n..")
    text = b"." + text if text.startswith(b".") else text
    return text if text.endswith(b"\r\n") else text + b"\r\n"


class _RefusedError(Exception):
    """What the server answered instead. `is_final`: it will not get better."""

    def __init__(self, code: int, told: bytes) -> None:
        super().__init__(f"{code} {told.decode('utf-8', 'replace')}")
        self.is_final = 500 <= code < 600


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] not in codes:
        raise _RefusedError(*answer)
