"""Who is one person: names, features, weights, clusters, reasons. Method: M016-M019.

Reads: rows of people, or Victims. Writes: decisions with reasons. The same code serves
`batch victims`, a case, and any engine behind `firsthand.link.engine`.
"""

from __future__ import annotations
