"""The verdict on a snapshot, from its own evidence, what is kept in mind of the past, and people's rulings.

Ten points make `suspect`, thirty `event`; one damaged file is `suspect` whatever it weighs. An event also
needs damage in two folders or of two types, or what cannot be one person's work: mass deletion here and
there, mass encryption by a tool, a good part of the host struck beside an intruder's note. A touched canary,
and a person's ruling, need nothing beside them. What is below ten points is `clean`, and its reasons are
told all the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from firstbell.base.counts import say_count
from firstbell.examine.host_evidence import NOTHING, HostEvidence, advance, leak, weigh_place
from firstbell.examine.mass import forget_losses, weigh_losses
from firstbell.examine.weights import EVENT_POINTS, SUSPECT_POINTS, is_carried, make_sign, tell_clean
from firstbell.record.evidence import Evidence, FolderChanges, Shared, Sign
from firstbell.record.examination import Reason, Verdict

BENIGN, EVENT = "benign", "event"
_LEAST_ALIKE = 3
_MASS = frozenset(("deletions.mass", "sealed.mass"))
# together: people encrypt a folder of their own, and leave no note that asks for pay
_STRIKE = frozenset(("damage", "mass.change", "notes"))
# which fact of the host's habits excuses which signs
_HABITS = {
    "deletions": "scattered",
    "deletions.mass": "scattered",
    "undecided": "undecided",
    "sealed": "sealed",
    "sealed.mass": "sealed",
    "archived.encrypted": "archived",
    "renamed.alike": "renamed",
}
_SHARED_SIGNS = {"suffix": "campaign.suffix", "growth": "campaign.growth"}


class PastEvidence(msgspec.Struct, frozen=True):
    """What a verdict leans on beside a snapshot's own evidence; the fields are `History`'s."""

    standing: HostEvidence = NOTHING
    at_ns: int = 0
    usual: Mapping[str, int] = msgspec.field(default_factory=dict)
    event_open: bool = False
    ruled: str = ""
    ruled_why: str = ""


class VerdictDecision(msgspec.Struct, frozen=True):
    """A verdict, its reasons, the heaviest first, and what is in mind after it."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    standing: HostEvidence


def decide(evidence: Evidence, past: PastEvidence) -> VerdictDecision:
    """The verdict on one snapshot after those before it."""
    before = leak(past.standing, evidence, past.at_ns)
    if past.ruled == BENIGN:
        released = msgspec.structs.replace(before, window=forget_losses(before.window))
        return VerdictDecision(Verdict.CLEAN, (_tell_ruling(past), *_tell_signs(evidence.signs)), released)
    lost, window = weigh_losses(evidence, before.window, usual=past.usual)
    signs = [sign for sign in evidence.signs if not _is_habit(sign, past.usual)]
    signs += [*lost, *_weigh_past(evidence, before, is_open=past.event_open)]
    signs.sort(key=lambda sign: -sign.points)
    verdict = _judge(signs, evidence, before, is_open=past.event_open)
    signs += _tell_mind(signs, before)
    reasons = _tell_signs(signs)
    if past.ruled == EVENT:
        verdict, reasons = Verdict.EVENT, (_tell_ruling(past), *reasons)
    if verdict is Verdict.EVENT:
        reasons += _count_deleted(evidence, signs)
    if verdict is Verdict.EVENT:
        return VerdictDecision(verdict, reasons, HostEvidence(before.at_ns))
    after = advance(before, _with(evidence, signs))
    return VerdictDecision(verdict, reasons, msgspec.structs.replace(after, window=window))


def _with(evidence: Evidence, signs: list[Sign]) -> Evidence:
    return Evidence(signs=tuple(signs), places=evidence.places, shared=evidence.shared)


def leans_on_habits(evidence: Evidence) -> bool:
    """Whether the verdict depends on what is usual for the host."""
    return bool(evidence.losses) or any(sign.code in _HABITS for sign in evidence.signs)


def _is_habit(sign: Sign, usual: Mapping[str, int]) -> bool:
    fact = _HABITS.get(sign.code)
    return fact is not None and sign.count <= usual.get(fact, 0)


def _judge(signs: list[Sign], evidence: Evidence, before: HostEvidence, *, is_open: bool) -> Verdict:
    own = sum(sign.points for sign in signs)
    carried = [sign for sign in signs if is_carried(sign.code)]
    # a sign that is in mind already is no second one
    again = sum(sign.points for sign in carried if sign.code != "damage" and sign.code in before.host.codes)
    reach = max(own, own - again + before.host.points) if carried else own
    struck = [place for place in evidence.places if place.struck]
    is_event = reach >= EVENT_POINTS and _is_spread(signs, evidence, before, is_open=is_open)
    if is_event or evidence.is_proof or any(_is_place_struck(place, before) for place in struck):
        verdict = Verdict.EVENT
    elif reach >= SUSPECT_POINTS or struck:
        verdict = Verdict.SUSPECT
    else:
        verdict = Verdict.CLEAN
    return max(verdict, _read_least(evidence, signs), key=list(Verdict).index)


def _read_least(evidence: Evidence, signs: list[Sign]) -> Verdict:
    """What a forgotten snapshot was found to be, as long as there is still something to show for it."""
    return Verdict(evidence.least) if evidence.least and signs else Verdict.CLEAN


def _is_spread(signs: list[Sign], evidence: Evidence, before: HostEvidence, *, is_open: bool) -> bool:
    struck = [place for place in evidence.places if place.struck]
    codes = {sign.code for sign in signs}
    is_mass = not codes.isdisjoint(_MASS) or codes >= _STRIKE
    return (
        evidence.is_spread or is_mass or (bool(struck) and (is_open or before.host.add(struck, 0).is_spread))
    )


def _is_place_struck(place: FolderChanges, before: HostEvidence) -> bool:
    """Whether one top folder alone amounts to an event, over the snapshots that are in mind."""
    held = before.places.get(place.folder)
    if held is None:
        return False
    return held.points + weigh_place(place) >= EVENT_POINTS and held.add([place], 0).is_spread


def _weigh_past(evidence: Evidence, before: HostEvidence, *, is_open: bool) -> list[Sign]:
    """What only the snapshots before it make a sign of."""
    struck = sum(place.struck for place in evidence.places)
    if not struck:
        return []
    signs = []
    if is_open:
        code = "past.event-open"
        signs.append(make_sign(code, "an event of this host is open", struck))
    told = {sign.code for sign in evidence.signs} | before.host.codes
    for one in evidence.shared:
        code = _SHARED_SIGNS[one.kind]
        known = before.shared.get((one.kind, one.what))
        if known is None or code in told or not _is_campaign(known, one):
            continue
        told.add(code)
        count = known.count + one.count
        detail = f"damaged files of several snapshots share the {one.kind} {one.what}"
        signs.append(make_sign(code, detail, count))
    return signs


def _is_campaign(known: Shared, new: Shared) -> bool:
    types = {*known.types, *new.types}
    return known.count + new.count >= _LEAST_ALIKE and (known.kind == "suffix" or len(types) >= 2)


def _tell_mind(signs: list[Sign], before: HostEvidence) -> list[Sign]:
    """What is kept in mind, where this snapshot adds to it."""
    if not before.host.struck or not any(is_carried(sign.code) for sign in signs):
        return []
    detail = f"damaged files in earlier snapshots of this host, {before.host.points:.0f} points remembered"
    return [Sign("past.damage", detail, before.host.struck, round(before.host.points, 1))]


def _count_deleted(evidence: Evidence, told: list[Sign]) -> tuple[Reason, ...]:
    """What was deleted beside an event is part of its record, also where it is too little for a sign."""
    count = evidence.count("deleted")
    if not count or any(sign.code.startswith("deletions") for sign in told):
        return ()
    folders = say_count(evidence.count("deleted_folders"), "folder")
    detail = f"{say_count(count, 'file')} deleted in {folders}"
    return (Reason("deletions", detail, count, 0.0, tell_clean("deletions")),)


def _tell_signs(signs: tuple[Sign, ...] | list[Sign]) -> tuple[Reason, ...]:
    return tuple(
        Reason(sign.code, sign.detail, sign.count, sign.points, tell_clean(sign.code)) for sign in signs
    )


def _tell_ruling(past: PastEvidence) -> Reason:
    detail = f"a person ruled this snapshot {past.ruled}" + (f" {past.ruled_why}" if past.ruled_why else "")
    return Reason(f"ruled.{past.ruled}", detail, 1, 0.0, "the ruling is undone, or never was")
