"""Sentences and cells that tell of special education, and near ones that do not."""

from __future__ import annotations

SAID = """
    eval in progress
    He qualified DD last fall.
    speech eval for the new boy
    artic below the 5th percentile
    need you for the Conners
    small grp: Ada and Ben
    resource rm
    He qualifies under OHD.
    eligible as EBD
    She tested into special ed. He tests out of sp ed.
    The team agreed to evaluate.
    district proposes to re-evaluate
    areas to be assessed
    30 school days from consent
    compensatory reading
    special transportation form
    restrictive procedures
    a physical hold
    placed in seclusion
    speech-language therapy
    individualized education program
    individualised educational program
    IEP meeting
    IEP case manager
    his IEP
    draft IEP
    IEP for
    IEP: yes
    section 504
    504 plan
    504 team
    TMH class
    EMR room
    special education placement
    special education referral
    developmental disability
    visual impairment
    present level of performance
    least restrictive environment
    1:1 para written in the plan
    occupational therapy minutes
    speech therapy goals
    functional behavioral assessment
    behavior intervention plan
    manifestation determination
    primary disability
    extended school year services
    psycho-educational report
    a child with a disability
    programa de educacion individualizada
    educacion especial
    She meets the criteria.
    eligibility determination
    initial evaluation
    prior written notice
    IEE request
    stay-put
    autism spectrum disorder
    traumatic brain injury
    deaf-blind
    orthopedic impairment
    federal setting
    setting III
    self-contained
    resource room
    DAPE minutes
    para support
    WISC-V
    Woodcock
    Vineland
    child find
    IFSP
    triennial review
    transition plan
    behavior support plan
    assistive technology evaluation
    plan educativo individual
    servicios de educacion especial
    waxbarashada gaarka ah
    kev kawm tshwj xeeb
    on an IEP
    504 list
    IEPs: 14
    specially designed instruction
    suspected disability
    permission for the initial evaluation
    early childhood special education
    continues to qualify
    full scale IQ
    FSIQ
    Goldman
    notice of team meeting
    evaluation plan
    eligible for sped
    qualified for speech
    Help Me Grow
    part C referral
    fine motor delay
    early intervention services
    1:1 in gen ed
    tally sheet for biting
    comp hours owed
    SLP consult
    OT push
    O&M
    orientation and mobility
    a gait trainer
    adapted PE
    resource math
    indirect minutes
    minutes from 30 to 60
    a behavior goal
    opened the evaluation
    level 4 placement
    day treatment program
    manifestation
    manifestation mtg
    504
    sped
    SLD
    DHH
    paraprofessional
    accommodation
    modifications
    exceptionality
    disabilities
    reevals
    manifestation det
    consent to evaluate
    1:1 para
    AAC device
    ECSE
    pull-out
    co-taught
    extended time
    read aloud
    preferential seating
    small group testing
    text to speech
    braille
    large print
    a scribe
    sign language interpreter
    FM system
    a sensory break
    asd; ohi; dcd
    BIP
    FBA
    speech minutes
    articulation
    easy onset
    wh-questions
    initial /r/
    /s/ blends
    has PT
    DAPE
    social skills group
    life skills
    center-based
    cluster site
    setting 4
    ESY
    regression/recoupment
    self-sufficiency
    IEE
    annual IEP
    goal 3:
    trials of 5
    percent accuracy
    80% of opportunities
    4 out of 5 trials
    primary dis
    eval w/o service
    failure to implement the IEP
"""
UNSAID = """
    work in progress
    He qualified for state last fall.
    goals in the second half
    speech team, extemp
    the speech bus
    OT 4.5 hrs this week
    Tia Long: OT 3, sub pay
    Trials of the new software
    Speech contest on Friday.
    He gave a speech.
    The evaluation of the new bus
    eligibility of players
    The criteria of the rubric
    least amount of paint
    a restrictive diet
    The section on fractions
    Section 50 of the stadium
    room 504B
    the goal of the game
    goal kick
    Goalie gloves
    A special guest
    special of the day
    the plan of the house
    plane tickets
    the resource fair
    The individual medley
    an individual award
    The occupation of the town
    the class setting of the play
    Setting the table
    the print shop
    the minutes of the meeting
    transition words
    in transit
    The child was found.
    Help me growl
    the motor of the bus
    Level 2 of the game
    Trial of Socrates
    trials and tribulations
    The team agreed to practice.
    A written notice
    physical science
    hold the door
    Part B of the test
    part of the play
    an initial on each page
    early bird
    The service desk
    consent of the governed
    prompt service
"""
