"""Sentences and cells that tell of discipline, and near ones that do not."""

from __future__ import annotations

SAID = """
    outside investigator hired, report due 11/1  We are looking into a complaint.
    paid admin leave since 9/16
    allegations vs. a coach
    five days without pay
    on paid leave pending the outcome
    benched 2 games
    He punched him in the face.
    She slapped another girl in the jaw.
    an inappropriate relationship with a student
    minors in possession
    MIP, second offense
    left students unattended
    discharged for misconduct
    see the written warning of 3/2
    despite repeated warnings
    manifestation hearing
    placed on an improvement plan
    plan of assistance
    a copy goes in his personnel file
    left the building during class
    arbitration over the firing
    The board intends to terminate her.
    fist through the wall
    hazing
    He turned in his jersey.
    a loaded pistol
    9mm magazine
    recommended expulsion
    expulsion for one calendar year
    suspension is held in abeyance
    convicted
    DWI
    shoplifting
    trespassing
    The investigator found that it happened.
    preponderance of the evidence
    recommends termination
    He was let go after it.
    fired because of it
    convicted of theft
    criminal background found
    a truancy petition
    referred to the county attorney
    14 unexcused absences
    office referral
    bus referral
    out-of-school suspension
    He has been suspended.
    suspension letter
    suspended: May 2
    expelled
    disciplinary hearing
    incident report
    possession of a firearm
    brought a vape
    bullying investigation
    an assault on a driver
    harassment charge
    letter of reprimand
    written reprimand
    suspend him without delay
    complaint against a coach
    terminated for cause
    misconduct report
    detention notice
    fue suspendido
    suspension de dos dias
    caught with marijuana
    accused of stealing
    removed for 3 days
    He got suspended.
    OSS for it
    got ISS
    2 days of OSS
    fired for it
    demoted from lead
    non-renewed for cause
    termination of employment
    dismissed for misconduct
    discharged from her position
    dismissal for it
    notice of deficiency
    notice of intent to terminate
    verbal warning
    performance improvement plan
    last chance agreement
    administrative leave
    unpaid suspension
    Loudermill
    hit list
    threat assessment
    made threats
    threatened to burn it
    pulled the fire alarm
    brought a pocket knife
    He bit the para.
    She shoved another kid.
    threw chairs at staff
    physical assault
    a verbal altercation
    under the influence
    theft of a phone
    repeated bullying
    harassment complaint
    threats against the school
    behavior contract
    attendance contract
    habitual truant
    misconduct allegation
    grievance step
    arrested
    charged with it
    his probation officer
    juvenile court
    police were called
    a tobacco citation
    citation issued
    pelea
    castigo
    ganaax
    terminated for sleeping
    asked to resign over theft
    resigned in lieu of discharge
    step 2 grievance
    gross misdemeanor
    theft 2019
    DUI 2021
    3 days off bus
    5 OSS
    ISS Mon
    off the bus 10 days
    academic dishonesty
    I am writing them up.
    She falsified her time card.
    padded his time sheets
    The board voted to expel.
    moved to exclude
    45-day removal
    days removed to date
    seen hitting
    filmed punching
    caught name calling
    threw the first punch
    He started the fight.
    choked a student
    serves a two-day unpaid
    issued three days without pay
    time card fraud
    He put his hands up her skirt.
    sent explicit photos
    left the wrestling room unsupervised
    He got a minor.
    picked up a DUI
    minor consumption
    4-game sit
    MSHSL violation
    training rules offense
    selling carts
    dealt pills
    He buys edibles.
    search his bag daily
    bag searches
    exp 3/4/26 for firecrackers
    residue and a grinder
    a mini bottle
    lost recess privileges
    slashed the bus seat
    carved a seat
    restitution
    hangs out of the bus window
    sells perc 30s
    oxy 30s
    two days, he hit
    He punched back.
    3 day off
    wrote up again
    not riding till Monday
    lit a lighter
    lit the toilet paper
    kicked off the team
    sits two games
    delinquent
    on unpaid leave
    a second write up
    MSHSL chem 1st
    They fought.
    fought at lunch
    stays home until Monday
    off till Friday for fighting
    mooning
    banned from games
    lost her parking privileges
    on purpose broke it
    tagged the wall
    shared a vape
    disorderly conduct
    unwelcome touching
    resignation in lieu of it
    unpaid leave pending
    named as a suspect
    staying after for
    3 major referrals
    juvenile probation
    5th degree assault
    term - misconduct
    for cause
    found responsible for harassment
    sanctions
    had words
    the shove
    second violation
    third strike
    disposition order
    adjudicated
    copied from a friend
    copied her essay
    left her post unattended
    conduct unbecoming
    search of his locker
    a folding knife
    vaping
    10-day suspension
    suspensions
    detention
    OSS
    fights
    truant
    defiance
    vandalism
    graffiti
    bullying
    weapons
    a gun
    THC
    intoxicated
    stealing
    cheating
    plagiarized
    threatening
    profanity
    disruptive
    skipping
    Her employment was terminated.
    grievance
    demerits
    chem health violation
    2 game suspension
    sits 3 games
    ineligible
    benched for
    off the bus until
    bus privileges
    Juul
    dab pen
    gummies
    weed
    chewing tobacco
    vodka
    drunk
    He had a lighter.
    BB gun
    taser
    cussed
    called her a slur
    racial slurs
    flipped off
    spit on
    threw a chair across
    throwing food
    punching
    kicked
    shoving
    slapping
    closed fist
    jumped another
    pulled the alarm
    left campus without
    eloped
    ditching
    walked out
    refuses to
    refusal to comply
    sent out of class
    sent to the office
    written up
    lunch detention
    failing to follow
    forgery
    phone confiscated
    searched his backpack
    contraband
    ticketed
    cited for
    charges filed
    no contest
    hearing officer
    laid hands on
    inappropriate comments
    falsified
    no call, no show
    last chance
    sleeping on the job
    smelled of alcohol
    leave pending
    pocketed
    embezzled
    threw a full bottle at
    swung at her
    set off fireworks
    lit firecrackers
    Weingarten
    geek bar
    Lost Mary
    Zyn pouch
    nicotine pouches
    swishers
    wax pens and dab carts
    recorded the fight
    owes her an apology
    got two days
    three days at home
    home today for swearing
    both off for 3 days
    first tobacco offense
    weeks without
    readmission hearing
    terms of readmission
    MIP
    a kegger
    open container
    broke the rules
    left school without permission
    hazed
    code violations
    prone hold
    ran into the street
"""
UNSAID = """
    Discipline: chemistry; 2 lines copied from another kid
    MLA citation and works cited
    Add a citation to each source.
    pods of whales
    a learning pod
    The season kicks off Friday.
    kick the ball to the wing
    The letters were sent out.
    You were copied on the mail.
    He copied the folder to the server.
    The session was terminated by the server.
    A lighter backpack is better.
    Fire from the oven was put out.
    Students are dismissed from the gym at 3.
    dismissed for lunch
    He was discharged from the clinic.
    Discharge of water
    a hit song
    the hit of the show
    Batting practice: swing level.
    The punch bowl
    hole punch
    The seat was saved.
    Carve a pumpkin.
    rule of thumb
    the rules of the game
    A bench in the hall.
    The bench was painted.
    write up the lab
    The team rode the bus.
    Two days at the museum.
    five days of rain
    He stayed for the concert.
    A slap shot goal
    the search for books
    Check the box.
    bag lunch
    The step stool is in room 4.
    The third grade
    second place
    a strike of lightning
    first aid
    Refuse bins are green.
    In the event of rain.
    He is eligible.
    Record the score.
    She filmed the play.
    Apologies to the choir.
    The trash was emptied.
    a match of chess
    The lockers were cleaned.
    warm greetings
    The court was swept.
    The jury prize
    a charge for the trip
    The phone charger
"""
