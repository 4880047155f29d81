"""Protected people and material: what is sealed, to whom, and what a witness allows.

Nothing here holds a name, a number, a village: those are sealed (F014). These records
know a person by a random pseudonym alone. Invariants: I10, I13.
"""

from __future__ import annotations

import datetime as dt
import enum

from firsthand.model.base import (
    DocumentId,
    OperatorId,
    Record,
    Sha256,
    SourceId,
    Value,
)
from firsthand.model.evidence import Protection
from firsthand.model.values import FuzzyDate


class Recipient(Record, frozen=True, kw_only=True, tag="recipient"):
    """Somebody whose private key, kept offline, opens what is sealed.

    Attributes:
        key: Public key as age text ("age1...").
        label: How colleagues call the holder ("case lead", "escrow").
        is_removed: True = nothing more is sealed to them.
    """

    key: str
    label: str
    is_removed: bool = False


class SealedKind(enum.StrEnum):
    """What lies in a sealed item."""

    IDENTITY = "identity"
    TRANSCRIPT = "transcript"
    RECORDING = "recording"
    TRANSLATION = "translation"
    MATERIAL = "material"


class SealedItem(Record, frozen=True, kw_only=True, tag="sealed_item"):
    """Encrypted bytes, and the object that holds their key, wrapped (F014).

    Attributes:
        sealed_kind: What lies in it.
        cipher: Object that holds the ciphertext.
        size_bytes: Size of the ciphertext.
        wrapped: Object that holds its key, encrypted to the recipients.
        recipients: Public keys it was wrapped to.
        plain: Salted commitment to the digest of the plaintext; the salt is sealed.
        person: Pseudonym of the person it is about; None = material of nobody's.
        testimony: Testimony it belongs to; None = none.
        sealed_at: Aware UTC time by the local clock: recorded, never proof.
        former: Ids that stood in clear before it was sealed; never used again.
    """

    sealed_kind: SealedKind
    cipher: Sha256
    size_bytes: int
    wrapped: Sha256
    recipients: tuple[str, ...]
    plain: Sha256
    sealed_at: dt.datetime
    person: str | None = None
    testimony: str | None = None
    former: tuple[str, ...] = ()


class TimedSpan(Value, frozen=True, kw_only=True):
    """Words of a transcript and when they are heard in the recording.

    Attributes:
        start_ms: From the start of the recording, in milliseconds.
        end_ms: Likewise; None = not stated.
        start: First code point in the document's text.
        end: One past the last.
    """

    start_ms: int
    start: int
    end: int
    end_ms: int | None = None


class SecondReading(Value, frozen=True, kw_only=True):
    """A translation read again by another person against the original.

    Attributes:
        on: Day of the reading.
        is_agreed: True = they agree with the translation.
        differences: What they read otherwise, without naming anybody; None = nothing.
    """

    on: dt.date
    is_agreed: bool
    differences: str | None = None


class Testimony(Record, frozen=True, kw_only=True, tag="testimony"):
    """A statement given by a person to an interviewer; protected by default.

    Who, where, by whom interviewed, interpreted, translated: sealed with the identity.

    Attributes:
        witness: Pseudonym of the witness in this case ("W-K7Q2MX").
        source_id: The source that stands for the witness: bears the pseudonym.
        protection: Restricted = a working text without names may be read by the
            program; sealed = nothing of the words is in clear.
        held_on: Day or days of the interview.
        mode: "in person", "telephone", "video call", "in writing"; None = not stated.
        language: BCP 47 code of what was spoken; None = not stated.
        has_interpreter: None = not stated.
        sealed: Ids of the sealed items: identity, transcript, recording, translation.
        document_id: Document of the working text; None = there is none.
        n_hidden: Places where the working text stands for words that were taken out.
        spans: When the words of the working text are heard.
        second_reading: Of the translation; None = there was none.
    """

    witness: str
    source_id: SourceId
    protection: Protection
    held_on: FuzzyDate | None = None
    mode: str | None = None
    language: str | None = None
    has_interpreter: bool | None = None
    sealed: tuple[str, ...] = ()
    document_id: DocumentId | None = None
    n_hidden: int = 0
    spans: tuple[TimedSpan, ...] = ()
    second_reading: SecondReading | None = None


class ConsentUse(enum.StrEnum):
    """What a witness can allow, each by itself."""

    ARCHIVE = "archive"
    ANALYSIS = "analysis"
    QUOTE = "publish-quoted"
    PARAPHRASE = "publish-paraphrased"
    COURTS = "share-with-courts"
    CONTACT = "contact-again"


class ConsentState(enum.StrEnum):
    """What they said of it; nothing said = not allowed."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Consent(Record, frozen=True, kw_only=True, tag="consent"):
    """What a witness allows for one use; a later record takes its place.

    Attributes:
        testimony: Id of the testimony.
        use: What for.
        state: Given, refused or withdrawn.
        on: The day they said so.
        until: Last day it holds; None = until withdrawn.
    """

    testimony: str
    use: ConsentUse
    state: ConsentState
    on: dt.date
    until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Say whether it allows the use on a day."""
        return self.state is ConsentState.GIVEN and (
            self.until is None or day <= self.until
        )


class RequestKind(enum.StrEnum):
    """What a witness can ask."""

    SEE = "see"
    CORRECT = "correct"
    ERASE = "erase"


class WitnessRequest(Record, frozen=True, kw_only=True, tag="witness_request"):
    """What a witness asked, and what came of it.

    Attributes:
        witness: Pseudonym.
        request_kind: See, correct or erase.
        received: The day they asked.
        outcome: What was done, or why not; None = open.
        done_at: Aware UTC time by the local clock; None = open.
    """

    witness: str
    request_kind: RequestKind
    received: dt.date
    outcome: str | None = None
    done_at: dt.datetime | None = None


class Disclosure(Record, frozen=True, kw_only=True, tag="disclosure"):
    """What was written for others that draws on testimonies.

    Attributes:
        how: "preview", "proof" or "court".
        at: Aware UTC time by the local clock.
        testimonies: Ids of those whose words or claims are in it.
        withdrawn: Ids of those whose witness took consent back since.
    """

    how: str
    at: dt.datetime
    testimonies: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()


class Erasure(Record, frozen=True, kw_only=True, tag="erasure"):
    """The tombstone of a person or an item: that something was erased, not what.

    Attributes:
        subject: Pseudonym, or id of the sealed item.
        because: Why, without naming anybody.
        by: Opaque id of who decided.
        at: Aware UTC time by the local clock.
        n_objects: How many objects went.
    """

    subject: str
    because: str
    by: OperatorId
    at: dt.datetime
    n_objects: int
