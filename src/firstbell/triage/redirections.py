"""Whether a message tells money where to go: an account's number, an order to pay, and that it is a new one.

Whose account sends it says nothing: mailboxes of staff are taken over for this above all.
"""

from __future__ import annotations

import re

# the words and the number stand close together; each piece has an end, so that no text costs its square
_ACCOUNT = re.compile(
    r"\b(?:account|acct|a/c|checking|savings|routing|aba|iban|cuenta|ruta|clabe|abono)\b\.?"
    r"[^\n\d]{0,40}\d[\d -]{4,24}\d"
    r"|\b\d{8,17}\b[^\n\d]{0,12}\b(?:checking|savings|ahorro|corriente)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:routing|aba|ruta)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"\b(?:put|send|wire|transfer|deposit|direct|pay|route|use|move|remit|run|make sure|go(?:es)? to|have my"
    r"|mand\w{1,3}|env[i\u00ed]\w{1,3}|deposit\w{1,3}|transfier\w{1,2}|pong\w{1,2}|us[ea]n?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:pay|paychecks?|payroll|payments?|salary|wages|checks?|deposits?|stipend|invoices?|balance|remittance"
    r"|wire|the 15th|the 30th|sueldo|salario|n[o\u00f3]mina|pagos?|dep[o\u00f3]sito|facturas?)\b|\$ ?\d",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"\b(?:new|instead|chang\w{1,4}|switch\w{1,4}|moved?|clos(?:ed|ing|es)|shut(?![ -]?off)|old one|no longer"
    r"|from now on|updat\w{1,4}|different|following|nuev[ao]s?|cambi\w{1,4}|cierra\w?|cerrad[ao]"
    r"|en lugar|otra)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:(?:has|have|did) not|hasn[\u2019']t|haven[\u2019']t|not|never|no ha[n]?) (?:been )?"
    r"(?:chang|switch|mov|cambi)\w{1,4}"
    r"|\b(?:nothing|nada) (?:to |has |is |will |will be |ha |que )?(?:chang|switch|cambi)\w*"
    r"|\b(?:no|sin) (?:changes?|cambios?)\b"
    r"|\b(?:unchanged|same as (?:always|before|ever)|as always|los mismos|de siempre)\b",
    re.IGNORECASE,
)
# the details stand elsewhere: below, in the invoice, in what is attached
_DETAILS = re.compile(
    r"\b(?:us(?:e|ing)|pay(?:ments?)?|send|remit|direct|wire|transfer|route|go(?:es)? to|us[ea]n?|pag\w{1,3}"
    r"|env[i\u00ed]\w{1,3})\b[^.!?\n]{0,50}?"
    r"\b(?:(?:bank(?:ing)?|remittance|payment|wire|wiring|ach|account)"
    r" (?:details|information|info|instructions|coordinates)"
    r"|bank account|account (?:shown|given|named|printed|on|in|below|attached)"
    r"|datos (?:bancarios|de (?:la )?(?:cuenta|pago))|cuenta bancaria)\b[^.!?\n]{0,80}",
    re.IGNORECASE,
)
_WIRE = re.compile(r"\b(?:wire|transfer|transferencia|transfier\w{1,2})\b", re.IGNORECASE)
_LONGEST = 6_000


def redirects_money(text: str) -> bool:
    """Whether a text names an account by its number and orders that money go there from now on, or at once
    by wire; or orders that new details be used, wherever they stand.
    """
    text = text[:_LONGEST]
    if any(_NEW.search(_SAME.sub(" ", found[0])) for found in _DETAILS.finditer(text)):
        return True
    if not _ACCOUNT.search(text) or not _MONEY.search(text) or not _ORDER.search(text):
        return False
    if _WIRE.search(text) and _BOTH.search(text):
        return True
    return _NEW.search(_SAME.sub(" ", text)) is not None
