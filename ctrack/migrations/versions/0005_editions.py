"""Editions of statistics for the public."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(
        *values, name=name, native_enum=False, create_constraint=True, length=40
    )
    return sa.Column(
        {"edition_status": "status"}.get(name, name), kind, nullable=nullable
    )


def _person(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("central_authority_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("office", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        _choice("direction", "incoming", "outgoing", nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=False),
        _choice(
            "edition_status",
            *("draft", "submitted", "released", "withdrawn", "discarded"),
        ),
        sa.Column("completeness", sa.JSON(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("limits_reason", sa.Text(), nullable=False),
        sa.Column("software", sa.String(length=40), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        _person("frozen_by_id", nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        _person("submitted_by_id"),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        _person("released_by_id"),
        sa.Column("released_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        _person("withdrawn_by_id"),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["central_authority_id"],
            ["central_authority.id"],
            name=op.f("fk_edition_central_authority_id_central_authority"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [name],
                ["user_account.id"],
                name=op.f(f"fk_edition_{name}_user_account"),
            )
            for name in (
                *("frozen_by_id", "submitted_by_id"),
                *("released_by_id", "withdrawn_by_id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("slug", name=op.f("uq_edition_slug")),
    )
    op.create_table(
        "edition_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("totals", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_edition_table_edition_id_edition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_table")),
        sa.UniqueConstraint(
            "edition_id", "name", name=op.f("uq_edition_table_edition_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("edition_table")
    op.drop_table("edition")
