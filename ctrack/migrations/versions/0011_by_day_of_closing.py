"""Requests are found by the day on which they were closed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_closed = sa.text("closed_on IS NOT NULL")
    op.create_index(
        "ix_mla_request_closed_on",
        "mla_request",
        ["central_authority_id", "closed_on", "officer_id"],
        sqlite_where=is_closed,
        postgresql_where=is_closed,
    )


def downgrade() -> None:
    op.drop_index("ix_mla_request_closed_on", "mla_request")
