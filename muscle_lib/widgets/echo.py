"""Whether a page keeps up with the pictures that are sent to it."""

from __future__ import annotations

from ipywidgets import IntText, Layout, jsdlink

#: With so many pictures the page is given a number that it sends back; so many may be on their way to it.
ASK_EVERY, MOST_ON_THE_WAY = 4, 9
#: A page that is behind still gets one picture of so many: one a second.
HELD_BACK = 25


class Echo:
    """Holds pictures back while the page is still busy with earlier ones.

    A slow page would show ever older pictures, and what is pressed on it would count for what is long past. So the
    page returns the number of a picture that it has been given; the link between the two fields is ipywidgets' own
    and needs no script of ours. From a page that has never answered nothing is held back.
    """

    def __init__(self) -> None:
        self.sent, self.heard, self._held = 0, 0, 0
        self._asks, self._answers = (IntText(value=0, layout=Layout(display="none")) for _ in range(2))
        self._link = jsdlink((self._asks, "value"), (self._answers, "value"))
        self._answers.observe(self._hear, "value")

    def holds_back(self) -> bool:
        """Whether the next picture is not to be sent. If it is, it counts as sent."""
        if self.heard and self.sent - self.heard > MOST_ON_THE_WAY:
            self._held += 1
            if self._held % HELD_BACK:
                return True
        self.sent += 1
        if self.sent % ASK_EVERY == 0 or self._held:
            self._asks.value = self.sent
        return False

    def _hear(self, change: dict) -> None:
        self.heard, self._held = change["new"], 0
