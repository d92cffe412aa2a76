"""The description of Chinese, in simplified and traditional script."""

from pathlib import Path

from rag.language.base import Language
from rag.language.vocabulary import NameForms, TimeGrammar
from rag.language.wording import read_wording
from rag.language.zh import time
from rag.language.zh.abbreviations import find_names, forms_in, replace_name
from rag.language.zh.amounts import amounts, numerals
from rag.language.zh.clock import clocks
from rag.language.zh.corrections import CORRECTIONS
from rag.language.zh.events import asked_events
from rag.language.zh.follow_up import FOLLOW_UPS
from rag.language.zh.kind_patterns import (
    KIND_PATTERNS,
    names_office_holder,
    only_resembles_office,
    tagged_words,
)
from rag.language.zh.lists import LISTS
from rag.language.zh.people import people
from rag.language.zh.print import PRINT, full_name
from rag.language.zh.questions import QUESTIONS, office, place
from rag.language.zh.spelling import respellings
from rag.language.zh.thesaurus import synonyms
from rag.language.zh.time_affixes import TIME_AFFIXES
from rag.text.script import CHINESE_CHARACTER, is_traditional


def locale(text: str) -> str:
    return "zh-Hant" if is_traditional(text) else "zh-Hans"


CHINESE = Language(
    code="zh",
    letters=CHINESE_CHARACTER,
    time=TimeGrammar(starts=time.STARTS, rules=time.rules, words=TIME_AFFIXES),
    questions=QUESTIONS,
    lists=LISTS,
    print=PRINT,
    wording=read_wording(Path(__file__).parent),
    locale=locale,
    follow_ups=FOLLOW_UPS,
    events=asked_events,
    office=office,
    place=place,
    people=people,
    full_name=full_name,
    synonyms=synonyms,
    respellings=respellings,
    kind_patterns=KIND_PATTERNS,
    tagged_words=tagged_words,
    names_office_holder=names_office_holder,
    only_resembles_office=only_resembles_office,
    amounts=amounts,
    numerals=numerals,
    clocks=clocks,
    corrections=CORRECTIONS,
    name_forms=NameForms(find=find_names, forms_in=forms_in, replace=replace_name),
)
