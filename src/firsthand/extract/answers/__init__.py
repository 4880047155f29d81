"""Answers to allegations in languages read by patterns: a finder for each way.

`responses.py` puts them together; `sides.py` knows who speaks for whom. Method: M053.
"""
