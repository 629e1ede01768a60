"""In what manner, by whom and while doing what: parts of a sentence known by their form.

An adverb, "by" with somebody who did it, a subject that is not the district, and what was done meanwhile are
told by no fact's value, so each is left over beside a claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover

# adverbs that say how sure, how many or when, which rules compare, or that tell nothing of the event
_ADVERB = any_case(
    r"\b(?!(?:early|personally(?= identif)|permanently|nationally|immediately|promptly|instantly|swiftly"
    r"|speedily|nearly|roughly|likely|only|namely|currently|plainly|approximately|july|recently|really|family"
    r"|supply|reply|apply|rely|daily|weekly|monthly|yearly|hourly|previously|formerly|initially|originally"
    r"|potentially|possibly|probably|presumably|apparently|actually|finally|lately|newly|mostly|mainly"
    r"|largely|partly|partially|fully|entirely|wholly|completely|totally|exactly|precisely|clearly|simply"
    r"|honestly|frankly|sadly|unfortunately|regrettably|thankfully|fortunately|sincerely|kindly|italy"
    r"|assembly|anomaly|directly|separately|respectively|already|additionally|specifically|generally|normally"
    r"|publicly|merely|solely|slightly|hardly|barely|truly|surely|certainly|definitely|firmly|openly|shortly"
    r"|briefly|elderly|emily|kelly|sally|molly|holly|beverly|kimberly|billy|bully|fly|ally|belly|jelly|july"
    r"|multiply|comply|individually|earlier|unauthorizedly|successfully|still|yet|only|safely|securely|freely"
    r"|friendly|physically|electronically|remotely|externally|internally|legally|actively"
    r"|closely)\b)[a-z]{3,}ly\b(?! (?:four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|a|an|half|\d))"
)
_AGENT = any_case(
    r"\b(?:\w+ed|found|brought|told|sent|led|taken|made|done|read|written|begun|run|seen|caught|set|rebuilt"
    r"|chosen|paid|work) by"
    r" (?P<who>(?!(?:(?:the|an?|our|their|unknown|another|other|outside|unauthori[sz]ed|this|ransomware|data)"
    r" )*(?:thefts?|(?:cyber ?)?attack\w*|intruders?|hackers?|(?:cyber ?)?criminals?|thieves|group|gang"
    r"|malware|virus|ransomware|event|incident|encryption|breach|part(?:y|ies)|person|persons|people behind"
    r"|those behind|whoever|someone|somebody|district|us|mail|letters?|e-?mail|phones?|post|telephone"
    r"|phish\w*|way|means|using|clicking|opening|open\w*|noon|midnight|then|now|law|default|name|names"
    r"|percent|search|review|staff|extortion\w*|what|how|it|them|this|that|which|any|damage|threat|bad"
    r"|malicious|multi|two|second|additional|extra|factor|mfa|2fa|codes?|passwords?|sign[- ]?in|log[- ]?in"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday|end|start|evening|morning|afternoon|yesterday|today|tomorrow"
    r"|friday|about|around|\d|_|one|two|three|four|five|six|seven|eight|nine|ten|stolen|an? (?:stolen"
    r"|phishing|unpatched|former|employee)|employee|exploit\w*|abus\w+|guess\w*|log\w*|hand)\b)[\w' -]{2,40})"
)
# "found at dawn, by our custodian": who did it, set off at the end
_AT_END = any_case(
    r", by (?P<who>(?:our|the|an?|one of our|two of our|some of our) (?:[\w'-]+ ){0,3}?(?:staff|teachers?"
    r"|technicians?|custodians?|janitors?|secretar(?:y|ies)|principals?|nurses?|librarians?|students?|pupils?"
    r"|parents?|directors?|managers?|vendors?|contractors?|firms?|company|companies|experts?|consultants?"
    r"|volunteers?|officers?|clerks?|bus drivers?|administrators?|superintendent|employees?|insurer|board"
    r"|police|sheriff|fbi|guards?))(?=[.;,!]|$)"
)
_ACTED = (
    r"(?:restored|rebuilt|repaired|recovered|called|hired|retained|searched|read|noticed|discovered|spotted"
    r"|reviewed|refused|declined|contacted|phoned|alerted|reset|examined|brought back|turned on)"
)
_ACTOR = any_case(
    r"(?:^|[.;:,] |\bthat |\band "
    r"|\bbut )(?:(?:an?|the|our|some|two|three|several|its) (?:[\w'-]+ ){0,3}?(?P<head>[\w'-]+)"
    rf"|(?P<bare>[A-Za-z]+s)) (?:(?:has|have|had) )?(?:already |since |also |then |now )?{_ACTED}\b"
)
# who may be the district, its helpers in what they are there for, or words that make a passive of it
_OWN = any_case(
    r"(?:we|first|district|staff|schools?|teams?|technicians|crews?|engineers|isd|system|it|they|nobody|one"
    r"|nothing|none|investigators|firm|experts|specialists|intruders?|attackers?|criminals|hackers?|who|which"
    r"|college|\w+ly|was|were|been|be|is|are|not|now|yet|far|also|being|never|has|have|had|days?|weeks?"
    r"|hours?|all|both|each|passwords?|systems|phones|e-?mails?|payroll|records|files?|logs|letters?|library"
    r"|data|information|notes?|this|that|us|morning|afternoon|evening|night|week|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|services?|classes|servers?|computers|networks?|accounts?|backups?"
    r"|portals?|meals|badges|tills)"
)
_LEAD = any_case(
    r"^(?!(?:remaining|nothing|everything|anything|something|according|including|regarding|concerning|during"
    r"|following|morning|evening|being|beginning|starting|monitoring|training|building|meeting|bring|spring"
    r"|king|string|having)\b)[a-z]+ing (?!has|have|is|are|was|were|center|line|system)[^,.;]{3,70}, (?=we|our"
    r"|the|it|all)"
)
# truths whose claims are of somebody's doing
_DOING = frozenset(
    {"restored", "backups_used", "password_reset", "searched", "logs_reviewed", "law_enforcement", "reports"}
    | {"forensic_firm", "legal_counsel", "misuse_search", "ransom_paid", "letters", "multi_factor", "event"}
    | {"timing", "detail", "unaffected", "credit_monitoring", "data_lost", "ransom_demanded"}
)
# who runs what lies elsewhere; the record is asked for it by another rule
_HOSTS = any_case(
    r"(?:run|hosted|operated|managed|maintained|provided|kept|offered|used|owned|supplied) by (?:an? |the "
    r"|our |its |their )?(?:outside |other |another |different |third[- ]party |separate )*(?:compan(?:y|ies)"
    r"|vendors?|providers?|firms?)\b"
)
_HELPERS = any_case(r"experts?|specialists?|firm|investigators?|consultants?")


def list_manners(flat: str, truths: frozenset[str], record: CaseRecord) -> Iterator[Leftover]:
    """What a plain sentence says of manner and doer beside claims of these truths."""
    if said := _ADVERB.search(flat):
        yield Leftover("in what manner", said[0], said.start())
    if not truths & _DOING:
        return
    named = [name.lower() for name in record.names]
    for said in _AGENT.finditer(flat):
        if _HOSTS.match(said[0]):
            continue
        if not any(name in said["who"].lower() for name in named) and not _HELPERS.search(said["who"]):
            yield Leftover("by whom", said[0], said.start())
    if said := _AT_END.search(flat):
        yield Leftover("by whom", said[0], said.start())
    for said in _ACTOR.finditer(flat):
        head = said["head"] or said["bare"]
        if not _OWN.fullmatch(head) and not any(head.lower() in name for name in named):
            yield Leftover("who did it", said[0], said.start())
    if said := _LEAD.search(flat):
        yield Leftover("what was done meanwhile", said[0], said.start())
