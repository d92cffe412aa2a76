"""Recognises names of persons in Chinese text by their surnames and by the words around them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from rag.text.script import to_simplified
from rag.text.words import pos_tagged


@lru_cache(maxsize=4096)
def people(text: str) -> tuple[str, ...]:
    """The distinct names in `text`, in simplified script, in order of appearance.

    A name begins with a known surname, and either the segmenter tags it as a name, or it stands between a title and a
    verb of saying (`局长曹法余说`), or at the beginning of a clause (`陈思源是哪里人`), where segmenters often split names.
    """
    plain = to_simplified(text)
    found = {m.start("name"): m["name"] for m in _BETWEEN.finditer(plain)}
    words = pos_tagged(plain)
    whole_words = {word for word, tag in words if not tag.startswith("nr")}
    found |= {m.start("name"): m["name"] for m in _FIRST.finditer(plain) if m["name"] not in whole_words}
    position = 0
    for (word, tag), (following, following_tag) in pairwise([*words, ("", "")]):
        if tag == "nr" and len(word) == 1 and following_tag in _GIVEN and _NAME.fullmatch(word + following):
            found.setdefault(position, word + following)  # 陈 and 思源 were split
        if tag.startswith("nr") and _NAME.fullmatch(word) and following[-1:] not in _PLACE_ENDS:
            found.setdefault(position, word)
        position += len(word)
    names = (
        name for _, name in sorted(found.items()) if name[-1] not in _PLACE_ENDS and name not in _NO_NAMES
    )
    return tuple(dict.fromkeys(names))


def surname_of(name: str) -> str:
    """The surname with which a name begins: two characters of the known double surnames, else the first one."""
    return name[: 2 if name.startswith(_DOUBLE_SURNAMES) else 1]


# The commonest surnames, two-character ones first, without those that begin other words as often (于、和、都).
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "东方")
_SURNAMES = (
    "|".join(_DOUBLE_SURNAMES)
    + "|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐颜庄章鲁倪庞"
    "俞翁芦柯阮凌戚祝费甘宁柳池裴华应申屠徐楼童金季骆吕舒包纪巫蓝尤卓饶丘鲍裘麻辛]"
)
_NAME = re.compile(rf"(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}")
_TITLES = (
    "局长|主任|书记|市长|县长|镇长|乡长|校长|馆长|院长|队长|教练|负责人|总经理|经理|董事长|记者|导演|主演|科长|处长|部长|主席"
    "|会长|医师|医生|老人|村民|居民|市民|家长|选手|队员|运动员|传承人|艺人|摆渡人|工人|教师|老师|民警|店主|种植户|志愿者"
)
_SAID = "说|介绍|表示|指出|强调|告诉|坦言|认为|解释|提醒|呼吁|汇报|透露|回忆|笑|感慨|建议"
_BETWEEN = re.compile(
    rf"(?:{_TITLES})(?P<name>(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}?)(?={_SAID}|[，。、；：（“今]|$)"
)
_FIRST = re.compile(
    rf"(?:^|[，。、；：“的和])(?P<name>(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}?)"
    rf"(?={_SAID}|{_TITLES}|[是写在和跟有拿得获今去最怎多几还也都这那的]|怎么|曾|呢|采写|报道|$)"
)
_GIVEN = frozenset(("n", "nr", "nz", "ns", "nrt"))  # tags of a given name that was split off
_NO_NAMES = frozenset(("马拉松", "马来西亚"))
_PLACE_ENDS = frozenset("镇乡村路街区县市桥江河湖山湾园馆局厅院校站场")
