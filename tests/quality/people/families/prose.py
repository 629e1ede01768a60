"""Forms, letters, notes, chats and mail; databases and nested records."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

from tests.quality.people.families.stage import (
    DISABILITIES,
    ILLNESSES,
    OFFENCES,
    Family,
    Stage,
    us,
    write_word,
)
from tests.quality.people.population import GUARDIAN


def boxed(stage: Stage) -> None:
    """Labels above what they ask for, in the boxes of a form."""
    for one in stage.students(4):
        table = [
            ["STUDENT LEGAL NAME\n" + one.sorted_name, "BIRTHDATE\n" + us(one.born)],
            ["GRADE\n" + one.grade, "ALLERGIES / CONDITIONS\n" + stage.pick(ILLNESSES)],
        ]
        stage.put(
            f"Health Office/forms/H{one.number}.docx",
            write_word("EMERGENCY HEALTH FORM", table),
            [one],
            ["dob", "health"],
        )


def stacked(stage: Stage) -> None:
    """A line of labels, a line of answers."""
    for one in stage.staff(4):
        text = f"Form W-4  Employee's Withholding Certificate\n\nFirst name and middle initial      Last name            Social security number\n{one.name.given:<35}{one.name.family:<21}{one.ssn}\n\nAddress\n{one.street}\n"
        stage.put(f"HR/onboarding/w4_{one.number}.txt", text, [one], ["ssn"], ["financial"])


def spanish(stage: Stage) -> None:
    """In Spanish."""
    for one in stage.students(4):
        text = f"INFORMACIÓN DE SALUD DEL ESTUDIANTE\n\nNombre del estudiante: {one.full}\nFecha de nacimiento: {us(one.born)}\nGrado: {one.grade}\nAlergias o enfermedades: {stage.pick(['asma', 'alergia al maní', 'diabetes tipo 1', 'convulsiones'])}\nFirma del padre: ______\n"
        stage.put(f"Health Office/formas/{one.number}.txt", text, [one], ["dob", "health"])


def somali(stage: Stage) -> None:
    """In Somali."""
    for one in stage.students(3):
        text = f"FOOMKA CAAFIMAADKA\n\nMagaca ardayga: {one.full}\nTaariikhda dhalashada: {us(one.born)}\nFasalka: {one.grade}\nXaaladda caafimaad: {stage.pick(['neef (asthma)', 'sonkorow', 'suuxdin'])}\nDaawo: haa\n"
        stage.put(f"Health Office/foomam/{one.number}.txt", text, [one], ["dob", "health"])


def hmong(stage: Stage) -> None:
    """In Hmong."""
    for one in stage.students(3):
        text = f"DAIM NTAWV QHIA TXOG KEV NOJ QAB HAUS HUV\n\nTub ntxhais kawm lub npe: {one.full}\nHnub yug: {us(one.born)}\nQib: {one.grade}\nKab mob los yog tshuaj: {stage.pick(['mob hawb pob', 'ntshav qab zib', 'qaug dab peg'])}\n"
        stage.put(f"Health Office/ntawv/{one.number}.txt", text, [one], ["dob", "health"])


def narrated(stage: Stage) -> None:
    """Named once, then "the student" and "he"."""
    for one in stage.students(5):
        parts = [
            f"Phone call {stage.day()}, logged by {stage.name()}.",
            f"Dad of {one.full} called.",
            "He was seen at Children's last night after a seizure at home; the neurologist raised the Keppra.",
            "He should rest this week. Note for gym.",
            "Second call: he had another one this morning, ER advised.",
        ]
        stage.put(f"Health Office/calls/{one.number}.txt", "\n\n".join(parts), [one], ["health"])


def noticed(stage: Stage) -> None:
    """Staff discipline under a line that says whom it is about."""
    for one in stage.staff(4):
        text = [
            "October 3, 2022",
            "VIA CERTIFIED MAIL",
            f"RE: {one.full} - Notice of Deficiency",
            "This follows our meeting of last week. You raised your voice at a parent and left your class alone.",
            "You are suspended without pay for three days.",
            f"{stage.name()}, Director of Human Resources",
        ]
        stage.put(f"HR/Employee relations/NOD {one.number}.docx", write_word(*text), [one], ["discipline"])


def named_file(stage: Stage) -> None:
    """Only the name of the file says whom it is about."""
    for one in stage.students(4):
        text = [
            "Evaluation report",
            f"Reason for referral: teacher concern. The team finds that the student meets the criteria for {stage.pick(DISABILITIES)}.",
            f"Examiner: {stage.name()}",
        ]
        stage.put(
            f"Special Services/psych/{one.name.family}, {one.name.given} eval.docx",
            write_word(*text),
            [one],
            ["special_education"],
            ["health"],
        )


def named_folder(stage: Stage) -> None:
    """Only the folder does, by name or by number."""
    for at, one in enumerate(stage.students(6)):
        folder = f"{one.name.family} {one.name.given}" if at % 2 else f"{one.local_id}"
        stage.put(
            f"Deans/files/{folder}/contract.txt",
            f"BEHAVIOR CONTRACT\n\nAfter the suspension for {stage.pick(OFFENCES)} the student agrees to check in daily.\nDean: {stage.name()}\n",
            [one],
            ["discipline"],
        )


def kept_away(stage: Stage) -> None:
    """A parent whom a court keeps away."""
    for one in stage.take(GUARDIAN, 4):
        stage.put(
            f"Office/alerts/{one.number}.txt",
            f"ALERT for front desk\n\nA harassment restraining order against {one.full} is in effect. Call the SRO if seen on the grounds.\n",
            [one],
            ["safeguarding"],
            ["discipline"],
        )


def assaulted(stage: Stage) -> None:
    """Who was hurt, and who wrote it down."""
    for one in stage.students(4):
        text = [
            "Confidential incident statement",
            f"Reported by: {stage.name()}",
            f"Today {one.full} told me that she was sexually assaulted by an older student behind the gym on Friday.",
            "Police and parents were called.",
        ]
        stage.put(
            f"Title IX/statement {one.number}.docx",
            write_word(*text),
            [one],
            ["safeguarding"],
            ["health", "discipline"],
        )


def chat(stage: Stage) -> None:
    """A chat that was exported."""
    who = stage.students(6)
    lines = []
    for one in who:
        lines += [
            f"[10/3/22, 9:{stage.rng.randrange(10, 59)} AM] {stage.name()}: heads up {one.full} got OSS for {stage.pick(OFFENCES)}",
            f"[10/3/22, 10:02 AM] {stage.name()}: ugh ok thx",
        ]
    stage.put("Admin team/WhatsApp Chat with APs.txt", "\n".join(lines), who, ["discipline"])


def _mail(stage: Stage, subject: str, body: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = (
        f"{stage.name()} <office@lakeview-schools.example>",
        f"{stage.name()} <team@lakeview-schools.example>",
    )
    message["Subject"], message["Date"] = subject, "Mon, 03 Oct 2022 09:12:00 -0500"
    message.set_content(body)
    return message.as_bytes()


def subject_line(stage: Stage) -> None:
    """The subject names, the body tells."""
    for one in stage.students(5):
        stage.put(
            f"Mail/export/{one.number}.eml",
            _mail(
                stage,
                f"{one.full}",
                "Mom says the psychiatrist started her on Prozac after the hospital stay. Please watch for drowsiness.\n\nThanks",
            ),
            [one],
            ["health"],
            ["counselling"],
        )


def withheld(stage: Stage) -> None:
    """About somebody's wages."""
    for one in stage.staff(3):
        stage.put(
            f"Mail/export/g{one.number}.eml",
            _mail(
                stage,
                "levy",
                f"We got an IRS levy for {one.full} ({one.local_id}). Start withholding 25% of net pay with the next check.",
            ),
            [one],
            ["financial"],
            ["economic"],
        )


def zipped(stage: Stage) -> None:
    """A member of an archive bears the name."""
    who = stage.students(4)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one in who:
            archive.writestr(
                f"export/{one.name.given}_{one.name.family}.txt",
                "Counselor session: talked about self-harm, safety plan signed. Next visit Tuesday.\n",
            )
    stage.put("Counseling/handover.zip", out.getvalue(), who, ["counselling"], ["health"])


def database(stage: Stage) -> None:
    """People in one table, what they did in another, what its codes mean in a third."""
    who = stage.students(14)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        base = sqlite3.connect(path)
        base.executescript(
            "create table person(pid integer primary key, perm text, ln text, fn text); create table event(eid integer primary key, pid integer, code integer, dt text); create table code(code integer, label text);"
        )
        base.executemany("insert into code values(?,?)", list(enumerate(OFFENCES)))
        for number, one in enumerate(who, 1):
            base.execute(
                "insert into person values(?,?,?,?)", (number, one.local_id, one.name.family, one.name.given)
            )
            base.execute(
                "insert into event values(?,?,?,?)", (number, number, number % len(OFFENCES), stage.day())
            )
        base.commit()
        base.close()
        stage.put("Deans/tracker/tracker.sqlite", path.read_bytes(), who, ["discipline"])


def nested(stage: Stage) -> None:
    """An incident with those who took part below it."""
    who = stage.students(8)
    incidents = [
        {
            "incidentId": at,
            "behavior": stage.pick(OFFENCES),
            "date": stage.day(),
            "participants": [
                {
                    "role": "offender",
                    "person": {"id": one.local_id, "first": one.name.given, "last": one.name.family},
                }
                for one in who[at : at + 2]
            ],
        }
        for at in range(0, 8, 2)
    ]
    stage.put(
        "Deans/tracker/incidents.json",
        json.dumps({"school": "Roosevelt High School", "incidents": incidents}, indent=1),
        who,
        ["discipline"],
    )


PROSE: tuple[tuple[str, tuple[Family, ...]], ...] = (
    ("form", (boxed, stacked, spanish, somali, hmong)),
    ("prose", (narrated, noticed, named_file, named_folder, kept_away, assaulted, chat)),
    ("mail", (subject_line, withheld, zipped)),
    ("database", (database, nested)),
)
