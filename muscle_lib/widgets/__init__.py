"""Everything that a student touches in a notebook."""

from muscle_lib.widgets.ask import ask
from muscle_lib.widgets.causes import place_causes
from muscle_lib.widgets.chain import chain_map
from muscle_lib.widgets.check import install_check
from muscle_lib.widgets.evidence import evidence
from muscle_lib.widgets.explorer import explore
from muscle_lib.widgets.inside import leaves_out
from muscle_lib.widgets.live import live
from muscle_lib.widgets.mystery import mystery
from muscle_lib.widgets.note import note
from muscle_lib.widgets.picture import picture
from muscle_lib.widgets.predict import predict
from muscle_lib.widgets.progress import progress
from muscle_lib.widgets.report import lab_report
from muscle_lib.widgets.triage import triage

__all__ = ["ask", "chain_map", "evidence", "explore", "install_check", "leaves_out", "lab_report", "live", "mystery",
           "note", "picture", "place_causes", "predict", "progress", "triage"]
