"""Muscle Lab: a small library of physiology models that a class can operate.

Four rooms, and imports run one way only: ``widgets → figures → models → quantity``.

* ``models``   the physiology: numbers in, numbers out, nothing that draws;
* ``figures``  the same names: draws a trace and says in words what it shows;
* ``widgets``  everything that a student touches in a notebook;
* ``questions`` the same names: what the lessons ask, as TOML.
"""

__version__ = "0.1.0"
