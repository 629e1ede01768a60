"""When one thing was, told by another, in the forms that are read: "by the time A, it was weeks since B".

What is said of today by a thing of the past ("more than a month after the attack, the library is still
down") is compared with the day of the text, and then says nothing more.
"""

from __future__ import annotations
