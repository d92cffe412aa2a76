"""Files to add to an archive, and what of them is answered from."""

from __future__ import annotations

import json

BRIDGE = "本报讯（记者 方知远）白鹭大桥昨日正式通车，全长612米，双向四车道。"
POOL = "本报讯（记者 叶青禾）市游泳馆今起开放，票价二十元，每周一闭馆。"
SCHOOL = "城南小学新校区九月启用，新增学位1260个，由市教育局统一安排入学。"

PAGE = """栖川日报 2024年3月18日 星期一

02 民生

急救站点今年增设一个

本报讯（记者 叶青禾）记者昨日从市

急救中心获悉，今年将在桃岭乡卫生院

增设一个急救站点，配备急救车一辆，

力争六月底前投入使用。市急救中心表

示，拨打电话时要讲清详细地址。
"""
UNDATED_PAGE = PAGE.split("民生\n\n", 1)[1]


def export(tmp_path, *lines, name="export.jsonl"):
    path = tmp_path / name
    printed = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(printed), encoding="utf-8")
    return path


def page(tmp_path, text=PAGE, name="page.txt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def live(archive):
    """Text and version of every article that is answered from."""
    return sorted((version.text, version.version) for version in archive.newest(100))


class NeverNeeded(AssertionError):
    """The embedding model was loaded although nothing was new."""


def counts(report):
    return {action: count for action, count in report.counts.items() if count}


def no_model():
    raise NeverNeeded


def articles(wenda):
    """What `list --json` prints, by headline."""
    return {row["headline"]: row for row in json.loads(wenda("list", "--json")[1])}
