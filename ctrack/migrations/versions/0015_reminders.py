"""What people remind themselves of, and what they have put off."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TO_DO = sa.text("done_at IS NULL")
PUTS_OFF = sa.text("puts_off AND done_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("mla_request_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("puts_off", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("mailed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_reminder_user_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["mla_request_id"],
            ["mla_request.id"],
            name=op.f("fk_reminder_mla_request_id_mla_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(
        "ix_reminder_to_do",
        "reminder",
        ["user_id", "puts_off", "due_on"],
        sqlite_where=TO_DO,
        postgresql_where=TO_DO,
    )
    op.create_index(
        "ix_reminder_puts_off",
        "reminder",
        ["user_id", "mla_request_id"],
        unique=True,
        sqlite_where=PUTS_OFF,
        postgresql_where=PUTS_OFF,
    )
    op.create_index("ix_reminder_request", "reminder", ["mla_request_id"])


def downgrade() -> None:
    op.drop_table("reminder")
