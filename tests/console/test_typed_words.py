"""A form that cannot be taken comes back with what was typed: no secret, and no number of a person."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from firstbell.console.web import html as pages
from tests.console.drilled import DrilledConsole

TEMPLATES = Path(pages.__file__).parent / "templates"
SECRETS = {"passphrase", "again", "code", "name"}
# these are looked for or chosen, and lead to no refusal that asks for a correction
ELSEWHERE = {"words", "q"}


def list_typed() -> set[str]:
    """The fields of all forms that a person types in."""
    text = "".join(path.read_text() for path in sorted(TEMPLATES.glob("*.html")))
    tags = re.findall(r"<(?:input|textarea)\b[^>]*>", text)
    typed = [tag for tag in tags if not re.search(r'type="(hidden|checkbox|radio|file)"', tag)]
    return {found[1] for tag in typed if (found := re.search(r'name="([a-z_]+)"', tag))}


def test_every_field_that_somebody_types_in_comes_back_by_its_words() -> None:
    told = (TEMPLATES / "refused.html").read_text().partition("typed_fields = {")[2].partition("}")[0]
    given = set(re.findall(r'"([a-z_]+)": "', told))
    assert given == list_typed() - SECRETS - ELSEWHERE


@pytest.mark.parametrize(
    ("role", "path", "fields", "kept"),
    [
        (
            "director",
            "/order",
            {"order": "plan-letters", "case": "{case}", "addresses": "/no/such <b>folder</b>", "cost": "x"},
            {"addresses": "/no/such <b>folder</b>", "cost": "x"},
        ),
        (
            "director",
            "/order",
            {"order": "close-event", "event": "0a" * 8, "place": "drill", "why": "she, 219-09-9999, called"},
            {"why": "she, [number], called"},
        ),
        (
            "counsel",
            "/cases/{case}/act",
            {"action": "file-duty", "rule": "no-such-rule", "text": "Filed by Bo, number 7"},
            {"text": "Filed by Bo, number 7"},
        ),
        (
            "reviewer",
            "/cases/{case}/drafts",
            {"verb": "merge", "person": "p" + "0" * 15, "why": "the same\nschool", "document1": "0" * 64},
            {"why": "the same\nschool"},
        ),
        ("reviewer", "/cases/{case}/names", {"why": "219-09-9999 asks"}, {"why": "[number] asks"}),
    ],
)
def test_what_was_typed_comes_back_to_be_corrected(
    drilled: DrilledConsole, role: str, path: str, fields: dict[str, str], kept: dict[str, str]
) -> None:
    fields = {name: held.replace("{case}", drilled.case) for name, held in fields.items()}
    path = path.replace("{case}", drilled.case)
    reply = drilled.visitor(role).post(path, **fields)
    assert reply.status == 400
    form = re.search(rf'<form method="post" action="{path}" class="act">(.*?)</form>', reply.text, re.DOTALL)
    assert form is not None
    shown = dict(re.findall(r'<input name="([a-z_]+)" value="([^"]*)"', form[1], re.DOTALL))
    shown |= dict(re.findall(r'<textarea name="([a-z_]+)"[^>]*>(.*?)</textarea>', form[1], re.DOTALL))
    hidden = dict(re.findall(r'type="hidden" name="([a-z_0-9]+)" value="([^"]*)"', form[1]))
    for name, held in kept.items():
        assert html.unescape(shown[name]) == held
    for name, held in fields.items():
        assert name in kept or name == "document1" or {**hidden, **shown}[name] == held
    assert ("documents" in hidden) is ("document1" in fields)
    assert "219-09" not in reply.text
    assert "<b>folder" not in reply.text


def test_no_secret_comes_back(drilled: DrilledConsole) -> None:
    words = {"passphrase": "a long secret of mine", "again": "another secret of mine"}
    reply = drilled.visitor("reviewer").post("/you/code", **words)
    assert reply.status == 400
    assert "secret of mine" not in reply.text
    wrong = drilled.visitor().post(
        "/sign-in/code", name="Bo", passphrase="a long secret of mine", code="123456"
    )
    assert ("secret of mine" in wrong.text, "123456" in wrong.text) == (False, False)
    assert 'value="Bo"' in wrong.text
