"""The person's time zone, so that their date is known where no browser tells it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("person", sa.Column("zone", sa.String, nullable=False, server_default=""))
