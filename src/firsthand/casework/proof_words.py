"""The words of a proof package: how to check it, its custody, a draft certificate.

They say what is proved, and what is not: a local clock is recorded, never proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from firsthand import __version__
from firsthand.casework.anchoring import Anchor, exposure_in_words
from firsthand.casework.exhibits import CustodyAct, Exhibit
from firsthand.custody.note import parse_note
from firsthand.store import EmbeddedStore

LIMITS = """\
WHAT THIS PROVES
  That the files in objects/ are, bit for bit, those that the log names; that the log
  entries shown are part of the log whose state the key signed; that the words in
  private/ are those to which the entries committed when they were written.
  Where anchors/ holds a time stamp that you verify against a root certificate that
  YOU trust: that the entries proved at that checkpoint existed before its time. Where
  words in private/ name the SHA-256 of such an answer (`after`): that these words, and
  the entry that commits to them, were written after its time.

WHAT IT DOES NOT PROVE
  That what the files say is true. That a web page or a person really sent them. When
  anything happened before a time stamp: every `at` is the local clock of the
  machine: recorded, never proof. Who acted: `by` is a random id. The records in
  items/ state what the case holds now; the log binds them in objects that hold other
  records as well and are then not disclosed here. Whoever held the signing key and
  the disk could have rewritten what no time stamp, receipt or backup outside their
  reach covers.
"""

_HEAD = """\
PROOF PACKAGE
{titles}

Everything here can be checked offline, without the program that wrote it.

  objects/       the bytes, each named by its SHA-256
  items/         custody history (custody.txt, custody.jsonl) and records of each item
  proofs/        each log entry with its path to a signed checkpoint (tlog-proof)
  consistency/   proofs that the log only grew since an earlier checkpoint, if any
  private/       words of acts: 32 random bytes, then JSON; named by their SHA-256
  keys/          public keys of the log
  anchors/       time stamps by outside authorities (RFC 3161), if there are any
  checkpoint     the newest signed state of the log
  verify.py      the checker: Python 3.9 or newer, nothing else
  certificate-DRAFT.txt   for a person to check, complete and sign, or not

{exposure}

{limits}
1. NOTHING HERE WAS CHANGED SINCE IT WAS WRITTEN

  sha256sum -c --quiet SHA256SUMS

2. ALL AT ONCE (exit code 0 = all is well, 3 = something is not)

  python3 -I verify.py package .

   The key should also reach you by another way. Then say it: --key "KEY TEXT"

3. ONE BY ONE
"""

_BY_HAND = """
4. THE SIGNATURE ON THE CHECKPOINT, WITH OPENSSL 3 ALONE

  head -n 3 checkpoint > note.body
  sed -n 5p checkpoint | cut -d' ' -f3 | base64 -d | tail -c +5 > note.sig
  openssl pkeyutl -verify -pubin -inkey {pem} -rawin -in note.body -sigfile note.sig
  rm note.body note.sig
"""


def readme(
    store: EmbeddedStore,
    exhibits: Sequence[Exhibit],
    anchors: Sequence[Anchor],
    older: Sequence[int],
) -> str:
    """Return the package's README: what it is, what it proves, exact commands.

    Args:
        store: The store.
        exhibits: What the package proves.
        anchors: The time stamps in it.
        older: Sizes of earlier checkpoints that the newest one is proved to extend.
    """
    titles = "\n".join(f"  {exhibit.name}: {exhibit.title}" for exhibit in exhibits)
    head = _HEAD.format(titles=titles, exposure=exposure_in_words(store), limits=LIMITS)
    stem = f"keys/signing-{signing_key_id(store)}"
    lines = [head, *_one_by_one(exhibits, stem)]
    lines.append(_BY_HAND.format(pem=f"{stem}.pub.pem"))
    lines += _anchor_lines(anchors)
    lines += _growth_lines(store, older)
    return "\n".join(lines) + "\n"


def signing_key_id(store: EmbeddedStore) -> str:
    """Return the id, in hex, of the key that signed the newest checkpoint."""
    return parse_note(store.checkpoint).key_id.hex()


def _one_by_one(exhibits: Sequence[Exhibit], stem: str) -> Iterator[str]:
    for exhibit in exhibits:
        for entry in exhibit.entries:
            yield (
                f"  python3 -I verify.py proof proofs/{entry.seq}.tlog-proof "
                f'--key "$(cat {stem}.vkey)"'
            )
    yield "\n   Each prints its entry. Its `sha256` names a file in objects/, and its"
    yield "   `commit` one in private/ (where disclosed). Their names by hand:\n"
    for exhibit in exhibits:
        for sha256 in exhibit.objects:
            yield f"  sha256sum objects/{sha256}"
        for act in exhibit.custody:
            if act.words is not None and act.commit is not None:
                yield f"  sha256sum private/{act.commit}"
                yield f"  tail -c +33 private/{act.commit}"


def _anchor_lines(anchors: Sequence[Anchor]) -> Iterator[str]:
    if not anchors:
        yield "5. TIME STAMPS: none covers these entries yet. No time is proved."
        return
    yield "5. TIME STAMPS, WITH OPENSSL ALONE (ROOT.pem: the root of the authority,"
    yield "   which you get from a place that you trust, not from this package); proofs"
    yield "   of OpenTimestamps with its own program and a Bitcoin node\n"
    for anchor in anchors:
        yield "  " + anchor.command("ROOT.pem", "anchors/")
    yield "\n   An entry existed before that time if its proof at that checkpoint holds"
    yield "   (proofs/N.at-SIZE.tlog-proof, checked as in 3). Words in private/ that"
    yield "   name the SHA-256 of an answer (`after`) were written after its time:\n"
    for anchor in anchors:
        if anchor.gen_time is not None:
            yield f"  sha256sum anchors/{anchor.stem}.tsr"


def _growth_lines(store: EmbeddedStore, older: Sequence[int]) -> Iterator[str]:
    head = parse_note(store.checkpoint)
    stem = f"keys/signing-{head.key_id.hex()}"
    newest = head.checkpoint.size
    yield "\n6. THE LOG ONLY GREW SINCE AN EARLIER STATE: nothing taken out or changed"
    yield "   (one that you kept yourself is worth most: ask for a package with it:"
    yield "   firsthand proof ITEM --since FILE, and name your own copy here)\n"
    for size in older:
        yield (
            f"  python3 -I verify.py consistency consistency/{size}.checkpoint "
            f"consistency/{size}-{newest}.tlog-consistency "
            f'--key "$(cat {stem}.vkey)"'
        )
    if not older:
        yield "  No earlier state was named."


def custody_text(exhibit: Exhibit, answers: Mapping[str, Anchor]) -> str:
    """Return the custody history of an exhibit for people.

    Args:
        exhibit: The exhibit.
        answers: Time stamps by the SHA-256 of their answer, which words may name.
    """
    lines = [
        f"Custody of {exhibit.name}: {exhibit.title}",
        "Times are the local clock of the machine: recorded, never proof.",
        "",
    ]
    for act in exhibit.custody:
        lines += _act_lines(act, answers)
    return "\n".join(lines) + "\n"


def _act_lines(act: CustodyAct, answers: Mapping[str, Anchor]) -> Iterator[str]:
    first = act.entries[0]
    if act.words is None:
        said = "words withheld: they concern other items too"
    else:
        said = act.words.summary or act.words.act_kind
        if act.words.because:
            said += f" (because: {act.words.because})"
    yield f"{first.at}  {first.by}  {said}"
    before = answers.get(act.words.after or "") if act.words else None
    if before is not None and before.gen_time is not None:
        when = f"{before.gen_time:%Y-%m-%d %H:%M:%S} UTC"
        named = f"its words name the answer anchors/{before.stem}.tsr"
        if before.is_verified:
            yield f"    written after {when}: {named}"
        else:
            yield f"    {named}, which says {when} and is NOT verified: {before.why}"
    for entry in act.entries:
        what = f", object {entry.sha256}, {entry.size} bytes" if entry.sha256 else ""
        yield f"    entry {entry.seq}: {entry.type.value}{what} [{entry.tool}]"


_CERTIFICATE = """\
DRAFT, NOT SIGNED. For a qualified person to check against what they know themselves,
to correct, and to sign or not. A program cannot certify anything.

CERTIFICATION OF RECORDS GENERATED BY AN ELECTRONIC PROCESS, AND OF DATA COPIED FROM
AN ELECTRONIC DEVICE (in the form of Federal Rules of Evidence 902(13) and 902(14);
counsel adapts it to the court)

I, ____________________ (name), ____________________ (position, qualification), state:

1. The items listed below were kept by the program Firsthand {version}, in the log
   {origin}.
2. Each item was copied from that store. Its SHA-256, computed when it was taken in
   and again when it was copied, is:
{items}
3. Each entry of the log that names them is included in the tree of {size} entries with
   the root (SHA-256, hex)
   {root},
   signed with the Ed25519 key
   {key}.
4. {exposure}
   {anchored}
5. Times that the log states are those of the local clock of the machine. I do / do not
   (strike one) know from ____________________ that this clock was right.
6. The program was used as follows: ____________________ (by whom, on what machine,
   how material was chosen, who had access to the machine and to the signing key).
7. This certificate does not state that what the items say is true, nor who made them.

I declare under penalty of perjury that the foregoing is true and correct.

Date ____________  Place ____________________  Signature ____________________
"""


def certificate(
    store: EmbeddedStore, exhibits: Sequence[Exhibit], anchors: Sequence[Anchor]
) -> str:
    """Return a draft certificate; every blank is for a person to fill."""
    head = parse_note(store.checkpoint).checkpoint
    items = "\n".join(
        f"   {exhibit.name}: {sha256}"
        for exhibit in exhibits
        for sha256 in exhibit.objects
    )
    anchored = "\n   ".join(anchor.in_words() for anchor in anchors)
    return _CERTIFICATE.format(
        version=__version__,
        origin=head.origin,
        items=items,
        size=head.size,
        root=head.root.hex(),
        key=store.public_key,
        exposure=exposure_in_words(store),
        anchored=anchored or "No time stamp by an outside authority exists.",
    )
