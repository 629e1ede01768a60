"""The e-mail copies of letters: messages, and files of them to be looked at and sent, made in processes."""

from __future__ import annotations

import binascii
import hashlib
import multiprocessing
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

EMAILS_PER_JOB = 2000
# blocks that differ from letter to letter; the others are the same in all of a language
OWN_BLOCKS = frozenset({"monitoring", "attorney_general", "consumer_office"})
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")


class EmailJob(msgspec.Struct, frozen=True):
    """Some e-mails of one language: what all share, then (what each has, to whom)."""

    folder: str
    shared: dict[str, Any]
    letters: list[tuple[dict[str, Any], str]]
    sender: str


def write_email(shared: Mapping[str, Any], told: Mapping[str, Any], *, to: str, sender: str) -> bytes:
    """The e-mail copy of a letter. Its Message-ID is the letter's own, the same in every attempt.

    The library's message is made once for what all share: made for each, it took 1.5 ms.
    """
    common = _write_common(sender, f"{shared['title']} - {shared['organisation']}", shared["language"])
    own = f"To: {_fold_address(to)}\r\nMessage-ID: {make_message_id(told['id'], sender)}\r\n"
    text = "\n\n".join(list_paragraphs(shared, told)) + "\n"
    # a line that is a dot alone, and "From " at a line's start, stay as they are: sending escapes them
    body = binascii.b2a_qp(text.replace("\r\n", "\n").encode("utf-8", "replace"), istext=True)
    return b"".join((common, own.encode("ascii", "replace"), b"\r\n", body.replace(b"\n", b"\r\n")))


@lru_cache(maxsize=64)
def _write_common(sender: str, subject: str, language: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["Subject"] = subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("", charset="utf-8", cte="quoted-printable")
    # what tells of the content goes with it, so that it comes after
    message["Content-Language"] = language
    return message.as_bytes().partition(b"\r\n\r\n")[0] + b"\r\n"


def _fold_address(to: str) -> str:
    """An address as a header has it. A plain one, as nearly all are, needs nothing."""
    if to.isascii() and to.isprintable() and len(to) < 70 and not set(to) & set(' ,;:<>()[]"\\'):
        return to
    message = EmailMessage(policy=SMTP)
    message["To"] = " ".join(to.split())
    return message.as_bytes().partition(b"To: ")[2].partition(b"\r\n\r\n")[0].decode("ascii", "replace")


def list_paragraphs(shared: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    """The text of a letter, from what all of its language share and what it has of its own."""
    # letters that an earlier release drafted have neither blocks nor a greeting of their own
    blocks = shared.get("blocks", {})
    parts = [shared["review"], told.get("greeting") or shared.get("greeting", ""), told["about"]]
    for name, section in shared["sections"].items():
        parts.append(section["title"].upper())
        lines = section["lines"]
        if name == "happened" and told.get("is_plain"):
            lines = [blocks["happened_plain"]]
        if name == "can_do":
            parts.append("\n".join(f"- {line}" for line in [*lines, *list_advice(shared, told)]))
            parts.append(told["minor"])
            continue
        further = [blocks[one] for one in told.get("further", ())] if name == "more" else []
        parts.append(" ".join([*further, *lines]))
        if name == "involved":
            parts.append("\n".join(f"- {kind}" for kind in told["kinds"]))
            parts.append(" ".join(blocks[fact] for fact in told.get("facts", ())))
    parts += [blocks.get("sorry", ""), told["code"], f"{shared['signer']}\n{shared['organisation']}"]
    return [part for part in parts if part]


def list_advice(shared: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    """The blocks of a letter's advice, as text."""
    blocks = shared.get("blocks", {})
    return [told[name] if name in OWN_BLOCKS else blocks[name] for name in told.get("blocks", ())]


def make_message_id(letter_id: str, sender: str) -> str:
    """The Message-ID of a letter's e-mail."""
    domain = sender.rpartition("@")[2].strip(" <>") or "invalid"
    return f"<notice.{letter_id}@{domain}>" if letter_id else make_msgid(domain=domain)


def make_email_jobs(
    folder: Path,
    shared: Mapping[str, Any],
    letters: Sequence[tuple[Mapping[str, Any], str]],
    *,
    sender: str,
) -> Iterator[EmailJob]:
    """The e-mails of these letters of one language, in parts."""
    for at in range(0, len(letters), EMAILS_PER_JOB):
        part = [(dict(told), to) for told, to in letters[at : at + EMAILS_PER_JOB]]
        yield EmailJob(str(folder), dict(shared), part, sender)


def queue_part(job: EmailJob) -> int:
    """Write the files of a part: how many. Runs in a process of its own."""
    folder = Path(job.folder)
    for told, to in job.letters:
        data = write_email(job.shared, told, to=to, sender=job.sender)
        (folder / f"{_name_file(told['id'])}.eml").write_bytes(data)
    return len(job.letters)


def _name_file(letter_id: str) -> str:
    """The name of a letter's file: its id, which a list of people gave, may hold anything."""
    if _PLAIN_NAME.fullmatch(letter_id):
        return letter_id
    shown = re.sub(r"[^A-Za-z0-9_-]", "_", letter_id)[:40]
    return f"{shown}-{hashlib.sha256(letter_id.encode()).hexdigest()[:16]}"


def queue_all(jobs: Sequence[EmailJob], *, workers: int) -> int:
    """Write them all, side by side: how many."""
    if len(jobs) <= 1 or workers == 1:
        return sum(map(queue_part, jobs))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=context) as executor:
        return sum(executor.map(queue_part, jobs))
