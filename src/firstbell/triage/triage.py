"""Triage of one reported message: its layers, their clues, one label, the reasons in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from firstbell.triage.agreement import LOOK_FROM, Agreed, agree, has_sample, is_proven
from firstbell.triage.answers import tell_advice
from firstbell.triage.authentication import JudgedSender, SenderVerdict
from firstbell.triage.bounces import recognise_bounce
from firstbell.triage.callers import list_caller_clues
from firstbell.triage.clues import Clue, add_points, has_clue
from firstbell.triage.dealings import list_dealing_clues, wants_by_agreement
from firstbell.triage.district import KnownDistrict
from firstbell.triage.enclosures import PLAIN, EnclosureReader
from firstbell.triage.formalities import disowns, drop_marked, drop_quotations, is_manual
from firstbell.triage.indicators import Indicator, list_indicators
from firstbell.triage.labels import HARMFUL, Label, LabelJudgement, judge_clues
from firstbell.triage.layer_clues import gather_text, list_layer_clues
from firstbell.triage.layers import Layer, is_answer, is_handed_on, join_quoted, split_layers
from firstbell.triage.links import find_target, list_leading
from firstbell.triage.lists import drop_breaks
from firstbell.triage.mail import MailMessage, list_problems, list_unread
from firstbell.triage.mastheads import is_to_many
from firstbell.triage.message_files import RawMessage
from firstbell.triage.papers import parse_paper
from firstbell.triage.parser import parse_mail
from firstbell.triage.people import NO_PEOPLE, PeopleMatch
from firstbell.triage.reader import SILENT, Opinion, is_understood, make_certain, read_layer
from firstbell.triage.reasons import list_reasons
from firstbell.triage.recognition import is_partners, is_unproven_release, recognise_ordinary
from firstbell.triage.relays import judge_writer
from firstbell.triage.samples import may_hold_sample
from firstbell.triage.stories import split_stories
from firstbell.triage.tongues import read_tongues, tell_tongue

_MOST_REASONS = 12
# a threat may name the superintendent and who answers for her; a sample names others
_FEW_PEOPLE = 3
# of so few words beside the district's own the second reader makes too much
_FEW_WORDS_MORE = 6
# an own text so short only passes on what is below it
_FEW_WORDS = 60
_UNPROVEN_RELEASE = (
    "it is written as a text of the district, and nothing proves that: compare it with what went out"
)
# what tells whether a stranger used the event, and whether data of people was read out
_THEMES = frozenset({"event", "context", "sample", "record"})
# what no warning says in its own words
_SUSPECT_OF_WARNING = frozenset({"coercion", "loose", "hidden", "sample", "trick", "lure", "ask", "told"})
_HARMING = ("coercion", "sample", "record", "trick", "lure")
_TO_HURRY = ("urgent", "threatens_loss", "asks_click")
# a voice that is quoted says less than a letter: only what the second reader fears more is a threat
_TOLD_FROM = 0.75
_HANDED_ON = "the second reader reads harm in what is handed on"
_PARTNER = "partner"
_FORGED = "it is in the district's name, and the district's own server says that the district did not send it"
_WANTS = "it leans on what was agreed, and wants money, a secret or a way in"
_TAKEN_OVER = "it speaks as somebody else than whose mailbox it is from"
_ODD_SENDERS = (
    "forged",
    "sender_lookalike",
    "sender_scripts",
    "poses_as_district",
    "name_is_address",
    "reply_elsewhere",
    "reply_lookalike",
)


@dataclass(frozen=True, slots=True)
class Triaged:
    """A message and what it is. `way`: of the layer that gave the label; `indicators`: of what threatens or
    deceives. `look`: whether a person has to decide, since two readers disagree; `harm`: what the second
    reader makes of its worst layer, 0 to 1. `rules`: the label by the rules alone. `unread`: what of it could
    not be read, so that a person has to. `proven`: whether it is known who wrote it. `kind`: of harmless mail
    of which nothing is proven but its way here, what that way is. `people`: how many of the case's people it
    names.
    """

    mail: MailMessage
    label: Label
    score: float
    points: float
    reasons: tuple[str, ...]
    clues: tuple[Clue, ...]
    way: str
    advice: str
    indicators: tuple[Indicator, ...]
    problems: tuple[str, ...]
    rules: Label = Label.OTHER
    look: bool = False
    proven: bool = False
    kind: str = ""
    harm: float = 0.0
    unread: tuple[str, ...] = ()
    people: PeopleMatch = NO_PEOPLE

    @property
    def ordinary(self) -> bool:
        """Whether it looks harmless, and nothing proves that it is of somebody whom the district knows."""
        return self.kind not in ("", _PARTNER)


def triage_raw(raw: RawMessage, district: KnownDistrict, enclosures: EnclosureReader = PLAIN) -> Triaged:
    """What a message of a file is. `enclosures`: reads the files that came with it."""
    if raw.is_paper:
        mail = parse_paper(raw.path, raw.data, enclosures)
    else:
        mail = parse_mail(raw.data, enclosures=enclosures)
    return triage_mail(mail, district, left_out=raw.left_out)


def triage_mail(mail: MailMessage, district: KnownDistrict, *, left_out: int = 0) -> Triaged:
    """What a message is. `left_out`: bytes of huge attachments that were not looked into."""
    layers = split_layers(mail)
    if _warns_of_quoted(mail, district):
        layers = join_quoted(layers, mail)
    judged = [_judge_layer(layer, layers, district) for layer in layers]
    stories = [one for each in judged for one in _judge_stories(each, layers, district)]
    chosen = _choose(judged, stories)
    people = district.find_people("\n".join(gather_text(layer.mail) for layer in layers))
    agreed, opinion = _ask_both(chosen, [*judged, *stories], people=people)
    if agreed.look and agreed.label in HARMFUL and _hands_on_files(chosen, layers, district):
        agreed = replace(agreed, look=False, why=_HANDED_ON)
    agreed, proven = _recognise_partner(agreed, chosen, district)
    agreed, is_foreign = _name_foreign(agreed, chosen, judged)
    unread = _list_unread(mail, is_foreign=is_foreign)
    doubts = [one.doubt for one in judged if one.doubt]
    if (unread or doubts) and agreed.label not in HARMFUL:
        agreed = replace(agreed, look=True)
    writer = _find_writer(chosen.layer, layers, district)
    agreed = recognise_ordinary(
        agreed, chosen.layer.mail, clues=chosen.clues, district=district, writer=writer
    )
    agreed, proven = recognise_bounce(agreed, mail, district, proven=proven)
    problems = list_problems(mail, left_out=left_out)
    reasons = [*([agreed.why] if agreed.why else []), *doubts, *_tell_of_release(chosen, agreed, district)]
    reasons += [f"not read: {one}" for one in unread]
    reasons += list_reasons(chosen.judgement, chosen.clues, district, way=chosen.layer.way, look=agreed.look)
    reasons += [f"broken: {problem}" for problem in problems]
    harmful = [one.layer.mail for one in (*judged, *stories) if one.judgement.label in HARMFUL]
    if agreed.label in HARMFUL and not harmful:
        harmful = [layer.mail for layer in layers]
    return Triaged(
        mail=mail,
        label=agreed.label,
        score=chosen.judgement.score if agreed.label is chosen.judgement.label else round(opinion.harm, 3),
        points=chosen.judgement.points,
        reasons=tuple(dict.fromkeys(reasons))[:_MOST_REASONS],
        clues=tuple(chosen.clues),
        way=chosen.layer.way,
        advice=tell_advice(agreed.label, look=agreed.look, kind=agreed.kind),
        indicators=tuple(list_indicators(harmful, own=district.domains)),
        problems=problems,
        rules=chosen.judgement.label,
        look=agreed.look,
        proven=proven,
        kind=agreed.kind,
        harm=round(opinion.harm, 3),
        unread=unread,
        people=people,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """One layer, what the rules make of it, and what the second reader does."""

    layer: Layer
    judgement: LabelJudgement
    clues: Sequence[Clue]
    opinion: Opinion
    doubt: str = ""


def _ask_both(chosen: _Judged, judged: Sequence[_Judged], *, people: PeopleMatch) -> tuple[Agreed, Opinion]:
    """One label of both readers; what the second one fears in any layer counts."""
    worst = max(judged, key=lambda one: one.opinion.harm)
    # of mail that a threat attaches or answers, what it holds is the sample
    brings = any(has_sample(one.clues) for one in judged[1:] if one.layer.way in ("attached", "quoted"))
    judge, own = chosen, judged[0]
    agreed = _agree_on(chosen, chosen, people=people, brings=brings and chosen is own)
    if chosen.judgement.label not in HARMFUL:
        # each layer that is feared is judged by what it says itself, the most feared first
        feared = [one for one in judged if one is not chosen and one.opinion.harm >= _look_from(one, own)]
        for one in sorted(feared, key=lambda one: -one.opinion.harm):
            found = _agree_on(chosen, one, people=people, brings=brings and one is own)
            if found.look and (not agreed.look or one.opinion.harm > judge.opinion.harm):
                judge, agreed = one, found
    # of words that say that this is one to look at the second reader makes too much
    doubted = own.opinion.harm >= (_TOLD_FROM if is_handed_on(own.layer.mail) else LOOK_FROM)
    handed_on = judge is not own and not doubted and own.judgement.label not in HARMFUL
    # a threat's label sends it to a person already, and whoever passes it on has asked for one
    if agreed.look and agreed.label in HARMFUL and handed_on:
        agreed = replace(agreed, look=False, why=_HANDED_ON)
    return agreed, worst.opinion


def _look_from(one: _Judged, own: _Judged) -> float:
    """From what harm on a layer is feared: what an answer quotes was read before, where no rule fears it."""
    quoted = one.layer.way == "quoted" and is_answer(own.layer.mail)
    return _TOLD_FROM if quoted and not add_points(one.clues, *_HARMING) else LOOK_FROM


def _agree_on(chosen: _Judged, judge: _Judged, *, people: PeopleMatch, brings: bool = False) -> Agreed:
    """One label of the rules' judgement of the chosen layer and of the opinion on the one that is judged.

    `brings`: whether it attaches or answers mail that holds data of people.
    """
    sampled = brings or has_sample(judge.clues) or people.children > 0 or people.people >= _FEW_PEOPLE
    proven, rules = is_proven(judge.clues), chosen.judgement
    agreed = agree(rules, judge.opinion, proven=proven, sampled=sampled, told=judge.clues)
    mail = judge.layer.mail
    if agreed.label is Label.EXTORTION and not sampled and not may_hold_sample(mail, gather_text(mail)):
        return replace(agreed, label=Label.COERCION)
    return agreed


def _hands_on_files(chosen: _Judged, layers: Sequence[Layer], district: KnownDistrict) -> bool:
    """Whether somebody hands in a file as one to look at, and no reader fears their own words."""
    mail = chosen.layer.mail
    if chosen.layer.way != "own" or not any(one.text.strip() for one in mail.attachments):
        return False
    if not is_handed_on(mail):
        return False
    links = tuple(link for link in mail.links if link.target in mail.text)
    own = _judge_words(Layer("own", replace(mail, attachments=(), links=links)), layers, district)
    return own.judgement.label not in HARMFUL and own.opinion.harm < LOOK_FROM


def _choose(judged: Sequence[_Judged], stories: Sequence[_Judged]) -> _Judged:
    """The layer whose label is the message's: what harms, whoever passes it on; then a question; then what is
    carried. What somebody tells of a stranger counts only if it harms.
    """
    for label in HARMFUL:
        found = [one for one in (*judged, *stories) if one.judgement.label is label]
        if found:
            return max(found, key=lambda one: one.judgement.points)
    own = judged[0]
    told = own.judgement.label
    if len(judged) == 1 or told is Label.QUESTION:
        return own
    carried = next((one for one in judged[1:] if one.judgement.label is not Label.OTHER), judged[1])
    if told is Label.GENUINE and carried.judgement.label is not Label.QUESTION:
        return own
    # who answers below whose words they answer has written this one; a question that was answered is none
    if carried.layer.way == "quoted" and is_answer(own.layer.mail):
        return own
    if told is Label.OTHER or own.layer.mail.text.count(" ") < _FEW_WORDS:
        return carried
    return own


def _recognise_partner(agreed: Agreed, chosen: _Judged, district: KnownDistrict) -> tuple[Agreed, bool]:
    """The label once it is known whether a partner wrote it, and whether it is proven who did."""
    mail, rules = chosen.layer.mail, chosen.judgement.label
    if is_partners(mail, rules=rules, opinion=chosen.opinion, district=district):
        why = f"it is from {mail.sender.domain}, to whom the district's own texts send people"
        if district.knows(mail.sender):
            why = f"it is from {mail.sender.email}, whom the desk names as known"
        return Agreed(Label.GENUINE, why=why, kind=_PARTNER), True
    return agreed, is_proven(chosen.clues)


def _judge_layer(layer: Layer, layers: Sequence[Layer], district: KnownDistrict) -> _Judged:
    """One layer; of one that has the words of the district's own text, what it adds to them."""
    own = district.find_own(layer.mail, gather_text(layer.mail))
    if own is None:
        return _judge_words(layer, layers, district)
    links = tuple(one for one in layer.mail.links if not district.sends_to(find_target(one.target).host))
    rest = replace(layer.mail, subject="", text=own.rest, links=links)
    judged = _judge_words(Layer(layer.way, rest), layers, district)
    clue = Clue("own_text", "proof_of_text", 6, f"it has the words of {own.name}")
    clues = [*judged.clues, clue]
    told = f"it takes the words of {own.name} and adds"
    if judged.judgement.label in HARMFUL:
        return _Judged(layer, judged.judgement, clues, judged.opinion, f"{told} something of its own")
    foreign = [one for one in own.added if one.startswith("a link")]
    if foreign and not has_clue(clues, "proven"):
        added = Clue("own_text_changed", "trick", 5, f"{told} {foreign[0]}")
        deceives = LabelJudgement(Label.EVENT_PHISHING, 5.0, (added,))
        return _Judged(layer, deceives, [*clues, added], make_certain(Label.EVENT_PHISHING))
    if judged.opinion.harm >= LOOK_FROM and own.rest.count(" ") >= _FEW_WORDS_MORE:
        return _Judged(layer, judged.judgement, clues, judged.opinion, f"{told} something of its own")
    doubt = f"{told} {own.added[0]}" if own.added else ""
    if has_clue(clues, *_ODD_SENDERS):
        doubt = f"it has the words of {own.name}, and its sender is not who it says"
    return _Judged(layer, LabelJudgement(Label.GENUINE, 9.0, (clue,)), clues, SILENT, doubt)


def _judge_words(layer: Layer, layers: Sequence[Layer], district: KnownDistrict) -> _Judged:
    sender = _find_writer(layer, layers, district)
    clues = list(list_layer_clues(layer, district, sender))
    if not layer.mail.sender.domain and is_manual(layer.mail.text, clues):
        return _Judged(layer, judge_clues(()), clues, SILENT)
    opinion = read_layer(layer.mail, gather_text(layer.mail), district=district, sender=sender)
    if sender.verdict is SenderVerdict.RELAYED and any(one.text.strip() for one in layer.mail.attachments):
        # the lines of a machine say nothing of what lay in it
        page = replace(layer.mail, subject="", text="")
        paged = read_layer(page, gather_text(page), district=district, sender=sender)
        opinion = max(opinion, paged, key=lambda one: one.harm)
    clues += list_dealing_clues(layer.mail, clues, writer=sender, district=district, opinion=opinion)
    clues = drop_breaks(layer.mail, clues, writer=sender, district=district, harm=opinion.harm)
    doubt = _FORGED if has_clue(clues, "forged") else ""
    if not is_proven(clues) and not layer.mail.bulk and wants_by_agreement(layer.mail):
        doubt = _WANTS
    if has_clue(clues, "taken_over") or (has_clue(clues, "known_terms") and has_clue(clues, "proven")):
        doubt = _TAKEN_OVER
    return _Judged(layer, judge_clues(clues), clues, opinion, doubt)


def _judge_stories(one: _Judged, layers: Sequence[Layer], district: KnownDistrict) -> Iterator[_Judged]:
    """What a stranger said or wanted of whom a layer tells, where that harms: nobody proves who it was."""
    whole, *quoted = split_stories(one.layer, _find_writer(one.layer, layers, district)) or (None,)
    if whole is None:
        return
    clues = tuple(list_caller_clues(gather_text(whole.mail)))
    if clues:
        theme = [clue for clue in one.clues if clue.side in _THEMES]
        yield _Judged(whole, judge_clues(clues), [*clues, *theme], one.opinion)
    for layer in quoted:
        found = _judge_words(layer, layers, district)
        if found.judgement.label not in HARMFUL and found.opinion.harm >= _TOLD_FROM and not clues:
            found = _name_told(found)
        if found.judgement.label in HARMFUL:
            yield found


def _name_told(found: _Judged) -> _Judged:
    """What the second reader fears in the words of a stranger, whom somebody hands in as one to look at."""
    clue = Clue("told_words", "told", 6, "the words that it quotes of a stranger threaten or deceive")
    judgement = LabelJudgement(found.opinion.worst, clue.points, (clue,))
    return replace(found, judgement=judgement, clues=[*found.clues, clue])


def _warns_of_quoted(mail: MailMessage, district: KnownDistrict) -> bool:
    """Whether the district warns everybody of what it quotes between its own words.

    It is proven, says what to leave and who has it, and links nowhere. Neither reader fears its own words,
    whoever wrote them: an account may be taken over.
    """
    if list_leading(mail.links) or mail.attachments or mail.carried or not is_to_many(mail):
        return False
    if not disowns(f"{mail.subject}\n{mail.text}"):
        return False
    writer = judge_writer(mail, district, district.trusted)
    if writer.verdict is not SenderVerdict.PASSED or not district.owns(mail.sender.domain):
        return False
    own = replace(mail, text=drop_quotations(drop_marked(mail.text, set_in=True)), links=())
    clues = list(list_layer_clues(Layer("own", own), district, writer))
    # whoever did what it warns of has to be quick, and without a link there is nothing to click
    if any(clue.side in _SUSPECT_OF_WARNING and clue.name not in _TO_HURRY for clue in clues):
        return False
    opinion = read_layer(own, gather_text(own), district=district, sender=writer)
    return max(opinion.harm, opinion.bare) < LOOK_FROM


def _find_writer(layer: Layer, layers: Sequence[Layer], district: KnownDistrict) -> JudgedSender:
    """What is proven of who wrote a layer."""
    trusted = district.trusted if _may_be_proven(layer, layers, district) else ()
    return judge_writer(layer.mail, district, trusted)


def _may_be_proven(layer: Layer, layers: Sequence[Layer], district: KnownDistrict) -> bool:
    """Whether headers of a layer can prove anything: those of an attached message only where the district's
    own sends it.
    """
    return layer.way == "own" or (layer.way == "attached" and district.owns(layers[0].mail.sender.domain))


def _name_foreign(agreed: Agreed, chosen: _Judged, judged: Sequence[_Judged]) -> tuple[Agreed, bool]:
    """The label by a few known words of a language that the second reader does not know, and whether it is
    in one; a person looks. What the rules found stays.
    """
    foreign = [one for one in judged if not is_understood(gather_text(one.layer.mail))]
    if not foreign or chosen.judgement.label in HARMFUL:
        return agreed, bool(foreign)
    text = "\n".join(gather_text(one.layer.mail) for one in foreign)
    sampled = any(has_sample(one.clues) for one in foreign)
    reaches = any(one.layer.mail.links for one in foreign)
    label = read_tongues(text, sampled=sampled, reaches=reaches)
    return Agreed(label, look=True, why=tell_tongue(label)) if label else agreed, True


def _list_unread(mail: MailMessage, *, is_foreign: bool) -> tuple[str, ...]:
    """What neither reader could read, of the message and of those that it carries."""
    unread = list_unread(mail)
    if is_foreign:
        unread.append("it is written in a language that neither reader knows well")
    return tuple(dict.fromkeys(unread))


def _tell_of_release(chosen: _Judged, agreed: Agreed, district: KnownDistrict) -> Iterator[str]:
    """Why a text in the form and the name of the district's own is held all the same."""
    if not agreed.look or chosen.judgement.label in HARMFUL or is_proven(chosen.clues):
        return
    if is_unproven_release(chosen.layer.mail, district):
        yield _UNPROVEN_RELEASE
