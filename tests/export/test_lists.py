"""The trainer and the map of causes on a page: what is said there is what the lab says."""

from __future__ import annotations

from muscle_lib.causes import causes
from muscle_lib.export import lists
from muscle_lib.triage import RANKS
from muscle_lib.widgets import place_causes, triage

WHERE = ("cell", 1, False)


def test_the_trainer_says_of_each_decision_what_the_lab_says():
    page = lists.triage(WHERE, triage("short_course.t1"))
    lab = triage("short_course.t1")
    assert [case.key for case in page.cases] == [case.key for case in lab.order]
    lab.begin()
    for number, case in enumerate(page.cases):
        assert case.story_html in lab._story.value and case.body_html == lab._body.value
        given = list(RANKS)[number % len(RANKS)]
        assert lab.decide(given) == case.verdicts[given]
        decided = lab.decisions[-1]
        assert (decided.kind, decided.weight) == (case.kinds[given], case.weights[given])
        assert case.kinds[case.right] == "right"
        lab.go_on()
    assert page.pairs_html in lab._rest.value and page.mix in lab._end.value


def test_the_map_says_of_each_place_what_the_lab_says():
    page, lab = lists.places(WHERE, "warning_signs.m1"), place_causes("warning_signs.m1")
    assert [place.key for place in page.places] == list(lab._buttons)
    for cause, place in zip(page.places, lab._buttons.values(), strict=True):
        assert f"left: {place.layout.left}" in cause.button_style
    assert [each.key for each in page.causes] == [each.key for each in causes()]
    for its in page.causes[:6]:
        wrong = next(place.key for place in page.places if place.key not in its.places)
        said = lab.place(its.key, wrong)
        assert its.wrong.get(wrong, its.wrong_else) in said and its.seen_again_html in said
        said = lab.place(its.key, its.places[0])
        assert its.right_html in said and its.mark in said
