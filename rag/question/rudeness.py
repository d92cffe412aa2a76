"""Rude words: those that insult the assistant and say nothing else, and those thrown into a question."""

from __future__ import annotations

import re

_ADDRESS = (
    r"(?:你们?(?:这个|这|个|就是|是|真是|真的是|简直是)?|这个?|真是?|真的|太|好|就是|简直|怎么这么|这么|什么"
    r"|个|大|死|臭|破|烂|老|一个|一群|就会|只会|的)"
)
_NEVER_NEWS = (
    "傻[逼比屄缺子叉]?|傻b|sb|2b|二逼|煞笔|沙比|白痴|笨蛋|蠢货|蠢猪|猪头|猪脑子|脑残|弱智|智障|混蛋|混账|王八蛋|狗东西|狗屁|狗屎"
    "|放屁|滚(?:蛋|开|出去|远点|一边去)?|去死|闭嘴|住口|不要脸|有病|脑子(?:有病|进水了?|坏了)|胡说八道|胡说|瞎说|瞎扯|扯淡|讨厌"
    "|烦死了|气死我了|[他你]?妈的|卧槽|我操|我靠|操|艹|靠|tmd|nmsl|cnm|[操草日肏艹]你(?:妈|大爷)|去你(?:妈|大爷)的|草泥马"
    "|有个?屁用|屁用没有|没用|(?:一点用处?|什么用)[都也]?没有|答非所问|你是?猪|什么(?:破东西|破?玩意儿?)|破玩意儿?"
)
_OF_THINGS_TOO = "垃圾|废物|骗子|神经病|蠢|笨|烂|差劲|傻|贱人?|王八"
"""Insults where they are said of the assistant; else what a paper may well write of."""

_BEHIND = r"(?:吧|啊|呀|啦|哦|了|吗|的|你|东西|玩意儿?|机器人|软件|程序|系统|助手|人工智能|ai|一个|死了|透了|得要死|极了|到家)"
_CHINESE = (
    rf"{_ADDRESS}*(?:{_NEVER_NEWS}){_BEHIND}*"
    rf"|{_ADDRESS}+(?:{_OF_THINGS_TOO}){_BEHIND}*"
    rf"|(?:垃圾|废物|破|烂)(?:机器人|软件|程序|系统|助手|人工智能|ai|玩意儿?|东西)"
)
_BOT = r"(?:bot|chatbot|robot|machine|ai|assistant|program|thing|app)"
_ENGLISH_INSULTS = (
    "idiot|moron|liar|fool|joke|jerk|loser|piece of (?:shit|crap|junk|garbage)|stupid|dumb|useless|worthless|terrible"
    "|awful|pathetic|rubbish|garbage|trash|annoying|crap|(?:bull)?shit|full of shit|suck"
)
_ENGLISH = (
    r"(?:you(?:['’]?re| are| r)?|this is|what) (?:(?:a|an|so|such|really|very|just|fucking|bloody|complete|total|all) )*"
    rf"(?:{_ENGLISH_INSULTS})(?: {_BOT})?\b"
    rf"|(?:you )?(?:stupid|dumb|useless|fucking|idiotic|bloody)(?: (?:{_BOT}|idiot|moron))?\b"
    r"|(?:fuck|screw|damn) (?:you|off|this|it)\b|go to hell\b|shut up\b|piss off\b|i hate you\b"
    r"|(?:bull)?shit\b|fuck\b|wtf\b|stfu\b|idiot\b|moron\b|asshole\b|bastard\b"
)
INSULT = re.compile(rf"{_CHINESE}|{_ENGLISH}", re.IGNORECASE)
"""In simplified script, `你` for every form of address."""
