"""Everything that a student touches in a notebook."""

from muscle_lib.widgets.ask import ask
from muscle_lib.widgets.explorer import explore
from muscle_lib.widgets.note import note
from muscle_lib.widgets.predict import predict

__all__ = ["ask", "explore", "note", "predict"]
