"""The drug bench: which link a drug touches, what becomes of three pulls of the muscle, and apart from that people."""

from __future__ import annotations

import textwrap

from muscle_lib.figures.drawings.dosed import COLORS, HEIGHT, WIDTH, Dosed, DosedMoment
from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.nervous_system.drug_bench_trace import DrugBenchTrace
from muscle_lib.models.nervous_system.drugs import LESS, MORE, SAME, TRIALS

#: How many letters a line of what is known holds, and the room of that; how high each panel is, in per cent.
LINE_LETTERS, LINE_px, ROOM_px = 63, 15.7, (484, 132)
HIGHEST_percent = {"cramp": 390.0, "stretch": 165.0, "hold": 145.0}
YS = {"cramp": "Force (% of\nwithout)", "stretch": "Force\n", "hold": "Force\n"}
TITLES = {"cramp": "a cramp, as this model has it", "stretch": "a fast stretch, spastic cord",
          "hold": "a willed contraction, healthy"}
CLAIMS = {"cramp": {LESS: "less cramp", SAME: "no change of the cramp", MORE: "more cramp"},
          "stretch": {LESS: "less answer to a fast stretch", SAME: "no change of the answer to a fast stretch",
                      MORE: "more answer to a fast stretch"},
          "hold": {LESS: "a weaker willed contraction", SAME: "no change of the willed contraction",
                   MORE: "a stronger willed contraction"}}


@figure
class DrugBenchFigure:
    """Left: the loop with the link that is touched. Right: the force in a cramp, after a fast stretch and in a willed
    contraction, without the drug and with it, and what is known of it. There are no seconds along the curves, as the
    loop overstates every drug."""

    def __init__(self) -> None:
        self.stage = Stage([["loop", "cramp"], ["loop", "stretch"], ["loop", "hold"], ["loop", "known"]], scene="loop",
                           heights=(1.6, 1.0, 1.0, 1.95), widths=SIDE_BY_SIDE, x="cramp_part", height_px=440,
                           colors=COLORS)
        self._ways = []
        for trial in TRIALS:
            axes = self.stage.panel(trial, YS[trial], xlim=(0, 1), ylim=(0, HIGHEST_percent[trial]), xticks=(),
                                    yticks=(0, 100))
            # It is itself something to compare with, so a pin leaves no ghost of it.
            self.stage.curve(trial, "stimulus", f"{trial}_without_percent", x=f"{trial}_part", label="without",
                             pins=False, linestyle=STYLES["reference"].dash, linewidth=1.8, zorder=3.5)
            self.stage.curve(trial, "force", f"{trial}_drug_percent", x=f"{trial}_part", label="with the drug")
            # Above the panel: whatever a curve does, it does not come over these words.
            axes.set_title(TITLES[trial], loc="left", fontsize=14.0, pad=4.0)
            self._ways.append(self.stage.moving(Stamp(axes, 1.0, HIGHEST_percent[trial], "", ha="right", va="bottom",
                                                      weight="bold")))
        # Behind a fast stretch there is room: the answer to it is short.
        self.stage.legend(self.stage.axes["stretch"], columns=1)
        known = self.stage.axes["known"]
        known.set(xlim=(0, ROOM_px[0]), ylim=(-ROOM_px[1], 0), in_layout=False)
        width, height = ROOM_px[0] / self.stage.width_px, ROOM_px[1] / self.stage.height_px
        known.set_position((1.0 - width, 0.0, width, height))
        known.axis("off")
        self._how, self._people = (self.stage.moving(Stamp(known, 0, -6, "", va="top", linespacing=1.1))
                                   for _ in range(2))

        def share_of(part: str, seen: str, value: str, path: str, most: float = 2.0) -> Bound:
            return Bound(part, seen, value, path, of=(0.0, 100.0 * most), to=(0.0, most))

        self.stage.play(Scene(Dosed(self.stage, self.stage.axes["loop"]), DosedMoment, (
            share_of("spindle", "Way of the spindle (width)", "what is left of the hold of spindles",
                     "spindle_percent"),
            share_of("current", "Arrow around the motor neuron (width)", "what is left of the inward current",
                     "current_percent"),
            Bound("excitability", "Level in the motor neuron", "what the drug adds to its excitability",
                  "excitability_change_eu", of=(-2.0, 2.0), to=(0.0, 1.0)),
            share_of("junction", "Dots under the ending of the nerve", "what comes through the junction",
                     "junction_percent"),
            share_of("calcium", "Marks in the store", "what calcium makes of an impulse", "calcium_percent"),
            Bound("dose", "Level in the bottle", "dose", "shown_dose_percent", of=(0.0, 100.0)),
            Told("touched", "Ring", "link that is touched", "touched"),
            Told("sign", "The words at the top", "what that link becomes", "sign"),
            Told("name", "The name beside the bottle", "drug", "drug_name")), (WIDTH, HEIGHT)))

    def show(self, trace: DrugBenchTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)
        for way, words in zip(self._ways, trace.direction_words, strict=True):
            way.set_text(words)
        drug = trace.record
        how = textwrap.wrap(f"How it acts: {drug.how}" if drug.people else drug.how, LINE_LETTERS)
        self._how.set_text("\n".join(how))
        self._people.set_text(textwrap.fill(f"In people: {drug.people}" if drug.people else "", LINE_LETTERS))
        self._people.set_y(-12.0 - LINE_px * len(how))

    def describe(self, trace: DrugBenchTrace) -> str:
        """What the model does, in directions only; and after it what was seen in people."""
        drug = trace.record
        if not trace.is_taken:
            return "Nothing is taken: in each test both curves are one."
        link, way = trace.touched_words
        model = ", ".join(CLAIMS[trial][way] for trial, way in zip(TRIALS, trace.directions, strict=True))
        return (f"{drug.name}, dose {said(trace, 'dose_percent')}: {link} is {way}. In the model: {model}. In people: "
                f"{drug.people}")
