"""Reminders have rules of their own, in the list of deadlines."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KINDS = (
    "ACKNOWLEDGEMENT",
    "ORAL_CONFIRMATION",
    "REVIEW",
    "DECISION",
    "INFORMATION_LAPSE",
    "POSTPONEMENT_REVIEW",
    "TRANSFER",
    "ANSWER",
    "EXECUTION",
    "RESULTS",
    "ACKNOWLEDGEMENT_ABROAD",
    "STATUS_REPLY",
    "PRESERVATION",
    "SAFE_CONDUCT",
    "OTHER",
)
MORE_KINDS = ("REMINDER_AUTHORITY", "REMINDER_STATE")
RULE = sa.table("deadline_rule", sa.column("code"), sa.column("kind"))


def upgrade() -> None:
    _allow((*KINDS, *MORE_KINDS))
    for kind, codes in zip(MORE_KINDS, ("COA_REMINDER_", "OUT_STATUS_"), strict=True):
        op.execute(
            sa.update(RULE).where(RULE.c.code.startswith(codes)).values(kind=kind)
        )


def _allow(kinds: tuple[str, ...]) -> None:
    """What deadlines and their rules may be about."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    for table in ("deadline_rule", "deadline"):
        name = op.f(f"ck_{table}_deadline_kind")
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(name, type_="check")
            changed.create_check_constraint(name, f"kind IN ({listed})")


def downgrade() -> None:
    op.execute(sa.delete(RULE).where(RULE.c.kind.in_(MORE_KINDS)))
    _allow(KINDS)
