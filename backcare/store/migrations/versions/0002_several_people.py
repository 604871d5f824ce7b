"""Sign-ins and the audit trail; on PostgreSQL, every row is shown to its own person alone, whoever asks and however."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

OWN = "nullif(current_setting('backcare.person', true), '')"
"""The person that the transaction is for; nothing equals it where none was said."""
KEYED = {
    "person": "id",
    **dict.fromkeys(("session", "exercise_set", "day_entry", "resumption", "settings", "step", "sign_in"), "person"),
}


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "postgresql":
        for table, key in KEYED.items():
            _protect(table)
            op.execute(f"CREATE POLICY own ON {table} USING ({key} = {OWN}) WITH CHECK ({key} = {OWN})")
        _protect("audit")
        # Adding alone: there is no policy for reading, changing or deleting, so that these find no row.
        op.execute(f"CREATE POLICY add ON audit FOR INSERT WITH CHECK (person = {OWN})")


def _tables() -> None:
    op.create_table(
        "audit",
        sa.Column("person", sa.String, primary_key=True, nullable=False),
        sa.Column("at", sa.DateTime, primary_key=True, nullable=False),
        sa.Column("id", sa.String, primary_key=True, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
    )
    op.create_table(
        "sign_in",
        sa.Column("person", sa.String, primary_key=True, nullable=False),
        sa.Column("token", sa.String, primary_key=True, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.Column("ended", sa.DateTime),
    )


def _protect(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    # Without this the tables' owner would see everything, and the log of a small household has its owner for an app.
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
