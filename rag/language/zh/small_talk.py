"""Small talk and rude words in Chinese; `你` stands for every form of address."""

from __future__ import annotations

from rag.language.vocabulary import SmallTalkWords, words

_NEWS = r"(?:消息|新闻|信息|资料|数据|内容|答案|回答|报道|知识)"
_WHERE = r"(?:哪里?|哪儿|何处|什么地方)"
_PROGRAM = (
    r"(?:机器人|机器|程序|ai|人工智能|真人|真的人|活人|人类|人|chatgpt|gpt|deepseek|大模型|客服|人工客服)"
)
_SELF = (
    r"你(?:到底|究竟)?是(?:谁|什么(?:东西|人)?|[干做]什么的|干嘛的|哪位|哪个|谁(?:开发|做)的)"
    r"|你叫(?:什么|啥)(?:名字)?|你有(?:什么|啥|哪些)(?:用处?|功能|本事)"
    r"|你(?:到底)?(?:能|会|可以)(?:帮我)?[做干说]?(?:回答|帮我)?些?(?:什么|啥|哪些(?:事|问题)?)(?:问题|事情?)?"
    rf"|(?:你|这个?)?该?(?:怎么|如何)(?:使用|用)(?:你|这个)?|你(?:到底|究竟)?(?:是不是|是)(?:个|一[个台])?{_PROGRAM}"
    r"|(?:请|你)*(?:做个?)?自我介绍(?:一下)?|(?:请|你)*能?(?:不能)?介绍(?:一下)?你?自己|谁(?:开发|做|造|发明)[了的]你的?"
)
_SOURCES = (
    rf"你们?的?{_NEWS}都?是?从?{_WHERE}(?:来|得来|找来|找|弄来|得到)的?"
    rf"|你们?的?{_NEWS}的?(?:来源|出处)(?:是什么|[是在]{_WHERE})?|你是?(?:怎么|从{_WHERE})(?:知道|晓得)的?"
    rf"|(?:你的?{_NEWS}|你说的)(?:可靠|准确?|可信|真实|是真的|对)"
)

# --- rude words that insult the assistant and mean nothing else ---

# Atomic and with a maximum: otherwise a run of `这个`, which also matches `这` and `个`, can be matched in 2^n ways.
_ADDRESS = (
    r"(?>你们?(?:这个|这|个|就是|是|真是|真的是|简直是)?|这个?|真是?|真的|太|好|就是|简直|怎么这么|这么|什么"
    r"|个|大|死|臭|破|烂|老|一个|一群|就会|只会|的)"
)
_ALWAYS_INSULTS = (
    "傻[逼比屄缺子叉]?|傻b|sb|2b|二逼|煞笔|沙比|白痴|笨蛋|蠢货|蠢猪|猪头|猪脑子|脑残|弱智|智障|混蛋|混账|王八蛋|狗东西|狗屁|狗屎"
    "|放屁|滚(?:蛋|开|出去|远点|一边去)?|去死|闭嘴|住口|不要脸|有病|脑子(?:有病|进水了?|坏了)|胡说八道|胡说|瞎说|瞎扯|扯淡|讨厌"
    "|烦死了|气死我了|[他你]?妈的|卧槽|我操|我靠|操|艹|靠|tmd|nmsl|cnm|[操草日肏艹]你(?:妈|大爷)|去你(?:妈|大爷)的|草泥马"
    "|有个?屁用|屁用没有|没用|(?:一点用处?|什么用)[都也]?没有|答非所问|你是?猪|什么(?:破东西|破?玩意儿?)|破玩意儿?"
)
_SOMETIMES_INSULTS = "垃圾|废物|骗子|神经病|蠢|笨|烂|差劲|傻|贱人?|王八"
"""Insults only if addressed to the assistant: a paper can also write about these things."""

_ENDING = r"(?:吧|啊|呀|啦|哦|了|吗|的|你|东西|玩意儿?|机器人|软件|程序|系统|助手|人工智能|ai|一个|死了|透了|得要死|极了|到家)"
_INSULT = (
    rf"{_ADDRESS}{{0,20}}(?:{_ALWAYS_INSULTS}){_ENDING}*+"
    rf"|{_ADDRESS}{{1,20}}(?:{_SOMETIMES_INSULTS}){_ENDING}*+"
    r"|(?:垃圾|废物|破|烂)(?:机器人|软件|程序|系统|助手|人工智能|ai|玩意儿?|东西)"
)

SMALL_TALK = SmallTalkWords(
    patterns={
        "self": words(_SELF),
        "sources": words(_SOURCES),
        "insult": words(_INSULT),
        "thanks": words(r"(?:谢谢|多谢|感谢|谢了|谢|辛苦了|麻烦你了)(?:你们?|啦|了|哈)*\b"),
        "greeting": words(
            "你们?好|大家好|嗨|哈喽|哈啰|嘿|喂|[上中下]午好|早上好|晚上好|早安|晚安|早|在吗|在么|在不在|有人吗"
        ),
        "goodbye": words("再见|拜拜|回见|回头见|88"),
    },
    fillers=words(r"[\W_]|闻答|请问|那么?|[啊呀吗么呢吧哦嘛哈呗啦]"),
)
