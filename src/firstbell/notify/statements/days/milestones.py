"""What happened at a time that a fact tells, and how sentences call it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from firstbell.notify.statements.judges.agencies import list_reports
from firstbell.notify.statements.language.names import list_agencies
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something whose time facts tell: how sentences call it, and where its time stands."""

    words: re.Pattern[str]
    subject: Subject
    find: Callable[[CaseRecord, str], str | None]


def _field(subject: Subject, *names: str) -> Callable[[CaseRecord, str], str | None]:
    def find(record: CaseRecord, said: str) -> str | None:
        del said
        return next((str(told) for name in names if (told := record.get(subject, name))), None)

    return find


def _find_first_access(record: CaseRecord, said: str) -> str | None:
    del said
    fact = record.find(Subject.FIRST_ACCESS)
    return str(fact.value) if fact and fact.value else None


def _find_law(record: CaseRecord, said: str) -> str | None:
    informed = list_agencies(*record.get_list(Subject.LAW_ENFORCEMENT, "informed"))
    since = record.get(Subject.LAW_ENFORCEMENT, "since")
    return str(since) if since and list_agencies(said) <= informed else None


_OF_STATE = r"state|mnit"


def _find_report(wanted: str) -> Callable[[CaseRecord, str], str | None]:
    def find(record: CaseRecord, said: str) -> str | None:
        del said
        reports = list_reports(record)
        filed = [told for name, told in reports if re.search(wanted, name, re.I)]
        if not filed and wanted == _OF_STATE:
            # those whose addressees have names that no table knows
            filed = [told for name, told in reports if not list_agencies(name.replace("_", " "))]
        return filed[0] if len(filed) == 1 and isinstance(filed[0], str) else None

    return find


_WE = r"(?:we|it|they|the district|staff|our (?:staff|technicians|team)|anyone|anybody|somebody|someone)"
_IT = (
    r"(?: (?:it|this|them|anything|something|(?:the|our) (?:\w+ )?(?:encryption|attack|event"
    r"|incident|intrusion|files?|damage)(?: encrypted)?))?"
)
# what is learned of a theft is no finding of the event
_LOST = (
    r"(?:(?:the |this |a )?(?:theft|copying)|(?:our |the |any )?(?:data|files|information)"
    r" (?:was|were|had been) (?:taken|copied|stolen))"
)
_INTRUDER = r"(?:the )?(?:intruders?|attackers?|hackers?|criminals?|thieves|they|somebody|someone)"
MILESTONES: Sequence[Milestone] = [
    Milestone(any_case(words), subject, find)
    for words, subject, find in (
        (
            rf"\b(?:{_WE} (?:had |have )?(?:first )?(?:found|noticed|discovered|detected|saw"
            rf"|learned(?: on [A-Z][a-z]+ \d+)? (?:of|that)(?! {_LOST})){_IT}"
            r"|(?:(?:the )?(?:encryption|attack|event|incident|intrusion|damage|files?)|it|they|"
            + _INTRUDER
            + r")"
            r" (?:was|were|had been) (?:first )?(?:found|noticed|discovered|detected)"
            r"|(?:the|this) (?:encryption|event|attack|incident)(?! (?:began|started|was|were|had|has))"
            r"|(?:the |its |our )?(?:discovery|detection)(?: of (?:it|the \w+))?"
            r"|(?:finding|discovering|detecting|noticing|(?:to )?(?:find|notice|discover))(?: (?:it"
            r"|the \w+)))",
            Subject.ENCRYPTION_EVENT,
            _field(Subject.ENCRYPTION_EVENT, "found"),
        ),
        (
            r"\b(?:(?:the )?(?:first|earliest) (?:files?|damage|damaged files?|encrypted files?)"
            r"(?: (?:that )?we know of)?(?: (?:was|were|had been|is from|dates from|is timed)(?: \w+)?)?|"
            r"(?:the )?damage (?:goes back|dates(?: back)?|began|started|happened|occurred)(?: (?:to|from))?"
            r"|(?:the |our |this )?(?:encryption|(?:ransomware )?attack|ransomware|encryption event)"
            r" (?:began|started|struck)|(?:the |our )?files were (?:first )?(?:encrypted|locked))",
            Subject.ENCRYPTION_EVENT,
            _field(Subject.ENCRYPTION_EVENT, "first_damage"),
        ),
        (
            rf"\b(?:{_INTRUDER} (?:had |have )?(?:first )?(?:(?:got|came|broke) in(?:to (?:our|the) \w+)?"
            rf"|gained (?:entry|access)|entered)|{_INTRUDER} had access|access was gained\b[^,;.]{{0,60}}"
            rf"|{_INTRUDER} (?:was|were) (?:first )?(?:in|inside) (?:our|the) (?:\w+ )?(?:network|systems?)"
            r"|(?:the )?(?:first (?:access|break-in|intrusion)|intrusion"
            r"|break-in)(?: (?:began|started|happened))?)\b",
            Subject.FIRST_ACCESS,
            _find_first_access,
        ),
        (
            r"\b(?:hiring |engaging |retaining )?(?:the |our |an? )?(?:outside |independent )*"
            r"forensic(?:s)? (?:firm|team|specialists|experts|investigators|company)"
            r"(?: (?:was|were) (?:engaged|hired|retained|brought in)| came on board)?",
            Subject.FORENSIC_FIRM,
            _field(Subject.FORENSIC_FIRM, "engaged"),
        ),
        (
            r"\b(?:our |the |outside |legal )*(?:counsel|lawyers|law firm"
            r"|attorneys)(?: (?:was|were) (?:engaged|hired|retained|brought in)| came on board)?",
            Subject.LEGAL_COUNSEL,
            _field(Subject.LEGAL_COUNSEL, "engaged"),
        ),
        (
            r"\b(?:(?:informing|telling|notifying|contacting|(?:we |the district )?(?:informed|told|notified"
            r"|contacted)) )?(?:the )?(?:f\.?b\.?i\.?|police|(?:county )?sheriff|law enforcement"
            r"|state police|state bureau of investigation)\b(?:,? and (?:the )?(?:f\.?b\.?i\.?|police"
            r"|(?:county )?sheriff|state police|state bureau of investigation)\b)*"
            r"(?: (?:was|were) (?:informed|told|notified|contacted|called))?",
            Subject.LAW_ENFORCEMENT,
            _find_law,
        ),
        (
            r"\b(?:(?:we |the district )?(?:sign(?:ing|ed)) (?:the|a|our)"
            r" (?:credit monitoring )?contract(?: for (?:the )?credit monitoring)?"
            r"|(?:the )?(?:credit monitoring )?contract (?:for (?:the )?credit monitoring )?was signed)",
            Subject.CREDIT_MONITORING,
            _field(Subject.CREDIT_MONITORING, "contract"),
        ),
        (
            r"\b(?:the |our |all )?(?:(?:activation|enrollment|monitoring) )?codes (?:for (?:the )?credit"
            r" monitoring )?(?:(?:were|had been) (?:issued|sent|mailed|sent out|handed out)|went out)",
            Subject.CREDIT_MONITORING,
            _field(Subject.CREDIT_MONITORING, "codes_issued_on"),
        ),
        (
            r"\b(?:opening (?:the|our) (?:call center|hot ?line|help ?line)|(?:(?:we |the district )?opened"
            r" )?(?:the|our) (?:call center|hot ?line|help ?line)(?: (?:was )?opened| went live)?)",
            Subject.CALL_CENTER,
            _field(Subject.CALL_CENTER, "opened"),
        ),
        (
            r"\b(?:the )?state (?:was|had been) (?:notified|told|informed)"
            r"|\b(?:our|the|its|a)? ?report(?: (?:to|with) the state(?! (?:attorney|department|education)))?"
            r"(?! (?:to|with)\b)(?: (?:was|had been) (?:filed|made))?"
            r"|\b(?:filing|filed|reporting|reported)(?: (?:it|this|our report|the report))? (?:with|to) the"
            r" state(?! (?:attorney|department|education))",
            Subject.REPORTS,
            _find_report(_OF_STATE),
        ),
        (
            r"\b(?:filing|filed|reporting|reported|telling|told|informing|informed|the report)(?: (?:it|this"
            r"|our report|its report|the report|a report))?(?: (?:with|to))? the (?:state )?attorney general"
            r"|\b(?:the )?attorney general(?:'s office)? (?:received|got|had) (?:the district's|our|the|its)"
            r" report(?: on [A-Z][a-z]+ \d+)?"
            r"|\b(?:the )?attorney general(?:'s office)? (?:was|had been) (?:notified|told|informed)",
            Subject.REPORTS,
            _find_report(r"attorney"),
        ),
        (
            r"\b(?:filing|filed|reporting|reported|telling|told|informing|informed"
            r"|(?:our |the |its |a )?report)(?: (?:it|this|our report|its report|the report|a report))?"
            r"(?: (?:with|to))? the (?:state )?(?:department of education"
            r"|education (?:department|agency|office|authority))(?: (?:was|had been) (?:filed|made|sent))?",
            Subject.REPORTS,
            _find_report(r"education"),
        ),
        (
            r"\b(?:(?:informing|telling|notifying|(?:we |the district )?(?:informed|told|notified)) )?(?:our"
            r"|the) (?:(?:cyber )?insur(?:er|ance carrier|ance company)"
            r"|carrier)(?: (?:was|were) (?:informed|told|notified))?",
            Subject.INSURANCE,
            _field(Subject.INSURANCE, "informed"),
        ),
        (
            r"\b(?:the|a|their)(?: ransom)? demand(?: (?:came|arrived|was (?:made|received)))?",
            Subject.RANSOM,
            _field(Subject.RANSOM, "demanded_at"),
        ),
        (
            r"\b(?:(?:we|the district) paid(?: (?:it|them|the ransom))?"
            r"|(?:the )?payment(?: (?:was made|went out))?|paying(?: (?:it|them|the ransom))?)",
            Subject.RANSOM,
            _field(Subject.RANSOM, "paid_at"),
        ),
        (
            r"\b(?:(?:we |the district )?(?:to )?confirm(?:ed|ing)? (?:the (?:theft|copying)"
            r"|that (?:data|files) (?:was|were|had been) (?:taken|copied|stolen))"
            r"|(?:the )?theft (?:was|had been) confirmed"
            rf"|(?:{_WE} (?:had |have )?)?(?:first )?(?:learned|knew|found out) (?:of|about|that) {_LOST})",
            Subject.EXFILTRATION,
            _field(Subject.EXFILTRATION, "confirmed"),
        ),
        (
            r"\b(?:(?:it|the data|the files|they|data|files|the material|gigabytes|terabytes|part of it|some"
            r" of it) (?:was|were|had been) (?:published|posted|leaked|put online)|(?:the )?publication)",
            Subject.EXFILTRATION,
            _field(Subject.EXFILTRATION, "published_on"),
        ),
        (
            r"\b(?:it|the data|the files|they|data|files|copies) (?:was|were|had been) (?:copied|taken"
            r"|stolen|made)",
            Subject.EXFILTRATION,
            _field(Subject.EXFILTRATION, "taken_from"),
        ),
        (
            r"\b(?:all (?:\w+ )?systems|everything|every system) (?:was|were|had been) (?:back|verified"
            r"|restored)(?: and verified)?|\b(?:restored and )?verified by(?= [A-Z])",
            Subject.SYSTEMS_RESTORED,
            _field(Subject.SYSTEMS_RESTORED, "verified_by"),
        ),
        (
            r"\b(?:the )?(?:first )?letters (?:went out|were (?:mailed|sent)|started to go out)",
            Subject.MAILING,
            _field(Subject.MAILING, "first"),
        ),
        (
            r"\b(?:multi-?factor|two-?factor|two-?step|(?:a |the )?second factor|mfa)\b"
            r"[^,;.]{0,50}?(?:required|asked|needed|mandatory|introduced|turned on|switched on|in place)",
            Subject.MULTI_FACTOR,
            _field(Subject.MULTI_FACTOR, "since"),
        ),
        (
            r"\b(?:(?:all|the|our) )*(?:staff|employees?|employees'|teachers)(?:'s?)?(?: members?)?"
            r" (?:passwords (?:were|had been) (?:reset|changed)"
            r"|(?:got|received|were given|had|have had) new passwords|passwords\b)"
            r"|\bthose of (?:the )?(?:staff|employees)\b",
            Subject.PASSWORD_RESET,
            _field(Subject.PASSWORD_RESET, "staff"),
        ),
        (
            r"\b(?:(?:all|the|our) )*(?:students?|students'|pupils)(?:'s?)? (?:passwords (?:were|had been)"
            r" (?:reset|changed)|(?:got|received|were given|had|have had) new passwords|passwords\b)",
            Subject.PASSWORD_RESET,
            _field(Subject.PASSWORD_RESET, "students"),
        ),
        (
            r"\b(?:(?:our |the )?schools|classes) (?:re-?opened|resumed|were open again|opened again)",
            Subject.SCHOOL_CLOSURE,
            _field(Subject.SCHOOL_CLOSURE, "reopened"),
        ),
        (
            r"\b(?:the )?(?:threatening|extortion|coercive|menacing) (?:messages|e-?mails|calls|contacts)"
            r" (?:first )?(?:began|started|came"
            r"|arrived)(?: (?:to (?:arrive|come(?: in)?)|arriving|coming(?: in)?))?"
            r"|\bthe (?:first|earliest) (?:threatening|extortion|coercive|menacing) (?:message|e-?mail|call"
            r"|contact)(?: (?:came|arrived|was))?",
            Subject.COERCION_CONTACTS,
            _field(Subject.COERCION_CONTACTS, "since"),
        ),
    )
]
