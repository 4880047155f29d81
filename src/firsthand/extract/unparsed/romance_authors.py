"""Who struck in French and Spanish sentences, and parties that only tell where.

Prepositions tell place, author and what was hit. For `authors` and `lands`.
Method: M056.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.patterned import Found, range_of, shared_words, words_of
from firsthand.extract.reading import Statement
from firsthand.extract.unparsed.authors import Authors
from firsthand.extract.unparsed.lands import Lands, is_maker
from firsthand.extract.unparsed.sentences import Sentence
from firsthand.extract.unparsed.token_words import (
    CLAUSE,
    FEW_BEFORE,
    FEW_WORDS,
    NEAR_CHARS,
    has_break,
)
from firsthand.reference.parties import PartyMention

_IN = frozenset({"en", "dans", "desde", "depuis"})  # "raids in Velmara"
_OF_LAND = frozenset({"de", "du", "d'", "del", "des"})
_PARTS_OF_LAND = frozenset(
    {"nord", "sud", "est", "ouest", "nord-est", "nord-ouest", "sud-est", "sud-ouest"}
    | {"norte", "sur", "este", "oeste", "noreste", "noroeste", "sureste", "suroeste"}
    | {"centre", "centro", "region", "province", "provincia", "frontiere", "frontera"}
    | {"territoire", "territorio", "capitale", "capital", "banlieue", "ville", "ciudad"}
    | {"aeroport", "aeropuerto", "port", "puerto", "large", "costa", "cote", "ciel"}
)
_AT_TOWN = frozenset({"a", "sur", "sobre", "cerca", "pres", "vers", "hacia"})
# "... d'avoir mené des frappes", "... de haber utilizado municiones de racimo".
_CHARGE = re.compile(
    r"\s+(?:d['’]\s?(?:avoir|être|en)|de (?:haber|ser|estar|l['’]avoir|les avoir))\b"
    r"(?:\s+[^\s,.;:«»\"“”()]+){1,5}"
)
_DANGLING = re.compile(  # a charge cut in the middle of a phrase
    r"(?:\s+(?:[àa]|de|du|des|dans|en|sur|contre|un|une|la|le|les|los|las|el|aux?|al?|del"
    r"|d['’]|l['’]))*$"
)
_DOES = re.compile(
    r"\b(?:m[eè]n|lan[cçz]|effectu|condui|proc[eé]d|comm[ei]|perp[eé]tr|poursui|intensif"
    r"|llev|reali[zs]|réalis|efectu|continu|contin[uú]|reanud|repri|ordon|ejecut|cometi|multipli"
    r"|aument|respons|autor|auteur|us[aeóo]|emple|utili[sz]|tir|dispar|bombard|frapp|atac|attaq)"
)
_NEW_PART = re.compile(r"\b(?:que|qui|quien)\b|\bqu['’]|[«»“”\"]")
_BEEN = frozenset({"eté"})
_ENEMY = frozenset({"ennemi", "occupant", "agresseur", "voisin", "regime", "armee"})
_N_OF_ENEMY = 3
_NO_STRIKE = re.compile(
    r"\s+(?:d['’]\s?|de |du )(?:avoir |s['’]être |ne pas |l['’]avoir )?"
    r"(?:(?:utilis|employ)\w+ (?:les|des|la|ses|sa) (?:civil|population|habitant|otage)"
    r"|se (?:cach|serv|dissimul|retranch)|cach|ment|dissimul|fabriqu|invent|exag[ée]r"
    r"|manipul|diffus|propag|souten|arm|financ|bloqu|entrav|rompre|rompu|sabot|partialit"
    r"|mauvaise foi|vouloir|voulu|refus|cherch|complicit|duplicit|mensonge|d[ée]sinform"
    r"|viol\w+ (?:le cessez|la tr[êe]ve|l['’]accord)|prendre en otage"
    r"|mettre en sc[èe]ne)",
    re.IGNORECASE,
)
_AND_BLAMES = re.compile(r"\b(?:accus|imput|attribu|bl[âa]m|mis en cause)\w*")
_N_BEFORE_WHOSE = 9  # "depuis une position avancée de l'armée"
_AT_WHOM = re.compile(r"\b(?:contre|sur|à|aux?|visant|dans)\b")
_DONE = re.compile(r"(?:é|ée|és|ées|mis|mise|mises)$")
_HAVE = frozenset({"a", "ont", "avait", "avaient", "aurait", "auraient", "avoir"})
_SUBJECT = frozenset({"el", "la", "los", "las"})


class RomanceLands(Lands):
    """Tells lands and towns behind "in", "at" and "the north of", and makers."""

    def _is_placed(self, sentence: Sentence, party: PartyMention, place: int) -> bool:
        """Say whether a party is named as a place or as a maker."""
        return self.is_named_as_place(sentence, party, place) or is_maker(
            sentence.tokens, party
        )

    def is_named_as_place(
        self, sentence: Sentence, party: PartyMention, place: int
    ) -> bool:
        """Say whether a country or capital stands after "in", "near", "at"."""
        if party.form == "adjective" or not place:
            return False
        before = sentence.tokens[place - 1]
        after = sentence.tokens[place + 1 : place + 2]
        if before.word in _IN:
            return True
        if before.word in _OF_LAND and self._is_part_of_land(sentence, place - 1):
            return True  # "the north of Mali", "the market of Khartoum"
        is_town = party.form == "metonym" and before.word in _AT_TOWN
        is_blamed = any(
            (h.row.get("accuse") and h.last <= place) or h.last == place
            for h in words_of(self.reference, self.language, "things", "author").find(
                sentence.tokens
            )
        )
        heads = place <= 1 and bool(after) and after[0].word == ":"
        return heads or (is_town and not is_blamed and before.given != "al")

    def _is_part_of_land(self, sentence: Sentence, of: int) -> bool:
        """Say whether "of" follows a direction, a part of a land, or a kind of site."""
        if of and sentence.tokens[of - 1].word in _PARTS_OF_LAND:
            return True
        targets = shared_words(self.reference, self.language, "targets", "target")
        return any(
            (hit := targets.at(sentence.tokens, n)) is not None and hit.last == of
            for n in range(max(0, of - FEW_WORDS), of)
        )


class RomanceAuthors(Authors):
    """Finds who is said to have struck, in French and Spanish."""

    owning = Authors.owning | {"admit"}
    _n_before_doer = 2  # "d'un navire"

    def _strikes(self, sentence: Sentence, body: Found) -> bool:
        """Say whether a body strikes in a sentence, and is not but named in it.

        A word of striking stands close by ("the shelling by the
        army", "the army bombed"), not where the army "opened an inquiry into a strike".
        """
        return any(
            0 <= body.first - s.last <= FEW_BEFORE
            or 0 <= s.first - body.last <= FEW_BEFORE
            for s in sentence.strikes
            if not has_break(sentence.tokens, s, body)
        )

    def _is_actor(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party, "the rebels" too, is the subject right beside a verb.

        Behind it only in Spanish, where whoever is hit has a preposition.
        """
        if not word.row.get("verb") or self._is_passive(sentence, word):
            return False
        first, last = range_of(sentence.tokens, word.first, word.last)
        if party.end <= first:
            between = self.text[party.end : first].split()
            return len(between) <= 1 and not CLAUSE.search(" ".join(between))
        between = self.text[last : party.start].split()
        is_subject = all(w.lower() in _SUBJECT for w in between)
        return self.language.code == "es" and is_subject and len(between) <= 1

    def _is_doer(self, sentence: Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party stands behind "fired by", in French "fired from" too.

        "Tirées depuis une position de l'armée X": no other party nor a new clause
        between.
        """
        if super()._is_doer(sentence, word, party):
            return True
        last = sentence.tokens[word.last - 1].end
        is_far = self.language.code == "fr" and bool(word.row.get("by"))
        if not is_far or party.start < last:
            return False
        between = self.text[last : party.start]
        others = any(last <= p.start < party.start for p in sentence.parties)
        is_near = len(between.replace("'", " ").split()) <= _N_BEFORE_WHOSE
        is_clause = CLAUSE.search(between) or _NEW_PART.search(between)
        return is_near and not (others or is_clause or _AT_WHOM.search(between))

    def _is_of_another(self, party: PartyMention) -> bool:
        """Say whether who answers in French names another than his own side."""
        said = self.page.reading.statement_of(party.start, party.end)
        if self.language.code != "fr" or said is None or not said.speaker:
            return False
        parties = self.language.parties(self.reference)
        own = {
            m.code
            for one in self.page.said
            if one.statement.speaker == said.speaker
            for words in (said.speaker, *self._sources_of(one.statement))
            for m in parties.find_joined(words)
        }
        return bool(own) and party.code not in own

    def _is_of_no_strike(self, sentence: Sentence, party: PartyMention) -> bool:
        """Say whether a French charge is of lies, shields or support, not of a blow."""
        is_french = self.language.code == "fr"
        return is_french and (
            _NO_STRIKE.match(self.text, party.end, sentence.end) is not None
        )

    def _is_denied(self, said: Statement, party: PartyMention) -> bool:
        """Say whether a statement denies, and does not go on to blame a party.

        "Denied it and accused the rebels of having fired": the rebels are blamed.
        """
        if self.language.code != "fr" or not super()._is_denied(said, party):
            return super()._is_denied(said, party)
        begin = said.cue[-1][1] if said.cue else party.start
        between = self.text[begin : party.start].lower()
        return _AND_BLAMES.search(between) is None

    def _is_answered_for(
        self, sentence: Sentence, party: PartyMention, answers: Sequence[Found]
    ) -> bool:
        """Say whether a French side is named but as who denies ("flew no sortie")."""
        if self.language.code != "fr" or self._is_of_another(party):
            return False
        return any(self._is_in_clause(sentence, party, hit) for hit in answers)

    def _is_passive(self, sentence: Sentence, word: Found) -> bool:
        """Say whether a French verb of striking tells what was done to its subject."""
        words = sentence.tokens[word.first : word.last]
        is_verb = bool(word.row.get("verb")) and self.language.code == "fr"
        return is_verb and any(t.word in _BEEN for t in words)

    def _sources_of(self, statement: Statement) -> list[str]:
        """Return the words that name who speaks, with his office up to the verb."""
        cue = statement.cue[0][0] if statement.cue else 0
        return [
            self.text[s : cue if e < cue < e + NEAR_CHARS else e]
            for s, e in statement.source
        ]

    def _is_of_somebody_else(
        self, sentence: Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether an adjective belongs to no word of arms.

        "Soldiers of Toreth in an attack", "the Ukrainian region of Odesa": it owns
        what stands right before it, an attack or a force, or nothing here.
        """
        if self._is_passive(sentence, word):
            return True  # "a Torethi store was bombed": struck, no author
        if party.form != "adjective":
            return False
        tokens = sentence.tokens
        place = next(n for n, t in enumerate(tokens) if t.end > party.start)
        is_hedged = place > 0 and self.language.is_adverb(tokens[place - 1].word)
        if word.first - 1 <= place <= word.last + 1 or is_hedged:
            return False  # "jets, presumably Torethi"
        author = words_of(self.reference, self.language, "things", "author")
        is_enemys = self.language.code == "fr" and tokens[place - 1].word in _ENEMY
        reach = _N_OF_ENEMY if is_enemys else 1  # "drones of the Torethi enemy"
        return not any(place - reach <= h.last <= place for h in author.find(tokens))

    def _is_parted(
        self, sentence: Sentence, word: Found, party: PartyMention, between: str
    ) -> bool:
        """Say whether words part a party from a noun of striking.

        "Toreth kept silent about the strike": it does nothing there; "in Mali, hit a
        wedding".
        """
        is_before = party.end <= sentence.tokens[word.first].start
        is_idle = len(between.split()) > FEW_WORDS and not _DOES.search(between.lower())
        if is_before and is_idle and not word.row.get("verb"):
            return True
        is_parted = "," in between or _NEW_PART.search(between) is not None
        return party.form != "adjective" and is_parted

    def _is_object(
        self,
        sentence: Sentence,
        word: Found,
        party: PartyMention,  # noqa: ARG002  as other languages ask
    ) -> bool:
        """Say whether a party before a French participle is whom it blames.

        "Toreth accusé d'avoir ...", "est accusé", "a été mis en cause".
        """
        tokens = sentence.tokens[word.first : word.last]
        words = [t.word for t in tokens]
        is_done = bool(_DONE.search(words[0])) and words[0] not in _HAVE
        is_passive = is_done or "eté" in words
        before = sentence.tokens[max(0, word.first - 1) : word.first]
        has_done = any(t.word in _HAVE for t in before)
        return self.language.code == "fr" and is_passive and not has_done

    def _end(
        self, sentence: Sentence, word: Found, party: PartyMention, end: int
    ) -> int:
        """Return where the arms sent, or the charge, end behind an attribution."""
        first = sentence.tokens[word.first].start
        if word.row.get("verb") and party.end <= first:
            end = self._end_of_arms(sentence, end)
        return self._end_of_charge(sentence, end) if word.row.get("accuse") else end

    def _end_of_arms(self, sentence: Sentence, end: int) -> int:
        """Return where the arms end that a verb sends ("launched 42 drones")."""
        for mention in sentence.weapons:
            between = self.text[end : mention.start]
            is_near = end <= mention.start <= end + NEAR_CHARS
            if is_near and not CLAUSE.search(between):
                return mention.end
        return end

    def _end_of_charge(self, sentence: Sentence, end: int) -> int:
        """Return where "accused X of having killed 180 civilians" ends."""
        charge = _CHARGE.match(self.text, end, sentence.end)
        if charge is None:
            return end
        cut = _DANGLING.search(charge[0])
        return charge.end() - (len(cut[0]) if cut is not None else 0)
