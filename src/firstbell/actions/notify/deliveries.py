"""What of the letters goes out, and what comes back; how many were told is a fact of the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from firstbell.actions.case.record import put_drafts
from firstbell.base.clock import format_time
from firstbell.base.counts import say_count
from firstbell.case.bodies import FactStated
from firstbell.case.case import Case
from firstbell.case.facts import draft_fact, put_facts
from firstbell.ledger import Entry
from firstbell.notify.notices.bounces import list_bounces
from firstbell.notify.notices.delivery import MailServer, OutgoingMail, check_server, send_all
from firstbell.notify.notices.emails import write_email
from firstbell.notify.notices.entries import NoticesSent
from firstbell.notify.notices.journal import BOUNCED, FAILED, HANDED, SENT, is_settled
from firstbell.notify.notices.notice_store import NoticeStore, check_approved, find_approvals
from firstbell.notify.notices.returns import Returned, list_returns
from firstbell.notify.notices.told import sum_up

# what goes out or comes back changes both: a mail that the record does not know of went to nobody
_TOLD = (NoticesSent.KIND, FactStated.KIND)


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """E-mails from `sender` by `server`; None: only count them."""

    sender: str
    server: MailServer | None = None


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """What became of them. `to_send`: were open before; `entry`: None where nothing was sent."""

    emails: int
    to_send: int
    states: Counter[str]
    entry: Entry | None = None
    told_by_email: int = 0

    @property
    def put_off(self) -> int:
        """How many are still open."""
        return self.to_send - self.states[SENT] - self.states[FAILED] - self.states[HANDED]

    def describe(self) -> dict[str, Any]:
        """The fields, as `notice send --json` gives them."""
        return {
            "emails": self.emails,
            "sent": self.states[SENT],
            "failed": self.states[FAILED],
            "handed": self.states[HANDED],
            "put_off": self.put_off,
            "entry": self.entry.hex_id if self.entry else None,
            "told_by_email": self.told_by_email,
        }


def send_letters(case: Case, store: NoticeStore, request: DeliveryRequest) -> DeliveryResult:
    """Send the e-mail copies of the approved letters. Killed, it goes on; nobody is mailed twice.

    Raises: NoPlanError; ApprovalError; what the server refuses; what appending raises, before the first mail.
    """
    kept = store.load_draft()
    check_approved(kept, find_approvals(case.main.read(), kept.sha256))
    mails = _list_mails(store, request.sender)
    done = store.email.load()
    open_mails = [mail for mail in mails if not is_settled(done.get(mail.letter, ("", ""))[0])]
    if request.server is None or not open_mails:
        return DeliveryResult(len(mails), len(open_mails), Counter())
    case.main.require_right(*_TOLD)
    check_server(request.server)
    states = Counter(state for _, state in send_all(open_mails, request.server, store.email))
    body = NoticesSent(
        text=f"sent {say_count(states[SENT], 'e-mail')}", sha256=kept.sha256, states=dict(states)
    )
    (entry,) = put_drafts(case, [body.draft()])
    told = _record_told(case, store, entry.hex_id)
    return DeliveryResult(len(mails), len(open_mails), states, entry, told["told_by_email"])


def _list_mails(store: NoticeStore, sender: str) -> list[OutgoingMail]:
    kept = store.load_draft()
    mails = []
    for letter in store.load_plan().letters:
        told = kept.letters.get(letter.id)
        if letter.email and told is not None:
            make = partial(write_email, kept.shared[letter.language], told, to=letter.email, sender=sender)
            mails.append(OutgoingMail(letter.id, sender.rpartition("<")[2].rstrip(">"), letter.email, make))
    return mails


def _record_told(case: Case, store: NoticeStore, because: str) -> dict[str, Any]:
    """Put down how many were told, as the fact that statements and clocks lean on."""
    told = sum_up(store.load_plan(), store.email.load(), store.post.load())
    now = format_time(case.clock.now_ns())
    fact = draft_fact({"subject": "letters_sent", "value": told["told"], "because": because}, now)
    put_facts(case.main, [fact], at=now)
    return told


@dataclass(frozen=True, slots=True)
class BounceResult:
    """Letter and status of each bounce that is ours; how many were of other mail."""

    bounces: Sequence[tuple[str, str]]
    of_others: int


def take_bounces(store: NoticeStore, files: Sequence[Path]) -> BounceResult:
    """Take in delivery status notifications. Raises: NoPlanError; TextFileError."""
    known = {letter.id for letter in store.load_plan().letters}
    found = [pair for file in files for pair in list_bounces(file)]
    ours = [(letter, why) for letter, why in found if letter in known]
    with store.email.opened():
        for letter, why in ours:
            store.email.note(BOUNCED, letter, why)
    return BounceResult(ours, len(found) - len(ours))


@dataclass(frozen=True, slots=True)
class ReturnResult:
    """What a mail house told. `problems`: sentences on rows that say nothing; `told`: people told by now."""

    entry: Entry
    letters: int
    states: Counter[str]
    new_addresses: int
    problems: Sequence[str]
    told: int

    def describe(self) -> dict[str, Any]:
        """The fields, as `notice returns --json` gives them."""
        return {
            "letters": self.letters,
            "states": dict(self.states),
            "new_addresses": self.new_addresses,
            "not_read": len(self.problems),
            "told": self.told,
            "entry": self.entry.hex_id,
        }


def take_returns(case: Case, store: NoticeStore, file: Path) -> ReturnResult:
    """Take in a mail house's table. Raises: NoPlanError; TextFileError; what appending raises."""
    known = {letter.id for letter in store.load_plan().letters}
    rows = list(list_returns(file))
    told = [row for row in rows if isinstance(row, Returned)]
    ours = [row for row in told if row.letter in known]
    case.main.require_right(*_TOLD)
    with store.post.opened():
        for row in ours:
            store.post.note(row.state, row.letter, row.detail)
    strangers = [f"letter {row.letter!r} is not one of ours" for row in told if row.letter not in known]
    problems = [*(row for row in rows if isinstance(row, str)), *strangers]
    states = Counter(row.state for row in ours)
    body = NoticesSent(text=f"the mail house reported {say_count(len(ours), 'letter')}", states=dict(states))
    (entry,) = put_drafts(case, [body.draft()])
    sums = _record_told(case, store, entry.hex_id)
    moved = sum(row.address is not None for row in ours)
    return ReturnResult(entry, len(ours), states, moved, problems, sums["told"])
