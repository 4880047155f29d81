"""One function over many items on several processes: in order, in bounded memory."""

from __future__ import annotations

import collections
import concurrent.futures
import itertools
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_CHUNK = 4
_AHEAD = 3


def ordered_map(
    function: Callable[[T], R], items: Iterable[T], jobs: int
) -> Iterator[R]:
    """Yield `function(item)` for each item, in order.

    Args:
        function: Picklable where `jobs` is more than 1.
        items: Read only a little ahead of what was yielded.
        jobs: Processes; 1 = in this one.
    """
    if jobs <= 1:
        yield from map(function, items)
        return
    # Spawned, not forked: a fork would copy the store's handles and its lock.
    context = multiprocessing.get_context("spawn")
    chunks = _chunks(items)
    with concurrent.futures.ProcessPoolExecutor(jobs, mp_context=context) as workers:
        waiting = collections.deque(
            workers.submit(_apply, function, chunk)
            for chunk in itertools.islice(chunks, jobs * _AHEAD)
        )
        while waiting:
            yield from waiting.popleft().result()
            for chunk in itertools.islice(chunks, 1):
                waiting.append(workers.submit(_apply, function, chunk))


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while chunk := list(itertools.islice(source, _CHUNK)):
        yield chunk


def _apply(function: Callable[[T], R], chunk: list[T]) -> list[R]:
    return [function(item) for item in chunk]
