"""Greetings, thanks, insults and questions about the assistant itself: short fixed replies, never a citation."""

from __future__ import annotations

import re

from rag.question import Query
from rag.question.rudeness import INSULT
from rag.text.normalise import matched
from rag.text.script import Language

_NEWS = r"(?:消息|新闻|信息|资料|数据|内容|答案|回答|报道|知识)"
_WHERE = r"(?:哪里?|哪儿|何处|什么地方)"
_PROGRAM = (
    r"(?:机器人|机器|程序|ai|人工智能|真人|真的人|活人|人类|人|chatgpt|gpt|deepseek|大模型|客服|人工客服)"
)
_PATTERNS = {
    "self": r"你(?:到底|究竟)?是(?:谁|什么(?:东西|人)?|[干做]什么的|干嘛的|哪位|哪个|谁(?:开发|做)的)"
    r"|你叫(?:什么|啥)(?:名字)?|你有(?:什么|啥|哪些)(?:用处?|功能|本事)"
    r"|你(?:到底)?(?:能|会|可以)(?:帮我)?[做干说]?(?:回答|帮我)?些?(?:什么|啥|哪些(?:事|问题)?)(?:问题|事情?)?"
    rf"|(?:你|这个?)?该?(?:怎么|如何)(?:使用|用)(?:你|这个)?|你(?:到底|究竟)?(?:是不是|是)(?:个|一[个台])?{_PROGRAM}"
    r"|(?:请|你)*(?:做个?)?自我介绍(?:一下)?|(?:请|你)*能?(?:不能)?介绍(?:一下)?你?自己|谁(?:开发|做|造|发明)[了的]你的?"
    r"|who (?:are|r) (?:you|u)\b|what(?: exactly)? are you\b|what(?:['’]s| is) your name\b"
    r"|who (?:made|built|created) you\b|what can (?:you|i) (?:do|ask)(?: you)?(?: for me| here)?\b|what do you do\b"
    r"|how (?:do|can) i use (?:you|this)\b|how do you work\b|tell me about yourself\b"
    r"|are you (?:an? )?(?:real |actual )?(?:robot|bot|chatbot|ai|human|person|machine|program|chatgpt|real)"
    r"(?: (?:person|being))?\b",
    "sources": rf"你们?的?{_NEWS}都?是?从?{_WHERE}(?:来|得来|找来|找|弄来|得到)的?"
    rf"|你们?的?{_NEWS}的?(?:来源|出处)(?:是什么|[是在]{_WHERE})?|你是?(?:怎么|从{_WHERE})(?:知道|晓得)的?"
    rf"|(?:你的?{_NEWS}|你说的)(?:可靠|准确?|可信|真实|是真的|对)"
    r"|where (?:do|did|does) (?:you|your)(?: \w+)? (?:get|find|come)(?: (?:your|this|the|all|that))*"
    r"(?: (?:news|information|answers?|data|facts|articles|stories))?(?: from)?$"
    r"|what (?:are|is) your sources?\b|how do you know(?: (?:that|this|it))?$|can i trust (?:you|your answers)\b"
    r"|(?:are|is) (?:you|your (?:answers?|information|news)) (?:reliable|accurate|correct|true)\b",
    "insult": INSULT.pattern,
    "thanks": r"(?:谢谢|多谢|感谢|谢了|谢|辛苦了|麻烦你了|thanks|thank you|thx)"
    r"(?:你们?|啦|了|哈| (?:very much|so much|a lot|you))*\b",
    "greeting": r"(?:你们?好|大家好|嗨|哈喽|哈啰|嘿|喂|[上中下]午好|早上好|晚上好|早安|晚安|早|在吗|在么|在不在|有人吗)"
    r"|(?:hello|hi|hey)(?: there)?\b|good (?:morning|afternoon|evening)\b|how are you(?: (?:doing|today))?\b",
    "goodbye": r"(?:再见|拜拜|回见|回头见|88)|(?:good ?)?bye(?: bye)?\b|see you\b",
}
"""What may be said, the kind that decides the reply first; `你` for every form of address."""

_SAID = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}
_BETWEEN = re.compile(r"(?:[\W_]|闻答|wenda\b|请问|那么?|[啊呀吗么呢吧哦嘛哈呗啦])+", re.IGNORECASE)

_REPLIES: dict[str, dict[Language, str]] = {
    "greeting": {
        "zh-Hans": "您好！请直接问本地新闻里的事，我只用报纸上登过的内容回答，并注明出处。",
        "zh-Hant": "您好！請直接問本地新聞裡的事，我只用報紙上登過的內容回答，並註明出處。",
        "en": "Hello! Ask me about the local news: I answer only from what the paper printed, with sources.",
    },
    "thanks": {"zh-Hans": "不客气。", "zh-Hant": "不客氣。", "en": "You are welcome."},
    "goodbye": {"zh-Hans": "再见。", "zh-Hant": "再見。", "en": "Goodbye."},
    "insult": {
        "zh-Hans": "抱歉没能帮上忙。请告诉我想查哪条本地新闻，也可以换个说法再问。",
        "zh-Hant": "抱歉沒能幫上忙。請告訴我想查哪條本地新聞，也可以換個說法再問。",
        "en": "I am sorry that I was of no help. Tell me which local news you are looking for, or put the question "
        "in other words.",
    },
    "self": {
        "zh-Hans": "我是“闻答”，一个新闻问答程序：在报纸的报道里找到回答您问题的原文，并注明出处；报纸没有登过的，我会直说。",
        "zh-Hant": "我是「聞答」，一個新聞問答程式：在報紙的報道裡找到回答您問題的原文，並註明出處；報紙沒有登過的，我會直說。",
        "en": "I am Wenda, a program that finds the words of the paper which answer your question, and names the "
        "source. Where the paper has printed nothing, I say so.",
    },
    "sources": {
        "zh-Hans": "全部来自报纸已经刊登的报道：回答里的每句话都注明出自哪一篇、哪一天，点开就能看到原文。",
        "zh-Hant": "全部來自報紙已經刊登的報道：回答裡的每句話都註明出自哪一篇、哪一天，點開就能看到原文。",
        "en": "Everything comes from articles that the paper has printed: each sentence of an answer names its article "
        "and day, and opens the words as printed.",
    },
}


def reply(query: Query) -> str | None:
    """The reply to small talk in the asker's language, or nothing where it is a question for the archive."""
    said = matched(query.text).rstrip("?？!！。.~～ ")
    kinds = _kinds(re.sub("[您妳]", "你", said))
    return next((_REPLIES[name][query.language] for name in _PATTERNS if name in kinds), None)


def _kinds(said: str) -> set[str]:
    """The kinds of small talk of which a text consists; none where anything else is in it."""
    kinds: set[str] = set()
    while rest := said[match.end() :] if (match := _BETWEEN.match(said)) else said:
        longest = max(
            ((found.end(), name) for name, pattern in _SAID.items() if (found := pattern.match(rest))),
            default=(0, ""),
            key=lambda pair: pair[0],
        )
        if not longest[0]:
            return set()
        kinds.add(longest[1])
        said = rest[longest[0] :]
    return kinds
