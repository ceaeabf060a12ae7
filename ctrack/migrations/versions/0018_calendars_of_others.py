"""Calendars of competent authorities and of other States."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

USES = "'OFFICE', 'AUTHORITIES', 'STATE'"


def upgrade() -> None:
    op.add_column(
        "calendar",
        sa.Column("name", sa.String(length=200), nullable=False, server_default=""),
    )
    with op.batch_alter_table("calendar") as table:
        table.add_column(
            sa.Column(
                "serves", sa.String(length=40), nullable=False, server_default="OFFICE"
            )
        )
        table.create_check_constraint(
            op.f("ck_calendar_calendar_use"), f"serves IN ({USES})"
        )
    op.execute("UPDATE calendar SET serves = 'STATE' WHERE NOT is_office")
    with op.batch_alter_table("calendar") as table:
        table.drop_column("is_office")
    with op.batch_alter_table("authority") as table:
        table.add_column(sa.Column("calendar_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_authority_calendar_id_calendar"),
            "calendar",
            ["calendar_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("authority") as table:
        table.drop_constraint(
            op.f("fk_authority_calendar_id_calendar"), type_="foreignkey"
        )
        table.drop_column("calendar_id")
    with op.batch_alter_table("calendar") as table:
        table.add_column(
            sa.Column(
                "is_office", sa.Boolean(), nullable=False, server_default=sa.true()
            )
        )
    op.execute("UPDATE calendar SET is_office = (serves = 'OFFICE')")
    with op.batch_alter_table("calendar") as table:
        table.drop_constraint(op.f("ck_calendar_calendar_use"), type_="check")
        table.drop_column("serves")
    op.drop_column("calendar", "name")
