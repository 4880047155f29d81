"""Fictional reports and what was made of them: reprints, abridgements, rewrites, and
translations, beside reports that only tell of the same attack. The truth is known.

Everything is invented. Each sentence stands in two English wordings and in Russian,
Arabic and French; a story takes some of them with numbers, people and places of its
own. What tempts a reader to call two reports copies is there on purpose: another
reporter at the same attack with the same toll and the same spokesman's very words, a
weekly form filled in anew, paragraphs that an outlet puts under everything.
"""

from __future__ import annotations

import datetime as dt
import pathlib
import random
from collections.abc import Mapping, Sequence

import yaml

from firsthand.link.texts import LinkText
from firsthand.model import DocumentId, FuzzyDate

Words = tuple[
    str, str, str, str, str
]  # English, other English, Russian, Arabic, French

_SYLLABLES = (
    *(("ba", "ба", "با"), ("dor", "дор", "دور"), ("ka", "ка", "كا")),
    *(("lim", "лим", "ليم"), ("mar", "мар", "مار"), ("no", "но", "نو")),
    *(("ran", "ран", "ران"), ("si", "си", "سي"), ("tun", "тун", "تون")),
    *(("vel", "вел", "فيل"), ("zar", "зар", "زار"), ("gu", "гу", "غو")),
)
_ROWS = yaml.safe_load(
    (pathlib.Path(__file__).with_suffix(".yaml")).read_text(encoding="utf-8")
)
_SENTENCES = [tuple(row.values()) for row in _ROWS["sentences"]]
_BODIES = ("Hill Rescue Corps", "Lantern Watch", "Ormund Relief", "Harbour Medics")
_OUTLETS = ("Daily Ferry", "Lantern Post", "Tellman Times", "Port Echo", "Kelva Sun")
_LANGUAGES = ("en", "en", "ru", "ar", "fr")
ENGLISH, OTHERWISE, RUSSIAN, ARABIC, FRENCH = range(5)


class _Story:
    """One attack: its numbers, people and places, and the sentences told of it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.day = dt.date(2021, 3, 1) + dt.timedelta(days=chance.randrange(240))
        self.facts: dict[str, object] = {
            "place": self.name(),
            "place2": self.name(),
            "body": chance.choice(_BODIES),
            "k": chance.randint(3, 60),
            "w": chance.randint(4, 99),
        }
        first, *rest = range(len(_SENTENCES))
        self.told = [first, *sorted(chance.sample(rest, 8))]
        self.own = {n: self.fresh() for n in range(len(_SENTENCES))}

    def name(self) -> tuple[str, str, str]:
        parts = self.chance.sample(_SYLLABLES, 3)
        latin, russian, arabic = ("".join(p[n] for p in parts) for n in range(3))
        return latin.capitalize(), russian.capitalize(), arabic

    def fresh(self) -> dict[str, object]:
        first, last = self.name(), self.name()
        who = tuple(f"{a} {b}" for a, b in zip(first, last, strict=True))
        draw = self.chance.randint
        return {"n": draw(5, 98), "n2": draw(1, 9), "who": who}

    def say(self, words: str, language: int, own: Mapping[str, object]) -> str:
        script = {RUSSIAN: 1, ARABIC: 2}.get(language, 0)
        facts = {
            key: value[script] if isinstance(value, tuple) else value
            for key, value in {**self.facts, **own}.items()
        }
        return words.format(**facts)

    def sentences(self, language: int, told: Sequence[int] | None = None) -> list[str]:
        numbers = self.told if told is None else told
        return [
            self.say(_SENTENCES[n][language], language, self.own[n]) for n in numbers
        ]


class CopyWorld:
    """Reports, and which of them were made from which.

    Attributes:
        texts: All reports, in no order that helps.
        first_of: The report that each was made from; its own id where from none.
        kind_of: How each copy was made.
    """

    def __init__(self, seed: int, n_stories: int = 40) -> None:
        """Write the reports.

        Args:
            seed: The same seed writes the same reports.
            n_stories: How many attacks are told of.
        """
        self._chance = random.Random(seed)  # noqa: S311  a simulation, not a secret
        self.texts: list[LinkText] = []
        self.first_of: dict[str, str] = {}
        self.kind_of: dict[str, str] = {}
        for _ in range(n_stories):
            self._tell(_Story(self._chance))
        self._chance.shuffle(self.texts)

    def _publish(
        self,
        story: _Story,
        sentences: Sequence[str],
        *,
        days: int,
        outlet: str,
        language: int = ENGLISH,
        of: str | None = None,
        kind: str = "",
    ) -> str:
        name = DocumentId(f"C{len(self.texts):05d}")
        chance = self._chance
        cuts = range(0, len(sentences), 3)
        body = [" ".join(sentences[at : at + 3]) for at in cuts]
        if language in {ENGLISH, OTHERWISE}:
            body.append(chance.choice(_ROWS["furniture"]).format(outlet=outlet))
        on = story.day + dt.timedelta(days=days)
        self.texts.append(
            LinkText(
                document_id=name,
                text="\n\n".join(body),
                language=_LANGUAGES[language],
                published=FuzzyDate(earliest=on, latest=on),
                source=outlet,
            )
        )
        self.first_of[name] = of or name
        if of is not None:
            self.kind_of[name] = kind
        return name

    def _tell(self, story: _Story) -> None:
        chance = self._chance
        outlets = chance.sample(_OUTLETS, 5)
        words = story.sentences(ENGLISH)
        voice = story.fresh()
        quote = story.say(_ROWS["quoted"], ENGLISH, voice)
        wire = self._publish(story, [*words, quote], days=0, outlet="Coastal Wire")
        if chance.random() < 0.6:
            self._publish(
                story,
                [f"(Coastal Wire) {words[0]}", *words[1:], quote],
                days=1,
                outlet=outlets[0],
                of=wire,
                kind="reprint",
            )
        if chance.random() < 0.6:
            kept = chance.randint(4, 6)
            self._publish(
                story,
                words[:kept],
                days=1,
                outlet=outlets[1],
                of=wire,
                kind="abridged",
            )
        if chance.random() < 0.6:
            first, *rest = story.told
            rest = chance.sample(rest, len(rest) - chance.randint(0, 2))
            self._publish(
                story,
                story.sentences(OTHERWISE, [first, *rest]),
                days=1,
                outlet=outlets[2],
                language=OTHERWISE,
                of=wire,
                kind="rewrite",
            )
        if chance.random() < 0.6:
            language = chance.choice((RUSSIAN, ARABIC, FRENCH))
            kept = chance.randint(6, len(story.told))
            self._publish(
                story,
                story.sentences(language, story.told[:kept]),
                days=2,
                outlet=f"{outlets[3]} {_LANGUAGES[language]}",
                language=language,
                of=wire,
                kind="translation",
            )
        self._tempt(story, outlets[4], quote)

    def _tempt(self, story: _Story, outlet: str, quote: str) -> None:
        """Write what looks like a copy and is none."""
        chance = self._chance
        if chance.random() < 0.6:  # another reporter, the same toll, the same spokesman
            aside = [
                story.say(words, ENGLISH, story.fresh())
                for words in chance.sample(_ROWS["asides"], 4)
            ]
            toll = story.say(_SENTENCES[0][OTHERWISE], ENGLISH, {})
            self._publish(
                story, [aside[0], toll, *aside[1:], quote], days=1, outlet=outlet
            )
        if chance.random() < 0.4:  # a reporter of another tongue, the same toll
            language = chance.choice((RUSSIAN, ARABIC, FRENCH))
            own = _Story(chance)
            own.facts = dict(story.facts)
            own.day = story.day
            self._publish(
                own,
                own.sentences(language),
                days=1,
                outlet=f"{outlet} {_LANGUAGES[language]}",
                language=language,
            )
        if chance.random() < 0.4:  # a form filled in anew
            form = story.say(_ROWS["form"], ENGLISH, story.fresh())
            self._publish(story, [form], days=3, outlet=str(story.facts["body"]))
