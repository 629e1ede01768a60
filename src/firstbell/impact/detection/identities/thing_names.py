"""What is written like the name of a person and is that of a thing: a firm called after its owner, a test,
the sum of a run, the day before a quotation, a word that is stamped often, a town, a street, a bank.

>>> [*map(is_thing, ("Norma's Crafts", "RUN TOTALS", "BASC-3 Externalizing", "On Tue, Feb"))]
[True, True, True, True]
>>> [*map(is_thing, ("Cedar Falls", "ELM CT NEW YORK", "Harbor Plus", "Policy GL", "TIN TYPE"))]
[True, True, True, True, True]
>>> [*map(is_thing, ("Robert Falls", "Maria Springs", "Tray Wilson", "Ada Meals", "Ada Group"))]
[False, False, False, False, False]
>>> is_thing("COPY COPY COPY"), is_thing("James James")
(True, False)
>>> [*map(is_thing, ("Robert Kaufman II", "Norma O'Shea", "Feb, June", "Wanda Basco", "D'Sean Roe"))]
[False, False, False, False, False]
"""

from __future__ import annotations

import re

from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.given_names import is_given_name

# a firm or a group that is its owner's: no further name follows "'s"
_OWNED = re.compile(r"[^\W\d_][\w-]+['\u2019][sS] \S")
_SUMS = re.compile(r"(?i)(?:.*\b)?(?:sub ?-?)?totals?(?:\b.*)?")
_DAYS = re.compile(
    r"(?i)(?:(?:on|am|el|sent|date)\b[ :]*)?(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)[., ]{1,2}"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\.?"
)
_STAMPED = re.compile(r"(\w+)(?: \1){2,}")
# tests of ability, behavior and speech that schools give, by their short names
_TESTS = re.compile(
    r"(?i)(?:.*[ -])?(?:(?:wisc|wppsi|wais|wiat|wj|woodcock[ -]johnson|vineland|basc|kabc|ktea|ctopp|celf|"
    r"gort|towre|abas|ados|ppvt|gfta|fsiq|cogat|dibels|mca|mtas)(?:-(?:\d|[IVX]+)|[ ](?:\d|[IVX]+)\b)|"
    # bearers of these have no number
    r"(?:kaufman|conners|peabody|naglieri|bayley|battelle|leiter|beery|gars|srs|das|toni)-\d)(?:[ -].*)?"
)
# streets with what stands behind them, and what forms call their numbers by
_STREETS = re.compile(r"(?i)[\w' -]+[ ](?:ln|ct|ave|rd|blvd|cir|hwy|pkwy|trl)\b.*")
_FORMS = re.compile(r"(?i)(?:[\w-]+[ ])?(?:type|policy|invoice|permit|voucher)(?:[ ][\w-]{1,3})?")
# towns and banks, where no given name begins them: families are called so, too
_PLACES = re.compile(r"(?i)[\w' -]+[ ](?:falls|heights|rapids|township|twp|junction|harbor|springs|plus)")


def is_thing(name: str) -> bool:
    """Whether nobody is called so."""
    if _PLACES.fullmatch(name) is not None and not is_given_name(split_name(name)[0]):
        return True
    return _OWNED.match(name) is not None or any(
        shape.fullmatch(name) is not None for shape in (_SUMS, _DAYS, _STAMPED, _TESTS, _STREETS, _FORMS)
    )


# what only firms are called
FIRM = re.compile(r"[ ,](?:LLC|L\.L\.C|Inc|INC|Corp|CORP|Ltd|LTD|LLP|PLLC)\b")
# what the names of firms end with, where no given name begins them
_TRADED = re.compile(
    r"(?i).*[ ](?:services?|supply|supplies|repairs?|rentals?|plumbing|heating|electric(?:al)?|boilers?|"
    r"mechanical|roofing|paving|lumber|hardware|glass|printing|press|music|sports|trophies|disposal|sanitation|"
    r"pest|locksmiths?|towing|tire|auto|motors?|bus|lines|coaches|dairy|"
    r"foods?|bakery|produce|meats?|catering|"
    r"systems|technolog(?:y|ies)|software|solutions|partners|group|industries|desk|dispatch|power|water|gas|fuels?|"
    r"oil|tools?|paper|steel|propane|wireless|telephone|telecom|publishing|publishers|construction|engineering|"
    r"architects|staffing|freight|pharmacy|laboratories|labs|mutual|centers?|ctr|clinic|associates|association|"
    r"bank|schools?|academy|church|properties|realty|leasing|trust|international|distribut(?:ing|ors)|excavating|"
    r"concrete|flooring|fence|signs|graphics|photography|studios?|pizza|hotel|motel|tours|transit|dental|medical|"
    r"counseling|therapy|hearing|vision|optical|orthodontics|hospice|security|alarm|landscaping|nursery|greenhouse|"
    r"farms?|orchards?|feed|theat(?:er|re)s?|market|grocery|grill|cafe|diner|aviation|marine|appraisals?|"
    r"insurance|surgery|imaging|orthopedics|pediatrics)"
)
# and what nobody is called, whatever stands before it
FIRMS_ALONE = re.compile(
    r"(?i).*[ ](?:foods|controls|industries|kitchens|solutions|systems|technologies|supplies|logistics|"
    r"products|manufacturing|equipment|communications|works|parts|"
    r"(?:bus|auto|truck|car|equipment|parts|tire|used) sales|"
    r"enterprises|energy|utilities|refrigeration|ins|assocs?|assn|intl|mfg|svcs?|univ|co-?op)"
    r"(?: (?:p\.?[acs]|co|inc|ltd|corp|s\.?c)\.?)?"
)


def is_traded(name: str) -> bool:
    """Whether a name is one that only firms have: "Lakes Boiler Service" is nobody, "Ada Service" may be.

    >>> is_traded("Lakes Boiler Service"), is_traded("Ada Service"), is_traded("Ada Foods")
    (True, False, True)
    >>> is_traded("ROE DENTAL ASSOC PA"), is_traded("Elm Grove Mutual"), is_traded("Ada Hearing")
    (True, True, False)
    """
    if FIRMS_ALONE.fullmatch(name):
        return True
    words = split_name(name)
    return _TRADED.fullmatch(name) is not None and not (words and is_given_name(words[0]))


# for whom somebody works, behind their name: "Ada Roe, Elm Transit"
_EMPLOYER = re.compile(
    r"(?i)(?<=\w),[ ]+(?:[\w&'.-]+[ ]+)*(?:charters?|transit|transport(?:ation)?|bus(?:es)?|lines|coaches|"
    r"company|inc|ll[cp]|schools?|academy|college|university|hospital|clinic|agency|district|staffing|"
    r"contracting)\.?\Z"
)


def drop_employer(cell: str) -> str:
    """A name without the firm or the school behind it.

    >>> drop_employer("Ada Roe, Elm Transit"), drop_employer("Roe, Ada School"), drop_employer("Roe, Ada")
    ('Ada Roe', 'Roe, Ada School', 'Roe, Ada')
    """
    name = _EMPLOYER.sub("", cell) if "," in cell else cell
    return name if " " in name.strip() else cell


# what stands between a name and the number of a document: the state that issued it, and what it is
_STATE = (
    r"A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|"
    r"V[AT]|W[AIVY]"
)
_DOCUMENT = re.compile(
    rf"(?:,? (?:{_STATE}|US))?,? (?:C?DLN?|OLN|LIC|State ID|ID|PP|DOB)(?: (?:{_STATE}))?\Z|"
    rf"(?<=[a-z]), (?:{_STATE})\Z"
)
# a car by its year and its make: "2011 Roadster, Ada Roe"
_YEAR = re.compile(r"(?:19|20)\d\d[ ]\Z")
_MAKE = re.compile(r"(?:[A-Z][\w-]*[ ]){0,2}[A-Z][\w-]*,[ ]+(?=[A-Z]\S*[ ])")
# the number of an entry before a name in capitals: "3 ROE, ADA  DOB 4/2/1981"
_ENTRY = re.compile(r"[ \t]*\d{1,3}[.)]?[ \t]+\Z")
_ENTERED = re.compile(r"[A-Z][A-Z' -]+,[ ]*[A-Z][A-Z' -]*?[ \t,;-]{1,8}(?:D\.?O\.?B|SSN|DL|BORN|ID)\b")


def cut_document(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a name begins and ends without the car before it and the state or the document behind it.

    >>> text = "2011 Roadster, Ada Roe, MN DL R5301234567890"
    >>> text[slice(*cut_document(text, 5, 29))], cut_document("Roe, Al", 0, 7)
    ('Ada Roe', (0, 7))
    """
    if _YEAR.search(text, max(0, start - 5), start) and (make := _MAKE.match(text, start, end)):
        start = make.end()
    behind = _DOCUMENT.search(text, start, end)
    return start, behind.start() if behind is not None else end


def leads_entry(text: str, line_start: int, at: int) -> bool:
    """Whether a number that begins the line counts an entry, whose name in capitals comes next and then a
    number of theirs: it is that of no house.
    """
    if not _ENTRY.fullmatch(text, line_start, at):
        return False
    return _ENTERED.match(text, at) is not None
