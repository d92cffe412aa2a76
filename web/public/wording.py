"""The fixed texts of the pages for everybody. They contain no figures: those come from archive, journal and settings."""

from __future__ import annotations

from web.wording import Texts

TEXTS: Texts = {
    "title": ("关于闻答", "About Wenda"),
    "brand": ("闻答", "Wenda"),
    "back": ("去提问", "Ask a question"),
    "languages": ("语言", "Language"),
    "lead": (
        "闻答是{paper}的问答程序。您用平常的话提问，它在已经刊登的报道里找出回答的原文，并注明出自哪一篇、哪一天。",
        "Wenda answers questions about what {paper} has printed. You ask in your own words; it finds the printed lines that "
        "answer, and names the article and the day of each.",
    ),
    # --- corrections ---
    "corrections": ("更正", "Corrections"),
    "corrections_lead": (
        "回答有错，编辑部核对后在这里更正。问同样的问题，得到的就是更正后的回答。",
        "Where an answer was wrong, the newsroom corrects it here. Who asks the same question gets the corrected answer.",
    ),
    "corrections_none": ("还没有更正。", "There are no corrections yet."),
    "corrected_on": ("编辑部更正于 {day}", "Corrected by the newsroom on {day}"),
    "what_was_wrong": ("更正说明：{reason}", "What was wrong: {reason}"),
    "correction_ended": (
        "所依据的报道后来有变动，这条更正不再用来回答。",
        "An article that it rests on has changed since; this correction is no longer given as an answer.",
    ),
    "withdrawn": ("所依据的报道已经撤下，不再展示。", "The article that it rests on has been withdrawn."),
    "taken_down": ("这段内容已于 {day} 删除。", "Removed on {day}."),
    # --- an answer that was shared ---
    "shared_given": ("回答于 {moment}", "Answered on {moment}"),
    "shared_not_reported": (
        "报上没有直接的回答，最接近的原文：",
        "The paper has no direct answer. The nearest printed lines:",
    ),
    "shared_sources": ("出处", "Sources"),
    "paper_link": ("在报社网站查看", "Open on the paper's own site"),
    "shared_note": (
        "这是当时给出的回答，情况可能已有变化，请留意日期。",
        "This is the answer as it was given then; things may have changed since, so mind the dates.",
    ),
    "shared_unknown": ("没有这条回答", "There is no such answer"),
    "shared_unknown_why": (
        "链接不完整，或者这条回答已删除，或已超过保存期限。",
        "The link is incomplete, or the answer was erased, or is older than answers are kept.",
    ),
    # --- how it answers ---
    "how": ("怎样回答", "How it answers"),
    "how_quotes": (
        "回答里的每一句都连着报上的原文。点开编号，就能看到整篇报道和标出的字句。",
        "Each sentence of an answer is bound to printed words. Open its number to see the article with these words marked.",
    ),
    "how_declines": (
        "报上没有的，会直说没有，并列出最接近的原文，不编造。",
        "What the paper did not report is said to be so, with the nearest printed lines. Nothing is made up.",
    ),
    "how_dates": (
        "每一处都带刊登日期：新闻会过时，请留意日期。",
        "Everything carries the day on which it was printed: news ages, so mind the dates.",
    ),
    "how_model": (
        "标有“AI 生成”的句子由人工智能根据所注的原文写成，与原文核对过才显示。",
        "Sentences marked “AI-generated” were written by artificial intelligence from the printed words named, and are "
        "shown only after a check against them.",
    ),
    "how_no_model": (
        "本站没有使用会自己写句子的人工智能：回答是报上的原话。",
        "No artificial intelligence that writes sentences is used here: answers are the paper's own words.",
    ),
    "how_errs": (
        "程序会出错：可能找错报道，也可能漏掉报道。要紧的事，请看原文，或向有关单位核实。",
        "It makes mistakes: it may find the wrong report, or miss one. Where it matters, read the article, or ask the "
        "office in charge.",
    ),
    # --- how far the archive goes ---
    "reach": ("收录到哪一天", "How far the archive goes"),
    "reach_none": ("还没有收录报道。", "No articles have been taken in yet."),
    "reach_away": (
        "报道库暂时读不到，请过一会儿再看。",
        "The archive cannot be read at the moment. Please come back later.",
    ),
    "articles": ("报道", "Articles"),
    "first_day": ("最早", "From"),
    "last_day": ("最新", "To"),
    "updated": ("更新于", "Updated"),
    "source": ("来源", "Source"),
    "newest": ("最新一期", "Last edition"),
    "taken_in": ("最近收录", "Last taken in"),
    "no_name": ("（未注明）", "(no name)"),
    "late": ("该有新的一期了", "the next edition is late"),
    # --- accuracy ---
    "accuracy": ("答得准不准", "How often it is right"),
    "accuracy_how": (
        "编辑部人员把回答里的句子逐句与报纸原文对照。下面是他们核查过的句子里，认为正确的比例，按回答的月份。",
        "Staff of the newsroom compare the sentences of answers with the printed lines. These are the shares of the checked "
        "sentences that they found right, by month of the answer.",
    ),
    "accuracy_none": ("还没有核查过。", "Nothing has been checked yet."),
    "accuracy_away": (
        "核查结果暂时读不到，请过一会儿再看。",
        "The checks cannot be read at the moment. Please come back later.",
    ),
    "accuracy_bias": (
        "核查的回答由编辑部挑选，其中有读者报告过的，不是随机抽取，所以这些比例不等于全部回答的准确率。",
        "Which answers are checked is chosen by the newsroom, those that readers reported among them. They are no random sample, "
        "so these shares are not the accuracy of all answers.",
    ),
    "accuracy_interval": (
        "竖线是 95% 置信区间（Wilson）：核查得越少，线越长。空心点的月份核查不足 {few} 句，只供参考。",
        "The lines are 95 % confidence intervals (Wilson): the fewer were checked, the longer the line. In months with a hollow "
        "dot fewer than {few} sentences were checked; take them with caution.",
    ),
    "accuracy_all": (
        "合计：核查 {checked} 句，正确 {right} 句（{share}，95% 区间 {low}–{high}）。",
        "In all: {checked} sentences checked, {right} right ({share}; 95 % interval {low} – {high}).",
    ),
    "accuracy_declined": (
        "另有 {checked} 次“报上没有”的答复经过核查，{right} 次确实没有。",
        "Besides, {checked} answers of “not reported” were checked; in {right} of them the paper indeed had nothing.",
    ),
    "plot": ("核查过的句子里正确的比例，按月", "Share of checked sentences found right, by month"),
    "month": ("月份", "Month"),
    "checked": ("核查句数", "Checked"),
    "right": ("正确", "Right"),
    "share": ("比例", "Share"),
    "interval": ("95% 区间", "95 % interval"),
    "few": ("样本少", "few"),
    # --- reporting, privacy, contact ---
    "report": ("发现错误", "If something is wrong"),
    "report_how": (
        "请按回答下方的“报告错误”，选一个原因就行。编辑部会核查。",
        "Press “Report an error” below the answer and choose a reason. The newsroom will check it.",
    ),
    "privacy": ("隐私", "Privacy"),
    "privacy_kept": (
        "保存的是：问题、回答、时间，您报告的错误；追问时还有前一问和前一答。保存 {days} 天后自动删除。",
        "Kept are the question, the answer, the time, errors that you report, and for a follow-up the question and answer "
        "before it. They are deleted after {days} days.",
    ),
    "privacy_erase": (
        "要删掉您问过的话，请与{paper}联系，附上回答的链接（回答下方的“复制链接”），或说明您问了什么、大约哪天问的。"
        "编辑部会从记录里删除这条问答；别人用同样的话问过的照旧。",
        "To have your words erased, contact {paper} and give the answer's link (“Copy the link” below it), or say what you asked "
        "and about when. The newsroom then erases the question and its answer from its records; what others asked in the same "
        "words stays.",
    ),
    "privacy_who": (
        "不保存您是谁：没有账号，也不记录设备和网络地址。为防滥用，程序只在内存里短时间计数。",
        "Who you are is not kept: there are no accounts, and neither device nor network address is recorded. Against abuse, "
        "questions are counted for a short time, in memory only.",
    ),
    "privacy_numbers": (
        "问题里的身份证号、手机号和银行卡号会先遮去再保存。请不要在问题里写个人信息。",
        "Numbers of ID cards, mobile phones and bank cards are masked before anything is kept. Please leave personal details out "
        "of questions.",
    ),
    "privacy_browser": (
        "对话、字号和深浅色只存在您自己的浏览器里；关掉标签页，对话就没有了。",
        "The conversation, type size and colours are stored in your own browser; the conversation goes when you close the tab.",
    ),
    "privacy_no_model": (
        "问题只在本站的服务器上处理，不发给别的公司。",
        "Questions are worked on by this site's own server and sent to no other company.",
    ),
    "privacy_model_inside": (
        "问题只在本单位的网络里处理，语言模型也在其中，不发给别的公司。",
        "Questions, also those for the language model, stay within the house and are sent to no other company.",
    ),
    "privacy_model": (
        "为写出回答，问题和有关的报道会交给语言模型的服务；上面说的号码先已遮去。",
        "To word an answer, the question and the articles found are given to a language model's service, with the numbers "
        "named above masked.",
    ),
    "contact": ("联系", "Contact"),
    "contact_paper": ("请与{paper}联系。", "Please contact {paper}."),
}
