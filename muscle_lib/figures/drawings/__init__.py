"""Drawings of the things themselves, which move with a model's numbers: so far the leg, and not yet in a lesson.

A part puts its artists on a stage once and is then shown with plain numbers; it knows no model.
"""
