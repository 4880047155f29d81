"""Text becomes claims with exact spans.

Reads: Document (its text). Writes: Claim. A pure function of (page, reference,
parser). A finder only proposes: a claim whose span does not hold its quote is
refused. Method: M020-M029.
"""

from __future__ import annotations
