"""Illness, medicine, injury and leave: what tells of somebody's health, and what only sounds so."""

from __future__ import annotations

from tests.impact.kinds.examples import KindExamples

HEALTH = KindExamples(
    kind="health",
    said="""
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
        a 5-point harness
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
    """,
    unsaid="""
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
    """,
    headers="""
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
