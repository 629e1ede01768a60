"""How much each sign weighs, and what would have made it clean.

Points are ten times the decimal logarithm of a likelihood ratio: ten points are ten times as likely under an
encryption event as without one, thirty a thousand times. How each weight follows from measured rates stands
in docs/detection.md, "Weights".
"""

from __future__ import annotations

from typing import NamedTuple

from firstbell.record.evidence import Sign

SUSPECT_POINTS = 10
EVENT_POINTS = 30
DAMAGED_POINTS = 5.3
MOST_DAMAGED_POINTS = 60
# one file in so many may be called damaged by mistake: the 95 % bound of 0 in 34,909, rounded up
FILES_A_MISTAKE = 10_000


class Weight(NamedTuple):
    """One sign. `clean_if`: what would have made it clean."""

    points: float
    clean_if: str


WEIGHTS: dict[str, Weight] = {
    "damage": Weight(DAMAGED_POINTS, "the files named hold content again, or decode as what they were"),
    "campaign.suffix": Weight(15, "the damaged files share no new suffix"),
    "campaign.growth": Weight(15, "the damaged files grew by different lengths"),
    "campaign.marker": Weight(15, "the damaged files begin and end with different bytes"),
    "names.extension": Weight(10, "no damaged file carries an extension of the list of known names"),
    "notes": Weight(20, "the texts named are not there, or lie in one folder and do not read like a note"),
    "names.note": Weight(8, "no new file bears a name of the list of known notes"),
    "canary.touched": Weight(60, "the canary stands at its place with the content that was planted"),
    "canary.moved": Weight(8, "the canary stands at its place"),
    "deletions": Weight(5, "fewer files were deleted, or whole folders went instead of files here and there"),
    "deletions.mass": Weight(
        30, "whole folders went, or as many files came, or the files went into an archive that came"
    ),
    "archived.encrypted": Weight(15, "the archive that came can be opened without a password"),
    "sealed": Weight(15, "fewer than 20 files gave way to encrypted ones"),
    "sealed.mass": Weight(30, "files of one top folder alone gave way to encrypted ones, or fewer than 100"),
    "renamed.alike": Weight(5, "the renamed files kept their extensions"),
    "mass.change": Weight(10, "less than a twentieth of the host's files was lost, or a person releases it"),
    "mass.slow": Weight(10, "less than a twentieth of the host's files was lost in 90 days, or it came back"),
    "mass.part": Weight(10, "less than half of the files of that folder or type was lost in 90 days"),
    "mass.alike": Weight(10, "fewer than 8 files that differed were overwritten with one content"),
    "coverage.shrank": Weight(10, "the snapshot covers what the one before it covered"),
    "undecided": Weight(1, "the files named decode, or look like structured content"),
    "damage.kept-time": Weight(1, "the time of change moved on with the content"),
    "first.noise": Weight(10, "the files looked at are of the types that their names say"),
    "first.undecided": Weight(1, "every file looked at is of the type that its name says"),
    "past.event-open": Weight(20, "no event of this host is open"),
    "past.damage": Weight(0, "earlier snapshots of this host hold no damage, or a person ruled them benign"),
}
# of one damaged file, by the code of its judgement
_FILE_CLEAN_IF = {
    "damaged.fell": "it decodes as what it was, or what changed in it is not noise",
    "damaged.became-noise": "the places that changed hold structured content",
    "damaged.struck-in-place": "the rest did not stay in place around the noise, as in a file saved again",
    "damaged.encoded": "it is not noise written in another alphabet",
    "damaged.filled": "what lies in the container says something, or lay in it before",
    "damaged.gained-noise": "it does not begin with noise",
    "damaged.campaign-suffix": "it does not end as the struck files do, or is of a known type",
    "damaged.replaced": "fewer than three beside it are struck, and fewer than five were replaced so",
    "damaged.campaign-place": "it changed elsewhere, or less than half of what changed is damaged",
    "damaged.campaign-rate": "something of it stayed, or its length went another way than theirs",
    "damaged.campaign-marker": "it does not bear the bytes that the struck files share",
    "damaged.wiped": "it holds more than one byte value, or nothing else of its snapshot was wiped",
    "damaged.emptied": "it is not empty, or nothing else of its snapshot was emptied",
    "damaged.noise-in-company": "it is of the type its name says, or fewer than three beside it are struck",
    "damaged.tiny-in-company": "it is text, or fewer than three files beside it are struck",
    "damaged.renamed": "it was not renamed as the struck files were",
    "damaged.overwritten": "it does not hold what the notes say",
    "damaged.sealed": "fewer files all over the host gave way to encrypted ones",
}
# signs that are kept in mind for later snapshots
_CARRIED = frozenset(
    (
        "damage",
        "campaign.suffix",
        "campaign.growth",
        "campaign.marker",
        "names.extension",
        "notes",
        "names.note",
    )
)
# of signs that come in more than one strength, the others
ONE_NOTE_POINTS = 8
BULK_DELETION_POINTS = 10
DELETION_IN_COMPANY_POINTS = 20
FEW_SEALED_POINTS = 8
FEW_SUFFIXED_POINTS = 5
MOST_UNDECIDED_POINTS = 8
MOST_KEPT_TIME_POINTS = 10


def get_points(code: str) -> float:
    """The weight of a sign."""
    return WEIGHTS[code].points


def make_sign(code: str, detail: str, count: int) -> Sign:
    """The sign with the weight of its code."""
    return Sign(code, detail, count, get_points(code))


def is_carried(code: str) -> bool:
    """Whether the sign is kept in mind for later snapshots."""
    return code in _CARRIED


def tell_clean(code: str) -> str:
    """What would have made it clean; "" where the code is no sign's."""
    return WEIGHTS[code].clean_if if code in WEIGHTS else _FILE_CLEAN_IF.get(code, "")
