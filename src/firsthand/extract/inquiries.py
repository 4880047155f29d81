"""What a report looked into and lists, told without a verb of saying.

"The 44-page report examines seven strikes on ...", "In a study of the campaign, it
lists 160 dead", "Their conclusion: nothing military was near", "The monitor gives a
higher figure of 190 killed". Read by form, because the parser often takes "documents"
or "lists" for a noun. Method: M022.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.extract.reading import Range, Reading, Sentence, Statement

FORM = "inquiry"
# What somebody publishes who looked into a matter.
_PAPER = (
    r"(?:reports?|study|studies|investigations?|dossiers?|analys[ei]s|documents?|survey"
    r"|inquiry|inquiries|research|findings|review|paper|database|publication|briefing"
    r"|assessment|examination|account|update|bulletin|map|list|tally|statement)"
)
_COVERS = (
    r"(?:documents?|documented|examine[sd]?|list(?:s|ed)?|detail(?:s|ed)?|covers?|covered"
    r"|catalogu?e[sd]?|record(?:s|ed)?|investigate[sd]?|analy[sz]e[sd]?|reviews?|reviewed"
    r"|stud(?:y|ies|ied)|look(?:s|ed)? (?:closely |in detail )?(?:at|into)"
    r"|focus(?:es|ed)? on|centre[sd]? on|center(?:s|ed)? on|concentrates? on|cite[sd]?"
    r"|describe[sd]?|identif(?:y|ies|ied)|map(?:s|ped)|trace[sd]?|chart(?:s|ed)"
    r"|compile[sd]?|sets? out|lays? out|laid out|outline[sd]?|highlight(?:s|ed)?"
    r"|recount(?:s|ed)?|assess(?:es|ed)?|log(?:s|ged)|verif(?:y|ies|ied)|probe[sd]?"
    r"|chronicle[sd]?|reconstruct(?:s|ed)?|enumerate[sd]?|tall(?:y|ies|ied)|profile[sd]?"
    r"|name[sd]?|contains?|contained|deals? with|dealt with|draws? attention to"
    r"|points? to|goes through|went through|registers?|registered|itemi[sz]e[sd]?)"
)
_ABOUT = re.compile(
    r"\b(?:attacks?|strikes?|air ?strikes?|raids?|bombings?|bombardments?|shellings?"
    r"|killings?|deaths?|casualt\w+|victims?|incidents?|cases|massacres?|violations|killed|dead)\b"
)
# "In a report released on Tuesday, Open Ward ...".
_LEAD = re.compile(
    r"\W*(?P<lead>In (?:an?|the|its|their|another|this) (?:[\w'’-]+ ){0,6}?"
    rf"{_PAPER}\b[^.;:\"“”]{{0,120}}?),? (?P<source>(?:(?:the|The) )?(?:[A-Z][\w'’.-]+"
    rf"(?: (?:of|for|and|the|in|on)(?= [A-Z])| [A-Z][\w'’.-]+|['’]s)*|it|they|he|she"
    rf"|the (?:[\w-]+ ){{0,2}}(?:group|organi[sz]ation|charity|monitor|agency|institute"
    rf"|coalition|network|body|collective|watchdog|centre|center|authors|researchers"
    rf"|investigators))) (?:also |has |have |had )*(?P<cue>{_COVERS})\s"
)
_BY_ITSELF = re.compile(
    rf"\W*(?P<source>(?:The|Its|Their|This|That|His|Her|An?|[A-Z][\w'’ -]{{2,40}}['’]s)"
    rf" (?:[\w'’-]+ ){{0,4}}?{_PAPER}\b(?: (?:by|from|of) [^.,;:\"“”]{{3,60}}?)?)"
    rf"(?P<gap>, [^,.;:\"“”]{{3,80}},)? (?:also |has |have |had )*(?P<cue>{_COVERS})\s"
)
_AUTHORS = re.compile(
    rf"\W*(?P<source>(?:The )?(?:[\w'’-]+ ){{0,2}}?(?:[Aa]uthors|[Rr]esearchers"
    rf"|[Ii]nvestigators|[Ee]xperts|[Aa]nalysts)) (?:also |has |have |had )*"
    rf"(?P<cue>{_COVERS})\s"
)
_ADVERB = (
    r"(?:also |since |earlier |previously |later |meanwhile |separately |has |have "
    r"|had )*"
)
_ASIDE = r"(?P<gap>, [^,.;:\"“”]{3,80},)?"
# "The rights organisation looked into nine raids", "Open Ward documented seven".
_BODIES = re.compile(
    r"\W*(?P<source>(?:(?:The|A|An) (?:[\w'’-]+ ){0,4}?(?:group|organi[sz]ation|charity"
    r"|monitor|agency|institute|coalition|network|collective|watchdog|centre|center"
    r"|observatory|ngo|campaigners|activists|monitors|inspectors|project|commission"
    r"|panel|committee)|(?:The )?[A-Z][\w'’-]+(?: (?:of|for) (?:the )?[A-Z][\w'’-]+"
    rf"| [A-Z][\w'’-]+)+)){_ASIDE} {_ADVERB}(?P<cue>{_COVERS})\s"
)
# "the Open Ward report, according to which 140 died".
_BY_WHICH = re.compile(
    r"(?P<source>(?:(?:an?|the|its|their|his|her) )"
    rf"(?:(?!(?:about|on|of|to|in|from|by) )[\w'’-]+ ){{0,5}}?{_PAPER}"
    r"(?: (?:by|from|of) (?:the )?[\w'’ -]{3,50}?)?),? "
    r"(?P<cue>according to) which (?P<content>[^;:“”\"]+)"
)
_COLON = re.compile(
    r"\W*(?P<source>Their|Its|His|Her|(?:The |An? )?(?:[\w’'-]+ ){1,5}?[\w-]+[’']s?)"
    r" (?P<cue>(?:[\w-]+ )?(?:conclusion|verdict|findings?|assessment|answer|message"
    r"|explanation|response|reply|view|version|account|claim|position|accusation)"
    r"(?: (?:was|is))?):\s+(?P<content>\S.*)",
    re.DOTALL,
)
_FIGURE = re.compile(
    r"\W*(?P<source>(?:(?:The|A|An) )?(?:[\w’'-]+ ){0,6}?[\w’'-]+)"
    rf"{_ASIDE} {_ADVERB}(?P<cue>gives?|gave|given|cite[sd]?|offers?"
    r"|offered|quote[sd]?|published|releases?d?|provides?|provided|issued|has|had)"
    r" (?P<content>(?:an?|the|its own) (?:[\w-]+ ){0,3}?(?:figure|toll|total|count"
    r"|estimate|tally|number) (?:of|at)\s.*)",
    re.DOTALL,
)
# "Local officials pointed the finger at Toreth".
_BLAMES = re.compile(
    r"\W*(?P<source>(?:(?:The|A|An) )?(?:[\w’'-]+ ){1,7}?)(?:has |have |had )?"
    r"(?:also )?(?P<cue>(?:point(?:ed|s|ing)? (?:the|a|an accusing) finger"
    r"|(?:laid|lays?|puts?|pinned|pins|placed?|places) (?:the )?"
    r"(?:blame|responsibility)(?: squarely)?)) (?P<content>(?:at|on|with)\s.*)",
    re.DOTALL,
)
_VERBISH = re.compile(
    r"\b(?:was|were|is|are|that|which|who|said|says|after|when|while|as|in|on|by)\b"
)
_SPOKEN_OF = re.compile(rf"\b{_PAPER}\b", re.IGNORECASE)


def inquiry_statements(
    reading: Reading, found: Sequence[Statement]
) -> Iterator[Statement]:
    """Yield what reports and counts tell, where no verb of saying was found.

    Args:
        reading: The page.
        found: Its statements so far.
    """
    for sentence in reading.sentences:
        if sentence.doc is None or sentence.is_headline:
            continue
        made = _of_sentence(reading, sentence)
        if made is not None and not any(_is_told(made, one) for one in found):
            yield made


def _is_told(made: Statement, other: Statement) -> bool:
    """Say whether a statement has the same words of saying, or holds most of this."""
    if not other.source or other.manner == "attitude":
        return False
    if other.form == "object" and len(made.content) > 1:
        return False  # what stands before ("In a report ...") is told by it, too
    start, end = made.cue[0]
    return any(s < end and start < e for s, e in (*other.cue, *other.content))


def _of_sentence(reading: Reading, sentence: Sentence) -> Statement | None:
    text = reading.text
    first, end = sentence.start, sentence.end
    for pattern in (_LEAD, _BY_ITSELF, _AUTHORS, _BODIES):
        match = pattern.match(text, first, end)
        if match is None or not _ABOUT.search(text, match.end(), end):
            continue
        if pattern is _AUTHORS and not _SPOKEN_OF.search(text, 0, first):
            continue
        content = [(match.end(), end)]
        if pattern is _LEAD:
            content.insert(0, match.span("lead"))
        return _statement(match, content)
    match = _COLON.match(text, first, end) or _BY_WHICH.search(text, first, end)
    if match is not None:
        return _statement(match, [(match.start("content"), end)])
    match = _FIGURE.match(text, first, end) or _BLAMES.match(text, first, end)
    if match is None or _VERBISH.search(match["source"]):
        return None
    return _statement(match, [(match.start("content"), end)])


def _statement(match: re.Match[str], content: Sequence[Range]) -> Statement:
    start = match.start("source")
    source = (start, start + len(match["source"].rstrip()))
    return Statement(
        source=(source,), cue=(match.span("cue"),), content=tuple(content), form=FORM
    )
