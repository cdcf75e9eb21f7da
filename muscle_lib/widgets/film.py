"""A run that is already computed, as a film: played and scrubbed by the browser alone, without the kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import HBox, Image, IntSlider, Layout, Play, Stack, VBox, jslink

from muscle_lib.widgets.cell import put_away
from muscle_lib.widgets.look import readable, text

#: Two dozen pictures a second look like motion.
INTERVAL_ms = 42

# Words that an exported page says, too.
FILM, WATCH, MOMENT, OF = "Film", "Watch this run moment by moment", "Moment", "of {}"
MOMENT_OF_FILM = "Moment of the film"


class Film(VBox):
    """The moments of one trace, drawn by the figure's own ``show_at`` or that of its scene; ``progress`` hears how many
    are done."""

    def __init__(self, figure: Any, trace: Any, progress: Callable[[int, int], None]) -> None:
        source = figure if hasattr(figure, "moments") else figure.stage
        moments, show_at = source.moments(trace), source.show_at
        layout = readable(figure.stage.width_px)
        pictures = []
        for i, t_ms in enumerate(moments, start=1):
            show_at(trace, t_ms)
            pictures.append(Image(value=figure.stage.png(), format="png", layout=layout))
            progress(i, len(moments))
        figure.show(trace)
        last = len(moments) - 1
        reel = Stack(pictures, selected_index=0)
        play = Play(min=0, max=last, interval=INTERVAL_ms)
        scrub = IntSlider(min=0, max=last, readout=False, layout=Layout(width="60%"))
        self._links = [jslink((play, "value"), (reel, "selected_index")), jslink((play, "value"), (scrub, "value"))]
        name = f'<span class="ml-label" data-name="{MOMENT_OF_FILM}" data-unit="{OF.format(last)}">{MOMENT}:</span>'
        row = HBox([play, text(name), scrub])
        row.add_class("ml-row")
        row.add_class("ml-control")
        super().__init__([reel, row])
        self.add_class("ml-film")

    def end(self) -> None:
        """Free the pictures and all that plays them, here and in the browser."""
        put_away(self)
