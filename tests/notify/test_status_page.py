"""The page for families and staff: an approved text with its headings and lists as such."""

from __future__ import annotations

from firstbell.notify.statements.status_page import PAGE_NAME, TEXT_NAME, render_status_files

TEXT = """Dear families,

What we know

- On February 18 we found <b>files</b> that do not open.
- School is open.

What you should do

Wait for news.
It comes at noon.

Questions: 555-0123

Hill Schools
"""


def test_headings_and_lists_of_a_text_are_headings_and_lists_of_the_page() -> None:
    files = render_status_files(TEXT, district="Hill Schools", audience="families", time="noon")
    page = files[PAGE_NAME]
    assert files[TEXT_NAME] == TEXT
    for told in (
        "<h1>Information for families</h1>",
        "<h2>What we know</h2>",
        "<li>On February 18 we found &lt;b&gt;files&lt;/b&gt; that do not open.</li>",
        "<li>School is open.</li>",
        "<h2>What you should do</h2>",
        "<p>Wait for news.<br>It comes at noon.</p>",
        "<p>Dear families,</p>",
        "<p>Questions: 555-0123</p>",
        "<p>Hill Schools</p>",
    ):
        assert told in page
    assert "<script" not in page
