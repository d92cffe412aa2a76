"""Adds an index of web addresses, so that the article of a page is found."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_index("versions_by_url", "versions", ["url"], postgresql_using="hash")
