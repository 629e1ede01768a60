"""Cells of CSV that a spreadsheet would run as a formula, kept from it.

Source: OWASP, "CSV Injection", owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

_RUN = ("=", "+", "-", "@", "\t", "\r")


def guard_cell(cell: str) -> str:
    """The cell with a single quote in front, where a spreadsheet would run it."""
    return "'" + cell if cell[:1] in _RUN and cell else cell


def unguard_cell(cell: str) -> str:
    """The cell as it was before `guard_cell`."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RUN and len(cell) > 1 else cell
