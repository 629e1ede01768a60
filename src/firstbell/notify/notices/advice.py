"""What a letter must and must not say, and advises: by its reader's law, and by what was taken."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from firstbell.notify.clocks.clock import is_in_force
from firstbell.notify.clocks.contents import load_contents
from firstbell.notify.clocks.counts import CountedGroup
from firstbell.notify.clocks.rule import Rule
from firstbell.notify.clocks.rules import FEDERAL, find_attorney_general, load_rules
from firstbell.notify.clocks.rulings import can_be_unbound
from firstbell.notify.clocks.situation import Situation
from firstbell.notify.errors import NotifyError
from firstbell.notify.kinds import find_unknown_kinds, select_kinds
from firstbell.notify.notices.plan import Letter

CREDIT = select_kinds(lambda words: words.is_credit)
NUMBERS = select_kinds(lambda words: words.is_tax_number)
SCHOOL = select_kinds(lambda words: words.is_school)
# a block -> what it says of what laws ask for
COVERS: Mapping[str, frozenset[str]] = {
    "happened": frozenset({"description", "nature_of_breach", "date_of_breach", "date_of_discovery"}),
    "doing": frozenset({"what_was_done", "investigation"}),
    "involved": frozenset({"kinds_of_data"}),
    "headings": frozenset(
        {
            "title_notice_of_data_breach", "heading_happened", "heading_involved", "heading_doing",
            "heading_can_do", "heading_more", "ten_point",
        }
    ),
    "more": frozenset({"contact"}),
    "report": frozenset({"report_prepared", "report_access", "report_by_mail"}),
    "can_do": frozenset({"advice"}),
    "knows": frozenset({"knows_of_acquisition"}),
    "records": frozenset({"number_of_records"}),
    "watch": frozenset({"watch_accounts"}),
    "alert_freeze": frozenset({"fraud_alert_and_freeze", "security_freeze"}),
    "bureaus": frozenset({"bureaus_contact"}),
    "ftc": frozenset({"ftc_contact"}),
    "attorney_general": frozenset({"attorney_general_contact"}),
    # of a state whose address nobody has read, and of one whose Attorney General leaves consumers to another
    "attorney_general_any": frozenset(),
    "consumer_office": frozenset(),
    "police": frozenset({"police_report"}),
    "irs_pin": frozenset({"irs_pin"}),
    "monitoring": frozenset({"monitoring_offer"}),
}  # fmt: skip
# blocks that tell what is known of the data, and how to learn more of the event; the others advise
FACTS = frozenset({"knows", "records"})
FURTHER = frozenset({"report"})
# the end of the name of a block that speaks to a guardian
OF_CHILD = "_of_child"
# what every letter says but where the law forbids it
ALWAYS = ("happened", "doing", "involved", "headings", "more", "can_do")
# content that an authority's report needs, not a letter
_NO_BLOCK = frozenset({"timing_and_content", "sample_copy", "authority_form", "names_of_affected"})


class ContentError(NotifyError):
    """Letters that say too little or too much for the law of their readers. `faults`: a sentence each."""

    code = "notify.content"

    def __init__(self, faults: Sequence[str]) -> None:
        further = f" (and {len(faults) - 3} more)" if len(faults) > 3 else ""
        super().__init__(
            "; ".join(faults[:3]) + further,
            hint="draft the letters again with it: `firstbell notice draft --help` names the options",
        )
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Demand:
    """What the laws of one reader ask of a letter. `rules`: id of a rule by item; `months` of monitoring."""

    required: Mapping[str, str] = field(default_factory=dict)
    forbidden: Mapping[str, str] = field(default_factory=dict)
    months: int = 0
    months_rule: str = ""


def find_rules(situation: Situation) -> Sequence[Rule]:
    """The rules on notices to people that can bind this body, for the event of this case.

    Whoever gets a letter may live in a state that nobody counted: a rule that protects the residents of its
    state is among them wherever they live.
    """
    return [rule for rule in load_rules() if _asks_for_letters(rule) and _can_bind(rule, situation)]


def _asks_for_letters(rule: Rule) -> bool:
    kind = (rule.to, rule.stage, rule.status, rule.duty)
    return kind == ("individuals", "first", "in_force", "individuals")


def _can_bind(rule: Rule, situation: Situation) -> bool:
    finding = situation.findings.get(rule.id)
    if finding is not None and finding.says == "not_bound" and can_be_unbound(rule):
        return False
    if not rule.binds(situation.kind_of_entity) or not situation.applies(rule):
        return False
    is_ours = rule.basis == "residence" or rule.jurisdiction in (situation.home, FEDERAL)
    return is_ours and is_in_force(rule, situation)


def find_demand(letter: Letter, rules: Iterable[Rule]) -> Demand:
    """What the law of the reader's state, and of the district's own, asks of a letter."""
    required: dict[str, str] = {}
    forbidden: dict[str, str] = {}
    months, months_rule = 0, ""
    group = CountedGroup(letter.state, 1, frozenset(letter.kinds) or None)
    for rule in rules:
        is_theirs = rule.jurisdiction == letter.state
        if not (is_theirs or rule.basis == "home") or not group.counts_for(rule):
            continue
        required |= {item: rule.id for item in rule.required if item not in _NO_BLOCK}
        forbidden |= dict.fromkeys(rule.forbidden, rule.id) if is_theirs else {}
        asks = is_theirs and bool(NUMBERS & {*letter.kinds})
        if asks and (rule.monitoring_months or 0) > months:
            months, months_rule = rule.monitoring_months or 0, rule.id
    return Demand(required, forbidden, months, months_rule)


def list_blocks(letter: Letter, demand: Demand, *, has_monitoring: bool) -> list[str]:
    """The blocks of a letter, in order: by what was taken, then by what the law adds."""
    kinds = {*letter.kinds}
    # what nobody has named, or what has a name that we do not know, may be any kind
    is_open = not kinds or bool(find_unknown_kinds(kinds))
    blocks: list[str] = []
    if kinds & CREDIT or is_open:
        blocks += ["watch", "alert_freeze", "bureaus", "ftc", "attorney_general"]
    if kinds & NUMBERS or is_open:
        blocks.append("irs_pin")
    if kinds & NUMBERS and has_monitoring:
        blocks.append("monitoring")
    if "credentials" in kinds or is_open:
        blocks.append("passwords")
    if "health" in kinds:
        blocks.append("health")
    if kinds & SCHOOL:
        blocks.append("school_records" if letter.is_minor else "school_records_own")
    wanted = {*demand.required}
    blocks += [name for name, items in COVERS.items() if name not in {*ALWAYS, *blocks} and items & wanted]
    office = find_attorney_general(letter.state)
    instead = "attorney_general_any" if office is None else "consumer_office" if office.office else ""
    return [instead if name == "attorney_general" and instead else name for name in blocks]


def pick_block(name: str, blocks: Mapping[str, object], *, is_child: bool) -> str:
    """The block as it is said to the guardian of a child, where the language has it so.

    The block of monitoring keeps its name in a letter, which holds its text.
    """
    return f"{name}{OF_CHILD}" if is_child and f"{name}{OF_CHILD}" in blocks else name


def find_faults(letter: Letter, told: Mapping[str, object], demand: Demand) -> list[str]:
    """What a letter lacks, or says although it must not, a sentence each."""
    blocks = _list_told(told)
    says = set().union(*(COVERS.get(block, frozenset()) for block in blocks))
    where = f"the letters to {letter.state}"
    words = load_contents()
    faults = [
        f"{where} lack {item}, that is {words[item]} ({rule})"
        for item, rule in demand.required.items()
        if item not in says
    ]
    faults += [
        f"{where} tell {item}, that is {words[item]} ({rule} forbids it)"
        for item, rule in demand.forbidden.items()
        if item in says
    ]
    months = told.get("months", 0)
    if demand.months and not (isinstance(months, int) and months >= demand.months):
        offered = f"{months} months of monitoring" if months else "no monitoring"
        faults.append(f"{where} offer {offered}, not {demand.months} months ({demand.months_rule})")
    return faults


def _list_told(told: Mapping[str, object]) -> list[str]:
    # letters that an earlier release drafted all promise the report
    found = (told.get("blocks"), told.get("facts"), told.get("further", tuple(FURTHER)))
    listed = [str(name) for blocks in found if isinstance(blocks, list | tuple) for name in blocks]
    said = [name.removesuffix(OF_CHILD) for name in listed]
    return [*(block for block in ALWAYS if block != "happened" or not told.get("is_plain")), *said]


@lru_cache(maxsize=8)
def load_blocks(language: str) -> Mapping[str, Any]:
    """The blocks of a language: text by name; `lines` and `agencies` where letters have their own."""
    text = files("firstbell.notify.notices").joinpath(f"blocks-{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
