"""Words of health that tell it beside somebody, in sentences and cells."""

from __future__ import annotations

SAID = """
    sober 60 days
    testosterone shots
    weight down 9 lbs since August
    screened high on the EDE-Q
    menstrual cramps
    She got her period.
    Tyl at 10
    ibu
    opioid treatment
    meth recovery program
    in rehab for it
    day treatment
    detoxing
    a sober house
    aftercare group
    She fainted again.
    faints
    He eats next to nothing.
    She won't eat lunch.
    throws up after lunch
    He taped his ankle.
    wrapped her knee
    excused from gym
    can't do PE
    corrective lenses
    Her hands shake.
    His legs go numb.
    sensorineural
    conductive loss
    audiogram
    did not pass the hearing
    failed his vision screening
    20/70
    tubes in both ears
    meds wear off
    He uses the lift.
    after her hospitalization
    color deficient
    wets the bed
    a sleepwalker
    live nits
    bugs in her hair
    had an accident in his pants
    no wheat or no dairy
    no eggs, no nuts
    Milk makes him very sick.
    gets hives
    one working kidney
    eczema flare-ups
    a colonoscopy
    eating d/o
    back brace
    She tore it clean through.
    surgery will operate Monday
    The surgeon operates Friday.
    He is out for the season.
    passed out
    knocked him flat
    a sleep study
    spells of 20 seconds
    an abscess
    cavities
    a toothache
    two loose teeth
    root canal
    ringworm
    cellulitis
    ear drops
    180 mg/dl
    mmHg
    lead level
    multiple sclerosis
    vagus nerve
    a pacemaker
    OCD
    night terrors
    She burned her hand.
    chemical in his eyes
    staples in the scalp
    cutting himself
    checks her blood sugar
    tests sugars
    reactive for TB
    BAT 0.08
    mononucleosis
    a bee sting
    hives
    sesame
    red dye
    vocal tics
    The dose was raised.
    wheelchair
    an O2 tank
    g-tube
    radiation
    clonidine
    swallow study
    kidney stones
    lithium
    fentanyl
    a dirty UA
    UA positive
    a bloody nose
    cot rest
    rested on the cot
    ice to her knee
    a tick removed
    splinter
    swollen
    slipped disc
    temp of 101.2
    O2 sat
    pulse 110
    asthma
    spina bifida
    hearing loss
    blindness
    fetal alcohol
    concussions
    torn meniscus
    sprained
    glucagon
    Diastat
    Benadryl
    amoxicillin
    antibiotics
    Narcan
    anaphylactic
    a neurologist
    an insulin pump
    FMLA
    vomiting
    dizzy
    nosebleed
    Tdap
    varicella
    strep throat
    tonsillectomy
    whooping cough
    head lice
    crutches
    whiplash
    biopsy
    infusion
    ACL
    stress fracture
    dislocated his shoulder
    chipped tooth
    j-tube
    ventilator
    suctioning
    VP shunt
    pulse ox
    toileting
    diapers
    Dexcom
    carb counting
    ketones
    Novolog
    self-carries
    Flovent
    Zyrtec
    Valtoco
    gabapentin
    Miralax
    levothyroxine
    amphetamine
    atomoxetine
    Cymbalta
    Remicade
    methotrexate
    Plan B
    PKU
    gluten-free
    POTS, arrhythmia
    paraplegic
    rheumatoid
    reflux
    hives
    thyroid
    legally blind
    latent TB
    a heart attack
    bypass surgery
    high blood pressure
    hip replacement
    bed rest
    herniated disc
    carpal tunnel
    workers comp
    light duty
    chronic pain
    dementia
    He threw up.
    passing out
    short of breath
    trouble breathing
    wheezing
    nausea
    a rash
    stomach pain
    He wet himself.
    fell and hit the curb
    hit her head
    a goose egg
    sent home sick
    unresponsive
    ambulance
    911 call
    paramedics
    urgent care
    hospice
    physical therapist
    orthodontist
    a dermatologist
    the nurse rides along
    a dr. note
    doctor says no gym
    excused by the clinic
    IOP program
    a treatment facility
    sober living
    tree nuts
    wasp stings
    cow's milk protein
    egg-free
    thickened liquids
    finger stick
    post-accident drug positive
    SAP referral
    blood alcohol
    BP 150/95
    blood pressure elevated
    hair pulling
    pulls out her eyelashes
    90837 - indiv therapy
    lost hearing in the left ear
    Mom is deaf.
    macular degeneration
    pump site
    sugar was 54
    counts carbs
    fractured his left wrist
    sling stays on
    head bump
    head inj
    no screens
    held until cleared
    out 10 days, no gym
    ImPACT test low
    T1D
    type 1: juice
    nits seen
    cannot lift more than 20
    a back injury
"""
