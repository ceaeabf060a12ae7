"""Chasers that were sent, and what people are told of."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_chase()
    _make_notification()


def _make_chase() -> None:
    op.create_table(
        "chase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("central_authority_id", sa.Integer(), nullable=False),
        sa.Column("mla_request_id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=True),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("chased_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("outbox_message_id", sa.Integer(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('TRANSFER', 'RECEIPT', 'STATUS')",
            name=op.f("ck_chase_chase_kind"),
        ),
        sa.CheckConstraint(
            "level IN ('FIRST', 'SECOND', 'ESCALATION')",
            name=op.f("ck_chase_chase_level"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_chase_{column}_{table}")
            )
            for column, table in (
                ("central_authority_id", "central_authority"),
                ("mla_request_id", "mla_request"),
                ("transfer_id", "transfer"),
                ("authority_id", "authority"),
                ("outbox_message_id", "outbox_message"),
                ("posted_by_id", "user_account"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chase")),
        sa.UniqueConstraint(
            "transfer_id", "kind", "number", name=op.f("uq_chase_transfer_id")
        ),
    )
    op.create_index(
        "ix_chase_abroad",
        "chase",
        ["mla_request_id", "kind", "number"],
        unique=True,
        sqlite_where=sa.text("transfer_id IS NULL"),
        postgresql_where=sa.text("transfer_id IS NULL"),
    )
    op.create_index("ix_chase_authority", "chase", ["authority_id", "chased_on"])
    op.create_index(
        "ix_chase_chased_on", "chase", ["central_authority_id", "chased_on"]
    )


def _make_notification() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("mla_request_id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("mailed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('ASSIGNED', 'REPORTED', 'DECLINED', 'PASSED_ON', 'ASKED', "
            "'RESULTS_WAITING', 'CHASE_DUE')",
            name=op.f("ck_notification_notification_kind"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_notification_{column}_{table}"),
            )
            for column, table in (
                ("user_id", "user_account"),
                ("mla_request_id", "mla_request"),
                ("transfer_id", "transfer"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    op.create_index("ix_notification_user", "notification", ["user_id", "id"])
    op.create_index(
        "ix_notification_unread",
        "notification",
        ["user_id"],
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_index("ix_notification_request", "notification", ["mla_request_id"])


def downgrade() -> None:
    op.drop_table("notification")
    op.drop_table("chase")
