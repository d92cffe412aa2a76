"""Renders all HTML of both pages from the templates in `web/templates`. Values are escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rag.language import locale_of

_WEB = Path(__file__).parent
_templates = Environment(
    loader=FileSystemLoader([_WEB / "templates", _WEB / "static"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_templates.globals["locale_of"] = locale_of


def render(template: str, **values: object) -> str:
    """Render a template to HTML.

    Args:
        template: its path in `web/templates`.
        values: the template's variables; strings are plain text and get escaped.
    """
    return _templates.get_template(template).render(values)
