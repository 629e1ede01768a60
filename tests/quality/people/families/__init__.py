"""Documents as they lie on a district's servers, by family: forms, exports, lists, prose, mail, databases,
and documents about nobody. Each family is written before the finder is changed for it, and scored once.
"""
