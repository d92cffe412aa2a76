"""Chinese names of the festivals, as patterns, and what shows that such a word is the name of a place or a person."""

from __future__ import annotations

_NO_NAME = r"(?![路街巷村广大小中学幼电厂桥队期年月日号个点级班、\d〇零一二三四五六七八九十])"
_NUMERAL_BEFORE = r"(?<![\d〇零一二三四五六七八九十第])"


# 白露大桥, 清明今年八十三岁, 双十一快递
NOT_A_DAY = (
    r"(?![路街巷村桥镇乡湖]|大[桥道厦]|小区|社区|公园|广场|小学|中学|学校|分校|超市|酒店|公司|快递|包裹"
    r"|老人|先生|女士|师傅|大爷|同志|说|介绍|表示|告诉|认为|回忆|是谁|是(?:哪里|什么)人|多大年纪|几岁|写的"
    r"|今年(?:已经?|都|刚)?[\d一二三四五六七八九十多几])"
)


def _date(name: str) -> str:
    return rf"{_NUMERAL_BEFORE}{name}{_NO_NAME}"


NAMES = {
    "spring_festival": "春节",
    "national_day": rf"国庆(?!路|街|村)节?|{_NUMERAL_BEFORE}[“\"‘]十一[”\"’]|十一(?=(?:小?长假|假期|黄金周|国庆))",
    "labour_day": rf"五一(?:国际)?劳动节|{_NUMERAL_BEFORE}[“\"‘]五一[”\"’]|{_date('五一')}|五一(?=小长假)|(?:国际)?劳动节",
    "spring_travel": "春运",
    "new_year": "元旦节?",
    "qingming": "清明(?!上河|路|山|村)节?",
    "dragon_boat": "端午节?",
    "mid_autumn": "中秋节?",
    "lantern": "元宵节|元宵(?=晚会|灯会|佳节|期间|当)",
    "double_seventh": "七夕节?",
    "ghost_festival": "中元节",
    "double_ninth": "重阳节?",
    "laba": "腊八节?(?![粥蒜])",
    "little_new_year": "(?<!最)小年夜?(?![轻纪龄])",
    "new_years_eve": "除夕夜?|大?年三十",
    "womens_day": "三八(?:国际)?(?:劳动)?妇女节|(?:国际)?(?:劳动)?妇女节",
    "arbor_day": "植树节",
    "youth_day": "五四青年节|青年节",
    "mothers_day": "母亲节",
    "fathers_day": "父亲节",
    "childrens_day": rf"六一(?:国际)?儿童节|(?:国际)?儿童节|{_date('六一')}",
    "party_day": rf"七一建党节|建党节|{_date('七一')}",
    "army_day": rf"八一建军节|建军节|{_date('八一')}",
    "teachers_day": "教师节",
    "double_eleven": r"双(?:十一|11)(?!\d)",
    "double_twelve": r"双(?:十二|12)(?!\d)",
    "christmas_eve": "平安夜",
    "christmas": "圣诞节?(?![树老])",
    "beginning_of_spring": "立春",
    "awakening_of_insects": "惊蛰",
    "spring_equinox": "春分",
    "grain_rain": "谷雨",
    "beginning_of_summer": "立夏",
    "grain_in_ear": "芒种",
    "summer_solstice": "夏至",
    "beginning_of_autumn": "立秋",
    "end_of_heat": "处暑",
    "white_dew": "白露",
    "autumn_equinox": "秋分",
    "cold_dew": "寒露",
    "frost_descent": "霜降",
    "beginning_of_winter": "立冬",
    "winter_solstice": "冬至",
}
