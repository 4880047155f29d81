"""What word order and cases tell of who struck, in Russian and Ukrainian.

A party's name before a noun of arms owns nothing of it; behind a verb of striking it
acts in the first or the instrumental case and is struck in the others. Method: M056.
"""

from __future__ import annotations

import re

from firsthand.extract.patterned import Found
from firsthand.reference.parties import PartyMention

# Cases in which nobody acts: after a verb of striking they tell whom or what it hit.
_OBLIQUE = re.compile(
    r"(?:ого|ому|ом|их|ых|ую|ской|ську|ської|ській|ию|ію|ии|ії|[иї]ля|[иї]лю|нцев|нців|ян|"
    r"аину|аїну|аины|аїни|аине|аїні|ков|ків|стов|стів)$"
)
_ACCUSED = re.compile(r"(?:ию|ію|ну|ську|скую)$")
_INSTRUMENTAL = re.compile(r"(?:скими|ским|ськими|ським|ською)$")
_NOMINATIVE = re.compile(
    r"(?:ия|ія|аина|аїна|аиль|аїль|[иі]ран|ирак|ірак|торет)$", re.IGNORECASE
)
_MANY = re.compile(r"(?:ли|[яю]ть?)$")
_ONE = re.compile(r"[бвгджзклмнпрстфхцчшщйь]$")
_OF_MANY = re.compile(r"(?:ов|ев|ів|їв)$")
_OF_PEOPLE = re.compile(r"(?:их|ых)$")
_FROM = re.compile(r"(?:^|\s)(?:с|со|из|з|із|зі)(?:\s\w+)?\s*$")


def is_oblique(words: str) -> bool:
    """Say whether a name stands in a case in which nobody acts."""
    return _OBLIQUE.search(words.lower()) is not None


def is_accused_first(words: str) -> bool:
    """Say whether a name before "they accused" is whom they accused."""
    return _ACCUSED.search(words.lower()) is not None


def is_accused_by_nobody(words: str, verb: str) -> bool:
    """Say whether a name before "they accused" is whom somebody accused.

    "Toreth (one) accused (many) of the strike": the verb has another subject, or none.
    """
    is_many = _MANY.search(verb.lower()) is not None
    name = words.lower().split()[-1] if words else ""
    is_one = _ONE.search(name) is not None
    return is_many and (is_one or _OF_MANY.search(name) is not None)


def is_author_behind(word: Found, party: PartyMention) -> bool:
    """Say whether a name is who did what a noun tells of ("a raid by X forces")."""
    is_by = _INSTRUMENTAL.search(party.words.lower()) is not None
    return is_by and bool(word.row.get("object"))


def is_no_author(word: Found, party: PartyMention, first: int, between: str) -> bool:
    """Say whether order and case keep a name from being that of who struck.

    "Russia began an inquiry into the strike": a name before a noun owns it not; what
    follows a verb in an oblique case was struck.

    Args:
        word: The word of striking; its row says whether it is a noun.
        party: The name.
        first: Where the word stands in the text.
        between: What stands between the two.
    """
    is_noun = bool(word.row.get("noun"))
    if party.start < first:
        return _is_no_owner(party, between) if is_noun else is_oblique(party.words)
    if is_noun:
        return _is_no_owner_behind(word, party, between)
    # "launched from a Torethi aircraft": whose it was
    return _FROM.search(between) is None and is_oblique(party.words)


def _is_no_owner(party: PartyMention, between: str) -> bool:
    return party.form != "adjective" or "," in between


def _is_no_owner_behind(word: Found, party: PartyMention, between: str) -> bool:
    """Say whether a name behind a noun does not own it, or is what it struck."""
    if party.form == "adjective":
        # "aircraft bombed Torethi fighters"; "the aircraft of Torethi forces"
        is_of_people = _OF_PEOPLE.search(party.words.lower()) is not None
        return is_of_people and bool(between.strip())
    if party.form == "metonym" and between.strip():
        return True  # "called the raid barbaric and urged Moscow"
    if _NOMINATIVE.search(party.words):
        return True  # "such rockets Ukraine cannot shoot down"
    is_land = party.kind == "state" and not party.words.isupper()
    return bool(word.row.get("object")) and is_land and party.form == "name"
