"""The label of one layer, by the points of its clues. The sides and their weights: docs/messages.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstbell.triage.clues import Clue, add_points, has_clue

COERCION_FROM = 6.0
BULK_COERCION_FROM = 10.0
PHISHING_FROM = 5.0
EVENT_FROM = 4.0
QUESTION_FROM = 4.0
BULK_FROM = 3.0
_THREATENING = (
    "threat",
    "threat_told",
    "condition",
    "demand",
    "pressure",
    "refused",
    "no_police",
    "harm",
    "veiled",
    "immigration",
    "bargain",
    "wallet",
)
_BEARING = (
    "possession",
    "possession_told",
    "spoils",
    "actor_claim",
    "channel",
    "decrypt",
    "contact",
    "telegram",
    "wallet",
    "gang",
    "known_actor",
    "taken_over",
    "watching",
    *_THREATENING,
)
# who says so holds data, or says what happens if nobody pays: nobody who only reports about it
_CLAIMS = frozenset(
    {"taken_over", "possession", "actor_claim", "condition", "wallet", "decrypt", "channel", "contact"}
)
_LINK_TRICKS = (
    "link_runs",
    "link_address",
    "link_user",
    "link_scripts",
    "link_lookalike",
    "link_brand_lookalike",
    "link_differs",
    "link_shortened",
    "link_shared_host",
    "link_ending",
    "link_uses_name",
    "form",
    "file_runs",
    "file_page",
    "file_macros",
)
_STRONG = (
    "gift_card",
    "gift_codes",
    "fee_first",
    "bank_change",
    "prize",
    "opener",
    "payroll",
    "pay_change",
    "job",
    "brand_claim",
    "new_number",
)
_UNTRUSTED_LINKS = ("link_lookalike", "link_scripts", "link_runs", "form", "file_runs")
_PRESSING = ("asks_secret", "asks_verify", "asks_pay", "threatens_loss")
_FORGERIES = ("forged", "sender_lookalike", "sender_scripts", "poses_as_district", "name_is_address")
_FORGED_FROM = 3.0
# who announces lawful steps writes of pay and of accounts without luring anybody
_BY_RIGHT = 2.0
_TRUST_OF_BULK = 2.0
_WANTS_MUCH = 5.0
_POLITE = ("pay_change", "gift_card", "gift_codes", "bank_change")
_NOT_RAISED = ("gift_codes", "fee_first", "private_sender", "opener", "asks_secret")
_IMPOSTURES = (
    "sender_scripts",
    "sender_lookalike",
    "sender_brand_lookalike",
    "poses_as_district",
    "poses_as_office",
    "poses_as_brand",
    "name_is_address",
    "failed",
    "forged",
    "reply_lookalike",
    "returned_elsewhere",
)


class Label(StrEnum):
    """What a message is, the worst first."""

    EXTORTION = "extortion"
    COERCION = "coercion"
    EVENT_PHISHING = "event_phishing"
    PHISHING = "phishing"
    QUESTION = "question"
    GENUINE = "genuine"
    NEWSLETTER = "newsletter"
    OTHER = "other"

    @property
    def is_harmful(self) -> bool:
        """Whether it threatens or deceives."""
        return self in HARMFUL


HARMFUL = (Label.EXTORTION, Label.COERCION, Label.EVENT_PHISHING, Label.PHISHING)


@dataclass(frozen=True, slots=True)
class LabelJudgement:
    """A label, the points that speak for it, and the clues that give them, the heaviest first."""

    label: Label
    points: float
    clues: tuple[Clue, ...]

    @property
    def score(self) -> float:
        """How sure, 0 to 1: every three points halve the doubt."""
        return round(1 - 2 ** (-max(self.points, 0.0) / 3), 2)


def judge_clues(clues: Sequence[Clue]) -> LabelJudgement:
    """The label of what has these clues."""
    for judge in (_judge_threat, _judge_told, _judge_phishing, _judge_genuine, _judge_harmless):
        if judgement := judge(clues):
            return judgement
    against = max(
        (add_points(clues, side) for side in ("coercion", "trick", "ask", "question", "bulk")), default=0.0
    )
    return LabelJudgement(Label.OTHER, max(3.0, 6.0 - against), ())


def _pick(clues: Sequence[Clue], *sides: str) -> tuple[Clue, ...]:
    chosen = [clue for clue in clues if clue.side in sides]
    return tuple(sorted(chosen, key=lambda clue: -clue.points))


def _judge_threat(clues: Sequence[Clue]) -> LabelJudgement | None:
    """Coercion: somebody threatens in the first person. With data of people beside it, extortion."""
    bearing = {clue.name for clue in clues if clue.side == "coercion" and clue.name in _BEARING}
    samples = [clue for clue in clues if clue.name in {"sample_quoted", "sample_attached", "sample_told"}]
    points = add_points(clues, "coercion") + (2.0 if samples and bearing else 0.0)
    told = bearing - {"demand", "condition", "harm"}
    hides = has_clue(clues, "secret_mail", "contact", "wallet", "telegram", "known_actor")
    hides = hides or (bool(samples) and bool(told))
    loose = add_points(clues, "loose") if hides else 0.0
    if has_clue(clues, "hides"):
        loose += add_points(clues, "hidden")
    points += loose
    if not (loose or (told and bearing.intersection(_THREATENING))):
        return None
    if len(bearing) + bool(samples) + bool(loose) + has_clue(clues, "secret_mail") < 2:
        return None
    points -= _soften(clues, bearing)
    needed = BULK_COERCION_FROM if add_points(clues, "bulk") >= BULK_FROM else COERCION_FROM
    if points < needed:
        return None
    if samples:
        return LabelJudgement(Label.EXTORTION, points, _pick(clues, "sample", "coercion", "loose", "origin"))
    return LabelJudgement(Label.COERCION, points, _pick(clues, "coercion", "loose", "origin"))


def _soften(clues: Sequence[Clue], bearing: set[str]) -> float:
    """Points that speak against a threat: advice, lawful steps, a question, a reporter who holds nothing."""
    softened = add_points(clues, "advice") + (
        add_points(clues, "reported") if "threat" not in bearing else 1.0
    )
    if add_points(clues, "question") >= QUESTION_FROM:
        softened += 3
    if has_clue(clues, "press") and bearing.isdisjoint(_CLAIMS):
        softened += 3
    return softened


def _judge_told(clues: Sequence[Clue]) -> LabelJudgement | None:
    """What a stranger wanted of whom the message only tells: the label is that of the deed."""
    told = _pick(clues, "told")
    if not told:
        return None
    label = Label.COERCION if has_clue(told, "told_threat") else Label.PHISHING
    return LabelJudgement(label, add_points(told, "told"), told)


def _judge_phishing(clues: Sequence[Clue]) -> LabelJudgement | None:
    tricks, asks, lures = add_points(clues, "trick"), add_points(clues, "ask"), add_points(clues, "lure")
    offers = 2.0 if has_clue(clues, "event_offer", "event_record") else 0.0
    risk = tricks + asks + min(add_points(clues, "foreign"), 1.0) - _find_trust(clues)
    event = add_points(clues, "event")
    # nobody outside has to offer families protection but who does it under contract, and carries that on
    unasked = offers and has_clue(clues, "outside_sender", "private_sender")
    needed = PHISHING_FROM - (1 if unasked and not has_clue(clues, "carries_on") else 0)
    wants = asks >= 2 or has_clue(clues, *_LINK_TRICKS) or (offers and asks >= 1)
    about_event = (event >= EVENT_FROM or (event >= 3 and (offers or tricks >= 3))) and (
        has_clue(clues, "event") or (offers > 0 and not has_clue(clues, *_STRONG))
    )
    # the strongest lures come as polite questions, too
    asked = add_points(clues, "question") >= QUESTION_FROM and not has_clue(clues, *_POLITE)
    if asked and tricks < 3 and not has_clue(clues, "link_foreign", *_LINK_TRICKS):
        return None
    asks_of_event = wants and risk + offers >= needed and (tricks or offers or asks >= 4)
    # who speaks of the event in the district's name, and is not the district, wants nothing good
    if about_event and (asks_of_event or (has_clue(clues, *_FORGERIES) and risk >= _FORGED_FROM)):
        shown = _pick(clues, "trick", "ask", "event", "foreign")
        return LabelJudgement(Label.EVENT_PHISHING, risk + offers + min(event, 4.0) / 2, shown)
    return _judge_plain_phishing(clues, risk, lures)


def _judge_plain_phishing(clues: Sequence[Clue], risk: float, lures: float) -> LabelJudgement | None:
    """Phishing without the event: a lure and what goes with it, or tricks alone."""
    # a school's friends sell cards and read nobody's number
    if has_clue(clues, "raises_money") and not has_clue(clues, *_NOT_RAISED):
        lures -= sum(clue.points for clue in clues if clue.name in ("gift_card", "gift_named"))
    lures = min(lures, 6.0)
    has_means = has_clue(clues, "asks_secret", "asks_verify", "asks_click", *_LINK_TRICKS, *_IMPOSTURES)
    strong = lures > 0 and has_clue(clues, *_STRONG)
    private = add_points(clues, "private")
    calm = add_points(clues, "everyday") + (_BY_RIGHT if has_clue(clues, "lawful") else 0.0)
    points = risk + lures + (private if strong else 0.0) - calm
    presses = strong or add_points(clues, "trick") >= 2 or has_clue(clues, *_PRESSING)
    has_means = has_means or (strong and private > 0) or add_points(clues, "trick") >= 3
    if lures and points >= PHISHING_FROM + (0 if presses else 1) and has_means:
        return LabelJudgement(Label.PHISHING, points, _pick(clues, "trick", "lure", "ask"))
    points = risk - add_points(clues, "everyday")
    is_trap = has_clue(clues, *_LINK_TRICKS) and (
        has_clue(clues, *_IMPOSTURES) or add_points(clues, "ask") >= 2
    )
    if points >= PHISHING_FROM and (is_trap or has_clue(clues, "asks_secret") or risk >= 7):
        return LabelJudgement(Label.PHISHING, points, _pick(clues, "trick", "ask"))
    return None


def _find_trust(clues: Sequence[Clue]) -> float:
    """Points that speak for the sender; what deceives in the message takes them away."""
    trust = 0.0
    if has_clue(clues, "proven", "code"):
        trust = 5.0
    elif has_clue(clues, "own_sender", "brand_sender"):
        trust = 3.0
    if add_points(clues, "bulk") >= BULK_FROM and not has_clue(clues, *_IMPOSTURES):
        trust = max(trust, _TRUST_OF_BULK)
    if has_clue(clues, "money_redirected", *_UNTRUSTED_LINKS):
        return 0.0
    # a letter to many that wants a secret and money or a click with it is none
    if trust <= _TRUST_OF_BULK and has_clue(clues, "asks_secret") and add_points(clues, "ask") >= _WANTS_MUCH:
        return 0.0
    return trust


def _judge_genuine(clues: Sequence[Clue]) -> LabelJudgement | None:
    """A notice: by a letter's code, or by a sender that the district's own server proved."""
    proof = add_points(clues, "proof_of_sender") + add_points(clues, "proof_of_code")
    if not proof or has_clue(clues, *_LINK_TRICKS, *_IMPOSTURES, "reply_elsewhere"):
        return None
    is_notice = add_points(clues, "event") >= 3 or has_clue(
        clues, "notice", "dont_pay", "report_it", "code", "mailbox", "never_ask", "disowned"
    )
    if not is_notice:
        return None
    return LabelJudgement(
        Label.GENUINE, proof + 3, _pick(clues, "proof_of_sender", "proof_of_code", "event", "notice")
    )


def _judge_harmless(clues: Sequence[Clue]) -> LabelJudgement | None:
    bulk, question = add_points(clues, "bulk"), add_points(clues, "question")
    if question >= QUESTION_FROM and not (
        bulk >= BULK_FROM and has_clue(clues, "bulk_words", "list_unsubscribe")
    ):
        return LabelJudgement(
            Label.QUESTION, question + add_points(clues, "private"), _pick(clues, "question", "event")
        )
    if bulk >= BULK_FROM:
        return LabelJudgement(Label.NEWSLETTER, bulk + 2, _pick(clues, "bulk"))
    return None
