"""The store: the bytes and the records of a case, and every act on them.

One protocol (`Store`), two homes: `create_store`/`open_store` in a folder, and
`MemoryStore` for tests and notebooks. Reads and writes: every kind of record.
Format: docs/format.md.
"""

from __future__ import annotations

from firsthand.custody.audit import AuditReport, Problem
from firsthand.store.embedded import EmbeddedStore, create_store, open_store
from firsthand.store.memory import MemoryStore
from firsthand.store.protocol import (
    Act,
    Derived,
    Receipt,
    StagedObject,
    Store,
)

__all__ = [
    "Act",
    "AuditReport",
    "Derived",
    "EmbeddedStore",
    "MemoryStore",
    "Problem",
    "Receipt",
    "StagedObject",
    "Store",
    "create_store",
    "open_store",
]
