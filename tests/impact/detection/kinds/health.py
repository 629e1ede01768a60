"""Illness, medicine, injury and leave: what tells of somebody's health, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds import health_sentences, health_words
from tests.impact.detection.kinds.examples import KindExamples

HEALTH = KindExamples(
    kind="health",
    said=health_sentences.SAID + health_words.SAID,
    unsaid=health_sentences.UNSAID,
    headers="""
        bg_mgdl
        Glucose mg/dl
        carbs_g
        units_novolog
        Lantus dose
        No puede comer
        Cannot eat
        Restricciones de dieta
        Prior concussions
        History of TBI
        # of concussions
        BMI percentile
        Ht
        Inj site
        Restr
        Rxn
        PRN
        Rescue med
        What we watch for
        Type of seizure
        Med times
        Carb ratio
        Insulin dose
        Correction factor
        Vacc status
        Hearing R
        Vision left
        Hospitalized for
        RTL step
        Sick bal
        Work comp claim no
        Primary dx
        Current diagnosis code
        Cardiac
        ADHD
        Migraine
        Hearing aid
        Exemptions on file
        Health flag
        Medical concern
        Alert med
        Imm status
        Shots due
        Missing doses
        Reason for visit
        Insurance carrier
        Dental coverage
        PMI no
        MA number
        Height
        Pregnant
        Lice check
        BAC
        Trach
        Oxygen
        G tube
        Feeding method
        Lead result
        Drug test result
        TB status
        Sports physical
        What hurts
        Seizure action plan
        Asthma plan on file
        Coverage tier
        Needs meds at school
        Seizures y n
        Wheelchair
        Mobility needs
        Hospital pref
        Alergias conocidas
        Medicamentos
        Condiciones de salud
        xasaasiyadda
        daawo
        tshuaj
        Allergies
        Medical history
        Dosage
        Immunization date
        Health insurance id
        Physician
        Doctor
        Medicaid number
        Nurse notes
        Blood type
        Treatment
        Symptoms
        RTP stage
        Complaint
        Screening result
        Covid test
        Mantoux result
        PPD
        Immunization exempt
        Exemption type
        DTaP
        MMR
        Chicken pox
        Hep B
        MenACWY
        Shots missing
        Vaccine status
        Conscientious objection
        Condition code
        Medication name
        Injury date
        Body part
        Reason treatment
        ICD 10 code
        Leave type
        Absence reason
        Reacts to
        Allergic to
        Trigger
        Foods to avoid
        Dietary restrictions
        Special diet
        Illness
        Mechanism
        Needs at school
        Procedure
        EpiPen location
        Meds given
        Dose given
        Chief complaint
        Temperature
        Med card exp
        Random test
        Exam
        Antigen
        Work status
        Return to work
        FMLA code
        Nature of injury
        A1C
        Cholesterol
        Biometrics
        Titer
        IGRA
        Last tetanus
        Tdap booster date
        Varicella dose 2
        Last visit to the nurse
        Concussion protocol day
        Return to learn step
        CGM reading
        Blood glucose before lunch
        Carbs and insulin
        Insulin units
        Site change
        Ketones
        Food intolerance
        Lifting restriction
        PE limitations
        Hearing scrn R L
        Vision acuity OD
        Visual acuity
        Ht wt BMI pct
        Primary care provider
        Pediatrician
        Family doctor
    """,
    other_headers="""
        Shop
        Test date
        Score
        Plan
        Time
        Site
        Hours
        Leave
        Return date
        Card
        Pass
        Note from the coach
        Reading level
        Coverage by
        Heart rate monitors
        Day
        Screen
        Status
    """,
    titles="""
        peanut+tree nut
        sheet shellfish, egg
        Alergias
        vision screening
        lice rescreen
        vis hear
        MIIC
        IHPs
        Epi
        special diets
        sick bank
        accident reports
        homebound
        medications
        immunizations
        health office
        health concerns
        allergies
        nurse
        nursing
        diagnoses
        vaccines
        shots
        FMLA
        concussion
        seizures
        TB tests
        Mantoux
        physicals
        injuries
        workers comp
        care plans
        diabetics
        screenings
        H and V
        chem health
        inhaler
        covid
        sick leave
        leaves of absence
        drug tests
        DOT pool
        random drug
        MRO
        substance abuse
        clean slate
        recovery group
        Alateen
        PE excused
        excused from gym
        physical restrictions
        line lists
        outbreak
        contact tracing
        EMS transports
        hepatitis B series
        flu clinic
        immunization upload
        do not serve
        med cards
        FSA claims
        med log
        medication times
        EpiPens
        health room
        re-screenings
        hearing tests
        scoliosis
        athletic trainer
        return to play
        FROI
        OSHA 300
        loss run
        ADA requests
        reasonable accommodations
        LOA tracker
        maternity
        pregnancy
        donated leave
        disability claims
        doctors notes
        medical certifications
        needlesticks
        exposure log
        EAP
        dietary
        food allergies
        hospital
        noncompliant
        AISR
        dental screening
        not current on shots
        missing physicals
    """,
    other_titles="""
        milk
        Peanut butter drive
        Basketball shots chart summary by game
        health curriculum
        nurse schedule of shifts
        Leave the lights on
        film screen
        heart of gold award
        test calendar
        plan books
        first aid kit inventory list of contents procedure
        Vision statement
        drill log
        athletic banquet
    """,
    codes="""
        FMLA
        STD
        LTD
        Asthma
        Diabetic
        Epilepsy
        Peanut
        EpiPen
        Inhaler
        Oxygen
        Nebulizer
        Trach
        Wheelchair
        Migraines
        Concussion
        Depression
    """,
)
