"""Transfers are found by their status, and in the order in which they were sent."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_transfer_status", "transfer", ["status", "authority_id"])
    op.create_index("ix_transfer_sent_on", "transfer", ["sent_on", "id"])


def downgrade() -> None:
    op.drop_index("ix_transfer_sent_on", "transfer")
    op.drop_index("ix_transfer_status", "transfer")
