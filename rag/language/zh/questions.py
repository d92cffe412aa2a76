"""The words of Chinese questions."""

from __future__ import annotations

import rjieba

from rag.language.vocabulary import QuestionWords, words

_UNIT = r"(?P<unit>[\u4e00-\u9fff]{0,2})"

QUESTIONS = QuestionWords(
    kinds={
        "time": words(
            r"什么时候|啥时候|何时|何日|哪一?[天日年月]|几[号月]|几点|多会儿|日期|(?:时间|日子)(?:是|为|在|定)"
            r"|(?<![长少久])时间$|星期几|周几|什么时间"
        ),
        "number": words(
            rf"(?:多少|几(?!乎|年来|天来|号|点|月)){_UNIT}|多[大高长远久宽重深快](?!力)|百分之几|人数|数量|总额|金额|票价|价格|费用"
            r"|(?:(?<![效频功])率|占比|比例|比分|总值|总量|均价|销量|产量|票房|气温|面积|[增涨跌降]幅)(?:是|为|有|达|$)"
        ),
        "person": words(r"谁|哪[些几]?位|何人|什么人|叫什么名字"),
        "place": words(
            r"哪里|哪儿|在哪|何地|何处|什么地方|地点|地址|哪个?(?:市|省|镇|村|街道|县|区|国家|城市|学校|医院|社区|公园)"
        ),
        "reason": words(r"为什么|为何|为啥|原因|怎么会"),
        "yes_no": words(
            r"吗|是否|有没有|是不是|能不能|可不可以|没有?[?？]?$"
            r"|不(?=[?？]?$)|(?P<twice>[\u4e00-\u9fff]{1,2})不(?P=twice)"
        ),
        "manner": words(r"怎么|怎样|如何|咋"),
    },
    printed_units={"钱": "元", "块": "元"},
    polite=words(
        r"^(?:请问一下|请问|问一下|想问一下|想问|我想知道|想知道|麻烦问下|你好|您好|谁知道|有人知道)[,，。!！\s]*"
        r"|(?:谢谢|多谢|急急急|急)[。!！~\s]*$"
    ),
    colloquial=(
        (words("啥"), "什么"),
        (words("咋[么样]?"), "怎么"),
        (words("几块钱?"), "多少钱"),
        (words("多会儿"), "什么时候"),
        (words("礼拜天|星期天"), "周日"),
        (words("(?:礼拜|星期)(?=[一二三四五六日])"), "周"),
        (words("哪儿"), "哪里"),
        (words("(?<![有么都还也就从是])没有(?=[?？]?$)|(?<=了)没(?=[?？]?$)"), "吗"),
        (words("(?<=[\u4e00-\u9fff])(?<![要对])不(?=[?？]?$)"), "吗"),
        (words("来着(?=[?？]?$)"), ""),
    ),
    split_verb=words(
        r"(?<=[停断])[过了](?=[水电气暖课运])|(?<=[涨降])[过了](?=价)|(?<=[着起])[过了](?=火)|(?<=下)[过了](?=[雨雪])"
        r"|(?<=堵)[过了](?=车)|(?<=封)[过了](?=路)|(?<=改)[过了](?=道)"
    ),
    rude=words(
        r"[他你]?妈的(?=[，,。!！\s]*(?:[到究]|什么|怎么|为|谁|哪|多|几|何|啥|咋|还|又|都|能|会|有|是))"
        r"|^(?:卧槽|我操|我靠|tmd)[，,。!！\s]*"
    ),
    interrogatives=words(
        r"什么时候|什么时间|什么地方|什么名字|什么样|什么|啥时候|啥|为什么|为啥|为何|是谁|谁"
        r"|哪些|哪个|哪位|哪里|哪儿|哪一?[天年周](?!前|后)|哪|多少钱|多少(?:[人个名位](?![民才数均口]))?|多[久长](?:时间)?|星期几|周几"
        r"|几[点号](?:到几[点号]|开始)?|几月几[号日]|几(?!乎)|何时|何地|何人|如何|怎么样|怎么|怎样|咋|是否|有没有|是不是|请问|一共|总共"
    ),
    stop_words=frozenset(
        "吗 呢 呀 啊 吧 么 的 了 是 在 有 被 把 和 与 及 就 都 也 还 说 这 那 我 你 他 她 它 们 要 会 能 可以 到 对".split()
    ),
    generic_words=frozenset(
        "事情 情况 消息 报道 新闻 原因 具体 详细 多久 多长 多大 多高 多远 时候 时间 地方 地点 办法 东西 内容 结果 后来 现在 目前 "
        "里面 一共 总共 还有 已经 最近 最后 开始 结束 知道 告诉 介绍 一下 人家 本来 原来 要钱 好了 干什么 叫什么 名字 哪个 哪些 "
        "那边 这边 那个 这个 那些 这些 那里 这里 那次 这次 那天 今年 去年 一天 一次 一份 要不要 有没有 什么样 他们 她们 它们 "
        "长时间".split()
    ),
    denials=frozenset("不是 不对 不系 唔系 勿是 弗是 别说 没问 没说".split()),
    asking=words(r"[问問](?![题題卷答询詢责責诊診政津号號候世])"),
    correcting=frozenset(
        (
            "我 俺 你 的 个 嘅 是 系 就 要 想 我要 我想 我问 我说 想要 想问 要问 问 问问 刚问 问的 问问的 说 讲 讲的 指 "
            "指的 意思 紧 咗 了 咯 啦 呀 啊 哎 哎呀 呃 额 嗯 哦 噢 不 其实 本来 原来 刚 刚才 刚刚 前面 前头 关心 只 应该 "
            "应该是 想知道 知道 晓得 想晓得 了解 更正 纠正 一下 改成 换成 重新 再问 问题 错 错了 岔 岔了 打错 打错了 搞错 "
            "说错 写错 问错 输错 记错 弄错 看错 打错字 写错字 错字 字 口误 抱歉 对不起 不好意思 换个问法 换个说法 换句话说"
        ).split()
    ),
    authorship=words("采写|写|报道|记者|作者|[这那]篇|文章|新闻"),
    weekday=words("(?<![上下本这个])(?:周|星期|礼拜)[一二三四五六日天末](?!起)"),
    opening_hours=words(
        "开(?:门|馆|放|到|吗|不|没)|几点[开关]|闭馆|休馆|关门|营业|上班|休息|上?什么课|上课|课表|班车|坐诊|出诊|门诊|赶集"
    ),
    year=words(r"(?<!\d)(?:19|20)\d\d(?!\d)|[二一][〇零九\d一二三四五六七八]{3}年"),
    section=words("版|栏目|专栏|新闻(?!发布)"),
)


def office(before: str) -> str:
    """The last word before `是谁` or `叫什么名字`, usually an office; empty if that is a single character or not Chinese."""
    *others, word = rjieba.cut(before.removesuffix("是").removesuffix("由")) or [""]
    if others and others[-1].endswith("副"):  # the segmenter splits 副市长
        word = f"副{word}"
    return word if len(word) > 1 and not word.isascii() else ""


_PLACE_ENDS = ("街道", "社区", "镇", "乡", "村", "县")
_NO_NAME = frozenset(
    "哪个 哪些 各个 全市 所有 乡镇 农村 这个 那个 几个 多少 我们 本市 新农 城中 每个 下乡 返乡".split()
)


def place(text: str) -> str:
    """The first town, street or village that a question names."""
    segments: list[str] = rjieba.cut(text)
    for before, word in zip(["", *segments], segments, strict=False):
        if word in _PLACE_ENDS and len(before) > 1 and before not in _NO_NAME and not before.isascii():
            return before + word
        if len(word) > 2 and word.endswith(_PLACE_ENDS) and word[:2] not in _NO_NAME:
            return word
    return ""
