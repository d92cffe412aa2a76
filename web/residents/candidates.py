"""Makes questions from an article's printed words, for residents to click. Whether they are answered has to be tried.

A number, date, place, doer or decision is replaced by a question word (旧电动自行车换新每辆补500元 ->
旧电动自行车换新每辆补多少元？); all other words are printed. Every question names its subject with words of the headline, or
of the first sentence if there is none, so that it can be understood alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import rjieba

from rag.language import locale_of
from rag.schema import Version
from rag.text.sentences import sentence_spans
from web.dates import PageLanguage

LONGEST = {"zh": 22, "en": 80}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question made from printed words.

    Attributes:
        hidden: the printed words that a right answer must contain.
    """

    question: str
    hidden: str


def candidates(article: Version, language: PageLanguage) -> Iterator[Candidate]:
    """Questions on an article that are short enough for a button, those from its headline first."""
    if (language == "en") != (locale_of(_naming(article)) == "en"):
        return
    made = _english(article.text) if language == "en" else _chinese(article)
    for candidate in made:
        if len(candidate.question) <= LONGEST[language]:
            yield candidate


def are_alike(one: str, other: str) -> bool:
    """Whether two questions share a name or topic: four characters in a row (twelve in English) besides question words."""
    for words in ("什么时候", "多少", "在哪里", "由谁", "决定什么", "How many", "When will", "When did"):
        one, other = one.replace(words, ""), other.replace(words, "")
    return _share(one, other, _NAMING if not one.isascii() else 3 * _NAMING)


def _naming(article: Version) -> str:
    """The printed words that name an article's subject."""
    first = next(iter(sentence_spans(article.text)), None)
    return article.headline or (article.text[first.start : first.end] if first else "")


# --- Chinese ---

_MEETING = ("会议", "召开", "视察", "调研", "强调", "审议", "座谈", "学习", "精神", "推进会")
_RELATIVE_DAYS = ("昨日", "昨天", "昨晚", "近日", "日前", "今日", "今天")
_CONTEXT_WORD = re.compile(
    r"[今明去前昨后][日天年晚晨]|[今明即]起|[本上下][月周]|近日|日前|当[日天]|现在|目前|本报|我"
)
_NOTICE = re.compile(r"^关于(?P<what>.{4,14})的(?:通知|通告|公告)$")
_CONTINUATIONS = tuple("比较占其另平约共从由为")
_CLAUSE_ENDS = dict.fromkeys(map(ord, "，；：。！？"), " ")
_DATE = re.compile(r"(?<!为)(?P<hidden>(?:\d+年)?(?<!\d)\d+月(?:\d+日|上旬|中旬|下旬|底|初))(?![至到])")
_NUMBER = re.compile(
    r"(?<![第近约前\d.])(?P<hidden>\d[\d,.]*[十百千万亿]*余?)"
    r"(?P<unit>人次|名额|公里|平方米|分钟|人|名|家|所|件|元|次|台|辆|亩|户|吨|座|个|条|套|部|场|项|张|米)"
    r"(?![以之上下])"
)
_BEGINNINGS = tuple(
    "首演 通车 开放 启用 投用 开馆 开业 开幕 举行 举办 揭牌 挂牌 开跑 开工 动工 落成 成立".split()
)
_DOER = re.compile(
    r"由(?P<hidden>[\u4e00-\u9fff]{3,14}?)(?P<verb>主办|承办|承建|设计|创作|编写|执导|出资|运营)(?![院局处集公中有])"
)
_DECISION = re.compile(r"(?<=决定)(?P<hidden>[\u4e00-\u9fff].{3,})$")
_QUESTION_WORDS = (
    (_DATE, "什么时候"),
    (_NUMBER, "多少{unit}"),
    (_DECISION, "什么"),
)
_SHORTEST_CLAUSE = 6
_NAMING = 4  # characters in a row that a question on the text shares with the headline


def _chinese(article: Version) -> Iterator[Candidate]:
    if any(word in article.headline + article.subheadline for word in _MEETING):
        return
    for clause in _headline_clauses(article.headline):
        yield from _with_hidden_part(clause)
    for clause in _text_clauses(article):
        made = _with_hidden_part(clause)
        yield from (one for one in made if _share(one.question, _naming(article), _NAMING))
    yield from _of_subject(article)


def _of_subject(article: Version) -> Iterator[Candidate]:
    """Questions where the subject of a headline opens or is held, and who made or runs it (木偶戏《栖江渡》首演)."""
    for clause in _headline_clauses(_naming(article)):
        verb = next((verb for verb in _BEGINNINGS if verb in clause), "")
        subject = clause.partition(verb)[0].removesuffix("正式") if verb else ""
        if len(subject) < _NAMING or not _is_self_contained(subject):
            continue
        if place := re.search(rf"在(?P<hidden>[\u4e00-\u9fff]{{3,14}}?)(?:正式)?{verb}", article.text):
            yield Candidate(f"{subject}在哪里{verb}？", place["hidden"])
        if doer := _DOER.search(article.text):
            yield Candidate(f"{subject}由谁{doer['verb']}？", doer["hidden"])


def _headline_clauses(headline: str) -> list[str]:
    """The parts of a headline that can be understood without the others."""
    notice = _NOTICE.match(headline)
    clauses = [notice["what"]] if notice else headline.split()
    for day in _RELATIVE_DAYS:
        clauses = [clause.replace(day, "") for clause in clauses]
    return clauses


def _text_clauses(article: Version) -> Iterator[str]:
    """The clauses of the text; after one that begins with the article's topic, the others get it as their subject."""
    naming = _naming(article)
    for span in sentence_spans(article.text):
        topic = ""
        for clause in article.text[span.start : span.end].translate(_CLAUSE_ENDS).split():
            named = _topic(clause, naming)
            topic = ("" if named == clause else named) or topic
            yield clause if named or clause.startswith(_CONTINUATIONS) else topic + clause


def _topic(clause: str, naming: str) -> str:
    """The words at the beginning of a clause that name the article's subject too; empty if they are short."""
    topic = ""
    for word in rjieba.cut(clause):
        if topic + word not in naming:
            break
        topic += word
    return topic if len(topic) >= _NAMING else ""


def _is_self_contained(clause: str) -> bool:
    balanced = all(clause.count(a) == clause.count(b) for a, b in ("“”", "《》", "（）", "‘’"))
    return balanced and clause[0] not in "“‘—" and not _CONTEXT_WORD.search(clause)


def _with_hidden_part(clause: str) -> Iterator[Candidate]:
    if len(clause) < _SHORTEST_CLAUSE or not _is_self_contained(clause):
        return
    for pattern, question_word in _QUESTION_WORDS:
        if match := pattern.search(clause):
            asked = question_word.format(**match.groupdict())
            yield Candidate(f"{clause[: match.start()]}{asked}{clause[match.end() :]}？", match["hidden"])
            return


# --- English ---

_SUBJECT = r"^(?P<subject>(?:The )?[A-Z]\w+[^,.;:]{3,60}?)"
_WHEN = r" (?:on|from|until|at) (?P<hidden>[A-Z][a-z]+ \d{1,2}|\d{1,2}(?::\d\d)? [ap]m)\b"
_WILL = re.compile(rf"{_SUBJECT} will (?P<doing>[^,.;:]+?){_WHEN}")
_DID = re.compile(rf"{_SUBJECT} (?P<did>began|opened|started|ended|closed){_WHEN}")
_MANY = re.compile(
    r"^(?:On [A-Z][a-z]+ \d+, )?(?P<hidden>\d[\d,]*) (?P<what>[a-z]+s (?:[a-z]+ed|took part|will) .+?)(?= and |[,.;]|$)"
)
_HELD = re.compile(
    rf"{_SUBJECT} (?P<be>was|will be) held (?:at|in) (?P<hidden>(?:the )?[A-Z]\w+(?: [A-Z]\w+)*)(?=[,.;]|$)"
)
_DOER_EN = re.compile(
    rf"{_SUBJECT} was (?P<done>won|designed|built|founded|written|directed|organised) by (?P<hidden>[A-Z]\w+(?: [A-Z]\w+)*)"
)
_BASE = {"began": "begin", "opened": "open", "started": "start", "ended": "end", "closed": "close"}


def _english(text: str) -> Iterator[Candidate]:
    """Questions for the day, the number, the place or the doer of what a sentence begins with."""
    for span in sentence_spans(text):
        sentence = text[span.start : span.end]
        if will := _WILL.match(sentence):
            yield Candidate(f"When will {_inside(will['subject'])} {will['doing']}?", will["hidden"])
        elif did := _DID.match(sentence):
            yield Candidate(f"When did {_inside(did['subject'])} {_BASE[did['did']]}?", did["hidden"])
        elif many := _MANY.match(sentence):
            yield Candidate(f"How many {many['what']}?", many["hidden"])
        elif held := _HELD.match(sentence):
            asked = "Where was" if held["be"] == "was" else "Where will"
            be = "" if held["be"] == "was" else "be "
            yield Candidate(f"{asked} {_inside(held['subject'])} {be}held?", held["hidden"])
        elif doer := _DOER_EN.match(sentence):
            yield Candidate(f"By whom was {_inside(doer['subject'])} {doer['done']}?", doer["hidden"])


def _inside(subject: str) -> str:
    """A subject as it is written inside a sentence."""
    return f"the {subject[4:]}" if subject.startswith("The ") else subject


def _share(one: str, other: str, size: int) -> bool:
    """Whether two texts share `size` characters in a row."""
    return any(one[i : i + size] in other for i in range(len(one) - size + 1))
