"""Chinese, in simplified or traditional script."""

from rag.language.base import Language
from rag.language.vocabulary import TimeGrammar
from rag.language.zh import time
from rag.language.zh.around_times import AROUND
from rag.language.zh.questions import QUESTIONS, office, place
from rag.text.script import CHINESE_CHARACTER

CHINESE = Language(
    code="zh",
    letters=CHINESE_CHARACTER,
    time=TimeGrammar(starts=time.STARTS, rules=time.rules, words=AROUND),
    questions=QUESTIONS,
    office=office,
    place=place,
)
