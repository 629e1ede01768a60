"""Passwords, codes and keys: what headers and titles call them, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds.examples import KindExamples

CREDENTIALS = KindExamples(
    kind="credentials",
    headers="""
        Patron pw
        web password
        OPAC pass
        MFA seed
        Magic word
        Sign in secret
        User pwd
        temp password plain
        Chromebook pw
        pwd_md5
        password set
        Passphrase
        pw issued
        pw reset to
        Userpass
        pass sha256
        Pass
        Recovery answer
        Challenge question
        Lunch pin
        Gate code
        Alarm pin
        Keypad pin no
        PIN #
        TOTP secret
        2FA
        Wifi key
        AD pass
        Laptop passcode
        Locker combination
        Copier code
        Phone lock code
        Absence system pin
        Contraseña
        Clave de acceso
        Unlock code
        Temp
        Pass hash
        passplain
        One-time code
        Activation key
        Registration code
        Bypass codes
        Pairing pin
        Invitation code
        Log in password
        Library pin
        Clever PIN
        ID pins
        Password
        Student passcode
        New pin code
        Secret phrase
        Door code
        Arm code
        Disarm code
        Panel code
        Access code
        Combo
        Lock combination
        Security question
        Reset code
        Backup code
        Voicemail PIN
        API key
        Token
        Private key
        Credentials
        POS pin
        QR badge code
        MFA backup codes
        OTP scratch key
        VM pw
        Alarm user codes
        Security q ans
        IXL password
        Google pw
        Seesaw password
        Canvas pass
        iCloud pass
        PowerSchool password
        Zoom passcode
        Fax code
        Postage pin
        Portal key
        Activ code
    """,
    other_headers="""
        Zip code
        Course code
        Badge
        Badge color
        Key ring
        Passing grade
        Hall pass no
        Temp F
        Question
        Answer
        Login
        User
        Tokens earned
        Pin size
        Door
        Combination plate
        Seed packet
    """,
    titles="""
        passwords
        credentials
        logins
        passcode
        secret words
        student logins
        Google pws
        parent portal logins
        pin list
        user codes
        keys and alarms
        alarm codes
        keypad users
        door combos
        disarm code
        alarm lists
        panel users
        pw reset
        pwds
        pins
        one-time keys
        bypass codes
        pairing pin
        activation letters
        locker combinations
        voicemail pins
        backup codes
        breakglass
    """,
    other_titles="""
        zip codes
        codes of conduct
        course codes
        dress code
        key club
        bowling pinsetter
        lock down drill
        login procedure
        hall passes
        code lookup
        alarm clock project
    """,
)
