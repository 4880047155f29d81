"""Speakers told by a colon, and quotations with nobody beside them.

"The Monitor: the toll rises", "Hadi has no doubt: «...»", a quotation that runs on.
For all languages read by patterns. Method: M022.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.patterned import Found, Token
from firsthand.extract.reading import Range
from firsthand.extract.said import (
    CLOSING,
    DASHES,
    DEFINITE,
    LEAST_QUOTED,
    LONGEST_HEADING,
    LONGEST_TITLE,
    OPENING,
    SHORTEST_STEM,
    STRONG,
    Known,
    Raw,
    Said,
    as_written,
    is_among,
    is_capital,
)
from firsthand.extract.saying_words import SayingWords

_LABELS = frozenset(  # head a title, and name nobody
    {"enquete", "analyse", "reportage", "recit", "direct", "entretien", "decryptage"}
    | {"analisis", "investigacion", "reportaje", "cronica", "video", "fotos", "claves"}
    | {"exclusif", "exclusiva", "urgent", "urgente", "eclairage", "perfil", "portrait"}
    | {"bilan", "resultat", "verdict", "conclusion", "constat", "balance", "resultado"}
    | {"consequence", "saldo", "conclusiones", "conclusions", "chronologie", "rappel"}
)
_OWN = frozenset({"sa", "son", "ses", "leur", "leurs"})
_FINDINGS = frozenset(
    {
        "conclusion",
        "conclusions",
        "verdict",
        "constat",
        "bilan",
        "reponse",
        "diagnostic",
    }
    | {"resultat", "resultats", "explication", "certitude", "these", "estimation"}
    | {"decompte", "version", "analyse", "hypothese", "accusation", "recit", "recits"}
)
_AFTER = frozenset({"apres", "tras", "depuis"})
_GOING_ON = (["-"], ["–"], ["—"])
_DID = re.compile(r"(?:[аиыуіеї]л[аио]|[яю]ть?|[аеує][юєе]т?ь?ся|ился|ился)$")
_NAME_INSIDE = frozenset({"de", "des", "la", "и", "та", "y", "et", "для", "без", "sin"})
_LONGEST_QUOTE = 8  # sentences; an opened sign without an end is left alone


class HeadingsAndQuotes:
    """Statements without a word of saying."""

    def __init__(self, words: SayingWords) -> None:
        """Read by the words of a language."""
        self.words = words

    def heading(self, tokens: Sequence[Token], is_title: bool) -> Iterator[Raw]:  # noqa: FBT001  a fact about the tokens
        """Read "the Monitor: the toll rises" as said by the Monitor."""
        charge = self._charge(tokens) if is_title else None
        if charge is not None:
            content = ((0, len(tokens)),)  # "Toreth accused of ..." by those below
            yield Raw((charge.first, charge.last), (0, 0), content, None)
            return
        if is_title and self.words.language.is_romance:
            yield from self._in_brackets(tokens)
        if self._is_theirs(tokens):  # "Sa conclusion : ...": of whoever spoke
            yield Raw((0, 0), (0, 2), ((3, len(tokens)),), None)
            return
        if self._heads_itself(tokens):
            return
        for place, token in enumerate(tokens[: LONGEST_HEADING + 1]):
            if token.word != ":" or not place or place + 1 >= len(tokens):
                continue
            is_headed = is_title and (
                self.words.has_head(tokens, 0, place)
                or self._is_name(tokens[:place])
                or self._is_titled(tokens[:place])
                or self.words.generic.at(tokens, 0) is not None
            )
            is_headed = is_headed and not (
                self.words.language.is_slavic and self._tells_itself(tokens[:place])
            )  # "A raid of the coalition: five dead"
            if self.words.cite.at(tokens, 0) is not None:
                return  # "according to the nurse: «...»"
            dashes = [n + 1 for n in range(place) if tokens[n].word in DASHES]
            first = dashes[-1] if dashes else 0  # "9.40 - The hospital: ..."
            first = next((n for n in range(first, place) if tokens[n].is_word), 0)
            first += tokens[first].word in DEFINITE
            is_role = any(
                self.words.nominative.at(tokens, n) for n in range(first, place)
            )
            is_quoted = tokens[place + 1].word in OPENING | {'"'}
            # "The director said: «...»" is a verb's, and so is "the mayor summed up".
            is_said = not is_title and any(
                self.words.say.at(tokens, n) for n in range(first, place)
            )
            is_headed = is_headed or (is_role and is_quoted and not is_said)
            office = self.words.past_adjectives(tokens, first)
            is_office = (
                self.words.nominative.at(tokens, office) is not None and not is_said
            )
            if is_headed or is_office:
                start = dashes[-1] if dashes and not is_headed else 0
                content = ((place + 1, len(tokens)),)
                yield Raw((start, place), (place, place + 1), content, None)
            return

    def _charge(self, tokens: Sequence[Token]) -> Found | None:
        """Return the words of a title that charge somebody, by whom it leaves open.

        In Arabic they head it ("Charges: ..."), in French they follow whom they charge
        ("Toreth accusé d'avoir bombardé"), unless somebody is said to do so.
        """
        if not self.words.language.is_romance:
            first = self.words.generic.at(tokens, 0)
            return first if first is not None and first.row.get("charge") else None
        label = self.words.generic.at(tokens, 0)
        if label is not None and label.row.get("label") and tokens[label.last :]:
            return label if tokens[label.last].word == ":" else None
        charges = [h for h in self.words.generic.find(tokens) if h.row.get("charge")]
        if not charges or self.words.cite.find(tokens):
            return None
        after = tokens[charges[0].last : charges[0].last + 1]
        is_by = bool(after) and after[0].word in {"par", "por"}
        return None if is_by or ":" in {t.word for t in tokens} else charges[0]

    def _in_brackets(self, tokens: Sequence[Token]) -> Iterator[Raw]:
        """Read "28 morts à Daraz (Défense civile)": the title's source ends it."""
        last = len(tokens) - 1
        while last > 0 and tokens[last].word in STRONG:
            last -= 1
        opened = next((n for n in range(last) if tokens[n].word == "("), last)
        inside = range(opened + 1, last)
        if tokens[last].word != ")" or not 0 < len(inside) <= LONGEST_HEADING:
            return
        named = self.words.parties.find(as_written(tokens[opened + 1 : last]))
        is_seat = any(m.form == "metonym" for m in named)
        is_source = is_seat or self.words.has_head(tokens, opened + 1, last)
        is_source |= self.words.generic.at(tokens, opened + 1) is not None
        if is_source and opened >= LEAST_QUOTED:
            cue = opened, opened + 1
            yield Raw((opened + 1, last), cue, ((0, opened),), None)

    def past_what_heads_itself(
        self, tokens: Sequence[Token], raws: Sequence[Raw]
    ) -> list[Raw]:
        """Return what a title says without what stands before a colon of its own.

        "Raid sur Daraz : Toreth dément": the raid is told by the outlet.
        """
        if not self._heads_itself(tokens):
            return list(raws)
        colon = next(n for n, t in enumerate(tokens) if t.word == ":")
        made = []
        for raw in raws:
            kept = tuple(
                (max(a, colon + 1), b) for a, b in raw.content if b > colon + 1
            )
            is_after = raw.cue[0] > colon and bool(kept)
            made.append(dataclasses.replace(raw, content=kept) if is_after else raw)
        return made

    def _is_theirs(self, tokens: Sequence[Token]) -> bool:
        """Say whether words head what the last speaker found ("Son constat :")."""
        is_headed = len(tokens) > LEAST_QUOTED and tokens[2].word == ":"
        is_own = is_headed and tokens[0].word in _OWN and tokens[1].word in _FINDINGS
        return is_own and self.words.language.code == "fr"

    def _heads_itself(self, tokens: Sequence[Token]) -> bool:
        """Say whether a Romance colon follows no speaker: a deed, or a label.

        "Raid sur une école : 12 morts", "Bilan : 12 morts".
        """
        colon = next((n for n, t in enumerate(tokens) if t.word == ":"), None)
        if not self.words.language.is_romance or not colon:
            return False
        if colon == 1 and tokens[0].word in _LABELS:
            return True
        words = tokens[:colon]
        is_said = any(self.words.say.at(tokens, n) for n in range(colon))
        is_after = words[0].word in _AFTER
        return not (is_said or is_after) and bool(self.words.struck.find(words))

    def _is_name(self, words: Sequence[Token]) -> bool:
        """Say whether words before a title's colon name a body or person, no land.

        "Human Rights Watch: ..."; a land alone heads what happened there.
        """
        are_capitals = all(is_capital(t) or t.word in _NAME_INSIDE for t in words)
        named = self.words.parties.find_joined(as_written(words))
        return (
            self.words.language.has_capitals
            and 1 < len(words) <= LONGEST_TITLE
            and are_capitals
            and not any(m.kind == "state" for m in named)
            and not self.words.places.bears(as_written(words))
            and not self.words.struck.find(words)
        )

    def _tells_itself(self, words: Sequence[Token]) -> bool:
        """Say whether words before a Slavic title's colon tell of a deed themselves."""
        is_told = any(
            t.given.islower() and _DID.search(t.word) for t in words[1:] if t.is_word
        )
        return is_told or bool(self.words.struck.find(words))

    def _is_titled(self, words: Sequence[Token]) -> bool:
        """Say whether a Slavic title's colon follows a name in signs, or a report.

        "«Opora»: ...", "An inquiry of «Opora»: ...", "Report: ...".
        """
        if self.words.language.code == "ar":
            is_signed = words[-1].word in CLOSING | {'"'}
            return is_signed and words[0].word in OPENING | {'"'}
        if not self.words.language.is_slavic or self.words.struck.find(words):
            return False
        document = self.words.stand_ins.words["document"].at(words, 0)
        is_signed = words[-1].word in CLOSING | {'"'}
        if document is not None:
            return is_signed or document.last == len(words)
        return is_signed and words[0].word in OPENING | {'"'}

    def before_a_quote(
        self, tokens: Sequence[Token], known: Sequence[Known]
    ) -> Iterator[Raw]:
        """Read "Hadi has no doubt: «...»": whoever spoke before and is named here."""
        for colon in range(1, len(tokens) - 1):
            is_quoted = tokens[colon + 1].word in OPENING | {'"'}
            if tokens[colon].word != ":" or not is_quoted:
                continue
            named = [
                n
                for n in range(colon)
                if len(tokens[n].word) >= SHORTEST_STEM
                and any(
                    k.is_person and is_among(tokens[n].word, k.words) for k in known
                )
            ]
            if named:
                where = named[0], named[0] + 1
                content = ((colon + 1, len(tokens)),)
                yield Raw(where, (colon, colon + 1), content, None)
            return

    def quotation(
        self, tokens: Sequence[Token], made: Sequence[Said], number: int
    ) -> Iterator[Raw]:
        """Give a sentence inside an open quotation to the one who opened it.

        A sentence that is a quotation from end to end is somebody's, not the outlet's:
        where nobody stands beside it, its speaker stays unresolved.
        """
        words = [t.word for t in tokens if t.word not in STRONG]
        is_closed = bool(words) and words[-1] in {"»", "”"}
        whole = ((0, len(tokens)),)
        # "«..., - said X. - ...»": a dash goes on after the words of saying.
        is_more = is_closed or words[:1] in _GOING_ON
        follows = bool(made) and made[-1].sentence == number - 1
        if follows and made[-1].statement.is_quote and is_more:
            yield Raw((0, 0), (0, 0), whole, made[-1].row)
        elif len(words) > LEAST_QUOTED and _is_quoted_whole(words):
            yield Raw((0, 0), (0, 0), whole, None, is_free=True)


def _is_quoted_whole(words: Sequence[str]) -> bool:
    """Say whether a sentence is a quotation from end to end."""
    if words[0] in OPENING:
        is_one = "»" not in words[1:-1] or words[0] != "«"
        return words[-1] in {"»", "”"} and is_one
    return words[0] == words[-1] == '"' and words.count('"') == 2  # noqa: PLR2004  one pair


def long_quotes(sentences: Sequence[Sequence[Token]]) -> Iterator[Range]:
    """Yield where quotations stand that run over more than one sentence."""
    opened: tuple[int, int] | None = None
    for number, tokens in enumerate(sentences):
        if opened is not None and number - opened[0] > _LONGEST_QUOTE:
            opened = None
        for token in tokens:
            is_straight = token.word == '"'
            if token.word in OPENING or (is_straight and opened is None):
                opened = number, token.start
            elif opened is not None and (token.word in CLOSING or is_straight):
                if opened[0] < number:
                    yield opened[1], token.end
                opened = None


def with_quote(made: Sequence[Said], quote: Range) -> list[Said]:
    """Give the whole of a long quotation to the statement that begins or ends it."""
    start, end = quote
    for place in range(len(made) - 1, -1, -1):
        said = made[place].statement
        is_inside = any(start <= s and e <= end for s, e in said.cue)
        touches = any(s < end and start < e for s, e in said.content)
        if said.cue and touches and not is_inside:
            whole = dataclasses.replace(
                said, content=(*said.content, quote), is_quote=True
            )
            kept = [*made]
            kept[place] = dataclasses.replace(made[place], statement=whole)
            return kept
    return list(made)
