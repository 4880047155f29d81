"""Testimony: taken in with its witness protected, and what the witness allows obeyed.

The form, the recording, the transcript and the translation are sealed. The program
reads a working text alone, from which names, numbers and places of the witness were
taken out, and only with consent to analysis. All records of a testimony lie in segments
of their own, so that one person can be erased. Rules: docs/format.md, F014-F016.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from firsthand.casework import judging
from firsthand.casework.acting import new_code, now, reason
from firsthand.casework.case import TOOL, Case, store_of
from firsthand.casework.sealing import (
    Sealed,
    open_in_memory,
    seal_bytes,
    sealed_items,
)
from firsthand.casework.testimony_form import Form, Said, read_form
from firsthand.casework.testimony_text import (
    Transcript,
    WorkingText,
    hide,
    read_transcript,
)
from firsthand.custody import sealing
from firsthand.errors import SourceError, UserError
from firsthand.model import (
    AnyRecord,
    Capture,
    CaptureId,
    Consent,
    ConsentState,
    ConsentUse,
    Disclosure,
    Document,
    DocumentId,
    Protection,
    RequestKind,
    SealedKind,
    Source,
    SourceId,
    SourceType,
    Testimony,
    TimedSpan,
    WitnessRequest,
    canonical_bytes,
)
from firsthand.store import StagedObject

_PUBLICATION = (ConsentUse.QUOTE, ConsentUse.PARAPHRASE)


@dataclasses.dataclass(frozen=True)
class Taken:
    """A testimony that was taken in.

    Attributes:
        testimony: Its record.
        notices: What a person must know.
    """

    testimony: Testimony
    notices: tuple[str, ...]


def add_testimony(
    case: Case,
    path: Path,
    identity: Path | None = None,
    *,
    is_correction: bool = False,
) -> Taken:
    """Take in a testimony from its form.

    Args:
        case: An open case with recipients.
        path: The form (TOML); the files it names lie beside it.
        identity: A recipient's private key: needed where the form names a witness
            known before and not the name, which must be hidden again.
        is_correction: It takes the place of an earlier one, whose words it may repeat.

    Raises:
        UserError: The form does not fit, nobody could open what is sealed, or the same
            words were taken in before: one witness never counts as two.
        SourceError: The transcript is no text.
    """
    form = read_form(path)
    with case.writing():
        adding = _Adding(case, form, _names_known_before(case, form, identity))
        adding.seal_all()
        if not is_correction:
            adding.refuse_same_words()
        testimony = adding.commit()
    return Taken(testimony, tuple(adding.notices))


def _names_known_before(
    case: Case, form: Form, identity: Path | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return names and other words to hide, the sealed ones included."""
    names, others = form.names, form.others
    if form.known_as is None:
        return names, others
    mine = [
        item
        for item in sealed_items(case)
        if item.person == form.known_as and item.sealed_kind is SealedKind.IDENTITY
    ]
    if not mine:
        raise UserError(
            f"witness.known_as: nobody is called {form.known_as!r} in this case; see "
            "firsthand testimony list"
        )
    if identity is None:
        if names:
            return names, others
        raise UserError(
            "witness.name is empty: give it, or --identity FILE to open the sealed one"
        )
    secrets_held = sealing.read_identities(identity)
    act = case.act("unseal", because="testimony add", summary=f"{form.known_as} opened")
    store_of(case).commit_reading(act, [item.cipher for item in mine])
    for item in mine:
        data, _ = open_in_memory(case, item, secrets_held)
        told = msgspec.json.decode(data, type=dict[str, str])
        for field, value in told.items():
            if field in {"witness.name", "witness.other_names"}:
                names += tuple(value.split(", "))
            elif field != "witness.note":
                others += tuple(value.split(", "))
    return names, others


class _Adding:
    """One testimony on its way in."""

    def __init__(
        self, case: Case, form: Form, hidden: tuple[tuple[str, ...], tuple[str, ...]]
    ) -> None:
        self._case = case
        self._form = form
        self._names, self._others = hidden
        self.notices: list[str] = []
        self._witness = form.known_as or new_code(case, "W")
        self._code = new_code(case, "T")
        self._sealed: list[Sealed] = []
        self._working: WorkingText | None = None
        self._spans: tuple[TimedSpan, ...] = ()

    def seal_all(self) -> None:
        """Encrypt everything; what may be read is made from it in memory."""
        form = self._form
        allows = form.consent.get(ConsentUse.ANALYSIS)
        is_read = (
            form.protection is not Protection.SEALED
            and allows is not None
            and allows.state is ConsentState.GIVEN
        )
        if form.protection is not Protection.SEALED and not is_read:
            self.notices.append("no consent to analysis: kept sealed, nothing is read")
        self._seal(canonical_bytes(dict(form.secret)), SealedKind.IDENTITY, {})
        read = form.translation if form.is_translation_read else form.transcript
        for path, kind in (
            (form.transcript, SealedKind.TRANSCRIPT),
            (form.translation, SealedKind.TRANSLATION),
        ):
            if path is not None:
                data = path.read_bytes()
                about = {"filename": path.name}
                if path == read and is_read:
                    about["working_text"] = self._make_working_text(data)
                self._seal(data, kind, about)
        if form.recording is not None:
            with form.recording.open("rb") as file:
                about = {"filename": form.recording.name}
                self._sealed.append(
                    seal_bytes(
                        self._case,
                        file,
                        SealedKind.RECORDING,
                        about=about,
                        person=self._witness,
                        testimony=self._code,
                    )
                )

    def _seal(self, data: bytes, kind: SealedKind, about: Mapping[str, str]) -> None:
        self._sealed.append(
            seal_bytes(
                self._case,
                data,
                kind,
                about=about,
                person=self._witness,
                testimony=self._code,
            )
        )

    def _make_working_text(self, data: bytes) -> str:
        """Make the working text; returns its map into the transcript, to be sealed."""
        transcript = read_transcript(data, "it")
        made = hide(transcript.text, self._names, self._others, self._witness)
        if not made.text.strip():
            raise SourceError("the transcript holds no words")
        self._working = made
        self._spans = _moved(transcript, made)
        self.notices.append(
            f"working text: {made.n_hidden} places hidden. Read it before anything is "
            f"published: firsthand show {self._document_id}"
        )
        return canonical_bytes([list(one) for one in made.kept]).decode()

    def refuse_same_words(self) -> None:
        """Refuse a working text that is here already under another pseudonym.

        Names are sealed, so nothing else shows that a form was taken in twice.

        Raises:
            UserError: Names the earlier testimony.
        """
        if self._working is None:
            return
        mine = self._working.text.replace(self._witness, "")
        for one in self._case.store.every(Testimony):
            document = self._case.store.get(one.document_id or "")
            if one.witness == self._witness or not isinstance(document, Document):
                continue  # somebody who says the same again is still one source
            held = self._case.store.read_object(document.text_sha256).decode()
            if held.replace(one.witness, "") == mine:
                raise UserError(
                    f"the same words are here as {one.id} of {one.witness}; nothing "
                    "was taken in. A corrected form: firsthand testimony add FORM "
                    f"--corrects {one.id}, with known_as = {one.witness!r}"
                )

    @property
    def _document_id(self) -> DocumentId:
        return DocumentId(f"D-{self._code.removeprefix('T-')}")

    def commit(self) -> Testimony:
        """Make it durable, in a segment of its own."""
        source = self._source()
        objects = [one for each in self._sealed for one in each.objects]
        records: list[AnyRecord] = [source, *(each.item for each in self._sealed)]
        if self._working is not None:
            text, described = self._working_records(source, self._working)
            objects.append(text)
            records += described
        testimony = Testimony(
            id=self._code,
            witness=self._witness,
            source_id=source.id,
            protection=self._form.protection,
            held_on=self._form.held_on,
            mode=self._form.mode,
            language=self._form.language,
            has_interpreter=self._form.has_interpreter,
            sealed=tuple(each.item.id for each in self._sealed),
            document_id=self._document_id if self._working is not None else None,
            n_hidden=self._working.n_hidden if self._working is not None else 0,
            spans=self._spans,
            second_reading=self._form.second_reading,
        )
        records.append(testimony)
        records += [
            _consent(self._code, use, said) for use, said in self._form.consent.items()
        ]
        summary = f"testimony {self._code} of {self._witness} taken in"
        act = self._case.act("add-testimony", summary=summary)
        self._case.store.commit(act, objects=objects, records=records)
        return testimony

    def _source(self) -> Source:
        for known in self._case.store.every(Source):
            if known.name == self._witness:
                return known
        return Source(
            # Not made from the pseudonym: ids of sources stand on published pages.
            id=SourceId(new_code(self._case, "S")),
            name=self._witness,
            source_type=SourceType.WITNESS,
            protection=Protection.RESTRICTED,
        )

    def _working_records(
        self, source: Source, made: WorkingText
    ) -> tuple[StagedObject, list[AnyRecord]]:
        data = made.text.encode()
        staged = self._case.store.stage(data, entry_type="derivative")
        code = self._code.removeprefix("T-")
        tool = f"{TOOL} testimony"
        language = self._form.language
        if self._form.is_translation_read:
            language = self._form.translation_language
        capture = Capture(
            id=CaptureId(f"K-{code}"),
            sha256=staged.sha256,
            size_bytes=len(data),
            media_type="text/plain",
            filename=f"{self._code}.working.txt",
            captured_at=now(),
            captured_by=self._case.operator,
            tool=tool,
            source_id=source.id,
            protection=Protection.RESTRICTED,
        )
        document = Document(
            id=self._document_id,
            capture_id=capture.id,
            text_sha256=staged.sha256,
            n_chars=len(made.text),
            derived_by=tool,
            language=language,
            language_by="stated" if language else None,
            title=f"Testimony {self._code}",
            source_id=source.id,
            protection=Protection.RESTRICTED,
        )
        return staged, [capture, document]


def _moved(transcript: Transcript, made: WorkingText) -> tuple[TimedSpan, ...]:
    moved = []
    for span in transcript.spans:
        start, end = made.here(span.start, span.end)
        moved.append(msgspec.structs.replace(span, start=start, end=max(start, end)))
    return tuple(moved)


def _consent(testimony: str, use: ConsentUse, said: Said) -> Consent:
    return Consent(
        id=f"{testimony}.{use.value}",
        testimony=testimony,
        use=use,
        state=said.state,
        on=said.on,
        until=said.until,
    )


# --- consent -------------------------------------------------------------------------


def testimony_of(case: Case, name: str) -> Testimony:
    """Return a testimony.

    Raises:
        UserError: There is none; says how to list them.
    """
    found = case.store.get(name)
    if not isinstance(found, Testimony):
        raise UserError(f"no testimony {name!r}; list them: firsthand testimony list")
    return found


def give_consent(
    case: Case, name: str, use: ConsentUse, said: Said, because: str | None
) -> Consent:
    """Record what a witness says of a use now; what they said before stays readable.

    Raises:
        UserError: There is no such testimony, or no reason.
    """
    testimony, why = testimony_of(case, name), reason(because)
    made = _consent(testimony.id, use, said)
    with case.writing():
        summary = f"{testimony.id}: {use.value} {made.state.value}"
        act = case.act("consent", because=why, summary=summary)
        case.store.commit(act, records=[made])
    return made


@dataclasses.dataclass(frozen=True)
class Withdrawal:
    """What a withdrawal of consent led to, for people.

    Attributes:
        consents: What is withdrawn.
        disclosures: What was written for others before, now marked.
        notices: What remains to be done.
    """

    consents: tuple[Consent, ...]
    disclosures: tuple[Disclosure, ...]
    notices: tuple[str, ...]


def withdraw_consent(
    case: Case,
    name: str,
    uses: Sequence[ConsentUse],
    because: str | None,
    on: dt.date | None = None,
) -> Withdrawal:
    """Take consent back: the next publication obeys, what rested on it is re-opened.

    Args:
        case: An open case.
        name: The testimony.
        uses: Which uses; empty = all.
        because: Why, naming nobody.
        on: The day; None = today.

    Raises:
        UserError: There is no such testimony, or no reason.
    """
    testimony, why = testimony_of(case, name), reason(because)
    chosen = list(uses) or list(ConsentUse)
    said = Said(ConsentState.WITHDRAWN, on or now().date())
    made = [_consent(testimony.id, use, said) for use in chosen]
    marked: list[Disclosure] = []
    if set(chosen) & {*_PUBLICATION, ConsentUse.COURTS}:
        marked = [
            msgspec.structs.replace(one, withdrawn=(*one.withdrawn, testimony.id))
            for one in case.store.every(Disclosure)
            if testimony.id in one.testimonies
        ]
    with case.writing():
        told = ", ".join(use.value for use in chosen)
        act = case.act(
            "withdraw-consent", because=why, summary=f"{testimony.id}: {told} withdrawn"
        )
        case.store.commit(act, records=made)
        if marked:
            act = case.act("mark", summary=f"{len(marked)} disclosures marked")
            case.store.commit(act, records=marked)
    if ConsentUse.ANALYSIS in chosen and testimony.document_id is not None:
        judging.withdraw(case, [testimony.document_id], f"consent withdrawn: {why}")
    return Withdrawal(
        tuple(made), tuple(marked), tuple(_to_do(testimony, chosen, marked))
    )


def _to_do(
    testimony: Testimony, uses: Sequence[ConsentUse], marked: Sequence[Disclosure]
) -> Iterator[str]:
    for one in marked:
        yield (
            f"{one.id}: {one.how} of {one.at:%Y-%m-%d} holds {testimony.id}: take it "
            "back from where it went, and publish anew"
        )
    if ConsentUse.ANALYSIS in uses:
        yield "its claims count for nothing from here on. Next: firsthand run"
    if ConsentUse.ARCHIVE in uses:
        yield (
            "the archive may not keep it: after counsel was asked, firsthand erase "
            f"{testimony.witness} --why ..."
        )


# --- requests of the witness ---------------------------------------------------------


def note_request(
    case: Case, witness: str, kind: RequestKind, received: dt.date | None = None
) -> WitnessRequest:
    """Record that a witness asks to see, correct or erase.

    Raises:
        UserError: Nobody has that pseudonym.
    """
    if witness not in {one.witness for one in case.store.every(Testimony)}:
        raise UserError(f"no witness {witness!r}; see firsthand testimony list")
    with case.writing():
        made = WitnessRequest(
            id=new_code(case, "Q"),
            witness=witness,
            request_kind=kind,
            received=received or now().date(),
        )
        act = case.act("request", summary=f"{witness} asks to {kind.value}")
        case.store.commit(act, records=[made])
    return made


def close_request(case: Case, name: str, outcome: str | None) -> WitnessRequest:
    """Record what came of a request.

    Raises:
        UserError: There is none, it is closed, or nothing is said of the outcome.
    """
    found = case.store.get(name)
    if not isinstance(found, WitnessRequest) or found.done_at is not None:
        raise UserError(f"no open request {name!r}; see firsthand testimony request")
    done = msgspec.structs.replace(found, outcome=reason(outcome), done_at=now())
    with case.writing():
        act = case.act("request-done", because=done.outcome, summary=f"{name} done")
        case.store.commit(act, records=[done])
    return done


def open_requests(case: Case) -> list[WitnessRequest]:
    """Return the requests that wait."""
    return [one for one in case.store.every(WitnessRequest) if one.done_at is None]
