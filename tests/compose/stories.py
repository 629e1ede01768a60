"""Days of a school's backups, and what a person would want back after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.catalog.timeline import File

A, B, C = "/srv/a.docx", "/srv/b.xlsx", "/srv/sub/c.pdf"
CALM: dict[str, bytes] = {A: b"letter", B: b"sheet", C: b"leaflet"}
Day = Mapping[str, bytes | File]


@dataclass
class Story:
    """Snapshots day by day, what should stand at the end, and which paths have no clean version.

    `held`: paths with a newer version that was not taken and that a person should look at.
    """

    name: str
    days: Sequence[Day]
    wanted: dict[str, bytes]
    without_clean: set[str] = field(default_factory=set)
    left_out: int = 0
    from_earlier: int = 0
    held: set[str] = field(default_factory=set)


STORIES = [
    Story("no event at all: the newest tree", [CALM, {**CALM, A: b"letter 2"}], {**CALM, A: b"letter 2"}),
    Story(
        "renamed with a suffix: the old name comes back",
        [CALM, {A + ".lock": b"STRUCK a", B + ".lock": b"STRUCK b", C: b"leaflet"}],
        CALM,
        from_earlier=2,
    ),
    Story(
        "random names: what went comes back, what came is left out",
        [CALM, {"/srv/x1": b"STRUCK a", "/srv/x2": b"STRUCK b", C: b"leaflet"}],
        CALM,
        without_clean={"/srv/x1", "/srv/x2"},
        left_out=2,
        from_earlier=2,
    ),
    Story(
        "in place: the content from before",
        [CALM, {**CALM, A: b"STRUCK a", C: b"STRUCK c"}],
        CALM,
        from_earlier=2,
    ),
    Story(
        "deleted by the event: it comes back",
        [CALM, {A: b"STRUCK a", B: b"sheet"}],
        CALM,
        from_earlier=2,
    ),
    Story(
        "notes are left out, also in folders that only they keep alive",
        [CALM, {**CALM, A: b"STRUCK a", "/srv/READ.txt": b"NOTE", "/srv/new/READ.txt": b"NOTE"}],
        CALM,
        left_out=2,
        from_earlier=1,
    ),
    Story(
        "what people deleted and renamed before the event stays so",
        [
            CALM,
            {A: b"letter", "/srv/old/b.xlsx": b"sheet"},
            {A: b"STRUCK a", "/srv/old/b.xlsx.lock": b"STRUCK b"},
        ],
        {A: b"letter", "/srv/old/b.xlsx": b"sheet"},
        from_earlier=2,
    ),
    Story(
        "what people made and edited after the event began stays",
        [CALM, {**CALM, A: b"STRUCK a", B: b"sheet 2", "/srv/new.txt": b"minutes"}],
        {**CALM, B: b"sheet 2", "/srv/new.txt": b"minutes"},
        from_earlier=1,
    ),
    Story(
        "renamed by a person on the day of the event: only the new name",
        [CALM, {A: b"STRUCK a", "/srv/sub/budget.xlsx": b"sheet", C: b"leaflet"}],
        {A: b"letter", "/srv/sub/budget.xlsx": b"sheet", C: b"leaflet"},
        from_earlier=1,
    ),
    Story(
        "renamed by the intruder but not struck yet: the old name, the newest content",
        [CALM, {A + ".lock": b"STRUCK a", B + ".lock": b"sheet", C + ".lock": b"STRUCK c"}],
        CALM,
        from_earlier=2,
    ),
    Story(
        "made and struck between two backups: no clean version, listed",
        [CALM, {**CALM, A: b"STRUCK a", "/srv/new.docx.lock": b"STRUCK new"}],
        CALM,
        without_clean={"/srv/new.docx.lock"},
        left_out=1,
        from_earlier=1,
    ),
    Story(
        "whole content under the intruder's ending, from nowhere: left out and listed",
        [CALM, {A + ".lk": b"STRUCK a", B + ".lk": b"STRUCK b", C: b"leaflet", "/srv/x.lk": b"short"}],
        CALM,
        without_clean={"/srv/x.lk"},
        left_out=1,
        from_earlier=2,
    ),
    Story(
        "struck twice: back to the version before both",
        [
            CALM,
            {**CALM, A: b"STRUCK a"},
            {B: b"sheet", C: b"leaflet", A + ".lock": b"STRUCK a again"},
            {B: b"sheet", C: b"leaflet", A + ".lock.lock": b"STRUCK a once more"},
        ],
        CALM,
        from_earlier=1,
    ),
    Story(
        "slow over three days, with intact edits in between",
        [
            CALM,
            {**CALM, A: b"STRUCK a"},
            {**CALM, A: b"STRUCK a", B: b"sheet 2"},
            {**CALM, A: b"STRUCK a", B: b"STRUCK b"},
            {**CALM, A: b"STRUCK a", B: b"STRUCK b", C: b"STRUCK c"},
        ],
        {A: b"letter", B: b"sheet 2", C: b"leaflet"},
        from_earlier=3,
    ),
    Story(
        "opaque before the event, struck by it: the newest from before",
        [
            {**CALM, "/srv/v.hc": b"OPAQUE 1"},
            {**CALM, "/srv/v.hc": b"OPAQUE 2"},
            {**CALM, A: b"STRUCK a", "/srv/v.hc": b"OPAQUE 3"},
        ],
        {**CALM, "/srv/v.hc": b"OPAQUE 2"},
        from_earlier=2,
    ),
    Story(
        "opaque and not touched by the event: it stays",
        [{**CALM, "/srv/v.hc": b"OPAQUE"}, {**CALM, A: b"STRUCK", "/srv/v.hc": b"OPAQUE"}],
        {**CALM, "/srv/v.hc": b"OPAQUE"},
        from_earlier=1,
    ),
    Story(
        "opaque and new in a struck snapshot: left out and listed",
        [CALM, {**CALM, A: b"STRUCK a", "/srv/new.bin": b"OPAQUE"}],
        CALM,
        without_clean={"/srv/new.bin"},
        left_out=1,
        from_earlier=1,
    ),
    Story(
        "unknown never outranks intact",
        [CALM, {**CALM, A: b"OPAQUE a"}, {**CALM, A: b"STRUCK a"}],
        CALM,
        from_earlier=1,
    ),
    Story(
        "what people put back after the event stays, the struck name goes",
        [
            CALM,
            {A + ".lock": b"STRUCK a", B: b"sheet", C: b"leaflet"},
            {A: b"letter new", A + ".lock": b"STRUCK a", B: b"sheet", C: b"leaflet"},
        ],
        {**CALM, A: b"letter new"},
    ),
    Story(
        "struck files that people swept away come back",
        [
            CALM,
            {A + ".lock": b"STRUCK a", B: b"STRUCK b", C: b"leaflet"},
            {C: b"leaflet", "/srv/d.txt": b"after"},
        ],
        {**CALM, "/srv/d.txt": b"after"},
        from_earlier=2,
    ),
    Story(
        "deleted by people after the event, and intact: it stays deleted",
        [CALM, {**CALM, A: b"STRUCK a"}, {A: b"STRUCK a", B: b"sheet"}],
        {A: b"letter", B: b"sheet"},
        from_earlier=1,
    ),
    Story(
        "a whole folder renamed and struck comes back under its name",
        [CALM, {A: b"letter", B: b"sheet", "/srv/sub.lock/c.pdf.lock": b"STRUCK c"}],
        CALM,
        without_clean={"/srv/sub.lock/c.pdf.lock"},
        left_out=1,
        from_earlier=1,
    ),
    Story(
        "a new document under the name of one that people had deleted is not the old one",
        [CALM, {B: b"sheet", C: b"leaflet"}, {A: b"STRUCK other", B: b"sheet", C: b"leaflet"}],
        {B: b"sheet", C: b"leaflet"},
        without_clean={A},
        left_out=1,
    ),
    Story(
        "deleted by the event, and a struck file renamed to its name: the deleted one comes back",
        [
            CALM,
            {"/srv/t.docx": b"STRUCK t", B: b"STRUCK b", C: b"leaflet"},
            {A: b"STRUCK t", B: b"STRUCK b", C: b"leaflet"},
        ],
        CALM,
        without_clean={"/srv/t.docx"},
        from_earlier=2,
    ),
    Story(
        "deleted by the event, and what people made since renamed to its name: theirs stands",
        [
            CALM,
            {"/srv/t.docx": b"minutes", B: b"STRUCK b", C: b"leaflet"},
            {A: b"minutes", B: b"STRUCK b", C: b"leaflet"},
        ],
        {**CALM, A: b"minutes"},
        from_earlier=1,
    ),
    Story(
        "a note over a file of people: the file comes back",
        [{**CALM, "/srv/README.txt": b"hello"}, {**CALM, A: b"STRUCK", "/srv/README.txt": b"NOTE"}],
        {**CALM, "/srv/README.txt": b"hello"},
        from_earlier=2,
    ),
    Story(
        "a note that nobody noticed over a file of people, with the text of the others",
        [
            {**CALM, "/srv/README.txt": b"hello"},
            {**CALM, A: b"STRUCK", "/srv/README.txt": b"NOTE", "/srv/sub/README.txt": b"NOTE"},
        ],
        {**CALM, "/srv/README.txt": b"hello"},
        left_out=1,
        from_earlier=2,
    ),
    Story(
        "a suspect snapshot before the event counts as part of it",
        [
            {**CALM, "/srv/v.hc": b"OPAQUE 1"},
            {**CALM, "/srv/v.hc": b"OPAQUE 2", "/srv/o.txt": b"ODD"},
            {**CALM, A: b"STRUCK a", "/srv/v.hc": b"OPAQUE 2", "/srv/o.txt": b"ODD"},
        ],
        {**CALM, "/srv/v.hc": b"OPAQUE 1", "/srv/o.txt": b"ODD"},
        from_earlier=2,
    ),
    Story(
        "opaque right after the damage, in a quiet backup: the clean version, and the newer one is listed",
        [CALM, {**CALM, A: b"STRUCK a"}, {**CALM, A: b"OPAQUE a"}, {**CALM, A: b"OPAQUE b"}],
        CALM,
        from_earlier=1,
        held={A},
    ),
    Story(
        "opaque after what the event brought and nobody can judge: the last clean version",
        [CALM, {**CALM, A: b"OPAQUE a", B: b"STRUCK b"}, {**CALM, A: b"OPAQUE c", B: b"STRUCK b"}],
        CALM,
        from_earlier=2,
        held={A},
    ),
    Story(
        "opaque under the old name of a file that was renamed and struck: the last clean version",
        [CALM, {B: b"sheet", C: b"leaflet", A + ".lk": b"STRUCK a"}, {**CALM, A: b"OPAQUE a"}],
        CALM,
        from_earlier=1,
        held={A},
    ),
    Story(
        "people worked on after the damage, and what came after that nobody can judge: theirs stands",
        [
            CALM,
            {**CALM, A: b"STRUCK a", B: b"STRUCK b"},
            {**CALM, A: b"letter 2", B: b"STRUCK b"},
            {**CALM, A: b"OPAQUE a"},
        ],
        {**CALM, A: b"OPAQUE a"},
    ),
    Story(
        "opaque after the damage, and then people wrote it again: theirs stands",
        [CALM, {**CALM, A: b"STRUCK a"}, {**CALM, A: b"OPAQUE a"}, {**CALM, A: b"letter 2"}],
        {**CALM, A: b"letter 2"},
    ),
    Story(
        "the opaque content from before is back after the damage: it stands",
        [
            {**CALM, "/srv/v.hc": b"OPAQUE 1"},
            {**CALM, "/srv/v.hc": b"STRUCK v"},
            {**CALM, "/srv/v.hc": b"OPAQUE 1"},
        ],
        {**CALM, "/srv/v.hc": b"OPAQUE 1"},
    ),
    Story(
        "always opaque and never damaged: its newest version stands",
        [
            {**CALM, "/srv/v.hc": b"OPAQUE 1"},
            {**CALM, "/srv/v.hc": b"OPAQUE 1", A: b"STRUCK a"},
            {**CALM, "/srv/v.hc": b"OPAQUE 2", A: b"STRUCK a"},
            {**CALM, "/srv/v.hc": b"OPAQUE 3", A: b"STRUCK a"},
        ],
        {**CALM, "/srv/v.hc": b"OPAQUE 3"},
        from_earlier=1,
    ),
    Story(
        "made and struck between two backups, opaque after that: no clean version, listed",
        [CALM, {**CALM, "/srv/new.docx": b"STRUCK n"}, {**CALM, "/srv/new.docx": b"OPAQUE n"}],
        CALM,
        without_clean={"/srv/new.docx"},
        left_out=1,
    ),
    Story(
        "of no known type right after the damage: that it is no noise does not make it whole",
        [CALM, {**CALM, A: b"STRUCK a"}, {**CALM, A: b"VAGUE a"}, {**CALM, A: b"VAGUE b"}],
        CALM,
        from_earlier=1,
        held={A},
    ),
    Story(
        "of no known type after the damage, and struck once more: the last clean version",
        [CALM, {**CALM, A: b"STRUCK a"}, {**CALM, A: b"VAGUE a"}, {**CALM, A: b"STRUCK b"}],
        CALM,
        from_earlier=1,
    ),
    Story(
        "of no known type always, and never damaged: its newest version stands",
        [
            {**CALM, "/srv/v.xyz": b"VAGUE 1"},
            {**CALM, "/srv/v.xyz": b"VAGUE 1", A: b"STRUCK a"},
            {**CALM, "/srv/v.xyz": b"VAGUE 2", A: b"STRUCK a"},
        ],
        {**CALM, "/srv/v.xyz": b"VAGUE 2"},
        from_earlier=1,
    ),
    Story(
        "of no known type after people wrote it again: it stands",
        [CALM, {**CALM, A: b"STRUCK a"}, {**CALM, A: b"letter 2"}, {**CALM, A: b"VAGUE a"}],
        {**CALM, A: b"VAGUE a"},
    ),
    Story(
        "opaque after the damage, and swept away: the last clean version comes back",
        [CALM, {**CALM, A: b"STRUCK a"}, {**CALM, A: b"OPAQUE a"}, {B: b"sheet", C: b"leaflet"}],
        CALM,
        from_earlier=1,
        held={A},
    ),
]
