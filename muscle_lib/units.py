"""Units: how a name says its own, and how one is turned into another."""

from __future__ import annotations

#: How the end of a name says its unit, and how people write it.
UNITS = {
    "_uA_cm2": "µA/cm²", "_nC_cm2": "nC/cm²", "_mS_cm2": "mS/cm²", "_uF_cm2": "µF/cm²", "_ohm_cm": "Ω cm",
    "_m_s": "m/s", "_V_s": "V/s", "_per_ms": "1/ms", "_per_s": "1/s", "_percent": "%", "_mV": "mV", "_ms": "ms",
    "_us": "µs", "_s": "s",
    "_mM": "mM", "_uM": "µM", "_Hz": "Hz", "_N": "N", "_cm": "cm", "_mm": "mm", "_um": "µm", "_nm": "nm", "_C": "°C",
    "_V": "V", "_min": "min", "_mmHg": "mmHg", "_kPa": "kPa", "_nA_um": "nA/µm", "_lambda": "λ", "_diameters": "D",
    "_L": "L", "_kg": "kg", "_mmol": "mmol", "_mosm_kg": "mosm/kg", "_mEq_L": "mEq/L", "_pmol_cm2": "pmol/cm²",
    "_ppm": "ppm", "_eu": "eu", "_lengths_s": "lengths/s", "_cm_s": "cm/s", "_deg": "°", "_deg_s": "°/s",
    "_mL_100g_min": "mL/100 g/min", "_mL_L": "mL/L", "_g_L": "g/L", "_mM_s": "mM/s", "_per_mmHg": "1/mmHg",
    "_per_min": "1/min", "_mL": "mL", "_cm2": "cm²", "_mmHg_s_cm": "mmHg·s·cm", "_mL_s": "mL/s", "_mm2": "mm²",
}
_LONGEST_FIRST = sorted(UNITS, key=len, reverse=True)

#: What can be shown in another unit: each in the first of its line. A part of one (no unit) can be shown in per cent.
_SIZES = ({"s": 1.0, "µs": 1e-6, "ms": 1e-3, "min": 60.0, "h": 3600.0}, {"N": 1.0, "kN": 1000.0}, {"": 1.0, "%": 0.01},
          {"V": 1.0, "mV": 1e-3}, {"m": 1.0, "nm": 1e-9, "µm": 1e-6, "mm": 1e-3, "cm": 1e-2}, {"mM": 1.0, "µM": 1e-3},
          {"L": 1.0, "mL": 1e-3}, {"kPa": 1.0, "mmHg": 0.133322})


def unit_of(name: str) -> tuple[str, str]:
    """Split a name into its words and its unit: “peak_mV” → (“peak”, “mV”)."""
    for ending in _LONGEST_FIRST:
        if name.endswith(ending):
            return name.removesuffix(ending), UNITS[ending]
    return name, ""


def factor(unit: str, wanted: str) -> float:
    """What a value in one unit is multiplied by to be in another: from “ms” to “s” 0.001. Else a ValueError."""
    if unit == wanted:
        return 1.0
    for sizes in _SIZES:
        if unit in sizes and wanted in sizes:
            return sizes[unit] / sizes[wanted]
    raise ValueError(f"A value in {unit or 'no unit'} cannot be shown in {wanted or 'no unit'}.")
