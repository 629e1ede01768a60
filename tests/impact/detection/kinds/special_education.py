"""Plans, eligibility and services of special education: what tells of them, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds import special_education_sentences
from tests.impact.detection.kinds.examples import KindExamples

SPECIAL_EDUCATION = KindExamples(
    kind="special_education",
    said=special_education_sentences.SAID,
    unsaid=special_education_sentences.UNSAID,
    headers="""
        SE prim
        Primary sped cat
        small group testing
        Read to
        Noise cancelling
        Ext time
        Door to door
        Next annual due
        IEP anniversary
        SWD flag
        504 y n
        Case coord
        Sped CM
        Triennial eval
        3 yr review
        Annual due date
        Service minutes per week
        OT mins
        Speech minutes wk
        Related services
        Mods
        Accoms provided
        Testing needs
        Primary exc
        Sec category
        IDEA cat
        Sped ind
        1:1 aide
        Para hours
        PWN sent
        Consent signed
        DAPE
        Placement option
        IEP status
        Section 504 plan
        Spec ed flag
        Secondary disability code
        IEP goals
        Special education setting
        Fed setting
        LRE
        Prim disab
        Eval status
        Sped setting
        Plan type
        Ann due
        Reeval
        Goal area
        Area of need
        Svc
        Testing accommodations
        ESY reason
        Regression
        Eligib area
        Impairment
        AAC
        BIP
        FBA
        Text read aloud
        Extended time 1.5
        time and a half
        Pref seating
        Separate setting
        PLAAFP done
        Annual goal prog
        Goal 2 progress
        Lift bus
        Safety harness
        STAR seat
        Medicaid billing consent
        Consent to bill
        Child study outcome
        Educ especial
        Plan 504
        Terapia del habla
    """,
    other_headers="""
        Case
        Manager
        Minutes of meeting
        Seat
        Bus
        Time
        Room
        Reading group
        Team
        Class
        Harness size for stage
        Next date
        Mobile
        Equipment no
    """,
    titles="""
        testing accommodations
        ACT accoms
        setting IV
        IEPs
        resource program
        para schedule list? para grid
        SLP
        ESY
        504s
        sped
        EBD
        restraint
        seclusion
        restrictive procedures
        special education
        special services
        psychoeducational
        psych evals
        BIPs
        child count
        caseload
        federal setting
        disabilities
        ECSE
        IFSP
        manifestation
        due process
        level III program
        OT minutes
        PWNs
        prior written notices
        evaluation reports
        re-evals
        third party billing
        SpEdForms
        EdPlan
        alternate assessment
        MTAS
        paraprofessionals
        center based
        assistive tech
        self contained
        extended school year
        annuals due
        triennials due
        pullout for OT
        small group testing
        para coverage? paras assignments
        classroom ASL interpreting
        per the IEP
        IEP transport
    """,
    other_titles="""
        debate team
        debate meets
        room settings
        annual picnic
        resources for all
        plan books
        bus minutes
        act prep
        sat calendar
        service project
        evaluation of vendors
        case of paper
    """,
    codes="""
        IEP
        504
        OHD
        EBD
        ASD
        OHI
        DCD-MM
        Deaf
        SLI
        TBI
        ECSE
        Autism Spectrum Disorder
        Specific Learning Disability
        Other Health Impairment
        Speech/Language
        Physical hold
        Seclusion
    """,
)
