"""Matches of the patterns to values: validated, and weighed by the words around them."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from firstbell.base.issued_numbers import is_routing
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.births import stands_aside, tells_birth
from firstbell.impact.detection.values.numbers import (
    THING_WORDS,
    are_of_things,
    is_card,
    is_iban,
    is_itin,
    is_ledger,
    is_ssn,
)
from firstbell.impact.detection.values.patterns import Match, Shape
from firstbell.impact.detection.values.secret_shapes import is_hidden
from firstbell.impact.people.dates import may_be_birth, read_date
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import digits_of

_BEFORE = 48
SSN_LABEL = re.compile(
    rb"ssn|ss ?#|ss no|social|\bsoc(?:\.? ?sec|[.:# ]{1,3}(?:no[.: ]{1,2})?\Z)|taxpayer|tax id|\btin\b|itin"
    rb"|\bcard (?:says|reads|shows)[: ]{1,2}\Z"
)
_NOT_SSN = re.compile(
    rb"\b(?:" + THING_WORDS.encode() + rb")\b[^\n]{0,20}$|"
    # the number of a thing or of an event right behind its word: "SN 418-22-9071", "camera no. 078-22-1040"
    rb"\b(?:s\.?n|camera|key|ring|radio|boiler|pump|engine|filter|meet|game|rule|error|fault|device|machine|door|"
    rb"seal|fob|case|file|docket|tag|plate|permit|bid)\.?[ ]?(?:nos?|nbr|num|number|id|code)?[ .:#]{0,3}$"
)
_NUMBER_OF_ACCOUNT = re.compile(
    rb"\b(?:acct|account|a/c|contract|agreement|lease|permit|cust(?:omer)?|vendor|meter)[ .]{0,2}"
    rb"(?:no|nbr|num|number|id)?[ .:#]{0,3}$"
)
# where firms are paid a number without a word is that of a customer
_PAYS_FIRMS = re.compile(
    rb"\b(?:(?:check|cheque|warrant|voucher|payment|disbursement)s?[ ](?:register|list(?:ing)?|run|journal)|"
    rb"accounts payable|disbursements|vendor (?:register|list(?:ing)?|payments))\b"
    # and where insurers certify what a firm is covered for, those of policies
    rb"|\b(?:certificate|evidence) of (?:[a-z]+ ){0,2}insurance\b|\bcertificate holder\b"
)
_PAYS_PEOPLE = re.compile(rb"\b(?:payroll|salar(?:y|ies)|wages?|net pay|employees?|1099|tin|reimburs\w+)\b")
# a number with a word behind it that says what it is
_LED_NUMBER = re.compile(
    r"\d[\d -]{5,22}\d(?=[ \t,;(]{1,4}(?:exp|cvv|cvc|(?:[a-z]+ ){0,2}(?:acct|account))\Z)"
)
# the card of somebody at a firm: the account there is that of its customer
_CARD_OF_FIRM = re.compile(rb"\Abegin: ?vcard\b(?=[\s\S]*\norg[:;])")
_BANKS = re.compile(rb"\b(?:bank\w*|routing|aba|iban|checking|savings|deposit\w*|credit union|payroll|ach)\b")
# as the number of a company is written
_COMPANY = re.compile(r"\d\d-\d{7}")
# the number of a bank, with that of an account behind it
_GOES_ON_AS_BANK = re.compile(rb"[ ]?/[ ]?\d{4}")
_BANK = re.compile(r"(?<!\d)(\d{9})[ ]?/[ ]?\d{4,17}\Z")
# the same behind a gap, in a text that speaks of accounts
_ACCOUNT_BEHIND = re.compile(rb"[ ]{1,6}(?:(?:acct|account|a/c)[ #.:]{0,3})?\d{6,17}(?![\d.,/-])")
_OF_ACCOUNTS = re.compile(
    rb"\b(?:pre-?notes?|direct deposits?|dir dep|bank|accts?|accounts?|ach|routing|checking|chk|savings|sav|echecks?|"
    rb"nsf|voided checks?)\b"
)
# what every thing of a make is set to
_OF_ALL = re.compile(rb"\b(?:default|factory)[ ](?:admin[ ])?\Z")
# what programs write before their own numbers: "id=..."
_KEY = re.compile(rb"[a-z_]{1,16}=$")
# whose birth a date in brackets may be is no infant's: others are days of visits
_AGE = 2
_PERSONAL = re.compile(
    rb"\b(home|cell|mobile|personal|parent|guardian|emergency|mother|father|residence|residential|mailing|lives?( at| in)?|my|his|her|their|contact|student|family)\b[^\n]{0,40}$"
)
_LABELLED = re.compile(
    rb"(^|\n)[ \t*\-#>|]*[a-z/() '&]{0,30}(phone|tel|telephone|cell|mobile|address|e-?mail|contact)[a-z/()# ]{0,16}[:|][^\n]{0,30}$"
)
_OFFICE = re.compile(
    rb"\b(office|school|fax|main|district|front desk|attendance|extension|work|hotline|helpline|call us|questions|toll[ -]free)\b[^\n]{0,40}$"
)
# the month in which it ends, and its check
_CARD_ENDS = re.compile(
    rb"[ ,;/]{1,3}(?:(?:exp\w*|valid|good)[ .:]{1,3}(?:thru |through )?)?(?:0?[1-9]|1[0-2])/(?:20)?\d\d\b"
)
_CARD_LABEL = re.compile(rb"card|visa|mastercard|amex|discover|credit|debit|payment|cc ?#|\bcc\b|exp")


# what is no more than an example of what is spoken of
_AS_EXAMPLE = re.compile(
    rb"\b(?:like|e\.? ?g\.?|such as|for (?:example|instance)|por ejemplo|p\. ?ej\.)[ :,]{0,3}[(\"'`]?\Z"
)
_EXAMPLE_CHARS = 20
# what an hour is paid, and how far from it on its line a number is looked for
_PER_HOUR, _LINE = re.compile(r"(?:hr|hour)\Z"), 120
_DASHED = re.compile(rb"(?<![\d-])\d{3}-\d\d-\d{4}(?![\d-])")
# the number of the bank on the line that machines read at the foot of a check
_FOOT_OF_CHECK = re.compile(r"(?:[at?]|\|?:)(\d{9})(?=[at?|:])")
# around the signs of a date
_NO_DIGIT, _NUMBER_END = re.compile(r"\D"), re.compile(r"[a-z]{0,4}[ \-]?\d[\d \-,.]*$")
_PARTING, _IS = re.compile(r"[ -]"), re.compile(r"(?:is|:|=)[ \t]*")
_PAID_INTO = re.compile(rb"bank|deposit|routing|checking|savings|payroll|iban|aba")
_GAP = re.compile(r"[ ](?=[/-])|(?<=[/-])[ ]")
# an immigrant's number without a word for it
_BARE_ALIEN = re.compile(r"a[ -]*\d")
# what says of a password that it is the writer's, and of a text that it speaks of a way in
_FIRST_PERSON = re.compile(r"\bi[ ]")
_AS_ME = re.compile(r"[a-z]+ ?in(?:to it)? (?:as|with) m[ey]\b")
_WAY_IN = re.compile(
    rb"\b(?:log(?:ged|ging)?[ -]?(?:in|on)|sign(?:ed|ing)?[ -]?(?:in|on)|pass ?(?:words?|code)|pwd?|"
    rb"locked (?:me )?out|(?:says?|said|shows?|gives?(?: me)?) (?:it'?s |that it is )?"
    rb"(?:invalid|incorrect|wrong)|(?:my|the|our) (?:account|portal)|"
    rb"(?:account|acct|laptop|computer|chromebook)s? (?:(?:is|was|got|says|has been|keeps getting) ){0,2}"
    rb"(?:locked|disabled)|i(?: still| just)? use \S{6,30} (?:for|on) (?:everything|all of (?:it|them)))\b"
)
_TYPED = re.compile(r"(?=\S*[a-z]{3})(?=\S*\d)(?=\S*[!#$%&*?@^_+-])[^\s/:]{6,30}")
# things that are called by a word and a number
_OF_THING = re.compile(
    r"(?:windows|win|office|chrome|version|ver|model|room|rm|form|page|unit|lab|cart|bldg|hp|dell|lenovo|"
    r"ipad|mac|asset|ticket|usb|hdmi|wifi|wi-fi|step|bus|port)[-_#]?\d|\S+@\S+\."
)


class Value(msgspec.Struct):
    """A value at folded[start:end]. `text`: normalized. `is_strong`: what somebody may steal with.

    `is_personal`: a telephone or an address that words around it say is a person's own. `is_open`: whose it is
    decides whether it is anything. `is_writers`: whoever writes calls it their own, and names others alone.
    """

    start: int
    end: int
    kind: str
    text: str
    is_strong: bool = False
    is_personal: bool = False
    fact: str = ""
    is_open: bool = False
    is_writers: bool = False


class Weigher:
    """Weighs the matches of one passage."""

    def __init__(self, folded: bytes, lexicon: Lexicon, today: str) -> None:
        self._folded = folded
        self._lexicon = lexicon
        self._today = today
        self._are_of_things: bool | None = None
        self._weighers: dict[Shape, Callable[[Match, str], Value | None]] = {
            Shape.NINE: lambda match, text: self._find_account(match, text) or self._weigh_nine(match, text),
            Shape.CARD: self._weigh_card,
            Shape.DATE: self._weigh_date,
            Shape.LICENCE: self._weigh_licence,
            Shape.PHONE: self._weigh_phone,
            Shape.EMAIL: self._weigh_email,
            Shape.STREET: self._weigh_street,
            Shape.LABELLED: self._weigh_told,
            Shape.IBAN: _weigh_iban,
            Shape.SECRET: _weigh_secret,
        }

    def weigh(self, match: Match) -> Value | None:
        """The value that a match is; None where it only looks like one."""
        weigher = self._weighers.get(match.shape)
        if weigher is None or _AS_EXAMPLE.search(self._before(match, _EXAMPLE_CHARS)):
            return None
        return weigher(match, self._folded[match.start : match.end].decode("ascii"))

    def _before(self, match: Match, reach: int = _BEFORE) -> bytes:
        return self._folded[max(0, match.start - reach) : match.start]

    def _is_apart(self, match: Match) -> bool:
        """Whether no longer number or code goes on before or after."""
        before, after = (
            self._folded[max(0, match.start - 1) : match.start],
            self._folded[match.end : match.end + 2],
        )
        if before in {b"-", b"/", b"_", b"$", b"#"} or (before == b"." and match.start > 1):
            return before == b"#"
        return after[:1] not in {b"-", b"/", b"_", b"%"} and not (after[:1] == b"." and after[1:2].isalnum())

    def _weigh_nine(self, match: Match, text: str) -> Value | None:
        digits = _NO_DIGIT.sub("", text)
        if not self._is_apart(match):
            return None
        before = self._before(match)
        is_bank = is_routing(digits) and _GOES_ON_AS_BANK.match(self._folded, match.end)
        if is_bank or _COMPANY.fullmatch(text):
            return None
        has_label = SSN_LABEL.search(before) is not None
        if digits in self._lexicon.ssns and (len(text) == 11 or has_label):
            return Value(match.start, match.end, DataKind.SSN, digits, is_strong=True, fact="ssn")
        is_dashed = len(text) == 11 and text[3] == text[6] and text[3] in "-. "
        if not has_label and (
            not is_dashed or text[3] != "-" or _NOT_SSN.search(before) or _KEY.search(before)
        ):
            return None
        if not has_label and (_NUMBER_OF_ACCOUNT.search(before) or self._ask_things()):
            return None
        if is_ssn(digits):
            # it is somebody's there only beside a name of the roster
            is_open = (
                not has_label and _PAYS_FIRMS.search(self._folded) and not _PAYS_PEOPLE.search(self._folded)
            )
            return Value(
                match.start, match.end, DataKind.SSN, digits,
                is_strong=True, fact="ssn", is_open=bool(is_open),
            )  # fmt: skip
        if is_itin(digits):
            return Value(match.start, match.end, DataKind.SSN, digits, is_strong=True)
        return None

    def _find_account(self, match: Match, text: str) -> Value | None:
        """The number of a bank that stands right before that of an account, and both are of one person."""
        behind = _ACCOUNT_BEHIND.match(self._folded, match.end) if text.isdecimal() else None
        if behind is None or not is_routing(text) or not _OF_ACCOUNTS.search(self._folded):
            return None
        return Value(match.start, behind.end(), DataKind.FINANCIAL, text, is_strong=True)

    def _ask_things(self) -> bool:
        if self._are_of_things is None:
            self._are_of_things = are_of_things(self._folded)
        return self._are_of_things

    def _is_customers(self) -> bool:
        """Whether an account is one with a firm, whose card names it: what the district has there."""
        return bool(_CARD_OF_FIRM.match(self._folded)) and not _BANKS.search(self._folded)

    def _weigh_card(self, match: Match, text: str) -> Value | None:
        digits = _NO_DIGIT.sub("", text)
        if not is_card(digits) or not self._is_apart(match) or _NOT_SSN.search(self._before(match)):
            return None
        grouped = text != digits
        is_told = grouped or _CARD_LABEL.search(self._before(match)) is not None
        if not is_told and not _CARD_ENDS.match(self._folded, match.end):
            return None
        return Value(match.start, match.end, DataKind.FINANCIAL, digits, is_strong=True)

    def _weigh_date(self, match: Match, text: str) -> Value | None:
        iso = read_date(_GAP.sub("", text))
        # "10.13.16.172" is the address of a computer
        if not may_be_birth(iso, self._today) or ("." in text and not self._is_apart(match)):
            return None
        labelled = tells_birth(self._folded, match.start, match.end)
        # a date that is nobody's, and that no word calls one of birth, says nothing
        if not labelled and iso not in self._lexicon.dobs:
            is_aside = iso < f"{int(self._today[:4]) - _AGE}" and stands_aside(
                self._folded, match.start, match.end
            )
            return Value(match.start, match.end, "", iso, fact="dob", is_open=True) if is_aside else None
        return Value(match.start, match.end, DataKind.DOB if labelled else "", iso, fact="dob")

    def _weigh_licence(self, match: Match, text: str) -> Value | None:
        if not self._is_apart(match):
            return None
        return Value(match.start, match.end, "", text, is_strong=True, fact="licence", is_open=True)

    def _weigh_phone(self, match: Match, text: str) -> Value | None:
        digits = digits_of(text)
        if not digits or digits[3:6] == "000" or digits[0] in "01" or not self._is_apart(match):
            return None
        return Value(
            match.start,
            match.end,
            DataKind.CONTACT,
            digits,
            is_personal=self._is_personal(match),
            fact="phone",
        )

    def _weigh_email(self, match: Match, text: str) -> Value | None:
        text = text.strip(".'-")
        is_work = text.rpartition("@")[2] in self._lexicon.work_domains
        return Value(
            match.start,
            match.end,
            "" if is_work else DataKind.CONTACT,
            text,
            is_personal=self._is_personal(match),
            fact="email",
        )

    def _weigh_street(self, match: Match, text: str) -> Value | None:
        return Value(
            match.start,
            match.end,
            DataKind.CONTACT,
            text,
            is_personal=self._is_personal(match),
            fact="street",
        )

    def _is_personal(self, match: Match) -> bool:
        before = self._before(match, 80)
        if _OFFICE.search(before):
            return False
        return _PERSONAL.search(before) is not None or _LABELLED.search(before) is not None

    @staticmethod
    def _make_secret(match: Match, value: str) -> Value:
        return Value(match.start, match.end, match.kind, value, is_strong=True)

    def _weigh_told(self, match: Match, text: str) -> Value | None:
        is_typed = match.kind == DataKind.CREDENTIALS and (_FIRST_PERSON.search(text) or _AS_ME.match(text))
        if is_typed and not text.startswith(("forg", "locked", "expired")):
            return self._weigh_typed(match, text)
        if match.kind == DataKind.FINANCIAL and is_ledger(text.lstrip("abcdefghijklmnopqrstuvwxyz #:.")):
            return None
        if text.startswith(("acct", "account")) and self._is_customers():
            return None
        if text.startswith("$") and _PER_HOUR.search(text) and not self._is_beside_ssn(match):
            return None  # a rate of anything
        if (check := _FOOT_OF_CHECK.match(text)) and not is_routing(check[1]):
            return None
        is_bare = match.kind == DataKind.GOVERNMENT_ID and _BARE_ALIEN.match(text)
        if is_bare and _NOT_SSN.search(self._before(match)):
            return None  # a thing's
        return self._weigh_labelled(match, text)

    def _is_beside_ssn(self, match: Match) -> bool:
        """Whether a social security number stands on the same line: what is paid there is that person's pay."""
        start = self._folded.rfind(b"\n", 0, match.start) + 1
        line = self._folded[max(start, match.start - _LINE) : match.end + _LINE].split(b"\n")[0]
        found = _DASHED.search(line)
        return found is not None and is_ssn(found[0].replace(b"-", b"").decode())

    def _weigh_labelled(self, match: Match, text: str) -> Value | None:
        number = _LED_NUMBER.search(text) or _NUMBER_END.search(text)
        value = (number[0] if number else text.split()[-1]).strip(" -,.")
        if _LED_NUMBER.search(text):
            value = _PARTING.sub("", value)
        if text.startswith(("routing", "aba", "transit", "rt")) and not is_routing(_NO_DIGIT.sub("", value)):
            return None
        if "/" in text and (bank := _BANK.search(text)) and not is_routing(bank[1]):
            return None
        if match.kind == DataKind.CREDENTIALS:
            value = _IS.split(text, maxsplit=1)[-1]
            if text.startswith("pin"):
                if _OF_ALL.search(self._folded, max(0, match.start - _BEFORE), match.start):
                    return None
                value = text.split()[-1].strip(":=#")
                # at the kitchen's register it is the number of the pupil
                return None if value.encode() in self._lexicon.ids else self._make_secret(match, value)
            if not any(map(str.isdigit, value)) and (":" not in text and "=" not in text):
                return None
            if is_hidden(value) or value in {
                "reset",
                "expired",
                "required",
                "incorrect",
                "protected",
                "must",
                "will",
                "should",
            }:
                return None
        if text.startswith("account") and not _PAID_INTO.search(
            self._folded[max(0, match.start - 300) : match.end + 300]
        ):
            return None
        return Value(match.start, match.end, match.kind, value, is_strong=True)

    def _weigh_typed(self, match: Match, text: str) -> Value | None:
        """What somebody says that they type or have, where the text speaks of a way in."""
        word = text.split()[-1].strip(".,;:!?()\"'")
        if not _WAY_IN.search(self._folded) or not _TYPED.fullmatch(word) or _OF_THING.match(word):
            return None
        value = self._make_secret(match, word)
        value.is_writers = True
        return value


def _weigh_iban(match: Match, text: str) -> Value | None:
    if not is_iban(text):
        return None
    return Value(match.start, match.end, DataKind.FINANCIAL, text.replace(" ", ""), is_strong=True)


def _weigh_secret(match: Match, text: str) -> Value | None:
    return Value(match.start, match.end, DataKind.CREDENTIALS, text, is_strong=True)
