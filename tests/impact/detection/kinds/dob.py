"""Days of birth: what headers call them, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds.examples import KindExamples

DOB = KindExamples(
    kind="dob",
    headers="""
        geb
        Stu b d
        Student birthday
        Member born
        B D
        Day of birth
        Dt of birth
        DOB dt
        Bdate
        Date born
        Born on
        Brth dt
        Birth day
        Fecha de nac
        F nacimiento
        Nacimiento
        Taariikhda dhalashada
        Hnub yug
        DOB
        D.O.B.
        Date of B
        Birthdate
        Fecha de nacimiento
        Child DOB
        Employee birth date
        B-day
        Birth
    """,
    other_headers="""
        Date
        Birth country
        Birth weight
        Place of birth
        Day
        Due date
        Date of hire
        Body
        Bids
        Border
        Date of visit
        Naciones
    """,
)
