"""Families that were written after the finder had learned the first ones, and scored once as it stood then."""

from __future__ import annotations

from collections.abc import Sequence

from tests.quality.people.families.stage import (
    Family,
    Stage,
    us,
    write_book,
    write_rows,
    write_word,
)
from tests.quality.people.population import GUARDIAN, OUTSIDER


def wheelchair_routes(stage: Stage) -> None:
    """Riders with what the driver must know, in one column of free text."""
    who = stage.students(8)
    rows = [["Rte", "AM PU", "Passenger", "Driver alert"]]
    rows += [
        [
            str(at),
            "7:02",
            one.full,
            stage.pick(
                ["w/c lift, trach", "EpiPen in backpack", "seizure - use VNS magnet", "Harness; runs"]
            ),
        ]
        for at, one in enumerate(who)
    ]
    stage.put(
        "Transportation/SpecEd vans/manifest.csv", write_rows(rows), who, ["health"], ["special_education"]
    )


def retirement(stage: Stage) -> None:
    """Contributions to a pension, by social security number."""
    who = stage.staff(8)
    lines = ["TRA CONTRIBUTION REPORT  UNIT 0001  PERIOD 10/15/2022", ""]
    lines += [
        f"{one.ssn}  {one.sorted_name:<30.30}{stage.rng.randrange(1500, 4200)}.{stage.rng.randrange(10, 99)}  {stage.rng.randrange(100, 320)}.00"
        for one in who
    ]
    stage.put("Payroll/TRA/contrib_1015.txt", "\n".join(lines), who, ["ssn"], ["financial"])


def open_enrolment(stage: Stage) -> None:
    """Letters that deny something."""
    for one in stage.students(3):
        text = [
            "October 11, 2022",
            f"Family of {one.full}",
            one.street,
            f"We regret that {one.name.given} cannot be enrolled: the expulsion from the previous district runs until June.",
            f"{stage.name()}, Enrollment",
        ]
        stage.put(f"Enrollment/letters/denied {one.number}.docx", write_word(*text), [one], ["discipline"])


def insurance_list(stage: Stage) -> None:
    """Dependents of staff, whom no roster knows."""
    who = stage.take(OUTSIDER, 6)
    rows: list[list[object]] = [["Subscriber", "Dependent", "Rel", "Dep DOB", "Dep SSN"]]
    rows += [[stage.name(), one.full, "spouse", us(one.born), one.ssn] for one in who]
    stage.put("HR/benefits/dependents 2023.xlsx", write_book({"Dep": rows}), who, ["ssn", "dob"])


def detention_sheet(stage: Stage) -> None:
    """Initialled by hand: last names first, codes behind."""
    who = stage.students(10)
    lines = [
        f"{number}. {one.sorted_name} ({one.grade}) - {stage.pick(['tardy x5', 'phone', 'skipped 6th hr', 'language'])} - served"
        for number, one in enumerate(who, 1)
    ]
    stage.put(
        "Deans/after school detention 10-12.txt",
        "\n".join(["After school detention, Rm 204", "", *lines]),
        who,
        ["discipline"],
    )


def medicaid_consent(stage: Stage) -> None:
    """A form as question and answer lines, the answers below."""
    for one in stage.students(3):
        text = f"CONSENT TO BILL MEDICAL ASSISTANCE\n\nChild's name\n{one.full}\n\nDate of birth\n{us(one.born)}\n\nServices on the IEP\nspeech, nursing\n\nParent signature\nsigned\n"
        stage.put(
            f"Special Services/third party billing/consent_{one.number}.txt",
            text,
            [one],
            ["dob", "special_education"],
            ["economic", "health"],
        )


def visitors(stage: Stage) -> None:
    """Somebody who may not come in."""
    who = stage.take(GUARDIAN, 4)
    rows = [
        ["Person", "Flag", "Until"],
        *[
            [
                one.full,
                stage.pick(["No trespass order", "OFP - call 911", "Supervised visits only"]),
                stage.day(),
            ]
            for one in who
        ],
    ]
    stage.put("Office/raptor watch.csv", write_rows(rows), who, ["safeguarding"], ["discipline"])


def tuition(stage: Stage) -> None:
    """Aid for those who cannot pay."""
    who = stage.students(6)
    rows: list[list[object]] = [
        ["Early childhood scholarships awarded"],
        [],
        ["Child", "Award", "Hh size", "Hh income"],
    ]
    rows += [
        [one.full, "$4,000", stage.rng.randrange(2, 7), stage.rng.randrange(12000, 41000)] for one in who
    ]
    stage.put("Early Childhood/awards.xlsx", write_book({"FY23": rows}), who, ["economic"])


def coaching(stage: Stage) -> None:
    """An evaluation of a teacher that went badly."""
    for one in stage.staff(3):
        text = [
            f"Teacher: {one.full}",
            f"Evaluator: {stage.name()}",
            "Rating: unsatisfactory. Placed on a performance improvement plan; non-renewal will be recommended in March.",
        ]
        stage.put(
            f"HR/observations/{one.name.family}_{one.number}.docx", write_word(*text), [one], ["discipline"]
        )


def wellness(stage: Stage) -> None:
    """A questionnaire about moods, numbers alone."""
    who = stage.students(8)
    rows = [
        ["StudentNum", "PHQ9", "GAD7", "SI item"],
        *[
            [
                one.local_id,
                str(stage.rng.randrange(4, 25)),
                str(stage.rng.randrange(4, 20)),
                stage.pick(["0", "1", "2"]),
            ]
            for one in who
        ],
    ]
    stage.put("Counseling/screener fall.csv", write_rows(rows), who, ["counselling"], ["health"])


def bulletins(stage: Stage) -> None:
    """About nobody."""
    stage.put(
        "Health Office/head lice letter.docx",
        write_word(
            "Dear families,",
            "A case of head lice was found in your child's class. Please check hair. Call the nurse with questions.",
            stage.name(),
        ),
    )
    stage.put(
        "Deans/matrix.csv",
        write_rows(
            [
                ["Behavior", "1st", "2nd", "3rd"],
                ["Fighting", "3 OSS", "5 OSS", "10 OSS"],
                ["Vaping", "1 ISS", "3 OSS", "5 OSS"],
            ]
        ),
    )
    stage.put(
        "Special Services/IEP meeting agenda.txt",
        f"IEP MEETING AGENDA\n\n1. Introductions\n2. Present levels\n3. Goals\n4. Accommodations\nFacilitator: {stage.name()}\n",
    )
    kids = stage.students(12)
    stage.put(
        "Activities/field trip roster.csv",
        write_rows([["Name", "Grade", "Paid"], *[[one.full, one.grade, "Y"] for one in kids]]),
    )
    stage.put(
        "Library/essay contest.txt",
        "\n".join(
            f'{one.full} - "{title}"'
            for one, title in zip(
                stage.students(3),
                ["My Brother's Autism", "Homeless for a Night", "Why We Fight"],
                strict=True,
            )
        ),
    )


LATER: tuple[tuple[str, tuple[Family, ...]], ...] = (
    ("export", (retirement, wellness)),
    ("list", (wheelchair_routes, insurance_list, detention_sheet, visitors, tuition)),
    ("form", (medicaid_consent,)),
    ("prose", (open_enrolment, coaching)),
    ("nobody", (bulletins,)),
)


def para_notes(stage: Stage) -> None:
    """A diary of an aide, initials after the first line."""
    for one in stage.students(3):
        text = f"1:1 log - {one.full}\n\n10/3  refused math, hit me twice, calmed w/ headphones\n10/4  good day, toileting accident x1\n10/5  bit peer at recess, parents called, sent home\n"
        stage.put(
            f"Special Services/aides/{stage.day()}_{one.number}.txt",
            text,
            [one],
            ["discipline"],
            ["special_education", "health", "counselling"],
        )


def substitutes(stage: Stage) -> None:
    """Why somebody is away."""
    who = stage.staff(7)
    rows = [
        ["Conf#", "Absent", "Reason", "Dates", "Sub"],
        *[
            [
                str(8000 + at),
                one.full,
                stage.pick(["Chemotherapy", "Knee surgery", "Bereavement - medical", "Maternity leave"]),
                "10/3-11/4",
                stage.name(),
            ]
            for at, one in enumerate(who)
        ],
    ]
    stage.put("HR/subs/long term oct.csv", write_rows(rows), who, ["health"])


def ell(stage: Stage) -> None:
    """Where newcomers came from, and how."""
    who = stage.students(7)
    rows: Sequence[Sequence[object]] = [
        ["Nm", "Arrv US", "From", "Status"],
        *[
            [
                one.full,
                "08/2022",
                stage.pick(["Dadaab camp", "Kabul", "Honduras"]),
                stage.pick(["Refugee", "Asylum pending", "Parolee", "SIV"]),
            ]
            for one in who
        ],
    ]
    stage.put("EL/newcomers.xlsx", write_book({"22": rows}), who, ["immigration"])


def locker(stage: Stage) -> None:
    """A search and what was found, in one long paragraph that names a witness too."""
    for one in stage.students(3):
        witness = stage.name()
        text = f"On Tuesday at 9:40 the SRO and {witness} searched locker 1183, assigned to {one.full}. Inside were two cartridges marked THC and a folding knife. The items were bagged; the student's mother picked him up at 10:15."
        stage.put(
            f"Security/reports/search {one.number}.docx",
            write_word("Search report", text),
            [one],
            ["discipline"],
        )


def overpaid(stage: Stage) -> None:
    """A letter to somebody who got too much."""
    for one in stage.staff(3):
        text = [
            f"Dear {one.full}:",
            "Our records show that your pay for lane MA+15 was set too high. You were overpaid $3,412.77, which we will recover in ten installments.",
            stage.name(),
        ]
        stage.put(f"Payroll/letters/op{one.number}.docx", write_word(*text), [one], ["financial"])


def quiet(stage: Stage) -> None:
    """About nobody."""
    stage.put(
        "Security/drill schedule.csv",
        write_rows(
            [
                ["Date", "Drill", "Building"],
                ["10/3", "Fire", "Roosevelt"],
                ["10/9", "Lockdown", "Washburn"],
                ["10/20", "Tornado", "Folwell"],
            ]
        ),
    )
    stage.put(
        "HR/benefits/guide.txt",
        f"Your benefits\n\nEmployees may enroll in medical and dental. A spouse's SSN is needed to add a dependent. Ask {stage.name()}.\n",
    )
    stage.put(
        "EL/word wall.docx",
        write_word("Words for science: immune, vaccine, allergy, seizure, diabetes", stage.name()),
    )


LATEST: tuple[tuple[str, tuple[Family, ...]], ...] = (
    ("list", (substitutes, ell)),
    ("prose", (para_notes, locker, overpaid)),
    ("nobody", (quiet,)),
)
