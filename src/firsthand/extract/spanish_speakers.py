"""Speakers of Spanish statements in full, read once a page's statements are known.

Bodies whose name holds an "and", people who are said to go by a name, and listeners
("told reporters, and added"), who say nothing themselves. Method: M022.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import NamedTuple

from firsthand.extract.said import Said

_NAME = r"[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+"
_FULL_NAME = rf"{_NAME}(?:\s+(?:al?\s+|el\s+|de\s+|bin\s+|abu\s+)?{_NAME}){{0,3}}"
_BODY = (
    r"(?:[Oo]rganizaci[oó]n|ONG|[Cc]olectivo|[Gg]rupo|[Aa]sociaci[oó]n|[Rr]ed|[Ff]undaci[oó]n"
    r"|[Ee]ntidad|[Pp]lataforma|[Oo]bservatorio|[Ii]nstituto|[Cc]entro|[Aa]gencia|[Ll]iga"
    r"|[Mm]ovimiento|[Cc]oalici[oó]n|[Cc]omit[eé]|[Pp]royecto|[Ii]niciativa|[Pp]eri[oó]dico)"
)
_JOINED = rf"(?P<one>{_NAME}) (?P<sign>y|e) (?P<two>{_NAME})"
# One body by its noun, or by a verb that one alone can have.
_BODY_NAMED = re.compile(rf"\b{_BODY}(?:\s+[a-záéíóúñ]+){{0,3}}?\s+{_JOINED}\b")
_ONE_SPEAKS = re.compile(
    rf"{_JOINED},?\s+(?:tambi[eé]n\s+)?(?:ha|hab[ií]a|denunci[aó]|afirm[aó]|asegur[aó]"
    r"|sostiene|sostuvo|dice|dijo|señal[aó]|document[aó]|inform[aó]|cifr[aó]|estim[aó]"
    r"|calcul[aó]|precis[aó]|concluy[eó]|indic[aó]|respondi[oó]|replic[aó]|pid(?:e|i[oó]))\b"
)
_ROLE = re.compile(
    r"(?:(?:el|la|un|una|su)\s+)?(?:portavoz|vocer[oa]|director(?:a)?|president[ea]|jef[ea]"
    r"|coordinador(?:a)?|responsable|investigador(?:a)?|abogad[oa]|fundador(?:a)?)\b",
    re.IGNORECASE,
)
_HIS_NAME = re.compile(rf",\s+(?P<name>{_NAME}(?:\s+{_NAME}){{1,3}})\b")
_GOES_BY = re.compile(
    r"\s*,?\s*(?:(?:que|quien)\s+)?(?:se\s+(?:identific[oó]|present[oó]|hac[ií]a llamar"
    r"|hace llamar)|dijo (?:llamarse|ser)|conocid[oa]|identificad[oa]|llamad[oa]"
    r"|apodad[oa]|de nombre|que (?:dijo|dio|facilit[oó]) (?:solo |sólo )?su nombre)"
    rf"(?:\s+(?:solo|sólo|únicamente|simplemente|apenas))?(?:\s+como)?,?\s+(?P<name>{_FULL_NAME})"
)
_ONE_OF = re.compile(r"(?:un[oa]|otr[oa]) de (?:ell[oa]s|los|las)\b", re.IGNORECASE)
_LISTENERS = re.compile(
    r"(?:(?:los|las|la|el)\s+)?(?:periodistas|reporteros|prensa|informadores"
    r"|corresponsales|medios|diputados|parlamento|diplom[aá]ticos)",
    re.IGNORECASE,
)
# "His team", "its researchers" speak for whoever spoke before; "clearly" is nobody.
_OF_HIM = re.compile(
    r"[Ss]us? (?:investigador|analista|autor|expert|equipo|t[eé]cnic|especialista)\w*$"
    r"|\w+mente$|(?:El|La|Los|Las) \w+(?: \w+)? no (?:pudo|pudieron|tuvo|quiso)\b"
)
# "Many of them published by the pilots": whose pictures they are.
_OF_PICTURES = re.compile(
    r"(?:im[aá]genes|v[ií]deos?|fotograf[ií]as|fotos|grabaciones|ellas|ellos)"
    r"\s+(?:\w+\s+){0,2}$"
)
_MADE = re.compile(r"(?:publicad|difundid|tomad|grabad|captad|obtenid)[oa]s?\b")
_FEW_SENTENCES = 3
_TOLD = re.compile(
    r"(?:\b(?:a|al|ante)\s+(?:los\s+|las\s+|la\s+|el\s+)?"
    r"|\b(?:rueda|conferencia|declaraciones?|comparecencia)\s+(?:de|a|ante)\s+(?:la\s+)?)$",
    re.IGNORECASE,
)
# "... blame it on the rebels. These deny it": the last thing named before.
_LATTER = {"estos": "los", "estas": "las", "este": "el|al|del", "esta": "la"}
_LAST_NAMED = r"\b(?P<article>{articles}) (?P<noun>[\wáéíóúñ]+(?: [\wáéíóúñ]+)?)\.\s*$"
_LONGEST_LAST = 60
_REACH = 40


class _Joined(NamedTuple):
    """A body's name that holds an "and"."""

    one: str
    two: str
    whole: str


def in_full(text: str, said: Sequence[Said]) -> list[Said]:
    """Return the statements of a Spanish page with their speakers in full.

    Args:
        text: The page's text.
        said: Its statements, in order.
    """
    bodies = _bodies_with_and(text)
    said = [s for s in said if not _says_nothing(text, s)]
    renamed: dict[str, str] = {}
    made: list[Said] = []
    for one in said:
        name = _name_of(text, one, bodies)
        old = one.statement.speaker
        if name is not None and old is not None and name != old:
            if any(name.endswith(body.whole) for body in bodies):
                renamed[old] = name
            made.append(_by(one, name))
        elif old is not None and _listens(text, one):
            made.append(_by_whoever_spoke(one, made))
        elif old is not None and _OF_HIM.match(old):
            made.append(_by_whoever_spoke(one, made, back=_FEW_SENTENCES))
        else:
            made.append(one)
    return [_by(o, renamed.get(o.statement.speaker or "")) for o in made]


def _says_nothing(text: str, said: Said) -> bool:
    """Say whether a statement is but whose pictures some are."""
    if not said.statement.cue:
        return False
    start = said.statement.cue[0][0]
    before = text[max(0, start - _REACH) : start]
    return bool(_MADE.match(text, start) and _OF_PICTURES.search(before))


def _bodies_with_and(text: str) -> list[_Joined]:
    """Return the names of one body that hold an "and" ("la red Agua y Vida")."""
    found = {}
    for pattern in (_BODY_NAMED, _ONE_SPEAKS):
        for match in pattern.finditer(text):
            whole = f"{match['one']} {match['sign']} {match['two']}"
            found[whole] = _Joined(match["one"], match["two"], whole)
    return list(found.values())


def _name_of(text: str, said: Said, bodies: Sequence[_Joined]) -> str | None:
    """Return what a speaker is called in full; None = as he stands."""
    speaker, source = said.statement.speaker, said.statement.source
    if speaker is None or not source:
        return None
    start, end = source[0][0], source[-1][1]
    goes_by = _GOES_BY.match(text, end)
    if goes_by is None and _ONE_OF.match(speaker):
        goes_by = _HIS_NAME.match(text, end)
    if goes_by is not None:
        return goes_by["name"]
    return _latter(text, start, end) or _body_in_full(text, said, bodies)


def _body_in_full(text: str, said: Said, bodies: Sequence[_Joined]) -> str | None:
    """Return a body's name with its "and", or who speaks for it; None = no such."""
    speaker, source = said.statement.speaker or "", said.statement.source
    start, end = source[0][0], source[-1][1]
    for body in bodies:
        rest = body.whole[len(body.one) :]
        if speaker.endswith(body.one) and text.startswith(rest, end):
            name = _HIS_NAME.match(text, end + len(rest))
            return name["name"] if name and _ROLE.match(speaker) else speaker + rest
        before = body.whole[: -len(body.two)]
        if speaker == body.two and text.endswith(before, 0, start):
            return body.whole
    return None


def _latter(text: str, start: int, end: int) -> str | None:
    """Return whom "these" names: the last words of the sentence before."""
    articles = _LATTER.get(text[start:end].lower().replace("é", "e"))
    if articles is None:
        return None
    pattern = _LAST_NAMED.format(articles=articles)
    found = re.search(pattern, text[max(0, start - _LONGEST_LAST) : start])
    if found is None:
        return None
    article = "el" if found["article"] in {"al", "del"} else found["article"]
    return f"{article} {found['noun']}"


def _listens(text: str, said: Said) -> bool:
    """Say whether a speaker is but who was told ("told reporters, and added")."""
    speaker, source = said.statement.speaker or "", said.statement.source
    if not source or not _LISTENERS.fullmatch(speaker):
        return False
    start = source[0][0]
    return _TOLD.search(text[max(0, start - _REACH) : start]) is not None


def _by_whoever_spoke(said: Said, before: Sequence[Said], *, back: int = 1) -> Said:
    """Return a statement by who spoke last, at most so many sentences back."""
    near = [
        b.statement.speaker
        for b in before
        if b.sentence >= said.sentence - back and b.statement.speaker
    ]
    if near:
        return _by(said, near[-1])
    if back > 1:
        return said
    open_ = dataclasses.replace(
        said.statement, speaker=None, chain=(), is_unresolved=True, candidates=()
    )
    return dataclasses.replace(said, statement=open_)


def _by(said: Said, name: str | None) -> Said:
    """Return a statement by another speaker; None = as it is."""
    if not name or name == said.statement.speaker:
        return said
    chain = (*said.statement.chain[:-1], name)
    statement = dataclasses.replace(
        said.statement, speaker=name, chain=chain, is_unresolved=False, candidates=()
    )
    return dataclasses.replace(said, statement=statement)
