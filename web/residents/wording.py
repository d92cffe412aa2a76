"""The fixed texts of the residents' page, in Chinese and English.

They contain no numbers, dates or names: those come from an answer, the archive or the settings.
"""

from __future__ import annotations

from datetime import UTC, date
from zoneinfo import ZoneInfo

from rag.archive import Coverage, LastEdition
from web.reasons import REASONS
from web.wording import Texts, Wording

TEXTS: Texts = {
    # --- the frame ---
    "brand": ("闻答", "Wenda"),
    "coverage": (
        "收录 {articles} 篇，最新 {newest}，更新于 {updated}",
        "{articles} articles, newest {newest}, updated {updated}",
    ),
    "coverage_late": (
        "收录 {articles} 篇，更新于 {updated}",
        "{articles} articles, updated {updated}",
    ),
    "late": (
        "本站收录到 {newest}，最新一期已是{ago}",
        "The last edition in here is of {newest}, {ago}",
    ),
    "indexes_away": (
        "检索服务暂时连不上，正在恢复；这段时间回答会慢一些，有的问题要请您稍后再问。",
        "The search service is out of reach for the moment; answers take longer, and some have to wait.",
    ),
    "archive_away": (
        "报道库暂时连不上，正在恢复；请过一会儿再问。",
        "The archive is out of reach for the moment. Please ask again in a little while.",
    ),
    "coverage_empty": ("还没有收录报道", "No articles yet"),
    "new_chat": ("新对话", "New chat"),
    "ask_label": ("您的问题", "Your question"),
    "ask_hint": ("想问什么本地新闻？", "Ask about the local news"),
    "send": ("发送", "Send"),
    "skip": ("跳到提问框", "Skip to the question"),
    "about": ("关于闻答：怎样回答、核查结果、隐私", "About Wenda: answers, checks, privacy"),
    "welcome": ("您好，想了解什么？", "Hello, what would you like to know?"),
    "welcome_note": (
        "只根据{paper}已刊登的报道回答，并给出原文和日期；没有报道的，会如实告诉您。",
        "Answers come only from articles printed in {paper}, with the words and the date they were printed; "
        "what was not reported is said to be so.",
    ),
    "examples": ("可以这样问", "For example"),
    "notices_today": ("今天有什么通知？", "Any notices today?"),
    # --- hints below the question ---
    "hint_empty": ("请先输入问题。", "Please type a question first."),
    "hint_too_long": (
        "问题太长了（{length} 字），请控制在 {limit} 字以内再发送。",
        "The question is too long ({length} characters); please keep it within {limit}.",
    ),
    # --- an answer ---
    "asked": ("您问", "You asked"),
    "stop": ("停止", "Stop"),
    "stopped": ("已停止。", "Stopped."),
    "copy": ("复制", "Copy"),
    "copied": ("已复制", "Copied"),
    "read_aloud": ("朗读", "Read aloud"),
    "stop_reading": ("停止朗读", "Stop reading"),
    "printed_on": ("{day}刊登：", "Printed on {day}:"),
    "waiting": ("前面还有 {before} 人，请稍候……", "People before you: {before}. Please wait …"),
    "crowded": (
        "现在提问的人太多了，请{when}后再问一次。",
        "Too many people are asking right now. Please ask again in {when}.",
    ),
    "too_many": (
        "您问得有点快，请{when}后再问。",
        "That was a little fast. Please ask again in {when}.",
    ),
    "looking": ("正在查阅报纸……", "Looking through the paper …"),
    "checking": ("找到相关报道，正在逐句核对……", "Found related articles, checking each sentence …"),
    "quoted": ("以下为报纸原文", "Quoted from the paper"),
    "facts": (
        "报纸原文为中文，由程序译出的要点：",
        "From the Chinese report, put into English by this program:",
    ),
    "translation": (
        "翻译，不是报纸原文：",
        "Translation; not the words of the paper:",
    ),
    "without_model": (
        "本次回答没有用上语言模型，由程序直接查报纸原文得出。",
        "This answer came without the language model; it was looked up directly in the paper.",
    ),
    "written": ("根据报道整理", "Summed up from the articles"),
    "next_questions": ("还可以问", "You could also ask"),
    "open_source": ("查看出处 {n}：{headline}", "Open source {n}: {headline}"),
    "understood": ("系统的理解，可以修改", "How the question was taken; it can be changed"),
    "as_typed": ("仍按“{typed}”查找", "Search for “{typed}” all the same"),
    "chip_question": ("理解为", "Taken as"),
    "chip_period": ("时间", "Period"),
    "chip_since": ("从", "From"),
    "chip_until": ("到", "to"),
    "chip_author": ("记者", "Author"),
    "chip_place": ("地点", "Place"),
    "chip_section": ("版面", "Section"),
    "chip_change": ("按此重查", "Search again"),
    "chip_remove": ("不限{name}", "Any {name}"),
    "hint_no_day": ("这不是一个日期，请改后再查。", "That is no date; please change it and search again."),
    "copies": ("又见 {printings}", "also in {printings}"),
    "between_copies": ("、", ", "),
    "failed": (
        "抱歉，这次没能完成回答，请稍后再试。",
        "Sorry, this could not be answered just now. Please try again.",
    ),
    "not_reported": (
        "{paper}截至 {newest} 的报道里，没有找到能回答这个问题的内容。",
        "Nothing in {paper} up to {newest} was found to answer this question.",
    ),
    "nearest_lines": (
        "报上没有直接的回答，最接近的原文：",
        "The paper has no direct answer. The nearest printed lines:",
    ),
    "searched": (
        "查过的报道：{paper}收录的 {articles} 篇，截至 {newest}{within}。",
        "Searched: {articles} articles of {paper}, up to {newest}{within}.",
    ),
    "searched_within": ("；{name}：{value}", "; {name}: {value}"),
    "left_out": ("（略）", "(words left out)"),
    "nearest": ("可能相近的报道（不一定能回答您的问题）", "Articles that come near (they may not answer it)"),
    "contact": ("也可以咨询：{contact}", "You can also ask: {contact}"),
    # --- a source ---
    "source": ("报纸原文", "As printed"),
    "close": ("关闭", "Close"),
    "byline": ("署名：{byline}", "By {byline}"),
    "marked": ("标黄处为回答所引用的原文。", "The words that the answer quotes are highlighted."),
    "old_article": (
        "这是{ago}的报道，情况可能已有变化。",
        "This was printed {ago}; things may have changed since.",
    ),
    "newer_version": (
        "这篇报道后来有更新，这里是回答时所依据的版本。",
        "This article was updated later; this is the version that the answer rests on.",
    ),
    "continued": ("下转{page}", "Continued on {page}"),
    "paper_link": ("在报社网站查看", "Open on the paper's own site"),
    "withdrawn": ("这篇报道已经撤下，不再展示。", "This article has been withdrawn and is no longer shown."),
    "taken_down": ("这段内容已于 {day} 删除。", "Removed on {day}."),
    "quote_only": (
        "本报只获准引用这篇稿件，不展示全文。",
        "The paper may quote this report, but not show it in full.",
    ),
    "no_source": ("没有找到这处来源。", "This source was not found."),
    # --- reporting an error ---
    "report": ("报告错误", "Report an error"),
    "report_about": ("关于这个问题的回答", "About the answer to"),
    "report_reason": ("哪里不对？", "What is wrong?"),
    **REASONS,
    "report_note": ("补充说明（选填，{limit} 字以内）", "More, if you like (up to {limit} characters)"),
    "report_privacy": (
        "只记录您选的原因和填写的内容，不记录您的身份。请不要填写个人信息。",
        "Only the reason and what you write are kept, not who you are. Please leave out personal details.",
    ),
    "report_send": ("提交", "Send"),
    "report_thanks": ("谢谢，已转给编辑部核查。", "Thank you. The newsroom will check it."),
    "report_failed": ("抱歉，没能提交，请稍后再试。", "Sorry, it could not be sent. Please try again later."),
}


def coverage_line(words: Wording, coverage: Coverage, last: LastEdition | None, timezone: str) -> str:
    """Number of articles, date of the last edition unless `late_line` says it, and time of the last update in `timezone`."""
    if not coverage.articles or coverage.updated_at is None:
        return words("coverage_empty")
    updated = coverage.updated_at.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone))
    return words(
        "coverage_late" if last and last.late else "coverage",
        articles=coverage.articles,
        newest=words.day(last.day if last else None),
        updated=f"{updated:%Y-%m-%d %H:%M}",
    )


def late_line(words: Wording, last: LastEdition | None, today: date) -> str:
    """How old the last edition is; empty if the next one is not late."""
    if last is None or not last.late:
        return ""
    return words("late", newest=words.period(str(last.day), today), ago=words.ago(last.day, today))
