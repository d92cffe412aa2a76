"""What a newsroom drops into one folder: files of many formats, one of them broken, in two deliveries."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

from pdf_files import PdfPage, pdf

from eval.formats.sample import Sample
from eval.formats.samples import samples

QUESTIONS = (
    "白鹭大桥夜间限速多少",  # in page text, in an export and in a feed
    "第17号站点接待了多少居民",
    "第3号站点什么时候启用",  # corrected by the second delivery
    "露天电影放映几场",  # in a PDF
    "夜间公交线下月开通几条",  # in Word and in page text
    "供水热线的新号码是什么",  # in a mail
    "桃岭乡急救站点有几辆急救车",  # in a feed and in a ZIP
    "鲸鱼博物馆在哪里",  # nowhere
)
_FIRST_CHANGED = 1_710_000_000  # seconds since 1970


@cache
def deliveries() -> list[dict[str, bytes]]:
    """The files of each delivery by name, in the order in which they are written; made once, as mails differ each time."""
    made = {(sample.format, sample.path): sample for sample in samples()}
    return [
        {
            "2024-03-18-02.txt": made["pages", "e.txt"].data,
            "stations.jsonl": _lines(*(_station(number) for number in range(30)), "not JSON"),
            "cms.csv": made["table", "a.csv"].data,
            "torn.pdf": _edition()[:700],
            "water.eml": made["email", "both.eml"].data,
            **_whole(made["web", "ferry.html"]),
        },
        {
            "2024-05-12.pdf": _edition(),
            "release.docx": made["docx", "two.docx"].data,
            "rss.xml": made["feed", "rss.xml"].data,
            "epaper.zip": made["zip", "site.zip"].data,
            # The words that it corrects are in a file that comes after it by name.
            "corrections.jsonl": _lines(
                _station(3, "昨日"), *(_station(number) for number in (40, 41)), _station(40, "后天")
            ),
        },
    ]


def deliver(files: dict[str, bytes], folder: Path, number: int) -> None:
    """Write the files of a delivery; each appears as a whole, with a time that is the same in every run."""
    for place, (name, data) in enumerate(files.items()):
        hidden = folder / f".{name}"
        hidden.write_bytes(data)
        changed = _FIRST_CHANGED + 3600 * number + place
        os.utime(hidden, (changed, changed))
        hidden.rename(folder / name)


def _whole(sample: Sample) -> dict[str, bytes]:
    return {sample.path: sample.data, **sample.beside}


def _station(number: int, when: str = "今日") -> dict[str, str]:
    text = (
        f"第{number}号站点{when}启用，设在{number}号楼一层。负责人说，共接待居民{1000 + 7 * number}人次。"
        f"站点每天早上八点开门，编号{number}x的通告已经贴出，居民可以凭身份证领取一张证件卡。"
    )
    return {
        "id": str(number),
        "title": f"第{number}号站点启用",
        "date": "2024-04-02",
        "text": text,
        "paper": "栖川日报",
    }


def _lines(*lines: dict[str, str] | str) -> bytes:
    return "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    ).encode()


def _edition() -> bytes:
    """Three pages, an article on each."""
    told = (
        (
            "文化广场放映露天电影",
            "文化",
            ["　　本报讯（记者 陆一舟）文化广", "场今起放映露天电影，每周五晚一场，"],
        ),
        ("青石巷口装上路灯", "民生", ["　　本报讯（记者 叶青禾）青石巷", "口昨日装上六盏路灯，夜里走路的居"]),
        ("龙舟队招收新队员", "体育", ["　　本报讯（记者 方知远）市龙舟", "队即日起招收新队员二十名，年满十"]),
    )
    rest = (
        ["整个夏天共放映十四场，市民免费入场，", "遇雨顺延到周六。"],
        ["民不用再打手电筒，电费由社区承担。"],
        ["八岁即可报名，训练在云栖湖进行。"],
    )
    pages = []
    for number, ((headline, section, lines), more) in enumerate(zip(told, rest, strict=True), 1):
        page = PdfPage().text(30, 570, "栖川日报 2024年5月12日 星期日")
        page.text(300, 570, f"0{number}版 {section}")
        pages.append(page.text(30, 500, headline, 20).column(30, 470, lines + more))
    return pdf(*pages)
