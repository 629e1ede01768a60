"""Each page that a form leads to, on a phone, light and dark: for a screen reader and for the eye."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.console.drilled import DrilledConsole
from tests.console.test_browser import find_faults_of_both_schemes, sign_in
from tests.console.test_kills import GIVEN, SIGNED

_PHONE = {"width": 320, "height": 800}
# as the form of a page would be sent, also where the page does not offer it just now
_SEND = """([action, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


def list_forms(drilled: DrilledConsole, paths: dict[str, str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Who sends what where: every order, every entry, every search."""
    case, place = drilled.case, "drill"
    found = drilled.run("find", "*.docx", *drilled.repository, "--no-lock")
    files = sorted({line["path"] for line in found if line["message_type"] == "match"})[:2]
    known = {"case": case, "place": place, "host": "drill", "event": drilled.event}
    known["plan"] = paths["run"].rpartition("/")[2]
    for name, fields in {**GIVEN, "stop-work": {"work": "0" * 16}}.items():
        own = {field: known.get(field, held) for field, held in fields.items()}
        yield "director", "/order", {"order": name, "case": case, "place": place, **own}
    yield "director", "/order", {"order": "start-run", "plan": known["plan"], "in_place": "yes"}
    for name, fields in SIGNED.items():
        yield "counsel", f"/cases/{case}/act", {"action": name, **fields}
    search = {"back": f"/cases/{case}/statements", "page": "statements", "place": "families"}
    yield "counsel", "/search", {**search, "words": "612-555-0100"}
    letters = {"back": f"/cases/{case}/letters", "page": "letters", "words": "AAAA-AAAA-AAAB"}
    yield "counsel", "/search", letters
    people = {"back": f"/cases/{case}/people", "page": "people"}
    for words in ("a", "nobody has this name"):
        yield "reviewer", "/search", {**people, "words": words}
    yield "reviewer", f"/cases/{case}/names", {"why": "how it looks with names"}
    yield "reviewer", f"/cases/{case}/names", {"why": ""}
    yield "reviewer", "/you/code", {"passphrase": "correct horse battery", "again": "correct horse battery"}
    for words in ("docx", files[0], "/no/such/file"):
        yield "technician", "/search", {"back": "/files", "page": "files", "place": place, "words": words}
    chosen = {f"path{number}": path for number, path in enumerate(files)}
    yield "technician", "/search", {"back": "/files/restore", "page": "restore", "place": place, **chosen}


def send_form(page: Page, action: str, fields: dict[str, str]) -> int:
    """Send it, from wherever the page is; the status of what it leads to."""
    with page.expect_navigation() as navigation:
        page.evaluate(_SEND, [action, fields])
    response = navigation.value
    assert response is not None
    return response.status


@pytest.mark.long
def test_no_page_that_a_form_leads_to_has_a_fault_on_a_phone(
    chromium: Browser, drilled: DrilledConsole, paths: dict[str, str]
) -> None:
    forms = list(list_forms(drilled, paths))
    faults: list[object] = []
    statuses: dict[int, int] = {}
    for role in ("director", "counsel", "reviewer", "technician"):
        with sign_in(chromium, drilled, role, viewport=_PHONE) as page:
            for action, fields in [(path, held) for who, path, held in forms if who == role]:
                status = send_form(page, action, fields)
                statuses[status] = statuses.get(status, 0) + 1
                wide = page.evaluate("document.documentElement.scrollWidth")
                seen = find_faults_of_both_schemes(page)
                faults += [(fields, seen, wide)] if seen or wide > _PHONE["width"] else []
    assert faults == []
    # most lead to what they ask for, and none breaks
    assert statuses.keys() <= {200, 400}
    assert statuses[200] > 2 * statuses[400]
