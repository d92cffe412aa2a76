"""The fixed words of the checking page, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from zoneinfo import ZoneInfo

from web.residents.wording import PageLanguage, how_long_ago, page_number, printed_day

WORDS: dict[str, tuple[str, str]] = {
    # --- the frame ---
    "title": ("闻答 · 核查", "Wenda · Checking"),
    "list": ("回答列表", "Answers"),
    "unchecked": ("未核查", "Unchecked"),
    "reported": ("被报告", "Reported"),
    "declined": ("未作答", "Declined"),
    "newest": ("全部", "All"),
    "more": ("再显示一些", "Show more"),
    "nothing_here": ("这里没有回答。", "No answers here."),
    "export": ("导出核查结果（CSV）", "Export verdicts (CSV)"),
    "name": ("核查人", "Checked by"),
    "name_hint": ("您的名字", "Your name"),
    "note": ("备注", "Note"),
    "note_hint": (
        "先写备注，按 Enter，再按判定键",
        "Write it, Enter, then a verdict key",
    ),
    "keys": (
        "1–5 判定　J / K 下一句 / 上一句　N 下一条　B 写备注",
        "1–5 verdict · J / K next / previous statement · N next answer · B note",
    ),
    # --- an answer ---
    "asked_at": ("提问于 {moment}", "asked {moment}"),
    "today": ("当日为 {today}", "on {today}"),
    "link": ("此回答的链接", "Link to this answer"),
    "reports": ("读者报告（{count}）", "Residents' reports ({count})"),
    "status_answered": ("已作答", "Answered"),
    "status_not_reported": ("未作答：没有报道", "Declined: not reported"),
    "status_small_talk": ("寒暄", "Small talk"),
    "status_archive_empty": ("当时尚无收录", "The archive was empty"),
    "status_index_rebuilding": ("当时索引正在重建", "The index was being rebuilt"),
    "no_verdict_needed": ("这一条无需核查。", "This one needs no verdict."),
    "gave": ("当时答复", "What was said"),
    "nearest": ("当时列出的相近报道：", "Articles named as near:"),
    "quoted": ("报纸原文", "Quoted"),
    "written": ("模型改写", "Written by a model"),
    "added": ("系统说明", "Added by Wenda"),
    "no_citation": ("这一句没有出处。", "This statement has no source."),
    "checked": ("已核查", "Checked"),
    "progress": ("{done}/{all}", "{done}/{all}"),
    "unknown_answer": (
        "没有这条回答：可能已超过保存期限。",
        "There is no such answer; it may be older than the journal keeps.",
    ),
    "no_answers": (
        "还没有回答。读者提问之后，回答会出现在这里。",
        "No answers yet. They appear here once residents have asked.",
    ),
    "all_checked": ("这一列已全部核查。", "All of this list is checked."),
    "saved": ("已记下：“{about}” {verdict}", "Saved: “{about}” {verdict}"),
    "back": ("改判", "Change"),
    # --- verdicts ---
    "right": ("正确", "Right"),
    "wrong_source": ("出处错", "Wrong source"),
    "wrong_content": ("内容错", "Wrong content"),
    "out_of_date": ("已过时", "Out of date"),
    "should_have_answered": ("本应作答", "Should have answered"),
    "rightly_declined": ("不答正确", "Rightly declined"),
    "anonymous": ("未署名", "unnamed"),
    # --- sources ---
    "sources": ("出处", "Sources"),
    "printed": ("版面原文（逐行）", "As printed, line by line"),
    "file": ("文件 {name}，第 {first}–{last} 行", "file {name}, lines {first}–{last}"),
    "file_line": ("文件 {name}，第 {first} 行", "file {name}, line {first}"),
    "from_export": (
        "来自导出文件，没有版面原文：{name}，编号 {source_id}",
        "From an export, without printed lines: {name}, id {source_id}",
    ),
    "not_on_page": (
        "原文件 {name} 中没有记下这几个字的位置。",
        "The place of these words in {name} was not noted.",
    ),
    "file_lost": ("原文件已不在数据文件夹中。", "The source file is no longer in the data folder."),
    "article_removed": (
        "该报道已撤下：留作核查，不再用于回答。",
        "This article was withdrawn: kept for checking, no longer answered from.",
    ),
    "article_superseded": (
        "版面重新读取后已没有这一篇，不再用于回答。",
        "The page was read again without this article; it is no longer answered from.",
    ),
    "article_newer": (
        "该报道已有新版本 v{newest}；下面是回答时所据的 v{version}。",
        "This article has a new version v{newest}; below is v{version}, which the answer rests on.",
    ),
    "article_gone": (
        "档案中已没有这篇报道，只留下当时引用的原话：",
        "The archive no longer has this article. What was quoted from it:",
    ),
    "copies": ("同一报道的其他刊发（{count}）", "Other printings of this story ({count})"),
    "newest_version": ("看新版本 v{newest}", "Show the new version v{newest}"),
    "article_id": ("编号 {article_id} v{version}", "{article_id} v{version}"),
    "no_headline": ("（无标题）", "(untitled)"),
    "the_paper": ("《{name}》", "{name}"),
    "found": ("当时检索到的报道（按检索次序）", "What was found then, in the order found"),
    "nothing_found": ("当时没有检索到任何报道。", "Nothing was found then."),
    "own_page": ("报社网页", "Paper's own page"),
    # --- what the system thought, after the verdict ---
    "record": ("系统记录", "System record"),
    "confidence": ("把握 {confidence}", "confidence {confidence}"),
    "understood": ("理解为：{question}", "understood as: {question}"),
    "period": ("时段 {period}", "period {period}"),
    "fingerprint": ("模型与设置 {fingerprint}", "models and settings {fingerprint}"),
    "timings": ("用时 {timings}", "took {timings}"),
    "rank": ("次序", "Rank"),
    "score": ("分数", "Score"),
    "passage": ("段落", "Passage"),
    # --- the export's columns ---
    "col_answer": ("回答编号", "answer"),
    "col_asked_at": ("提问时间", "asked at"),
    "col_today": ("当日", "today"),
    "col_question": ("问题", "question"),
    "col_status": ("状态", "status"),
    "col_statement": ("句序", "statement"),
    "col_kind": ("类别", "kind"),
    "col_text": ("语句", "text"),
    "col_articles": ("报道编号", "articles"),
    "col_headlines": ("标题", "headlines"),
    "col_verdict": ("判定", "verdict"),
    "col_name": ("核查人", "checked by"),
    "col_note": ("备注", "note"),
    "col_judged_at": ("核查时间", "checked at"),
    "col_reports": ("读者报告", "reports"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a part of the page is drawn for: the reader's language and the newsroom's time zone."""

    language: PageLanguage
    zone: ZoneInfo

    def plain(self, key: str, **values: object) -> str:
        """The fixed text `key` with `values` filled in, not escaped."""
        return WORDS[key][0 if self.language == "zh" else 1].format(**values)

    def words(self, key: str, **values: object) -> str:
        """The fixed text `key` with `values` filled in, escaped."""
        return escape(self.plain(key, **values))

    def moment(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def imprint(self, *, paper: str, day: date | None, page: str, today: date) -> str:
        """Paper, date and how long before `today`, page; not escaped."""
        ago = how_long_ago(self.language, day, today) if day else ""
        name = self.plain("the_paper", name=paper) if paper else ""
        printed = printed_day(self.language, day) + (f"（{ago}）" if ago and self.language == "zh" else "")
        printed += f" ({ago})" if ago and self.language == "en" else ""
        return " ".join(part for part in (name, printed, page_number(self.language, page)) if part)
