"""`/desk/article`: an article of the archive, and the lines that it was printed on."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response

from rag.archive import Archive
from rag.config import Settings
from rag.schema import Version
from web.desk.board_wording import TEXTS
from web.desk.printed import PrintedLine, printed_lines
from web.desk.routes import DESK_PATH
from web.desk.staff_page import StaffPage
from web.marking import mark_article
from web.urls import is_web_address


def add_article(app: FastAPI, archive: Archive, settings: Settings) -> None:
    """Add the page."""
    page = StaffPage(settings, TEXTS)

    @app.get(f"{DESK_PATH}/article")
    def article(request: Request) -> Response:
        article_id = request.query_params.get("id", "")
        try:
            version = archive.version(article_id)
        except Archive.NotFound:
            return page(request, "article_gone.html", 404, article_id=article_id)
        source, runs = _printed(archive, version)
        return page(
            request,
            "article.html",
            version=version,
            printed=mark_article(version, []),
            source=source,
            runs=runs,
            is_web_address=is_web_address,
        )


def _printed(archive: Archive, version: Version) -> tuple[str, list[list[PrintedLine]]]:
    """The name of the source file and the article's lines in it; no lines if it was not read from a page of text."""
    try:
        name = archive.source_name(version.source_sha256)
        if not version.paragraphs:
            return name, []
        source = archive.source_text(version.source_sha256)
    except Archive.NotFound:
        return "", []
    whole = [("headline", 0, len(version.headline)), ("text", 0, len(version.text))]
    return name, printed_lines(source, version, whole)
