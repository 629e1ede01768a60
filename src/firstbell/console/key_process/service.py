"""Answers the web process: who is signed in, what the role sees, who looked, and the page itself."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from firstbell.base.clock import NS_PER_S, Clock, format_time
from firstbell.console.errors import ConsoleError
from firstbell.console.key_process.access_log import AccessEntry, AccessLog
from firstbell.console.key_process.answerer import refuse_form
from firstbell.console.key_process.code_service import CodeService
from firstbell.console.key_process.codes import MEMORY_KIB
from firstbell.console.key_process.command_line import RunCommand, run_captured
from firstbell.console.key_process.district_sign_in import DistrictSignInService, ProviderWork
from firstbell.console.key_process.download_service import DownloadService, DownloadWork
from firstbell.console.key_process.identity_provider import IdentityProvider
from firstbell.console.key_process.invitation_service import InvitationService
from firstbell.console.key_process.look_alerts import LookAlerts
from firstbell.console.key_process.order_service import OrderService
from firstbell.console.key_process.own_pages import OwnPages
from firstbell.console.key_process.page_reader import KeptAnswer, PageRead, PageRequest, read_page
from firstbell.console.key_process.passkey_service import PasskeyService
from firstbell.console.key_process.passkeys import Site
from firstbell.console.key_process.places import ConsolePlaces, RecordMemory
from firstbell.console.key_process.register import Register
from firstbell.console.key_process.review_service import OpenSealed, ReviewService
from firstbell.console.key_process.rows import PART
from firstbell.console.key_process.sessions import (
    BY_DISTRICT,
    DISTRICT_ONLY_READS,
    NAMES_S,
    ROWS_A_MINUTE,
    TOO_FAST,
    SessionTable,
    SignedIn,
)
from firstbell.console.key_process.try_limits import TryLimits
from firstbell.console.key_process.views import LIVE
from firstbell.console.key_process.work import WorkList, name_state
from firstbell.console.messages import (
    Answer,
    AnyQuestion,
    AskChanges,
    BeginCode,
    BeginDistrictSignIn,
    BeginRegistration,
    BeginSignIn,
    CodeSignIn,
    FinishCode,
    FinishDistrictSignIn,
    FinishRegistration,
    FinishSignIn,
    GiveOrder,
    KeepDraft,
    KeepSearch,
    PlanAction,
    PlanOrder,
    Reader,
    ShowInvitation,
    ShowNames,
    ShowPage,
    ShowPlanned,
    ShowSignIn,
    SignAction,
    SignOut,
    TakeFiles,
    TakeInvitation,
    Trouble,
    UnlinkAccount,
)
from firstbell.console.pages import BY_NAME, first_path
from firstbell.crypto.derivation import KeyMemory
from firstbell.ledger.personal import find_personal

_MOST_KEPT = 64
_MOST_WORDS = 40_000
_SHAPES = {
    "case": re.compile(r"[0-9a-f]{32}"),
    "person": re.compile(r"[a-z][0-9a-f]{15}"),
    "event": re.compile(r"[0-9a-f]{8,64}"),
    # as in a vault; and no option of a command line
    "plan": re.compile(r"[0-9a-f]{16}"),
    **dict.fromkeys(("work", "message"), re.compile(r"[0-9a-f]{16}")),
    "host": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}"),
    # a list of people gives it, and may call them anything but an option of a command line
    "letter": re.compile(r"[^-/\x00-\x1f][^/\x00-\x1f]{0,199}"),
}
# pages of one thing, and what the command line ends with where there is no such thing
_ABSENT = {"event": frozenset({1, 2}), "person": frozenset({1, 2}), "letter": frozenset({1, 2})}
# pages of what the console itself keeps, read here
_OWN = frozenset({"you", "works", "work"})
# they are about people: a session that rests ends sooner
_ON_PEOPLE = (ShowNames, KeepDraft)
Kept = dict[tuple[str, ...], KeptAnswer]


@dataclass(frozen=True, slots=True)
class PageWork:
    """A page that is to be read: in a child, since its command lines may take a while, or fail."""

    request: PageRequest
    form: str
    answer: Answer
    session: SignedIn


Work = PageWork | DownloadWork | ProviderWork


@dataclass
class ConsoleService:
    """One console. `run`: the command line of Firstbell; `site`: what passkeys are made for.

    `memory_kib`: what Argon2id takes for a passphrase. `warming`: loads a module with each step. `keys`: of
    repositories that were opened already.
    """

    places: ConsolePlaces
    run: RunCommand
    clock: Clock
    site: Site = field(default_factory=lambda: Site("", ()))
    kept: Kept = field(default_factory=dict)
    memory_kib: int = MEMORY_KIB
    warming: Iterator[str] = field(default_factory=lambda: iter(()))
    open_sealed: OpenSealed | None = None
    keys: KeyMemory = field(default_factory=KeyMemory)
    provider: IdentityProvider | None = None

    def __post_init__(self) -> None:
        self.register = Register(self.places.desk, self.clock)
        self.register.refresh()
        self.sessions = SessionTable(self.clock)
        self.looks = AccessLog(self.places.desk, self.clock)
        self.limits = TryLimits(self.clock)
        self.shelf = WorkList(self.places.desk)
        self.records = RecordMemory()
        self.alerts = LookAlerts(self)
        self.reviews = ReviewService(self, self.open_sealed)
        self.passkeys = PasskeyService(self)
        self._invitations = InvitationService(self)
        self._codes = CodeService(self)
        self.district = DistrictSignInService(self)
        self._orders = OrderService(self)
        self.files = DownloadService(self)
        self._own = OwnPages(self, self._orders)

    def ask(self, question: AnyQuestion) -> Answer | Work:
        """What is to be said at once, or a page that is to be read. Raises: ConsoleError."""
        found = self._answer(question)
        is_opened = isinstance(question, ShowPage) and question.form == "page" and not question.follows
        if is_opened or isinstance(question, ShowPlanned):
            self._tell_done(question.session, found)
        return found

    def _answer(self, question: Any) -> Answer | Work:
        """The one place where a session is required: all but the questions of `openly` need one."""
        openly: dict[type, Callable[[Any], Answer | Work]] = {
            ShowPage: self._show_page,
            ShowInvitation: self._invitations.show,
            TakeInvitation: self._invitations.take,
            BeginSignIn: self.passkeys.begin_sign_in,
            FinishSignIn: self._invitations.finish_sign_in,
            CodeSignIn: self._codes.sign_in,
            ShowSignIn: self.district.show,
            BeginDistrictSignIn: self.district.begin,
            FinishDistrictSignIn: self.district.finish,
            AskChanges: self._tell_changes,
        }
        signed_in: dict[type, Callable[[SignedIn, Any], Answer | Work]] = {
            ShowPlanned: self._show_planned,
            SignOut: self._sign_out,
            KeepSearch: self._keep_search,
            ShowNames: self._show_names,
            BeginRegistration: self.passkeys.begin_registration,
            FinishRegistration: self.passkeys.finish_registration,
            BeginCode: self._codes.begin,
            FinishCode: self._codes.finish,
            UnlinkAccount: self.district.unlink,
            PlanAction: self.passkeys.plan,
            SignAction: self.passkeys.sign,
            PlanOrder: self._orders.plan,
            GiveOrder: self._orders.give,
            TakeFiles: self.files.take,
            KeepDraft: self.reviews.keep,
        }
        if type(question) in openly:
            return openly[type(question)](question)
        session = self.find_session(question.session, on_people=isinstance(question, _ON_PEOPLE))
        return self.answer(401) if session is None else signed_in[type(question)](session, question)

    def _tell_done(self, token: str, found: Answer | Work) -> None:
        """On the page that follows a form, once."""
        answer = found.answer if isinstance(found, PageWork) else found
        session = self.find_session(token)
        if session is not None and isinstance(answer, Answer) and answer.code not in {303, 401}:
            answer.done = session.take_confirmation()

    # ---- who is there

    def find_session(self, token: str, *, on_people: bool = False) -> SignedIn | None:
        """The session of a cookie, while its person may sign in."""
        session = self.sessions.find(token, on_people=on_people)
        if session is None:
            return None
        self.register.refresh()
        self.places = self.places.find_opened()
        person = self.register.people.get(session.person.id)
        is_gone = session.by == BY_DISTRICT and (person is None or person.account != session.person.account)
        if person is None or person.ended or is_gone:
            self.sessions.end(session)
            return None
        return session

    def answer(self, code: int, session: SignedIn | None = None, **given: Any) -> Answer:
        """An answer with what every page needs."""
        answer = Answer(code=code, district=self.places.district, zone=self.places.zone, **given)
        answer.now = format_time(self.clock.now_ns())
        if session is not None:
            shows = session.names_until_ns > self.clock.now_ns()
            answer.reader = Reader(
                name=session.person.name,
                role=session.person.role,
                short=session.short,
                cases=tuple((case.id, case.name) for case in self.places.cases),
                names_until=format_time(session.names_until_ns) if shows else "",
            )
        return answer

    def find_start(self, role: str) -> str:
        """Where a role begins: the path of its first page."""
        return first_path(role, [case.id for case in self.places.cases])

    def begin(self, session: SignedIn, path: str = "") -> Answer:
        """On with a new session, to the first page of its role or to this path."""
        facts = {"path": path or self.find_start(session.person.role)}
        return self.answer(200, session, value=session.token, facts=facts)

    def _sign_out(self, session: SignedIn, question: SignOut) -> Answer:
        mine = self.sessions.list_of(session.person.id)
        ended = [one for one in mine if one.short == question.which] if question.which else [session]
        for one in ended:
            self.sessions.end(one)
            session.confirm(f"Session {one.short} is signed out.")
        return self.answer(200, None if session in ended else session)

    def _tell_changes(self, question: AskChanges) -> Answer:
        """A word for what all sources are now. A page that asks by itself does not keep anybody signed in."""
        if self.sessions.find(question.session, on_people=False, is_used=False) is None:
            return self.answer(401)
        word = name_state(question.page, places=self.places, shelf=self.shelf, clock=self.clock)
        return self.answer(200, value=word)

    # ---- what stays out of addresses

    def _keep_search(self, session: SignedIn, question: KeepSearch) -> Answer:
        page = BY_NAME.get(question.page)
        if page is None or session.person.role not in page.roles:
            return self.answer(403, session)
        words = question.words.strip()[: _MOST_WORDS if page.name == "restore" else 400]
        fields = {"page": page.name, "words": words, "place": question.place}
        return self.answer(200, session, value=session.keep_search(fields) if words else "")

    def _show_names(self, session: SignedIn, question: ShowNames) -> Answer:
        if session.person.role not in BY_NAME["people"].roles:
            return self.answer(403, session)
        if session.by == BY_DISTRICT:
            return self.answer(403, session, trouble=DISTRICT_ONLY_READS)
        case = self.places.find_case(question.case)
        if case is None:
            return self.answer(404, session)
        why = " ".join(question.why.split())[:300]
        if not question.shows:
            session.names_until_ns = 0
            session.confirm("Names are hidden again.")
            return self.answer(200, session)
        held = find_personal(why)
        if not why or held:
            what = f"The reason holds {held}." if held else "A reason is needed."
            told = Trouble(what, "write why you need the names, in a few words")
            return refuse_form(self, session, told, typed={"why": question.why})
        session.names_case, session.names_why = case.id, why
        session.names_until_ns = self.clock.now_ns() + NAMES_S * NS_PER_S
        self._note(session, "names", case.id, [])
        session.confirm("Names are shown for ten minutes.", tells=[f"Firstbell recorded why: {why}"])
        return self.answer(200, session)

    def _note(self, session: SignedIn, page: str, case: str, people: list[str]) -> None:
        is_named = self._shows_names(session, case)
        entry = AccessEntry(
            seq=0,
            at="",
            who=session.person.name,
            role=session.person.role,
            case=case,
            page=page,
            people=people,
            named=is_named,
            why=session.names_why if is_named else "",
        )
        self.looks.note(entry)
        if people:
            # the look is written down: whether an alert can be started changes nothing about the page
            with contextlib.suppress(OSError):
                self.alerts.tell()

    def _shows_names(self, session: SignedIn, case: str) -> bool:
        return session.names_case == case and session.names_until_ns > self.clock.now_ns()

    # ---- pages

    def _show_page(self, question: ShowPage) -> Answer | Work:
        page = BY_NAME.get(question.page)
        if page is None:
            return self.answer(404, self.find_session(question.session))
        session = self.find_session(question.session, on_people=page.needs_names)
        if session is None:
            return self.answer(401)
        role = session.person.role
        if role not in page.roles:
            # whoever types the bare address of the console is meant to get in, whatever the role
            is_home = page.path == "/" and question.form == "page"
            return self.answer(303 if is_home else 403, session, facts={"path": self.find_start(role)})
        for name, value in question.values.items():
            if not _SHAPES[name].fullmatch(value):
                return self.answer(404, session)
        case = question.values.get("case", "")
        handed = self._own.find_message(question.values) if "message" in question.values else None
        is_absent = page.in_case and self.places.find_case(case) is None
        is_absent = is_absent or ("message" in question.values and handed is None)
        if is_absent or self.places.lacks_plan(question.values):
            return self.answer(404, session)
        if page.name in _OWN:
            return self._own.show(session, question)
        if page.needs_names and not session.may_show(PART, self.clock.now_ns(), most=ROWS_A_MINUTE):
            return self.answer(429, session, trouble=TOO_FAST)
        search = session.searches.get(question.query.get("search", ""), {})
        request = PageRequest(
            page=page,
            role=role,
            values=question.values,
            query=question.query,
            search=search if search.get("page") == page.name else {},
            names=self._shows_names(session, case),
        )
        facts = self._own.find_facts(question, search, session, handed=handed)
        answer = self.answer(200, session, facts=facts)
        return PageWork(request, question.form, answer, session)

    def _show_planned(self, session: SignedIn, question: ShowPlanned) -> Answer:
        """What a form would do, for as long as it can be done; then where it is found."""
        plan = session.plans.get(question.token)
        if plan is None:
            return self._codes.show(session, question.token) or self.answer(404, session)
        if plan.led_to:
            return self.answer(303, session, facts={"path": plan.led_to})
        is_late = "token" in plan.facts and self.clock.now_ns() > plan.until_ns
        return self.answer(200, session, facts={**plan.facts, "page": plan.page, "is_late": is_late})

    def read(self, work: PageWork) -> tuple[PageRead, Kept]:
        """Read a page, in a child; and what its command lines said, for the next one who asks."""
        sources = self.places.measure()
        now_ns = self.clock.now_ns()
        said: Kept = {}

        def run(words: tuple[str, ...]) -> KeptAnswer:
            kept, signature = self.kept.get(words), sources.of_command(words)
            if words[:2] in LIVE:
                signature += self.places.measure_runs(self.clock)
            if kept is None or not kept.is_fresh(now_ns, signature, words):
                kept = KeptAnswer(run_captured(self.run, words), now_ns, signature)
                said[words] = kept
            return kept

        return read_page(work.request, self.places, run, form=work.form), said

    def finish(self, work: PageWork, read: PageRead, kept: Kept) -> Answer:
        """Put down who is looked at, then give the page out."""
        for words, told in kept.items():
            self.kept.pop(words, None)
            self.kept[words] = told
        while len(self.kept) > _MOST_KEPT:
            self.kept.pop(next(iter(self.kept)))
        answer, page = work.answer, work.request.page
        answer.sections, answer.body, answer.broken = read.sections, read.body, read.broken
        work.session.seen |= set(read.people)
        if read.people:
            try:
                self._note(work.session, page.name, work.request.values["case"], read.people)
            except (OSError, ConsoleError) as error:
                trouble = Trouble(f"This look cannot be written down: {error}", "")
                return self.answer(503, work.session, trouble=trouble)
        absent = _ABSENT.get(page.name, frozenset())
        troubles = [one.trouble for one in read.sections if one.key == page.name and one.trouble]
        if any(one.status in absent for one in troubles):
            answer.code = 404
        return answer
