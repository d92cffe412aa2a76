"""Tells Chinese text from the garbage that the bytes of another encoding become."""

from __future__ import annotations

from ingest.clean.characters import everyday_characters

_COMMON = frozenset(
    "的一是不了在人有我他这個个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家"
    "种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第"
    "公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回"
    "特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电"
    "数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界"
    "达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔"
    "镇村街桥站县省委会镇班车店馆厂费价元米吨名岁届项户层号楼园州城乡村河江湖港岛湾"
    "這個們來為國說時會對於過發後裡種經學沒動還進樣從實軍無與長機業將兩間問應戰頭體見產關點話報內給門兒東聲員論處義幾認條"
    "係氣題爾別變總電數結務場計資許統區隊決馬書聽達強難權設記類據邊張該規萬術領確傳師觀讓識帶導爭運選舉辦廠館橋縣鎮車費價"
    "噸歲屆項戶層號樓園鄉灣島單線稅農環衛護檢驗療藥醫織擴議責講調談記訊聞紀錄攝圖編輯週禮拜樂團隊賽員獎勝負練習"
    "訊昨今早晚午夜星春夏秋冬左右首都府局長處科股組會議席副主任校園課程考試招生畢業就業失業保險公司企業商店超市菜場"
    "警察消防醫院診所病患者居民社區街坊鄰里鐵路地鐵公交巴士航班機場碼頭高速公路隧道"
)
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』…—·　％～〇．")


def readability(text: str) -> float:
    """How much the characters beyond ASCII are those of Chinese news: some 1 for text, below 0.5 for garbage.

    A common character or punctuation mark counts 1.25, another one in everyday use 0.75, a rare one
    0; what text hardly has (private use, box drawings, kana, other scripts, damage) counts less than nothing. Text
    without such characters is readable.
    """
    sample = [char for char in text if char > "\x7f"]
    return sum(map(_worth, sample)) / len(sample) if sample else 1.0


def _worth(char: str) -> float:
    if char in _COMMON or char in _PUNCTUATION:
        return 1.25
    if "\uff00" < char < "\uff5f":
        return 0.75
    if "\u4e00" <= char <= "\u9fff":
        return 0.75 if char in everyday_characters() else 0.0
    return -1.0
