"""What the world calls things: knowledge as data rows, each with a reference.

Code here only looks up. A case adds or overrides rows by files of the same name in
its own `reference/` folder. Reads: nothing of a case. Writes: nothing.
"""

from __future__ import annotations

from firsthand.reference.tables import Reference, bundled_reference, open_reference

__all__ = ["Reference", "bundled_reference", "open_reference"]
