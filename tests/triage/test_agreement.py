"""Two readers, one label: what one of them fears is never released."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstbell.triage.agreement import agree
from firstbell.triage.clues import Clue
from firstbell.triage.labels import HARMFUL, Label, LabelJudgement
from firstbell.triage.reader import Opinion, load_reader
from firstbell.triage.signs import read_text


def think(**odds: float) -> Opinion:
    """An opinion with these odds, the rest on `other`."""
    told = {label: odds.get(label.value, 0.0) for label in Label}
    return Opinion({**told, Label.OTHER: told[Label.OTHER] + 1 - sum(odds.values())})


def rule(label: Label, points: float = 7.0) -> LabelJudgement:
    """What the rules found."""
    return LabelJudgement(label, points, ())


def test_what_both_call_harmless_is_released() -> None:
    agreed = agree(rule(Label.OTHER), think(question=0.8), proven=False)
    assert (agreed.label, agreed.look) == (Label.QUESTION, False)
    assert agree(rule(Label.OTHER), think(), proven=False).label is Label.OTHER


@pytest.mark.parametrize("label", [one for one in Label if one not in HARMFUL])
def test_what_the_second_reader_fears_goes_to_a_person(label: Label) -> None:
    agreed = agree(rule(label), think(coercion=0.5, extortion=0.25), proven=True)
    assert (agreed.label, agreed.look) == (Label.COERCION, True)
    assert "look at it" in agreed.why


def test_words_that_would_harm_from_anybody_go_to_a_person_although_the_sender_is_proven() -> None:
    for bare, look in ((0.59, False), (0.6, True)):
        opinion = replace(think(coercion=0.3), bare=bare)
        agreed = agree(rule(Label.OTHER), opinion, proven=True)
        assert (agreed.label, agreed.look) == (Label.GENUINE, look)


def test_what_a_proven_sender_wrote_is_read_once_more_without_the_proof() -> None:
    reader = load_reader()
    text = "We hold the files of your children. Pay by Friday or we publish them."
    proven, plain = reader.read(f"markproven\n{text}"), reader.read(f"\n{text}")
    assert plain.bare == 0
    assert proven.bare == plain.harm > proven.harm


def test_a_weaker_fear_keeps_the_label_and_goes_to_a_person() -> None:
    agreed = agree(rule(Label.NEWSLETTER), think(phishing=0.47), proven=False)
    assert (agreed.label, agreed.look) == (Label.NEWSLETTER, True)


def test_what_the_rules_alone_find_goes_to_a_person_and_is_not_released() -> None:
    agreed = agree(rule(Label.COERCION), think(newsletter=0.95), proven=False)
    assert (agreed.label, agreed.look) == (Label.NEWSLETTER, True)


def test_a_clear_threat_stays_one_whatever_the_second_reader_calls_it() -> None:
    assert agree(rule(Label.COERCION, 30.0), think(event_phishing=0.7), proven=False).label is Label.COERCION
    assert agree(rule(Label.PHISHING), think(event_phishing=0.7), proven=False).label is Label.EVENT_PHISHING


def test_a_notice_is_genuine_by_proof_and_not_by_its_tone() -> None:
    assert agree(rule(Label.OTHER), think(genuine=0.9), proven=False).label is Label.OTHER
    assert agree(rule(Label.OTHER), think(genuine=0.9), proven=True).label is Label.GENUINE


def test_the_weights_are_those_that_came_with_it() -> None:
    reader = load_reader()
    opinion = reader.read("Pay us by Friday or every file about your children is published.")
    assert sum(opinion.odds.values()) == pytest.approx(1)
    assert opinion.harm > 0.5


def test_what_harms_nobody_and_is_proven_is_the_districts_whatever_it_is_about() -> None:
    agreed = agree(rule(Label.OTHER), think(other=0.9), proven=True)
    assert (agreed.label, agreed.look) == (Label.GENUINE, False)
    assert "proven" in agreed.why


def test_a_threat_with_a_sample_is_extortion() -> None:
    feared = think(coercion=0.8)
    assert agree(rule(Label.OTHER), feared, proven=False, sampled=True).label is Label.EXTORTION
    assert agree(rule(Label.OTHER), feared, proven=False).label is Label.COERCION


def tell(*names: str) -> list[Clue]:
    """Clues by these names, each with the side that it has."""
    sides = {
        "event": "event",
        "pretext": "context",
        "lawful": "advice",
        "asks_click": "ask",
        "soft": "everyday",
    }
    return [Clue(name, sides.get(name, "private"), 1, name) for name in names]


@pytest.mark.parametrize(
    ("name", "label"), [("pretext", Label.EVENT_PHISHING), ("outside_sender", Label.PHISHING)]
)
def test_phishing_uses_the_event_by_its_words_and_not_by_its_tone(name: str, label: Label) -> None:
    opinion = think(event_phishing=0.8)
    assert agree(rule(Label.PHISHING), opinion, proven=False, told=tell(name, "asks_click")).label is label


def test_phishing_that_speaks_of_the_breach_uses_it() -> None:
    agreed = agree(rule(Label.PHISHING), think(phishing=0.8), proven=False, told=tell("event"))
    assert agreed.label is Label.EVENT_PHISHING


@pytest.mark.parametrize(
    ("names", "harm"),
    [
        (["outside_sender"], 0.52),
        (["outside_sender", "soft"], 0.7),
        (["asks_click", "lawful"], 0.8),
        (["asks_click"], 0.47),
    ],
    ids=["no sign", "everyday", "lawful steps", "a sign"],
)
def test_a_person_looks_later_where_nothing_or_the_contrary_speaks_for_harm(
    names: list[str], harm: float
) -> None:
    for odds, look in ((harm - 0.01, False), (harm, True)):
        agreed = agree(rule(Label.OTHER), think(coercion=odds), proven=False, told=tell(*names))
        assert agreed.look is look


COINS = (Clue("crypto_sum", "coercion", 1, ""), Clue("press", "question", 3, ""))
DEMAND = Clue("demand", "coercion", 3, "")
EVENT, FAILED = Clue("event", "event", 3, ""), Clue("failed", "trick", 2, "")


@pytest.mark.parametrize(
    ("told", "harm"),
    [
        (COINS, 0.65),
        ((*COINS, DEMAND), 0.25),
        ((EVENT, FAILED), 0.35),
        ((EVENT,), 0.52),
        ((FAILED,), 0.47),
    ],
    ids=["a reporter", "who demands coins", "the event with a trick", "the event", "a trick"],
)
def test_a_person_looks_sooner_at_who_demands_coins_and_at_tricks_with_the_event(
    told: tuple[Clue, ...], harm: float
) -> None:
    for odds, look in ((harm - 0.01, False), (harm, True)):
        agreed = agree(rule(Label.OTHER), think(coercion=odds), proven=False, told=told)
        assert agreed.look is look


def test_a_forged_sender_keeps_the_rules_label_however_mild_the_words_are() -> None:
    forged = Clue("forged", "phishing", 5, "the server says that the sender's domain did not send it")
    found = replace(rule(Label.PHISHING), clues=(forged,))
    mild = think(newsletter=0.95)
    assert agree(found, mild, proven=False).label is Label.PHISHING
    assert agree(found, mild, proven=False).look
    assert agree(rule(Label.PHISHING), mild, proven=False).label is Label.NEWSLETTER


def test_whether_there_is_a_sample_the_rules_say_and_not_the_tone() -> None:
    agreed = agree(rule(Label.COERCION), think(extortion=0.9, coercion=0.05), proven=False)
    assert agreed.label is Label.COERCION


def test_blackmail_by_strangers_uses_no_event_whatever_they_say_that_they_hacked() -> None:
    agreed = agree(rule(Label.PHISHING), think(phishing=0.8), proven=False, told=tell("event", "wallet"))
    assert agreed.label is Label.PHISHING


LINK = Clue("link_foreign", "foreign", 1, "a link leads elsewhere")


def test_a_notice_that_leads_elsewhere_is_feared_sooner_than_one_that_stays_in_the_house() -> None:
    opinion = think(event_phishing=0.6)
    assert not agree(rule(Label.GENUINE), opinion, proven=True).look
    assert agree(rule(Label.GENUINE), opinion, proven=True, told=(LINK,)).look
    assert not agree(rule(Label.GENUINE), think(event_phishing=0.4), proven=True, told=(LINK,)).look


EVENT_LURES = (
    "Your name is among the files taken. Sign in at https://a.example to see it.",
    "We froze your credit for the school. Confirm at https://a.example today.",
    "The attackers read the staff mail. Send me the staff list with birth dates.",
    "The code in our first letter was wrong. Enter the new one at https://a.example now.",
    "The time clock lost your hours in the system outage. Confirm your account at https://a.example.",
    "The server came back from the clean backup. Pair your phone again at https://a.example.",
    "Your file was opened twice last night. Lock it at https://a.example.",
    "Send the statement to the federal investigators by signing in at https://a.example.",
    "Por la falla del sistema se borró el saldo de su familia. Confirme su tarjeta en https://a.example.",
    "El codigo de su carta ya no sirve. Entre en https://a.example hoy.",
)
PLAIN_LURES = (
    "Your parcel is held at the depot. Pay 2 dollars at https://a.example today.",
    "Your mailbox is full. Sign in at https://a.example to keep it.",
    "The letter of the tax office has a code. Enter it at https://a.example.",
    "Your order was opened at the depot and the record player was damaged. Pay at https://a.example.",
    "Back up your phone to the cloud: sign in at https://a.example.",
    "Your broken phone can be mended. Send your address to https://a.example.",
    "Su paquete espera. Pague en https://a.example hoy.",
)


def find_leanings(text: str) -> set[str]:
    return {sign.name for sign in read_text(text).signs} & {"event", "leans_on_attack", "watch_over"}


@pytest.mark.parametrize("text", EVENT_LURES)
def test_a_lure_that_leans_on_the_attack_uses_the_event(text: str) -> None:
    assert find_leanings(text)


@pytest.mark.parametrize("text", PLAIN_LURES)
def test_other_lures_do_not(text: str) -> None:
    assert not find_leanings(text)


@pytest.mark.parametrize("name", ["sender_lookalike", "sender_scripts"])
def test_a_false_domain_is_no_matter_of_tone(name: str) -> None:
    clue = Clue(name, "trick", 5, "its domain passes for the district's")
    rules = LabelJudgement(Label.PHISHING, 7.0, (clue,))
    assert (agree(rules, think(), proven=False).label, agree(rules, think(), proven=False).look) == (
        Label.PHISHING,
        True,
    )
    assert agree(rule(Label.PHISHING), think(), proven=False).label is Label.OTHER


def test_phishing_that_the_second_reader_is_sure_of_needs_no_word_of_the_event() -> None:
    told = tell("asks_secret")
    for odds, label in ((0.95, Label.EVENT_PHISHING), (0.9, Label.PHISHING)):
        agreed = agree(rule(Label.OTHER), think(event_phishing=odds), proven=False, told=told)
        assert (agreed.label, agreed.look) == (label, True)


def test_words_that_may_lean_on_what_happened_do_where_the_second_reader_thinks_so_too() -> None:
    for names, odds, label in (
        (("pretext",), 0.2, Label.EVENT_PHISHING),
        (("pretext",), 0.1, Label.PHISHING),
        (("asks_secret",), 0.2, Label.PHISHING),
        (("pretext", "wallet"), 0.2, Label.PHISHING),
    ):
        opinion = think(phishing=0.6, event_phishing=odds)
        assert agree(rule(Label.PHISHING), opinion, proven=False, told=tell(*names)).label is label


def test_a_letter_in_a_schools_name_from_a_false_domain_uses_the_event_unless_it_lures() -> None:
    posed, lure = tell("sender_lookalike", "poses_as_school"), Clue("parcel", "lure", 2, "a parcel waits")
    for told, odds, label in (
        (posed, 0.3, Label.EVENT_PHISHING),
        (posed, 0.1, Label.PHISHING),
        ([*posed, lure], 0.3, Label.PHISHING),
        (tell("sender_lookalike"), 0.3, Label.PHISHING),
        (tell("poses_as_school"), 0.3, Label.PHISHING),
    ):
        opinion = think(phishing=0.5, event_phishing=odds)
        assert agree(rule(Label.PHISHING), opinion, proven=False, told=told).label is label


def test_what_only_says_what_lures_are_about_is_as_plain_as_mail_of_which_no_rule_knows_a_word() -> None:
    mild, strong = Clue("parcel", "lure", 2, "a parcel"), Clue("gift_codes", "lure", 4, "codes of cards")
    asks, trick = Clue("asks_click", "ask", 1, "a click"), Clue("link_differs", "trick", 4, "another place")
    for told, odds, look in (
        ([mild], 0.5, False),
        ([mild], 0.53, True),
        ([strong], 0.5, True),
        ([mild, asks], 0.5, True),
        ([mild, trick], 0.5, True),
    ):
        agreed = agree(rule(Label.OTHER), think(phishing=odds), proven=False, told=told)
        assert agreed.look is look, (told, odds)


@pytest.mark.parametrize(
    ("name", "below", "from_"),
    [("well_known", 0.84, 0.85), ("carries_on", 0.69, 0.7), ("raises_money", 0.69, 0.7)],
)
def test_what_is_long_known_and_what_raises_money_is_feared_later(
    name: str, below: float, from_: float
) -> None:
    for odds, look in ((below, False), (from_, True)):
        opinion = think(phishing=odds)
        assert agree(rule(Label.OTHER), opinion, proven=False, told=tell(name, "deadline")).look is look
