"""Days in Arabic on which something was said or done, and no blow was struck.

In Arabic a day follows its verb and subject ("the rescuers said on Thursday", "the
search went on on Thursday"): the verb that opens the clause tells what the day is of.
Reads a sentence and its statements. Method: M056.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.extract.patterned import Found
from firsthand.extract.patterned_dates import Dated
from firsthand.extract.reading import Statement
from firsthand.extract.unparsed.sentences import Sentence

_COMMA = frozenset({"،", ",", ";", "؛", ":"})
# Words with which a clause of its own begins.
_NEW_CLAUSE = frozenset(
    {"ان", "انه", "انها", "انهم", "بان", "بانه", "بانها", "وان", "وبان", "الذي", "التي"}
    | {
        "الذين",
        "اللذين",
        "اللتين",
        "حيث",
        "عندما",
        "حين",
        "حينما",
        "فيما",
        "بينما",
        "اذ",
    }
    | {"بعدما", "قبلما", "لما", "مما", "ما", "اثر", "عقب", "جراء", "بعد", "غداه"}
)
# What is done after an attack, as the first word of a clause.
_AFTERMATH = frozenset(
    {"تواصلت", "تتواصل", "تواصل", "يتواصل", "استمرت", "تستمر", "استمر", "يستمر"}
    | {"انتهت", "انتهي", "استونفت", "استانفت", "استانف", "شيع", "شيعت", "شيعوا", "يشيع"}
    | {
        "ارتفع",
        "ارتفعت",
        "ترتفع",
        "يرتفع",
        "عقد",
        "عقدت",
        "يعقد",
        "تعقد",
        "زار",
        "زارت",
    }
    | {"تفقد", "تفقدت", "عاد", "عادت", "تظاهر", "اجتمع", "اجتمعت", "التقي", "التقت"}
    | {"يجتمع", "ووري", "دفن", "دفنت", "اغلقت", "اغلق", "علق", "علقت"}
    | {"استدعي", "استدعت", "وصل", "توجه", "توجهت", "تعقد", "يبحث", "بحث", "بحثت"}
)
_LONGEST = 14  # tokens from the verb of a clause to its day


def is_of_another_deed(
    sentence: Sentence,
    dated: Dated,
    said: Sequence[Statement],
    harms: Sequence[Found],
) -> bool:
    """Say whether a day is that of the verb that opens its clause, which is no blow.

    Args:
        sentence: The sentence, with its words of striking.
        dated: The day.
        said: The statements of the page.
        harms: Its words of harm.
    """
    tokens = sentence.tokens
    last = dated.first
    while last and tokens[last - 1].word in {
        "اليوم",
        "يوم",
        "صباح",
        "مساء",
        "امس",
        "في",
    }:
        last -= 1
    last -= bool(last) and tokens[last - 1].word in _COMMA  # "..., on Thursday, ..."
    first = last
    while first and last - first < _LONGEST and not _begins(tokens[first - 1].word):
        first -= 1
    inside = tokens[first:last]
    if not inside:
        return False
    start, end = inside[0].start, inside[-1].end
    blows = (*sentence.strikes, *harms)
    if any(start <= tokens[hit.first].start < end for hit in blows):
        return False
    if any(a >= start and b <= end for one in said for a, b in one.cue):
        return True
    word = inside[0].word
    return word in _AFTERMATH or word.removeprefix("و") in _AFTERMATH


def _begins(word: str) -> bool:
    return word in _COMMA or word in _NEW_CLAUSE or word == "."
