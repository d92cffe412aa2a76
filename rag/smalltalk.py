"""Greetings, thanks and questions about the assistant itself: short fixed replies, never a citation."""

from __future__ import annotations

import re

from rag.question import Query
from rag.schema import Language
from rag.script import to_simplified

_PATTERNS = {
    "greeting": r"(?:你好|您好|嗨|哈喽|hello|hi|hey|早上好|上午好|下午好|晚上好|早安|在吗|在么"
    r"|good (?:morning|afternoon|evening))",
    "thanks": r"(?:谢谢|多谢|感谢|谢了|辛苦了|thanks|thank you)(?:你|您|啦|了|very much)?",
    "goodbye": r"(?:再见|拜拜|bye|goodbye)",
    "self": r"(?:你是谁|您是谁|你是什么|你叫什么(?:名字)?|你能(?:做|干)什么|你会什么|你是机器人吗|你是ai吗|who are you"
    r"|what are you|what can you do|are you (?:a robot|an ai|human))",
}
_WHOLE = {
    name: re.compile(rf"^{pattern}[\s,，。.!！?？~～啊呀吗哦]*$", re.IGNORECASE)
    for name, pattern in _PATTERNS.items()
}

_REPLIES: dict[str, dict[Language, str]] = {
    "greeting": {
        "zh-Hans": "您好！请直接问本地新闻里的事，我只用报纸上登过的内容回答，并注明出处。",
        "zh-Hant": "您好！請直接問本地新聞裡的事，我只用報紙上登過的內容回答，並註明出處。",
        "en": "Hello! Ask me about the local news: I answer only from what the paper printed, with sources.",
    },
    "thanks": {"zh-Hans": "不客气。", "zh-Hant": "不客氣。", "en": "You are welcome."},
    "goodbye": {"zh-Hans": "再见。", "zh-Hant": "再見。", "en": "Goodbye."},
    "self": {
        "zh-Hans": "我是“闻答”，一个新闻问答程序：在报纸的报道里找到回答您问题的原文，并注明出处；报纸没有登过的，我会直说。",
        "zh-Hant": "我是「聞答」，一個新聞問答程式：在報紙的報道裡找到回答您問題的原文，並註明出處；報紙沒有登過的，我會直說。",
        "en": "I am Wenda, a program that finds the words of the paper which answer your question, and names the "
        "source. Where the paper has printed nothing, I say so.",
    },
}


def reply(query: Query) -> str | None:
    """The reply to small talk in the asker's language, or nothing where it is a question for the archive."""
    asked = to_simplified(query.text)
    for name, pattern in _WHOLE.items():
        if pattern.match(asked):
            return _REPLIES[name][query.language]
    return None
