"""The fixed texts of the page that erases an answer, in Chinese and English."""

from __future__ import annotations

from web.wording import Texts

TEXTS: Texts = {
    "erase_title": ("应提问者要求删除", "Erase at the asker's request"),
    "erase_asked": ("提问于", "Asked"),
    "erase_what": (
        "将删除：这条问答及其报告、备注和判定；追问里重复的话；“有人问，没报道”和更正里只有此人用过的问法。只有这一种问法的更正会失效。"
        "分享的链接将打不开这条回答。删除后不能恢复。",
        "Erased are this question and answer with its reports, notes and verdicts; what follow-ups repeat of it; and the wording "
        "on the board and in corrections, if nobody else asked so. A correction that has no other wording ends. The shared "
        "link will not open the answer any more. This cannot be undone.",
    ),
    "erase_stays": (
        "别人用同样的话问过的照旧。以前的备份里仍有这些话。",
        "What others asked in the same words stays. Backups that were made before still have the words.",
    ),
    "erase_do": ("删除", "Erase"),
    "erase_cancel": ("不删", "Keep it"),
    "erased_title": ("已删除", "Erased"),
    "erased_follow_ups": (
        "追问：{count} 条删去了重复的话",
        "Follow-ups that lost what they repeated: {count}",
    ),
    "erased_board": (
        "有人问，没报道：{count} 处删去了问法",
        "Decisions on the board that lost the question: {count}",
    ),
    "erased_rulings": (
        "更正：{count} 条删去了问法，其中 {ended} 条失效",
        "Corrections that lost the wording: {count}; of these ended: {ended}",
    ),
    "erased_incomplete": (
        "数据库一直有人在读，文件里可能还留有原话的字节。请稍后在服务器上运行 python -m rag erase --containing 原话。",
        "The databases were being read all the time, so bytes of the words may still be in their files. Later, run "
        "“python -m rag erase --containing WORDS” on the server.",
    ),
}
