"""Where messages go: addresses of people, and of those above an authority."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user_account") as table:
        table.add_column(
            sa.Column("email", sa.String(length=300), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column(
                "mail_choice",
                sa.String(length=40),
                nullable=False,
                server_default="DAILY",
            )
        )
        table.create_check_constraint(
            op.f("ck_user_account_mail_choice"),
            "mail_choice IN ('AT_ONCE', 'DAILY', 'NEVER')",
        )
    op.add_column(
        "authority",
        sa.Column(
            "superior_email", sa.String(length=300), nullable=False, server_default=""
        ),
    )


def downgrade() -> None:
    op.drop_column("authority", "superior_email")
    with op.batch_alter_table("user_account") as table:
        table.drop_constraint(op.f("ck_user_account_mail_choice"), type_="check")
        table.drop_column("mail_choice")
        table.drop_column("email")
