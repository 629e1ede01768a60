"""Lists and tables as people make them: workbooks with titles, two headers, sisters, comments; lists in text."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
from openpyxl.comments import Comment
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from tests.quality.people.families.stage import (
    ILLNESSES,
    OFFENCES,
    Family,
    Stage,
    save_book,
    us,
    write_book,
    write_rows,
    write_word,
)
from tests.quality.people.population import GUARDIAN, OUTSIDER


def leave(stage: Stage) -> None:
    """Two rows of headers."""
    who = stage.staff(8)
    rows: list[list[object]] = [["Employee", "", "Absence", "", ""], ["No.", "Who", "Code", "From", "To"]]
    rows += [
        [one.local_id, one.sorted_name, stage.pick(["FMLA", "Med LOA", "STD"]), stage.day(), stage.day()]
        for one in who
    ]
    stage.put("HR/Leaves 22-23.xlsx", write_book({"Tracking": rows}), who, ["health"])


def concussions(stage: Stage) -> None:
    """A title above, and no header that says it."""
    who = stage.students(9)
    rows: list[list[object]] = [
        ["Lakeview Athletics"],
        ["Concussion return-to-play 2022"],
        [],
        ["Athlete", "Sport", "Inj", "RTP"],
    ]
    rows += [[one.full, stage.pick(["FB", "WR", "HKY"]), stage.day(), stage.day()] for one in who]
    rows += [[], ["Total", len(who)]]
    stage.put("Athletics/trainer/fall.xlsx", write_book({"Sheet1": rows}), who, ["health"])


def transposed(stage: Stage) -> None:
    """People across, what is known of them down."""
    who = stage.students(5)
    rows: list[list[object]] = [
        ["Camper", *[one.full for one in who]],
        ["Birthday", *[us(one.born) for one in who]],
    ]
    rows += [["Meds", *[stage.pick(ILLNESSES) for _ in who]], ["Cabin", *[1] * len(who)]]
    stage.put("Field trips/Wolf Ridge/cabin sheet.xlsx", write_book({"Cabins": rows}), who, ["dob", "health"])


def involved(stage: Stage) -> None:
    """Several people in a cell."""
    who = stage.students(12)
    rows: list[list[object]] = [["Date", "Place", "Involved", "What happened", "Result"]]
    for at in range(0, 12, 3):
        rows.append(
            [
                stage.day(),
                "Lot B",
                "; ".join(one.sorted_name for one in who[at : at + 3]),
                stage.pick(OFFENCES),
                "OSS 3",
            ]
        )
    stage.put("Admin team/incident log.xlsx", write_book({"Q1": rows}), who, ["discipline"])


def licences(stage: Stage) -> None:
    """Drivers."""
    who = stage.staff(8)
    rows: list[list[object]] = [["Driver", "CDL #", "Exp", "Phys exp"]]
    rows += [
        [
            one.full,
            f"{one.name.family[0].upper()}{stage.rng.randrange(10**11, 10**12)}",
            stage.day(),
            stage.day(),
        ]
        for one in who
    ]
    stage.put(
        "Transportation/drivers.xlsx", write_book({"Drivers": rows}), who, ["government_id"], ["health"]
    )


def nights(stage: Stage) -> None:
    """Where children sleep."""
    who = stage.students(8)
    rows: list[list[object]] = [["Name", "Gr", "Nighttime", "Cab?"]]
    rows += [[one.full, one.grade, stage.pick(["doubled up", "motel", "shelter", "car"]), "Y"] for one in who]
    stage.put(
        "Student Support/MKV students.xlsx", write_book({"22-23": rows}), who, ["safeguarding"], ["economic"]
    )


def sisters(stage: Stage) -> None:
    """A sheet with names and numbers, another with numbers and pills."""
    who = stage.students(10)
    names: Sequence[Sequence[object]] = [
        ["Key", "Student", "Rm"],
        *[[str(900 + at), one.full, 12] for at, one in enumerate(who)],
    ]
    pills: Sequence[Sequence[object]] = [
        ["Key", "Med", "Dose", "When"],
        *[
            [str(900 + at), stage.pick(["Ritalin", "Zoloft", "Keppra"]), "10 mg", "noon"]
            for at in range(len(who))
        ],
    ]
    stage.put("Health Office/noon meds.xlsx", write_book({"Kids": names, "Given": pills}), who, ["health"])


def commented(stage: Stage) -> None:
    """A class list, and a comment on one cell."""
    who = stage.students(8)
    book = openpyxl.Workbook()
    book.active.append(["Student", "Table"])
    for number, one in enumerate(who, 1):
        book.active.append([one.full, number])
    book.active["A4"].comment = Comment("in foster care since Sept, do not release to mom", "office")
    stage.put_each("Classrooms/seating 4B.xlsx", save_book(book), {who[2].number: {"safeguarding"}})


def headed(stage: Stage) -> None:
    """Names under headings, nothing else."""
    iep, plans = stage.students(6), stage.students(5)
    lines = [
        "Mainstream teachers - please shred",
        "",
        "On IEPs this year:",
        *["  - " + one.full for one in iep],
    ]
    lines += ["", "504 plans:", *["  - " + one.full for one in plans], "", f"Questions: {stage.name()}"]
    stage.put(
        "Teachers/7th grade team/accommodate.txt",
        "\n".join(lines),
        [*iep, *plans],
        ["special_education"],
        ["health"],
    )


def below(stage: Stage) -> None:
    """A note under a table."""
    who = stage.students(9)
    table = [["Stop", "Rider", "School"], *[[str(at), one.full, one.school] for at, one in enumerate(who, 1)]]
    note = f"* {who[3].full}: has seizures, aide rides along. {who[5].full} may not be released to father (court order)."
    stage.put_each(
        "Transportation/Route 12.docx",
        write_word("Route 12", table, note),
        {who[3].number: {"health"}, who[5].number: {"safeguarding"}},
    )


def volunteers(stage: Stage) -> None:
    """Guardians and people of the town."""
    guardians, others = stage.take(GUARDIAN, 5), stage.take(OUTSIDER, 6)
    rows: list[list[object]] = [["Helper", "D.O.B.", "Lic #", "BCA"]]
    for one in [*guardians, *others]:
        rows.append(
            [
                one.full,
                us(one.born),
                f"{one.name.family[0].upper()}{stage.rng.randrange(10**11, 10**12)}",
                "ok",
            ]
        )
    stage.put(
        "Community Ed/background checks.xlsx",
        write_book({"Cleared": rows}),
        [*guardians, *others],
        ["dob", "government_id"],
    )


def wrapped(stage: Stage) -> None:
    """A table of a PDF whose cells are several lines high."""
    who = stage.students(9)
    plain = getSampleStyleSheet()["BodyText"]
    rows = [["Student", "Incident", "Days"]]
    rows += [
        [
            one.full,
            Paragraph(
                f"{stage.pick(OFFENCES)} during lunch, then refused to come to the office; parent was called and came late",
                plain,
            ),
            "3",
        ]
        for one in who
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out).build([Paragraph("Suspensions", plain), Table(rows, colWidths=[150, 180, 40])])
    stage.put("Admin team/Board packet closed session.pdf", out.getvalue(), who, ["discipline"])


def grievances(stage: Stage) -> None:
    """Staff discipline in a table of a union."""
    who = stage.staff(5)
    table = [
        ["Grievant", "Article", "Issue"],
        *[
            [
                one.full,
                "XII",
                stage.pick(["3-day unpaid suspension", "written reprimand", "termination for misconduct"]),
            ]
            for one in who
        ],
    ]
    stage.put("Union/Grievances open.docx", write_word("Open grievances", table), who, ["discipline"])


def garnished(stage: Stage) -> None:
    """Deductions."""
    who = stage.staff(6)
    rows = [
        ["Emp", "Ded code", "Per pay", "Payable to"],
        *[[one.local_id, "GARN", "212.50", "County child support"] for one in who],
    ]
    stage.put(
        "Payroll/deductions oct.csv", write_rows(rows), who, ["financial"], ["economic", "safeguarding"]
    )


LISTS: tuple[Family, ...] = (
    leave, concussions, transposed, involved, licences, nights, sisters, commented, headed, below, volunteers, wrapped,
    grievances, garnished,
)  # fmt: skip
