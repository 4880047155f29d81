"""Statements as French and Spanish alone build them.

Participles that go on, verbs that are nouns behind an article, "..., which X denies",
"contrary to what X says", nobody's reflexives. Method: M022.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.cited_speech import CitedSpeech
from firsthand.extract.patterned import Found, Token
from firsthand.extract.reading import Range
from firsthand.extract.said import (
    ANSWERS,
    CLOSING,
    COMMA,
    DETERMINERS,
    FEW_BETWEEN,
    LEAST_SAID,
    LONGEST_NAME,
    LONGEST_SPEAKER,
    LONGEST_TITLE,
    QUOTES,
    STRONG,
    THAT,
    as_written,
    is_capital,
)

_UNLIKE = (  # "contrary to what X says": X says the opposite
    ("contrairement", "a", "ce"),
    ("a", "l'", "inverse", "de", "ce"),
    ("a", "rebours", "de", "ce"),
    ("en", "contra", "de", "lo"),
    ("a", "diferencia", "de", "lo"),
    ("al", "contrario", "de", "lo"),
    ("contrariamente", "a", "lo"),
    ("pese", "a", "lo"),
)
_WHICH = frozenset({"ce", "lo", "algo", "extremo", "cosa", "chose", "version"})
_BLAME = ("accus", "acus", "culp", "denonc", "denunc", "reproch")
_OPENS_RELATIVE = frozenset({"qui", "dont", "que", "qu'", "ou", "lequel", "laquelle"})
_WHO_DOES = frozenset({"qui", "que", "quien"})
_NOBODY_SAYS = frozenset({"ningun", "ninguna", "nadie", "aucun", "aucune", "personne"})


class RomanceShapes(CitedSpeech):
    """Shapes of French and Spanish; in other languages none of them is found."""

    def _goes_along(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a participle of saying goes on with what its sentence says."""
        word = tokens[verb.first].word
        endings = {"fr": ("ant",), "es": ("ando", "endo")}.get(self.language.code)
        is_speech = verb.row.get("manner") == "speech" and not verb.row.get("object")
        is_one = verb.last - verb.first == 1 or word.endswith(endings or ())
        return bool(endings) and is_speech and is_one and word.endswith(endings or ())

    def _party_at_end(
        self, tokens: Sequence[Token], start: int, end: int
    ) -> Range | None:
        """Return the party that words end with ("a rocket of X, which denies it")."""
        if not self.language.is_romance or end - start < 1:
            return None
        for first in range(max(start, end - LONGEST_TITLE), end):
            words = as_written(tokens[first:end])
            named = self.parties.find(words)
            if any(m.start == 0 and m.end == len(words) for m in named):
                return first, end
        return None

    def _name_before(
        self, tokens: Sequence[Token], subject: Range | None
    ) -> Range | None:
        """Return the name that a role stands after ("said X Y, the owner, who ...")."""
        if subject is None or subject[0] < 2:  # noqa: PLR2004  a name, a comma
            return subject
        is_role = not any(is_capital(t) for t in tokens[slice(*subject)])
        last = subject[0] - 1
        if not is_role or tokens[last].word not in COMMA:
            return subject
        first = last
        while first > 0 and is_capital(tokens[first - 1]):
            first -= 1
        return (first, last) if 1 < last - first <= LONGEST_NAME else subject

    def _past_his_clause(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return X in "X, who lost his wife, accuses Y", before a verb of blaming."""
        comma = verb.first - 1
        is_blame = tokens[verb.first].word.startswith(_BLAME)
        blames = self.language.is_romance and (is_blame or verb.row.get("object"))
        if not blames or comma < LEAST_SAID or tokens[comma].word not in COMMA:
            return None
        piece = self._piece_before(tokens, comma)
        if piece < 1 or tokens[piece].word not in _WHO_DOES:
            return None
        start = self._piece_before(tokens, piece - 1)
        is_name = 0 < piece - 1 - start <= LONGEST_NAME and (
            all(map(is_capital, tokens[start : piece - 1]))
            or self.has_head(tokens, start, min(start + FEW_BETWEEN, piece - 1))
        )
        return (start, piece - 1) if is_name else None

    def _past_his_list(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return X in French "X, who spoke to witnesses, medics and kin, counts ...".

        The verb right behind a comma is X's, where a clause with commas of its own
        stands between.
        """
        comma = verb.first - 1
        if self.language.code != "fr" or comma < LEAST_SAID:
            return None
        if tokens[comma].word not in COMMA:
            return None
        start = comma
        while start and tokens[start - 1].word not in STRONG:
            start -= 1
        commas = [n for n in range(start, comma) if tokens[n].word in COMMA]
        if not commas or tokens[commas[0] + 1].word not in _OPENS_RELATIVE:
            return None
        if any(tokens[n].word in QUOTES for n in range(start, comma)):
            return None
        first = self.past_asides(tokens, start)
        return self._speaker_in(tokens, first, commas[0])

    def _who_denies_it(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return the subject of "..., which the group denies" in French and Spanish."""
        if verb.row.get("manner") not in ANSWERS | {"silent"}:
            return None
        start = self._piece_before(tokens, verb.first)
        for place in range(start, min(start + FEW_BETWEEN, verb.first - 1)):
            is_which = tokens[place].word in _WHICH
            if is_which and self.opener.at(tokens, place + 1):
                return place + 2, verb.first
        return None

    def _is_unlike(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether a verb tells what somebody says otherwise ("contrary to ...")."""
        start = self._piece_before(tokens, verb.first)
        words = tuple(t.word for t in tokens[start : verb.first])
        return any(words[: len(form)] == form for form in _UNLIKE)

    def _document_that(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return "a report" in "backed a report that blames ..."."""
        at = verb.first - 1
        if not self.language.is_romance or at < 1 or tokens[at].word not in THAT:
            return None
        for place in range(at - 1, max(-1, at - LONGEST_SPEAKER), -1):
            if not tokens[place].is_word or self.say.at(tokens, place) is not None:
                return None
            if self.stand_ins.words["document"].at(tokens, place):
                start = place - (tokens[place - 1].word in DETERMINERS)
                return start, at
        return None

    def _is_a_throw(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether French "lancer" launches arms, and says nothing.

        It speaks only beside a quotation ("«...», a lancé X").
        """
        words = [t.word for t in tokens[verb.first : verb.last]]
        if self.language.code != "fr" or not any(w.startswith("lanc") for w in words):
            return False
        near = tokens[max(0, verb.first - 2) : verb.first]
        after = tokens[verb.last].word if verb.last < len(tokens) else ""
        is_quoted = any(t.word in QUOTES for t in near) or after in QUOTES | {":"}
        return not is_quoted and not any(w.startswith("-") for w in words)

    def _is_nobodys(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether nobody says it ("no se ha confirmado", "aucun groupe ne")."""
        if not self.language.is_romance or not verb.first:
            return False
        if self._is_a_throw(tokens, verb):
            return True
        start = self._piece_before(tokens, verb.first)
        first = tokens[start].word if start < verb.first else ""
        if first in _NOBODY_SAYS and verb.first - start <= LONGEST_NAME:
            return True  # "no group claimed it"
        is_spanish = self.language.code == "es"
        return is_spanish and tokens[verb.first - 1].word == "se"

    def _has_apposed_name(
        self, tokens: Sequence[Token], verb: Found, first: int
    ) -> bool:
        """Say whether "the director of X, Ines Sol," stands before a verb."""
        if not self.language.is_romance or first < LEAST_SAID:
            return False
        if tokens[first - 1].word not in COMMA:
            return False
        piece = self._piece_before(tokens, first - 1)
        words = tokens[piece : first - 1]
        is_name = 1 < len(words) <= LONGEST_NAME and all(map(is_capital, words))
        if not is_name or piece < FEW_BETWEEN or tokens[piece - 1].word not in COMMA:
            return False
        after = tokens[verb.last] if verb.last < len(tokens) else None
        if after is not None and is_capital(after):
            return False  # "..., said X"
        role = self._piece_before(tokens, piece - 1)
        return self.has_role(tokens, role, piece - 1)

    def _has_left_him_out(
        self, tokens: Sequence[Token], verb: Found, first: int
    ) -> bool:
        """Say whether nobody stands beside a verb: the speaker is told before.

        "«...», declaró, y añadió", "No había soldados, afirman, y creen que": Spanish
        leaves out its pronouns.
        """
        if self.language.code != "es" or verb.row.get("manner") in ANSWERS:
            return False
        after = tokens[verb.last].word if verb.last < len(tokens) else "."
        is_bare = after in STRONG | COMMA | {"y", "e", "pero"}
        if not is_bare or first < FEW_BETWEEN or verb.row.get("object"):
            return False
        closes = tokens[first - 2].word in CLOSING | {'"'}
        return closes or self._piece_before(tokens, first - 1) == 0

    def _adds_to_it(self, token: Token) -> bool:
        """Say whether a participle tells more of what was said ("..., speaking of")."""
        endings = {"fr": ("ant",), "es": ("ando", "endo")}.get(self.language.code, ())
        return token.word.endswith(endings) if endings else False

    def _can_follow(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Say whether a phrase behind a verb is who says it, not what is told.

        "documenta seis bombardeos de la aviación": an office far behind is no speaker,
        nor is what stands in signs, nor a document.
        """
        near = range(start, min(start + FEW_BETWEEN + 1, end))
        heads = [hit for n in near if (hit := self.head.at(tokens, n))]
        is_quoted = any(t.word in QUOTES for t in tokens[start:end])
        counted = self.stop.at(tokens, start)
        is_counted = counted is not None and counted.row["kind"] == "number"
        return (
            any(not hit.row.get("document") for hit in heads)
            and not is_quoted
            and not is_counted
        )

    def _is_role_and_name(self, tokens: Sequence[Token], first: int, end: int) -> bool:
        """Say whether words are a role and two names or more ("el general X Y")."""
        if not self.language.is_romance or not 2 < end - first <= LONGEST_SPEAKER:  # noqa: PLR2004  a role, two names
            return False
        start = first + (tokens[first].word in DETERMINERS)
        role = self.nominative.at(tokens, start)
        is_person = role is not None and bool(role.row.get("person"))
        return is_person and all(map(is_capital, tokens[end - 2 : end]))
