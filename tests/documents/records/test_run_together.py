"""Where fields that run together are parted: only at what all lines have at the same place."""

from __future__ import annotations

import pytest

from firstbell.documents.records.run_together import part_run, part_runs

CASES: tuple[tuple[list[str], list[int]], ...] = (
    # a sex, a grade that comes again, a social security number
    (["F07219093344", "M06376184455", "F07531220917", "M06212448071"], [1, 3]),
    # the number first, the code behind it
    (["21909334407", "37618445506", "53122091707", "21244807106"], [9]),
    # an amount, a bank that checks, an account
    (["0001850.25071000013000456789", "0002120.00091000019000456801"] * 2, [10, 19]),
    # a bank that does not check on one line
    (["071000013000456789", "071000014000456801"] * 2, []),
    # numbers that count on are nobody's
    (["07219093344", "06219093345", "07219093346", "06219093347"], []),
    # both ends differ on every line
    (["11219093344", "22376184455", "33531220917", "44212448071"], []),
    # a letter that is no sex, cells of other lengths, too few lines
    (["B07219093344", "C06376184455", "B07531220917", "C06212448071"], []),
    (["F07219093344", "M0637618445", "F07531220917", "M06212448071"], []),
    (["F07219093344", "M06376184455"], []),
)


@pytest.mark.parametrize(("cells", "cuts"), CASES)
def test_a_field_is_parted_where_all_lines_say_so(cells: list[str], cuts: list[int]) -> None:
    assert part_run(cells) == cuts


def test_rows_keep_their_other_fields_in_order() -> None:
    cells = ["F07219093344", "M06376184455", "F07531220917", "M06212448071"]
    rows = [["ROE", one, "x"] for one in cells]
    assert part_runs(rows)[0] == ["ROE", "F", "07", "219093344", "x"]
    assert part_runs([]) == []
