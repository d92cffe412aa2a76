"""The picture of the printed page: the article is outlined and the cited line marked, for residents and for staff."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from models import shared_embedder
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect
from resident_steps import arrive, ask
from served import BRIDGE, Site, serve, settings_for

from rag.archive import Archive, Box, Intake, Layout, PlacedLine, PreparedArticle, SourceFile
from rag.archive.source_file import LAYOUT, TEXT
from rag.schema import Draft, Paragraph
from rag.text.sentences import Span

LINES = ("白鹭大桥昨日正式通车", "本报讯 昨日上午10时，白鹭大桥正式通车。", BRIDGE)
WIDTH, HEIGHT = 800, 1100


def printed_page() -> SourceFile:
    """A page with three lines, as a PDF reader keeps it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(picture)
    lines, start = [], 0
    for n, text in enumerate(LINES):
        top = 300 + 60 * n
        draw.rectangle((100, top + 10, 500, top + 30), fill="black")
        box = Box(0, 100 / WIDTH, top / HEIGHT, 500 / WIDTH, (top + 40) / HEIGHT)
        lines.append(PlacedLine(start, start + len(text), box))
        start += len(text) + 1
    webp = BytesIO()
    picture.save(webp, "WEBP")
    layout = Layout(tuple(lines), ("page-1.webp",))
    made = {TEXT: "\n".join(LINES).encode(), LAYOUT: layout.to_json(), "page-1.webp": webp.getvalue()}
    return SourceFile("2024-11-08-01.pdf", b"%PDF-1.7 a page", beside=made)


def take_in(data_dir: Path) -> str:
    file = printed_page()
    head, *body = LINES
    text = "\n".join(body)
    places = (
        Paragraph("headline", 0, len(head), 0, len(head)),
        Paragraph("text", 0, len(text), len(head) + 1, len(head) + 1 + len(text)),
    )

    draft = Draft(text, head, date=date(2024, 11, 8), paper="栖川日报", page="1", paragraphs=places)
    embedder = shared_embedder()
    vectors = np.asarray(embedder.encode_passages([f"{head}\n{text}"]))
    archive = Archive(data_dir)
    prepared = PreparedArticle(draft, (Span(0, len(text)),), vectors, embedder.fingerprint, embedder.dtype)
    [outcome] = Intake(archive).add_page(file, "栖川日报", [prepared])
    archive.close()
    assert outcome.action == "added"
    return file.sha256


@pytest.fixture(scope="module", params=["everyone", "staff"])
def site(request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str, str]]:
    tmp_path = tmp_path_factory.mktemp("pictures")
    sha256 = take_in(tmp_path / "data")
    with serve(settings_for(tmp_path / "data", page_pictures=request.param)) as running:
        yield running, sha256, request.param


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def test_the_cited_line_is_marked_on_the_page(
    site: tuple[Site, str, str], visit: Callable[..., Page]
) -> None:
    running, sha256, may_see = site
    resident = visit(390, 844)
    arrive(resident, running)
    ask(resident, "白鹭大桥全长多少米？")
    resident.locator(".cite").first.click()
    expect(resident.locator(".panel .printed")).to_contain_text("612米")
    [summary] = running.journal.answers("newest", 1)
    [citation] = running.journal.get(summary.answer_id).answer.citations
    assert [(box.page, box.left) for box in citation.boxes] == [(1, 100 / WIDTH)]
    address = f"{running.url}/printed/{sha256}/page-1.webp"
    if may_see == "staff":
        assert resident.locator(".page-picture").count() == 0
        assert status(address) == 404
    else:
        marks = resident.locator(".page-picture rect.mark")
        expect(marks).to_have_count(1)
        expect(resident.locator(".page-picture rect.outline")).to_have_count(1)
        resident.locator(".page-picture").scroll_into_view_if_needed()
        window, mark = (
            resident.locator(f".page-picture {part}").bounding_box() for part in (".window", "rect.mark")
        )
        assert window["x"] <= mark["x"] and mark["x"] + mark["width"] <= window["x"] + window["width"] + 1
        resident.locator("[data-zoom=all]").click()
        whole = resident.locator(".page-picture img").bounding_box()
        assert whole["height"] <= window["height"] + 1 and whole["width"] <= window["width"] + 1
        assert status(address) == 200
        [article] = running.assistant.archive.newest(1)
        Intake(running.assistant.archive).remove([article.article_id])
        assert status(address) == 404

    assert status(f"{running.url}/desk/printed/{sha256}/page-1.webp") == 403
    staff = visit(1440, 900)
    staff.goto(running.desk_url)
    expect(staff.locator(".page-picture rect.mark")).to_have_count(1)
    staff.wait_for_function(f"document.querySelector('.page-picture img').naturalWidth === {WIDTH}")


@pytest.mark.parametrize("name", ["..%2farchive.sqlite3", "text", "layout.json", "page-1.webp.bak"])
def test_nothing_but_pictures_is_served(site: tuple[Site, str, str], name: str) -> None:
    running, sha256, _ = site
    assert status(f"{running.url}/printed/{sha256}/{name}") == 404
