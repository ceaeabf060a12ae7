"""Who is away, and who stands in."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "user_id", sa.Integer, sa.ForeignKey("user_account.id"), nullable=False
        ),
        sa.Column(
            "deputy_id", sa.Integer, sa.ForeignKey("user_account.id"), nullable=False
        ),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
    )
    op.create_index("ix_leave_deputy", "leave", ["deputy_id", "until"])
    op.create_index("ix_leave_user", "leave", ["user_id", "until"])


def downgrade() -> None:
    op.drop_table("leave")
