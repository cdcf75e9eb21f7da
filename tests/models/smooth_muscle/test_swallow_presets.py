"""What the presets of one swallow and of ten say is what their runs do: each whole text, and the check of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from muscle_lib.models.smooth_muscle import Swallow, TenSwallows
from tests.models.presets import held, ids, start

near = pytest.approx

TRUE: dict[type, dict[str, Callable[[Any], bool]]] = {
    Swallow: {
        "the squeeze runs down at 3.6 cm/s, and all but 2 % of the mouthful reaches the stomach":
            lambda t: t.speed_cm_s == near(3.6, abs=0.05) and t.arrived_percent == near(98.0, abs=0.5),
        "the same pressures, but they arrive below before 4.5 s: only a quarter of the mouthful passes":
            lambda t: t.latency_s < 4.5 and t.peak_mmHg == near(start(Swallow).peak_mmHg, abs=0.1)
            and t.arrived_percent == near(25.0, abs=1.0),
        "the smooth part squeezes all at once, and nothing passes, though the vigour is normal":
            lambda t: t.all_at_once and t.arrived_percent < 0.05
            and t.vigour_mmHg_s_cm == near(start(Swallow).vigour_mmHg_s_cm, rel=0.001),
        "six times the vigour (hypercontractile, “jackhammer”), in good order: the mouthful passes as in health":
            lambda t: t.vigour_mmHg_s_cm / start(Swallow).vigour_mmHg_s_cm == near(6.5, abs=0.5)
            and t.state == "hypercontractile" and t.latency_s > 4.5
            and t.arrived_percent == near(start(Swallow).arrived_percent, abs=1.0),
        "a weak squeeze, but in order: seven eighths of the mouthful still pass":
            lambda t: t.state == "weak" and t.arrived_percent == near(87.5, abs=3.0),
    },
    TenSwallows: {
        "ten normal swallows, though no two are alike":
            lambda t: t.said == ("normal",) * 10 and len(set(t.vigour_mmHg_s_cm)) == 10,
        "two of ten come too early, the third and the last: with complaints that is enough for a name":
            lambda t: [number for number, said in enumerate(t.said, 1) if said == "premature"] == [3, 10]
            and t.complains == "yes" and t.state == "spasm",
        "six of ten are too strong, and all come in good order: another fault, another name":
            lambda t: t.hypercontractile == 6 and t.arrives_s.min() > 4.5 and t.state == "jackhammer",
        "the same swallows as patient A's, without complaints: no disease":
            lambda t: t.said == start(TenSwallows, inhibition_percent=25.0, patient=4).said
            and (t.complains, t.state) == ("no", "premature"),
        "patient A again, but only nine were measured: one came too early, and nothing is named yet":
            lambda t: t.said == start(TenSwallows, inhibition_percent=25.0, patient=4).said[:9]
            and (t.premature, t.state) == (1, "too few"),
    },
}


@pytest.mark.parametrize("model", TRUE, ids=ids)
def test_what_a_preset_says_is_what_its_run_does(model: type) -> None:
    assert held(model, TRUE[model]) == []
