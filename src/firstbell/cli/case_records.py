"""Statements as commands are handed them, and as they are judged."""

from __future__ import annotations

import sys
from pathlib import Path

from firstbell.actions.notify.statements import JudgedStatement, StatementRequest, judge_statement
from firstbell.cli.case_options import CaseWork
from firstbell.cli.legal_entity import find_outline
from firstbell.cli.terminal.options import UsageError
from firstbell.notify.texts import decode_text, load_text


def read_statement(file: str) -> str:
    """The text of a file, or of standard input for "-". Raises: TextFileError; UsageError for none."""
    text = decode_text(sys.stdin.buffer.read(), "standard input") if file == "-" else load_text(Path(file))
    if not text.strip():
        raise UsageError(f"{('standard input' if file == '-' else file)} contains no text")
    return text


def judge(work: CaseWork, text: str, as_of: str | None = None) -> JudgedStatement:
    """Every claim of a text by the record; says so where it is in a language that no rule reads."""
    judged = judge_statement(work.case.main.read(), StatementRequest(text, find_outline(work), as_of))
    warn_of_unread(work, judged)
    return judged


def warn_of_unread(work: CaseWork, judged: JudgedStatement) -> None:
    """Say how many sentences are in a language that no rule reads."""
    if judged.unread:
        are = "1 sentence is" if judged.unread == 1 else f"{judged.unread} sentences are"
        work.output.warn(
            f"{are} in a language that Firstbell cannot judge: a speaker must confirm what the text says"
        )
