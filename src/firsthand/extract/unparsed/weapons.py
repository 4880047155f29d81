"""Weapons of a sentence without a parse, and whose they were.

What was only stored, shot down or spoken of is left out. Method: M056.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from firsthand.extract.patterned import range_of, shared_words, words_of
from firsthand.extract.reading import Range
from firsthand.extract.unparsed.authors import Authors
from firsthand.extract.unparsed.lands import GENERIC_KINDS, Lands, is_maker
from firsthand.extract.unparsed.military import Military
from firsthand.extract.unparsed.page import Finder, PatternedPage
from firsthand.extract.unparsed.sentences import Sentence, telling
from firsthand.extract.unparsed.slavic_arms import (
    SAID_ASIDE,
    UNDER_BOMBS,
    before_its_aim,
    struck_nobody,
)
from firsthand.extract.unparsed.token_words import DETERMINERS, INDEFINITE, NEAR_CHARS
from firsthand.model import AttributionClaim, Claim, WeaponClaim
from firsthand.reference.parties import PartyMention
from firsthand.reference.weapons import WeaponMention, aircraft_codes, weapon_codes

_WORD_BEHIND = 9  # characters behind "the raid" in which its "which ..." begins
_COMMON_TYPES = frozenset({"Kalibr", "Grad", "Uragan", "Smerch", "Kinzhal"})
_BOMB = "aerial_bomb"
_THE_RAID = re.compile("[وف]?[بل]?ال(?:غارة|غارات|ضربة|ضربات|غارتين|غارتان)")
_CAMPAIGN = re.compile(r"^[وف]?[بل]?(?:ال)?(?:حمل|عملي)")
_STORED_WITHIN = 3  # words from a store to what lies in it
_STORES = (
    *(
        "مصنع",
        "المصنع",
        "مصانع",
        "معمل",
        "معامل",
        "مستودع",
        "المستودع",
        "مخزن",
        "مخازن",
    ),
    *(
        "مخزون",
        "ورشه",
        "ورش",
        "مربض",
        "مرابض",
        "شحنه",
        "شحنات",
        "ترسانه",
        "مخبا",
        "مخابي",
    ),
    *("منشاه", "منصات", "منصه", "بطاري"),
)
_TOWNS = frozenset({"بلده", "مدينه", "قريه", "محافظه", "منطقه", "اقليم", "العاصمه"})
_FOR_MAKING = frozenset(
    {"لتجميع", "لتصنيع", "لتخزين", "لانتاج", "لصناعه", "لصنع", "لاطلاق", "لتجهيز"}
    | {"تجميع", "تصنيع", "تخزين", "انتاج", "صناعه"}
)
_PICTURED = ("التقطت", "صورت", "رصدت", "بثت")
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
_NONE = frozenset({"ningun", "ninguna", "ningunos", "sin", "ni"})
_SAME_WORD = frozenset({"rocket", "cluster_bomb"})
_COMMON_WORDS = frozenset({"missile", "aerial_bomb"})
_BARE_BOMB = re.compile(r"бомб(?:а|ы|у|ой|ою|ами|ах|е|и|і)?")
_FROM_ABOVE = re.compile(
    r"сбр[ао]с|сброш|скин|скид|упал|впал|обруш|рухн|попал|влуч|прилет|приліт|накр[ыи]"
    r"|авиац|авіац|самолет|самолёт|літак|вертол|су-\d|полет"
)
_SHELL = re.compile(r"снаряд\w*$")
_SHELLING = re.compile(r"обстр[еі]л(?!я|ю|и[вт])")
# "the missile, a Kh-22": one weapon told twice.
_SAME = re.compile(r"\s*[,،]\s*(?:une?|el|la|типа?|من طراز|من نوع)?\s*[«\"“]?")
_CARRIED = re.compile(  # "two missiles, launched by Tu-95s": one claim
    r"\s*,\s*(?:запущен|випущен|выпущен|скинут|сброшен|пущен)\w*[^.;:,]*$",
    re.IGNORECASE,
)


class Weapons(Finder):
    """Finds with what a blow was struck, and whose arms they were."""

    def __init__(
        self, page: PatternedPage, military: Military, lands: Lands, authors: Authors
    ) -> None:
        """Read the weapons of a page, with what its other finders know."""
        super().__init__(page)
        self.military = military
        self.lands = lands
        self.authors = authors

    def find(self, sentence: Sentence) -> Iterator[Claim]:
        """Yield the weapons of a sentence, those of one clause together."""
        for whole in _near(telling(sentence.weapons), NEAR_CHARS, self.text):
            run = before_its_aim(self.text, whole) if self.language.is_slavic else whole
            where = run[0].start, run[-1].end
            if self._is_downed(sentence, where) or self._is_mere_name(run):
                continue
            if self.language.is_slavic and self._is_no_weapon(sentence, run):
                continue
            if self.language.code == "es" and self._is_none(sentence, where):
                continue
            if self.language.code == "fr" and self._is_held(sentence, where):
                continue
            if self.language.code == "ar" and self._is_no_blow(sentence, run):
                continue
            yield self.page.made(
                WeaponClaim,
                self._with_its_number(sentence, where),
                sentence,
                weapon=self._codes(run),
                aircraft=aircraft_codes(run),
                perpetrator=self._whose(sentence, where),
                rule="M056 weapon named",
            )

    def _is_held(self, sentence: Sentence, where: Range) -> bool:
        """Say whether a weapon only tells what was kept or made somewhere.

        "A store of rockets", "workshops of drones": nobody was struck with them.
        """
        held = (
            range_of(sentence.tokens, hit.first, hit.last)
            for hit in self.military.things(sentence)
        )
        return any(
            start < where[0] and where[1] <= end and end - start > where[1] - where[0]
            for start, end in held
        )

    def _whose(self, sentence: Sentence, where: Range) -> str | None:
        """Return whose a weapon is: but in Arabic, only who is told to have struck."""
        acting = self.lands.acting(sentence)
        if self.language.code == "ar":  # who only speaks owns nothing
            owners = [
                p
                for p in acting.parties
                if not self.page.is_in_source((p.start, p.end))
                or self._is_claimed_blow(sentence)
            ]
            owners = [p for p in owners if not _tells_a_town(sentence, p)]
            acting = dataclasses.replace(acting, parties=owners)
        party = _party_before(acting, where)
        if party is None or self.language.code == "ar":
            return party
        authors = self.authors.find(sentence)
        told = {a.perpetrator for a in authors if isinstance(a, AttributionClaim)}
        return party if party in told else None

    def _is_claimed_blow(self, sentence: Sentence) -> bool:
        """Say whether a side tells of its own blow ("its aircraft", "our forces")."""
        return any(t.word in _OWN_ARMS for t in sentence.tokens)

    def _codes(self, run: Sequence[WeaponMention]) -> tuple[str, ...]:
        """Return what a run names; "RBK-500 bombs" are no plain bombs in Slavic."""
        codes = weapon_codes(run)
        if self.language.code == "ar":
            return self._of_their_class(codes)
        if self.language.code == "es":
            return self._of_their_bomb(codes)
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

    def _of_their_bomb(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Return "RBK-500 bombs" in Spanish as what they are: cluster bombs."""
        classes = {r["code"]: r.get("class") for r in self.reference.table("weapons")}
        of_types = {str(classes[c]) for c in codes if classes.get(c)}
        if _BOMB not in codes or not of_types or _BOMB in of_types:
            return codes
        kept = [c for c in codes if c != _BOMB]
        return tuple(dict.fromkeys((*kept, *sorted(of_types))))

    def _of_their_class(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Return "Grad missiles" as rockets: Arabic has one word for both."""
        classes = {r["code"]: r.get("class") for r in self.reference.table("weapons")}
        own = {classes.get(code) for code in codes} & _SAME_WORD
        if not own or not set(codes) & _COMMON_WORDS:
            return codes
        kept = [c for c in codes if c not in _COMMON_WORDS]
        return tuple(dict.fromkeys((*kept, *sorted(str(c) for c in own))))

    def _is_no_weapon(self, sentence: Sentence, run: Sequence[WeaponMention]) -> bool:
        """Say whether a weapon only lies in a store, or a shelling is but spoken of.

        "Struck a store of drones"; "shelling must stop": no harm, nothing hit.
        """
        stores = (
            range_of(sentence.tokens, o.first, o.last)
            for o in self.military.things(sentence)
        )
        if any(s <= run[0].start and run[-1].end <= e for s, e in stores):
            return True
        if struck_nobody(self.text, run):
            return True
        if len(run) == 1 and _BARE_BOMB.fullmatch(run[0].words.lower()):
            words = self.text[
                slice(*self.page.clause(sentence, (run[0].start, run[0].end)))
            ]
            told = (
                _FROM_ABOVE.search(words.lower()),
                UNDER_BOMBS.search(words.lower()),
            )
            return not any(told)  # one may be planted
        if run[0].code != "shelling":
            return False
        targets = shared_words(self.reference, self.language, "targets", "target")
        is_felt = self.page.harms(sentence) or targets.find(sentence.tokens)
        return not (is_felt and _SHELLING.match(run[0].words.lower()))

    def _is_none(self, sentence: Sentence, where: Range) -> bool:
        """Say whether Spanish "no" stands before arms: "ni un solo misil", "ningún"."""
        before = [t.word for t in sentence.tokens if t.end <= where[0]][-3:]
        return bool(set(before[-1:]) & _NONE) or "ni" in before

    def _is_no_blow(self, sentence: Sentence, run: Sequence[WeaponMention]) -> bool:
        """Say whether Arabic words name no arms that struck.

        "The raid" again; a campaign; what lay in a store or factory; the craft that
        took the pictures.
        """
        if self._is_raid_again(run) or _CAMPAIGN.search(run[0].words):
            return True
        start = run[0].start
        before = [t.word for t in sentence.tokens if t.end <= start][-_STORED_WITHIN:]
        joined = self.text[start - 2 : start]  # "a factory of drones": "لل"
        is_stored = any(w.startswith(_STORES) for w in before[-2:])
        is_stored = is_stored or any(w in _FOR_MAKING for w in before[-1:])
        is_stored = is_stored or (joined == "لل" and _ends_in_a_store(before))
        is_seen = any(w.startswith(_PICTURED) for w in before[-1:])
        return is_stored or is_seen

    def _is_raid_again(self, run: Sequence[WeaponMention]) -> bool:
        """Say whether "the raid" only names again what was told ("after the raid")."""
        is_raid = len(run) == 1 and _THE_RAID.fullmatch(run[0].words) is not None
        after = self.text[run[-1].end : run[-1].end + _WORD_BEHIND].split()
        return is_raid and not (after and after[0].startswith(("التي", "الجوي")))

    def _with_its_number(self, sentence: Sentence, where: Range) -> Range:
        """Return arms with the article or number before them, in French and Spanish."""
        if not self.language.is_romance:
            return where
        tokens = sentence.tokens
        place = next(n for n, t in enumerate(tokens) if t.end > where[0])
        is_told = place > 0 and (
            tokens[place - 1].word in DETERMINERS | INDEFINITE
            or self.page.is_number(tokens[place - 1])
        )
        return (tokens[place - 1].start, where[1]) if is_told else where

    def _is_downed(self, sentence: Sentence, where: Range) -> bool:
        """Say whether arms were shot down in their clause: they hit nobody."""
        down = words_of(self.reference, self.language, "things", "shot_down")
        first, last = self.page.clause(sentence, where)
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
        return self.text[where[0]].islower() or self.page.is_in_source(where)


def _tells_a_town(sentence: Sentence, party: PartyMention) -> bool:
    """Say whether an adjective only tells in which land a town lies."""
    before = [t.word for t in sentence.tokens if t.end <= party.start][-_STORED_WITHIN:]
    return party.form == "adjective" and any(
        w.lstrip("وفب") in _TOWNS or w in _TOWNS for w in before
    )


def _ends_in_a_store(before: Sequence[str]) -> bool:
    return any(word.startswith(_STORES) for word in before)


def _near(
    mentions: Sequence[WeaponMention], gap: int, text: str
) -> Iterator[Sequence[WeaponMention]]:
    """Yield mentions of one clause together."""
    run: list[WeaponMention] = []
    for mention in mentions:
        between = text[run[-1].end : mention.start] if run else ""
        between = SAID_ASIDE.sub(" ", between)
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


def _party_before(sentence: Sentence, where: Range) -> str | None:
    """Return the one belligerent named in the sentence; None = none, or several."""
    named = {
        m.code
        for m in sentence.parties
        if m.kind not in GENERIC_KINDS and not is_maker(sentence.tokens, m)
    }
    beside = [
        m.code
        for m in sentence.parties
        if m.code in named and abs(m.start - where[1]) <= NEAR_CHARS
    ]
    return beside[0] if len(named) == 1 and beside else None
