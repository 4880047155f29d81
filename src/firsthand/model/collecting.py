"""Python's collector of garbage, held back while many records are read.

Records are frozen and hold no cycles: counting references frees them. The collector
would walk all that was read again and again, for half of the time that reading takes.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Hold the collector back; afterwards it is as it was before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # What is left counts as old: else the next step of it would walk it all.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
