"""The junction's presets: a healthy one, and what blocks, weakens or strengthens it, under two bedside tests."""

from __future__ import annotations

from typing import Any

from muscle_lib.models.nerve_signal.junction import DODGE, FEWER, RULES, Junction
from muscle_lib.preset import Preset, grouped


def _slow(**settings: Any) -> Junction:
    """A patient under the slow test, which shows what fades."""
    return Junction(**settings)


def _fast(**settings: Any) -> Junction:
    """A patient under the fast test, which shows what grows."""
    return Junction(rate_Hz=30.0, impulses=60, **settings)


Junction.presets = grouped({
    "receptors": (
        Preset("Healthy", _slow(), source="Slater 2017, doi 10.3390/ijms18102183",
               expect="the end-plate potential is three times what is needed: every fibre fires, although release "
                      "falls",
               signature={"quanta_first": (29.9, 30.1), "epp_first_mV": (23.9, 24.3), "fraction_first": (0.99, 1.0),
                          "decrement_percent": (-1.0, 1.0), "release_last": (0.8, 0.9)}),
        Preset("Healthy, strong effort", _fast(),
               source="Bigland-Ritchie et al. 1982, doi 10.1113/jphysiol.1982.sp014340",
               expect="60 impulses in 2 s: nearly every fibre follows every one; tiredness does not begin here",
               signature={"fraction_first": (0.99, 1.0), "fraction_last": (0.99, 1.0), "growth": (0.99, 1.01)}),
        Preset("Low calcium, 0.9 mM", _slow(Ca_out_mM=0.9), source="Our choice of 0.9 mM; the curve: " + DODGE,
               expect="release falls to about half, yet nearly all fibres fire: this is not why low calcium harms",
               signature={"quanta_first": (15.9, 16.2), "fraction_first": (0.95, 0.99),
                          "decrement_percent": (-1.0, 3.0)}),
        Preset("Curare", _slow(receptors_percent=30.0),
               source="Bowman 2006, doi 10.1038/sj.bjp.0706404; 30 %: our choice",
               expect="receptors blocked: release is normal, but each quantum does less, and the response fades",
               signature={"quanta_first": (29.9, 30.1), "epp_first_mV": (8.3, 8.6), "fraction_first": (0.55, 0.59),
                          "decrement_percent": (19.0, 23.0)}),
        Preset("Curare and neostigmine", _slow(receptors_percent=30.0, esterase_factor=3.0),
               source="Bowman 2006, doi 10.1038/sj.bjp.0706404; threefold: our choice",
               expect="the same receptors, but acetylcholine stays longer: most fibres fire again, though the response "
                      "still fades a little",
               signature={"epp_first_mV": (12.6, 13.0), "fraction_first": (0.92, 0.96),
                          "decrement_percent": (2.0, 6.0)}),
        Preset("Myasthenia gravis, mild", _slow(receptors_percent=45.0),
               source=FEWER + "; 45 %: our choice",
               expect="a loss that up to the fourth response stays below the 10 % of the rule, and grows after it: a "
                      "borderline test",
               signature={"epp_first_mV": (12.1, 12.4), "fraction_first": (0.90, 0.94),
                          "decrement_percent": (4.0, 8.0)}),
        Preset("Myasthenia gravis", _slow(receptors_percent=35.0),
               source=f"{FEWER}; 35 % set to pass the rule of 10 % of {RULES}",
               expect="the response falls by more than 10 % from the first to the fourth: the sign of myasthenia",
               signature={"epp_first_mV": (9.6, 9.9), "fraction_first": (0.72, 0.76),
                          "decrement_percent": (13.0, 15.0)}),
        Preset("Myasthenia gravis and pyridostigmine", _slow(receptors_percent=35.0, esterase_factor=3.0),
               source="Sanders et al. 2016, doi 10.1212/WNL.0000000000002790; threefold: our choice",
               expect="nearly all fibres fire at first, and up to the fourth impulse hardly one is lost; later a few "
                      "are",
               signature={"epp_first_mV": (14.5, 14.9), "fraction_first": (0.96, 1.0),
                          "decrement_percent": (-1.0, 4.0)})),
    "release": (
        Preset("Lambert–Eaton", _fast(calcium_entry_percent=67.0), source=RULES + "; 67 % set to pass its rule",
               expect="a small first response that more than doubles while the nerve fires at 30 Hz",
               signature={"quanta_first": (6.1, 6.3), "fraction_first": (0.14, 0.18), "fraction_last": (0.43, 0.47),
                          "growth": (2.6, 3.0)}),
        Preset("Lambert–Eaton and amifampridine", _fast(calcium_entry_percent=77.0),
               source="Sanders et al. 2000, doi 10.1212/wnl.54.3.603; 77 %: our choice",
               expect="a little more calcium enters, much more is released: most fibres fire from the start",
               signature={"quanta_first": (10.7, 10.9), "fraction_first": (0.75, 0.79), "fraction_last": (0.84, 0.88)}),
        Preset("Botulism", _fast(release_machinery_percent=30.0),
               source="Witoonpanich et al. 2009, doi 10.1016/j.clinph.2009.01.019; 30 %: our choice",
               expect="a first response of little more than half that grows, but less than twofold",
               signature={"quanta_first": (9.1, 9.3), "fraction_first": (0.58, 0.62), "fraction_last": (0.91, 0.95),
                          "growth": (1.3, 2.0)}),
        Preset("Botulinum injection", _fast(release_machinery_percent=5.0),
               source="Pirazzini et al. 2017, doi 10.1124/pr.116.012658; 5 %: our choice",
               expect="hardly a quantum is released: the muscle is paralysed",
               signature={"quanta_first": (1.5, 1.6), "fraction_first": (0.0, 0.02), "fraction_last": (0.0, 0.03)}),
        Preset("Magnesium, 3.5 mM", _fast(Mg_out_mM=3.5),
               source="Our choice of 3.5 mM ionised, which is more than 5 mM by the laboratory's total; the effect: "
                      "del Castillo & Engbaek 1954, J Physiol 124:370–384, and in pigs Br J Anaesth 1996, 76:278–283",
               expect="magnesium stands in calcium's way: small at first, growing, much as in Lambert–Eaton",
               signature={"quanta_first": (7.1, 7.3), "fraction_first": (0.29, 0.33), "fraction_last": (0.57, 0.61),
                          "growth": (1.8, 2.1)}),
        Preset("Magnesium and calcium", _fast(Mg_out_mM=3.5, Ca_out_mM=2.0),
               source="Our choice of 2 mM; the effect: del Castillo & Engbaek 1954, J Physiol 124:370–384",
               expect="calcium is the antidote: nearly all fibres fire",
               signature={"quanta_first": (24.3, 24.7), "fraction_first": (0.98, 1.0), "fraction_last": (0.97, 1.0)})),
    "esterase": (
        Preset("Esterase inhibitor alone", _slow(esterase_factor=3.0),
               source="Threefold: our choice. Further reading: Katz & Miledi 1973, doi 10.1113/jphysiol.1973.sp010248",
               expect="the same number of quanta, a larger and longer end-plate potential; all fibres fired before",
               signature={"quanta_first": (29.9, 30.1), "epp_first_mV": (32.9, 33.3), "half_width_ms": (7.3, 7.7),
                          "fraction_first": (0.99, 1.0)}),
    ),
})
