"""Tables: where their headers are, which columns say what, and their rows to links, in one pass.

A sheet may hold several tables, one below the other; a form is a table whose first column names what stands
beside it, and is read as lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice

from firstbell.impact.detection.headers.code_keys import list_code_columns
from firstbell.impact.detection.headers.codes import find_kinds
from firstbell.impact.detection.headers.columns import (
    WORKER,
    drop_record,
    find_header,
    read_headers,
)
from firstbell.impact.detection.headers.header_words import drop_banner, list_numbered_things
from firstbell.impact.detection.headers.legends import explains_codes, join_legends
from firstbell.impact.detection.headers.merged import spread_owners
from firstbell.impact.detection.identities.entries import BareRow
from firstbell.impact.detection.identities.initials import calls_somebody, is_short_name
from firstbell.impact.detection.kinds.heading_keys import spell_headed
from firstbell.impact.detection.kinds.kind import DataKind, list_kinds
from firstbell.impact.detection.kinds.titles import find_head_kinds, find_matter_kinds, strip_ending
from firstbell.impact.detection.passages.unit import Unit
from firstbell.impact.detection.tables.cells.ids import cut_spans, find_spans, list_ids, measure_density
from firstbell.impact.detection.tables.cells.several_people import call_pupils
from firstbell.impact.detection.tables.cells.signs import clear_cells, has_digit, is_remark, list_aside
from firstbell.impact.detection.tables.columns.barred_adults import bar_adults
from firstbell.impact.detection.tables.columns.duties import drop_duties, is_tally, list_matters
from firstbell.impact.detection.tables.columns.evidence import (
    ColumnSubject,
    has_plans,
    list_roles,
    pay_pupils,
)
from firstbell.impact.detection.tables.columns.further_steps import list_settled
from firstbell.impact.detection.tables.columns.surveys import drop_marks
from firstbell.impact.detection.tables.columns.types import ColumnTyper
from firstbell.impact.detection.tables.layouts.abreast import (
    find_next,
    has_sections,
    part_abreast,
    part_offset,
    straighten,
)
from firstbell.impact.detection.tables.layouts.boards import take_said
from firstbell.impact.detection.tables.layouts.catalogs import is_of_things
from firstbell.impact.detection.tables.layouts.forms import (
    MOST_PAIRS,
    call_worker,
    is_answered,
    is_form,
    is_header,
    is_label,
    is_naming,
    is_pairs,
    pair_cells,
    spell_form,
    take_as_text,
)
from firstbell.impact.detection.tables.layouts.grids import (
    clear_marks,
    list_days,
    list_groups,
    list_seated,
    list_short,
    spell_grid,
    spell_marks,
)
from firstbell.impact.detection.tables.layouts.named_cells import list_called, list_numbered, part_named
from firstbell.impact.detection.tables.layouts.record_blocks import spell_records
from firstbell.impact.detection.tables.layouts.shapes import (
    find_plain_header,
    open_boxes,
    turn_people,
    unstack,
    widen,
)
from firstbell.impact.detection.tables.layouts.talks import (
    find_messages,
    find_spoken,
    find_unheaded,
    take_talk,
    works_here,
)
from firstbell.impact.detection.tables.layouts.titled_lists import list_titled_rows
from firstbell.impact.detection.tables.logins.labels import spell_login_labels
from firstbell.impact.detection.tables.rows.bystanders import (
    find_offender_column,
    find_part_column,
    is_event_form,
)
from firstbell.impact.detection.tables.rows.continuations import (
    find_key,
    find_nested,
    join_led,
    join_rows,
    part_dependents,
    part_nested,
)
from firstbell.impact.detection.tables.rows.layout import RowLayout
from firstbell.impact.detection.tables.rows.reader import NAMING, RowReader
from firstbell.impact.detection.tables.rows.results import RowResult, RowSetting
from firstbell.impact.people.folded_text import squeeze
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STUDENT

_SAMPLE_ROWS, _MAX_COLUMNS = 200, 1000
_TEXT_ROWS = 400
_LABEL_CHARS = 60
_MOST_BARE = 5_000
_ALL_KINDS = frozenset(list_kinds())
_CASELOAD = re.compile(r"case ?loads?", re.IGNORECASE)
_MOST_ANSWERS, _MOST_NAMES, _FIRST_ROWS = 50_000, 20_000, 3


class TableReader:
    """Reads tables of one document into its units."""

    def __init__(self, lexicon: Lexicon, today: str, rows: RowReader) -> None:
        self._lexicon = lexicon
        self._today = today
        self._rows = rows
        self._names: dict[str, bool] = {}
        self._calls_short = partial(calls_somebody, lexicon)
        self._density = measure_density(lexicon.ids)

    def read(self, unit: Unit, location: str, rows: Iterable[Sequence[str]]) -> int:
        """Take one table in; how many characters it had."""
        source = self._narrow(unit, location, rows)
        sample = join_legends([*islice(source, _SAMPLE_ROWS)])
        if parts := self._part(sample, source):
            return sum(self.read(unit, location, part) for part in parts)
        size = sum(sum(map(len, row)) for row in sample)
        if not size or is_of_things(sample, self._lexicon):
            unit.codes.take_key(sample, self._is_value)
            return size + sum(sum(map(len, row)) for row in source)
        sample, source = spell_headed(unit.headings, sample, source)
        sample = drop_marks(drop_banner(drop_record(sample)))
        if sample and (inner := find_nested(sample[0])):
            whole = [*sample, *islice(source, _MOST_ANSWERS)]
            return sum(self.read(unit, location, part) for part in part_nested(whole, inner))
        spans = find_spans(sample, self._lexicon.ids, self._density)
        sample, source = [cut_spans(row, spans) for row in sample], (cut_spans(row, spans) for row in source)
        sample = self._straighten(sample, source)
        part = part_dependents(sample, self._is_number)
        sample, source = [*part(sample)], iter(part(source))
        unit.codes.tables += 1
        unit.codes.take_key(sample, self._is_value)
        if marked := spell_marks(sample, self.is_name):
            self._read_columns(unit, location, [*marked], iter(()))
        sample, source = clear_marks(sample, source)
        if (special := self._read_layout(unit, location, sample)) is not None:
            return size + special
        if answers := widen(sample, is_naming):
            answers = widen([*sample, *islice(source, _MOST_ANSWERS)], is_naming) or answers
            sample = [*answers]
        lead = next((at for at, row in enumerate(sample) if sum(map(bool, row)) > 1), 0)
        turned = turn_people(sample[lead:], is_label, is_name=self.is_name, is_number=self._is_number)
        sample = [*sample[:lead], *turned] if turned else sample
        sample = [*(unstack(sample, is_header, self._is_value) or sample)]
        owned = call_pupils(sample, partial(list_roles, self._lexicon))
        bracketed = take_said(owned, self._calls)
        for side in (
            *part_named(owned, self.is_name),
            *list_titled_rows(owned, unit.path.name, self._calls_short),
            *filter(None, (bracketed, list_called(owned, self.is_name), list_groups(owned, self.is_name))),
            *filter(None, [list_short(owned, self._calls_short), list_seated(owned, self.is_name)]),
            *list_days(owned, lambda cell: self.is_name(cell) and STUDENT in list_roles(self._lexicon, cell)),
        ):
            self._read_columns(unit, location, [*side], iter(()))
        sample = call_worker([*owned])
        if in_pairs := self._is_in_pairs(sample):
            sample = [pair_cells(row) for row in sample]
        if in_pairs or is_form(sample):
            return size + self._read_form(unit, location, chain(sample, source))
        return size + self._read_columns(unit, location, sample, source)

    def _part(
        self, sample: Sequence[Sequence[str]], source: Iterator[Sequence[str]]
    ) -> list[Iterable[Sequence[str]]]:
        """The tables of a sheet of several: one below the other, abreast, in blocks; none of one."""
        if spell_records(sample, is_header, self.is_name):
            return [spell_records([*sample, *islice(source, _MOST_ANSWERS)], is_header, self.is_name)]
        if cut := find_next(sample, self._is_value):
            return [sample[:cut], chain(sample[cut:], source)]
        if len(sample) < _SAMPLE_ROWS and (offset := part_offset(sample)):
            return [*offset]
        is_abreast = bool(part_abreast(sample, self._calls))
        return [*part_abreast([*sample, *islice(source, _MOST_ANSWERS)], self._calls)] if is_abreast else []

    def _straighten(
        self, sample: list[Sequence[str]], source: Iterator[Sequence[str]]
    ) -> list[Sequence[str]]:
        """The rows, a record each and headers above, where they are laid out otherwise."""
        sample = [*join_led(sample, self._is_value)]
        if key := find_key(sample, self._is_value):
            sample = [*join_rows([*sample, *islice(source, _MOST_ANSWERS)], key)]
        has_header = find_header(sample[:_FIRST_ROWS], self._is_value)[0] >= 0
        if not (straight := straighten(sample, is_header, self.is_name, has_header=has_header)):
            return sample
        whole = [*sample, *islice(source, _MOST_ANSWERS)]
        return [*(straighten(whole, is_header, self.is_name, has_header=has_header) or straight)]

    def _read_layout(self, unit: Unit, location: str, sample: Sequence[Sequence[str]]) -> int | None:
        """Read a form in boxes, a short chat or a grid; how many further characters it had, None if none."""
        if len(sample) < MOST_PAIRS and is_event_form(sample):
            return self._read_form(unit, location, map(pair_cells, sample))
        if boxes := open_boxes(sample, is_label):
            unit.take(location, boxes)
            return 0
        if len(sample) < _SAMPLE_ROWS and find_unheaded(sample):
            take_talk(unit, location, sample, spoken=2)
            return 0
        if labels := spell_login_labels(sample, self._is_user):
            self.read(unit, location, labels)
            return 0
        if numbered := list_numbered(sample, self.is_name, self._is_user):
            self._read_columns(unit, location, [*numbered], iter(()))
        if grid := spell_grid(sample, self._holds_person):
            for row in sample[1:]:
                if sum(map(bool, row)) == 1 and find_kinds(row[0]):
                    unit.take(location, row[0])
            self.read(unit, location, grid)
            return 0
        return None

    @staticmethod
    def _read_form(unit: Unit, location: str, rows: Iterator[Sequence[str]]) -> int:
        size, was_first = 0, False
        while part := list(islice(rows, _SAMPLE_ROWS)):
            unit.take(location, "\n".join(spell_form(row) for row in part))
            size, was_first = size + was_first * sum(len(cell) for row in part for cell in row), True
        return size

    def _read_columns(
        self, unit: Unit, location: str, sample: list[Sequence[str]], source: Iterator[Sequence[str]]
    ) -> int:
        at, columns = find_header(sample, self._is_value)
        is_known, at = at >= 0, at if at >= 0 else find_plain_header(sample, is_header, self._is_value)
        header = tuple(sample[at]) if at >= 0 else ()
        columns = spread_owners(sample, at, columns if is_known else read_headers(header))
        headed = {(one.at, one.role) for one in columns}
        unit.layout.take_header(header)
        titles = self._find_kinds(unit, location, sample[: max(at, 0)])
        above = [unit.path.name, location, *unit.path.folders, *chain(*sample[: max(at, 0)])]
        about = ColumnSubject(
            frozenset(titles), unit.setting.weights, unit.setting.is_public, has_plans(above),
            frozenset(unit.roles), " | ".join(above),
        )  # fmt: skip
        body = [row for row in sample[at + 1 :] if not self._is_section(row)]
        columns = ColumnTyper(self._lexicon, self._today, about).type(body, columns, header)
        columns = pay_pupils(self._lexicon, columns, body, titles=above)
        top = (location, *chain(*sample[: at if at > -1 else 1]))
        is_counted = is_tally(columns, header, body, titles=top)
        columns = bar_adults(drop_duties(columns, header, body, titles=above), body, titles=above)
        unit.roles |= {one.role for one in columns if one.owner != WORKER}
        guessed = {(one.at, one.role) for one in columns} - headed
        layout = RowLayout(columns, self._rows.prepare(columns, guessed), header)
        layout.is_tally = is_counted
        layout.part, layout.offenders = find_part_column(body, header), find_offender_column(body)
        layout.coded = list_code_columns(sample[at + 1 :], (one.at for one in columns if one.role in NAMING))
        layout.has_sections = not unit.setting.is_public and has_sections(sample[at + 1 :], self._is_section)
        is_told = not (unit.setting.is_public or is_counted)
        filled = [one for one in columns if any(any(row[one.at : one.at + 1]) for row in body)]
        layout.settled = list_settled(filled, above, header, rows=body)
        layout.kinds = titles - layout.settled if is_told else set()
        layout.matters = titles | unit.setting.weights.keys()
        if not is_known and not layout.names_somebody:
            taken = sum(len(cell) for row in sample for cell in row)
            writers = list_aside(columns, header)
            things = list_numbered_things(header, sample)
            rows = (clear_cells(row, writers, things) for row in chain(sample, source))
            return take_as_text(unit, location, rows) - taken
        if is_known and not layout.names_somebody and (spoken := find_spoken(columns)) >= 0:
            return take_talk(unit, location, chain(sample[at + 1 :], source), spoken=spoken)
        if (
            spoken := find_messages(columns, header, body, works_here=partial(works_here, self._lexicon))
        ) >= 0:
            return take_talk(unit, location, chain(sample[at + 1 :], source), spoken=spoken)
        if at > 0:
            unit.take(location, "\n".join("  ".join(filter(None, row)) for row in sample[:at]))
        numbered = enumerate(chain(sample[at + 1 :], source), start=at + 2)
        rows_below = (one for one in numbered if not layout.repeats_header(one[1]))
        return self._read_rows(unit, location, layout, rows_below)

    def _is_in_pairs(self, sample: Sequence[Sequence[str]]) -> bool:
        checks = self.is_name, self._is_value
        return is_pairs(sample, *checks) or is_answered(sample, *checks)

    def _is_section(self, row: Sequence[str]) -> bool:
        """Whether a row has a few words alone that name nobody: the heading of those below it."""
        if len(row) < 2 or len(row) - row.count("") != 1:
            return False
        told = next(filter(None, row))
        return len(told) <= _LABEL_CHARS and not has_digit(told) and not self._is_value(told)

    def _holds_person(self, cell: str) -> bool:
        return not cell.isdigit() and bool(list_ids(self._lexicon, cell)) and any(map(str.isalpha, cell))

    def _is_user(self, word: str) -> bool:
        squeezed = squeeze(word)
        return " " not in word and (squeezed in self._lexicon.users or squeezed in self._lexicon.ids)

    def _is_number(self, cell: str) -> bool:
        return (squeezed := squeeze(cell)) in self._lexicon.ids or squeezed in self._lexicon.bare_ids

    def _is_value(self, cell: str) -> bool:
        return squeeze(cell) in self._lexicon.ids or self.is_name(cell)

    def _calls(self, cell: str) -> bool:
        return self._is_value(cell) or is_short_name(self._lexicon, cell, is_bare=True)

    def is_name(self, cell: str) -> bool:
        """Whether a cell names somebody of the roster; each is asked for several times."""
        known = self._names.get(cell)
        if known is None:
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            known = self._names[cell] = self._lexicon.names_anybody(cell)
        return known

    @staticmethod
    def _narrow(unit: Unit, location: str, rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
        """The rows; what stands far to the right of a wide one is read as text."""
        for row in rows:
            if len(row) > _MAX_COLUMNS:
                unit.take(location, "\n".join(cell for cell in row[_MAX_COLUMNS:] if cell))
                row = row[:_MAX_COLUMNS]
            yield row

    def _find_kinds(self, unit: Unit, location: str, above: Iterable[Sequence[str]]) -> set[str]:
        titles = [cell for row in above for cell in row if cell]
        told = [strip_ending(unit.path.name), location.rpartition(" > ")[2], *titles, *unit.headings]
        found = find_matter_kinds(list_matters(told), unit.setting.weights)
        if DataKind.COUNSELLING in unit.setting.weights:
            # a counselor has a caseload, too
            found &= {DataKind.COUNSELLING, *find_head_kinds(_CASELOAD.sub("", one) for one in told)}
        return found

    def _read_rows(
        self, unit: Unit, location: str, layout: RowLayout, rows: Iterable[tuple[int, Sequence[str]]]
    ) -> int:
        size, was_empty, section = 0, False, frozenset[str]()
        notes, legend = list[str](), list[str]()
        for number, row in rows:
            cells = [cell for cell in row if cell]
            if not cells:
                was_empty = True
                continue
            size += sum(map(len, cells))
            legend += cells if len(cells) == 1 and len(legend) < _TEXT_ROWS else []
            if was_empty or cells[0] in layout.header:
                was_empty = False
                at, columns = find_header([row], self._is_value)
                if at == 0:
                    layout = RowLayout(columns, self._rows.prepare(columns), tuple(row), layout.kinds)
                    continue
            here = f"{location}, row {number}" if location else f"row {number}"
            if layout.has_sections and self._is_section(row):
                section = frozenset(find_head_kinds(cells)) - {one.role for one in layout.columns}
                if section:
                    continue
            if len(cells) == 1 and len(row) > 1 and is_remark(cells[0], self._lexicon):
                notes += cells if len(notes) < _TEXT_ROWS and not explains_codes(cells[0]) else []
                continue
            told, ruled_out = layout.rule_out(row, cells)
            cleared = unit.codes.list_cleared(row, layout.coded) | ruled_out
            kinds = layout.kinds | layout.list_accused(row)
            kinds = (kinds | section) - cleared if section or cleared else kinds
            place = RowSetting(here, kinds, unit.bearers, layout.header, layout.matters)
            result = self._rows.read(told, layout.takers, place)
            self._take(unit, here, result)
            if len(result.named) == 1 and len(unit.bare) < _MOST_BARE and not layout.is_tally:
                said = layout.roles | layout.settled | cleared
                unit.bare.append(BareRow(result.named[0], result.sureness, result.by, here, said))
            if len(result.named) == 1:
                who = (result.named[0], result.sureness)
                unit.codes.take_row(row, layout.coded, who=who, location=here)
        # what is noted below a table may speak of those in it by their given names
        unit.take(location, "\n\n".join(notes))
        unit.codes.take_legend("\n".join(legend))
        return size

    def _take(self, unit: Unit, location: str, result: RowResult) -> None:
        unit.mentioned += result.mentioned
        if result.named:
            unit.name_people(result.named)
        for link in result.links:
            unit.add_link(link)
        for people, passage in result.notes:
            unit.take_note(passage, people)
        if result.kinds or result.values:
            unit.take_loose(location, result.kinds, result.values)
