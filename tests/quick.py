"""For ``lab.py test``, as ``pytest -p tests.quick``: each process of the tests starts four seconds sooner.

Importing the optional package rfc3987_syntax, which checks addresses in notebooks, builds a grammar that nothing here
needs. None makes its import fail at once, as if it were not installed. lab.py does the same for JupyterLab.
"""

import sys

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
