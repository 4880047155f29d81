"""Link: which documents repeat which, where claims come from, what they speak of.

Reads: Document, Source, Claim, Judgement. Writes: Origin, Root, Incident, Aggregate,
Victim. Every link carries its reasons. Method: M010 (origins), M011 (roots), M012
(incidents), M013 (victims).
"""

from __future__ import annotations
