"""Blows that a side tells of itself, in Spanish: "said its forces hit a post".

Whoever says so did it, by his own word; what he hit is another claim. What he only
denies, or downed of another's, is none. Method: M056.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from firsthand.extract.answers.sides import Sides
from firsthand.extract.patterned import Found, Token, range_of, words_of
from firsthand.extract.patterned_speech import Said
from firsthand.extract.reading import Range
from firsthand.extract.unparsed.page import Finder
from firsthand.extract.unparsed.sentences import Sentence, telling
from firsthand.model import AttributionClaim, Claim
from firsthand.reference.weapons import aircraft_codes, weapon_codes

_OWN = frozenset({"sus", "su", "nuestros", "nuestras", "nuestro", "nuestra"})
_OPENERS = frozenset({"que", '"', "“", "«", "tambien", "ayer", "hoy", "anoche"})
_ONE_OF = ("uno", "una", "dos", "tres", "varios", "varias", "unos")
_THE = frozenset({"el", "la", "los", "las"})
_ONLY = frozenset(  # "attacks only terrorists": what it does, no blow
    {"solo", "unicamente", "exclusivamente", "solamente", "siempre"}
)
_NEVER = frozenset({"jamas", "ni"})
_STARTS_WITHIN = 3  # words of "este martes" before the verb
_OWN_WORDS = 6  # words of "uno de sus aviones de combate" before the verb
_LONGEST = 9  # words of verb and object
_ENDS = frozenset({"que", "y", "e", "donde", "cuando", "pero", "aunque", "situado"})
_ENDS |= frozenset({"situada", "ubicado", "ubicada", "mientras", "tras", "en"})


class OwnBlows(Finder):
    """Finds who struck by his own word."""

    @functools.cached_property
    def sides(self) -> Sides:
        """Who speaks for whom on the page."""
        sides = Sides(
            self.reference, self.language, self.text, self.page.reading.page.outlet
        )
        sides.note([s.tokens for s in self.page.sentences], self.page.said)
        return sides

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Yield the blow that whoever speaks in a sentence tells of his own side."""
        if self.language.code != "es":
            return
        blow = words_of(self.reference, self.language, "things", "own_blow")
        hits = blow.find(sentence.tokens)
        for said in self.page.said if hits else ():
            if said.row is None or said.row.get("manner") != "speech":
                continue
            for span in said.statement.content:
                found = self._told(sentence, hits, span)
                party = self._side(said) if found else None
                if found and party and not self._is_owned_already(said):
                    yield self._attribution(sentence, said, found, party)
                    return

    def _side(self, said: Said) -> str | None:
        """Return for whom a speaker speaks, "the rebels" too."""
        words = " ".join(self.text[s:e] for s, e in said.statement.source)
        bare = words.split(maxsplit=1)
        if bare and bare[0].lower() in _THE:
            words = bare[-1]
        party = self.sides.party(said.statement)
        return party or self.sides.party_of(words, only_first=True)

    def _is_owned_already(self, said: Said) -> bool:
        """Say whether the speaker admits the blow in the sentence.

        "Admits the strike, but says that it hit a post": told once.
        """
        return any(
            other.sentence == said.sentence
            and other.row is not None
            and other.row.get("manner") == "admit"
            and other.statement.speaker == said.statement.speaker
            for other in self.page.said
        )

    def _told(
        self, sentence: Sentence, hits: Sequence[Found], span: Range
    ) -> Found | None:
        """Return the first blow that the words said tell of the speaker's own."""
        tokens = sentence.tokens
        inside = [n for n, t in enumerate(tokens) if span[0] <= t.start < span[1]]
        if not inside:
            return None
        start = inside[0]
        while start < inside[-1] and tokens[start].word in _OPENERS:
            start += 1
        for hit in hits:
            first = self._subject(tokens, start, hit)
            is_habit = any(t.word in _ONLY for t in tokens[hit.last : hit.last + 3])
            if first is not None and hit.first <= inside[-1] and not is_habit:
                return Found(first, hit.last, hit.row)
        return None

    def _subject(self, tokens: Sequence[Token], start: int, hit: Found) -> int | None:
        """Return where a blow's subject begins, none said or "its forces"; else None.

        "That it hit", "that its forces hit", "having hit"; nothing denies it.
        """
        between = tokens[start : hit.first]
        words = [t.word for t in between]
        if hit.first < start or set(words) & (self.language.negations | _NEVER):
            return None
        if not between:
            return start
        if words[0] in _OWN or (words[0] in _ONE_OF and words[1:2] == ["de"]):
            is_own = bool(set(words) & _OWN)
            is_short = len(words) <= _OWN_WORDS and "," not in words
            return start if is_own and is_short else None
        is_when = hit.row.get("bare") is None and len(words) <= _STARTS_WITHIN
        is_when = is_when and all(self._is_when(t) for t in between)
        return hit.first if is_when else None

    def _is_when(self, token: Token) -> bool:
        """Say whether a word only tells when: "that day", "on Tuesday"."""
        return token.word in _WHEN or self.language.is_adverb(token.word)

    def _attribution(
        self, sentence: Sentence, said: Said, found: Found, party: str
    ) -> Claim:
        tokens = sentence.tokens
        last = found.last
        while last < min(len(tokens), found.first + _OWN_WORDS + _LONGEST):
            token = tokens[last]
            if not (token.is_word or token.is_number) or token.word in _ENDS:
                break
            last += 1
        where = range_of(tokens, found.first, last)
        arms = [m for m in telling(sentence.weapons) if where[0] <= m.start < where[1]]
        return self.page.made(
            AttributionClaim,
            where,
            sentence,
            statement=said.statement,
            perpetrator=party,
            weapon=weapon_codes(arms),
            aircraft=aircraft_codes(arms),
            rule="M056 a side's own blow",
        )


_WHEN = frozenset(
    {"ese", "este", "el", "la", "esa", "dia", "noche", "lunes", "martes", "jueves"}
    | {"miercoles", "viernes", "sabado", "domingo", "madrugada", "mañana", "tambien"}
    | {"por", "ya", "ayer", "hoy", "anoche", "manana", "tarde", "de", "en"}
)
