"""What happened at a time that a fact tells, and how sentences call it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


def _list_unnamed(reports: Mapping[str, Any]) -> list[Any]:
    """When reports were filed whose addressees have names that no table knows."""
    return [
        one.get("filed")
        for name, one in reports.items()
        if isinstance(one, Mapping) and not list_agencies(str(name).replace("_", " "))
    ]


def _find_report(wanted: str) -> Callable[[CaseRecord, str], str | None]:
    def find(record: CaseRecord, said: str) -> str | None:
        del said
        reports = record.get_fields(Subject.REPORTS)
        filed = [
            one.get("filed")
            for name, one in reports.items()
            if isinstance(one, Mapping) and re.search(wanted, name, re.I)
        ] or (_list_unnamed(reports) if wanted == _OF_STATE else [])
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
            r"\b(?:(?:the )?(?:first|earliest) (?:files?|damage|damaged files?"
            r"|encrypted files?)(?: (?:that )?we know of)?"
            r"(?: (?:was|were|had been|is from|dates from|is timed)(?: \w+)?)?"
            r"|(?:the )?damage (?:goes back|dates(?: back)?|began|started|happened|occurred)(?: (?:to|from))?"
            r"|(?:the |our |this )?(?:encryption|(?:ransomware )?attack|ransomware"
            r"|encryption event) (?:began|started|struck)"
            r"|(?:the |our )?files were (?:first )?(?:encrypted|locked))",
            Subject.ENCRYPTION_EVENT,
            _field(Subject.ENCRYPTION_EVENT, "first_damage"),
        ),
        (
            rf"\b(?:{_INTRUDER} (?:had |have )?(?:first )?(?:(?:got|came|broke) in(?:to (?:our|the) \w+)?"
            rf"|gained (?:entry|access)|entered)"
            rf"|{_INTRUDER} had access|access was gained\b[^,;.]{{0,60}}"
            rf"|{_INTRUDER} (?:was|were) (?:first )?(?:in|inside) (?:our|the) (?:\w+ )?(?:network|systems?)"
            r"|(?:the )?(?:first (?:access|break-in|intrusion)|intrusion|break-in)(?: (?:began|started"
            r"|happened))?)\b",
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
            r"\b(?:our |the |outside |legal )*(?:counsel|lawyers|law firm|attorneys)(?: (?:was"
            r"|were) (?:engaged|hired|retained|brought in)"
            r"| came on board)?",
            Subject.LEGAL_COUNSEL,
            _field(Subject.LEGAL_COUNSEL, "engaged"),
        ),
        (
            r"\b(?:(?:informing|telling|notifying|contacting|(?:we |the district )?(?:informed|told"
            r"|notified|contacted)) )?"
            r"(?:the )?(?:f\.?b\.?i\.?|police|(?:county )?sheriff|law enforcement|state police"
            r"|state bureau of investigation)\b(?:,? and (?:the )?(?:f\.?b\.?i\.?|police"
            r"|(?:county )?sheriff|state police"
            r"|state bureau of investigation)\b)*(?: (?:was|were) (?:informed|told|notified|contacted"
            r"|called))?",
            Subject.LAW_ENFORCEMENT,
            _find_law,
        ),
        (
            r"\b(?:(?:we |the district )?(?:sign(?:ing|ed)) (?:the|a"
            r"|our) (?:credit monitoring )?contract(?: for (?:the )?credit"
            r" monitoring)?|(?:the )?(?:credit monitoring )?contract (?:for (?:the )?credit monitoring )?was"
            r" signed)",
            Subject.CREDIT_MONITORING,
            _field(Subject.CREDIT_MONITORING, "contract"),
        ),
        (
            r"\b(?:the |our |all )?(?:(?:activation|enrollment|monitoring) )?codes (?:for (?:the )?credit"
            r" monitoring )?"
            r"(?:(?:were|had been) (?:issued|sent|mailed|sent out|handed out)|went out)",
            Subject.CREDIT_MONITORING,
            _field(Subject.CREDIT_MONITORING, "codes_issued_on"),
        ),
        (
            r"\b(?:opening (?:the|our) (?:call center|hot ?line|help ?line)|(?:(?:we "
            r"|the district )?opened )?(?:the|our) (?:call center"
            r"|hot ?line|help ?line)(?: (?:was )?opened| went live)?)",
            Subject.CALL_CENTER,
            _field(Subject.CALL_CENTER, "opened"),
        ),
        (
            r"\b(?:the )?state (?:was|had been) (?:notified|told|informed)"
            r"|\b(?:our|the|its|a)? ?report(?: (?:to|with) the state(?! (?:attorney|department"
            r"|education)))?(?! (?:to|with)\b)"
            r"(?: (?:was|had been) (?:filed|made))?"
            r"|\b(?:filing|filed|reporting|reported)(?: (?:it|this|our report|the report))? (?:with"
            r"|to) the state(?! (?:attorney|department|education))",
            Subject.REPORTS,
            _find_report(_OF_STATE),
        ),
        (
            r"\b(?:filing|filed|reporting|reported|telling|told|informing|informed|the report)(?: (?:it"
            r"|this|our report|its report|the report|a report))?"
            r"(?: (?:with|to))? the (?:state )?attorney general"
            r"|\b(?:the )?attorney general(?:'s office)? (?:received|got|had) (?:the district's|our|the"
            r"|its) report"
            r"(?: on [A-Z][a-z]+ \d+)?"
            r"|\b(?:the )?attorney general(?:'s office)? (?:was|had been) (?:notified|told|informed)",
            Subject.REPORTS,
            _find_report(r"attorney"),
        ),
        (
            r"\b(?:filing|filed|reporting|reported|telling|told|informing|informed|(?:our |the |its "
            r"|a )?report)(?: (?:it|this|our"
            r" report|its report|the report|a report))?(?: (?:with"
            r"|to))? the (?:state )?(?:department of education|education (?:department|agency|office"
            r"|authority))"
            r"(?: (?:was|had been) (?:filed|made|sent))?",
            Subject.REPORTS,
            _find_report(r"education"),
        ),
        (
            r"\b(?:(?:informing|telling|notifying|(?:we |the district )?(?:informed|told"
            r"|notified)) )?(?:our|the) "
            r"(?:(?:cyber )?insur(?:er|ance carrier|ance company)|carrier)(?: (?:was|were) (?:informed|told"
            r"|notified))?",
            Subject.INSURANCE,
            _field(Subject.INSURANCE, "informed"),
        ),
        (
            r"\b(?:the|a|their)(?: ransom)? demand(?: (?:came|arrived|was (?:made|received)))?",
            Subject.RANSOM,
            _field(Subject.RANSOM, "demanded_at"),
        ),
        (
            r"\b(?:(?:we|the district) paid(?: (?:it|them|the ransom))?|(?:the )?payment(?: (?:was made"
            r"|went out))?|paying"
            r"(?: (?:it|them|the ransom))?)",
            Subject.RANSOM,
            _field(Subject.RANSOM, "paid_at"),
        ),
        (
            r"\b(?:(?:we |the district )?(?:to )?confirm(?:ed|ing)? (?:the (?:theft|copying)"
            r"|that (?:data|files) (?:was|were"
            r"|had been) (?:taken|copied|stolen))"
            r"|(?:the )?theft (?:was|had been) confirmed"
            rf"|(?:{_WE} (?:had |have )?)?(?:first )?(?:learned|knew|found out) (?:of|about|that) {_LOST})",
            Subject.EXFILTRATION,
            _field(Subject.EXFILTRATION, "confirmed"),
        ),
        (
            r"\b(?:(?:it|the data|the files|they|data|files|the material|gigabytes|terabytes|part of it"
            r"|some of it) (?:was|were"
            r"|had been) (?:published|posted|leaked|put online)"
            r"|(?:the )?publication)",
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
            r" (?:passwords"
            r" (?:were|had been) (?:reset|changed)"
            r"|(?:got|received|were given|had|have had) new passwords|passwords\b)"
            r"|\bthose of (?:the )?(?:staff|employees)\b",
            Subject.PASSWORD_RESET,
            _field(Subject.PASSWORD_RESET, "staff"),
        ),
        (
            r"\b(?:(?:all|the|our) )*(?:students?|students'|pupils)(?:'s?)? (?:passwords (?:were|had been)"
            r" (?:reset|changed)"
            r"|(?:got|received|were given|had|have had) new passwords|passwords\b)",
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
            r" (?:first )?"
            r"(?:began|started|came|arrived)(?: (?:to (?:arrive|come(?: in)?)|arriving|coming(?: in)?))?"
            r"|\bthe (?:first|earliest) (?:threatening|extortion|coercive|menacing) (?:message|e-?mail"
            r"|call|contact)"
            r"(?: (?:came|arrived|was))?",
            Subject.COERCION_CONTACTS,
            _field(Subject.COERCION_CONTACTS, "since"),
        ),
    )
]
