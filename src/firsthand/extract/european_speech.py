"""Statements where the speaker stands before the verb, or behind a quotation.

For Russian, Ukrainian, French and Spanish: "X said that ...", "..., said X", "as X
said", relative clauses, a name behind a dash. Method: M022.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from firsthand.extract.patterned import Found, Token
from firsthand.extract.reading import Range
from firsthand.extract.report_makers import maker_of
from firsthand.extract.romance_speech import RomanceShapes
from firsthand.extract.said import (
    ABOUT,
    ALLEGED,
    ANSWERS,
    ASIDE,
    AT_AN_OFFICE,
    CLOSING,
    COMMA,
    DASHES,
    DETERMINERS,
    FEW_BETWEEN,
    LEAST_SAID,
    LONGEST_LEAD,
    LONGEST_NAME,
    LONGEST_SPEAKER,
    OPENING,
    PLACE_WORDS,
    QUOTES,
    STRONG,
    THAT,
    TO_WHOM,
    Raw,
    ends_a_title,
    is_capital,
    is_hyphen,
)
from firsthand.extract.slavic_speech import SlavicShapes

_RELATIVES = frozenset(
    {"que", "qui", "quien", "quienes", "dont", "ou", "donde", "lequel", "laquelle"}
    | {"который", "которая", "которое", "которые", "где", "що", "де"}
    | {"який", "яка", "яке", "які", "и", "і", "та", "y", "et"}
)
_AS = frozenset({"как", "як", "comme", "como", "segun"})
_WHO = frozenset(
    {"lequel", "laquelle", "lesquels", "lesquelles"}
    | {"que", "qui", "quien", "quienes", "который", "которая", "которое", "которые"}
    | {"який", "яка", "яке", "які", "що"}
)
_TO_HAVE = frozenset(  # "said to have": what is said begins
    {"avoir", "etre", "haber", "ser", "estar", "n'", "ne"}
)
_APPOSED = frozenset(  # open words between commas that say more of a speaker
    {"qui", "que", "dont", "quien", "cuyo", "cuya", "con", "avec", "basé", "basée"}
    | {"basada", "base", "dirigé", "dirigée", "dirigido", "dirigida", "contrôlé"}
    | {"contrôlée", "controlado", "controlada", "proche", "cercano", "cercana", "afin"}
    | {"interrogé", "interrogée", "consultado", "consultada"}
    | {"joint", "jointe", "citado", "citada", "cité", "citée", "favorable", "lors"}
)
_AUXILIARIES = frozenset({"a", "ont", "avait", "avaient", "ha", "han", "habia"})
_IMPERSONAL = ("ся", "сь")  # "it is reported": nobody speaks
_NO_SUBJECT = _WHO | frozenset(
    {"в", "во", "на", "по", "из", "от", "о", "об", "у", "с", "со", "при", "за", "как"}
    | {"если", "когда", "хотя", "это", "этого", "что", "тем", "для", "после", "до"}
    | {"і", "й", "та", "із", "з", "зі", "від", "якщо", "коли", "хоча", "це", "як"}
    | {"de", "d'", "du", "des", "a", "au", "aux", "en", "dans", "sur", "par", "pour"}
    | {"si", "quand", "comme", "ce", "c'", "y", "et", "selon", "s'", "se", "on", "ne"}
    | {"del", "al", "con", "por", "para", "cuando", "como", "segun", "lo", "sin"}
    | {"и", "а", "но", "или", "е", "o", "u", "ni", "tras", "desde", "entre", "sobre"}
)
_TO_ITS = (("a",), ("de",), ("pour",), ("con",), ("para",), ("contre",), ("contra",))
_RELATIVE = (("qui",), ("laquelle",), ("lequel",), ("quien",), ("cual",))
_HOW = frozenset({"por", "par", "con", "avec", "sin", "sans", "tras", "apres", "sur"})
# "..., a-t-il ajouté": the pronoun is the subject, whatever stands before.
_HE_SAYS = frozenset(
    f"{t}{he}" for t in ("-", "-t-") for he in ("il", "elle", "on", "ils", "elles")
)
_ISSUED = ("rendu", "publié", "diffusé", "paru", "devoilé", "presenté", "transmis")
_ON = frozenset({"on", "-t-on", "-on"})
_AT_WHOSE = frozenset({"a", "au", "aux", "de", "du", "chez", "dans"})
_BUT_SAID = frozenset({"aunque", "pero", "mais", "puis", "luego", "despues"})
_AND_SAID = frozenset(("y", "e", "et", "и", "й", "і", "та"))


class EuropeanSpeech(RomanceShapes, SlavicShapes):
    """The way four languages with capitals tell who says what."""

    def read(self, tokens: Sequence[Token]) -> Iterator[Raw]:
        """Yield what is said in a sentence, its speakers as the tokens give them."""
        is_french = self.language.code == "fr"
        for raw in self._told(tokens):
            if not is_french:
                yield raw
                continue
            told = self._by_its_maker(tokens, self._where_they_say(tokens, raw))
            yield _less_its_issue(tokens, told)

    def _where_they_say(self, tokens: Sequence[Token], raw: Raw) -> Raw:
        """Give what "on" says to whom a sentence opens with ("À Toreth, on dit que").

        "On" is nobody who spoke before: without such words it stays unresolved.
        """
        start, end = raw.subject
        if end - start != 1 or tokens[start].word not in _ON:
            return raw
        comma = next((n for n, t in enumerate(tokens) if t.word in COMMA), start)
        first = self.past_asides(tokens, 0) if tokens[0].word not in _AT_WHOSE else 1
        is_told = tokens[0].word in _AT_WHOSE and first < comma < start
        if is_told and comma - first <= LONGEST_NAME + 1:
            return dataclasses.replace(raw, subject=(first, comma))
        return dataclasses.replace(raw, subject=(start, start), is_free=True)

    def _by_its_maker(self, tokens: Sequence[Token], raw: Raw) -> Raw:
        """Give what a report says to who made it ("a toll given on Monday by X")."""
        start, end = raw.subject
        if start >= end:
            return raw
        first = raw.cue[0] if raw.cue[1] == start and raw.is_oblique else start
        documents = self.stand_ins.words["document"]
        made = maker_of(tokens, (first, end), documents, self._phrase)
        if made is None:
            return raw
        kept = []
        for a, b in raw.content:
            whole = a <= made[0] < b
            kept += [(a, min(b, start)), (made[1], b)] if whole else [(a, b)]
        content = tuple((a, b) for a, b in kept if a < b) or raw.content
        cue = (raw.cue[0], made[0]) if raw.cue[1] <= start else raw.cue
        return dataclasses.replace(raw, subject=made, cue=cue, content=content)

    def _told(self, tokens: Sequence[Token]) -> Iterator[Raw]:
        """Yield what is said in a sentence, each by whom its words name."""
        yield from self._cited(tokens)
        verbs = [v for v in self.say.find(tokens) if v.row.get("manner") != "attitude"]
        before: Raw | None = None
        for verb in verbs:
            raw = self._verb(tokens, verb)
            if raw is None:
                continue
            if before is not None and (
                _goes_on_after(tokens, before, raw)
                or (self.language.is_romance and _is_still_his(tokens, before, raw))
            ):
                raw = dataclasses.replace(raw, subject=before.subject)
            else:
                raw = dataclasses.replace(raw, subject=_before_a_deed(tokens, raw))
            before = raw
            yield raw
        yield from self._left_out(tokens, verbs)
        if not verbs:
            yield from self._after_quote(tokens)
            yield from self._signed(tokens)

    def _signed(self, tokens: Sequence[Token]) -> Iterator[Raw]:
        """Read "Seven people died, - Synehubov.": signed with a dash and a name."""
        last = len(tokens)
        while last > 0 and tokens[last - 1].word in STRONG:
            last -= 1
        first = last
        while first > 0 and tokens[first - 1].is_word:
            first -= 1
        is_short = 0 < last - first <= LONGEST_NAME
        is_dashed = first > 1 and tokens[first - 1].word in DASHES
        if not (is_short and is_dashed):
            return
        if tokens[first - 1].end == tokens[first].start:
            return  # "a 54-year-old man": a hyphen
        is_parted = tokens[first - 2].word in COMMA
        is_name = is_parted and all(is_capital(t) for t in tokens[first:last])
        is_office = self.nominative.at(tokens, first) is not None
        if is_name or is_office or self.has_role(tokens, first, last):
            content = ((0, first - 1 - is_parted),)
            yield Raw((first, last), (first - 1, first), content, None)

    def _after_quote(self, tokens: Sequence[Token]) -> Iterator[Raw]:
        """Read "«...», sighs the neighbour X": any verb right behind a quotation.

        Not every verb of saying has a row; after a closing sign and a comma or a dash
        one lower-case word and a person make it one.
        """
        for place in range(2, len(tokens) - 1):
            before = tokens[place - 1].word
            is_behind = before in COMMA | DASHES and any(
                tokens[n].word in CLOSING | {'"'}
                for n in range(max(0, place - 3), place - 1)
            )
            verb = tokens[place]
            if not (is_behind and verb.is_word and verb.given.islower()):
                continue
            start, end = self._phrase(tokens, place + 1)
            if end > start and self._is_person(tokens, start, end):
                cue = place, place + 1
                yield Raw((start, end), cue, ((0, place - 1),), None)
            return

    def _as_said(self, tokens: Sequence[Token], verb: Found) -> Raw | None:
        """Read "as X said, ..." and "..., as X said", the verb before its speaker."""
        as_ = next(
            (
                n
                for n in range(verb.first - 1, max(-1, verb.first - 3), -1)
                if tokens[n].word in _AS
            ),
            None,
        )
        if as_ is None or any(tokens[n].word in COMMA for n in range(as_, verb.first)):
            return None
        start, end = self._phrase(tokens, verb.last)
        if start >= end:
            return None
        content = [(0, as_)] if as_ >= LEAST_SAID else []
        if end + 1 < len(tokens) and tokens[end].word in COMMA:
            content.append((end + 1, len(tokens)))
        cue = verb.first, verb.last
        return Raw((start, end), cue, tuple(content), verb.row) if content else None

    def _antecedent(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return whom a relative clause tells of ("Toreth, which denies ...")."""
        place = verb.first - 1
        piece = self._piece_before(tokens, verb.first)
        opens = piece + 1 < verb.first and tokens[piece].word in _WHO
        if opens and tokens[piece + 1].word in PLACE_WORDS | _HOW:
            place = piece  # "the rebels, who in a recording deny it"
        if place < 2 or tokens[place].word not in _WHO:  # noqa: PLR2004  a name, a comma
            return None
        if tokens[place - 1].word not in COMMA:
            return None
        piece = self._piece_before(tokens, place - 1)
        said = [v for v in self.say.find(tokens[: place - 1]) if v.first >= piece]
        if said and said[-1].row.get("object"):
            piece = said[-1].last  # "blames the rebels, who deny it"
            piece += piece < place and tokens[piece].word in TO_WHOM
        piece = self._past_a_report(tokens, piece, place - 1)
        party = self._party_at_end(tokens, piece, place - 1)
        subject = party or self._speaker_in(tokens, piece, place - 1)
        if subject is None and self.language.code == "fr":
            subject = self._last_head(tokens, piece, place - 1)
        return (
            self._name_before(tokens, subject) if self.language.is_romance else subject
        )

    def _last_head(self, tokens: Sequence[Token], start: int, end: int) -> Range | None:
        """Return the last office or side of some words ("aux rebelles, qui")."""
        for place in range(end - 1, start - 1, -1):
            if self.nominative.at(tokens, place) is not None:
                return place, end
        return None

    def _plain_subject(self, tokens: Sequence[Token], verb: Found) -> Range | None:
        """Return the words before a verb of saying that opens a clause of content.

        Whoever "says that ..." is a speaker, though no row knows the noun.
        """
        opens = self._opens_clause(tokens, verb.last, is_strict=True)
        is_colon = verb.last < len(tokens) and tokens[verb.last].word == ":"
        is_that = (
            verb.last + 1 < len(tokens)
            and tokens[verb.last].word in COMMA
            and self.opener.at(tokens, verb.last + 1) is not None
        )
        row = verb.row
        is_answer = row.get("manner") in {"deny", "silent"} or row.get("object")
        is_first = self._piece_before(tokens, verb.first) == 0
        opens = opens or bool(is_answer and is_first)
        is_personal = not tokens[verb.last - 1].word.endswith(_IMPERSONAL)
        if not (opens or is_colon or is_that) or not is_personal:
            return None
        start = self.past_asides(tokens, self._piece_before(tokens, verb.first))
        while start < verb.first and self._names_nobody(tokens, start):
            start += 1
        end = verb.first
        if end and tokens[end - 1].word in {"se", "s'"} and row.get("object"):
            return None  # "the toll rose": nobody says so
        while (
            self.language.is_romance
            and end > start + 1
            and tokens[end - 1].word in ASIDE
            and not (tokens[end - 1].word == "y" and self.language.code == "es")
        ):
            end -= 1  # "Damascus always denied it"
        words = [t.word for t in tokens[start:end]]
        is_noun = bool(words) and len(words) <= LONGEST_SPEAKER
        is_noun = is_noun and words[0] not in _NO_SUBJECT | self.language.negations
        is_noun = is_noun and all(t.is_word for t in tokens[start:end])
        is_noun = is_noun and not (self.language.is_romance and words[-1] in THAT)
        return (start, end) if is_noun else None

    def _quotes_another(self, tokens: Sequence[Token], verb: Found) -> bool:
        """Say whether "citing X" stands between a verb of saying and its subject.

        "The agency, citing the mayor, reported nine dead": the mayor's claim.
        """
        start, end = self._phrase(tokens, verb.last)
        after = end + (end < len(tokens) and tokens[end].word in COMMA)
        cited = self.cite.at(tokens, after) if start < end else None
        if cited is not None and _is_relative(tokens, cited):
            cited = None  # "said X, for whom ..."
        if cited is not None and tokens[cited.last : cited.last + 1]:
            is_alleged = tokens[cited.last].word in ALLEGED
            cited = None if is_alleged else cited  # "claims according to which"
        if cited is not None and self.has_head(
            tokens, *self._phrase(tokens, cited.last)
        ):
            return True  # "reports the agency, citing witnesses"
        for cited in self.cite.find(tokens[: verb.first]):
            start, end = self._phrase(tokens, cited.last)
            if start < end and tokens[start].word in ALLEGED:
                continue
            if self._before_who_cites(tokens, cited, start, end) < end == verb.first:
                return True  # "citing witnesses the agency writes"
            has_voice = self.has_role if cited.row.get("person") else self.has_head
            if not has_voice(tokens, start, end):
                continue
            before = tokens[cited.first - 1].word if cited.first else "."
            heads = self.has_head(tokens, 0, cited.first)
            if heads and before not in STRONG and 0 <= verb.first - end <= 1:
                return True
        return False

    def _verb(self, tokens: Sequence[Token], verb: Found) -> Raw | None:
        tests = (self._quotes_another, self._goes_along, self._is_noun_here)
        others = (self._is_nobodys, self._is_of_a_proof)
        if any(is_none(tokens, verb) for is_none in (*tests, *others)):
            return None
        as_said = self._as_said(tokens, verb)
        if as_said is not None:
            return as_said
        first = verb.first - (
            verb.first > 1 and tokens[verb.first - 1].word in _AUXILIARIES
        )
        before = tokens[first - 1].word if first else "."
        is_inverted = before in COMMA | DASHES | {"»", "”", '"'}
        is_inverted = is_inverted and not ends_a_title(tokens, first)
        inverted = self._as_inverted(tokens, verb, first) if is_inverted else None
        if inverted is not None or self._is_unlike(tokens, verb):
            return inverted
        subject = (
            self._those_who(tokens, verb)
            or self._past_his_list(tokens, verb)
            or self._past_his_clause(tokens, verb)
            or self._who_denies_it(tokens, verb)
            or self._in_which(tokens, verb)
            or self._antecedent(tokens, verb)
            or self._document_that(tokens, verb)
            or self._subject_before(tokens, verb.first)
            or self._plain_subject(tokens, verb)
        )
        subject = self._without_adverbs(tokens, subject)
        if self._is_whom_they_accuse(tokens, verb, subject):
            return None  # "Toreth they accused of the strike"
        goes_on = verb.row.get("goes_on") or verb.row.get("manner") in ANSWERS
        # Spanish leaves "he" out: "Dijo que murieron tres personas."
        is_dropped = self.language.code == "es" and verb.first == 0
        goes_on = goes_on or (is_dropped and self.opener.at(tokens, verb.last))
        is_at = verb.last < len(tokens) and tokens[verb.last].word in AT_AN_OFFICE
        if subject is None and (is_at or not goes_on):
            return self._after_verb(tokens, verb)
        begin = verb.last
        while begin < len(tokens) and (
            tokens[begin].word in COMMA | {":"} or self.opener.at(tokens, begin)
        ):
            begin += 1
        if begin >= len(tokens) - 1:
            content: tuple[Range, ...] = ((0, len(tokens)),)
        else:
            content = ((begin, len(tokens)),)
        return Raw(
            subject or (verb.first, verb.first),
            (verb.first, verb.last),
            content,
            verb.row,
        )

    def _as_inverted(
        self, tokens: Sequence[Token], verb: Found, first: int
    ) -> Raw | None:
        """Read a verb behind a comma or sign as "..., said X"; None = it is not."""
        if self._has_apposed_name(tokens, verb, first):
            return None
        if self._past_his_clause(tokens, verb) is not None:
            return None
        told = tokens[verb.first : verb.last]
        is_his = self.language.code == "fr" and any(t.word in _HE_SAYS for t in told)
        if is_his or self._has_left_him_out(tokens, verb, first):
            return self._inverted(tokens, verb)  # "«...», a-t-il dit, ..."
        if self._opens_clause(tokens, verb.last):
            return None
        inverted = self._inverted(tokens, verb)
        is_named = inverted.subject[0] < inverted.subject[1]
        is_named = is_named and not verb.row.get("object")
        is_named = is_named and self._is_somebody(tokens, verb, inverted.subject)
        closes = first > 1 and tokens[first - 2].word in CLOSING | {'"'}
        is_aside = tokens[first - 1].word not in COMMA or closes
        is_he = any(t.word in _HE_SAYS for t in tokens[verb.first : verb.last + 1])
        is_aside = is_aside or is_he or self._is_free(tokens, verb.first)
        answers = verb.row.get("manner") in ANSWERS | {"silent"}
        if answers and self.language.is_romance:
            is_aside = is_aside and self._is_somebody(tokens, verb, inverted.subject)
        return inverted if is_named or is_aside else None

    def _is_somebody(
        self, tokens: Sequence[Token], verb: Found, subject: Range
    ) -> bool:
        """Say whether a speaker follows a verb of denying, not what is denied."""
        # A name may stand in signs ("..., said «Svet»").
        first = tokens[subject[0] + (tokens[subject[0]].word in OPENING)]
        if self.language.is_romance and first.word in TO_WHOM | {"de", "d'"}:
            return False  # "gave no reply to our letters"
        if self.language.is_romance and not self._begins_a_name(tokens, subject):
            return False  # "said to be horrified by the attack"
        closes = tokens[verb.first - 2].word in CLOSING | {'"'}
        if self.language.is_romance and not closes:
            near = subject[0], min(subject[1], subject[0] + 1 + FEW_BETWEEN)
            names = any(is_capital(t) for t in tokens[slice(*near)])
            pronoun = self.pronoun.at(tokens, subject[0]) is not None
            if not (names or pronoun or self.has_head(tokens, *near)):
                return False  # "located the crater, worked out the hour of the clips"
        if verb.row.get("manner") not in ANSWERS:
            counts = (self.stop.at(tokens, n) for n in range(*subject))
            tells = any(hit and hit.row["kind"] == "harm" for hit in counts)
            return not tells and first.is_word and first.word not in ABOUT
        return is_capital(first) or self.has_head(tokens, *subject)

    def _begins_a_name(self, tokens: Sequence[Token], subject: Range) -> bool:
        """Say whether words can name somebody: a capital, an article, an office."""
        first = tokens[subject[0]]
        is_named = is_capital(first) or first.word in DETERMINERS | QUOTES
        return (
            is_named
            or self.stop.at(tokens, subject[0]) is not None
            or self.pronoun.at(tokens, subject[0]) is not None
            or self.has_head(tokens, subject[0], min(subject[1], subject[0] + 3))
        )

    def _is_free(self, tokens: Sequence[Token], verb: int) -> bool:
        """Say whether no speaker stands before a verb's comma."""
        return self._subject_before(tokens, verb) is None

    def _inverted(self, tokens: Sequence[Token], verb: Found) -> Raw:
        """Read "..., said X": what was said stands before."""
        start, end = self._phrase(tokens, verb.last)
        is_told = self.language.code == "es" and start < len(tokens)
        last = end
        if is_told and tokens[start].word in TO_WHOM:
            start = last = verb.last  # "«...», dijo a los periodistas": who spoke
        first = 0
        for place in range(verb.first - 2, -1, -1):
            if tokens[place].word in STRONG:
                first = place + 1
                break
        content = [(first, verb.first)]
        end_of_aside = next(
            (
                n
                for n in range(end, min(end + LONGEST_LEAD, len(tokens)))
                if not tokens[n].is_word
            ),
            end,
        )
        if end_of_aside < len(tokens) and tokens[end_of_aside].word in COMMA:
            end = end_of_aside  # "said X at the daily briefing, nine died"
        goes_on = end + LEAST_SAID < len(tokens) and tokens[end].word in COMMA
        is_lead = verb.first - first <= LONGEST_LEAD
        is_lead = is_lead or (goes_on and self._adds_to_it(tokens[end + 1]))
        if goes_on and is_lead and tokens[end + 1].word not in _RELATIVES:
            content.append((end + 1, len(tokens)))  # "In May, said X, nine died"
        return Raw((start, last), (verb.first, verb.last), tuple(content), verb.row)

    def _opens_clause(
        self, tokens: Sequence[Token], place: int, *, is_strict: bool = False
    ) -> bool:
        """Say whether what is said begins at a token ("that", "to have")."""
        if place >= len(tokens) or tokens[place].word in COMMA | {":"}:
            return not is_strict
        opens = self.opener.at(tokens, place) is not None
        return opens or tokens[place].word in _TO_HAVE

    def _after_verb(self, tokens: Sequence[Token], verb: Found) -> Raw | None:
        """Read "Reported by X: ..." and a verb before its subject."""
        start, end = self._phrase(tokens, verb.last)
        if end <= start or not self.has_head(tokens, start, end):
            return None
        if self.language.is_romance and tokens[start].word in TO_WHOM:
            if self.language.code == "fr" or not verb.row.get("object"):
                return None
            content = verb.last, len(tokens)  # "entrevistó a 54 testigos": who spoke
            return Raw((verb.first,) * 2, (verb.first, verb.last), (content,), verb.row)
        if self.language.is_romance and not self._can_follow(tokens, start, end):
            return None
        closes = not any(t.is_word for t in tokens[end:])
        is_told = closes and verb.first >= FEW_BETWEEN
        content = (0, verb.first) if is_told else (end, len(tokens))
        return Raw((start, end), (verb.first, verb.last), (content,), verb.row)

    def _subject_before(self, tokens: Sequence[Token], verb: int) -> Range | None:
        """Return the noun phrase before a verb that can be a speaker."""
        start = verb
        pauses = STRONG | COMMA | DASHES | {":"}
        while start > 0 and (
            tokens[start - 1].word not in pauses or is_hyphen(tokens, start - 1)
        ):
            start -= 1
        pieces = [start]
        while pieces[-1] and tokens[pieces[-1] - 1].word in COMMA:
            pieces.append(self._piece_before(tokens, pieces[-1] - 1))
        last = verb
        for number, piece in enumerate(pieces):
            is_closed = number > 0 or piece == verb
            words = tuple(t.word for t in tokens[piece : piece + 2])
            is_relative = words[:1] in _TO_ITS and words[1:] in _RELATIVE
            is_apposed = is_closed and (words[0] in _APPOSED or is_relative)
            if is_apposed and number + 1 < len(pieces):
                last = piece - 1  # "the Observatory, based in X, said"
                continue
            subject = self._speaker_in(tokens, piece, last)
            if subject is None:
                continue
            end = piece - 1  # the comma before an apposition
            first = pieces[number + 1] if number + 1 < len(pieces) else end
            is_named = 0 < end - first <= LONGEST_NAME and all(
                is_capital(t) for t in tokens[first:end]
            )
            # One capital is a place ("a resident of X"), two are a name of its own.
            is_role = not all(is_capital(t) for t in tokens[subject[1] - 2 : last - 1])
            is_role = is_role and self._is_role(tokens, subject)
            if is_named and is_role:
                return first, end  # "Hassan, a resident of X, says"
            if is_role and self._is_role_and_name(tokens, first, end):
                return first, end  # "General Pau Roch, spokesman of X, says"
            return subject
        return None

    def _is_role(self, tokens: Sequence[Token], subject: Range) -> bool:
        """Say whether a phrase is a role without a name of its own."""
        heads = (self.nominative.at(tokens, n) for n in range(*subject))
        return any(hit is not None and hit.row.get("person") for hit in heads)


def _less_its_issue(tokens: Sequence[Token], raw: Raw) -> Raw:
    """Cut "rendue publique" off a French report that speaks for itself."""
    start, end = raw.subject
    cut = next(
        (
            n
            for n in range(start + 2, end)
            if tokens[n].word.startswith(_ISSUED) and not is_capital(tokens[n])
        ),
        end,
    )
    return dataclasses.replace(raw, subject=(start, cut)) if cut < end else raw


def _is_relative(tokens: Sequence[Token], cited: Found) -> bool:
    """Say whether "for whom" tells more of a speaker, and cites nobody."""
    following = tokens[cited.last].word if cited.last < len(tokens) else ""
    return following in {"qui", "quien", "quienes"}


def _goes_on_after(tokens: Sequence[Token], before: Raw, raw: Raw) -> bool:
    """Say whether a verb after "and" has the subject of the verb of saying before it.

    "The spokesman called the report false and said it held nothing new": the report
    says nothing.
    """
    verb = raw.cue[0]
    is_joined = verb > 0 and tokens[verb - 1].word in _AND_SAID
    has_one = before.subject[0] < before.subject[1]
    is_after = before.cue[1] <= raw.subject[0] < raw.subject[1] == verb
    # "«...», declaró, y añadió": the one left out is left out again.
    is_left_out = before.subject == (before.cue[1],) * 2 and raw.row is not None
    is_left_out = is_left_out and verb - before.cue[1] <= FEW_BETWEEN
    if is_joined and is_left_out:
        return True
    return is_joined and has_one and (is_after or raw.subject[0] == raw.subject[1])


def _is_still_his(tokens: Sequence[Token], before: Raw, raw: Raw) -> bool:
    """Say whether a Spanish or French verb has the subject of the one before it.

    "Malenko said that no plane flew there and would say no more": what stands between
    is no speaker; "..., though denied that", "he said, blaming the shots on X".
    """
    verb = raw.cue[0]
    if not before.subject[0] < before.subject[1] or not verb:
        return False
    swallows = raw.subject[0] <= before.cue[0] < raw.subject[1]
    is_but = tokens[verb - 1].word in _BUT_SAID
    goes_along = tokens[verb].word.endswith(("ant", "ando", "iendo"))
    goes_along = goes_along and raw.subject[0] >= raw.cue[1]
    return swallows or is_but or goes_along


def _before_a_deed(tokens: Sequence[Token], raw: Raw) -> Range:
    """Cut what a speaker does before speaking ("Minister X saw the place and said")."""
    start, end = raw.subject
    is_joined = end == raw.cue[0] and end > start and tokens[end - 1].word in _AND_SAID
    if not is_joined:
        return raw.subject
    capitals = [n for n in range(start, end) if is_capital(tokens[n])]
    first = next((n for n in capitals if n > start or n + 1 in capitals), None)
    if first is None:
        return raw.subject
    last = first
    while last + 1 in capitals:
        last += 1
    return start, last + 1
