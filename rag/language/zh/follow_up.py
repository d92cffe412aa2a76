"""The words of Chinese follow-ups."""

from __future__ import annotations

from rag.language.follow_up import FollowUpWords, joined
from rag.language.vocabulary import words

FOLLOW_UPS = FollowUpWords(
    lead_in=words(
        r"(?:那么|那(?![个些边里儿次天位年时种座篇场条家件会])|还有(?!什么|谁|哪|没)|另外|对了|哦|噢|嗯|所以|然后|再问一下)[,，、\s]*"
    ),
    replacement=words(r"^(?:换成|改成)?(?P<what>[^,，。?？\s]{1,14}?)(?:那边|的事|的)?呢[?？!！。~～\s]*$"),
    reference=words(r"(?<!其)(?:[他她它](?!们)|[这那](?:个人|位|边|里|儿)(?!的?人))"),
    person=words(r"(?<!其)[他她伊](?![们那家])|[这那](?:个人|位)"),
    possessive="的",
    around_time=words(r"的|\W"),
    year_before=words(r"(?:再)?(?:前|上|头)一年"),
    in_year=lambda year: f"{year}年",
    asking_about=lambda what: f"{what}呢？",
    with_time=lambda when, question: when + question,
    with_subject=lambda subject, question: (
        f"{subject}，{question}" if "，" in subject else joined(subject, question)
    ),
    about_author=lambda headline: f"《{headline}》是谁写的？",
)
