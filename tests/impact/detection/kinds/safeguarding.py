"""Custody, homes, orders of courts and harm at home: what tells of them, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds import safeguarding_sentences
from tests.impact.detection.kinds.examples import KindExamples

SAFEGUARDING = KindExamples(
    kind="safeguarding",
    said=safeguarding_sentences.SAID,
    unsaid=safeguarding_sentences.UNSAID,
    headers="""
        Homels
        Homeless flag
        HRO
        TRO
        MKV
        McKinney-Vento
        Nighttime res
        Unaccompanied youth
        CPS report no
        child prot worker
        GAL
        Guardian ad litem
        release restrictions
        dismissal alerts
        Not released to
        never allowed
        May not pick up
        Barred person
        Protected party
        Order expires
        Order on file
        Where staying
        currently sleeping
        Housing situation
        Runaway status
        Guardianship type
        Ward of
        Legal custody
        Legal hold
        Custody arrangement
        Custodial parent
        DHS case
        County case no
        HUD category
        Displaced by
        HMLS
        Hless
        FST
        Foster ind
        Legal alerts text
        alert legal expires
        Custody notes
        Restraining order
        Foster care flag
        Neglect report
        Nighttime residence code
        Primary nighttime residence
        Do not release to
        Pick up restrictions
        Living arrangement
        Sleeping at
        Shelter
        MV status
        Caregiver
        Case worker
        Maltreatment
        No contact
        Where slept last night
        Nights spent
        Mck V
        TAT level
        BTAM outcome
        TAT date
        Mandated reports filed
        Rpt made to county
        Harassment complaint
        Title IX role
        T9 status
        Resp compl
        Complainant respondent
        CHIPS petition
        Orden de proteccion
        Custodia
        Personas no autorizadas para recoger
        No autorizado a recoger
    """,
    other_headers="""
        Home
        Home phone
        Homework
        Case
        Order
        Night class
        Pick up time
        Release date
        Visit
        Award
        Report
        Shelter island trip
        Staying late
        Car
        Alert
        Contact
    """,
    titles="""
        CPS
        child protection
        custody
        family in transition
        students in transition
        homeless list
        McKinney
        MKV
        foster care
        abuse
        mandated reports
        restraining
        safeguarding
        maltreatment
        OFP
        no contact
        doubled up
        Title IX
        MV 2026
        unaccompanied
        kinship
        orders of protection
        HRO
        court orders
        legal alerts
        no pickups
        pickup restrictions
        do not release
        neglect
        sexual assault
        TIX
        trafficking
        runaways
        domestic violence
        guardianship
        DOPA
        educational neglect
        626.556
        termination of parental rights
        safe at home
        address confidentiality
        welfare check
        housing instability
    """,
    other_titles="""
        tix orders 2014
        prom tix sold
        tix export
        tix closed
        Basketball court
        Home games
        Family night
        pick up line
        Order forms
        Chips and dip
        Transition to middle school
        Case of books
        lost and found
        release notes
    """,
    codes="""
        CHIPS
        Homels
        HMLS
        Unacc
        Runaway
        Doubled-up
        Motel
        Hotel/Motel
        Unsheltered
        Couch surfing
        Transitional
        Foster care
        Kinship
    """,
)
