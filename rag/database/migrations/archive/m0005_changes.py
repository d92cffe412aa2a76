"""Adds a log of the passages that became live or ceased to be, and the number of live passages of each model."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# trigger: (change of a passage, condition, the row to log, by how much the number of its model changes)
_CHANGES = {
    "passage_added": ("INSERT", "new.live", "new", "+ 1"),
    "passage_turned_on": ("UPDATE OF live", "new.live AND NOT old.live", "new", "+ 1"),
    "passage_turned_off": ("UPDATE OF live", "old.live AND NOT new.live", "old", "- 1"),
    "passage_deleted": ("DELETE", "old.live", "old", "- 1"),
}


def upgrade() -> None:
    op.create_table(
        "passage_changes",
        sa.Column("change", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("passage_id", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "models",
        sa.Column("fingerprint", sa.String, primary_key=True),
        sa.Column("live_passages", sa.Integer, nullable=False),
    )
    op.execute(
        "INSERT INTO models (fingerprint, live_passages) "
        "SELECT fingerprint, count(*) FROM passages WHERE live GROUP BY fingerprint"
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        for name in ("passage_added", "passage_turned", "passage_deleted"):
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
    for name, (change, condition, row, by) in _CHANGES.items():
        log = (
            f"BEGIN INSERT INTO passage_changes (passage_id) VALUES ({row}.passage_id); "
            f"INSERT INTO models (fingerprint, live_passages) VALUES ({row}.fingerprint, 0{by}) "
            f"ON CONFLICT (fingerprint) DO UPDATE SET live_passages = models.live_passages {by}; "
        )
        trigger = f"CREATE TRIGGER {name} AFTER {change} ON passages FOR EACH ROW WHEN ({condition}) "
        if is_sqlite:
            op.execute(f"{trigger} {log} END")
        else:
            function = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            op.execute(f"{function} AS $${log} RETURN NULL; END$$")
            op.execute(f"{trigger} EXECUTE FUNCTION {name}()")
    op.execute("DELETE FROM meta WHERE key = 'changes'")
    op.create_index(
        "articles_live",
        "articles",
        ["article_id"],
        sqlite_where=sa.text("state = 'live'"),
        postgresql_where=sa.text("state = 'live'"),
    )
    for column in ("byline", "section"):
        op.create_index(f"versions_by_{column}", "versions", [column], postgresql_using="hash")
    op.create_index("versions_by_added_at", "versions", ["added_at"])
    op.create_index("versions_dated", "versions", ["article_id", "version", "date", "added_at"])
