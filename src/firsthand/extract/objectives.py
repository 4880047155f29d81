"""Whether something military was there: present, absent, near, how far away.

A distance keeps its words beside the metres. What an attacker says it hit ("a command
post") is a military objective said to be present; nothing here decides who is right.
Method: M055.
"""

from __future__ import annotations

import re

from firsthand.extract.reading import Reading, Sentence
from firsthand.model import (
    Claim,
    ClaimId,
    DocumentId,
    MilitaryObjectiveClaim,
    Objective,
)
from firsthand.reference.quick_patterns import quick

_MILITARY = (
    r"(?:(?:\w+\s+){0,2}?(?:military|rebel|armed|opposition|militant|insurgent|army|enemy"
    r"|government|security|terrorist|front|defen[cs]e|air[\s-]defen[cs]e|combat)[\s-]+(?:\w+\s+){0,2}?"
    r"(?:objectives?|targets?|bases?|positions?|sites?|presence|activity|facilit(?:y|ies)"
    r"|installations?|headquarters|posts?|groups?|forces|vehicles?|equipment|points?"
    r"|camps?|personnel|infrastructure|hideouts?|strongholds?|lines?|units?|barracks"
    r"|enterprises?|plants?|factor(?:y|ies)|batter(?:y|ies)|systems?|hardware|use|value)"
    r"|(?:military\s+)?(?:objectives?|targets?)\s+of\s+a\s+military\s+nature"
    r"|(?:bases?|positions?|posts?|camps?|headquarters|barracks)\s+of\s+(?:the\s+)?(?:\w+\s+)?"
    r"(?:opposition|rebels?|army|militants?|insurgents?|fighters?|armed\s+groups?|military)"
    r"|legitimate\s+targets?|front\s?-?lines?|command\s+(?:posts?|cent(?:er|re)s?)"
    r"|barracks|checkpoints?|(?:ammunition|weapons|arms)\s+(?:depots?|warehouses?|caches?"
    r"|dumps?|stores?|factor(?:y|ies))|training\s+camps?|airbases?|bunkers?"
    r"|(?:militants?|fighters?|combatants?|rebels?|gunmen|soldiers?|terrorists?|weapons?))"
)
_STRONG = (
    r"(?:(?:temporary\s+)?deployment\s+points?|troop\s+concentrations?|firing\s+positions?"
    r"|(?:armaments?|munitions|arms|weapons)\s+(?:works|plants?|factor(?:y|ies)|workshops?)"
    r"|airfields?|launch(?:ing)?\s+(?:sites?|pads?|positions?)|radar\s+(?:stations?|sites?)|trench(?:es)?"
    r"|(?:army|military)\s+(?:airfields?|airports?|camps?|posts?|depots?|vehicles?|lorries"
    r"|trucks?|convoys?|hospitals?|warehouses?|garrisons?)|garrisons?|airbases?|barracks"
    r"|naval\s+bases?|(?:foreign\s+)?mercenaries|(?:gun|mortar|artillery|missile)\s+"
    r"(?:positions?|batter(?:y|ies)|emplacements?)|rocket\s+launchers?"
    r"|gatherings?\s+of\s+(?:fighters|militants|rebels|terrorists|troops|soldiers)"
    r"|(?:facilit(?:y|ies)|enterprises?|plants?|objects?|infrastructure|factor(?:y|ies))\s+of"
    r"\s+the\s+(?:[\w-]+\s+)?(?:military|defen[cs]e)[\s-]+industr(?:y|ial\s+complex)"
    r"|military[\s-]industrial\s+(?:complex|facilit\w+|targets?|sites?|enterprises?)"
    r"|air[\s-]defen[cs]e\s+(?:systems?|batter(?:y|ies)|units?|sites?|positions?)"
    r"|(?:S-[34]00|Patriot|Buk|Tor)\s+(?:batter(?:y|ies)|systems?|launchers?)"
    r"|(?:fuel|oil)\s+(?:depots?|warehouses?|dumps?)|(?:drone|missile|rocket|tank|shell"
    r"|ammunition|explosives|weapons|arms)\s+(?:assembly\s+|production\s+|manufacturing\s+"
    r"|repair\s+)?(?:depots?|warehouses?|workshops?|plants?|factor(?:y|ies)|facilit(?:y|ies)"
    r"|lines?|storage|stores?)"
    r"|bases?\s+(?:used|manned|held|run|occupied)\s+by"
    r"|(?:meetings?|gatherings?|concentrations?)\s+of\s+(?:[\w-]+\s+){0,4}?(?:commanders"
    r"|officers|troops|servicemen|fighters|militants|leaders)"
    r"|military\s+command|command\s+and\s+control\s+cent(?:er|re)s?"
    r"|(?:rocket|missile)\s+launch(?:ing)?\s+(?:sites?|pads?)|weapons\s+production\s+\w+"
    r"|military\s+(?:objectives?|targets?|bases?|positions?|sites?|facilit(?:y|ies)"
    r"|installations?|presence|headquarters)|command\s+(?:posts?|cent(?:er|re)s?)"
    r"|(?:ammunition|weapons|arms)\s+(?:depots?|warehouses?|caches?|dumps?|stores?)"
    r"|training\s+camps?|bunkers?|(?:terrorist|militant|rebel|insurgent|enemy)\s+"
    r"(?:\w+\s+)?(?:positions?|bases?|camps?|targets?|hideouts?|strongholds?|facilit\w+"
    r"|infrastructure|headquarters|gatherings?)|legitimate\s+(?:military\s+)?targets?)"
)
_TAIL = r"(?:[^.;,\n]{0,60}?(?=[.;,\n]|$))?"
_ABSENT = quick(
    rf"(?:there\s+(?:was|were|is|are|had\s+been|has\s+been)\s+|found\s+|saw\s+|had\s+|with\s+"
    rf"|contained\s+|of\s+)?(?:no|not\s+any|never\s+any|absence\s+of(?:\s+any)?|without\s+any"
    rf"|no\s+evidence\s+of(?:\s+any)?|no\s+(?:sign|trace|indication|hint)s?\s+of(?:\s+an?|\s+any)?"
    rf"|no\s+(?:evident|obvious|apparent|visible|identifiable|known|legitimate|clear)"
    rf"|not\s+a(?:\s+single)?|free\s+of(?:\s+any)?)"
    rf"\s+{_MILITARY}(?:(?:\s*,)?\s+(?:(?:or|and|nor)(?:\s+no)?|no)\s+(?:\w+\s+)??\w+){{0,3}}"
    rf"(?:\s+that\s+(?:would|could|might)\s+(?:explain|justify)\s[^.;,\n]*)?"
    rf"(?:\s+(?:were\s+|was\s+)?(?:present|in|at|inside|near|nearby|around|within|among|there)"
    rf"\b[^.;,\n]*)?",
    re.IGNORECASE,
)
_CIVIL = (
    r"(?:civilians?|families|women|children|patients|residents|shoppers|farmers?|people"
    r"|shepherds?|sheep|doctors|nurses|pupils|traders|workers|villagers|homes|houses|shops"
    r"|fields|tents|the\s+sick|ordinary)"
)
_NOTHING_MILITARY = re.compile(
    r"\bnothing\s+(?:of\s+a\s+)?military(?:\s+nature)?\b"
    r"(?:\s+(?:here|there|about|in|at|inside|near|nearby|around)\b[^.;,\n]*)?"
    # nothing that we have seen points to a military target
    r"|\b(?:nothing|no\s+(?:information|evidence|data|footage|image))\b[^.;,\n]{0,50}?"
    r"\b(?:point(?:s|ed|ing)?\s+to|suggest(?:s|ed|ing)?|indicat(?:es?|ed|ing)|show(?:s|ed|ing)?)"
    r"\s+(?:an?|any|the\s+presence\s+of|that\s+(?:an?|any))\s+(?:[\w-]+\s+){0,2}?"
    r"(?:military|armed|fighters?|militants?|soldiers|weapons|rebels?)[^.;,\n\"\u201d]*"
    # nothing here but farmers; only families live here
    rf"|\b(?:there\s+(?:is|are|was|were|has\s+been|had\s+been)\s+)?(?:nothing|nobody|no\s?one)\s+"
    rf"(?:(?:else|here|there|inside|in\s+(?:the\s+)?\w+|at\s+the\s+\w+)\s+)?(?:but|except|other\s+than"
    rf"|apart\s+from|save)\s+(?:[\w-]+\s+){{0,2}}?{_CIVIL}\b[^.;,\n\"\u201d]*"
    r"|\b(?:purely|exclusively|entirely|strictly|solely|wholly)\s+civilian\s+(?:\w+\s+)?(?:one"
    r"|site|building|area|facility|target|object|neighbou?rhood|district|place|location"
    r"|infrastructure)\b",
    re.IGNORECASE,
)
_NOT_A_TARGET = quick(
    r"(?:was|were|is|are)\s+not\s+(?:being\s+)?(?:a\s+|used\s+(?:for|as)\s+)?"
    rf"(?:{_MILITARY}|military\s+purposes)",
    re.IGNORECASE,
)
# What an army has, when a text says that none of it was there.
_OF_WAR = (
    r"(?:(?:armed|uniformed|enemy|rebel|government|army|military|foreign)\s+(?:[\w-]+\s+)?"
    r"(?:men|man|people|person|units?|vehicles?|positions?|posts?|forces|groups?|presence"
    r"|targets?|objectives?|equipment|fighters?|soldiers?)"
    r"|soldiers?|fighters?|militants?|rebels?|gunm[ae]n|combatants?|insurgents?|troops"
    r"|mercenar(?:y|ies)|guns?|rifles?|weapons?|arms|ammunition|tanks?|uniforms?|barracks"
    r"|trench(?:es)?|bases?|checkpoints?|garrisons?|launchers?|batter(?:y|ies)|depots?"
    r"|headquarters|bunkers?|outposts?|command\s+(?:posts?|cent(?:er|re)s?))"
)
_WAS_NOT_THERE = quick(
    r"(?:there(?:['\u2019]s|\s+(?:was|were|is|are|had\s+been|has\s+been|have\s+been|has|have))"
    r"\s*(?:not\s+(?:a\s+single|one|an?|any)|no|never\s+(?:been\s+)?(?:an?|any)"
    rf"|n['\u2019]t\s+(?:an?|any))\s+(?:[\w-]+\s+){{0,2}}?{_OF_WAR}\b"
    r"|(?:no|not\s+(?:one|a\s+single))\s+(?:[\w-]+\s+){0,2}?"
    rf"{_OF_WAR}\s+(?:(?:was|were|had\s+been|has\s+been|have\s+been)\s+(?:ever\s+)?|(?=lived|stayed))"
    r"(?:lived|stayed|here|found|seen|there|present|inside|nearby|visible|stationed|based|recovered|near|in|at"
    r"|around|within|among)\b"
    r"|(?:found|saw|seen|noticed|observed|identified|detected|recovered|discovered|hosted"
    rf"|housed)\s+(?:no|neither|not\s+(?:one|an?|any))\s+(?:[\w-]+\s+){{0,2}}?{_OF_WAR}\b"
    r"|(?:could|did|had|has|have|do|does)(?:\s+not|n['\u2019]t|\s+never)\s+(?:\w+\s+)?"
    r"(?:find|see|found|seen|host(?:ed)?|house[ds]?|identify|detect|observe|harbou?r)\s+"
    rf"(?:an?|any|one|a\s+single)\s+(?:[\w-]+\s+){{0,2}}?{_OF_WAR}\b"
    r"|none\b[^.;,]{0,40}\s(?:could|did|had)\s+(?:[\w']+\s+){1,3}?(?:find|found|see|seen)"
    rf"\s+(?:an?|any)\s+(?:[\w-]+\s+){{0,2}}?{_OF_WAR}\b"
    r"|(?:nobody|no\s?one|none\s+of\s+(?:them|us|the\s+\w+))\b[^.;,]{0,30}?\b(?:carried|bore"
    r"|wore|had|held|was\s+(?:carrying|wearing))\s+(?:an?\s+|any\s+)?(?:arms|weapons?|guns?"
    r"|uniforms?|rifles?)"
    r"|(?:fighters|rebels|soldiers|troops|militants|army|garrison)\s+(?:had|have|has)\s+"
    r"(?:\w+\s+){0,2}?(?:left|withdrawn|pulled\s+out|moved\s+out|abandoned)\b"
    r"|(?:only|nothing\s+but)\s+(?:civilians|families|women\s+and\s+children)\s+"
    r"(?:were|live[ds]?|inside|there|here|in\b)"
    r"|there\s+(?:were|are|was|is)\s+(?:only|nothing\s+but|nobody\s+but|just)\s+(?:[\w-]+\s+)??"
    r"(?:civilians|families|women|children|patients|residents|shoppers|farmers|people)\b"
    r"|(?:had|have|has)\s+no\s+(?:positions?|bases?|fighters|presence|weapons|barracks)\s+"
    r"(?:in|near|at|inside|around|there|within)\b"
    r"|den(?:y|ied|ies|ying)\s+(?:that\s+)?(?:there\s+(?:had\s+been|has\s+been|have\s+been|were|was"
    r"|are|is)\s+(?:any\s+|ever\s+|a\s+)*(?:[\w-]+\s+){0,2}?"
    r"|(?:(?:it|they)\s+(?:had|have|has)|having(?:\s+had)?)\s+(?:ever\s+)?(?:any\s+(?:[\w-]+\s+){0,2}?)?)"
    rf"{_OF_WAR}\b"
    r"|den(?:y|ied|ies)\s+that\s+(?:its|their|any)\s+(?:[\w-]+\s+)?(?:fighters|members|weapons"
    r"|men|rockets|commanders|militants)\s+(?:had\s+been|have\s+been|were|was|are)\b"
    r"|(?:far|miles|well\s+away|a\s+long\s+way|kilomet(?:re|er)s\s+away|away)\s+from\s+(?:any|the)"
    r"\s+front[\s-]?lines?|(?:no|any)\s+military\s+value)"
    r"[^.;,\n]*",
    re.IGNORECASE,
)
_BESIDE = quick(
    rf"{_STRONG}[^.;\n]{{0,60}}?\b(?:adjoin(?:s|ed|ing)?|abut(?:s|ted|ting)?|next\s+(?:door|to)"
    r"|nearby|close\s+by|across\s+the\s+(?:road|street|river)|opposite|a\s+stone['\u2019]?s"
    r"\s+throw|around\s+the\s+corner|within\s+sight)\b"
    r"|\b(?:adjoin(?:s|ed|ing)?|abut(?:s|ted|ting)?|border(?:s|ed|ing)?|opposite|behind"
    r"|across\s+the\s+(?:road|street|river)\s+from|a\s+stone['\u2019]?s\s+throw\s+from"
    r"|not\s+far\s+from|within\s+sight\s+of|around\s+the\s+corner\s+from)\s+"
    rf"(?:an?\s+|the\s+|some\s+)?(?:\w+\s+){{0,2}}?{_STRONG}",
    re.IGNORECASE,
)
_NOBODY_ARMED = re.compile(
    r"(?:nobody|no\s?one|no\s+person)\s+(?:was\s+|who\s+was\s+)?armed(?:\s+[^.;,\n]{1,40})?",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?P<n>\d[\d,.]*|half\s+an?|an?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|several)"
)
_UNIT = r"(?P<unit>metres?|meters?|m|yards?|kilomet(?:re|er)s?|km|miles?|feet|ft)"
_DISTANCE = re.compile(
    rf"(?P<words>(?:about\s+|around\s+|some\s+|at\s+least\s+|only\s+|just\s+|less\s+than\s+|more\s+than\s+"
    rf"|roughly\s+|approximately\s+|nearly\s+)?\b{_NUMBER}[\s-]*{_UNIT}\b"
    rf"(?:\s*\((?:[^)]{{1,30}})\))?)\s+(?:\w+\s+)?(?:away|from|off|distant|of|north|south|east|west)",
    re.IGNORECASE,
)
_NEAR = quick(
    rf"(?:near|close\s+to|next\s+to|adjacent\s+to|beside|in\s+the\s+vicinity\s+of|proximity\s+(?:to|of))"
    rf"\s+(?:an?\s+|the\s+|some\s+)?{_STRONG}",
    re.IGNORECASE,
)
# "Militants routinely hide behind hospital signs".
_HIDING = quick(
    r"(?:fighters?|militants?|rebels?|gunm[ae]n|terrorists?|combatants?|insurgents?|troops"
    r"|soldiers|commanders|they|army|enemy|forces)\s+(?:[\w-]+\s+){0,3}?(?:hid(?:e|es|ing|den)?"
    r"|shelter(?:s|ed|ing)?|embed(?:s|ded|ding)?|take\s+cover|took\s+cover|taking\s+cover)"
    r"\s+(?:themselves\s+)?(?:behind|among|amongst|in|inside|under|beneath|beside|near)\b"
    r"[^.;,\n\"\u201d]*",
    re.IGNORECASE,
)
_PRESENT = quick(
    rf"\b(?:(?:hit|struck|destroyed|wiped\s+out|knocked\s+out|targeted|targeting|bombed|attacked|hitting|striking|destroying"
    rf"|used\s+as|served\s+as|fed|supplied|sheltered|housed|housing|hosting|contained|hid(?:ing|den)?|was|were|had\s+been|has\s+been"
    rf"|there\s+(?:was|were)|used\s+by|strikes?[\"\u201d]?(?:\s+[\w-]+){{0,4}}?\s+(?:on|against)|attacks?[\"\u201d]?\s+(?:on|against))"
    rf"\s+(?!(?:only|exclusively|solely)\b)(?:[\"\u201c'\u2018]?[\w-]+\s+){{0,3}}?"
    rf"[\"\u201c'\u2018]?{_STRONG})"
    r"|used\s+(?:by\s+[\"\u201c'\u2018]?(?:the\s+)?\w+[\"\u201d'\u2019]?\s+)?to\s+(?:store|hide|launch|fire|keep|stockpile|manufacture|make|assemble|plan"
    r"|coordinate|train)\s+(?:[\w-]+\s+){0,2}?(?:rockets?|weapons?|arms|ammunition|missiles?"
    r"|drones?|fighters|attacks?|explosives|shells|bombs)"
    r"|(?:us(?:ed|ing)|serv(?:ed|ing)|function(?:ed|ing)|turned|converted|operat(?:ed|ing)"
    r"|acting|acted|doubled|disguised|set\s+up|established)\s+(?:by\s+[\"\u201c'\u2018]?(?:the\s+)?\w+"
    r"[\"\u201d'\u2019]?\s+|(?:this|that|the|our|its|their)\s+(?:[\w-]+\s+){1,2})?(?:as|into|in|at)"
    r"\s+(?:an?|the|their|its|it)\s+(?:[\w-]+\s+){0,3}?(?:headquarters|bases?|barracks|depots?"
    r"|command\s+\w+|positions?|hideouts?|strongholds?|firing\s+points?|stores?|arsenals?"
    r"|shields?|outposts?|garrisons?|warehouses?)"
    r"|(?:weapons|arms|ammunition|explosives|rockets|missiles|munitions)\s+(?:(?:which|that)\s+)?"
    r"[\"\u201c'\u2018]?(?:the\s+)?(?:fighters|militants|rebels|gunmen|terrorists|insurgents)[\"\u201d'\u2019]?"
    r"\s+(?:had\s+|have\s+|were\s+|are\s+)?(?:stor(?:e|ed|ing)|ke(?:ep|pt|eping)|hid(?:e|den|ing)?"
    r"|stockpil(?:e|ed|ing))\b[^.;,\n\"\u201d]*"
    r"|[\"\u201c'\u2018]?(?:fighters|militants|rebels|gunmen|terrorists|insurgents)[\"\u201d'\u2019]?\s+(?:had\s+|have\s+"
    r"|were\s+|are\s+)?(?:been\s+)?(?:stor(?:e|ed|ing)|ke(?:ep|pt|eping)|hid(?:e|den|ing)?|stockpil(?:e|ed|ing))"
    r"\s+(?:(?:their|its|the)\s+)?(?:weapons|arms|ammunition|explosives|rockets|missiles|munitions)"
    r"\b[^.;,\n\"\u201d]*"
    rf"|(?:fighters?|militants?|rebels?|gunmen|terrorists?|combatants?)[\"\u201d'\u2019]?\s+(?:\w+\s+){{0,2}}?"
    rf"(?:were|was|are|had\s+been|have\s+been)\s+(?:\w+\s+)?(?:using|hiding|sheltering|present"
    rf"|operating|stationed|based|holed\s+up|launching|firing)(?:\s+[^.;,\n\"\u201d]{{1,50}}(?=[.;,\n\"\u201d]))?"
    rf"|(?:a|its|the|legitimate|purely)\s+legitimate\s+(?:military\s+)?target",
    re.IGNORECASE,
)
_MISTAKEN = quick(
    r"(?:by\s+mistake|mistakenly\s+\w+|mistook|mistaken(?:ly)?\s+(?:for|identified)|in\s+error"
    r"|wrong\s+(?:target|house|building)|erroneously\s+\w+|accidentally\s+(?:hit|struck|bombed"
    r"|targeted|killed)|misidentified|faulty\s+intelligence)",
    re.IGNORECASE,
)
_NOT_OF_PRESENCE = re.compile(
    r"\s*(?:(?:were|was|are|is|has|have|had|been|yet|immediately|so\s+far)\s+)*"
    r"(?:killed|injured|wounded|hurt|harmed|claimed|said|denied|taken|admitted|commented)",
    re.IGNORECASE,
)
_IN_RANGE = re.compile(r"\b(?:with)?in\s+range\b", re.IGNORECASE)  # who did not fire
_AMONG_HARMED = re.compile(
    r"\bamong\s+(?:the\s+|those\s+)?(?:dead|killed|victims|wounded|injured|casualties)\b",
    re.IGNORECASE,
)
_NEAREST = re.compile(r"(?:the\s+)?(?:nearest|closest)\b", re.IGNORECASE)
_FAR_NEAREST = 90
_FAR = 45  # characters between a military thing and its distance
_METRES = {"m": 1.0, "k": 1000.0, "mi": 1609.344, "y": 0.9144, "f": 0.3048}
_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0,
    "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0,
}  # fmt: skip
_SUBJECT = re.compile(
    rf"(?:the\s+)?(?:nearest\s+|closest\s+)?{_MILITARY}", re.IGNORECASE
)


def find_objectives(reading: Reading) -> list[Claim]:
    """Return the claims about military objectives of a page."""
    claims: list[Claim] = []
    for sentence in reading.sentences:
        text = reading.text[sentence.start : sentence.end]
        absent = _absent(reading, sentence, text)
        found = [
            claim
            for claim in _distance(reading, sentence, text)
            if not any(_meet(claim, other) for other in absent)
        ]
        found += absent
        if not found:
            found = _others(reading, sentence, text)
        claims += found
    return claims


def _meet(one: Claim, other: Claim) -> bool:
    """Say whether "no base within two kilometres" was read as a distance, too."""
    return one.span.start < other.span.end and other.span.start < one.span.end


def metres(number: str, unit: str) -> int | None:
    """Return a distance in whole metres; None = the number is not one ("several").

    Args:
        number: "300", "1.5", "two", "half a".
        unit: "metres", "km", "miles", "yards", "feet".
    """
    words = " ".join(number.lower().split())
    if words.startswith("half"):
        value = 0.5
    elif words in _WORDS:
        value = _WORDS[words]
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?", words):
        value = float(words.replace(",", ""))
    else:
        return None
    key = unit.lower()
    factor = _METRES["mi"] if key.startswith("mi") else _METRES[key[0]]
    return round(value * factor)


def _distance(
    reading: Reading, sentence: Sentence, text: str
) -> list[MilitaryObjectiveClaim]:
    claims = []
    for found in _DISTANCE.finditer(text):
        what = _what(text, found.start(), found.end())
        if what is None:
            continue
        start = min(what[0], found.start())
        end = max(what[1], _end_of_clause(text, found.end()))
        words = found["words"]
        claims.append(
            _claim(
                reading,
                sentence.start + start,
                sentence.start + end,
                Objective.DISTANCE,
                what=text[what[0] : what[1]],
                distance=(metres(found["n"], found["unit"]), words),
            )
        )
    return claims


def _what(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the military thing a distance speaks of, nearest first; None = none."""
    before = [
        m.span()
        for m in _SUBJECT.finditer(text[:start])
        if start - m.end() < (_FAR_NEAREST if _NEAREST.match(m.group()) else _FAR)
    ]
    if before and not re.search(r"[;]|\bsaid\b|\btold\b", text[before[-1][1] : start]):
        return before[-1]
    after = _SUBJECT.search(text[end : end + 70])
    return (end + after.start(), end + after.end()) if after else None


def _absent(
    reading: Reading, sentence: Sentence, text: str
) -> list[MilitaryObjectiveClaim]:
    found = (
        _ABSENT.search(text)
        or _NOT_A_TARGET.search(text)
        or _NOTHING_MILITARY.search(text)
        or _NOBODY_ARMED.search(text)
        or _WAS_NOT_THERE.search(text)
    )
    if found is None:
        return []
    whole = found.group()
    if (
        _IN_RANGE.search(whole)
        or _NOT_OF_PRESENCE.match(text[found.end() :])
        or _AMONG_HARMED.search(whole)
    ):
        return []
    end = found.end() - (len(found.group()) - len(found.group().rstrip()))
    start, end = sentence.start + found.start(), sentence.start + end
    return [_claim(reading, start, end, Objective.ABSENT)]


def _others(
    reading: Reading, sentence: Sentence, text: str
) -> list[MilitaryObjectiveClaim]:
    for pattern, objective in (
        (_MISTAKEN, Objective.ALLEGED_MISTAKEN),
        (_NEAR, Objective.NEAR),
        (_BESIDE, Objective.NEAR),
        (_PRESENT, Objective.PRESENT),
        (_HIDING, Objective.NEAR),
    ):
        found = pattern.search(text)
        if found:
            start, end = sentence.start + found.start(), sentence.start + found.end()
            return [_claim(reading, start, end, objective)]
    return []


def _claim(
    reading: Reading,
    start: int,
    end: int,
    objective: Objective,
    *,
    what: str | None = None,
    distance: tuple[int | None, str] | None = None,
) -> MilitaryObjectiveClaim:
    return MilitaryObjectiveClaim(
        id=ClaimId(""),
        document_id=DocumentId(reading.page.id),
        span=reading.span(start, end),
        military_objective=objective,
        distance_m=distance[0] if distance else None,
        distance_words=distance[1] if distance else None,
        what=what,
        rule=f"objective.{objective}",
    )


def _end_of_clause(text: str, place: int) -> int:
    stop = re.search(r"[.;\n]|,\s", text[place:])
    end = place + stop.start() if stop else len(text)
    return end if end - place <= 60 else place  # noqa: PLR2004  a modest quote
