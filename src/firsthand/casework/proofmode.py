"""ProofMode bundles taken in, and read again as a check.

Reads: ImportedItem, MediaItem, Capture. Writes: Check. Method: M187. The bundle is kept
whole beside the picture; it holds what leads to whoever held the phone, so that it is
restricted unless a person says otherwise.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from firsthand.capture import Limits
from firsthand.capture.imported import Item, Listing
from firsthand.capture.package import check
from firsthand.casework.case import TOOL, Case
from firsthand.casework.checking import Ran
from firsthand.casework.media import media_item
from firsthand.errors import SourceError, UserError
from firsthand.model import ImportedItem
from firsthand.verify.proofmode import Bundle, describe_bundle

KIND = "proofmode"
# A bundle holds videos; a document that unpacks to as much would be a bomb.
_MOST_BYTES = 8 * 2**30


@contextlib.contextmanager
def unpacked(path: Path, limits: Limits) -> Iterator[tuple[Listing, Path]]:
    """Unpack a bundle for as long as it is taken in.

    Yields:
        Its pictures, each with the digest that its notes state, and where they lie.

    Raises:
        SourceError: It is no bundle, or one that must not be opened.
    """
    with Bundle(path) as bundle, tempfile.TemporaryDirectory() as made:
        check(bundle.archive, msgspec.structs.replace(limits, zip_bytes=_MOST_BYTES))
        if not bundle.digests:
            raise SourceError(
                "holds no notes of ProofMode (a file named DIGEST.proof.json); is it a "
                "bundle as the app shares it, not unpacked?"
            )
        folder = Path(made)
        yield _listing(bundle, folder), folder


def _listing(bundle: Bundle, folder: Path) -> Listing:
    items: list[Item] = []
    wrong: list[str] = []
    waiting = set(bundle.digests)
    for name in bundle.media:
        try:
            sha256 = bundle.write_to(name, folder / name)
        except SourceError as error:
            wrong.append(str(error))
            continue
        if sha256 not in waiting:
            wrong.append(
                f"{name}: no notes in the bundle are about these bytes: changed since, "
                "or put there by hand; it stays in the bundle, which is kept: unzip "
                "it and add it by itself"
            )
            continue
        waiting.discard(sha256)
        items.append(_item(bundle, name, sha256))
    wrong += [
        f"{sha256[:12]}...: notes on a picture that the bundle does not hold"
        for sha256 in sorted(waiting)
    ]
    notices = ("the bundle may lead to who held the phone: restricted unless said",)
    return Listing(items=tuple(items), wrong=tuple(wrong), notices=notices)


def _item(bundle: Bundle, name: str, sha256: str) -> Item:
    notes = bundle.notes(sha256)
    return Item(
        key=sha256,
        place=f"notes on {name}",
        data=b"notes that cannot be read" if notes is None else notes[1],
        media_type="application/json"
        if notes is None or notes[0].lower().endswith(".json")
        else "text/csv",
        files=(name,),
        digests=(sha256,),
        is_private=True,
    )


def proofmode_check(
    case: Case, media_ids: Sequence[str], parameters: Mapping[str, str]
) -> Ran:
    """Say what the ProofMode bundle of one media item signs and states.

    Args:
        case: An open case.
        media_ids: One id.
        parameters: None are taken.

    Raises:
        UserError: No such item, or no bundle came with it.
        SourceError: The bundle cannot be read.
    """
    del parameters
    (media_id,) = media_ids
    item, capture = media_item(case, media_id)
    for brought in case.store.every(ImportedItem):
        fits = brought.importer == KIND and brought.key == capture.sha256
        if fits and brought.container is not None:
            with (
                case.store.open_object(brought.container) as file,
                Bundle(file) as bundle,
            ):
                line = describe_bundle(bundle, capture.sha256, case.reference)
            return Ran(KIND, (item.id,), {}, line, f"{TOOL}; gpgv")
    raise UserError(
        f"no ProofMode bundle came with {media_id}: firsthand import proofmode BUNDLE"
    )


BUNDLE_KINDS = {KIND: proofmode_check}
