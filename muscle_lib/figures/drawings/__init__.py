"""Drawings of the things themselves, which move with a model's numbers: the parts and scenes that stand
beside the curves.

A part puts its artists on a stage once and is then shown with plain numbers; it knows no model. `figures/scene.py`
binds them to a trace. `python -m tests.contact_sheet` draws all of them.
"""
