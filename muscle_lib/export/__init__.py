"""``python3 lab.py export 01``: a lesson as one HTML page that is operated anywhere, with nothing installed.

All that its explorers can show there is computed beforehand, by the models themselves.
"""
