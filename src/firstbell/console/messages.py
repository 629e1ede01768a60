"""What the two processes say to each other: one question a connection, one answer.

Framing: four bytes, little-endian, the size of what follows; then a message of MessagePack. A question is
at most 9 MiB, an answer 256 MiB.
"""

from __future__ import annotations

from typing import Any

import msgspec

# of a file that somebody hands in
MAX_UPLOAD_BYTES = 8 << 20
MAX_QUESTION_BYTES = MAX_UPLOAD_BYTES + (1 << 20)
MAX_ANSWER_BYTES = 256 << 20
HEAD_BYTES = 4


class Inquiry(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What every question carries. `session`: the cookie's value, "" without one. `address`: whence."""

    session: str = ""
    address: str = ""


class ShowPage(Inquiry, frozen=True):
    """Show a page. `values`: what its path names; `query`: filters, order, place; `form`: page, json, csv.

    `follows`: an open page asks for itself again; what is shown once waits for a person who opens one.
    """

    page: str
    values: dict[str, str] = {}
    query: dict[str, str] = {}
    form: str = "page"
    follows: bool = False


class ShowPlanned(Inquiry, frozen=True):
    """Show again what a form would do: `Answer.facts["page"]` says which page has it."""

    token: str


class ShowInvitation(Inquiry, frozen=True):
    """Whom a one-time link is for. It is not used up by looking."""

    token: str


class TakeInvitation(Inquiry, frozen=True):
    """Sign in by a one-time link, which is used up."""

    token: str


class SignOut(Inquiry, frozen=True):
    """End a session: one's own, or another of one's own by its short name."""

    which: str = ""


class KeepSearch(Inquiry, frozen=True):
    """Keep words to look for out of the address: they may name people. `Answer.value` stands for them."""

    page: str
    words: str
    values: dict[str, str] = {}
    place: str = ""


class ShowNames(Inquiry, frozen=True):
    """Show names in full for a while, with a reason; or stop showing them."""

    case: str
    why: str
    shows: bool = True


class BeginRegistration(Inquiry, frozen=True):
    """Begin making a passkey of one's own."""


class FinishRegistration(Inquiry, frozen=True):
    """What the browser made. All base64 for addresses: `public` is DER, `data` of the authenticator."""

    client: str
    data: str
    public: str
    credential: str


class BeginSignIn(Inquiry, frozen=True):
    """Ask for a challenge to sign in by."""


class FinishSignIn(Inquiry, frozen=True):
    """What a passkey answered."""

    credential: str
    client: str
    data: str
    signature: str


class BeginCode(Inquiry, frozen=True):
    """Choose a passphrase, to sign in by it and a code from then on."""

    passphrase: str
    again: str


class FinishCode(Inquiry, frozen=True):
    """The first code that the person's app shows."""

    token: str
    code: str


class CodeSignIn(Inquiry, frozen=True):
    """Sign in by a name, a passphrase and a code."""

    name: str
    passphrase: str
    code: str


class ShowSignIn(Inquiry, frozen=True):
    """What the page to sign in offers. `Answer.facts["provider"]`: the district's own, or ""."""


class BeginDistrictSignIn(Inquiry, frozen=True):
    """Go to the district's identity provider. `links`: to link the account to whose session it is.

    `Answer.facts["address"]`: where; `Answer.value`: what the browser keeps until it is back.
    """

    links: bool = False


class FinishDistrictSignIn(Inquiry, frozen=True):
    """The browser is back from it. `kept`: what it was given; the others are of the address it came by."""

    state: str
    kept: str
    code: str = ""
    error: str = ""
    issuer: str = ""


class UnlinkAccount(Inquiry, frozen=True):
    """No longer sign in by the district's account."""


class AskChanges(Inquiry, frozen=True):
    """Ask whether anything that a page is made of has changed: `Answer.value` is another one then."""

    page: str = ""


class PlanAction(Inquiry, frozen=True):
    """Say what an action would put on the record of a case; nothing is written. `Answer.value`: its token."""

    action: str
    case: str
    fields: dict[str, str] = {}


class SignAction(Inquiry, frozen=True):
    """Put down what was planned, signed by a passkey."""

    token: str
    client: str
    data: str
    signature: str


class PlanOrder(Inquiry, frozen=True):
    """Say what a command line would do; nothing is done. `Answer.value`: its token.

    `content`: of a file that came with the form.
    """

    order: str
    fields: dict[str, str] = {}
    content: bytes = b""


class GiveOrder(Inquiry, frozen=True):
    """Have it done, once. `Answer.facts["path"]`: where it can be followed."""

    token: str


class TakeFiles(Inquiry, frozen=True):
    """Give out files. `search`: their paths, kept; `choices`: by place among these, a snapshot."""

    search: str
    choices: dict[str, str] = {}


class KeepDraft(Inquiry, frozen=True):
    """Keep a decision of a reviewer until it is signed, or `drop` one: its id, or `last`.

    `tells_next`: the page that follows says so; a script says it on the page itself.
    """

    case: str
    fields: dict[str, str] = {}
    tells_next: bool = True


_Orders = KeepDraft | PlanOrder | GiveOrder | TakeFiles
_Passkeys = BeginRegistration | FinishRegistration | BeginSignIn | FinishSignIn | PlanAction | SignAction
_Codes = BeginCode | FinishCode | CodeSignIn | AskChanges
_District = ShowSignIn | BeginDistrictSignIn | FinishDistrictSignIn | UnlinkAccount
_Shown = ShowPage | ShowPlanned | ShowInvitation | TakeInvitation | SignOut | KeepSearch | ShowNames
AnyQuestion = _Passkeys | _Codes | _District | _Orders | _Shown


class Trouble(msgspec.Struct, frozen=True):
    """What is wrong, and what to do. `status`: what the command line ended with, 0 where none was run."""

    message: str
    hint: str = ""
    status: int = 0


class Section(msgspec.Struct, kw_only=True):
    """What one command says. `lines`: its objects, at most 100 rows of them; `total` counts all rows.

    `next`: the key of the last row shown where more follow, "" at the end. `as_of`: when it was read.
    `place`: the repository that it opens.
    """

    key: str
    command: str
    place: str = ""
    lines: list[dict[str, Any]] = []
    total: int = 0
    next: str = ""
    choices: dict[str, list[str]] = {}
    trouble: Trouble | None = None
    warnings: list[str] = []
    as_of: str = ""


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks. `cases`: (id, name) of those that are served; `names_until`: names are shown, RFC 3339."""

    name: str
    role: str
    short: str
    cases: tuple[tuple[str, str], ...] = ()
    names_until: str = ""


class BrokenRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record whose chain does not hold. `problems`: where and what, at most 20; `total`: how many."""

    case: str
    name: str
    problems: list[str]
    total: int


class Confirmation(msgspec.Struct, frozen=True, kw_only=True):
    """What was just done. `tells`: word for word; `at`: when, RFC 3339; `place`: where it is, at `path`."""

    title: str
    tells: list[str] = []
    who: str = ""
    at: str = ""
    place: str = ""
    path: str = ""


class Answer(msgspec.Struct, kw_only=True):
    """`code`: as in HTTP. `value`: a new session, a kept search, a plan, a folder; `body`: of json and csv.

    `done`: what the form before this page has done, told once.

    `broken`: records that nobody may trust; every page says so.
    """

    code: int = 200
    reader: Reader | None = None
    sections: list[Section] = []
    trouble: Trouble | None = None
    value: str = ""
    body: bytes = b""
    broken: list[BrokenRecord] = []
    done: Confirmation | None = None
    district: str = ""
    zone: str = ""
    now: str = ""
    facts: dict[str, Any] = {}


_encoder = msgspec.msgpack.Encoder()
_questions = msgspec.msgpack.Decoder(AnyQuestion)
_answers = msgspec.msgpack.Decoder(Answer)


def frame(message: Inquiry | Answer) -> bytes:
    """A message with its size before it."""
    body = _encoder.encode(message)
    return len(body).to_bytes(HEAD_BYTES, "little") + body


def read_question(body: bytes) -> AnyQuestion:
    """Raises: msgspec.DecodeError, msgspec.ValidationError."""
    question: AnyQuestion = _questions.decode(body)
    return question


def read_answer(body: bytes) -> Answer:
    """Raises: msgspec.DecodeError, msgspec.ValidationError."""
    return _answers.decode(body)
