r"""What is said of machines and parts of buildings in words of illness and of conduct: "the copier is sick
again", "pump has a seizure at start", "depression in floor".

>>> text = b"copier is sick again. it has had three surgeries. ada is sick."
>>> [text[start:end] for start, end in list_of_machines(text)]
[b'copier is sick again', b' it has had three surgeries']
>>> list_of_machines(b"ada has an insulin pump. boiler 2 burned her hand. his printer is broken, he is sick")
[]
>>> list_of_machines(b"depression in floor, trip hazard\n")
[(0, 19)]

Policies of a board by number and title, as agendas and minutes list them: "516 Student Medication". They
are read, adopted and filed, and say nothing of whom the same page names.

>>> text = b"recognition: ada olson\nfirst reading: 506 student discipline, 516.5 overdose medication\n"
>>> [text[start:end] for start, end in list_policies(text)]
[b'506 student discipline', b'516.5 overdose medication']
>>> list_policies(b"room 506 student discipline hearing for ada"), list_policies(b"policy 506")
([], [])
"""

from __future__ import annotations

import re

from firstbell.impact.detection.values.guarded_patterns import GuardedPattern

# no word that a body has as well (valves, pumps, drains), and none that somebody is carried by or sick over
_MACHINE = GuardedPattern(
    re.compile(
    rb"\b(?:copiers?|copy machine|(?:laser ?)?printers?|toner|boilers?|chillers?|compressors?|furnaces?|"
    rb"gaskets?|bearings|blowers?|condensers?|projectors?|dishwashers?|servers?|routers?|"
    rb"transmissions?|alternators?|radiators?|mowers?|gutters?|hinges?|thermostats?|hvac|rtu|ahu|"
    rb"exhaust fans?|circuit breakers?|ballasts?|carburetors?|manifolds?|door closers?|"
    rb"(?:sump|water|fuel|feed|circulat\w+|sewage|pool|vacuum|heat|hydraulic|oil) pumps?|"
    rb"pump (?:seal|motor|room|house)|"
    rb"(?:pump|engine|motor|piston|brake)s? (?:(?:has|had|is|was|keeps) )?(?:an? |another )?seiz\w+)\b"
    rb"(?! rooms?\b)"
),
    (b"copier", b"copy machine", b"printer", b"toner", b"boiler", b"chiller", b"compressor",
     b"furnace", b"gasket", b"bearings", b"blower", b"condenser", b"projector", b"washer", b"server",
     b"router", b"transmission", b"alternator", b"radiator", b"mower", b"gutter", b"hinge",
     b"thermostat", b"hvac", b"rtu", b"ahu", b"exhaust", b"breaker", b"ballast", b"carburetor",
     b"manifold", b"closer", b"pump", b"seiz"),
)  # fmt: skip
# who is hurt by one, or speaks of somebody
_OF_PEOPLE = re.compile(
    rb"\b(?:he|she|his|her|him|hers|they|them|i|my|me|we|students?|pupils?|child(?:ren)?|kids?|boys?|girls?|"
    rb"burn(?:ed|s|t)?|hurt|injur\w+|fell|slipped|cut|hit|struck|pinched|smashed|fractur\w+|stitches|scalded|"
    rb"threw|kicked|punched|vandal\w+|set|lit|smok(?:ed|ing)|vap(?:ed|ing)|drew|wrote|stole)\b"
)
_IT_HAS = re.compile(rb"[ \t]*it(?:'s| has| had| is| was| keeps| needs)\b")
_IN_FLOOR = GuardedPattern(
    re.compile(
    rb"\b(?:depression|crack|burn|scar|break|separation|abuse) (?:in|of|on) (?:the )?"
    rb"(?:floor|ceiling|wall|carpet|tiles?|asphalt|lot|sidewalk|field|track|roof|lawn|turf)\b"
),
    (b"floor", b"ceiling", b"wall", b"carpet", b"tile", b"asphalt", b"lot", b"sidewalk", b"field",
     b"track", b"roof", b"lawn", b"turf"),
)  # fmt: skip
_CLAUSE = re.compile(rb"[^.;!?\n]+")
_LONGEST = 200


def list_of_machines(folded: bytes) -> list[tuple[int, int]]:
    """Where a text says something of a machine: (start, end) of each clause; of "it" as well, behind one."""
    found = [match.span() for match in _IN_FLOOR.finditer(folded)]
    if _MACHINE.search(folded) is None:
        return found
    is_behind = False
    for clause in _CLAUSE.finditer(folded):
        said = clause[0][:_LONGEST]
        is_of_people = _OF_PEOPLE.search(said) is not None
        is_named = _MACHINE.search(said) is not None
        if not is_of_people and (is_named or (is_behind and _IT_HAS.match(said))):
            found.append(clause.span())
        is_behind = (is_named or is_behind) and not is_of_people
    return found


# before the first of them
_READ = re.compile(
    rb"\b(?:(?:first|second|third|final|1st|2nd|3rd) readings?|polic(?:y|ies)(?: (?:review|adoption|updates?|"
    rb"revisions?|committee|readings?))?|adopt(?:ion)?(?: of)?(?: polic(?:y|ies))?|"
    rb"(?:annual )?review(?: of)? polic(?:y|ies))[ ]?(?:of|:|-|\xb7)?[ \t\r\n]*(?=\d{3})"
)
_TITLE = re.compile(rb"\d{3}(?:\.\d{1,2})?(?:[a-z]|-\d)?[ :-]{1,3}[a-z][^\n,;.\d]{3,70}")
_NEXT = re.compile(rb"(?:[,;.]|[ ]?and|\r?\n)?[ \t]*(?=\d{3}(?:\.\d)?)")


def list_policies(folded: bytes) -> list[tuple[int, int]]:
    """Where they stand: (start, end) of each."""
    found: list[tuple[int, int]] = []
    if b"readi" not in folded and b"polic" not in folded and b"adopt" not in folded:
        return found
    for read in _READ.finditer(folded):
        at = read.end()
        while (title := _TITLE.match(folded, at)) is not None:
            found.append((title.start(), title.end()))
            following = _NEXT.match(folded, title.end())
            if following is None:
                break
            at = following.end()
    return found
