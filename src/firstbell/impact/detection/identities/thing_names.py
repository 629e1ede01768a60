"""What is written like the name of a person and is that of a thing: a firm called after its owner, a test,
the sum of a run, the day before a quotation, a word that is stamped often, a town, a street, a bank.

>>> [*map(is_thing, ("Norma's Crafts", "RUN TOTALS", "BASC-3 Externalizing", "On Tue, Feb"))]
[True, True, True, True]
>>> [*map(is_thing, ("Cedar Falls", "ELM CT NEW YORK", "Harbor Plus", "Policy GL", "TIN TYPE"))]
[True, True, True, True, True]
>>> is_thing("COPY COPY COPY"), is_thing("James James")
(True, False)
>>> [*map(is_thing, ("Robert Kaufman II", "Norma O'Shea", "Feb, June", "Wanda Basco", "D'Sean Roe"))]
[False, False, False, False, False]
"""

from __future__ import annotations

import re

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
# towns and counties, streets with what stands behind them, and what ends the names of banks and of insurers
_PLACES = re.compile(
    r"(?i)[\w' -]+[ ](?:(?:ln|ct|ave|rd|blvd|cir|hwy|pkwy|trl)\b.*|(?:falls|heights|rapids|township|twp|"
    r"junction|harbor|springs|plus|mutual|assoc(?:iation)?|ins(?:urance)?)\.?(?:[ ](?:pa|pc|co|inc))?)"
)
# what forms call their numbers by
_FORMS = re.compile(
    r"(?i)(?:[\w-]+[ ])?(?:type|policy|invoice|permit|voucher|meals?|tray|admin|group)(?:[ ][\w-]+)?"
)


def is_thing(name: str) -> bool:
    """Whether nobody is called so."""
    return _OWNED.match(name) is not None or any(
        shape.fullmatch(name) is not None for shape in (_SUMS, _DAYS, _STAMPED, _TESTS, _PLACES, _FORMS)
    )


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
