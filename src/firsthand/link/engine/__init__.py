"""Where set-oriented linking runs: one port, an adapter an engine. Method: M017.

A plan is SQL over named tables; it compares by equality, array intersection and
Levenshtein distance alone, which every engine has, so that one plan gives the same
clusters everywhere.
"""

from __future__ import annotations
