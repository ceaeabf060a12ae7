"""Marks for review, and steps that wait for somebody else's approval."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = (
    "ASSIGNED",
    "REPORTED",
    "DECLINED",
    "PASSED_ON",
    "ASKED",
    "RESULTS_WAITING",
    "CHASE_DUE",
)
MORE_KINDS = ("MARKED", "MARK_RESOLVED", "PROPOSED", "APPROVED", "SENT_BACK", "FELL")
STATES = ("OPEN", "APPROVED", "SENT_BACK", "WITHDRAWN", "FALLEN")
UNRESOLVED = sa.text("resolved_at IS NULL")
UNDECIDED = sa.text("decided_at IS NULL")


def upgrade() -> None:
    op.add_column(
        "central_authority",
        sa.Column("approved_steps", sa.JSON(), nullable=False, server_default="[]"),
    )
    op.create_table(
        "review_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mla_request_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        *_keys("review_mark", "made_by_id", "resolved_by_id"),
    )
    op.create_index(
        "ix_review_mark_open",
        "review_mark",
        ["mla_request_id"],
        sqlite_where=UNRESOLVED,
        postgresql_where=UNRESOLVED,
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mla_request_id", sa.Integer(), nullable=False),
        sa.Column("step_code", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            f"state IN ({_listed(STATES)})", name=op.f("ck_proposal_proposal_state")
        ),
        *_keys("proposal", "proposed_by_id", "decided_by_id"),
    )
    op.create_index(
        "ix_proposal_open",
        "proposal",
        ["mla_request_id"],
        unique=True,
        sqlite_where=UNDECIDED,
        postgresql_where=UNDECIDED,
    )
    _tell_of((*KINDS, *MORE_KINDS))


def _tell_of(kinds: tuple[str, ...]) -> None:
    """What a notification may be about."""
    name = op.f("ck_notification_notification_kind")
    with op.batch_alter_table("notification") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"kind IN ({_listed(kinds)})")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _keys(table: str, *people: str) -> list[sa.Constraint]:
    of_people = [
        sa.ForeignKeyConstraint(
            [column],
            ["user_account.id"],
            name=op.f(f"fk_{table}_{column}_user_account"),
        )
        for column in people
    ]
    return [
        sa.ForeignKeyConstraint(
            ["mla_request_id"],
            ["mla_request.id"],
            name=op.f(f"fk_{table}_mla_request_id_mla_request"),
        ),
        *of_people,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def downgrade() -> None:
    told = sa.table("notification", sa.column("kind"))
    op.execute(sa.delete(told).where(told.c.kind.in_(MORE_KINDS)))
    _tell_of(KINDS)
    op.drop_table("proposal")
    op.drop_table("review_mark")
    op.drop_column("central_authority", "approved_steps")
