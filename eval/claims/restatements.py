"""Rewords a true sentence without making it false: other numerals, dates made absolute, everyday words, fewer clauses."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

from rag.language import amounts_in

_ASKED = re.compile(
    r"什么时候|什么时间|何时|哪一?年|哪一?天|几月几[日号]|几[点时日号]|多少|几(?=[个名次位家条所座项场部种支届人天年层])|哪位|谁|何人"
    r"|哪里|哪儿|什么地方|何处|哪一?[个座家所条名位种支部本届省市县区](?:[\u4e00-\u9fff]{0,2})|哪些|什么(?:[\u4e00-\u9fff]{0,2})"
)
_WHY = re.compile(r"为什么|为何|怎么会|什么原因")


def restated(sentence: str, printed_on: date | None, chance: random.Random) -> str:
    """The sentence in other words; each change is made about half of the time."""
    text = _shortened(sentence, chance) if chance.random() < 0.5 else sentence
    if printed_on and chance.random() < 0.6:
        text = _with_absolute_days(text, printed_on)
    if chance.random() < 0.5:
        text = _other_numerals(text, chance)
    return _other_words(text, chance, chance.choice((0.0, 0.3, 0.7)))


def as_statement(question: str, answer: str) -> str:
    "A question and its answer as one statement; empty if the question has no single gap that the answer fills."
    bare = re.sub(r"[?？。]+$|(?<=.)(?:呢|啊|呀)[?？]*$", "", question.strip())
    reason = _WHY.search(bare)
    if reason:
        return f"{bare[: reason.start()]}{bare[reason.end() :]}，因为{answer.removeprefix('因为')}"
    found = list(_ASKED.finditer(bare))
    if len(found) != 1 or re.search(r"吗|怎么|如何|怎样|是不是|有没有|还是", bare):
        return ""
    gap = found[0]
    before, behind = bare[: gap.start()], bare[gap.end() :]
    for size in (4, 3, 2, 1):  # 多少名 + 195名
        if len(behind) >= size and answer.endswith(behind[:size]):
            behind = behind[size:]
            break
    if before.endswith("第") and answer.startswith("第"):
        before = before[:-1]
    return before + answer + behind


# --- dates ---

_DAY_WORDS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1}
_YEAR_WORDS = {"今年": 0, "去年": -1, "明年": 1, "前年": -2}


def _with_absolute_days(text: str, printed_on: date) -> str:
    for word, days in _DAY_WORDS.items():
        day = printed_on + timedelta(days)
        text = text.replace(word, f"{day.month}月{day.day}日")
    for word, years in _YEAR_WORDS.items():
        text = text.replace(word, f"{printed_on.year + years}年")
    year = f"{printed_on.year}年"
    return (
        re.sub(r"(?<![\d年])(\d{1,2}月\d{1,2}日)", rf"{year}\1", text, count=1) if year not in text else text
    )


# --- numerals ---

_DIGITS = "零一二三四五六七八九"


def _other_numerals(text: str, chance: random.Random) -> str:
    for amount in reversed(amounts_in(text)):
        written = text[amount.start : amount.end]
        other = _other_numeral(written, chance)
        text = text[: amount.start] + other + text[amount.end :]
    return text


def _other_numeral(written: str, chance: random.Random) -> str:
    share = re.fullmatch(r"(\d{1,2})[%％]", written)
    if share:
        return f"百分之{in_chinese(int(share.group(1)))}"
    match = re.match(r"(\d+)(?![\d.,])", written)
    if not match:
        return written
    value, rest = int(match.group(1)), written[match.end() :]
    if value >= 10000 and value % 1000 == 0 and not rest.startswith(("万", "亿", "年")):
        return f"{value / 10000:g}万{rest}"
    if value < 10000 and not rest.startswith(("年", "万", "亿", "%", "％")):
        numeral = "两" if value == 2 else in_chinese(value)
        return numeral + rest if value < 1000 or chance.random() < 0.3 else written
    return f"{value}{rest}"


def in_chinese(value: int) -> str:
    """A number below 10,000 in Chinese numerals."""
    if value < 10:
        return _DIGITS[value]
    numeral, waiting = "", False
    for size, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            numeral += ("零" if waiting else "") + _DIGITS[digit] + sign
            waiting = False
        elif numeral and value:
            waiting = True
    return numeral.removeprefix("一") if numeral.startswith("一十") else numeral


# --- words ---

_SAME = tuple(
    tuple(group.split("/"))
    for group in (
        "表示/说/称 介绍/说 举行/举办 开展/组织 目前/现在/眼下 由于/因为/因 以及/和 进行了/做了 获得/得到/拿到 "
        "参加/参与 帮助/帮 购买/买 立即/马上/立刻 儿童/孩子 位于/在 共计/一共/共 大约/约/大概 超过/多于 民警/警察 "
        "前往/去 告诉记者/对记者说 发放/派发 开通/启用 已经/已 当天/当日 此次/这次/本次 随后/之后/接着 并且/而且/并 "
        "为了/为 向/对 给予/给 提供/给 学习/学 观看/看 讲解/讲 询问/问 抵达/到达/到 返回/回到 发现/看到 开始/起 "
        "利用/用 使用/用 各类/各种 多种/好几种 尤其/特别是 均/都 仅/只 即/就 与/和/跟 该/这 其/他的 老年人/老人 "
        "居民/住户 群众/百姓 辖区/片区内 负责人/主管 医务人员/医护人员 学生/同学 教师/老师 车辆/车 近日/最近/日前 "
        "期间/时 如果/要是 可以/能 需要/要 必须/一定要 不得/不能 未/没有 无法/没法 共同/一起 进一步/更 有效/切实 "
        "成立/建立 设置/设/设有 增加/多了 减少/少了 受伤/伤 死亡/身亡 夺得/拿下/获得 荣获/获得/拿到 缴纳/交 收取/收 "
        "携带/带 乘坐/坐 驾驶/开 放置/放 咨询/问 寻找/找 选择/选 领取/领 聆听/听 品尝/尝 赠送/送 看望/探望 慰问/看望 "
        "免费/不收费 全部/全都/都 部分/一部分"
    ).split()
)
_GROUPS = {word: [w for w in group if w != word] for group in _SAME for word in group if len(word) > 1}
_WORD = re.compile("|".join(sorted(_GROUPS, key=len, reverse=True)))


def _other_words(text: str, chance: random.Random, share: float) -> str:
    return _WORD.sub(
        lambda m: chance.choice(_GROUPS[m.group()]) if chance.random() < share else m.group(), text
    )


_LEAD = re.compile(
    r"^(?:据(?:介绍|悉|了解|统计|报道)|近日|日前|此外|同时|另外|目前|其中|随后|因此|所以|但是?|而|并|记者(?:获悉|了解到))[，,]"
)
_LOOSE = re.compile(r"^(?:并|还|以|为|让|使|从而|进而|以便|更好|切实|有效|进一步)")


def _shortened(sentence: str, chance: random.Random) -> str:
    """Without an opening phrase, what is in brackets, and clauses of purpose at the end."""
    text = re.sub(r"[（(][^（）()]{1,30}[）)]", "", _LEAD.sub("", sentence))
    clauses = text.rstrip("。！？").split("，")
    while len(clauses) > 1 and _LOOSE.match(clauses[-1]) and chance.random() < 0.7:
        clauses.pop()
    return "，".join(clauses) + "。"
