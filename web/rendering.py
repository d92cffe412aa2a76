"""Renders all HTML of both pages from the templates in `web/templates`. What is filled in is escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_WEB = Path(__file__).parent
_templates = Environment(
    loader=FileSystemLoader([_WEB / "templates", _WEB / "static"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def render(template: str, **values: object) -> str:
    """The HTML of a template.

    Args:
        template: its path in `web/templates`.
        values: what it is filled with, by the names that the template uses; strings are plain text.
    """
    return _templates.get_template(template).render(values)
