"""The heart from in front, as shapes: the ventricles, and what stands around their base. Its drawings share them.

Left out: the lungs' veins, the right pulmonary artery, and what of the aorta runs down behind the heart.
"""

from __future__ import annotations

from matplotlib.transforms import Affine2D

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.shapes import Points
from muscle_lib.figures.style import INK

VENTRICLES: Points = [(84, 218), (103, 226), (121, 225), (139, 221), (154, 211), (162, 195), (162, 175), (155, 155),
                      (143, 137), (132, 127), (124, 128), (108, 138), (92, 152), (79, 170), (73, 190), (76, 208)]
GROOVE: Points = [(124, 224), (127, 200), (133, 173), (136, 146), (133, 129)]
_AORTA: Points = [(96, 214), (95, 238), (100, 252), (114, 260), (130, 257), (138, 246), (139, 240), (128, 238),
                  (122, 246), (114, 247), (110, 238), (111, 214)]
_LUNG_ARTERY: Points = [(113, 216), (114, 230), (121, 239), (136, 242), (158, 243), (159, 232), (142, 230), (133, 226),
                        (131, 216)]
_CAVA: Points = [(80, 264), (80, 236), (77, 212), (92, 212), (93, 236), (92, 264)]
_RIGHT_ATRIUM: Points = [(74, 178), (66, 196), (66, 214), (76, 227), (90, 226), (92, 212), (84, 196)]
_LEFT_AURICLE: Points = [(138, 216), (141, 226), (152, 228), (161, 219), (159, 208), (150, 206)]
AORTA, VEIN, LUNGS, ATRIUM = "#e6a19a", "#9fb0d8", "#b9c4e3", "#eed9d2"
#: What does not move, with its fills, from behind on.
AROUND = ((_CAVA, VEIN), (_AORTA, AORTA), (_LUNG_ARTERY, LUNGS), (_RIGHT_ATRIUM, ATRIUM), (_LEFT_AURICLE, ATRIUM))
FILLS = (AORTA, VEIN, LUNGS, ATRIUM, *ink.between((AORTA, INK), (VEIN, INK), (LUNGS, INK), (ATRIUM, INK)))
#: The middle of their base: the ventricles draw up to it.
HINGE = (118.0, 222.0)


def smaller(across: float, along: float) -> Affine2D:
    """What the ventricles' points go through when they get smaller by these parts."""
    return Affine2D().translate(-HINGE[0], -HINGE[1]).scale(1.0 - across, 1.0 - along).translate(*HINGE)
