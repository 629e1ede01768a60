"""Sentences and cells that tell of health by themselves, and near ones that do not."""

from __future__ import annotations

SAID = """
    my MS makes the stairs impossible
    He bled from the nose.
    lost two teeth
    the nurse looked at it
    her back went out again moving risers
    coughing, O2 in the ambulance, home next day
    Dr says no lifting till November
    Her lupus came back in May.
    My cancer has come back.
    He broke two ribs.
    She cracked her collarbone on the ice.
    He lost the tip of his left index finger.
    crushed part of the thumb
    post-exposure prophylaxis was started
    short-term disability claim
    The doctor does not expect him to return.
    foot drop
    His throat closes up.
    a heart monitor
    ADA request
    interactive process with HR
    She is having the baby in June.
    back from rehab at Hazelden
    in treatment until March
    gastric bypass
    fertility treatments
    She disclosed having epilepsy.
    a lactation room
    pumping breaks
    20/200 od
    35 dB left
    rescreened
    referred to an eye doctor
    refer both eyes
    lost her glasses
    failed hearing
    thickened liquids
    a heart murmur
    brittle bones
    body mass
    life-threatening
    She is 12 weeks along.
    a drug test
    controlled substances and alcohol test
    breath alcohol screening
    hospitalized for observation
    prescribed with care
    medical_condition="none of ours"
    allergies: "see card"
    medications: see card
    individualized health plan
    an anaphylaxis action plan
    medical history form
    medication log
    type 1 diabetes
    cystic fibrosis
    sickle cell
    bulimia
    Ritalin
    school nurse note
    clinic visit
    health insurance number
    health screening results
    a miscarriage
    lab results
    medical leave
    patient number
    vision screening referral
    He tested positive for it.
    They are being treated for it.
    The medicine must be kept cold.
    inhaler is given at noon
    tuberculosis
    muscular dystrophy
    Tourette's
    celiac
    hypoglycemia
    kidney failure
    breast cancer
    cancer treatment
    a severe allergy
    bee allergy
    an allergic reaction to nuts
    diagnosticada con asma
    alergia a la leche
    enfermedad cronica
    She takes Lexapro.
    started on Keppra
    put on birth control
    taken to the ER
    He was admitted to the hospital.
    going to detox
    residential treatment
    psychiatric hold
    discharged from Regions
    another seizure
    had surgery
    her miscarriage
    He uses an inhaler.
    needs his walker
    wears hearing aids
    carries an EpiPen
    requires tube feeding
    knee surgery
    workers' comp claim
    first report of injury
    restricted duty
    maternity leave
    leave of absence for health
    ICD-10: F90.0
    diagnostic code
    PHQ-9
    Vanderbilt
    working diagnosis
    blood sugar of 310
    peak flow
    BG 240
    positive strep
    Mantoux test
    quantiferon result
    conscientious exemption
    unvaccinated
    immunization dates
    peanut allergies
    gluten intolerance
    prenatal
    gave birth on Tuesday
    alcohol dependence history
    chemical abuse assessment
    scoliosis screening result
    hearing screening failed
    convulsiones
    vacunas
    discapacidad visual
    xasaasiyad
    sonkorow
    mob hawb pob
    qaug dab peg
    dx'd with it
    kidney transplant
    lung disease
    She starts another round of chemo.
    He has mono.
    out with pink eye
    They have lice.
    with appendicitis
    T2D
    insulin-dependent
    seizure protocol
    an epileptic
    immunocompromised
    IHP
    allergy plan
    a health alert
    lo operaron ayer
    fiebre desde el lunes
    embarazada
    padece del corazon
    positive for THC
    pos: opiates
    MRO verified
    c-section
    lumpectomy
"""
UNSAID = """
    a 5-point harness
    the bus is down 9 lbs of air
    screened windows on high
    my MS Word makes two pages of it
    They bled the brakes.
    lost the key
    CPR class is full.
    The nets are torn.
    The PHP script failed.
    GET /index.php 200
    Duo bypass codes were sent.
    The seniors are done for the year.
    The bus broke down.
    a broken chair
    He lost his jacket.
    Tip jar for the band.
    The book report is due.
    Book a room at the inn.
    Treat day on Friday.
    The first aid kit is in room 4.
    He passed the ball.
    passes for the hall
    shots on goal
    The shot clock is off.
    Post the flyer by the office.
    A weighted grade.
    a patient teacher
    Patience is a virtue.
    He is good with numbers.
    the nurse's station prop for the play
    Positive attitude award.
    Negative numbers worksheet.
    The temperature of the pool.
    The pressure of the tires.
    The heart of the matter.
    He has a cold drink.
    Ice cream social.
    The walker school
    lens for the camera
    The glass case is broken.
    brake pads
    a cast of ten
    The cast list for the musical is up.
    the screening of the film
    Screen time for the projector.
    Dose of reality.
    eyes on the board
    Leave the room clean.
    Leave your phone in the box.
    return the book
    an exempt employee
    He sat on the stage.
    A hard case for the laptop.
    The cotton shirt.
    The pump of the bicycle.
    carbon paper
    Milk and cookies.
    Eggs for the science fair.
    Diet soda machine.
    The trachea has rings of cartilage.
    Tape the poster.
    fall sports
    Harness for the stage lights.
    Pulse of the city.
"""
