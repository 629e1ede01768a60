"""Documents about nobody, though they name people, forms or numbers."""

from __future__ import annotations

from tests.quality.people.families.stage import Family, Stage, write_book, write_rows, write_word


def blanks(stage: Stage) -> None:
    """Forms that nobody filled in."""
    stage.put(
        "Health Office/forms/blank emergency card.docx",
        write_word(
            "EMERGENCY HEALTH CARD",
            [["Student name:", "", "DOB:", ""], ["Allergies:", "", "Medications:", ""]],
            "Return to the nurse.",
        ),
    )
    stage.put(
        "HR/forms/direct deposit.txt",
        "DIRECT DEPOSIT AUTHORIZATION\n\nEmployee name: ____________  SSN: ___-__-____\nRouting number: ________  Account number: ________\nSigned: __________\n",
    )
    stage.put(
        "Deans/forms/referral template.docx",
        write_word(
            "Office referral",
            "Student: [name]    Grade: [ ]",
            "Behavior: fighting / defiance / vaping (circle one)",
            f"Return to {stage.name()}",
        ),
    )


def rules(stage: Stage) -> None:
    """Policies and what officials say of them."""
    stage.put(
        "Board/policies/514 bullying.docx",
        write_word(
            "514 BULLYING PROHIBITION",
            "A student who engages in bullying is subject to suspension or expulsion.",
            f"Contact: {stage.name()}, Human Rights Officer, 612-555-0100.",
        ),
    )
    stage.put(
        "HR/handbook leave.txt",
        f"FMLA leave\n\nEmployees may take medical leave of up to 12 weeks. Diagnosis need not be disclosed. Questions: {stage.name()}, benefits.\n",
    )
    stage.put(
        "Special Services/due process memo.docx",
        write_word(
            "IEP due process steps",
            f"From: {stage.name()}",
            "1. Evaluate the student. 2. Hold the IEP meeting. 3. Send the prior written notice.",
        ),
    )


def lessons(stage: Stage) -> None:
    """Fiction, lessons, stages."""
    hero = stage.students(1)[0]
    stage.put(
        "Classrooms/ela/poem.txt",
        f"The Asthma of the Wind\nby {hero.full}\n\nThe wind has asthma, the sea has seizures,\nthe moon was suspended for fighting the sun.\n",
    )
    stage.put(
        "Classrooms/psych/case study.docx",
        write_word(
            "Case study: Marcus",
            "Marcus, 16, was diagnosed with depression and takes Zoloft. What would you say to him?",
            f"AP Psychology, {stage.name()}",
        ),
    )
    stage.put(
        "Theater/program.txt",
        "The Curious Incident\n"
        + "\n".join(
            f"{part} ........ {one.full}"
            for part, one in zip(["Christopher (autistic boy)", "Judy", "Ed"], stage.students(3), strict=True)
        ),
    )


def plain_lists(stage: Stage) -> None:
    """Names, and nothing that is anybody's."""
    kids = stage.students(40)
    stage.put(
        "Classrooms/rosters/5A.xlsx",
        write_book({"5A": [["Student", "ID", "HR"], *[[one.full, one.local_id, "5A"] for one in kids[:20]]]}),
    )
    stage.put(
        "Activities/math league.csv",
        write_rows(
            [
                ["Name", "ID", "Score", "Rank"],
                *[
                    [one.full, one.local_id, stage.rng.randrange(20, 60), at]
                    for at, one in enumerate(kids[20:30], 1)
                ],
            ]
        ),
    )
    stage.put(
        "Communications/award.txt",
        f"Congratulations to {kids[30].full}, {kids[31].full} and {kids[32].full}, who won the speech tournament! Our nurse reminds families of flu shots.\n",
    )
    stage.put(
        "Library/holds.csv",
        write_rows(
            [
                ["Patron", "Title", "Due"],
                *[
                    [
                        one.full,
                        stage.pick(["Living with Epilepsy", "Custody of the Heart", "Suspended"]),
                        stage.day(),
                    ]
                    for one in kids[33:40]
                ],
            ]
        ),
    )


def codes(stage: Stage) -> None:
    """Code tables, logs, prices, serial numbers."""
    stage.put(
        "SIS/config/discipline_codes.csv",
        write_rows(
            [
                ["Code", "Offense", "Days"],
                ["01", "Fighting", "3"],
                ["02", "Weapon", "10"],
                ["03", "Drugs", "5"],
                ["04", "Truancy", "1"],
            ]
        ),
    )
    stage.put(
        "IT/logs/badge.log",
        "\n".join(
            f"{stage.day()}T07:{stage.rng.randrange(60):02d}:11 door=3 badge={stage.rng.randrange(100, 899)}-{stage.rng.randrange(10, 99)}-{stage.rng.randrange(1000, 9999)} user={one.email.partition('@')[0]} GRANTED"
            for one in stage.staff(12)
        ),
    )
    stage.put(
        "IT/assets/carts.csv",
        write_rows(
            [
                ["Serial", "Tag", "Assigned", "PO"],
                *[
                    [
                        str(stage.rng.randrange(10**8, 10**9)),
                        f"{stage.rng.randrange(100, 799)}-{stage.rng.randrange(10, 99)}-{stage.rng.randrange(1000, 9999)}",
                        one.full,
                        "4411",
                    ]
                    for one in stage.students(12)
                ],
            ]
        ),
    )
    stage.put(
        "HR/posting.txt",
        f"Special education teacher, 1.0 FTE. Salary $52,000. Apply to {stage.name()} by Friday. Must hold a license.\n",
    )


def trainings(stage: Stage) -> None:
    """Made-up people, and those who teach with them."""
    stage.put(
        "Training/privacy slides.txt",
        f"What is private data?\n\nExample: Jane Sample, SSN 123-45-6789, born 1/1/2010, has an IEP and was suspended twice.\nPresenter: {stage.name()}\n",
    )
    stage.put(
        "Training/sis sandbox.csv",
        write_rows(
            [
                ["Last", "First", "DOB", "Medical"],
                *[[f"Demo{at}", "Student", "1/1/2005", "Asthma"] for at in range(8)],
            ]
        ),
    )
    stage.put(
        "Communications/clinic flyer.txt",
        f"Free vaccine clinic! MMR and flu shots for all students on Saturday. Bring immunization records. Nurse {stage.name()} will be there. Call 612-555-0144.\n",
    )
    stage.put(
        "Board/minutes october.txt",
        f"Present: {stage.name()}, {stage.name()}, {stage.name()}\n\n{stage.name()} reported that suspensions fell by 12 percent. The board approved the health insurance renewal.\n",
    )


NOBODY: tuple[Family, ...] = (blanks, rules, lessons, plain_lists, codes, trainings)
