"""The real site on a loopback port, with articles that were ingested as a newsroom ingests them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fastapi import FastAPI
from models import open_assistant, shared_embedder

from ingest import pipeline
from ingest.readers.options import ReadOptions
from ingest.report import SilentReporter
from rag.archive import Archive
from rag.config import Settings
from rag.journal import Journal
from rag.service import Assistant
from web.server import http_server
from web.site import build_site

ROOT = Path(__file__).parents[2]
TODAY = date(2024, 11, 10)
CHECK_KEY = "key-of-the-tests"

BRIDGE = "白鹭大桥全长612米，双向四车道，设计时速60公里。"
GARBLED = (
    "市大数据局回应，页面上的 <b>已受理</b>、<script>window.hacked = 1</script>、【1】[1] 和 $x^2$ "
    "等乱码已经修复。"
)
ARTICLES = [
    {
        "id": "bridge",
        "title": "白鹭大桥昨日正式通车",
        "date": "2024-11-08",
        "page": "01",
        "section": "要闻",
        "byline": "沈芷兰",
        "url": "https://example.org/news/bridge.html",
        "text": "本报讯（融媒记者 沈芷兰）昨日上午10时，白鹭大桥正式通车。\n"
        + "\n".join(f"沿线第{n}个村的村民到桥头合影，说起过江坐渡船的日子。" for n in "一二三四五六七八")
        + f"\n{BRIDGE}\n通车首日，公交26路同步开通，票价2元。",
    },
    {
        "id": "garbled",
        "title": "政务平台出现“<img src=x onerror='window.hacked = 1'>”等乱码",
        "date": "2024-11-06",
        "text": f"本报讯 12月3日，市民反映政务平台升级后出现乱码。\n{GARBLED}",
        "url": "javascript:window.hacked = 1",
    },
    {
        "id": "canteen",
        "title": "全市老年食堂增至23家",
        "date": "2024-03-18",
        "text": "本报讯（记者 周晓棠）记者从市民政局获悉，全市老年食堂已增至23家，比去年增加6家。",
    },
    {
        "id": "withdrawn",
        "title": "青石巷老井将修缮",
        "date": "2024-10-08",
        "text": "本报讯 青石巷老井修缮工程预算47万元，由市文保所负责。",
    },
    *(
        {
            "id": f"ambulances-{day[:4]}",
            "title": f"去年急救车出动{times}次",
            "date": day,
            "byline": "顾文昕",
            "text": f"本报讯（记者 顾文昕）记者从市急救中心获悉，去年全市急救车共出动{times}次。",
        }
        for day, times in (("2023-03-20", 8412), ("2024-03-18", 9237))
    ),
    *(
        {
            "id": f"water-{day}",
            "title": "停水通知",
            "date": day,
            "text": f"因管道检修，{when}8时至17时{street}停水，请居民提前储水。",
        }
        for day, when, street in (("2024-06-10", "6月12日", "柳荫路"), ("2023-10-16", "10月18日", "青年路"))
    ),
    *(
        {
            "id": f"reservoir-{name}",
            "title": f"{name}湾水库完成除险加固",
            "date": "2024-09-02",
            "text": f"本报讯 {name}湾水库除险加固工程完工，{name}湾水库总库容达到{volume}万立方米。",
        }
        for name, volume in zip("桃杏梨柿梅榆槐柏松竹", range(311, 1311, 101), strict=False)
    ),
]
RESERVOIRS = {a["title"][0]: a["text"].partition("达到")[2] for a in ARTICLES if a["id"].startswith("res")}


class SettingsOfTheDay(Settings):
    """Settings under which it is always the same day."""

    def today(self) -> date:
        return TODAY


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str
    settings: Settings
    assistant: Assistant
    app: FastAPI

    @property
    def journal(self) -> Journal:
        return self.assistant.journal

    @property
    def desk_url(self) -> str:
        """The link that opens the checking page."""
        return f"{self.url}/desk?key={CHECK_KEY}"


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an app from a thread on a free loopback port. Gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = http_server(app, seconds_to_finish=0)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            _wait(lambda: server.started or not thread.is_alive())
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def serve(settings: Settings) -> Iterator[Site]:
    """The site of these settings, served."""
    assistant = open_assistant(settings, journal=True)
    try:
        assistant.indexes.sync()
        app = build_site(assistant, settings)
        with serving(app) as url:
            yield Site(url, settings, assistant, app)
    finally:
        assistant.close()


def ingest(data_dir: Path, *paths: Path, url: str = "") -> None:
    """Take files in as `python -m ingest add` does; the site indexes them."""
    archive = Archive(data_dir, url)
    given = ReadOptions(default_paper="栖川日报")
    report = pipeline.add(paths, given, archive=archive, load=shared_embedder, reporter=SilentReporter())
    archive.close()
    assert not report.failures


def settings_for(data_dir: Path, **changes: object) -> Settings:
    values = {
        "paper": "栖川日报",
        "city": "栖川",
        "contact": "12345 市民热线",
        "check_key": CHECK_KEY,
        **changes,
    }
    return SettingsOfTheDay(_env_file=None, data_dir=data_dir, **values)


def _wait(ready: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < until, "the server does not start"
        time.sleep(0.05)
