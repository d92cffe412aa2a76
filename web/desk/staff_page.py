"""The staff's pages that are plain HTML: they work without scripts, in Chinese and English, on a phone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rag.config import Settings
from web.desk.staff_wording import TEXTS
from web.rendering import render
from web.wording import Wording, page_language


class StaffPage:
    """Renders such pages for one newsroom."""

    def __init__(self, settings: Settings) -> None:
        self._zone = ZoneInfo(settings.timezone)

    def __call__(self, request: Request, template: str, status: int = 200, **values: object) -> Response:
        """
        Args:
            template: in `web/templates/desk/staff`.
            status: of the response.
            values: further variables of the template.
        """
        return HTMLResponse(self.part(request, template, **values), status)

    def part(self, request: Request, template: str, **values: object) -> str:
        """The same as HTML, for a page that is no plain one."""
        return render(
            f"desk/staff/{template}",
            words=Wording(page_language(request), TEXTS),
            person=request.state.person,
            form_token=request.state.form_token,
            moment=self._moment,
            **values,
        )

    def _moment(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"


def see(address: str) -> Response:
    """Lead to another page of the desk after a form.

    Args:
        address: relative to `/desk/`; empty: the checking page.
    """
    return RedirectResponse(f"./{address}", 303)
