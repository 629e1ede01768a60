"""Two readers and one label: the rules' judgement beside the model's opinion.

Where both find no harm, the message is released. Where one finds harm and the other none, the message goes
to a person (`look`): it is never released on one reader's word. The thresholds are set on messages that the
model had not seen (`python -m scripts.train_messages` prints what they give).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from firstbell.triage.clues import Clue, add_points, has_clue
from firstbell.triage.labels import HARMFUL, Label, LabelJudgement
from firstbell.triage.reader import Opinion

# the model finds harm from here on, and is sure enough to name it
LOOK_FROM = 0.47
NAME_FROM = 0.5
# a notice that is proven, in which no rule sees a trick, speaks of threats and offers itself
_LOOK_AT_NOTICE_FROM = 0.7
# mail in which no rule knows a word that harms; such mail that speaks of everyday or of what was agreed
_LOOK_AT_PLAIN_FROM = 0.52
_LOOK_AT_EVERYDAY_FROM = 0.7
# what counts money in coins goes to a person sooner, where nothing speaks for something harmless
_LOOK_AT_COINS_FROM = 0.25
# what speaks of the event and is not what it says, likewise
_LOOK_AT_TRICKS_FROM = 0.35
# what a machine passes on, of somebody who may be anybody
_LOOK_AT_RELAYED_FROM = 0.35
_SUSPECT_SIDES = frozenset({"coercion", "loose", "hidden", "sample", "record", "trick", "ask", "lure"})
# what warns of a threat, plays one, announces lawful steps, raises money or applies for work, and is not
# proven; what deals with the district in ways that its reader has long had
_LATER = {
    "dont_pay": 0.7,
    "exercise": 0.7,
    "lawful": 0.8,
    "press": 0.65,
    "answers_in_house": 0.55,
    "carries_on": 0.7,
    "well_known": 0.85,
    "raises_money": 0.7,
    "applies": 0.65,
}
# what asks whether to give money so that others are paid: later, where nothing of a threat is said beside it
_LATER_UNTHREATENED = {"would_give": 0.9}
_THREATS = frozenset({"coercion", "sample", "record", "trick", "ask", "lure"})
_MUCH_OF_A_LURE = 3.0
# who offers a service: later, where nothing in it is suspect
_LATER_PLAIN = {"offers": 0.85}
# of a proven sender, words that harm if they were anybody's: by so much more
_MORE_OF_WORDS_ALONE = 0.13
# where both find harm, the rules' label counts for so much beside the model's odds; a threat by its points
_RULES_BONUS = 0.1
_BONUS_OF_POINT = 1 / 40
# below this the model finds none at all, and what the rules found is for a person to decide
NO_HARM = 0.1
# so sure of phishing that uses the event the second reader needs no word of it; beside words that lean on
# what happened, so much of the odds of other phishing is enough
_SURE_OF_EVENT = 0.94
_LEANING = 0.25
# so sure of a harmless label it settles what the rules know nothing of, and overrules what they say
_SETTLE_FROM = 0.4
_OVERRULE_FROM = 0.7


@dataclass(frozen=True, slots=True)
class Agreed:
    """`label`: of the message. `look`: whether a person has to look at it. `why`: what a person reads.

    `kind`: of harmless mail of which nothing is proven but its way here, what that way is; it has a title and
    an answer of its own.
    """

    label: Label
    look: bool = False
    why: str = ""
    kind: str = ""


_EVENT_CLUES = (
    "event",
    "event_named",
    "event_offer",
    "event_record",
    "pretext",
    "leans_on_attack",
    "watch_over",
    "own_text",
    "poses_as_district",
    "poses_as_school",
    "sender_lookalike",
    "notice",
)
# blackmail by strangers, whatever they say that they hacked
_BLACKMAIL_CLUES = ("wallet", "harm")
# what a stranger wanted of whom somebody tells
_TOLD = ("told_threat", "told_trick")
# whoever bought a domain that passes for the district's means to be taken for it, however plain the words
_FALSE_DOMAINS = ("sender_lookalike", "sender_scripts")
_FALSE_DOMAIN = (
    "its words harm nobody, but its sender's domain is made to look like the district's; look at it"
)
# what a letter to many that only tells of threats, or warns of them, has not
_MEANT = (
    "wallet",
    "contact",
    "channel",
    "telegram",
    "known",
    "known_actor",
    "hides",
    "possession",
    "asks_secret",
    "sample_quoted",
    "sample_attached",
    "money_redirected",
    *_FALSE_DOMAINS,
)
_FEW_TRICKS = 4.0
_OF_EVENT, _TRICKS_OF_EVENT = 3.0, 2.0
# a header that lists alone write
_OF_A_LIST = 2.0
_ONLY_TOLD = (
    "by its headers it is mail to many, which may tell of threats, and the second reader finds no harm"
)
_PROVEN = "it is proven that the district sent it, and neither reader finds harm in it"


def is_proven(clues: Sequence[Clue]) -> bool:
    """Whether the district wrote it: by its server, by the code of a letter, by its own words."""
    return has_clue(clues, "proven", "code", "own_text")


def has_sample(clues: Sequence[Clue]) -> bool:
    """Whether data of people is quoted or comes along."""
    return has_clue(clues, "sample_quoted", "sample_attached", "sample_record")


def agree(
    rules: LabelJudgement,
    opinion: Opinion,
    *,
    proven: bool,
    sampled: bool = False,
    told: Sequence[Clue] = (),
) -> Agreed:
    """One label of two readings.

    `proven`: whether the district's server, or a code, proved the sender. What harms nobody and is proven is
    the district's, whatever it is about. `sampled`: whether data of people is quoted or comes along; a threat
    with a sample is extortion. `told`: all clues of what is judged; phishing that leans on the event by none
    of them does not use it.
    """
    agreed = _name_phishing(_agree(rules, opinion, proven=proven, told=told), opinion, told)
    if sampled and agreed.label is Label.COERCION:
        return replace(agreed, label=Label.EXTORTION)
    if proven and agreed.label is Label.OTHER:
        return Agreed(Label.GENUINE, look=agreed.look, why=agreed.why or _PROVEN)
    return agreed


def _name_phishing(agreed: Agreed, opinion: Opinion, told: Sequence[Clue]) -> Agreed:
    """Phishing uses the event where its words say so, or where the second reader is sure; not by its tone."""
    if not told or agreed.label not in (Label.EVENT_PHISHING, Label.PHISHING):
        return agreed
    of_event = opinion.odds[Label.EVENT_PHISHING]
    if agreed.label is Label.EVENT_PHISHING:
        if of_event >= _SURE_OF_EVENT or has_clue(told, *_EVENT_CLUES):
            return agreed
        why = agreed.why.replace(_NAMES[Label.EVENT_PHISHING], _NAMES[Label.PHISHING])
        return replace(agreed, label=Label.PHISHING, why=why)
    leans = has_clue(told, "event", "leans_on_attack", "watch_over")
    # a letter in a school's name, from a domain made for it, may do with hardly a word if it lures nobody
    posed = has_clue(told, "poses_as_district", "poses_as_school") and has_clue(told, *_FALSE_DOMAINS)
    posed = posed and not add_points(told, "lure")
    near = of_event >= _LEANING * opinion.odds[Label.PHISHING]
    leans = leans or (near and (posed or has_clue(told, "pretext")))
    if leans and not has_clue(told, *_BLACKMAIL_CLUES):
        return replace(agreed, label=Label.EVENT_PHISHING)
    return agreed


def _agree(rules: LabelJudgement, opinion: Opinion, *, proven: bool, told: Sequence[Clue]) -> Agreed:
    mild = opinion.find_mildest(proven=proven)
    said = rules.label
    if said in HARMFUL:
        return _agree_on_harm(rules, opinion, mild, told)
    in_house = [one for one in told if one.name in ("answers_in_house", "link_foreign", "crypto_sum")]
    look_from = _find_look_from(said, in_house if proven else told)
    if opinion.harm >= look_from or opinion.bare >= look_from + _MORE_OF_WORDS_ALONE:
        unsure = mild if said is Label.OTHER else said
        label = opinion.worst if opinion.harm >= max(NAME_FROM, look_from) else unsure
        fear = _NAMES[opinion.worst]
        return Agreed(label, look=True, why=f"one reader finds no harm, the other reads {fear}; look at it")
    if has_clue(in_house, "answers_in_house") and proven and said is Label.OTHER and mild is Label.QUESTION:
        return Agreed(said)
    if has_clue(told, *_FALSE_DOMAINS):
        return Agreed(said, look=True, why=_FALSE_DOMAIN)
    needed = _SETTLE_FROM if said is Label.OTHER else _OVERRULE_FROM
    if mild is not said and said is not Label.GENUINE and opinion.odds[mild] >= needed:
        return Agreed(mild, why=f"the second reader calls it {_NAMES[mild]}")
    return Agreed(said)


def _find_look_from(said: Label, told: Sequence[Clue]) -> float:
    """From what harm on a person looks, where the rules find none: later where nothing at all speaks for it,
    or where what is told speaks against it.
    """
    # an account that was taken over sends people elsewhere; a notice that stays in the house is feared later
    stays = said is Label.GENUINE and not has_clue(told, "link_foreign")
    found = [_LOOK_AT_NOTICE_FROM if stays else LOOK_FROM]
    found += [later for name, later in _LATER.items() if has_clue(told, name)]
    if all(clue.side not in _THREATS for clue in told):
        found += [later for name, later in _LATER_UNTHREATENED.items() if has_clue(told, name)]
    plain = told and all(clue.side not in _SUSPECT_SIDES or _is_mild_lure(clue) for clue in told)
    if plain:
        found += [later for name, later in _LATER_PLAIN.items() if has_clue(told, name)]
    if plain and not has_clue(told, "relayed"):
        found.append(_LOOK_AT_EVERYDAY_FROM if has_clue(told, "soft") else _LOOK_AT_PLAIN_FROM)
    # no reporter, and nobody who applies for work, demands coins
    if has_clue(told, "crypto_sum") and (found == [LOOK_FROM] or has_clue(told, "demand")):
        return _LOOK_AT_COINS_FROM
    if found == [LOOK_FROM] and has_clue(told, "relayed"):
        return _LOOK_AT_RELAYED_FROM
    tricks = add_points(told, "trick") >= _TRICKS_OF_EVENT and add_points(told, "event") >= _OF_EVENT
    return _LOOK_AT_TRICKS_FROM if found == [LOOK_FROM] and tricks else max(found)


def _is_mild_lure(clue: Clue) -> bool:
    """Whether it only says what lures are about: a parcel that is on its way. Alone it asks for nothing."""
    return clue.side == "lure" and clue.points < _MUCH_OF_A_LURE


def _agree_on_harm(rules: LabelJudgement, opinion: Opinion, mild: Label, told: Sequence[Clue] = ()) -> Agreed:
    if opinion.harm < NO_HARM:
        if _only_tells_many(told):
            return Agreed(mild, why=_ONLY_TOLD)
        found = _NAMES[rules.label]
        # that the sender is forged is the server's word, and whose domain it is no matter of tone
        label = rules.label if has_clue(rules.clues, "forged", *_TOLD, *_FALSE_DOMAINS) else mild
        return Agreed(label, look=True, why=f"one reader reads {found}, the other finds no harm; look at it")
    if has_clue(rules.clues, *_TOLD, "brand_claim"):
        return Agreed(rules.label)  # the deed is plain; the tone is that of whoever tells it, or presses
    is_threat = rules.label in (Label.COERCION, Label.EXTORTION)
    bonus = max(_RULES_BONUS, rules.points * _BONUS_OF_POINT) if is_threat else _RULES_BONUS
    label = max(HARMFUL, key=lambda one: opinion.odds[one] + (bonus if one is rules.label else 0))
    if rules.label is Label.COERCION and label is Label.EXTORTION:
        label = Label.COERCION  # whether there is a sample of data the rules see, not the tone
    return Agreed(label, why="" if label is rules.label else f"the second reader calls it {_NAMES[label]}")


def _only_tells_many(told: Sequence[Clue]) -> bool:
    """Whether mail to many names no way to pay or to answer, and holds nobody's data: what it says of threats
    it says of others', and sellers and papers say much of that.
    """
    many = add_points(told, "bulk") >= _OF_A_LIST
    return many and not has_clue(told, *_MEANT) and add_points(told, "trick") < _FEW_TRICKS


_NAMES = {
    Label.COERCION: "a threat",
    Label.EXTORTION: "a threat with a sample of data",
    Label.EVENT_PHISHING: "phishing that uses the event",
    Label.PHISHING: "phishing",
    Label.QUESTION: "a question",
    Label.GENUINE: "a notice of the district",
    Label.NEWSLETTER: "mail to many",
    Label.OTHER: "nothing of note",
}
