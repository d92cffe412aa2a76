"""The fixed texts of the panel, in Chinese and English."""

from __future__ import annotations

from web.reasons import REASONS
from web.wording import Texts

TEXTS: Texts = {
    **REASONS,
    "title": ("问问{paper}", "Ask {paper}"),
    "close": ("关闭", "Close"),
    "ask_label": ("您的问题", "Your question"),
    "ask_hint": ("想问什么？", "What would you like to know?"),
    "ask_hint_article": ("想知道这篇报道的什么？", "What would you like to know about this article?"),
    "send": ("发送", "Send"),
    "about_article": ("关于《{headline}》", "About “{headline}”"),
    "lead": (
        "回答是报上的原文，每句注明出处和日期；报上没有的，会直说没有。",
        "Answers are printed words, each with its source and day. What the paper did not report is said to be so.",
    ),
    "lead_model": (
        "回答由人工智能根据报道写成，标有“AI 生成”，每句注明出处和日期；报上没有的，会直说没有。",
        "Answers are written by artificial intelligence from the articles, and marked; each sentence has its source and day. "
        "What the paper did not report is said to be so.",
    ),
    "looking": ("正在查阅报纸……", "Looking through the paper …"),
    "waiting": ("前面还有 {before} 人，请稍候……", "People before you: {before}. Please wait …"),
    "failed": (
        "抱歉，这次没能完成回答，请稍后再试。",
        "Sorry, this could not be answered just now. Please try again.",
    ),
    "nearest_lines": (
        "报上没有直接的回答，最接近的原文：",
        "The paper has no direct answer. The nearest printed lines:",
    ),
    "corrected": ("编辑部已于 {day} 更正。", "Corrected by the newsroom on {day}."),
    "link": ("链接", "Link"),
    "report": ("报告错误", "Report an error"),
    "reported": ("谢谢，已转给编辑部核查。", "Thank you. The newsroom will check it."),
    "contact": ("也可以咨询：{contact}", "You can also ask: {contact}"),
    "about": ("关于闻答", "About Wenda"),
    "example": ("嵌入示例", "The panel on a page"),
    "example_lead": (
        "这是一张模拟的报纸网页。右下角的按钮由下面这一行代码产生。",
        "This stands for a page of the paper's site. The button in the corner comes from this one line.",
    ),
}
