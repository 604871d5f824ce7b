"""A migration that does not exist yet: lets the tests open a log of today with a program of tomorrow."""

import shutil
from pathlib import Path

import pytest

from backcare.files import version
from backcare.store import migrate

TODAY = version.NEWEST
NEXT = f"{int(TODAY) + 1:04}"
MIGRATION = '''
"""Adds a column to the sets and rebuilds the people's table, on which every other one depends."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "{newest}", "{today}"
def upgrade():
    with op.batch_alter_table("exercise_set", recreate="always") as table:
        table.add_column(sa.Column("weight", sa.SmallInteger))
    with op.batch_alter_table("person", recreate="always") as table:
        table.add_column(sa.Column("born", sa.SmallInteger))
    op.execute("UPDATE exercise_set SET weight = 1")
    {then}
'''


def come(patch: pytest.MonkeyPatch, folder: Path, then: str = "pass") -> None:
    """Let this process be a version whose newest migration is the next."""
    scripts = folder / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / f"{NEXT}_later.py").write_text(MIGRATION.format(then=then, newest=NEXT, today=TODAY))
    patch.setattr(migrate, "SCRIPTS", str(scripts))
    patch.setattr(version, "NEWEST", NEXT)
