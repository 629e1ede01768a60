from __future__ import annotations

import pytest

from tests.investigate.imported import number_problems, read

LINE = b"0|/srv/a.docx|11|r/rrwxr-xr-x|1000|100|812|1676700000|1676700001|1676700001|0\n"


def test_a_file_gives_a_line_for_each_different_time() -> None:
    lines, opened = read(b"# made by fls\n" + LINE)
    assert opened.format == "bodyfile"
    assert [(line.time, line.fields["macb"], line.timestamp_desc) for line in lines] == [
        ("2023-02-18T06:00:01Z", "M.C.", "Content Modification Time; Metadata Modification Time"),
        ("2023-02-18T06:00:00Z", ".A..", "Last Access Time"),
    ]
    assert lines[0].path == b"/srv/a.docx"
    assert lines[0].message == "M.C. /srv/a.docx"
    assert lines[0].fields["size"] == 812
    assert lines[0].reference.endswith(":2")
    assert opened.lines_taken == 2


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (b"/srv/a|b.txt", b"/srv/a|b.txt"),
        (b"/srv/a\\|b.txt", b"/srv/a|b.txt"),
        (b"/srv/a\\\\b.txt", b"/srv/a\\b.txt"),
        (b"/srv/a\\x0ab.txt", b"/srv/a\nb.txt"),
        (b"/srv/a\\u00e4.txt", "/srv/ä.txt".replace("ä", "aä").encode()),
        (b"/srv/a\\qb.txt", b"/srv/a\\qb.txt"),
        (b"/srv/a\xff.txt", b"/srv/a\xff.txt"),
        (b"/srv/a.txt (deleted)", b"/srv/a.txt"),
        (b"/srv/a.txt (deleted-realloc)", b"/srv/a.txt"),
        (b"/srv/a.txt ($FILE_NAME)", b"/srv/a.txt"),
        (b"|||", b"|||"),
        (b"", b""),
    ],
)
def test_names_come_back_as_they_were(name: bytes, path: bytes) -> None:
    lines, opened = read(LINE.replace(b"/srv/a.docx", name))
    assert {line.path for line in lines} == {path}
    assert opened.problem_count == 0
    for line in lines:
        line.message.encode()


def test_what_was_deleted_and_where_a_link_leads_is_told() -> None:
    link = LINE.replace(b"r/rrwxr-xr-x", b"l/lrwxrwxrwx").replace(b"/srv/a.docx", b"/srv/a -> /etc (deleted)")
    lines, _ = read(link)
    assert (lines[0].path, lines[0].fields["target"], lines[0].fields["deleted"]) == (b"/srv/a", "/etc", True)


@pytest.mark.parametrize(
    ("seconds", "time"),
    [
        (b"1676700001.5", "2023-02-18T06:00:01.5Z"),
        (b"1676700001.123456789999", "2023-02-18T06:00:01.123456789Z"),
        (b"-86400", "1969-12-31T00:00:00Z"),
        (b"-0.5", "1969-12-31T23:59:59.5Z"),
        (b"253402300799", "9999-12-31T23:59:59Z"),
    ],
)
def test_times_have_fractions_and_may_lie_before_1970(seconds: bytes, time: str) -> None:
    lines, _ = read(b"0|/a|1|r|0|0|1|0|" + seconds + b"|-1|\n")
    assert [line.time for line in lines] == [time]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"0|/a|1|r|0|0|1|0|0|0\n", "10 fields between pipes, not 11"),
        (b"0|/a|1|r|0|0|1|0|0|0|0\n", "none of its four times is set"),
        (b"0|/a|1|r|0|0|1|x|1|1|1\n", "'x' is no number of seconds"),
        (b"0|/a|1|r|0|0|1|999999999999|1|1|1\n", "no year from 1 to 9999"),
        (b"words\n", "1 fields between pipes"),
    ],
)
def test_a_line_that_does_not_hold_is_named_and_the_rest_is_taken(line: bytes, why: str) -> None:
    lines, opened = read(LINE + line + LINE)
    assert len(lines) == 4
    assert number_problems(opened) == [2]
    assert why in opened.problems[0].why


def test_a_hash_is_kept_where_there_is_one() -> None:
    md5 = b"d41d8cd98f00b204e9800998ecf8427e"
    lines, _ = read(
        LINE.replace(b"0|/srv", md5 + b"|/srv", 1) + LINE.replace(b"0|/srv", b"0" * 32 + b"|/srv", 1)
    )
    assert lines[0].fields["md5"] == md5.decode()
    assert "md5" not in lines[-1].fields
