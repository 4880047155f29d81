"""Readers of others complain in logs; what matters is told in our own words, once."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator


@contextlib.contextmanager
def quiet(name: str) -> Iterator[None]:
    """Silence the logs of a package and all warnings while it reads.

    Args:
        name: Its logger ("pypdf"); loggers below it fall silent with it.
    """
    log = logging.getLogger(name)
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(before)
