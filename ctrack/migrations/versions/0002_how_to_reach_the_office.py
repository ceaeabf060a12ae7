"""How to reach the central authority."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS: dict[str, sa.types.TypeEngine[str]] = {
    "address": sa.Text(),
    "email": sa.String(length=300),
    "telephone": sa.String(length=80),
    "languages": sa.String(length=300),
}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column(
            "central_authority",
            sa.Column(name, kind, nullable=False, server_default=""),
        )


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("central_authority", name)
