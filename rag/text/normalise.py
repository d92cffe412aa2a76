"""All text normalisation: it makes different spellings of the same word equal.

Each level removes one difference; each form below combines some of the levels:

| form | used for | levels | offsets |
| --- | --- | --- | --- |
| `search_form` | words of indexes and questions | nfkc, replace_look_alikes, simplified, lowered | may move |
| `comparison_form` | deciding whether two texts are the same story | nfkc, replace_look_alikes, traditional, lowered | may move |
| `match_form` | finding words in a printed text, to quote it | replace_look_alikes, half_width, simplified, lowered | kept |

`question_form` is `search_form` with capitals kept: they mark names in a question.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from rag.text.characters import CharacterTable
from rag.text.script import to_simplified, to_traditional

Level = Callable[[str], str]

# --- the levels -------------------------------------------------------------------------------------


def nfkc(text: str) -> str:
    """Unicode's NFKC: unifies width, ligatures, circled numbers and composed letters. The length may change."""
    return unicodedata.normalize("NFKC", text)


def replace_look_alikes(text: str) -> str:
    """Replace radicals and compatibility ideographs, which some PDF files contain, by the usual characters (`⻓` -> `长`)."""
    return text.translate(_LOOK_ALIKES)


def half_width(text: str) -> str:
    """Full-width letters, digits, `／` and `．` as ASCII. Other punctuation stays: the Chinese rules depend on it."""
    return text.translate(_NARROW)


simplified: Level = to_simplified
traditional: Level = to_traditional
lowered: Level = str.lower

# --- the forms --------------------------------------------------------------------------------------


def search_form(text: str) -> str:
    """Normalise for indexes and searches.

    >>> search_form("⻓江大橋 Ｎｏ．①")
    '长江大桥 no.1'
    """
    return lowered(question_form(text))


def question_form(text: str) -> str:
    """`search_form` with capitals kept."""
    return simplified(replace_look_alikes(nfkc(text)))


def comparison_form(text: str) -> str:
    """Normalise for comparing two printed texts.

    It converts to traditional script word by word, which keeps more words apart than simplified script does:
    `了解` and `瞭解` become equal, `皇后` and `皇後` stay different.
    """
    return lowered(traditional(replace_look_alikes(nfkc(text))))


@lru_cache(maxsize=8192)  # each question reads the same passages again
def match_form(text: str) -> str:
    """Normalise for finding words in a printed text. Maps character to character, so offsets stay those of the printed text."""
    return text.translate(_MATCHED)


# --- tables -----------------------------------------------------------------------------------------


# From Unicode's EquivalentUnifiedIdeograph.txt. NFKC covers Kangxi radicals and compatibility ideographs.
_RADICALS_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕𫜹⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母"
    "⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑"
    "⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风"
    "⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_RADICALS = range(0x2E80, 0x2FD6)
_IDEOGRAPHS = (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
_LOOK_ALIKES = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*_RADICALS, *_IDEOGRAPHS)} | dict(
    zip(map(ord, _RADICALS_SUPPLEMENT[::2]), _RADICALS_SUPPLEMENT[1::2], strict=True)
)
_LETTERS_AND_DIGITS = (
    *range(ord("０"), ord("９") + 1),
    *range(ord("Ａ"), ord("Ｚ") + 1),
    *range(ord("ａ"), ord("ｚ") + 1),
)
_NARROW = {full: full - 0xFEE0 for full in (*_LETTERS_AND_DIGITS, ord("／"), ord("．"))}
_MATCHED = CharacterTable(replace_look_alikes, half_width, simplified, lowered)
