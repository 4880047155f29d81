"""Things that are military by their name, in Slavic and Romance sentences.

For the finders of weapons, targets and objectives. Method: M056.
"""

from __future__ import annotations

from firsthand.extract.patterned import Found, range_of, words_of
from firsthand.extract.unparsed.page import Finder
from firsthand.extract.unparsed.sentences import Sentence

# Barracks and bases are military whoever says so: hit, they are targets.
_KNOWN_MILITARY_AR = ("ثكن", "معسكر", "قاعد", "قواعد", "مطار")


class Military(Finder):
    """Tells which things of a sentence are military by their name."""

    def things(self, sentence: Sentence) -> list[Found]:
        """Return the things of a sentence that are military by their name."""
        if self.language.code == "ar":  # what a side says was there: stores, posts
            held = words_of(self.reference, self.language, "things", "held")
            return [
                hit
                for hit in held.find(sentence.tokens)
                if not sentence.tokens[hit.first].word.startswith(_KNOWN_MILITARY_AR)
            ]
        if not (self.language.is_slavic or self.language.is_romance):
            return []
        rows = words_of(self.reference, self.language, "things", "objective")
        found = [hit for hit in rows.find(sentence.tokens) if not hit.row.get("people")]
        if self.language.is_slavic:
            return found
        people = words_of(self.reference, self.language, "counts", "person")
        return [
            hit
            for hit in found
            if people.at(sentence.tokens, hit.first) is None
            and not self._is_of_arms(sentence, hit)
        ]

    def _is_of_arms(self, sentence: Sentence, hit: Found) -> bool:
        """Say whether words name the arms that struck ("mortar")."""
        start, end = range_of(sentence.tokens, hit.first, hit.last)
        return any(m.start <= start and end <= m.end for m in sentence.weapons)
