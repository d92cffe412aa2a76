"""The words of Chinese questions for a list of reports, for an author's reports, or for a person's statements."""

from __future__ import annotations

from rag.language.vocabulary import ListWords

LISTS = ListWords(
    reports=frozenset(
        "最近 近期 近来 近几天 这几天 这两天 最新 目前 至今 以来 迄今 相关 有关 关于 方面 报道 "
        "新闻 文章 消息 信息 稿件 稿子 报纸 报社 日报 晚报 报上 列出 列一下 找出 找出来 看看 "
        "查查 说说 讲讲 给我 都有 还有 有过 刊登 登载 登过 登了 上过 刊发 登报 发表 发生 所有 "
        "全部 历次 历年 几次 几篇 几条 几则 多少次 多少篇 新鲜事 大事 要闻 头条 本地 出来 "
        "有没有 别的 其他 其它 记者 作品".split()
    ),
    events=frozenset("活动 好玩 好玩的 好看 好看的 可以 参加".split()),
    writing=frozenset("采写 写 写过 写了 写的 撰写".split()),
    speaking=frozenset(
        "说 说过 说了 讲 讲过 讲了 讲话 表示 介绍 回应 谈 谈到 提醒 解释 强调 建议 看法 说法 发言 哪些话 赛后 会上".split()
    ),
    titles=frozenset("局长 主任 书记 市长 校长 馆长 院长 教练 医生 老师 记者 老人 总经理 负责人".split()),
)
