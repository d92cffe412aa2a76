"""Reads the plain forms of the staff's pages, and refuses those that did not come from the page itself."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.responses import Response

from rag.schema import WendaError
from web.desk.refusals import Reason, refusal_page

LARGEST_FORM = 16 * 1024
TOKEN_FIELD = "form_token"

Form = Mapping[str, str]


class FormRefused(WendaError):
    """A form that is too large, cannot be read, or did not come from the page."""


async def read_form(request: Request) -> Form:
    """The fields of a form.

    Raises:
        FormRefused
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise FormRefused("The form is too large.")
    try:
        fields = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20))
    except ValueError as error:
        raise FormRefused("The form cannot be read.") from error
    given = fields.get(TOKEN_FIELD, "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, request.state.form_token.encode()):
        raise FormRefused("The form did not come from the page, or the page is an old one.")
    return fields


def form_refused(_: Request, __: Exception) -> Response:
    reason: Reason = "old_form"
    return refusal_page(400, reason)
