"""The outbox: messages written together with the deed they tell of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("central_authority_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=False),
        sa.Column("claimed_by", sa.String(length=64), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('chase', 'notification', 'reminder', 'digest')",
            name=op.f("ck_outbox_message_message_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'given_up')",
            name=op.f("ck_outbox_message_message_state"),
        ),
        sa.ForeignKeyConstraint(
            ["central_authority_id"],
            ["central_authority.id"],
            name=op.f("fk_outbox_message_central_authority_id_central_authority"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_message_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_message_id")),
    )
    op.create_index(
        "ix_outbox_message_state", "outbox_message", ["state", "next_attempt_at", "id"]
    )
    op.create_index(
        "ix_outbox_message_created_at",
        "outbox_message",
        ["central_authority_id", "created_at"],
    )


def downgrade() -> None:
    op.drop_table("outbox_message")
