"""Chinese, in simplified or traditional script."""

from rag.language.base import Language
from rag.language.vocabulary import TimeGrammar
from rag.language.zh import time
from rag.language.zh.around_times import AROUND
from rag.language.zh.events import asked_events
from rag.language.zh.followup import FOLLOW_UPS
from rag.language.zh.people import people
from rag.language.zh.questions import QUESTIONS, office, place
from rag.text.script import CHINESE_CHARACTER

CHINESE = Language(
    code="zh",
    letters=CHINESE_CHARACTER,
    time=TimeGrammar(starts=time.STARTS, rules=time.rules, words=AROUND),
    questions=QUESTIONS,
    follow_ups=FOLLOW_UPS,
    events=asked_events,
    office=office,
    place=place,
    people=people,
)
