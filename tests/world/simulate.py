"""A simulated conflict with known truth, to score linking and assessment against.

Everything is invented. `simulate(seed)` makes incidents (some at one place on other
days, some on one day at other places), reporters who count differently, outlets that
reprint, rewrite or translate one wire story, later tolls, denials, a round-up of two
attacks, and texts about something else; with each text the claims a perfect reader
would find, and the truth: which incident, which origin, which roots, what toll.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from firsthand.link.texts import LinkText
from firsthand.model import (
    Accuracy,
    AnyClaim,
    Bounds,
    CasualtyClaim,
    ClaimId,
    DateClaim,
    DenialClaim,
    Denies,
    DocumentId,
    FuzzyDate,
    Incident,
    Origin,
    Place,
    PlaceClaim,
    Source,
    SourceId,
    SourceType,
    Span,
    TargetClaim,
    WeaponClaim,
)

_SYLLABLES = "ar ven tol mir sak dur bel han oru tes kav lim jed nor pas wel".split()  # noqa: SIM905  a list of syllables reads better as words
_TARGETS = {
    "residential": "an apartment block",
    "market": "a vegetable market",
    "hospital": "a field hospital",
    "mosque": "a mosque",
    "school": "a village school",
}
_RUSSIAN_TARGETS = {
    "residential": "жилой дом",
    "market": "овощной рынок",
    "hospital": "полевой госпиталь",
    "mosque": "мечеть",
    "school": "сельскую школу",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_FILLERS = (
    "Neighbours carried water up the hill in {n} cans because the mains had burst.",
    "A woman who sells thread near the bridge counted {n} windows without glass.",
    "The road to the coast stayed shut for {n} hours, a driver named {who} complained.",
    "Schools in the district will open {n} days late, its council wrote.",
    "Snow fell before dawn, and {n} families spent the night in the tannery cellar.",
    "A goat herd of {n} animals wandered through the ruins until its owner {who} came.",
    "The bakery gave away {n} loaves; {who}, who runs it, closed at noon.",
    "{who}, a retired surveyor, had mapped {n} cracks in the walls by the evening.",
    "Electricity came back after {n} hours in the streets above the mill.",
    "Some {n} mourners walked behind the carts to the cemetery on the ridge.",
    "An engineer, {who}, warned that {n} more houses may have to be pulled down.",
    "Telephones were dead for {n} hours, and news travelled on foot with {who}.",
)
_OPENINGS = (
    "An air strike hit {target} in {place} on {date}.",
    "On {date}, {target} in {place} was destroyed by an air strike.",
    "Residents of {place} woke on {date} to an air strike that flattened {target}.",
    "{place} lost {target} on {date}, when an air strike came without warning.",
)
_COUNTS = (
    "{speaker} said that {killed} people were killed and {wounded} wounded.",
    "According to {speaker}, {killed} people were killed; {wounded} were hurt.",
    "{killed} people were killed, {speaker} reported, and {wounded} taken to clinics.",
)
_OWN_COUNTS = (
    "We have counted {killed} people killed and {wounded} wounded so far.",
    "Our list holds {killed} people killed; {wounded} more were wounded.",
)
_SWAPS = {
    "people were killed": "people lost their lives",
    "An air strike hit": "A bomb from the air struck",
    "was destroyed by an air strike": "was wrecked by an air strike",
    "said that": "stated that",
    "Neighbours": "People next door",
    "carried": "hauled",
    "counted": "noted",
    "stayed shut": "remained closed",
    "complained": "grumbled",
    "walked behind": "followed",
    "until its owner": "before the owner",
    "came back": "returned",
    "warned that": "cautioned that",
    "gave away": "handed out",
    "had mapped": "had charted",
    "wandered": "strayed",
    "spent the night": "slept",
    "woke on": "were woken on",
    "will open": "are to open",
    "were dead": "did not work",
}


@dataclasses.dataclass(frozen=True)
class Attack:
    """What truly happened."""

    key: str
    place: Place
    day: dt.date
    target: str
    killed: int
    wounded: int


@dataclasses.dataclass(frozen=True)
class World:
    """The conflict, what was written of it, and the truth.

    Attributes:
        attacks: The true attacks.
        texts: All documents.
        claims: What a perfect reader finds in them.
        sources: Who publishes.
        incident_of: True attack of each claim; None = belongs to none.
        first_of: True first document of each document's origin.
        roots_of: True voices behind the tolls of each attack.
        distractors: Documents about something else.
    """

    attacks: tuple[Attack, ...]
    texts: tuple[LinkText, ...]
    claims: tuple[AnyClaim, ...]
    sources: tuple[Source, ...]
    incident_of: Mapping[ClaimId, str | None]
    first_of: Mapping[DocumentId, DocumentId]
    roots_of: Mapping[str, frozenset[str]]
    distractors: frozenset[DocumentId]


SOURCES = (
    Source(id=SourceId("s1"), name="Ormund Monitor", source_type=SourceType.MONITOR),
    Source(
        id=SourceId("s2"),
        name="Hill Rescue Corps",
        source_type=SourceType.FIRST_RESPONDER,
    ),
    Source(
        id=SourceId("s3"),
        name="Ministry of Defence of Kelvane",
        source_type=SourceType.OFFICIAL,
        party="KE",
    ),
    Source(id=SourceId("s4"), name="Coastal Wire", source_type=SourceType.AGENCY),
    Source(id=SourceId("s5"), name="Lantern Post", source_type=SourceType.OUTLET),
    Source(id=SourceId("s6"), name="Daily Ferry", source_type=SourceType.OUTLET),
    Source(id=SourceId("s7"), name="Степной вестник", source_type=SourceType.OUTLET),
)


class _Writer:
    """Writes documents and, with each, its claims."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  a simulation, not a secret
        self.texts: list[LinkText] = []
        self.claims: list[AnyClaim] = []
        self.incident_of: dict[ClaimId, str | None] = {}
        self.first_of: dict[DocumentId, DocumentId] = {}
        self.roots_of: dict[str, set[str]] = defaultdict(set)
        self.distractors: set[DocumentId] = set()

    def name(self) -> str:
        parts = self.random.sample(_SYLLABLES, 3)
        return "".join(parts).capitalize()

    def person(self) -> str:
        return f"{self.name()} {self.name()}"

    def filler(self, many: int) -> list[str]:
        chosen = self.random.sample(_FILLERS, many)
        return [
            one.format(n=self.random.randint(12, 95), who=self.person())
            for one in chosen
        ]

    def publish(
        self,
        text: str,
        day: dt.date,
        source: str,
        *,
        language: str = "en",
        first: DocumentId | None = None,
    ) -> DocumentId:
        made = DocumentId(f"D{len(self.texts) + 1:05d}")
        self.texts.append(
            LinkText(
                document_id=made,
                text=text,
                language=language,
                published=FuzzyDate(earliest=day, latest=day),
                source=source,
            )
        )
        self.first_of[made] = first or made
        return made

    def claim(
        self,
        kind: Any,
        document: DocumentId,
        words: str,
        attack: Attack | None,
        after: str = "",
        **values: Any,
    ) -> None:
        text = next(t for t in reversed(self.texts) if t.document_id == document).text
        start = text.find(words, _paragraph_with(text, after, attack))
        if start < 0:
            return
        n = sum(c.document_id == document for c in self.claims[-60:])
        made = kind(
            id=ClaimId(f"{document}#{n + 1}"),
            document_id=document,
            span=Span(start=start, end=start + len(words), quote=words),
            **values,
        )
        self.claims.append(made)
        self.incident_of[made.id] = attack.key if attack else None

    def claims_of(
        self,
        document: DocumentId,
        attack: Attack,
        killed: int,
        *,
        speaker: str | None,
        date_words: str,
        place_words: str,
        target_words: str,
    ) -> None:
        """Add what a perfect reader finds about one attack in one document."""
        on = FuzzyDate(earliest=attack.day, latest=attack.day)
        self.claim(
            PlaceClaim, document, place_words, attack, date_words, place=attack.place
        )
        self.claim(DateClaim, document, date_words, attack, date_words, date=on)
        self.claim(
            TargetClaim,
            document,
            target_words,
            attack,
            date_words,
            target=attack.target,
        )
        for words in ("air strike", "bomb from the air", "авиаудар", "Авиаудар"):
            self.claim(
                WeaponClaim,
                document,
                words,
                attack,
                date_words,
                weapon=("airstrike",),
            )
        for words in (f"{killed} people", f"{killed} человек"):
            self.claim(
                CasualtyClaim,
                document,
                words,
                attack,
                date_words,
                killed=Bounds(low=killed, high=killed),
                speaker=speaker,
                chain=(speaker,) if speaker else (),
            )


def _paragraph_with(text: str, words: str, attack: Attack | None) -> int:
    """Return the start of the paragraph that tells of the attack on that date."""
    name = attack.place.name if attack else ""
    at = 0
    for paragraph in text.split("\n\n"):
        if words in paragraph and (name in paragraph or _cyrillic(name) in paragraph):
            return at
        at += len(paragraph) + 2
    return 0


def simulate(seed: int, n_attacks: int = 20) -> World:
    """Make a conflict.

    Args:
        seed: The same seed makes the same conflict.
        n_attacks: How many attacks happen.
    """
    writer = _Writer(seed)
    attacks = _attacks(writer, n_attacks)
    for attack in attacks:
        _report(writer, attack)
    for first, second in zip(attacks[::5], attacks[1::5], strict=False):
        _round_up(writer, first, second)
    for _ in range(max(2, n_attacks // 5)):
        _distract(writer, attacks)
    return World(
        attacks=tuple(attacks),
        texts=tuple(writer.texts),
        claims=tuple(writer.claims),
        sources=SOURCES,
        incident_of=writer.incident_of,
        first_of=writer.first_of,
        roots_of={key: frozenset(held) for key, held in writer.roots_of.items()},
        distractors=frozenset(writer.distractors),
    )


def _attacks(writer: _Writer, many: int) -> list[Attack]:
    made: list[Attack] = []
    start = dt.date(2021, 3, 1)
    for number in range(many):
        place = _place(writer)
        day = start + dt.timedelta(days=writer.random.randint(0, 200))
        if number % 6 == 5:  # the same town, another day and target
            place = made[-1].place
            day = made[-1].day + dt.timedelta(days=writer.random.choice([1, 5, 30]))
        if number % 6 == 3:  # the same day, another town
            day = made[-1].day
        taken = made[-1].target if made else ""
        target = writer.random.choice([t for t in _TARGETS if t != taken])
        killed = writer.random.randint(3, 60)
        made.append(
            Attack(f"X{number}", place, day, target, killed, killed + 7 + number % 9)
        )
    return made


def _place(writer: _Writer) -> Place:
    name = writer.name()
    return Place(
        name=name,
        canonical=name,
        gazetteer_id=f"g-{name}",
        accuracy=Accuracy.TOWN,
        within=("Uplands", "Velmara"),
    )


def _long(day: dt.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _compose(
    writer: _Writer,
    attack: Attack,
    killed: int,
    speaker: str | None,
    *,
    fillers: int = 4,
) -> str:
    counts = _COUNTS if speaker else _OWN_COUNTS
    opening = writer.random.choice(_OPENINGS).format(
        target=_TARGETS[attack.target], place=attack.place.name, date=_long(attack.day)
    )
    count = writer.random.choice(counts).format(
        killed=killed, wounded=attack.wounded, speaker=speaker
    )
    rest = writer.filler(fillers)
    half = fillers // 2
    return "\n\n".join(
        [f"{opening} {count}", " ".join(rest[:half]), " ".join(rest[half:])]
    )


def _write(
    writer: _Writer,
    attack: Attack,
    killed: int,
    source: str,
    speaker: str | None,
    *,
    days: int,
) -> DocumentId:
    text = _compose(writer, attack, killed, speaker)
    document = writer.publish(text, attack.day + dt.timedelta(days=days), source)
    _read(writer, document, attack, killed, speaker)
    writer.roots_of[attack.key].add(speaker or source)
    return document


def _read(
    writer: _Writer,
    document: DocumentId,
    attack: Attack,
    killed: int,
    speaker: str | None,
) -> None:
    writer.claims_of(
        document,
        attack,
        killed,
        speaker=speaker,
        date_words=_long(attack.day),
        place_words=attack.place.name,
        target_words=_TARGETS[attack.target],
    )


def _report(writer: _Writer, attack: Attack) -> None:
    """Write everything that is published about one attack."""
    roll = writer.random.random
    killed = attack.killed
    _write(writer, attack, killed, "Ormund Monitor", None, days=0)
    if roll() < 0.7:
        _write(writer, attack, killed + 1, "Hill Rescue Corps", None, days=1)
    wire = _write(writer, attack, killed, "Coastal Wire", "Ormund Monitor", days=1)
    if roll() < 0.6:
        _copy(writer, wire, attack, killed)
    if roll() < 0.5:
        _rewrite(writer, wire, attack, killed)
    if roll() < 0.4:
        _translate(writer, wire, attack, killed)
    if roll() < 0.4:
        _write(writer, attack, killed + 2, "Daily Ferry", "Hill Rescue Corps", days=2)
    if roll() < 0.4:
        _write(writer, attack, killed + 4, "Ormund Monitor", None, days=7)
    if roll() < 0.5:
        _deny(writer, attack)


def _text(writer: _Writer, document: DocumentId) -> LinkText:
    return next(text for text in writer.texts if text.document_id == document)


def _copy(writer: _Writer, wire: DocumentId, attack: Attack, killed: int) -> None:
    text = f"(Coastal Wire) {_text(writer, wire).text}"
    day = attack.day + dt.timedelta(days=2)
    document = writer.publish(text, day, "Lantern Post", first=wire)
    _read(writer, document, attack, killed, "Ormund Monitor")


def _rewrite(writer: _Writer, wire: DocumentId, attack: Attack, killed: int) -> None:
    text = _text(writer, wire).text
    for old, new in _SWAPS.items():
        text = text.replace(old, new)
    day = attack.day + dt.timedelta(days=2)
    document = writer.publish(text, day, "Daily Ferry", first=wire)
    _read(writer, document, attack, killed, "Ormund Monitor")


def _translate(writer: _Writer, wire: DocumentId, attack: Attack, killed: int) -> None:
    """Keep numbers and names in their order, in another language."""
    words = _text(writer, wire).text.split()
    kept: list[str] = []
    for word in words[20:]:
        bare = word.strip(".,;()")
        if bare.isdigit():
            kept.append(f"затем {bare} раз")
        elif bare[:1].isupper() and len(bare) > 5:
            kept.append(f"как сказал {_cyrillic(bare)},")
    target = _RUSSIAN_TARGETS[attack.target]
    text = (
        f"Авиаудар разрушил {target} в городе {_cyrillic(attack.place.name)} "
        f"{attack.day.day} числа {attack.day.year} года. Погибли {killed} человек, "
        f"ранены {attack.wounded}, сообщил Ормунд Монитор. {' '.join(kept)}."
    )
    day = attack.day + dt.timedelta(days=2)
    document = writer.publish(text, day, "Степной вестник", language="ru", first=wire)
    writer.claims_of(
        document,
        attack,
        killed,
        speaker="Ормунд Монитор",
        date_words=f"{attack.day.day} числа {attack.day.year} года",
        place_words=_cyrillic(attack.place.name),
        target_words=target,
    )


_CYRILLIC = str.maketrans(
    dict(zip("abdefghijklmnoprstuvw", "абдефгхижклмнопрстувв", strict=True))
)


def _cyrillic(name: str) -> str:
    return name.casefold().translate(_CYRILLIC).capitalize()


def _deny(writer: _Writer, attack: Attack) -> None:
    text = (
        f"The press centre of the ministry rejected what was written about "
        f"{attack.place.name}. Its aircraft had not flown there, it stated, and "
        f"{writer.filler(1)[0]}"
    )
    day = attack.day + dt.timedelta(days=3)
    document = writer.publish(text, day, "Ministry of Defence of Kelvane")
    writer.claim(PlaceClaim, document, attack.place.name, attack, place=attack.place)
    writer.claim(
        DenialClaim, document, "rejected", attack, denies=Denies.RESPONSIBILITY
    )


def _round_up(writer: _Writer, first: Attack, second: Attack) -> None:
    parts = [
        _compose(writer, a, a.killed, "Ormund Monitor", fillers=2)
        for a in (first, second)
    ]
    day = max(first.day, second.day) + dt.timedelta(days=10)
    document = writer.publish("\n\n".join(parts), day, "Lantern Post")
    for attack in (first, second):
        _read(writer, document, attack, attack.killed, "Ormund Monitor")


def _distract(writer: _Writer, attacks: Sequence[Attack]) -> None:
    attack = writer.random.choice(attacks)
    dead = writer.random.randint(3, 40)
    text = (
        f"Earthquake shakes {attack.place.name}\n\nAn earthquake of magnitude 5 was "
        f"felt in {attack.place.name} on {_long(attack.day)}; {dead} people were "
        f"killed when roofs fell in. {' '.join(writer.filler(3))}"
    )
    document = writer.publish(text, attack.day, "Coastal Wire")
    writer.distractors.add(document)
    on = FuzzyDate(earliest=attack.day, latest=attack.day)
    writer.claim(PlaceClaim, document, attack.place.name, None, place=attack.place)
    writer.claim(DateClaim, document, _long(attack.day), None, date=on)
    writer.claim(
        CasualtyClaim,
        document,
        f"{dead} people",
        None,
        killed=Bounds(low=dead, high=dead),
    )


@dataclasses.dataclass(frozen=True)
class Score:
    """Precision and recall, 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(true: Mapping[str, str], found: Mapping[str, str]) -> Score:
    """Score a grouping item by item; items without a group are groups of one."""
    by_true: dict[str, set[str]] = defaultdict(set)
    by_found: dict[str, set[str]] = defaultdict(set)
    for item, label in true.items():
        by_true[label].add(item)
        by_found[found.get(item, f"alone {item}")].add(item)
    precision = recall = 0.0
    for item, label in true.items():
        ours = by_found[found.get(item, f"alone {item}")]
        both = len(ours & by_true[label])
        precision += both / len(ours)
        recall += both / len(by_true[label])
    return Score(precision / len(true), recall / len(true))


def pairs(true: Mapping[str, str], found: Mapping[str, str]) -> Score:
    """Score a grouping by the pairs it puts together."""
    wanted, made = _pairs(true), _pairs({i: found[i] for i in true if i in found})
    both = len(wanted & made)
    return Score(
        both / len(made) if made else 1.0, both / len(wanted) if wanted else 1.0
    )


def _pairs(labels: Mapping[str, str]) -> set[tuple[str, str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for item, label in labels.items():
        groups[label].append(item)
    return {
        (a, b)
        for held in groups.values()
        for n, a in enumerate(sorted(held))
        for b in sorted(held)[n + 1 :]
    }


def score_incidents(world: World, incidents: Iterable[Incident]) -> Score:
    """Score the grouping of claims into incidents, B-cubed."""
    true = {claim: key for claim, key in world.incident_of.items() if key}
    found = {claim: made.id for made in incidents for claim in made.claims}
    return b_cubed(true, found)


def score_copies(world: World, origins: Iterable[Origin]) -> Score:
    """Score copies by the pairs of documents put to one origin."""
    true = {str(d): str(first) for d, first in world.first_of.items()}
    found = {str(d): str(made.id) for made in origins for d in made.documents}
    return pairs(true, found)
