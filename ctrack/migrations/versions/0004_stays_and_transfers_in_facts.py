"""Where requests lay from when until when, and their transfers, in the facts.

Facts of before have no digest; `ctrack init` then fills in their stays and transfers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fact", sa.Column("digest", sa.String(length=16), nullable=True))
    op.create_table(
        "fact_stay",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("holder", sa.String(length=12), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["fact.id"], name=op.f("fk_fact_stay_fact_id_fact")
        ),
        sa.PrimaryKeyConstraint("fact_id", "position", name=op.f("pk_fact_stay")),
    )
    op.create_table(
        "fact_transfer",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("transferred_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("executed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["fact.id"], name=op.f("fk_fact_transfer_fact_id_fact")
        ),
        sa.PrimaryKeyConstraint("fact_id", "position", name=op.f("pk_fact_transfer")),
    )


def downgrade() -> None:
    op.drop_table("fact_transfer")
    op.drop_table("fact_stay")
    op.drop_column("fact", "digest")
