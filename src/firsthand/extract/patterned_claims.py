"""All kinds of claims from sentences without a parse, by rows and patterns.

The same claim kinds and shapes as in English; every span is a stretch of the text as
given. Method: M056.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from firsthand.extract import arabic_places, arabic_targets
from firsthand.extract.arabic_answers import ArabicResponses, is_called_for
from firsthand.extract.patterned import (
    Found,
    Language,
    Token,
    Words,
    range_of,
    shared_words,
    words_of,
)
from firsthand.extract.patterned_counts import Counting, Group, Harm, Harming
from firsthand.extract.patterned_dates import (
    Dated,
    among,
    before_the_event,
    dates_of,
    widened,
)
from firsthand.extract.patterned_responses import Responses
from firsthand.extract.patterned_speech import Said, Speech
from firsthand.extract.patterned_victims import Named, Victims
from firsthand.extract.places import likely_countries
from firsthand.extract.reading import Range, Reading, Statement
from firsthand.extract.slavic_cases import (
    is_accused_by_nobody,
    is_accused_first,
    is_author_behind,
    is_no_author,
    is_oblique,
)
from firsthand.model import (
    Accuracy,
    AttributionClaim,
    Bounds,
    CasualtyClaim,
    Claim,
    ClaimId,
    ContextTotal,
    DateClaim,
    DenialClaim,
    Denies,
    DocumentId,
    FuzzyDate,
    LegalClaim,
    MilitaryObjectiveClaim,
    ObjectIdentity,
    Objective,
    OtherClaim,
    PlaceClaim,
    Precision,
    RebuttalClaim,
    Span,
    StatusWord,
    TargetClaim,
    VictimNamesClaim,
    WeaponClaim,
)
from firsthand.reference.gazetteer import Context, open_gazetteer
from firsthand.reference.news_dates import is_of_an_event
from firsthand.reference.parties import Parties, PartyMention
from firsthand.reference.tables import Row
from firsthand.reference.weapons import (
    WeaponMention,
    aircraft_codes,
    weapon_codes,
)

_MERE_WAR = (WeaponClaim, DateClaim, TargetClaim, LegalClaim, PlaceClaim)
_NOUN_STEM = 3
_YEAR_DIGITS, _FIRST_YEAR, _MEMORY = 4, 1000, 1945
_IN_YEAR = frozenset({"en", "в", "у", "عام", "سنه"})  # words before a bare year
_NEAR_WORDS = 8
_HARM_WORDS = 3
_NEAR_CHARS = 60
_FEW_WORDS = 2
_FAR_STRIKE = 3
_SETTLED = frozenset({"refugee_camp", "village"})
_BESIDE_CUE = 6  # "a annoncé ce mardi", "повідомив у вівторок"
_NO_VERB_REACH = 4  # words from "not" to whom the denied verb harms
_CLAUSE_ENDS = re.compile(r"[.;؛:!?؟]")
_TO_CARE = re.compile(
    r"(?:إلى|الى)\s+(?:ال)?(?:مستشفي?ات|مستشفى|مشفى|مشافي)\s+\S{0,2}$"
)
_NO_DAY = re.compile(
    r"خلال\s+(?:ال)?\W*\w*\W*\w*\s*(?:ال)?ساع|منذ\s+(?:عام\s+|سنة\s+)?\d{4}(?!\d)"
)
_TO_COMMA = re.compile(r"[^،,.;؛:\n]{0,16}[،,]")
_CLAUSE = re.compile(r"[,،.;؛:]")  # what follows tells no more of who spoke
_MERGE_GAP = 4
_MERGE_FAR = 9
_BRACKETS = frozenset({"(", ")", "–", "—"})
_COMMON_TYPES = frozenset({"Kalibr", "Grad", "Uragan", "Smerch", "Kinzhal"})
_NAMES_COUNTED = "M056 names counted"
_NAMES_APART = "M056 names of another death"
_UNHURT = frozenset({"displaced", "missing"})
_CARE = frozenset({"hospital", "medical_facility", "ambulance"})
_NO_TARGET = frozenset({"building"})  # says nothing of what was hit
_PART_OF_A_RISE = "explains the rise told in the same sentence: part of that figure"
_DATELINE_WORDS = 6
_OF_A_WAR = re.compile(
    r"войн|войны|войне|війн|конфликт|конфлікт|вторжени|вторгненн"
    r"|операци|операці|действи|дій|все время|весь час|тех пор|того|відтоді"
    r"|эскалаци|ескалаці"
)
_OF_A_WAR_AR = re.compile(
    r"(?<!\w)(?:ال)?(?:حرب|نزاع|صراع|عدوان|سنوات|أعوام|احتلال|ثورة|انتفاضة|طوفان|إجمالي"
    r"|السابع من|غزو)|(?:19|20)\d\d"
)
_WAR_BEHIND = 12  # characters behind "since the start of"
_FROM = frozenset({"с", "со", "из", "з", "із", "зі"})
_AREA_OF_LAUNCH = re.compile(
    "територ|территор|район|сторон|авиабаз|авіабаз|аэродром|аеродром|акватор|позиц"
    "|борт|боку"
)
_BOMB = "aerial_bomb"
_OF_A_WAR_AT_LEAST, _TEN_MONTHS = 1000, 300
_MEASURES = frozenset(  # "not less than 23 times", "not only": nothing is denied
    {"менее", "меньше", "более", "больше", "менше", "менш", "більше", "більш"}
    | {"только", "лишь", "тільки", "лише"}
)
_LEGAL_PAUSES = frozenset(
    {
        ",",
        ";",
        ":",
        ".",
        "!",
        "?",
        "،",
        "؛",
        "ان",
        "انه",
        "انها",
        "بان",
        "بانه",
        "بانها",
    }
)
_HYPHEN = re.compile(r"(?<=[\u0600-\u06ff])-(?=\d)")
_SHORTEST_NAME = 3
_SMALL_TOWN = 5_000
_TOWNS = frozenset({"town", "city"})
_AREAS = frozenset({"province", "region", "district"})
_KNOWN_TOWNS = frozenset({"city", "camp"})  # of our own rows, which count nobody
_GENERIC_KINDS = frozenset({"generic", "organisation"})
_IN_OR_AT = frozenset({"في", "على", "الي", "قرب", "مدينه", "وسط", "جنوب", "شمال"})
_IN_OR_AT |= frozenset({"شرق", "غرب", "العاصمه", "محيط", "ريف", "ضواحي"})
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
_MAKING = frozenset(
    {"fabrication", "fabricacion", "conception", "facture", "production", "diseño"}
    | {"diseno", "factura", "manufactura", "fabricado", "fabriqué", "fabricados"}
)
_FEW_BEFORE = 4
_BEARS_ARMS = frozenset(  # behind these, "belonging to" names who did it
    {"طايره", "طايرات", "طيران", "مقاتله", "مقاتلات", "مروحيه", "مروحيات", "مسيره"}
    | {"مسيرات", "قوات", "قوه", "مدفعيه", "دبابات", "دبابه", "زوارق", "زورق", "قاذفه"}
    | {"قاذفات", "راجمات", "عناصر", "وحدات", "وحده", "ميليشيا", "ميليشيات", "سلاح"}
    | {"مسلحون", "مسلحين", "فصايل", "صواريخ", "طايرتان", "طايرتين", "مدافع", "غاره"}
    | {"غارات", "قصف", "قذايف"}
)
_OF_THE_STRUCK = frozenset(  # what stands before a party that was hit itself
    {"مقاتلي", "مقاتلين", "عناصر", "مواقع", "موقعا", "موقع", "مقرات", "مقر", "مقرا"}
    | {"قيادي", "قياديا", "قيادات", "مسلحي", "مستودعات", "مستودعا", "مستودع", "مخازن"}
    | {"منصات", "منصه", "جنود", "جنديا", "جندي", "قواعد", "قاعده", "معسكر", "معسكرات"}
    | {"معسكرا", "قافله", "ارتال", "رتل", "رتلا", "تجمعات", "تجمع", "نقاط", "نقطه"}
    | {"حواجز", "حاجز", "اهداف", "اهدافا", "هدفا", "اليات", "دوريه", "سفينه", "ضباط"}
)
_MAKE = re.compile(r"\s+(?:الصنع|المنشأ|التصنيع)(?!\w)")
_TRUCE = re.compile(r"(?:وقف|هدنة|لوقف|بوقف)\s+(?:\S+\s+){0,3}\S*$")
_CHANNELS = frozenset({"قناة", "فضائية", "تلفزيون", "إذاعة", "صحيفة", "موقع"})
# "Fighters loyal to X", "backed by X": X is not there.
_AREA_CLASSES = frozenset({Accuracy.PROVINCE, Accuracy.DISTRICT})
# "It stood empty and served as a depot": what follows is there.
_USED = frozenset({"تستخدم", "يستخدم", "استخدمت", "استخدم", "تستعمل", "يستعمل"})
_NO_STRIKE = frozenset(
    {"بعدم", "بالكذب", "بتضليل", "بالتضليل", "بعرقله", "باخفاء", "بالتستر", "بتزوير"}
    | {
        "بفبركه",
        "بالتقاعس",
        "بالفشل",
        "بتجاهل",
        "بتسييس",
        "بالانحياز",
        "بدعم",
        "بتزويد",
    }
    | {"بالتدخل", "بتسليح", "بالسعي", "بتمويل", "بايواء", "بالاختباء", "بالتحريض"}
)
# "A leader in X was killed": whose he was.
_MEMBERS = frozenset(
    {"قيادي", "قياديا", "قياديين", "قياديان", "عضو", "عضوا", "اعضاء", "عنصر", "عنصرا"}
    | {
        "عناصر",
        "مقاتل",
        "مقاتلا",
        "مقاتلين",
        "مسوول",
        "مسوولا",
        "قايد",
        "قايدا",
        "جندي",
    }
    | {"جنود", "ضابط", "ضباط", "ناشط", "منتم", "اسير", "احد", "عدد"}
)
_LOYAL = (
    "موال",
    "الموال",
    "مدعوم",
    "المدعوم",
    "متحالف",
    "المتحالف",
    "حلفا",
    "مقرب",
    "مناهض",
)
_MADE = (["الصنع"], ["المنشا"], ["التصنيع"])
# Words that mean a weapon only as part of a longer phrase, and are too general alone.
_TOO_GENERAL = frozenset({"explosives", "shelling", "warplane", "siege"})


@dataclasses.dataclass(frozen=True)
class _Sentence:
    """One sentence, read once for all finders."""

    start: int
    end: int
    tokens: Sequence[Token]
    is_headline: bool
    dates: Sequence[Dated]
    weapons: Sequence[WeaponMention]
    parties: Sequence[PartyMention]
    strikes: Sequence[Found]


class PatternedPage:
    """A page in a language without parser, and what its finders share."""

    def __init__(self, reading: Reading, language: Language) -> None:
        """Read tokens, dates, weapons, parties and statements once."""
        self.language = language
        self.reference = reading.reference
        reference = reading.reference
        self.text = reading.text
        self.hedge = words_of(reference, language, "things", "hedge")
        self.partial = words_of(reference, language, "counts", "partial")
        self.late = words_of(reference, language, "counts", "late")
        self._people: dict[int, tuple[Named, ...]] = {}
        self._dated = dates_of(reading, language)
        self.sentences = [
            self._sentence(reading, s.start, s.end, is_headline=s.is_headline)
            for s in reading.sentences
        ]
        titles = frozenset(n for n, s in enumerate(self.sentences) if s.is_headline)
        speech = Speech(reference, language)
        self._bodies_known = speech.stand_ins.words["known"]
        tokens = [s.tokens for s in self.sentences]
        self.said: list[Said] = speech.with_bodies(
            self.text, speech.statements(tokens, titles), tokens, titles
        )
        self.reading = dataclasses.replace(
            reading, statements=tuple(said.statement for said in self.said)
        )
        reading.memo["statements"] = self.reading.statements

    @functools.cached_property
    def home(self) -> tuple[str, ...]:
        """The countries the page most likely speaks of, likeliest first."""
        return likely_countries(self.reading)

    def _sentence(
        self, reading: Reading, start: int, end: int, *, is_headline: bool
    ) -> _Sentence:
        start = _after_dateline(reading.text, start, end)
        tokens = self.language.tokens(reading.text, start, end)
        stretch = reading.text[start:end]
        dates = [
            dated
            for dated in among(tokens, self._dated)
            if not _is_dateline(tokens, dated, reading.page.published)
        ]
        weapons = [
            _shifted(m, start)
            for m in self.language.weapons(self.reference).find(
                _HYPHEN.sub(" ", stretch)
            )
        ]
        named = self.language.parties(self.reference)
        if self.language.code == "ar":
            stretch = _without_case(stretch, named)
        parties = [
            dataclasses.replace(
                m,
                start=m.start + start,
                end=_past_case(reading.text, m.end + start),
            )
            for m in named.find_joined(stretch)
        ]
        if self.language.code == "ar":
            parties += self._of_the_government(reading, start, end)
            dates = [before_the_event(tokens, dated) for dated in dates]
            weapons = [
                w
                for w in weapons
                if not (_is_a_channel(reading.text, w) or _is_a_truce(reading.text, w))
            ]
            parties = _told_once(reading.text, parties)
        strikes = words_of(self.reference, self.language, "things", "strike")
        return _Sentence(
            start,
            end,
            tokens,
            is_headline,
            dates,
            weapons,
            parties,
            strikes.find(tokens),
        )

    def _of_the_government(
        self, reading: Reading, start: int, end: int
    ) -> list[PartyMention]:
        """Return "the government forces" as those of the one state the page arms.

        Where the page names forces of two states, or of none, nobody is meant.
        """
        found = list(_GOVERNMENT_FORCES.finditer(reading.text, start, end))
        if not found:
            return []
        named = self.language.parties(self.reference)
        armies = {
            m.code
            for force in _A_FORCE.finditer(_without_case(reading.text, named))
            for m in named.find(force.group())
            if m.kind == "state"
        }
        if len(armies) != 1:
            return []
        code = armies.pop()
        return [
            PartyMention(f.start(), f.end(), code, "state", "name", f.group())
            for f in found
        ]

    def claims(self) -> list[Claim]:
        """Return all claims of the page, as proposed."""
        finders: tuple[Callable[[_Sentence], Iterator[Claim]], ...] = (
            self._casualties,
            self._weapons,
            self._targets,
            self._places,
            self._dates,
            self._legal,
            self._objectives,
            self._attributions,
            self._rebuttals,
            self._others,
            self._victims,
        )
        made = [c for s in self.sentences for finder in finders for c in finder(s)]
        answering = ArabicResponses if self.language.code == "ar" else Responses
        responses = answering(
            self.reference, self.language, self.text, self.reading.page.outlet
        )
        tokens = [s.tokens for s in self.sentences]
        return made + [
            self._made(
                found.kind,
                (found.start, found.end),
                self.sentences[found.sentence],
                statement=found.statement,
                rule="M053 response",
                **found.values,
            )
            for found in responses.find(tokens, self.said)
        ]

    def is_about_no_attack(self, claims: Sequence[Claim]) -> bool:
        """Say whether a page tells of sport, accidents, films, history or illness.

        Its words must say so ("match", "derailment"), and nothing of arms or of those
        who bear them. Of games, films and the past, which borrow the words of war,
        two words outweigh those of striking, and three one weapon; but never a toll of
        a strike on a thing named, or told by an office ("six killed at a stadium").
        """
        rows = words_of(self.reference, self.language, "things", "elsewhere")
        found = [
            hit
            for s in self.sentences
            for hit in rows.find(s.tokens)
            if not hit.first or not _is_capital(s.tokens[hit.first])  # a man's name
        ]
        n_playful = sum(bool(hit.row.get("plays")) for hit in found)
        is_one = n_playful == len(found) == 1 and not found[0].row.get("tells")
        if not found or is_one:
            return self._is_of_history()  # one "striker" makes no match
        # A game has drones and dates; nobody is harmed, nobody did it.
        is_played = n_playful >= _FEW_WORDS or any(h.row.get("tells") for h in found)
        is_played = is_played and all(isinstance(c, _MERE_WAR) for c in claims)
        if is_played or self._is_of_history() or self._is_of_a_disaster(claims):
            return True
        if any(self._is_of_a_real_attack(c, claims) for c in claims):
            return False
        n_armed = sum(_n_armed(s) for s in self.sentences)
        n_armed += sum(isinstance(c, AttributionClaim | DenialClaim) for c in claims)
        if len(found) == 1 and n_playful and not is_played:
            return False
        if n_armed:
            return n_armed == 1 and n_playful > _FEW_WORDS
        return n_playful >= _FEW_WORDS or not any(s.strikes for s in self.sentences)

    def _is_of_history(self) -> bool:
        """Say whether a page dates what it tells before living memory, and only so.

        A year before 1945 in the sentence of a toll, no later year, no day, no month.
        """
        days = [
            date
            for _, _, date in self._dated
            if _is_digit(date.words) and not _SEASON.match(date.words)
        ]
        if any(d.latest is None or d.latest.year >= _MEMORY for d in days):
            return False
        if not any(self._harms(s) for s in self.sentences):
            return False
        return bool(days) or any(
            before.word in _IN_YEAR and _is_long_ago(token)
            for s in self.sentences
            for before, token in itertools.pairwise(s.tokens)
        )

    def _is_of_a_disaster(self, claims: Sequence[Claim]) -> bool:
        """Say whether a page tells of an earthquake, an accident or a fire alone.

        No arms, no author, no answer; and no sentence of an attack but one that says
        "earthquake" itself ("the quake struck the province").
        """
        if any(_n_armed(s) for s in self.sentences):
            return False
        if any(isinstance(c, AttributionClaim | DenialClaim) for c in claims):
            return False
        rows = words_of(self.reference, self.language, "things", "elsewhere")
        author = words_of(self.reference, self.language, "things", "author")
        is_found = False
        for sentence in self.sentences:
            hits = rows.find(sentence.tokens)
            is_natural = any(hit.row.get("natural") for hit in hits)
            if not is_natural and author.find(sentence.tokens):
                return False
            is_found = is_found or is_natural or any(h.row.get("fire") for h in hits)
        return is_found

    def _is_of_a_real_attack(self, claim: Claim, claims: Sequence[Claim]) -> bool:
        """Say whether a claim is a toll that only a real strike leaves.

        Its sentence strikes a thing named, or an office tells it; where the sentence
        speaks of a film or the past, both.
        """
        if not isinstance(claim, CasualtyClaim) or claim.negated:
            return False
        sentence = next(s for s in self.sentences if claim.span.start < s.end)
        if not sentence.strikes:
            return False
        rows = words_of(self.reference, self.language, "things", "elsewhere")
        tells = any(hit.row.get("tells") for hit in rows.find(sentence.tokens))
        is_hit = any(
            isinstance(c, TargetClaim) and sentence.start <= c.span.start < sentence.end
            for c in claims
        )
        is_official = self._is_told_by_an_office(claim)
        return (is_hit and is_official) if tells else (is_hit or is_official)

    def _is_told_by_an_office(self, claim: Claim) -> bool:
        said = self.reading.statement_of(claim.span.start, claim.span.end)
        heads = words_of(self.reference, self.language, "speech", "head")
        return said is not None and any(
            hit.row.get("official")
            for start, end in said.source
            for hit in heads.find(self.language.tokens(self.text, start, end))
        )

    def _made(
        self,
        kind: type[Claim],
        where: Range,
        sentence: _Sentence,
        *,
        statement: Statement | None = None,
        hedges: tuple[str, ...] | None = None,
        **values: Any,
    ) -> Claim:
        """Return a claim with its speaker and hedges, as the assembler would."""
        said = statement or self.reading.statement_of(*where)
        if hedges is None:
            hedges = self._hedges(sentence, where)
        return kind(
            id=ClaimId(""),
            document_id=DocumentId(self.reading.page.id),
            span=self.reading.span(*where),
            speaker=said.speaker if said else None,
            chain=said.chain if said else (),
            is_unresolved=said.is_unresolved if said else False,
            candidates=said.candidates if said else (),
            hedged=bool(hedges),
            hedges=hedges,
            is_headline=sentence.is_headline,
            **values,
        )

    def _hedges(self, sentence: _Sentence, where: Range) -> tuple[str, ...]:
        """Return hedge words of the clause around a stretch."""
        first, last = self._clause(sentence, where)
        tokens = sentence.tokens
        return tuple(
            self.text[slice(*range_of(tokens, h.first, h.last))]
            for h in self.hedge.find(tokens)
            if first <= tokens[h.first].start < last or _is_aside_of(tokens, h, first)
        )

    def _clause(self, sentence: _Sentence, where: Range) -> Range:
        """Return the stretch between commas and stops around a stretch."""
        first, last = sentence.start, sentence.end
        for token in sentence.tokens:
            if token.word in {",", "،", ";", "؛", ":", "."}:
                if token.end <= where[0]:
                    first = token.end
                elif token.start >= where[1]:
                    return first, token.start
        return first, last

    # -- casualties -----------------------------------------------------------

    def _casualties(self, sentence: _Sentence) -> Iterator[Claim]:
        tokens = sentence.tokens
        groups = [
            group
            for group in Counting(self.reference, self.language).groups(
                self.text, tokens, self._taken(sentence)
            )
            if not self._is_who_speaks(sentence, group)
            and not self._is_nobody(sentence, group)
        ]
        harms = [
            harm
            for harm in Harming(self.reference, self.language).harms(tokens, groups)
            if not self._is_of_names(harm, sentence)
        ]
        period = words_of(
            self.reference, self.language, "counts", "not_period", "period"
        )
        periods = [
            p
            for p in period.find(tokens)
            if p.row["kind"] == "period"
            and not _is_of_the_worst(tokens, p)
            and not (p.row.get("soft") and sentence.strikes)
        ]
        wars = words_of(self.reference, self.language, "counts", "war").find(tokens)
        told: list[Harm] = []
        for run in _runs(_by_status(harms), tokens):
            is_of_a_war = not sentence.strikes and any(
                war.last <= run[0].first for war in wars
            )
            is_context = self._is_of_a_period(sentence, periods) or is_of_a_war
            is_context |= self.language.is_slavic and (
                _are_thousands(harms) and _is_open(sentence, periods)
            )
            # A whole is one by its period.
            quoted: list[Harm | Found] = [*run, *periods[:1]]
            if self.language.code == "ar":
                quoted = [*run]  # a period opens the sentence there, far from its toll
            where = range_of(
                tokens, min(h.first for h in quoted), max(h.last for h in quoted)
            )
            if self.language.is_slavic and _are_only_sought(run):
                continue  # "people are looked for under the rubble"
            values = _toll_of(run, self.partial.find(tokens))
            if not any(v for k, v in values.items() if k != "is_partial"):
                continue
            values["is_late_death"] = bool(self.late.find(tokens))
            if any(h.is_rise and h.what == run[0].what for h in told):
                values |= {"is_partial": True, "note": _PART_OF_A_RISE}
            told += run
            said = self.reading.statement_of(*where)
            values["negated"] = said is not None and self._is_denial(said)
            is_told = self.language.is_slavic or self.language.code == "ar"
            if values["negated"] and not _is_counted(run) and is_told:
                continue  # "denied deaths of civilians": the denial tells it
            if not is_context:
                values |= self._circumstances(sentence)
            kind: type[Claim] = ContextTotal if is_context else CasualtyClaim
            yield self._made(
                kind, where, sentence, rule="M056 harm beside people", **values
            )
        yield from self._nobody(sentence)
        yield from self._parts_alone(sentence, groups, harms)
        yield from self._badly_hurt(sentence, harms)

    def _is_of_a_period(self, sentence: _Sentence, periods: Sequence[Found]) -> bool:
        """Say whether a toll is that of a whole war or of months.

        In French and Spanish a day may begin the months ("desde el 30 de septiembre");
        what title and first sentence count so is what the page is about.
        """
        if self.language.is_slavic:
            stretches_told = [
                range_of(sentence.tokens, p.first, p.last) for p in periods
            ]
            is_war = any(
                _OF_A_WAR.search(self.text, *where) for where in stretches_told
            )
            is_war = is_war or self._counts_for_long(sentence)
            return is_war or (bool(periods) and not self._leads(sentence))
        if not self.language.is_romance:
            ends = [sentence.tokens[p.last - 1].end + _WAR_BEHIND for p in periods]
            is_war = any(
                _OF_A_WAR_AR.search(self.text, sentence.tokens[p.first].start, end)
                for p, end in zip(periods, ends, strict=True)
            )
            return is_war or (bool(periods) and not self._leads(sentence))
        wars = words_of(self.reference, self.language, "counts", "war")
        stretches = [sentence.tokens[p.first : p.last] for p in periods]
        if any(wars.find(stretch) for stretch in stretches):
            return True
        since = [d for d in sentence.dates if sentence.tokens[d.first].word in _SINCE]
        leads = [s for s in self.sentences if not s.is_headline][:1]
        is_lead = sentence.is_headline or any(s is sentence for s in leads)
        return bool(periods or since) and not is_lead

    def _counts_for_long(self, sentence: _Sentence) -> bool:
        """Say whether a sentence counts from a day ten months ago or more: a war's."""
        published = self.reading.page.published
        return published is not None and any(
            d.date.precision is Precision.OPEN
            and d.date.earliest is not None
            and (published - d.date.earliest).days >= _TEN_MONTHS
            for d in sentence.dates
        )

    def _leads(self, sentence: _Sentence) -> bool:
        """Say whether a sentence is the title, or of the first paragraph.

        The figure of some months that a report is about is no context of it.
        """
        if sentence.is_headline:
            return True
        body = next((s.start for s in self.sentences if not s.is_headline), 0)
        return "\n" not in self.text[body : sentence.start]

    def _is_who_speaks(self, sentence: _Sentence, group: Group) -> bool:
        """Say whether a role alone is a speaker's, no number and no harm beside it."""
        is_role = group.last - group.first == 1 and group.person and not group.harm
        where = range_of(sentence.tokens, group.first, group.last)
        return bool(is_role) and self._is_in_source(where)

    def _is_nobody(self, sentence: _Sentence, group: Group) -> bool:
        """Say whether people without a number stand under "no" or "without" (M056).

        Only a row of kind "none" makes that a zero: here nobody is counted, no more.
        """
        said = self.language
        tokens = sentence.tokens
        if any(self._is_number(t) for t in tokens[group.first : group.last]):
            return False
        at = group.first
        start, _ = self._clause(sentence, range_of(tokens, at, at + 1))
        before = [
            t.word for t in tokens[max(0, at - _NO_VERB_REACH) : at] if t.start >= start
        ]
        if not said.except_.isdisjoint(before):
            return False
        beside = {*before[-1:], *(t.word for t in tokens[at : group.last])}
        denies_verb = bool(group.harm) and not said.no_verb.isdisjoint(before)
        return denies_verb or not said.nobody.isdisjoint(beside)

    def _is_number(self, token: Token) -> bool:
        rows = words_of(self.reference, self.language, "counts", "number")
        return token.word.isdecimal() or bool(rows.find([token]))

    def _taken(self, sentence: _Sentence) -> list[bool]:
        """Mark tokens that count nobody: dates, weapons' names, "no casualties"."""
        stretches = [(start, end) for start, end, _ in self._dated]
        none = words_of(self.reference, self.language, "counts", "none")
        stretches += [
            range_of(sentence.tokens, n.first, n.last)
            for n in none.find(sentence.tokens)
        ]
        stretches += [
            (m.start, m.end)
            for m in sentence.weapons
            if any(c.isdigit() for c in m.words)
        ]
        return [
            any(s <= t.start and t.end <= e for s, e in stretches)
            for t in sentence.tokens
        ]

    def _circumstances(self, sentence: _Sentence) -> dict[str, Any]:
        """Return weapon and date said in the same sentence, where only one is."""
        weapons = weapon_codes(_telling(sentence.weapons))
        values: dict[str, Any] = {}
        if len(weapons) == 1:
            values["weapon"] = weapons[0]
        dates = [d for d in sentence.dates if not self._is_day_of_telling(sentence, d)]
        if len(sentence.dates) == len(dates) == 1:
            values["date"] = dates[0].date
        return values

    def _nobody(self, sentence: _Sentence) -> Iterator[Claim]:
        none = words_of(self.reference, self.language, "counts", "none")
        for hit in none.find(sentence.tokens):
            where = range_of(sentence.tokens, hit.first, hit.last)
            zero: dict[str, Any] = {
                str(hit.row["harm"]): Bounds(
                    low=0, high=0, words=self.text[slice(*where)]
                )
            }
            yield self._made(
                CasualtyClaim,
                where,
                sentence,
                negated=True,
                rule="M056 nobody harmed",
                **zero,
            )

    def _badly_hurt(
        self, sentence: _Sentence, harms: Sequence[Harm]
    ) -> Iterator[Claim]:
        """Read "71 wounded, of whom some 20 gravely": a part of the wounded."""
        if not self.language.is_romance:
            return
        serious = words_of(self.reference, self.language, "counts", "serious")
        marks = serious.find(sentence.tokens)
        for harm in harms if marks else ():
            for group, _ in harm.parts:
                mark = next((m for m in marks if -1 <= m.first - group.last <= 1), None)
                if mark is None or harm.what != "wounded" or group.person is not None:
                    continue
                yield self._made(
                    CasualtyClaim,
                    range_of(sentence.tokens, group.first, mark.last),
                    sentence,
                    wounded=group.bounds,
                    is_partial=True,
                    rule="M056 badly hurt among the wounded",
                )

    def _parts_alone(
        self, sentence: _Sentence, groups: Sequence[Group], harms: Sequence[Harm]
    ) -> Iterator[Claim]:
        """Read "among the dead are 11 children and eight women" standing alone."""
        told = {id(g) for h in harms for g in (*h.groups, *(p for p, _ in h.parts))}
        if self.language.is_romance:
            groups = [g for g in groups if id(g) not in told]
            yield from self._parts_of_a_kind(sentence, groups)
            groups = [g for g in groups if not g.is_part]
        elif harms or (self.language.is_slavic and self._named(sentence)):
            return  # a list of names says who they were
        if self.language.code == "ar":
            yield from self._parts_of_the_dead(sentence, groups)
        mark = words_of(self.reference, self.language, "counts", "include").find(
            sentence.tokens
        )
        opener = words_of(self.reference, self.language, "speech", "opener")
        is_after_that = bool(mark) and any(
            hit.last == mark[0].first for hit in opener.find(sentence.tokens)
        )
        is_after_that = is_after_that or (
            bool(mark) and self._is_past_who_speaks(sentence, mark[0].first)
        )
        if not mark or (mark[0].first > 1 and not is_after_that):
            return
        counted = [
            g for g in groups if g.has_number and g.first >= mark[0].last and g.person
        ]
        parts = [g for g in counted if g.person and g.person.get("is")]
        if not parts:
            yield from self._sides_alone(sentence, mark[0], counted)
            return
        values = _members(tuple((g, mark[0].row.get("share")) for g in parts))
        if self.language.is_romance and len(parts) == 1:
            yield from self._one_part(sentence, mark[0], parts[0], values)
            return
        where = range_of(sentence.tokens, mark[0].first, parts[-1].last)
        yield self._made(
            CasualtyClaim, where, sentence, rule="M056 parts of a toll", **values
        )

    def _parts_of_the_dead(
        self, sentence: _Sentence, groups: Sequence[Group]
    ) -> Iterator[Claim]:
        """Read "52 children are among the victims": their part of a toll."""
        tokens = sentence.tokens
        for group in groups:
            behind = [t.word for t in tokens[group.last : group.last + 4]]
            is_among = behind[:2] == ["من", "بين"] or behind[:1] in (["بين"], ["ضمن"])
            if not (is_among and group.has_number and group.person):
                continue
            if not (group.person.get("is") and any(w in _VICTIMS for w in behind)):
                continue
            last = group.last + next(n for n, w in enumerate(behind) if w in _VICTIMS)
            yield self._made(
                CasualtyClaim,
                range_of(tokens, group.first, last + 1),
                sentence,
                rule="M056 parts of a toll",
                **_members(((group, None),)),
            )

    def _one_part(
        self, sentence: _Sentence, mark: Found, group: Group, values: dict[str, Any]
    ) -> Iterator[Claim]:
        """Read "among the dead are four children": four of them, part of a toll."""
        what = self._harm_among(sentence, mark.first, group.last)
        where = range_of(sentence.tokens, mark.first, group.last)
        if what is not None:
            values = {**values, what: group.bounds, **_status((group,))}
        yield self._made(
            CasualtyClaim,
            where,
            sentence,
            is_partial=what is not None,
            rule="M056 parts of a toll",
            **values,
        )

    def _parts_of_a_kind(
        self, sentence: _Sentence, groups: Sequence[Group]
    ) -> Iterator[Claim]:
        """Read "six of the dead were children": part of a toll told elsewhere."""
        for group in groups:
            what = self._harm_among(sentence, group.first, group.last)
            if not group.is_part or not group.has_number or what is None:
                continue
            values = {**_members(((group, None),)), **_status((group,))}
            values |= {what: group.bounds}
            yield self._made(
                CasualtyClaim,
                range_of(sentence.tokens, group.first, group.last),
                sentence,
                is_partial=True,
                rule="M056 parts of a toll",
                **values,
            )

    def _harm_among(self, sentence: _Sentence, first: int, last: int) -> str | None:
        """Return what befell those among whom some are told of; None = not said."""
        harm = words_of(self.reference, self.language, "counts", "harm")
        named = harm.find(sentence.tokens[first:last])
        what = str(named[0].row["harm"]) if named else ""
        return what if what in {"killed", "wounded"} else None

    def _sides_alone(
        self, sentence: _Sentence, mark: Found, groups: Sequence[Group]
    ) -> Iterator[Claim]:
        """Read "among the dead are six civilians and two rebels": part of a toll."""
        harm = words_of(self.reference, self.language, "counts", "harm")
        named = harm.find(sentence.tokens[mark.first : mark.last])
        what = str(named[0].row["harm"]) if named else ""
        for group in groups:
            status = group.person.get("status") if group.person else None
            if what not in {"killed", "wounded"} or status is None:
                continue
            where = range_of(sentence.tokens, mark.first, group.last)
            values: dict[str, Any] = {what: group.bounds, **_status((group,))}
            yield self._made(
                CasualtyClaim,
                where,
                sentence,
                is_partial=True,
                rule="M056 sides of a toll",
                **values,
            )

    # -- people by name -------------------------------------------------------

    def _victims(self, sentence: _Sentence) -> Iterator[Claim]:
        """Return people named as harmed; a list no figure goes with is counted."""
        for named in self._named(sentence):
            yield self._made(
                VictimNamesClaim,
                range_of(sentence.tokens, named.first, named.last),
                sentence,
                people=named.people,
                rule="M026 names beside harm",
            )
            yield from self._counted_names(sentence, named)

    def _named(self, sentence: _Sentence) -> Sequence[Named]:
        """Return the people named as harmed in a sentence, read once."""
        known = self._bodies_known.find(sentence.tokens)
        bodies = [range_of(sentence.tokens, hit.first, hit.last) for hit in known]

        def is_taken(offset: int) -> bool:
            where = offset, offset + 1
            return (
                self._names_a_party(sentence, where)
                or self._is_in_source(where)
                or any(m.start <= offset < m.end for m in sentence.weapons)
                or self._is_case_place(offset, sentence)
                or any(s <= offset < e for s, e in bodies)
            )

        if sentence.start not in self._people:
            victims = Victims(self.reference, self.language, is_taken)
            self._people[sentence.start] = tuple(victims.find(sentence.tokens))
        return self._people[sentence.start]

    def _is_of_names(self, harm: Harm, sentence: _Sentence) -> bool:
        """Say whether a harm counts but kin or roles of people who are named.

        "Anna Krot and her son Ilya died": two people, not one son.
        """
        return any(
            named.harm == harm.what
            and all(named.first <= g.first < named.last for g in harm.groups)
            and not any(_is_digit(g.bounds.words) for g in harm.groups)
            for named in self._named(sentence)
        )

    def _is_case_place(self, offset: int, sentence: _Sentence) -> bool:
        """Say whether a name stands where a place of the case's gazetteer does."""
        gazetteer = open_gazetteer(self.reference)
        stretch = self.text[sentence.start : sentence.end]
        return any(
            start <= offset - sentence.start < end
            and any(entry.layer > 1 for entry in gazetteer.find(name))
            for start, end, name in self._place_names(stretch)
        )

    def _counted_names(self, sentence: _Sentence, named: Named) -> Iterator[Claim]:
        """Count the people of "X and Y were killed" where no number is told."""
        groups = Counting(self.reference, self.language).groups(
            self.text, sentence.tokens, self._taken(sentence)
        )
        harms = Harming(self.reference, self.language).harms(sentence.tokens, groups)
        if self.language.code == "ar":  # "X died and two colleagues were hurt": two
            harms = [h for h in harms if h.what == named.harm]
        is_told = any(not self._is_of_names(h, sentence) for h in harms)
        if named.harm is None or is_told:
            return
        first = min(named.first, named.anchor[0])
        last = max(named.last, named.anchor[1])
        where = range_of(sentence.tokens, first, last)
        n_people = len(named.people)
        bounds = Bounds(
            low=n_people,
            high=n_people if named.is_all else None,
            words=self.text[slice(*where)],
        )
        values: dict[str, Any] = {named.harm: bounds}
        rule = _NAMES_APART if self._is_apart(sentence) else _NAMES_COUNTED
        yield self._made(CasualtyClaim, where, sentence, rule=rule, **values)

    def _is_apart(self, sentence: _Sentence) -> bool:
        """Say whether a sentence of names tells of a death apart from a page's toll.

        It has a place of its own ("in Ghanta a driver, X, was killed"), or somebody
        died later, in hospital.
        """
        alive = words_of(self.reference, self.language, "counts", "alive")
        if self.late.find(sentence.tokens) or alive.find(sentence.tokens):
            return True
        stretch = self.text[sentence.start : sentence.end]
        return any(
            self._is_case_place(sentence.start + start, sentence)
            for start, _, _ in self._place_names(stretch)
        )

    # -- with what, at what, where, when --------------------------------------

    def _weapons(self, sentence: _Sentence) -> Iterator[Claim]:
        for run in _near(_telling(sentence.weapons), _NEAR_CHARS, self.text):
            where = run[0].start, run[-1].end
            if self._is_downed(sentence, where) or self._is_mere_name(run):
                continue
            if self.language.is_slavic and self._is_no_weapon(sentence, run):
                continue
            if self.language.code == "ar" and self._is_raid_again(run):
                continue
            yield self._made(
                WeaponClaim,
                self._with_its_number(sentence, where),
                sentence,
                weapon=self._codes(run),
                aircraft=aircraft_codes(run),
                perpetrator=self._whose(sentence, where),
                rule="M056 weapon named",
            )

    def _whose(self, sentence: _Sentence, where: Range) -> str | None:
        """Return whose a weapon is; in Slavic only who is told to have struck."""
        acting = self._acting(sentence)
        if self.language.code == "ar":  # who only speaks owns nothing
            owners = [
                p
                for p in acting.parties
                if not self._is_in_source((p.start, p.end))
                or self._is_claimed_blow(sentence)
            ]
            acting = dataclasses.replace(acting, parties=owners)
        party = _party_before(acting, where)
        if party is None or not self.language.is_slavic:
            return party
        authors = self._attributions(sentence)
        told = {a.perpetrator for a in authors if isinstance(a, AttributionClaim)}
        return party if party in told else None

    def _is_claimed_blow(self, sentence: _Sentence) -> bool:
        """Say whether a side tells of its own blow ("its aircraft", "our forces")."""
        return any(t.word in _OWN_ARMS for t in sentence.tokens)

    def _codes(self, run: Sequence[WeaponMention]) -> tuple[str, ...]:
        """Return what a run names; "RBK-500 bombs" are no plain bombs in Slavic."""
        codes = weapon_codes(run)
        if self.language.code == "ar":
            return self._of_their_class(codes)
        if not self.language.is_slavic:
            return codes
        if len(codes) > 1 and any(_SHELL.match(m.words.lower()) for m in run):
            codes = tuple(c for c in codes if c != "artillery")  # shells of a Grad
        if _BOMB not in codes:
            return codes
        classes = {r["code"]: r.get("class") for r in self.reference.table("weapons")}
        of_types = {classes.get(code) for code in codes} - {None}
        is_other = bool(of_types) and _BOMB not in of_types
        return tuple(c for c in codes if c != _BOMB or not is_other)

    def _of_their_class(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Return "Grad missiles" as rockets: Arabic has one word for both."""
        classes = {r["code"]: r.get("class") for r in self.reference.table("weapons")}
        own = {classes.get(code) for code in codes} & _SAME_WORD
        if not own or not set(codes) & _COMMON_WORDS:
            return codes
        kept = [c for c in codes if c not in _COMMON_WORDS]
        return tuple(dict.fromkeys((*kept, *sorted(str(c) for c in own))))

    def _is_no_weapon(self, sentence: _Sentence, run: Sequence[WeaponMention]) -> bool:
        """Say whether a weapon only lies in a store, or a shelling is but spoken of.

        "Struck a store of drones"; "shelling must stop": no harm, nothing hit.
        """
        stores = (
            range_of(sentence.tokens, o.first, o.last) for o in self._military(sentence)
        )
        if any(s <= run[0].start and run[-1].end <= e for s, e in stores):
            return True
        if len(run) == 1 and _BARE_BOMB.fullmatch(run[0].words.lower()):
            words = self.text[
                slice(*self._clause(sentence, (run[0].start, run[0].end)))
            ]
            return _FROM_ABOVE.search(words.lower()) is None  # one may be planted
        if run[0].code != "shelling":
            return False
        targets = shared_words(self.reference, self.language, "targets", "target")
        is_felt = self._harms(sentence) or targets.find(sentence.tokens)
        return not (is_felt and _SHELLING.match(run[0].words.lower()))

    def _is_raid_again(self, run: Sequence[WeaponMention]) -> bool:
        """Say whether "the raid" only names again what was told ("after the raid")."""
        is_raid = len(run) == 1 and _THE_RAID.fullmatch(run[0].words) is not None
        after = self.text[run[-1].end : run[-1].end + _MERGE_FAR].split()
        return is_raid and not (after and after[0].startswith(("التي", "الجوي")))

    def _with_its_number(self, sentence: _Sentence, where: Range) -> Range:
        """Return arms with the article or number before them, in French and Spanish."""
        if not self.language.is_romance:
            return where
        tokens = sentence.tokens
        place = next(n for n, t in enumerate(tokens) if t.end > where[0])
        is_told = place > 0 and (
            tokens[place - 1].word in _DETERMINERS | _A
            or self._is_number(tokens[place - 1])
        )
        return (tokens[place - 1].start, where[1]) if is_told else where

    def _is_downed(self, sentence: _Sentence, where: Range) -> bool:
        """Say whether arms were shot down in their clause: they hit nobody."""
        down = words_of(self.reference, self.language, "things", "shot_down")
        first, last = self._clause(sentence, where)
        return any(
            first <= sentence.tokens[hit.first].start < last
            for hit in down.find(sentence.tokens)
        )

    def _is_mere_name(self, run: Sequence[WeaponMention]) -> bool:
        """Say whether a type's name is a common word or somebody's name here.

        "Of calibre 120" is no Kalibr missile, the minister Gradov no rocket.
        """
        if not self.language.is_slavic or len(run) > 1:
            return False
        if run[0].code not in _COMMON_TYPES:
            return False
        where = run[0].start, run[0].end
        return self.text[where[0]].islower() or self._is_in_source(where)

    def _is_something_else(self, sentence: _Sentence, hit: Found, where: Range) -> bool:
        """Say whether a word of a building is of arms, an objective or a name."""
        if any(m.start <= where[0] < m.end for m in sentence.weapons):
            return True  # "car bomb"
        is_capital = hit.first > 0 and _is_capital(sentence.tokens[hit.first])
        if self.language.is_romance and is_capital and self._is_in_source(where):
            return True  # "the NGO Open Bridges said"
        # "An ammunition store": an objective, whoever says so.
        return any(_meets(hit, military) for military in self._military(sentence))

    def _targets(self, sentence: _Sentence) -> Iterator[Claim]:
        """Return what was hit: a kind of building beside a word of striking."""
        rows = shared_words(self.reference, self.language, "targets", "target")
        seen: set[str] = set()
        strikes = (*sentence.strikes, *_aimed(sentence), *self._harms(sentence))
        strikes = tuple(s for s in strikes if s.row.get("harm") not in _UNHURT)
        for hit in rows.find(sentence.tokens):
            beside = [
                s
                for s in strikes
                if _apart(s, hit) <= _reach(s)
                and not _has_break(sentence.tokens, s, hit)
                and (s.row["kind"] == "strike" or s.last <= hit.first)
            ]
            target = str(hit.row["code"])
            where = range_of(sentence.tokens, hit.first, hit.last)
            if self._is_something_else(sentence, hit, where):
                continue
            if self.language.code == "ar":
                listed = arabic_targets.is_listed(sentence.tokens, hit, strikes)
                beside = [
                    s
                    for s in (*beside, *listed)
                    if arabic_targets.is_hit(sentence.tokens, s, hit)
                ]
                is_none = self._is_in_source(where)
                is_none = is_none or arabic_targets.is_general(sentence.tokens, hit)
                beside = [] if is_none else beside
            if target in _CARE:  # "they died in hospital"
                beside = [s for s in beside if s.row["kind"] == "strike"]
            is_where = bool(seen) and self._is_where_it_stands(sentence, hit)
            if (
                not beside
                or is_where
                or target in {*seen, *_NO_TARGET}
                or self._is_away(sentence, hit)
            ):
                continue
            seen.add(target)
            nearest = min(beside, key=lambda s: _apart(s, hit))
            first = min(nearest.first, hit.first)
            last = max(nearest.last, hit.last)
            listed_with = self._listed_with(sentence, rows, hit, seen)
            last = max([last, *(one.last for one in listed_with)])
            is_arabic = self.language.code == "ar"
            is_further = bool(seen - {target}) and sentence.tokens[
                hit.first
            ].word.startswith("و")
            if is_arabic and (is_further or hit.first - first > _FAR_STRIKE):
                before = sentence.tokens[hit.first - 1].word
                # "Rained ... on the market": what was hit.
                first = hit.first - (before in self.language.at)
            if is_arabic and last == hit.last:
                last = arabic_targets.with_adjectives(sentence.tokens, hit)
            words = {t.word for t in sentence.tokens[max(0, first - 1) : last]}
            if self.language.is_romance:
                first = _aim_before(sentence.tokens, first, hit)
            yield self._made(
                TargetClaim,
                range_of(sentence.tokens, first, last),
                sentence,
                target=";".join((target, *(str(o.row["code"]) for o in listed_with))),
                negated=bool(words & self.language.negations),
                rule="M056 target struck",
            )

    def _listed_with(
        self, sentence: _Sentence, rows: Words, hit: Found, seen: set[str]
    ) -> list[Found]:
        """Return what a Slavic list of things struck names behind the first of them.

        "Hit markets, bakeries and hospitals", "a school, two shops and 20 houses": one
        claim of several kinds.
        """
        if not self.language.is_slavic:
            return []
        tokens, found, last = sentence.tokens, [], hit.last
        for other in rows.find(tokens):
            code = str(other.row["code"])
            between = [t.word for t in tokens[last : other.first]]
            is_joined = between[:1] and between[0] in {",", *_AND_ALSO_SLAVIC}
            is_listed = (
                0 < len(between) <= _LISTED and is_joined and "," not in between[1:]
            )
            if other.first >= last and is_listed and code not in _NO_TARGET:
                last = other.last
                if code not in seen:
                    seen.add(code)
                    found.append(other)
        return found

    def _is_past_who_speaks(self, sentence: _Sentence, place: int) -> bool:
        """Say whether but who speaks stands before a Slavic clause."""
        tokens = sentence.tokens
        if not self.language.is_slavic or not place or tokens[place - 1].word != ",":
            return False
        return any(
            all(
                any(s <= t.start < e for s, e in (*one.source, *one.cue))
                for t in tokens[: place - 1]
                if t.is_word
            )
            for one in (said.statement for said in self.said)
        )

    def _military(self, sentence: _Sentence) -> list[Found]:
        """Return the things of a sentence that are military by their name."""
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

    def _is_of_arms(self, sentence: _Sentence, hit: Found) -> bool:
        """Say whether words name the arms that struck ("mortar")."""
        start, end = range_of(sentence.tokens, hit.first, hit.last)
        return any(m.start <= start and end <= m.end for m in sentence.weapons)

    def _is_where_it_stands(self, sentence: _Sentence, hit: Found) -> bool:
        """Say whether a camp only tells where a thing struck stands, in Arabic."""
        before = sentence.tokens[hit.first - 1].word if hit.first else ""
        is_in = (
            before in {"في", "داخل", "قرب"} or sentence.tokens[hit.first].word[0] == "ب"
        )
        if self.language.is_romance:  # "a school of the camp"
            return before in _OF_A_PLACE and hit.row["code"] in _SETTLED
        return self.language.code == "ar" and is_in and hit.row["code"] in _SETTLED

    def _is_away(self, sentence: _Sentence, hit: Found) -> bool:
        """Say whether the text puts a place apart ("far from houses")."""
        away = words_of(self.reference, self.language, "things", "away")
        return any(0 <= hit.first - a.last <= 1 for a in away.find(sentence.tokens))

    def _places(self, sentence: _Sentence) -> Iterator[Claim]:
        """Return places of a sentence that tells of an attack or of harm."""
        if not (self._tells_an_attack(sentence) or self._heads_one(sentence)):
            return
        gazetteer = open_gazetteer(self.reference)
        stretch = self.text[sentence.start : sentence.end]
        seen: set[str] = set()
        if self.language.has_elision:
            stretch = _ELISION.sub(r"\1 ", stretch)
        known = list(self._place_names(stretch))
        unknown = list(self._unknown_names(sentence, known))
        cut = {k for k in known if any(s <= k[0] and k[1] < e for s, e, _ in unknown)}
        for start, end, name in [*(k for k in known if k not in cut), *unknown]:
            where = sentence.start + start, sentence.start + end
            if self._is_in_source(where) or (
                self._names_a_party(sentence, where)
                and not self._is_a_capital_town(sentence, where)
            ):
                continue
            if self._is_in_a_name(sentence, where) or self._is_care_of(where):
                continue
            if self._is_whence(sentence, where) or self._is_adjective(sentence, where):
                continue
            is_told = (start, end, name) in unknown
            if not (is_told or self._is_said_as_place(sentence, where, name)):
                continue
            place = gazetteer.resolve(name, Context(countries=self.home))
            if place.accuracy is Accuracy.COUNTRY or name in seen:
                continue
            before = self.text[sentence.start : where[0]]
            is_area = place.accuracy in _AREA_CLASSES
            if seen and _says_more_of_it(before, name, is_area=is_area):
                continue
            seen.add(name)
            yield self._made(
                PlaceClaim,
                self._with_its_kind(sentence, where),
                sentence,
                hedges=(),
                place=place,
                rule="M056 place of the gazetteer",
            )

    def _cues(self) -> Words:
        return words_of(self.reference, self.language, "things", "locative")

    def _with_its_kind(self, sentence: _Sentence, where: Range) -> Range:
        """Return a name with what stands before it ("in the Velmaran town of Jesrin").

        A quote stays near its name: of a long phrase its inner part is kept.
        """
        if self.language.code == "ar":
            return arabic_places.with_cues(sentence.tokens, where, self._cues())
        tokens = sentence.tokens
        place = next(n for n, t in enumerate(tokens) if t.end > where[0])
        if self.language.is_slavic:
            first = self._slavic_phrase_before(tokens, place)
        else:
            first = _phrase_before(tokens, place)
        most = _NAME_TIMES * (where[1] - where[0])
        ways = (first, first + 1, first + _FEW_WORDS, place - 1)
        fits = [
            n for n in ways if first <= n < place and where[1] - tokens[n].start <= most
        ]
        return (tokens[fits[0]].start if fits else where[0]), where[1]

    def _slavic_phrase_before(self, tokens: Sequence[Token], place: int) -> int:
        """Return where "in the Syrian province of X" begins."""
        cues = words_of(self.reference, self.language, "things", "locative")
        kind = cues.at(tokens, place - 1) if place else None
        if kind is None or not kind.row.get("strong"):
            return place
        first = place - 1
        if first and _OF_A_LAND.search(tokens[first - 1].word):
            first -= 1
        before = cues.at(tokens, first - 1) if first else None
        return first - 1 if before is not None and before.last == first else first

    def _unknown_names(
        self, sentence: _Sentence, known: Sequence[tuple[int, int, str]]
    ) -> Iterator[tuple[int, int, str]]:
        """Yield names no gazetteer has that a text calls a town, village or quarter."""
        if self.language.code == "ar":
            return
        tokens = sentence.tokens
        cues = words_of(self.reference, self.language, "things", "locative")
        for cue in cues.find(tokens):
            last = cue.last
            is_settled = _SETTLEMENT.match(tokens[cue.last - 1].word) is not None
            if self.language.is_slavic and not is_settled:
                continue  # "the governor of the province Ivan Karda"
            while last < len(tokens) and (
                _is_capital(tokens[last])
                or _ARABIC_NAME.match(tokens[last].given)
                or (last > cue.last and tokens[last].word in _NAME_INSIDE)
            ):
                last += 1
            if not cue.row.get("strong") or last == cue.last:
                continue
            start, end = range_of(tokens, cue.last, last)
            start, end = start - sentence.start, end - sentence.start
            if not any(s <= start and end <= e for s, e, _ in known):
                yield start, end, self.text[start + sentence.start :][: end - start]

    def _is_care_of(self, where: Range) -> bool:
        """Say whether a name tells where the hurt were taken ("to hospitals of X")."""
        return _TO_CARE.search(self.text, max(0, where[0] - 40), where[0]) is not None

    def _place_names(self, stretch: str) -> Iterator[tuple[int, int, str]]:
        """Yield names of places, in Russian and Ukrainian by their first case."""
        gazetteer = open_gazetteer(self.reference)
        found = list(gazetteer.scan(stretch, self.home))
        if not self.language.is_slavic:
            yield from found
            return
        for start, end, name in found:
            yield start, end, self._first_case(name) or name
        yield from self._provinces(stretch)
        pairs = list(self._two_words(stretch))
        yield from ((start, end, name) for start, end, name in pairs if name)
        taken = [*found, *pairs]
        for word in _CAPITAL_WORD.finditer(stretch):
            if any(s < word.end() and word.start() < e for s, e, _ in taken):
                continue
            cases = _first_cases(word.group())
            first = self._first_case(word.group()) or next(
                filter(gazetteer.find, cases), None
            )
            if first and not gazetteer.is_stopped(first):
                yield word.start(), word.end(), first

    def _two_words(self, stretch: str) -> Iterator[tuple[int, int, str]]:
        """Yield "у Кривому Розі" as "Кривий Ріг", unknown pairs without a name.

        Half of such a name, "Nagorny" of "in Nagorny Karabakh", is another place.
        """
        gazetteer = open_gazetteer(self.reference)
        for pair in _CAPITAL_PAIR.finditer(stretch):
            one, two = pair.groups()
            ways = itertools.product(
                (one, *_first_cases(one)), (two, *_first_cases(two))
            )
            names = (f"{a} {b}" for a, b in ways)
            yield *pair.span(), next(filter(gazetteer.bears, names), "")

    def _provinces(self, stretch: str) -> Iterator[tuple[int, int, str]]:
        """Yield "Харківської області" as the province's name in its first case."""
        gazetteer = open_gazetteer(self.reference)
        for found in _PROVINCE.finditer(stretch):
            ending = "ська область" if "ськ" in found["of"] else "ская область"
            name = found["stem"] + ending
            if gazetteer.find(name):
                yield *found.span(), name

    def _first_case(self, word: str) -> str | None:
        """Return the name of a place that a word is a case of; None = of none.

        Where no place bears a Ukrainian name, one may bear it in Russian letters.
        """
        gazetteer = open_gazetteer(self.reference)
        cases = (word, *_first_cases(word))
        found = next(filter(gazetteer.bears, cases), None)
        if found is None and self.language.code == "uk":
            russian = (case.translate(_RUSSIAN_LETTERS) for case in cases)
            found = next(filter(gazetteer.bears, russian), None)
        return found

    def _tells_an_attack(self, sentence: _Sentence) -> bool:
        """Say whether a sentence tells of an attack, of harm, or of "the tragedy"."""
        event = words_of(self.reference, self.language, "things", "event")
        told = sentence.strikes or sentence.weapons or self._harms(sentence)
        return bool(told or event.find(sentence.tokens))

    def _heads_one(self, sentence: _Sentence) -> bool:
        """Say whether a sentence is but a name before the telling of an attack.

        "Talbar. Drone hits a house.": channels begin so; a report's dateline does too,
        which is why only places of the case count there.
        """
        words = [t.given for t in sentence.tokens if t.is_word]
        if not 0 < len(words) <= _FEW_WORDS or any(w.isupper() for w in words):
            return False  # "ARIKHAN." is a dateline
        following = next((s for s in self.sentences if s.start >= sentence.end), None)
        return following is not None and self._tells_an_attack(following)

    def _harms(self, sentence: _Sentence) -> list[Found]:
        rows = words_of(self.reference, self.language, "counts", "harm")
        return rows.find(sentence.tokens)

    def _is_said_as_place(self, sentence: _Sentence, where: Range, name: str) -> bool:
        """Say whether a name stands as a place: known to the case, or after a cue.

        Many Arabic and Russian common words are also names of places somewhere: the
        bundled gazetteer counts only after "town of", "in", "near" ...
        """
        entries = open_gazetteer(self.reference).find(name)
        place = next(
            (n for n, t in enumerate(sentence.tokens) if t.end > where[0]), None
        )
        is_home = (
            place is not None
            and self.language.code == "ar"
            and (arabic_places.is_home(sentence.tokens, place))
        )
        if any(entry.layer > 1 for entry in entries) or _PROVINCE.fullmatch(name):
            return not is_home
        # A particle and half a word are no name.
        is_cut = len(name.split(maxsplit=1)[0]) < _SHORTEST_NAME
        if place is None or is_cut:
            return False
        is_named = self.language.code == "ar" and arabic_places.is_called_a_town(
            sentence.tokens, place, self._cues()
        )
        is_long = self.language.code == "ar" and " " in name  # "Umm X": no mother
        if is_named or (self._is_common(sentence, place) and not is_long):
            return is_named  # "the town of X", though X is a word of its own
        if is_home:
            return False
        cue = self._cue_before(sentence, place)
        if cue is not None and cue.row.get("strong"):
            # "The village of Bliun" has no "in Liun" in it.
            given = sentence.tokens[place].given
            return given.startswith((name[:1], "ال", "و"))
        word = sentence.tokens[place].word
        is_attached = self.language.code == "ar" and word.startswith("ب")
        is_large = any(
            e.population >= _SMALL_TOWN or e.kind in _AREAS | _KNOWN_TOWNS
            for e in entries
        )
        # A Slavic common word has no capital amid a sentence; its town needs no size.
        is_town = any(e.kind in _TOWNS for e in entries)
        is_slavic = self.language.is_slavic
        is_large = is_large or (is_slavic and is_town and place > 1)
        is_struck = any(s.last == place for s in sentence.strikes)
        is_struck = is_struck or self._is_of_a_target(sentence, place)
        is_struck = is_struck or self._goes_on_a_list(sentence, place)
        return is_large and (cue is not None or is_attached or is_struck)

    def _is_whence(self, sentence: _Sentence, where: Range) -> bool:
        """Say whether a Slavic name tells from where arms were launched."""
        if not self.language.is_slavic:
            return False
        place = next(n for n, t in enumerate(sentence.tokens) if t.end > where[0])
        before = sentence.tokens[max(0, place - _HARM_WORDS) : place]
        return any(
            one.word in _FROM and _AREA_OF_LAUNCH.match(two.word)
            for one, two in itertools.pairwise(before)
        )

    def _is_adjective(self, sentence: _Sentence, where: Range) -> bool:
        """Say whether a Slavic name is an adjective ("the Southern hospital")."""
        if not self.language.is_slavic:
            return False
        place = next(n for n, t in enumerate(sentence.tokens) if t.end > where[0])
        targets = shared_words(self.reference, self.language, "targets", "target")
        after = targets.at(sentence.tokens, place + 1)
        if after is not None and sentence.tokens[after.first].given[0].isupper():
            return False  # "Bila Tserkva", the White Church, is a town
        is_one = _ADJECTIVAL.search(sentence.tokens[place].word) is not None
        return after is not None and is_one

    def _is_of_a_target(self, sentence: _Sentence, place: int) -> bool:
        """Say whether a Slavic name tells where a thing is ("the station of X")."""
        if not self.language.is_slavic:
            return False
        targets = shared_words(self.reference, self.language, "targets", "target")
        return any(
            (hit := targets.at(sentence.tokens, n)) is not None and hit.last == place
            for n in range(max(0, place - _FEW_WORDS), place)
        )

    def _goes_on_a_list(self, sentence: _Sentence, place: int) -> bool:
        """Say whether a name follows others that a cue begins ("in X, Y and Z")."""
        if self.language.code == "ar":
            gazetteer = open_gazetteer(self.reference)
            return arabic_places.goes_on_a_list(
                sentence.tokens, place, self._cues(), gazetteer
            )
        ands = self.language.joiners | {"d'", "de"}
        first = place
        while (
            first > 1
            and sentence.tokens[first - 1].word in ands
            and _is_capital(sentence.tokens[first - _FEW_WORDS])
        ):
            first -= _FEW_WORDS
        if first < place and self._is_of_a_target(sentence, first):
            return True  # "quarters of X, Y and Z"
        return first < place and self._cue_before(sentence, first) is not None

    def _cue_before(self, sentence: _Sentence, place: int) -> Found | None:
        """Return the locative word that ends right before a token; None = none."""
        cues = words_of(self.reference, self.language, "things", "locative")
        for first in range(max(0, place - 2), place):
            cue = cues.at(sentence.tokens, first)
            if cue is not None and cue.last == place:
                return cue
        return None

    def _is_common(self, sentence: _Sentence, place: int) -> bool:
        """Say whether a word has another meaning in our own rows or in a date."""
        if any(d.first <= place < d.last for d in sentence.dates):
            return True
        return any(
            words_of(self.reference, self.language, table).at(sentence.tokens, place)
            for table in ("counts", "things", "speech", "responses")
        )

    def _names_a_party(self, sentence: _Sentence, where: Range) -> bool:
        return any(m.start <= where[0] and where[1] <= m.end for m in sentence.parties)

    def _is_a_capital_town(self, sentence: _Sentence, where: Range) -> bool:
        """Say whether a capital's name tells where ("in Damascus")."""
        if not self.language.is_romance:
            return False
        place = next(n for n, t in enumerate(sentence.tokens) if t.end > where[0])
        return any(
            party.form == "metonym"
            and party.start <= where[0] < party.end
            and self._is_named_as_place(sentence, party, place)
            for party in sentence.parties
        )

    def _is_in_a_name(self, sentence: _Sentence, where: Range) -> bool:
        """Say whether a place's name is that of somebody harmed."""
        stretches = (
            range_of(sentence.tokens, n.first, n.last) for n in self._named(sentence)
        )
        return any(s <= where[0] and where[1] <= e for s, e in stretches)

    def _is_in_source(self, where: Range) -> bool:
        return any(
            s <= where[0] and where[1] <= e
            for said in self.said
            for s, e in said.statement.source
        )

    def _dates(self, sentence: _Sentence) -> Iterator[Claim]:
        """Return dates of a sentence that tells of an attack or of harm."""
        if not (self._tells_an_attack(sentence) or self._dates_one(sentence)):
            return
        for dated in sentence.dates:
            is_dated = is_of_an_event(dated.date) or self._is_campaign(dated.date)
            if not is_dated or self._is_day_of_telling(sentence, dated):
                continue
            if self._is_that_day(sentence, dated):
                continue
            if _NO_DAY.match(self.text, sentence.tokens[dated.first].start):
                continue  # "within 48 hours", "since 2016": how long, not when
            where = range_of(sentence.tokens, dated.first, dated.last)
            yield self._made(
                DateClaim,
                widened(self.text, *where, self.language.code),
                sentence,
                hedges=(),
                date=dated.date,
                rule="M056 date",
            )

    def _is_campaign(self, date: FuzzyDate) -> bool:
        """Say whether a Slavic date is a stretch of weeks ("in the past two months").

        A day or a week past tells when it was reported; a campaign has a date.
        """
        is_period = self.language.is_slavic and date.is_every_day
        if not is_period or date.earliest is None or date.latest is None:
            return False
        return (date.latest - date.earliest).days >= _CAMPAIGN_DAYS

    def _is_that_day(self, sentence: _Sentence, dated: Dated) -> bool:
        """Say whether Arabic "that day" names no day of its own, or a time its end."""
        if self.language.code != "ar" or not dated.first:
            return False
        before = sentence.tokens[dated.first - 1].word
        is_end = before in {"حتي", "وحتي"} and any(
            0 < dated.first - other.last <= _FEW_WORDS + 1 for other in sentence.dates
        )
        return is_end or before in {"ذلك", "ذاك", "تلك", "نفس", "بذلك"}

    def _dates_one(self, sentence: _Sentence) -> bool:
        """Say whether a sentence is but a date before the telling of an attack."""
        words = [t for t in sentence.tokens if t.is_word or t.is_number]
        if not sentence.dates or len(words) > _FEW_WORDS + 1:
            return False
        following = next((s for s in self.sentences if s.start >= sentence.end), None)
        return following is not None and self._tells_an_attack(following)

    def _is_day_of_telling(self, sentence: _Sentence, dated: Dated) -> bool:
        """Say whether a date tells when something was said, not when it happened."""
        start, end = range_of(sentence.tokens, dated.first, dated.last)
        if self._is_day_of_a_meeting(sentence, dated):
            return True
        if self.language.code == "ar" and self._is_said_on(sentence, dated):
            return True
        for said in self.said:
            source, cue = said.statement.source, said.statement.cue
            if any(s < end and start < e for s, e in (*source, *cue)):
                return True
            is_aside = self.text[end : end + 1] in {
                ",",
                "،",
            }  # "said X, on Monday, ..."
            is_aside = is_aside or self._is_in_aside(start, end)
            if any(
                0 <= start - e <= _BESIDE_CUE
                and (is_aside or not _CLAUSE.search(self.text[e:start]))
                for _, e in (*cue, *source)
            ):
                return True
        published = words_of(self.reference, self.language, "things", "published")
        return any(
            0 <= dated.first - p.last <= 1 for p in published.find(sentence.tokens)
        )

    def _is_said_on(self, sentence: _Sentence, dated: Dated) -> bool:
        """Say whether a verb of saying stands right before an Arabic date."""
        say = words_of(self.reference, self.language, "speech", "say")
        before = say.at(sentence.tokens, dated.first - 1) if dated.first else None
        return before is not None and before.last == dated.first

    def _is_day_of_a_meeting(self, sentence: _Sentence, dated: Dated) -> bool:
        """Say whether a date is that of a meeting, a digest, or opens who says it.

        "The Security Council met on Saturday"; "On Monday the governor said ...".
        """
        tokens = sentence.tokens
        start, end = range_of(tokens, dated.first, dated.last)
        digest = words_of(self.reference, self.language, "things", "digest")
        if sentence.is_headline and digest.find(tokens):
            return True
        first, last = self._clause(sentence, (start, end))
        meeting = words_of(self.reference, self.language, "things", "meeting")
        meets = any(first <= tokens[h.first].start < last for h in meeting.find(tokens))
        opens = dated.first <= 1 and any(
            0 <= source - end <= 1
            and any(0 <= cue - stop <= _BESIDE_CUE for cue, _ in said.statement.cue)
            for said in self.said
            for source, stop in said.statement.source
        )
        return opens or (meets and not self._strikes_in(sentence, first, end))

    def _strikes_in(self, sentence: _Sentence, first: int, last: int) -> bool:
        """Say whether a word of striking stands before a date in its clause."""
        starts = (sentence.tokens[hit.first].start for hit in sentence.strikes)
        return any(first <= start < last for start in starts)

    def _is_in_aside(self, start: int, end: int) -> bool:
        """Say whether commas stand about a date and no more than a word or two."""
        is_arabic = self.language.code == "ar"
        opens = self.text[:start].rstrip().endswith("،")
        return is_arabic and opens and _TO_COMMA.match(self.text, end) is not None

    # -- law, objectives, authors ---------------------------------------------

    def _legal(self, sentence: _Sentence) -> Iterator[Claim]:
        rows = shared_words(self.reference, self.language, "legal_words", "legal")
        for hit in rows.find(sentence.tokens):
            where = range_of(sentence.tokens, hit.first, hit.last)
            said = self.reading.statement_of(*where)
            if said is not None and self._is_denial(said):
                continue
            if self.language.is_romance:
                first = _verb_before(sentence.tokens, hit.first)
                where = sentence.tokens[first].start, where[1]
            if self.language.is_slavic and self._is_asked(sentence, hit):
                continue
            if not self.language.is_romance:
                where = self._with_its_clause(sentence, hit)
            yield self._made(
                LegalClaim,
                where,
                sentence,
                legal=str(hit.row["code"]),
                rule="M056 legal word",
            )

    def _with_its_clause(self, sentence: _Sentence, hit: Found) -> Range:
        """Return a legal word with the words before it in its clause.

        In Arabic, one within signs is quoted with them alone.
        """
        tokens = sentence.tokens
        first = hit.first
        signs = _signs_about(tokens, hit) if self.language.code == "ar" else None
        if signs is not None:
            return range_of(tokens, *signs)
        while (
            first
            and hit.first - first < _NEAR_WORDS
            and tokens[first - 1].word not in _LEGAL_PAUSES
            and not self._tells_who_speaks(tokens[first - 1])
        ):
            first -= 1
        return range_of(tokens, first, hit.last)

    def _tells_who_speaks(self, token: Token) -> bool:
        return any(
            start < token.end and token.start < end
            for said in self.said
            for start, end in (*said.statement.source, *said.statement.cue)
        )

    def _is_asked(self, sentence: _Sentence, hit: Found) -> bool:
        """Say whether a legal word is but asked about ("whether it was a crime")."""
        first, _ = self._clause(
            sentence, range_of(sentence.tokens, hit.first, hit.last)
        )
        clause = [t.word for t in sentence.tokens[: hit.first] if t.start >= first]
        return bool({"чи", "ли"} & set(clause))

    def _objectives(self, sentence: _Sentence) -> Iterator[Claim]:
        rows = words_of(self.reference, self.language, "things", "objective")
        objectives = rows.find(sentence.tokens)
        if not objectives:
            return
        told: list[Range] = []
        for finder in (self._absent, self._distant, self._present):
            for claim in finder(sentence, objectives):
                told.append((claim.span.start, claim.span.end))
                yield claim
        for claim in self._struck_as_military(sentence):
            if not any(s < claim.span.end and claim.span.start < e for s, e in told):
                yield claim  # else "was aimed at a store of arms" told it

    def _struck_as_military(self, sentence: _Sentence) -> Iterator[Claim]:
        """Read "hit an ammunition store": what was struck is called military.

        In French and Spanish; where a "not" stands before, nothing is said to be there.
        """
        if not self.language.is_romance:
            return
        tokens = sentence.tokens
        told = -_NEAR_WORDS
        for hit in self._military(sentence):
            beside = [
                s
                for s in (*sentence.strikes, *_aimed(sentence))
                if 0 <= hit.first - s.last <= _HARM_WORDS + 1
                and not _has_break(tokens, s, hit)
            ]
            if not beside or hit.first - told < _HARM_WORDS:
                continue
            first = max(s.first for s in beside)
            before = tokens[max(0, first - _FEW_BEFORE) : hit.first]
            if any(t.word in self.language.negations | _ONLY for t in before):
                continue  # "strikes only military objectives": an answer
            start = hit.first - (tokens[hit.first - 1].word in _DETERMINERS | _A)
            if tokens[start - 1].word in _WHENCE or tokens[start].word in _WHENCE:
                continue  # "fired from positions": whence, not what was hit
            told = hit.last
            where = range_of(tokens, start, hit.last)
            yield self._objective(sentence, where, Objective.PRESENT, hit)

    def _present(
        self, sentence: _Sentence, objectives: Sequence[Found]
    ) -> Iterator[Claim]:
        """Read "the school served as a base", which no "not" denies."""
        rows = words_of(self.reference, self.language, "things", "present")
        for mark in rows.find(sentence.tokens):
            before = sentence.tokens[max(0, mark.first - 2) : mark.first]
            is_denied = any(t.word in self.language.negations for t in before)
            near = [o for o in objectives if 0 <= o.first - mark.last <= _HARM_WORDS]
            if near and not is_denied:
                where = range_of(sentence.tokens, mark.first, near[0].last)
                yield self._objective(sentence, where, Objective.PRESENT, near[0])

    def _absent(
        self, sentence: _Sentence, objectives: Sequence[Found]
    ) -> Iterator[Claim]:
        absent = words_of(self.reference, self.language, "things", "absent")
        told = 0
        for mark in absent.find(sentence.tokens):
            if mark.first < told or (told and mark.first - told <= 1):
                continue  # "no target nor any fighter"
            near = [
                o
                for o in objectives
                if _apart(mark, o) <= _NEAR_WORDS
                and (self.language.code != "ar" or o.first >= mark.last - 1)
                and not self._is_owner(sentence.tokens, o)
                and not self._is_of_another_clause(sentence.tokens, mark, o)
                and not any(
                    t.forms & _USED for t in sentence.tokens[mark.last : o.first]
                )
            ]
            if near:
                first = min(mark.first, near[0].first)
                told = max(mark.last, near[0].last)
                where = range_of(sentence.tokens, first, told)
                yield self._objective(sentence, where, Objective.ABSENT, near[0])

    def _is_of_another_clause(
        self, tokens: Sequence[Token], mark: Found, objective: Found
    ) -> bool:
        """Say whether "that", "which" or a colon parts "none" from Slavic forces."""
        if not self.language.is_slavic:
            return False
        first = min(mark.last, objective.last)
        last = max(mark.first, objective.first)
        return any(
            t.word in _PARTS_CLAUSES or t.word.startswith(("котор", "якi", "які"))
            for t in tokens[first:last]
        )

    def _is_shot_down(
        self, sentence: _Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether a noun of aircraft tells what was shot down, not who struck."""
        down = words_of(self.reference, self.language, "things", "shot_down")
        start, end = range_of(sentence.tokens, word.first, word.last)
        clause = self._clause(sentence, (min(start, party.start), max(end, party.end)))
        return bool(word.row.get("noun")) and any(
            clause[0] <= sentence.tokens[hit.first].start < clause[1]
            for hit in down.find(sentence.tokens)
        )

    def _is_owner(self, tokens: Sequence[Token], hit: Found) -> bool:
        """Say whether forces only lack something ("there are none at the air base")."""
        if not self.language.is_slavic:
            return False
        before = [t.word for t in tokens[max(0, hit.first - 2) : hit.first]]
        is_theirs = self.language.code == "ru" and "у" in before
        return is_theirs or before[-1:] in (["на"], ["с"], ["из"], ["з"])

    def _distant(
        self, sentence: _Sentence, objectives: Sequence[Found]
    ) -> Iterator[Claim]:
        """Read "a position 300 metres from the building"."""
        metres = words_of(self.reference, self.language, "things", "metre")
        counting = Counting(self.reference, self.language)
        for hit in metres.find(sentence.tokens):
            number = counting.number_before(sentence.tokens, hit.first)
            if hit.row.get("alone"):
                number = 1, hit.first
            near = [o for o in objectives if _apart(hit, o) <= _NEAR_WORDS * 2]
            if number is None or not near:
                continue
            if self.language.code == "ar":
                near = [o for o in near if not _has_but(sentence.tokens, o, hit)]
                if not near:
                    continue
            first = min(number[1], near[0].first)
            where = range_of(sentence.tokens, first, max(hit.last, near[0].last))
            words = self.text[slice(*range_of(sentence.tokens, number[1], hit.last))]
            yield self._objective(
                sentence,
                where,
                Objective.DISTANCE,
                near[0],
                distance_m=number[0] * int(hit.row["metres"]),
                distance_words=words,
            )

    def _objective(
        self,
        sentence: _Sentence,
        where: Range,
        objective: Objective,
        what: Found,
        **values: Any,
    ) -> Claim:
        words = self.text[slice(*range_of(sentence.tokens, what.first, what.last))]
        return self._made(
            MilitaryObjectiveClaim,
            where,
            sentence,
            military_objective=objective,
            what=words,
            rule=f"M056 objective {objective}",
            **values,
        )

    def _attributions(self, sentence: _Sentence) -> Iterator[Claim]:
        """Return who is said to have struck: a party beside a word of striking."""
        author = words_of(self.reference, self.language, "things", "author")
        words = [
            hit
            for hit in author.find(sentence.tokens)
            if (not _is_a_body(sentence.tokens, hit) or self._strikes(sentence, hit))
            and _has_what_it_needs(sentence.tokens, hit)
        ]
        answer = words_of(self.reference, self.language, "responses", "answer")
        answers = [
            hit
            for hit in answer.find(sentence.tokens)
            if hit.row["denies"] in _DISOWNING
        ]
        unused = [
            hit
            for hit in answer.find(sentence.tokens)
            if hit.row["denies"] in {"use", "event"}
            or (hit.row["denies"] in _DISOWNING and self.language.is_slavic)
        ]
        counted = self._counted_people(sentence)
        for party in sentence.parties:
            if any(s <= party.start < e for s, e in counted):
                continue
            # "Accuses the rebels, who deny it": they speak, and are accused.
            is_source = self._is_in_source((party.start, party.end)) and not any(
                self._is_accused(sentence, w, party)
                or self._is_doer(sentence, w, party)
                for w in words
            )
            if self._is_where_or_whence(sentence, party):
                continue
            if any(self._is_disowned(sentence, party, a) for a in answers):
                continue
            if self._is_denying(party) or self._is_unproven(sentence, party):
                continue
            said = self.reading.statement_of(party.start, party.end)
            if said is not None and self._is_denied_here(said, party):
                continue
            near = [
                w
                for w in words
                if not w.row.get("claims") or self._is_claimed(party)
                if bool(w.row.get("claims")) >= is_source
                if self._is_accused(sentence, w, party)
                or self._is_doer(sentence, w, party)
                or self._is_actor(sentence, w, party)
                or (
                    party.kind not in _GENERIC_KINDS
                    and self._is_beside(sentence, w, party)
                )
            ]
            if not near or (
                any(_meets(near[0], a) for a in answers)
                and not self._is_of_another(party)
            ):
                continue  # "Toreth strikes military targets only": an answer
            if any(self._is_in_clause(sentence, party, a) for a in unused):
                continue  # "Torethi aircraft use no cluster bombs": an answer too
            if not self._is_owner_of_target(sentence, near[0], party):
                yield self._attribution(sentence, party, near[0])

    def _is_denied_here(self, said: Statement, party: PartyMention) -> bool:
        """Say whether a denial names a party, and does not go on to say more.

        "Denied it, hinting that a Velmaran missile ...": in Arabic the same voice.
        """
        if not self._is_denial(said):
            return False
        if self.language.code != "ar":
            return True
        begin = max((e for _, e in said.cue), default=party.start)
        return _GOES_ON_SAYING.search(self.text, begin, party.start) is None

    def _is_of_another(self, party: PartyMention) -> bool:
        """Say whether who answers, in Arabic, names another as the author."""
        said = self.reading.statement_of(party.start, party.end)
        if self.language.code != "ar" or said is None or party.form == "name":
            return False
        words = " ".join(self.text[s:e] for s, e in said.source)
        own = self.language.parties(self.reference).find(words)
        return bool(own) and all(m.code != party.code for m in own)

    def _is_unproven(self, sentence: _Sentence, party: PartyMention) -> bool:
        """Say whether it is said, in Arabic, that nothing proves it was a party."""
        if self.language.code != "ar":
            return False
        answer = words_of(self.reference, self.language, "responses", "answer")
        return any(
            hit.row["denies"] == Denies.EVIDENCE.value
            and 0 <= party.start - sentence.tokens[hit.last - 1].end <= _NEAR_CHARS
            for hit in answer.find(sentence.tokens)
        )

    def _is_denying(self, party: PartyMention) -> bool:
        """Say whether a party, in Arabic, is who denies ("X and Y deny a raid")."""
        return self.language.code == "ar" and any(
            s < party.end and party.start < e
            for said in self.said
            if self._is_denial(said.statement)
            for s, e in said.statement.source
        )

    def _is_where_or_whence(self, sentence: _Sentence, party: PartyMention) -> bool:
        """Say whether a name tells a place, or where a weapon was made.

        "In Kyiv" is no author, and neither is the maker of "a US-made bomb".
        """
        place = next(n for n, t in enumerate(sentence.tokens) if t.end > party.start)
        if self.language.is_romance:
            return self._is_named_as_place(sentence, party, place) or _is_maker(
                sentence.tokens, party
            )
        if self.language.is_slavic:
            return self._is_struck_capital(sentence, party, place)
        if self.language.code != "ar":
            return False
        before = sentence.tokens[place - 1].word if place else ""
        following = [t.word for t in sentence.tokens[place + 1 : place + 2]]
        is_place = party.form == "metonym" and before in _IN_OR_AT
        told = sentence.tokens[max(0, place - _FEW_WORDS) : place + 1]
        is_ally = any(t.word.startswith(_LOYAL) for t in told[:-1])
        is_ally = is_ally or (
            len(told) > _FEW_WORDS
            and told[1].word in {"في", "من"}
            and bool(told[0].forms & _MEMBERS)
        )
        return is_place or is_ally or following in _MADE

    def _is_struck_capital(
        self, sentence: _Sentence, party: PartyMention, place: int
    ) -> bool:
        """Say whether a capital is where it struck, in Slavic ("attacked Kyiv")."""
        if party.form != "metonym" or not place:
            return False
        author = words_of(self.reference, self.language, "things", "author")
        behind = any(
            hit.last == place and not (hit.row.get("noun") or hit.row.get("accuse"))
            for hit in author.find(sentence.tokens)
        )
        return behind or sentence.tokens[place - 1].word == "по"

    def _acting(self, sentence: _Sentence) -> _Sentence:
        """Return a sentence without the parties that only tell where or whence."""
        acting = [
            party
            for party in sentence.parties
            if not self._is_where_or_whence(sentence, party)
        ]
        return dataclasses.replace(sentence, parties=acting)

    def _is_named_as_place(
        self, sentence: _Sentence, party: PartyMention, place: int
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

    def _is_part_of_land(self, sentence: _Sentence, of: int) -> bool:
        """Say whether "of" follows a direction, a part of a land, or a kind of site."""
        if of and sentence.tokens[of - 1].word in _PARTS_OF_LAND:
            return True
        targets = shared_words(self.reference, self.language, "targets", "target")
        return any(
            (hit := targets.at(sentence.tokens, n)) is not None and hit.last == of
            for n in range(max(0, of - _FEW_WORDS), of)
        )

    def _is_disowned(
        self, sentence: _Sentence, party: PartyMention, answer: Found
    ) -> bool:
        """Say whether a party is the subject of "did not", within one clause."""
        if self.language.code != "ar":
            return False
        first, _ = range_of(sentence.tokens, answer.first, answer.last)
        is_before = party.end <= first and not _CLAUSE.search(
            self.text[party.end : first]
        )
        return is_before and first - party.end <= _NEAR_CHARS

    def _is_in_clause(
        self, sentence: _Sentence, party: PartyMention, hit: Found
    ) -> bool:
        """Say whether no sign parts a party from an answer behind it."""
        start = sentence.tokens[hit.first].start
        return party.end <= start and not _CLAUSE.search(self.text[party.end : start])

    def _is_struck(self, sentence: _Sentence) -> bool:
        """Say whether a sentence tells of more than of who exists ("the army said")."""
        return bool(sentence.strikes or sentence.weapons or self._harms(sentence))

    def _strikes(self, sentence: _Sentence, body: Found) -> bool:
        """Say whether a body strikes in a sentence, and is not but named in it.

        In French and Spanish a word of striking stands close by ("the shelling by the
        army", "the army bombed"), not where the army "opened an inquiry into a strike".
        """
        if not self.language.is_romance:
            return self._is_struck(sentence)
        return any(
            0 <= body.first - s.last <= _FEW_BEFORE
            or 0 <= s.first - body.last <= _FEW_BEFORE
            for s in sentence.strikes
            if not _has_break(sentence.tokens, s, body)
        )

    def _counted_people(self, sentence: _Sentence) -> list[Range]:
        """Return where people are counted: "six Palestinians" are no author."""
        groups = Counting(self.reference, self.language).groups(
            self.text, sentence.tokens, self._taken(sentence)
        )
        return [
            range_of(sentence.tokens, g.first, g.last) for g in groups if g.has_number
        ]

    def _is_beside(self, sentence: _Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party stands by a word of striking as its author.

        After "on", "at", "of the", or a kind of target, the party's name tells whose
        the thing struck was ("a strike on a camp of Syrian refugees").
        """
        first, last = range_of(sentence.tokens, word.first, word.last)
        if party.start <= first < party.end:
            return True
        if self._is_of_somebody_else(sentence, word, party):
            return False
        gap = min(last, party.end), max(first, party.start)
        if self._is_kept_apart(sentence, word, party, self.text[slice(*gap)]):
            return False
        after = sentence.tokens[word.last : word.last + 1]
        is_its = [t.start <= party.start < t.end for t in after] == [True]
        between = [
            t
            for t in sentence.tokens
            if gap[0] <= t.start < gap[1] and not (is_its and t is after[0])
        ]
        targets = shared_words(self.reference, self.language, "targets", "target")
        if is_author_behind(word, party) and party.start > first:
            return True  # "the shelling of a market by Torethi forces"
        tells_target = any(
            t.word in self.language.at or t.word.startswith("لل") for t in between
        ) or bool(targets.find(between))
        return party.start < first or not tells_target

    def _is_of_somebody_else(
        self, sentence: _Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether a French or Spanish adjective belongs to no word of arms.

        "Soldiers of Toreth in an attack", "the Ukrainian region of Odesa": it owns
        what stands right before it, an attack or a force, or nothing here.
        """
        if not self.language.is_romance or party.form != "adjective":
            return False
        tokens = sentence.tokens
        place = next(n for n, t in enumerate(tokens) if t.end > party.start)
        is_hedged = place > 0 and self.language.is_adverb(tokens[place - 1].word)
        if word.first - 1 <= place <= word.last + 1 or is_hedged:
            return False  # "jets, presumably Torethi"
        author = words_of(self.reference, self.language, "things", "author")
        return not any(place - 1 <= h.last <= place for h in author.find(tokens))

    def _is_kept_apart(
        self, sentence: _Sentence, word: Found, party: PartyMention, between: str
    ) -> bool:
        """Say whether order, case or distance part a party from a word of striking."""
        first = sentence.tokens[word.first].start
        if word.row.get("verb") and party.start > first:
            return True  # "attacked posts of Toreth": a verb's author stands before
        is_slavic = self.language.is_slavic
        if is_slavic and (
            is_no_author(word, party, first, between)
            or self._is_shot_down(sentence, word, party)
        ):
            return True
        if self.language.code == "ar" and (
            self._is_struck_party(sentence, word, party)
            or "،" in between
            or _PLANNED_OR_DENIED.search(between)
        ):
            return True
        if self.language.is_romance and self._is_parted(sentence, word, party, between):
            return True
        if word.row.get("accuse"):
            return True  # whoever blames struck nobody
        is_far = len(between) > _NEAR_CHARS // 2
        return is_far or _CLAUSE_ENDS.search(between) is not None

    def _is_parted(
        self, sentence: _Sentence, word: Found, party: PartyMention, between: str
    ) -> bool:
        """Say whether French or Spanish words part a party from a noun of striking.

        "Toreth kept silent about the strike": it does nothing there; "in Mali, hit a
        wedding".
        """
        is_before = party.end <= sentence.tokens[word.first].start
        is_idle = len(between.split()) > _FEW_WORDS and not _DOES.search(
            between.lower()
        )
        if is_before and is_idle and not word.row.get("verb"):
            return True
        is_parted = "," in between or _NEW_PART.search(between) is not None
        return party.form != "adjective" and is_parted

    def _is_struck_party(
        self, sentence: _Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether a party is what was struck ("hit fighters, posts of the group").

        "Belonging to" names an author only behind arms or those who bear them.
        """
        tokens = sentence.tokens
        last = next(n for n, t in enumerate(tokens) if t.end > party.start)
        between = tokens[word.last : last]
        if tokens[word.first].word.removeprefix("ال").startswith("تابع"):
            nouns = tokens[max(0, word.first - _FEW_BEFORE) : word.first]
            is_channel = any(t.given in _CHANNELS for t in nouns)
            return is_channel or not any(t.forms & _BEARS_ARMS for t in nouns)
        return any(t.forms & _OF_THE_STRUCK for t in between)

    def _is_doer(self, sentence: _Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party, "the rebels" too, stands right after "laid by".

        Where cases tell who does it, it may stand right before as well.
        """
        if not word.row.get("by"):
            return False
        first, last = range_of(sentence.tokens, word.first, word.last)
        if last <= party.start:
            n_between = 1 + (self.language.is_romance)  # "d'un navire"
            words = self.text[last : party.start].split()
            if self.language.is_slavic:
                words = _past_arms(words)
                if is_oblique(party.words) or set(words) & self.language.at:
                    return False  # "carried out in Syria", "struck the rebels"
            return len(words) <= n_between
        if not self.language.is_slavic or party.end > first:
            return False
        between = self.text[party.end : first]
        is_near = len(between.split()) <= 1 and not _CLAUSE.search(between)
        return is_near and not is_oblique(party.words)

    def _is_actor(self, sentence: _Sentence, word: Found, party: PartyMention) -> bool:
        """Say whether a party, "the rebels" too, is the subject right beside a verb.

        Behind it only in Spanish, where whoever is hit has a preposition.
        """
        if self.language.code == "ar":
            return _acts_in_arabic(sentence.tokens, word, party)
        if not word.row.get("verb") or not self.language.is_romance:
            return False
        first, last = range_of(sentence.tokens, word.first, word.last)
        if party.end <= first:
            between = self.text[party.end : first].split()
            return len(between) <= 1 and not _CLAUSE.search(" ".join(between))
        between = self.text[last : party.start].split()
        is_subject = all(w.lower() in _SUBJECT for w in between)
        return self.language.code == "es" and is_subject and len(between) <= 1

    def _is_claimed(self, party: PartyMention) -> bool:
        """Say whether a party speaks, and denies nothing ("claimed the attack")."""
        manners = {"speech", "admit"} if self.language.is_romance else {"speech"}
        return any(
            s <= party.start < e
            for said in self.said
            if said.row is not None and said.row.get("manner") in manners
            for s, e in said.statement.source
        )

    def _is_accuser(
        self, sentence: _Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether a party behind a verb of blaming is its subject.

        In Arabic it stands between the verb and whom it blames ("accused the army the
        rebels"), in French and Spanish behind what was said ("..., accuses Velmara").
        """
        if self.language.code not in {"ar", "fr", "es"}:
            return False
        start, end = range_of(sentence.tokens, word.first, word.last)
        return any(
            s <= party.start < e
            for said in self.said
            if any(a < end and start < b for a, b in said.statement.cue)
            for s, e in said.statement.source
        )

    def _is_of_no_strike(self, sentence: _Sentence, party: PartyMention) -> bool:
        """Say whether a charge is told, and is none of striking ("of hiding")."""
        after = [t for t in sentence.tokens if t.start >= party.end]
        is_told = any(t.word in {"в", "во", "у"} for t in after[:_FEW_WORDS])
        charge = words_of(self.reference, self.language, "things", "charge")
        return is_told and not (self._is_struck(sentence) or charge.find(after))

    def _is_accused(
        self, sentence: _Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether a party follows a verb of blaming ("accused Toreth of ...")."""
        last = sentence.tokens[word.last - 1].end
        words = self.text[last : party.start]
        is_near = last <= party.start <= last + _NEAR_CHARS
        if not word.row.get("accuse") or self._is_accuser(sentence, word, party):
            return False
        if self.language.is_slavic and self._is_of_no_strike(sentence, party):
            return False  # "accused the rebels of lies"
        charge = next((t for t in sentence.tokens if t.start >= party.end), None)
        if charge is not None and self._is_no_strike(sentence, charge):
            return False  # "accused Toreth of hiding the facts"
        if is_near:
            is_first = not any(
                last <= other.start < party.start
                and not self._is_accuser(sentence, word, other)
                and not _JOINED.fullmatch(self.text[other.end : party.start])
                for other in sentence.parties
            )
            return is_first and not _CLAUSE_ENDS.search(words)
        first = sentence.tokens[word.first].start
        between = self.text[party.end : first]
        # An object may stand first: whom "they accused of the strike".
        if party.end <= first and _TO_WHICH.match(between):
            return True  # "the army, to which the Monitor attributes it"
        verb = sentence.tokens[word.last - 1].word
        is_object = self.language.is_slavic and (
            is_accused_first(party.words) or is_accused_by_nobody(party.words, verb)
        )
        return is_object and party.end <= first and len(between.split()) <= 1

    def _is_no_strike(self, sentence: _Sentence, charge: Token) -> bool:
        """Say whether a charge is none of striking ("of lies", "of human shields")."""
        behind = self.text[charge.end : min(sentence.end, charge.end + _NEAR_CHARS)]
        return charge.word in _NO_STRIKE or "دروع" in behind

    def _is_owner_of_target(
        self, sentence: _Sentence, word: Found, party: PartyMention
    ) -> bool:
        """Say whether Arabic "of the party" tells whose the thing struck was."""
        token = next((t for t in sentence.tokens if t.end > party.start), None)
        is_of = token is not None and token.word.startswith("لل")
        if word.row.get("by"):
            return False  # "fired from positions of the army's"
        if any(token is t for t in sentence.tokens[word.first : word.last + 1]):
            return False  # "a raid of the coalition's": who flew it
        before = sentence.tokens[word.last - 1]
        return is_of and not before.word.startswith(("تابع", "التابع"))

    def _attribution(
        self, sentence: _Sentence, party: PartyMention, word: Found
    ) -> Claim:
        first, last = range_of(sentence.tokens, word.first, word.last)
        where = min(first, party.start), max(last, party.end)
        if self.language.is_romance and word.row.get("verb") and party.end <= first:
            where = where[0], self._end_of_arms(sentence, where[1])
        if self.language.is_romance and word.row.get("accuse"):
            where = where[0], self._end_of_charge(sentence, where[1])
        if self.language.is_slavic:
            where = where[0], self._end_of_deed(sentence, word, where[1])
        return self._made(
            AttributionClaim,
            where,
            sentence,
            statement=self._accuser(sentence, word),
            perpetrator=party.code,
            weapon=weapon_codes(_telling(sentence.weapons)),
            aircraft=aircraft_codes(_telling(sentence.weapons)),
            negated=self._is_negated(sentence, (min(first, party.start), last)),
            rule="M056 party beside a strike",
        )

    def _end_of_charge(self, sentence: _Sentence, end: int) -> int:
        """Return where "accused X of having killed 180 civilians" ends."""
        charge = _CHARGE.match(self.text, end, sentence.end)
        return charge.end() if charge is not None else end

    def _end_of_deed(self, sentence: _Sentence, word: Found, end: int) -> int:
        """Return where a Slavic attribution ends: with the charge, or the verb.

        "Accused X of shelling the market", "the aircraft of X struck".
        """
        tokens = sentence.tokens
        last = next((n for n, t in enumerate(tokens) if t.start >= end), len(tokens))
        stop = last
        while stop < min(len(tokens), last + _NEAR_WORDS) and tokens[stop].is_word:
            stop += 1
        if word.row.get("accuse"):
            is_charge = last < stop and tokens[last].word in {"в", "во", "у"}
            return tokens[stop - 1].end if is_charge else end
        if not word.row.get("noun"):
            return end
        author = words_of(self.reference, self.language, "things", "author")
        verbs = [
            hit.last
            for hit in author.find(tokens)
            if last <= hit.first < min(stop, last + _FEW_BEFORE)
            and not (hit.row.get("noun") or hit.row.get("accuse"))
        ]
        return tokens[verbs[0] - 1].end if verbs else end

    def _end_of_arms(self, sentence: _Sentence, end: int) -> int:
        """Return where the arms end that a verb sends ("launched 42 drones")."""
        for mention in sentence.weapons:
            between = self.text[end : mention.start]
            is_near = end <= mention.start <= end + _NEAR_CHARS
            if is_near and not _CLAUSE.search(between):
                return mention.end
        return end

    def _accuser(self, sentence: _Sentence, word: Found) -> Statement | None:
        """Return the statement whose words of saying are those of blaming."""
        if not any(word.row.get(kind) for kind in ("accuse", "claims", "owns")):
            return None
        start, end = range_of(sentence.tokens, word.first, word.last)
        if word.row.get("claims"):  # "the Front said the attack was its own"
            start = max(0, start - _NEAR_CHARS)
        saying = [
            (cue[0], said.statement)
            for said in self.said
            for cue in said.statement.cue
            if cue[0] < end and start < cue[1]
        ]
        if word.row.get("claims") and saying:
            return max(saying, key=lambda one: one[0])[1]  # the nearest
        return saying[0][1] if saying else None

    def _is_negated(self, sentence: _Sentence, where: Range) -> bool:
        """Say whether a "not" stands in a stretch, or right before it."""
        inside = [
            n for n, t in enumerate(sentence.tokens) if where[0] <= t.start < where[1]
        ]
        first = max(0, inside[0] - 1) if inside else 0
        last = inside[-1] + 1 if inside else 0
        return any(
            t.word in self.language.negations
            and not (
                self.language.is_slavic
                and {u.word for u in sentence.tokens[n + 1 : n + 2]} & _MEASURES
            )
            for n, t in enumerate(sentence.tokens[first:last], first)
        )

    def _is_denial(self, statement: Statement) -> bool:
        return any(
            said.statement is statement
            and said.row is not None
            and said.row.get("manner") in {"deny", "silent"}
            for said in self.said
        )

    def _others(self, sentence: _Sentence) -> Iterator[Claim]:
        """Return what somebody did to know, and what inquiry somebody calls for."""
        for about in ("method", "call"):
            rows = words_of(self.reference, self.language, "things", about)
            hits = rows.find(sentence.tokens)
            for place, hit in enumerate(hits):
                where = range_of(sentence.tokens, hit.first, hit.last)
                told = [t.word for t in sentence.tokens[: hit.last]]
                made = self._who_looked(where)
                if made is None or (about == "call" and not is_called_for(told)):
                    continue  # nobody says so, or somebody opens it himself
                last = self._clause(sentence, where)[1]
                if place + 1 < len(hits):  # "interviewed 16, and reviewed pictures"
                    last = min(last, sentence.tokens[hits[place + 1].first - 1].end)
                end = min(
                    (t.end for t in sentence.tokens[hit.last + _NEAR_WORDS :]),
                    default=last,
                )
                yield self._made(
                    OtherClaim,
                    (where[0], max(where[1], min(last, end))),
                    sentence,
                    statement=made,
                    about=about,
                    rule=f"M056 {about}",
                )

    def _who_looked(self, where: Range) -> Statement | None:
        """Return whose word it is what was done to know: of who did it.

        Where the deed is the word of saying itself, he is the one of that word.
        """
        said = self.reading.statement_of(*where)
        if said is not None:
            return said
        looked = [
            one.statement
            for one in self.said
            if any(s < where[1] and where[0] < e for s, e in one.statement.cue)
        ]
        return looked[0] if looked else None

    def _rebuttals(self, sentence: _Sentence) -> Iterator[Claim]:
        rows = words_of(self.reference, self.language, "things", "different")
        for hit in rows.find(sentence.tokens):
            yield self._made(
                RebuttalClaim,
                range_of(sentence.tokens, hit.first, hit.last),
                sentence,
                object_identity=ObjectIdentity.DIFFERENT,
                rule="M056 another building",
            )


# "The deadliest since the war began" tells of one attack.
_MOST = re.compile(
    r"сам(?:ый|ая|ое|ой|ого|ым)|худш\w*|най\w+|ال(?:اكثر|اعنف|اسوا|اشد|ادمي|اكبر)|(?:ال)?(?:ثاني|ثالث|رابع|خامس|سادس)ه?"
)
_MOST_WITH_ARTICLE = frozenset(("plus", "pire", "mas", "peor"))
_ARTICLES = frozenset(("la", "le", "les", "el", "los", "las"))
_LONGEST_ASIDE = 8


# "... d'avoir mené des frappes", "... de haber utilizado municiones de racimo".
_CHARGE = re.compile(
    r"\s+(?:d['’]\s?(?:avoir|être|en)|de (?:haber|ser|estar|l['’]avoir|les avoir))\b"
    r"(?:\s+[^\s,.;:«»\"“”()]+){1,5}"
)


def _is_of_the_worst(tokens: Sequence[Token], period: Found) -> bool:
    """Say whether a period only tells what an attack was the worst of."""
    for place in range(period.first - 1, max(0, period.first - _LONGEST_ASIDE), -1):
        word = tokens[place].word
        if word in {",", "،", "."}:
            return False
        has_article = tokens[place - 1].word in _ARTICLES
        if _MOST.fullmatch(word) or (word in _MOST_WITH_ARTICLE and has_article):
            return True
    return False


def _are_only_sought(run: Sequence[Harm]) -> bool:
    """Say whether a toll is but of people missing whom nobody counts."""
    return all(h.what == "missing" for h in run) and not _is_counted(run)


def _is_open(sentence: _Sentence, periods: Sequence[Found]) -> bool:
    """Say whether a sentence counts from a day or month on."""
    return bool(periods) or any(
        d.date.precision is Precision.OPEN for d in sentence.dates
    )


def _are_thousands(run: Sequence[Harm]) -> bool:
    """Say whether a toll is of a thousand or more: no one attack's, but a war's."""
    return any(
        (g.bounds.low or 0) >= _OF_A_WAR_AT_LEAST
        for h in run
        if h.what == "killed"
        for g in h.groups
    )


def _is_counted(run: Sequence[Harm]) -> bool:
    """Say whether a number tells of any people of a toll."""
    return any(
        g.bounds.low is not None and not g.bounds.assumed for h in run for g in h.groups
    )


def _is_aside_of(tokens: Sequence[Token], hedge: Found, clause: int) -> bool:
    """Say whether a hedge alone, up to its comma, stands before a clause."""
    if hedge.last >= len(tokens) or tokens[hedge.last].word not in {",", "،"}:
        return False
    opens = not hedge.first or not tokens[hedge.first - 1].is_word
    return opens and tokens[hedge.last].end == clause


_AND_ALSO_SLAVIC = frozenset({"и", "і", "й", "та", "или", "або"})
_CAMPAIGN_DAYS = 20
_LISTED = 5  # words between two things of a list, with their numbers
_WITH_ARMS = frozenset({"из", "с", "со", "із", "зі", "з"})


def _past_arms(words: list[str]) -> list[str]:
    """Drop what a Slavic deed was done with ("shelled with mortars the rebels")."""
    return words[2:] if len(words) > 1 and words[0].lower() in _WITH_ARMS else words


_PARTS_CLAUSES = frozenset({":", ";", "что", "що", "чтобы", "щоб", "якобы", "нібито"})
_A = frozenset({"un", "una", "unos", "unas", "une", "des", "d'"})
_DOES = re.compile(
    r"\b(?:m[eè]n|lan[cçz]|effectu|condui|proc[eé]d|comm[ei]|perp[eé]tr|poursui|intensif"
    r"|llev|reali[zs]|réalis|efectu|continu|contin[uú]|reanud|repri|ordon|ejecut|cometi|multipli"
    r"|aument|respons|autor|auteur|us[aeóo]|emple|utili[sz]|tir|dispar|bombard|frapp|atac|attaq)"
)
_ONLY = frozenset(
    {"solo", "sólo", "unicamente", "exclusivamente", "solamente", "uniquement"}
    | {"seulement", "exclusivement", "strictement"}
)
_WHENCE = frozenset({"desde", "depuis", "de", "du", "d'"})
_SINCE = frozenset({"desde", "depuis"})
_NAME_TIMES = 4.8  # how much longer than a place's name its quote may be
_OF_A_PLACE = frozenset({"de", "del", "d'", "du", "des"})
_AT_A_PLACE = frozenset(
    {"en", "a", "al", "contra", "sobre", "hacia", "cerca", "desde", "por", "entre"}
    | {"au", "aux", "dans", "sur", "pres", "vers", "contre", "depuis", "à"}
)
_DETERMINERS = frozenset(
    {"el", "la", "los", "las", "le", "les", "l'", "un", "una", "une"}
)
_PHRASE_WORDS = 5  # article, adjectives and noun before "of X"


def _says_more_of_it(before: str, name: str, *, is_area: bool) -> bool:
    """Say whether an area only tells where the place named right before it lies.

    "At Talbar, in the province of Ardesh"; "in X, south of the Y strip".
    """
    if _WITHIN.search(before) or (is_area and arabic_places.is_wider(before)):
        return True
    return bool(_LAND.search(name) and _IN_ITS_LAND.search(before))


def _phrase_before(tokens: Sequence[Token], place: int) -> int:
    """Return where the Spanish or French phrase begins that ends in a place's name.

    "en la ciudad velmarana de Jesrin": back over noun and adjectives to the article,
    and to the word of place before it.
    """
    first = place
    if first and tokens[first - 1].word in _DETERMINERS:
        first -= 1
    if first and tokens[first - 1].word in _OF_A_PLACE:
        first -= 1
        for n in range(first - 1, max(-1, first - _PHRASE_WORDS), -1):
            word = tokens[n].word
            if word in _DETERMINERS:
                first = n
                break
            if word in _AT_A_PLACE or word in _OF_A_PLACE:
                return n
            if not tokens[n].given.islower():
                return first
    if first and tokens[first - 1].word in _AT_A_PLACE | _OF_A_PLACE:
        first -= 1
    return first


def _is_capital(token: Token) -> bool:
    is_acronym = len(token.given) > 1 and token.given.isupper()
    return token.given[0].isupper() and not is_acronym


def _is_long_ago(token: Token) -> bool:
    """Say whether a token may be a year before living memory."""
    is_year = token.word.isdecimal() and len(token.word) == _YEAR_DIGITS
    return is_year and _FIRST_YEAR <= int(token.word) < _MEMORY


def _is_digit(words: str) -> bool:
    return any(letter.isdigit() for letter in words)


_ELISION = re.compile(r"\b([dlDL])['\u2019](?=[A-Z\u00c0-\u00dd])")
_RUSSIAN_LETTERS = str.maketrans("іїєґ", "ииег")
_CAPITAL_PAIR = re.compile(  # an adjective in another case, and its noun
    r"(?<![\w.])([А-ЯЁІЇЄҐ][а-яёіїєґ'’]+(?:ом|ой|ому|ім|ій|ої|ого|ых|их|ую|ою))"
    r"\s+([А-ЯЁІЇЄҐ][а-яёіїєґ'’]+)(?!\w)"
)
_PROVINCE = re.compile(
    r"(?<!\w)(?P<stem>[А-ЯЁІЇЄҐ][а-яёіїєґ'’-]+?)(?P<of>ськ|ск)"
    r"(?:ая|ой|ую|а|ої|ій|у|ою)\s+област(?:ь|и|і|ю)(?!\w)"
)
_SETTLEMENT = re.compile(
    r"сел|посел|деревн|хутор|город|місто|міст[іа]|селищ|станиц|аул"
)
_CYRILLIC = re.compile("[а-яіїєґ]")
_LAND = re.compile(r"(?:щина|ччина|область|Буковина|Прикарпаття|Закарпаття)$")
_IN_ITS_LAND = re.compile(r"[^\W\d_]\s*[,(]?\s*(?:на|в|у)\s+$")
_ADJECTIVAL = re.compile(r"(?:ої|ій|ого|ому|ою|ой|ая|ую|а|ий|ый)$")
_OF_A_LAND = re.compile(r"(?:ск|ськ)(?:ом|ого|ой|ому|ої|ій|ий|ая|а)$")
_CAPITAL_WORD = re.compile(
    r"[А-ЯЁІЇЄҐ][а-яёіїєґ'’]+(?:-[А-ЯЁІЇЄҐа-яёіїєґ][а-яёіїєґ'’]+)*"
)
_CYRILLIC_CASES = (
    (r"(.+)ь(?:я|е|ю|ем|єм|ї|ям|ях|ами|ями)$", (r"\1ье", r"\1ья")),
    (r"(.+)([бвгджзклмнпрстцчш])\2(?:і|ю|ям)$", (r"\1\2\2я",)),
    (r"(.*)оз[іу]$", (r"\1іг",)),
    (r"(.+)(?:ого|ому|ім|ым|ом)$", (r"\1ий", r"\1ый", r"\1ой", r"\1е", r"\1ое")),
    (r"(.+)(?:их|ых)$", (r"\1і", r"\1ые", r"\1ие")),
    (r"(.+)(?:ої|ій|ую|ою|ой)$", (r"\1а", r"\1ая")),
    (r"(.+)о([вн])(?:і|у|а)$", (r"\1і\2",)),
    (r"(.+)є(?:в)(?:і|у|а)$", (r"\1їв",)),
    (r"(.{2,})(?:і|е|у|ом|ем|ові)$", (r"\1", r"\1а", r"\1о", r"\1ь", r"\1е")),
    (r"(.{2,})(?:и|ы|ою|ой)$", (r"\1а", r"\1ь", r"\1я")),
    (r"(.{2,})а$", (r"\1", r"\1о")),
    (r"(.{2,})я$", (r"\1ь",)),
    (r"(.+)(?:ии|ию)$", (r"\1ия",)),
    (r"(.+)(?:ї|ю|єю|ю|ей)$", (r"\1я", r"\1й", r"\1ь")),
    (r"(.{2,})(?:ах|ів)$", (r"\1и",)),
    (r"(.+)(?:ци|ці|цей)$", (r"\1к", r"\1ка", r"\1ця")),
    (r"(.{3,})зі$", (r"\1г", r"\1га")),
    (r"(.{3,})сі$", (r"\1х", r"\1ха")),
)


def _first_cases(word: str) -> Iterator[str]:
    """Yield what the first case of an inflected Cyrillic name may be."""
    for ending, firsts in _CYRILLIC_CASES:
        match = re.fullmatch(ending, word)
        if match:
            yield from (match.expand(first) for first in firsts)


def _reach(word: Found) -> int:
    """Return how far from a target a word may stand: harm must be close by."""
    if word.row["kind"] == "strike":
        return _NEAR_WORDS
    if word.row.get("dying"):
        return -1
    return _FEW_WORDS if word.row.get("person") else _HARM_WORDS  # "dead in a market"


_NEW_CLAUSE = frozenset({"que", "qu'", "lorsque", "lorsqu'", "quand", "cuando"})
_SIGNS = frozenset('«»“”„"')  # about a name; no pause


_NAME_INSIDE = frozenset({"al", "el", "es", "ez", "as", "ash", "ar", "an", "at"})
_ARABIC_NAME = re.compile(r"(?:al|el|a[shdtrz]h?|e[szrln])-[A-ZÀ-Ý]")
_WITHIN = re.compile(
    r"[^\W\d_], (?:en|dans) (?:la |le |el |l['’])(?:misma |même |propia )?"
    r"(?:province|région|provincia|región"
    r"|departamento|département|gouvernorat|gobernación|oblast|óblast)"
    r"(?: [^\W\d_]+)? (?:de |d['’]|du |del )$"
)
_AIMED_AT = frozenset(
    {"sur", "contre", "sobre", "contra", "frente", "ante", "devant", "face"}
)


_IS_CALLED = re.compile(
    r"(?:pu|po|pe)(?:eu[tv]|ui|ourr|edi?|rr|dr)\w*|const?itu\w*|ser[ií]a\w*|etre|ser"
    r"|equiv\w+|relev\w+|viol\w+|d'|de|un|une|una|unos|des|a|al|à"
)


def _verb_before(tokens: Sequence[Token], first: int) -> int:
    """Return where "could constitute a" begins before a legal word; else its start."""
    begin = first
    for n in range(first - 1, max(-1, first - _PHRASE_WORDS), -1):
        if _IS_CALLED.fullmatch(tokens[n].word) is None:
            break
        begin = n
    return begin


def _aim_before(tokens: Sequence[Token], first: int, hit: Found) -> int:
    """Return where "on the market" begins behind its strike; else where it did."""
    for n in range(hit.first - 1, max(first, hit.first - _PHRASE_WORDS), -1):
        is_of = tokens[n].word in _OF_A_PLACE and n == first + 1
        if tokens[n].word in _AIMED_AT or is_of:
            return n
        if not tokens[n].is_word:
            break
    return first


def _aimed(sentence: _Sentence) -> Iterator[Found]:
    """Yield the weapons that a word of aim follows ("shells on the quarter")."""
    for mention in sentence.weapons:
        inside = [
            n
            for n, t in enumerate(sentence.tokens)
            if t.start < mention.end and mention.start < t.end
        ]
        last = inside[-1] + 1 if inside else len(sentence.tokens)
        if last < len(sentence.tokens) and sentence.tokens[last].word in _AIMED_AT:
            yield Found(inside[0], last, {"kind": "strike"})


def _signs_about(tokens: Sequence[Token], hit: Found) -> tuple[int, int] | None:
    """Return the tokens from « to » about a find; None = it stands in none."""
    near = range(hit.first, max(-1, hit.first - _NEAR_WORDS), -1)
    first = next((n for n in near if tokens[n].word in {"«", "»"}), None)
    if first is None or tokens[first].word != "«":
        return None
    ends = range(hit.last, min(len(tokens), hit.last + _NEAR_WORDS))
    last = next((n for n in ends if tokens[n].word in {"«", "»"}), None)
    return None if last is None or tokens[last].word != "»" else (first, last + 1)


def _has_but(tokens: Sequence[Token], one: Found, other: Found) -> bool:
    """Say whether "but", which turns to something else, stands between two finds."""
    first, last = sorted((one.first, other.first))
    return any(t.word.startswith(("لكن", "ولكن")) for t in tokens[first:last])


def _has_break(tokens: Sequence[Token], one: Found, other: Found) -> bool:
    """Say whether a comma or stop stands between two rows found."""
    first, last = min(one.last, other.last), max(one.first, other.first)
    is_harm = "strike" not in {one.row["kind"], other.row["kind"]}
    return any(
        (
            (not t.is_word and not t.is_number and t.word not in _SIGNS)
            and not _joins_a_name(tokens, n)
        )
        or (is_harm and t.word in _NEW_CLAUSE)
        for n, t in enumerate(tokens[first:last], first)
    )


def _joins_a_name(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a hyphen stands inside a name in Arabic ("Su-24")."""
    if tokens[place].word not in {"-", "‑"} or not 0 < place < len(tokens) - 1:
        return False
    before, here, after = tokens[place - 1 : place + 2]
    is_arabic = "\u0600" <= before.word[0] <= "\u06ff"
    return is_arabic and before.end == here.start and here.end == after.start


def _acts_in_arabic(tokens: Sequence[Token], word: Found, party: PartyMention) -> bool:
    """Say whether "the armed groups" stand right before a verb of striking.

    Behind it only where their ending shows the subject ("fired by gunmen").
    """
    places = [n for n, t in enumerate(tokens) if t.start < party.end <= t.end]
    verb = tokens[word.first].word.removeprefix("و")
    if not places or not _PAST_OR_PRESENT.match(verb):
        return False
    first = next(n for n, t in enumerate(tokens) if t.end > party.start)
    before = tokens[first - 1].word if first else ""
    if places[0] + 1 == word.first:
        return before not in _IN_OR_AT | _BEFORE_NO_ACTOR
    return word.last == first and tokens[places[0]].word.endswith("ون")


_PAST_OR_PRESENT = re.compile(
    "(?:استهدف|قصف|اطلق|شن|نفذ|هاجم|القي|القا|ضرب|دمر|فجر|اغار|زرع|قتل|ارتكب|تستهدف|يستهدف"
    "|تقصف|يقصف|تطلق|يطلق|تشن|يشن|تنفذ|ينفذ|تهاجم|يهاجم|تلقي|يلقي)"
)
_BEFORE_NO_ACTOR = frozenset({"من", "عن", "ضد", "الي", "علي", "بين", "احد"})


def _without_case(words: str, parties: Parties) -> str:
    """Blank the ending of an Arabic adjective of a party ("an Israeli missile").

    "إسرائيلياً" is "إسرائيلي"; a land's own name that ends so ("روسيا") stays.
    """

    def bare(found: re.Match[str]) -> str:
        is_own = parties.code_of(found[1] + "ا") is not None
        return found[0] if is_own else found[1] + " " * (len(found[0]) - len(found[1]))

    return _INDEFINITE.sub(bare, words)


def _past_case(text: str, end: int) -> int:
    """Return where an adjective ends with the ending that was blanked."""
    found = _CASE_ENDING.match(text, end)
    return found.end() if found else end


_CASE_ENDING = re.compile(r"(?:\u064b?ا\u064b?(?!\w))?")
_INDEFINITE = re.compile(r"(?<!\w)(\w{2,}ي)\u064b?ا\u064b?(?!\w)")


def _is_a_truce(text: str, mention: WeaponMention) -> bool:
    """Say whether shooting is but to end ("a halt to the fire")."""
    before = text[max(0, mention.start - _NEAR_CHARS) : mention.start]
    return mention.code == "gunfire" and _TRUCE.search(before) is not None


def _is_a_channel(text: str, mention: WeaponMention) -> bool:
    """Say whether a weapon's word names a broadcaster ("the channel al-Masirah")."""
    before = text[: mention.start].split()[-1:]
    return bool(before) and before[0].removeprefix("و").removeprefix("ل") in _CHANNELS


def _told_once(text: str, parties: Sequence[PartyMention]) -> list[PartyMention]:
    """Return parties without makers of arms, a name and its adjective as one.

    "The Russian air force of Russia" is one party; "a US-made bomb" names none.
    """
    kept: list[PartyMention] = []
    for party in parties:
        if _MAKE.match(text, party.end):
            continue
        before = kept[-1] if kept else None
        if before and before.code == party.code:
            gap = text[before.end : party.start]
            if len(gap) <= 1 and not gap.strip():
                kept[-1] = dataclasses.replace(before, end=party.end)
                continue
        kept.append(party)
    return kept


def _shifted(mention: WeaponMention, start: int) -> WeaponMention:
    """Return a mention with offsets of the page instead of the sentence."""
    return dataclasses.replace(
        mention, start=mention.start + start, end=mention.end + start
    )


def _telling(mentions: Sequence[WeaponMention]) -> list[WeaponMention]:
    """Return the weapons that say more than that something exploded or flew."""
    told = [m for m in mentions if m.is_type or m.code not in _TOO_GENERAL]
    return told or [m for m in mentions if _SHELLED.match(m.words.lower())]


def _n_armed(sentence: _Sentence) -> int:
    """Return how many weapons, and raids of aircraft in Slavic, a sentence names."""
    raids = [s for s in sentence.strikes if _RAID.match(sentence.tokens[s.first].word)]
    return len(_of_war(sentence.weapons)) + len(raids)


_THE_RAID = re.compile("[وف]?[بل]?ال(?:غارة|غارات|ضربة|ضربات|غارتين|غارتان)")
_GOVERNMENT_FORCES = re.compile(
    r"(?<!\w)[وفبل]?(?:ال)?(?:قوات|جيش|طيران|طائرات|مدفعية|مقاتلات)\s+(?:ال)?"
    r"(?:حكومية|حكومي|حكومة|نظامية|نظامي)(?!\w)"
)
_A_FORCE = re.compile(
    r"(?<!\w)[وفبل]?(?:ال)?(?:قوات|جيش|طيران|طائرات|سلاح|مدفعية|مقاتلات|مسيرات)"
    r"(?:\s+\w+){1,2}"
)
_PLANNED_OR_DENIED = re.compile(
    r"(?<!\w)(?:[تي]ستعد|[تي]خطط|[تي]عتزم|[تي]هدد|[تي]نوي|[تي]حضر|[تي]لوح|ستعدت|استعد|هدد|توعد"
    r"|[تي]توعد|نفت|نفى|[تي]نفي|أنكر|[تي]نكر)"
)
_GOES_ON_SAYING = re.compile(
    r"،\s*و?(?:مؤكد|مرجح|ملمح|مشير|معتبر|موضح|قائل|متهم|محمل|مضيف|زاعم|لافت|مدعي|مبين|ورجح"
    r"|وقال|وأكد|واتهم|وحمل|وزعم|بل )"
)
_OWN_ARMS = frozenset(
    {
        "قواتها",
        "قواته",
        "قواتنا",
        "طايراتها",
        "طايراته",
        "طايراتنا",
        "طيرانها",
        "طيرانه",
    }
    | {"مدفعيتها", "مدفعيته", "مقاتلاتها", "مقاتلاته", "غاراتها", "غاراته", "ضرباتها"}
    | {"ضرباته", "مسيراتها", "مسيراته", "انه", "انها", "بلاده", "بلادها"}
)
_VICTIMS = frozenset({"الضحايا", "القتلي", "الشهداء", "قتلي", "الضحيه"})
_SAME_WORD = frozenset({"rocket", "cluster_bomb"})
_COMMON_WORDS = frozenset({"missile", "aerial_bomb"})
_BARE_BOMB = re.compile(r"бомб(?:а|ы|у|ой|ою|ами|ах|е|и|і)?")
_FROM_ABOVE = re.compile(
    r"сбр[ао]с|сброш|скин|скид|упал|впал|обруш|рухн|попал|влуч|прилет|приліт|накр[ыи]"
    r"|авиац|авіац|самолет|самолёт|літак|вертол|су-\d|полет"
)
_SEASON = re.compile(r"весной|весною|навесн|летом|влітк|улітк|осенью|восени|зимой")
_RAID = re.compile(r"бомбардир|бомбард|бомбеж|авианал|авіанал|налет|наліт|нальот")
_SHELL = re.compile(r"снаряд\w*$")
_SHELLED = re.compile(
    r"обстр[еі]л|obus|obús|proyectil"
)  # says with what, where nothing says it closer
_SHELLING = re.compile(r"обстр[еі]л(?!я|ю|и[вт])")


def _of_war(mentions: Sequence[WeaponMention]) -> list[WeaponMention]:
    """Return the weapons that films borrow less ("shots", "shelling" are theirs)."""
    return [m for m in _telling(mentions) if m.code not in {"gunfire", "shelling"}]


# "the missile, a Kh-22": one weapon told twice.
_SAME = re.compile(r"\s*[,،]\s*(?:une?|el|la|типа?|من طراز|من نوع)?\s*[«\"“]?")
_CARRIED = re.compile(  # "two missiles, launched by Tu-95s": one claim
    r"\s*,\s*(?:запущен|випущен|выпущен|скинут|сброшен|пущен)\w*[^.;:,]*$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"(?P<head>[^\n«“\"]{2,80}?)(?:\s|(?<=\))\.)[-–—]{1,2}(?:\s+|$)")
_ARABIC_DATELINE = re.compile(  # "غزة - رويترز: ..."
    r"[\u0600-\u06ff]+(?: [\u0600-\u06ff]+)? [-–] [^\n:،.]{2,25}:\s+"
)
_DATED = re.compile(  # "..., 30 de noviembre de 2021 (Lisandra)": the date ends it
    r"\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]+\.?(?:\s+(?:de\s+)?\d{4}\S*)?(?:\s*\([^)]*\))?$"
)
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_CITY = 3


def _after_dateline(text: str, start: int, end: int) -> int:
    """Return where a sentence begins after "ARIKHAN (Velmara), 30 nov (Agency) -"."""
    wired = _ARABIC_DATELINE.match(text, start, end)
    if wired is not None:
        return wired.end()
    found = _DATELINE.match(text, start, end)
    if found is None:
        return start
    head = found["head"]
    first = _FIRST_WORD.match(head)
    is_city = first is not None and len(first[0]) >= _SHORTEST_CITY
    is_shouted = is_city and first is not None and first[0].isupper()
    n_small = sum(w[0][0].islower() for w in _FIRST_WORD.finditer(head))
    is_shouted = is_shouted and n_small <= _FEW_WORDS  # "The UN spoke of 5 dead - "
    is_dated = _DATED.search(head) is not None and any(c in head for c in ",،(")
    is_credited = head.endswith(")")
    return found.end() if is_shouted or is_dated or is_credited else start


def _is_dateline(
    tokens: Sequence[Token], dated: Dated, published: dt.date | None
) -> bool:
    """Say whether a date heads a report as its day of publication."""
    is_first = dated.first <= _DATELINE_WORDS and dated.last < len(tokens)
    is_full = any(letter.isdigit() for letter in dated.date.words)
    heads = is_first and is_full and tokens[dated.last].word in {"-", "–", "—", "."}
    is_city = all(t.is_word and t.given[0].isupper() for t in tokens[: dated.first - 1])
    is_bare = is_city and dated.last + 1 == len(tokens)  # "ANKARA, 8 March."
    days = [published - dt.timedelta(days=int(is_bare))] if published else []
    return heads and dated.date.earliest in {published, *days}


_NEW_PART = re.compile(r"\b(?:que|qui|quien)\b|\bqu['’]|[«»“”\"]")
_TO_WHICH = re.compile(
    r"\s*,?\s*(?:à|a|al) (?:qui|quien|la que|los que|laquelle|lequel|que|cual)\b"
)
_SUBJECT = frozenset({"el", "la", "los", "las"})
_JOINED = re.compile(
    r"\s*(?:,|et|y|e|и|і|та|й|و)?\s*(?:à |a |aux |al |las? |les? |los )?"
)
_DISOWNING = frozenset({"civilian_targets", "responsibility"})


_BODIES = (
    "арм",
    "войск",
    "військ",
    "armee",
    "armée",
    "ejercit",
    "جيش",
    "الجيش",
    "قوات",
)


def _has_what_it_needs(tokens: Sequence[Token], hit: Found) -> bool:
    """Say whether the word that a row needs stands behind it ("hold X responsible")."""
    needs = hit.row.get("needs")
    return not needs or any(t.word in needs for t in tokens[hit.last :])


def _is_a_body(tokens: Sequence[Token], hit: Found) -> bool:
    """Say whether a word of authors only names who bears arms ("the army")."""
    return tokens[hit.first].word.startswith(_BODIES)


def _meets(one: Found, other: Found) -> bool:
    return one.first < other.last and other.first < one.last


def _apart(one: Found, other: Found) -> int:
    return max(other.first - one.last, one.first - other.last, 0)


def _near(
    mentions: Sequence[WeaponMention], gap: int, text: str
) -> Iterator[Sequence[WeaponMention]]:
    """Yield mentions of one clause together."""
    run: list[WeaponMention] = []
    for mention in mentions:
        between = text[run[-1].end : mention.start] if run else ""
        is_apart = re.search(r"[.;؛:،,]", between) and not (
            _SAME.fullmatch(between) or _CARRIED.match(between)
        )
        # "Cluster munitions in two raids": a munition, and raids
        is_apart = is_apart or between.endswith((" في ", " خلال "))
        if run and (len(between) > gap or is_apart):
            yield run
            run = []
        run.append(mention)
    if run:
        yield run


def _is_maker(tokens: Sequence[Token], party: PartyMention) -> bool:
    """Say whether a party only made a weapon ("of Russian make")."""
    place = next(n for n, t in enumerate(tokens) if t.end > party.start)
    return any(t.word in _MAKING for t in tokens[max(0, place - 2) : place])


def _party_before(sentence: _Sentence, where: Range) -> str | None:
    """Return the one belligerent named in the sentence; None = none, or several."""
    named = {
        m.code
        for m in sentence.parties
        if m.kind not in _GENERIC_KINDS and not _is_maker(sentence.tokens, m)
    }
    beside = [
        m.code
        for m in sentence.parties
        if m.code in named and abs(m.start - where[1]) <= _NEAR_CHARS
    ]
    return beside[0] if len(named) == 1 and beside else None


def _by_status(harms: Sequence[Harm]) -> list[Harm]:
    """Tell civilians and fighters of one count apart: each is a claim of its own."""
    apart: list[Harm] = []
    for harm in harms:
        kinds = [_side(g.person) if g.person else None for g in harm.groups]
        if len(harm.groups) < 2 or None in kinds or len(set(kinds)) == 1:  # noqa: PLR2004  two groups to tell apart
            apart.append(harm)
            continue
        cuts = [n for n in range(1, len(kinds)) if kinds[n] != kinds[n - 1]]
        for first, last in zip([0, *cuts], [*cuts, len(kinds)], strict=True):
            groups = harm.groups[first:last]
            start = harm.first if not first else groups[0].first
            end = harm.last if last == len(kinds) else groups[-1].last
            parts = harm.parts if not first else ()
            apart.append(
                dataclasses.replace(
                    harm, groups=groups, first=start, last=end, parts=parts
                )
            )
    return apart


def _side(person: Row) -> str | None:
    """Return on which side people stand; attackers are on one of their own."""
    if person.get("attacker"):
        return "attacker"
    return str(person["status"]) if person.get("status") else None


def _runs(harms: Sequence[Harm], tokens: Sequence[Token]) -> Iterator[list[Harm]]:
    """Yield harms of one clause together: "killing 49 people and injuring 72"."""
    run: list[Harm] = []
    for harm in sorted(harms, key=lambda h: h.first):
        is_new_kind = all(harm.what != other.what for other in run)
        is_apart = not {"displaced", "missing"}.isdisjoint({harm.what, *_kinds(run)})
        is_new_kind = is_new_kind and not is_apart
        # "29 dead and dozens of wounded": what is counted is not vague
        is_new_kind = is_new_kind and all(_is_vague(harm) == _is_vague(o) for o in run)
        gap = _gap(tokens, max((h.last for h in run), default=0), harm.first)
        stops = any(
            t.word in {".", ";", "؛"}
            for t in tokens[max((h.last for h in run), default=0) : harm.first]
        )
        is_near = bool(run) and (
            gap <= _MERGE_GAP or (gap <= _MERGE_FAR and _goes_on(tokens, run, harm))
        )
        if run and not (is_new_kind and is_near and not stops):
            yield run
            run = []
        run.append(harm)
    if run:
        yield run


def _is_vague(harm: Harm) -> bool:
    return any(g.bounds.vague is not None or g.bounds.assumed for g in harm.groups)


def _kinds(run: Sequence[Harm]) -> set[str]:
    return {harm.what for harm in run}


def _gap(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return how many tokens stand between two, without what is in brackets.

    "Nine dead - six patients and three nurses - and 17 wounded": one toll.
    """
    left, inside = 0, ""
    for token in tokens[first:last]:
        if token.word in _BRACKETS:
            inside = "" if inside else token.word
        elif not inside:
            left += 1
    return left if not inside else last - first


def _goes_on(tokens: Sequence[Token], run: Sequence[Harm], harm: Harm) -> bool:
    """Say whether but one comma, and no name, stands between two harms.

    "Three members of the medical staff died, while 17 other people were wounded": one
    toll; after the name of a place it would be told of somewhere else.
    """
    between = tokens[max(h.last for h in run) : harm.first]
    signs = [t for t in between if not t.is_word]
    if harm.what == "missing":
        return False
    return len(signs) <= 1 and not any(_is_capital(t) for t in between if t.is_word)


def _toll_of(run: Sequence[Harm], partial: Sequence[Found]) -> dict[str, Any]:
    """Return the fields of a toll from the harms of one clause."""
    values: dict[str, Any] = {}
    for harm in run:
        values[harm.what] = _sum(harm.groups)
    if "killed" in values and "casualties" in values and "wounded" not in values:
        values["wounded"] = values.pop("casualties")  # "two dead and nine affected"
    first = run[0]
    values |= _status(first.groups)
    members = [(g, None) for g in first.groups if g.person and g.person.get("is")]
    members_said = (*members, *first.parts)
    own = _members(members_said)
    if first.what == "wounded" and "children" in own:
        own["children_wounded"] = own["children"]
    values |= own
    for harm in run[1:]:
        if harm.parts and not first.parts:
            values |= _members(harm.parts)
    values["is_partial"] = bool(partial)
    values["supersedes"] = first.revised
    return values


def _sum(groups: Sequence[Group]) -> Bounds:
    """Add up groups joined by "and"; a vague one keeps the whole vague."""
    if len(groups) == 1:
        return groups[0].bounds
    words = " + ".join(g.bounds.words for g in groups)
    vague = next((g.bounds.vague for g in groups if g.bounds.vague), None)
    if vague is not None:
        return Bounds(vague=vague, words=words)
    lows = [g.bounds.low for g in groups]
    highs = [g.bounds.high for g in groups]
    return Bounds(
        low=sum(n for n in lows if n is not None),
        high=None if None in highs else sum(n for n in highs if n is not None),
        approx=any(g.bounds.approx for g in groups),
        words=words,
    )


def _status(groups: Sequence[Group]) -> dict[str, Any]:
    said = [
        (str(g.person["status"]), _word_of(g.person, g.bounds.words))
        for g in groups
        if g.person and g.person.get("status")
    ]
    if not said:
        return {}
    kinds = {kind for kind, _ in said}
    status = StatusWord(said[0][0]) if len(kinds) == 1 else StatusWord.MIXED
    return {"status": status, "status_word": said[0][1]}


def _word_of(person: Row, words: str) -> str:
    """Return the noun itself among the words of a group ("29 civilians at least")."""
    nouns = {str(f).split()[-1].strip("~*")[:_NOUN_STEM] for f in person["forms"]}
    told = words.split()
    return next(
        (w for w in reversed(told) if w.removeprefix("ال")[:_NOUN_STEM] in nouns),
        told[-1],
    )


_FIELDS = {"child": "children", "woman": "women", "man": "men"}


def _members(parts: Sequence[tuple[Group, str | None]]) -> dict[str, Any]:
    """Return children, women and men among those harmed."""
    values: dict[str, Any] = {}
    for group, share in parts:
        field = _FIELDS.get(str(group.person.get("is"))) if group.person else None
        if field is None or field in values:
            continue
        if share is not None:
            values[field] = Bounds(vague=share, words=group.bounds.words)
        else:
            values[field] = (
                Bounds(vague="some", words=group.bounds.words)
                if group.bounds.assumed
                else group.bounds
            )
    return values


def find_claims_in(reading: Reading, language: Language) -> list[Claim]:
    """Return all claims of a page in one of the languages read by patterns.

    Args:
        reading: The page; its sentences need no parse.
        language: Whose tables and shapes to use.

    Returns:
        Claims with speakers set, ids empty, in no particular order.
    """
    page = PatternedPage(reading, language)
    claims = page.claims()
    if page.is_about_no_attack(claims):
        return []
    sentences = [(s.start, s.end) for s in page.sentences]
    if not language.is_romance:
        claims = [c for c in claims if not _is_since_when_of_a_whole(c, claims)]
    if language.is_slavic:
        claims = [c for c in claims if not _is_only_answered(c, claims)]
    if language.code == "ar":
        claims = [c for c in claims if not _is_objective_within(c, claims)]
        claims = [c for c in claims if not _is_method_denied(c, claims)]
        claims = [c for c in claims if not _is_anybody_unhurt(c, claims)]
    return _without_repeats(claims, sentences)


def _is_anybody_unhurt(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether "any civilian" is named but in a denial ("hurt no civilian")."""
    is_any = isinstance(claim, CasualtyClaim) and _ANY.search(claim.span.quote)
    return bool(is_any) and any(
        isinstance(other, DenialClaim) and _meet(claim.span, other.span)
        for other in claims
    )


_ANY = re.compile(r"(?<!\w)أي(?!\w)")


def _is_method_denied(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether what is told of arms is a side's answer ("has no such missiles")."""
    return isinstance(claim, OtherClaim) and any(
        isinstance(other, DenialClaim) and _meet(claim.span, other.span)
        for other in claims
    )


def _is_objective_within(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether an objective stands in another's words: one thing, or none there.

    "The place was empty of any military target" says that none was there, no more.
    """
    return isinstance(claim, MilitaryObjectiveClaim) and any(
        isinstance(other, MilitaryObjectiveClaim)
        and other is not claim
        and _meet(claim.span, other.span)
        and len(other.span.quote) > len(claim.span.quote)
        for other in claims
    )


def _is_only_answered(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether people harmed, not counted, are but what an answer is about.

    "Does not confirm deaths of civilians", "reports of deaths are being checked".
    """
    answers = [d for d in claims if isinstance(d, DenialClaim)]
    if isinstance(claim, WeaponClaim):
        return any(
            d.denies in _WITHOUT_ARMS and _meet(claim.span, d.span) for d in answers
        )
    if not isinstance(claim, CasualtyClaim) or claim.negated:
        return False
    told = [b for b in (claim.killed, claim.wounded, claim.casualties) if b]
    is_counted = any(b.low is not None and not b.assumed for b in told)
    return not is_counted and any(
        d.denies not in _ADMITTED and _meet(claim.span, d.span) for d in answers
    )


_WITHOUT_ARMS = frozenset({Denies.USE, Denies.RESPONSIBILITY, Denies.EVENT})


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _without_repeats(
    claims: Sequence[Claim], sentences: Sequence[Range]
) -> list[Claim]:
    """Drop circumstances said again by the same speaker; title and body are two.

    The outlet that tells again what somebody told before it says nothing new, and a
    weapon named again, by whomever, only where a toll is told with it.

    Args:
        claims: Of a page.
        sentences: Where its sentences stand.
    """
    tolls = [
        (start, end)
        for start, end in sentences
        if any(
            isinstance(c, CasualtyClaim) and start <= c.span.start < end for c in claims
        )
    ]
    told: list[tuple[Claim, frozenset[object]]] = []
    kept = []
    denials = [c for c in claims if isinstance(c, DenialClaim)]
    answers = [c.span for c in denials]
    spared = [c.span for c in denials if c.denies is Denies.CIVILIAN_TARGETS]
    authors = [c for c in claims if isinstance(c, AttributionClaim)]
    for claim in sorted(claims, key=lambda c: (c.span.start, c.span.end)):
        is_disowned = isinstance(claim, AttributionClaim) and claim.negated
        if is_disowned and any(_meet(claim.span, span) for span in answers):
            continue
        is_unhit = isinstance(claim, TargetClaim) and any(
            _meet(claim.span, span) for span in spared
        )
        is_unhit = is_unhit or _is_hit_in_a_denial(claim, denials, sentences)
        if is_unhit or _is_told_with_author(claim, authors, sentences):
            continue
        if claim.rule == _NAMES_COUNTED and _are_counted(claim, claims):
            continue
        if _is_told_closer(claim, claims, sentences):
            continue
        what = _what_is_told(claim)
        # In Russian and Ukrainian another voice that names the arms is a witness, too.
        is_slavic = _CYRILLIC.search(claim.span.quote) is not None
        is_bare = isinstance(claim, WeaponClaim) and not is_slavic
        is_bare = is_bare and not any(
            start <= claim.span.start < end for start, end in tolls
        )
        if what and any(
            _says_again(claim, what, *before, by_anyone=is_bare) for before in told
        ):
            continue
        if what:
            told.append((claim, what))
        kept.append(claim)
    return kept


def _is_told_closer(
    claim: Claim, claims: Sequence[Claim], sentences: Sequence[Range]
) -> bool:
    """Say whether an Arabic sentence goes on from an area to a place in it."""
    if not isinstance(claim, PlaceClaim) or claim.place.accuracy not in _AREA_CLASSES:
        return False
    if not _is_arabic(claim):
        return False
    _, end = next(s for s in sentences if claim.span.start < s[1])
    return any(
        isinstance(other, PlaceClaim)
        and claim.span.end < other.span.start < end
        and other.place.accuracy not in _AREA_CLASSES
        and other.place.country in {None, claim.place.country}
        for other in claims
    )


def _is_arabic(claim: Claim) -> bool:
    return _ARABIC_LETTER.search(claim.span.quote) is not None


_ARABIC_LETTER = re.compile("[\u0600-\u06ff]")


def _is_since_when_of_a_whole(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether a date is but that from which on a war's toll is counted."""
    if not isinstance(claim, DateClaim):
        return False
    is_open = claim.date.precision is Precision.OPEN
    if not (is_open or _CYRILLIC.search(claim.span.quote)):
        return False
    return any(
        isinstance(other, ContextTotal) and _meet(claim.span, other.span)
        for other in claims
    )


_ADMITTED = frozenset({Denies.ADMITS_STRIKE, Denies.ADMITS_HARM})


def _is_hit_in_a_denial(
    claim: Claim, denials: Sequence[DenialClaim], sentences: Sequence[Range]
) -> bool:
    """Say whether a thing struck is but the object of a denial ("no raid on a school").

    Its sentence denies by the same voice, and admits nothing.
    """
    if not isinstance(claim, TargetClaim):
        return False
    start, end = next(s for s in sentences if claim.span.start < s[1])
    return any(
        start <= d.span.start < end
        and d.speaker == claim.speaker
        and d.denies not in _ADMITTED
        for d in denials
    )


def _are_counted(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether a number told on the page already holds people named as harmed.

    A list that adds up to no more than the toll only says who they were.
    """
    return isinstance(claim, CasualtyClaim) and any(
        isinstance(other, CasualtyClaim)
        and other.rule != _NAMES_COUNTED
        and _is_of_as_many(getattr(other, what), getattr(claim, what))
        for other in claims
        for what in ("killed", "wounded")
    )


def _is_of_as_many(whole: Bounds | None, named: Bounds | None) -> bool:
    if whole is None or named is None or whole.low is None or named.low is None:
        return False
    return whole.low >= named.low


def _is_told_with_author(
    claim: Claim, authors: Sequence[AttributionClaim], sentences: Sequence[Range]
) -> bool:
    """Say whether an attribution already tells of a strike what a claim says of it.

    "A Torethi air raid" is who did it and with what, once; a munition ("cluster bombs")
    is a claim of its own beside it.
    """
    if not isinstance(claim, WeaponClaim) or claim.aircraft:
        return False
    told = set(claim.weapon)
    start, end = next(s for s in sentences if claim.span.start < s[1])
    is_drone = _DRONE.search(claim.span.quote.lower()) is not None
    return (
        told <= _WAYS
        and not is_drone
        and any(
            start <= one.span.start < end and told <= set(one.weapon) for one in authors
        )
    )


_DRONE = re.compile(r"беспилотн|безпілотн|дрон|бпла")  # a thing, not a way to strike
_WAYS = frozenset({"airstrike", "shelling", "drone_strike", "gunfire"})


def _what_is_told(claim: Claim) -> frozenset[object]:
    """Return what a circumstance tells; empty = its repetition matters."""
    if isinstance(claim, PlaceClaim):
        return frozenset((claim.place.canonical or claim.place.name,))
    if isinstance(claim, DateClaim):
        return frozenset(((claim.date.earliest, claim.date.latest),))
    if isinstance(claim, TargetClaim):
        return frozenset(((claim.target, claim.negated),))
    if isinstance(claim, WeaponClaim):
        return frozenset((*claim.weapon, *claim.aircraft))
    return frozenset()


def _says_again(
    claim: Claim,
    what: frozenset[object],
    earlier: Claim,
    before: frozenset[object],
    *,
    by_anyone: bool,
) -> bool:
    """Say whether a circumstance was told before, by the same voice or another's."""
    if type(claim) is not type(earlier) or claim.is_headline != earlier.is_headline:
        return False
    if not what <= before:
        return False
    is_place = isinstance(claim, PlaceClaim) and not _is_arabic(claim)
    is_anyones = by_anyone or is_place or isinstance(claim, DateClaim)
    if isinstance(claim, PlaceClaim) and _CYRILLIC.search(claim.span.quote):
        is_anyones = False  # another who names the place says where, too
    return is_anyones or claim.speaker in {None, earlier.speaker}
