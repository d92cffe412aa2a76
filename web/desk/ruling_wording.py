"""The fixed texts of the pages about decisions, in Chinese and English."""

from __future__ import annotations

from web.wording import Texts

TEXTS: Texts = {
    "rulings": ("更正", "Corrections"),
    "ruling_title": ("更正这条回答", "Correct this answer"),
    "no_answer": ("没有这条回答", "No such answer"),
    "no_such_answer": (
        "没有这条回答：它没有给出过，或已删除，或已超过保存期限。",
        "There is no such answer: it was never given here, was erased, or is older than answers are kept.",
    ),
    "ruling_question": ("居民的问题", "The resident's question"),
    "ruling_given": ("当时的回答", "The answer that was given"),
    "ruling_holds": (
        "这个问题已有更正（{moment}，{name}），新的更正会取代它。",
        "This question has a correction already ({moment}, {name}); a new one takes its place.",
    ),
    "ruling_lines": ("改用哪些原文回答", "Printed lines to answer with"),
    "ruling_lines_hint": (
        "勾选一句或几句，按勾选的先后次序就是版面上的次序。",
        "Choose one or more; they are given in the order of the page.",
    ),
    "ruling_find": ("找别的报道", "Find other articles"),
    "ruling_find_button": ("查找", "Find"),
    "ruling_own": ("编辑自己的话（可不填）", "In the editor's own words (may be left empty)"),
    "ruling_own_hint": (
        "一行一句。每句都要由勾选的原文支持，程序会逐句核对；留空就直接引用勾选的原文。",
        "One sentence a line. The chosen lines must support each, and the program checks it; empty: the lines are quoted.",
    ),
    "ruling_never": ("以后不得用来回答这个问题", "Never to be used for this question"),
    "ruling_never_article": ("整篇《{headline}》（{day}）", "The whole article “{headline}” ({day})"),
    "ruling_similar": ("同样适用于这些问法", "It holds for these wordings too"),
    "ruling_similar_hint": (
        "这些问题查到同样的报道，意思相近。只有勾选的才算数。",
        "These questions led to the same articles and mean about the same. Only those that are chosen count.",
    ),
    "ruling_no_similar": ("没有别的问法。", "There are no other wordings."),
    "ruling_reason": ("错在哪里（居民会看到）", "What was wrong (residents read it)"),
    "ruling_check": ("先核对", "Check first"),
    "ruling_decide": ("发布更正", "Publish the correction"),
    "ruling_preview": ("居民将看到", "What residents will see"),
    "ruling_refused": ("没有通过核对：{why}", "It did not pass: {why}"),
    "ruling_nothing": (
        "请勾选用来回答的原文，或不得使用的内容。",
        "Choose lines to answer with, or what must not be used.",
    ),
    "ruling_none": ("还没有更正。", "There are no corrections yet."),
    "ruling_answer": ("现在的回答", "The answer now"),
    "ruling_only_excluded": ("不再用某些报道回答", "Some articles are no longer used for it"),
    "ruling_wordings": ("适用的问法", "Wordings"),
    "ruling_made": ("作出", "Made"),
    "ruling_state": ("状态", "State"),
    "ruling_in_force": ("有效", "in force"),
    "ruling_undone": ("已撤销（{moment}）", "undone ({moment})"),
    "ruling_replaced": ("已被新的更正取代（{moment}）", "replaced by a newer one ({moment})"),
    "ruling_article_changed": (
        "所依据的报道已变动，自动失效（{moment}）",
        "ended by itself, an article that it rests on has changed ({moment})",
    ),
    "ruling_erased": (
        "问法已应提问者要求删除，自动失效（{moment}）",
        "ended by itself, its wording was erased at the asker's request ({moment})",
    ),
    "ruling_undo": ("撤销", "Undo"),
    "ruling_open": ("打开回答", "Open the answer"),
    "did_ruling_made": ("作出更正", "made a correction"),
    "did_ruling_ended": ("更正失效", "a correction ended"),
}
