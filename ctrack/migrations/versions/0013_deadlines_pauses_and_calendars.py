"""Deadlines with their rules, extensions and pauses; calendars.

`ctrack init` then fills them in for the requests that are open.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_DEADLINE_KINDS = (
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

_UNITS = (
    "CALENDAR_DAYS",
    "WORKING_DAYS",
    "MONTHS",
)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(
        *values, name=name, native_enum=False, create_constraint=True, length=40
    )


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("central_authority_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=4), nullable=False),
        sa.Column("subdivision", sa.String(length=10), nullable=False),
        sa.Column("is_office", sa.Boolean(), nullable=False),
        sa.Column("filled_from", sa.Integer(), nullable=True),
        sa.Column("filled_until", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["central_authority_id"],
            ["central_authority.id"],
            name=op.f("fk_calendar_central_authority_id_central_authority"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
    )
    op.create_table(
        "deadline_rule",
        sa.Column("kind", _choice("deadline_kind", *_DEADLINE_KINDS), nullable=False),
        sa.Column(
            "direction", _choice("direction", "incoming", "outgoing"), nullable=True
        ),
        sa.Column(
            "matter",
            _choice(
                "matter",
                "MLA",
                "CONFISCATION",
                "DISPOSAL",
                "SPONTANEOUS",
                "PRESERVATION",
                "EIO",
                "EXTRADITION",
                "TSP",
                "JIT",
                "SIT",
                "TCP",
            ),
            nullable=True,
        ),
        sa.Column("instrument_code", sa.String(length=40), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("unit", _choice("unit", *_UNITS), nullable=False),
        sa.Column("rolls", sa.Boolean(), nullable=False),
        sa.Column("stands_still", sa.Boolean(), nullable=False),
        sa.Column("warn_before", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_code"],
            ["instrument.code"],
            name=op.f("fk_deadline_rule_instrument_code_instrument"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_deadline_rule")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind", _choice("day_kind", "HOLIDAY", "ADDED", "WORKED"), nullable=False
        ),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["calendar.id"],
            name=op.f("fk_calendar_day_calendar_id_calendar"),
        ),
        sa.PrimaryKeyConstraint(
            "calendar_id", "day", "kind", name=op.f("pk_calendar_day")
        ),
    )
    op.create_table(
        "calendar_weekend",
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["calendar.id"],
            name=op.f("fk_calendar_weekend_calendar_id_calendar"),
        ),
        sa.PrimaryKeyConstraint(
            "calendar_id", "since", name=op.f("pk_calendar_weekend")
        ),
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mla_request_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("deadline_kind", *_DEADLINE_KINDS), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rule_code", sa.String(length=40), nullable=True),
        sa.Column("base_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("unit", _choice("unit", *_UNITS), nullable=False),
        sa.Column("rolls", sa.Boolean(), nullable=False),
        sa.Column("stands_still", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("original_on", sa.Date(), nullable=False),
        sa.Column("current_on", sa.Date(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mla_request_id"],
            ["mla_request.id"],
            name=op.f("fk_deadline_mla_request_id_mla_request"),
        ),
        sa.ForeignKeyConstraint(
            ["rule_code"],
            ["deadline_rule.code"],
            name=op.f("fk_deadline_rule_code_deadline_rule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint(
            "mla_request_id", "kind", "place", name="uq_deadline_mla_request_id"
        ),
    )
    op.create_index(
        "ix_deadline_open",
        "deadline",
        ["kind", "current_on", "mla_request_id"],
        unique=False,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )

    op.create_table(
        "pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mla_request_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column(
            "category",
            _choice(
                "pause_category",
                "REQUESTING_STATE",
                "TRANSLATION",
                "COURT",
                "CONSULTATION",
                "OWN_PROCEEDINGS",
            ),
            nullable=False,
        ),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["user_account.id"],
            name=op.f("fk_pause_entered_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["mla_request_id"],
            ["mla_request.id"],
            name=op.f("fk_pause_mla_request_id_mla_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_index(
        "ix_pause_request", "pause", ["mla_request_id", "since"], unique=False
    )

    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("unit", _choice("unit", *_UNITS), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deadline_id"],
            ["deadline.id"],
            name=op.f("fk_extension_deadline_id_deadline"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["user_account.id"],
            name=op.f("fk_extension_entered_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index("ix_extension_deadline", "extension", ["deadline_id"], unique=False)

    op.add_column(
        "central_authority",
        sa.Column(
            "timing_key", sa.String(length=32), nullable=False, server_default=""
        ),
    )

    op.add_column("mla_request", sa.Column("reopened_on", sa.Date(), nullable=True))
    op.add_column("mla_request", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column("mla_request", sa.Column("paused_since", sa.Date(), nullable=True))
    op.drop_index("ix_mla_request_counting", "mla_request")
    op.create_index(
        "ix_mla_request_counting",
        "mla_request",
        [
            "central_authority_id",
            "confidentiality",
            "status",
            "direction",
            "partner_state",
            "officer_id",
            "urgency",
            "counted_from",
            "closed_on",
            "due_on",
            "paused_since",
        ],
        unique=False,
    )
    op.create_index(
        "ix_mla_request_due_on",
        "mla_request",
        ["central_authority_id", "due_on", "id"],
        unique=False,
        sqlite_where=sa.text("due_on IS NOT NULL"),
        postgresql_where=sa.text("due_on IS NOT NULL"),
    )
    op.create_index(
        "ix_mla_request_paused_since",
        "mla_request",
        ["central_authority_id", "paused_since", "id"],
        unique=False,
        sqlite_where=sa.text("paused_since IS NOT NULL"),
        postgresql_where=sa.text("paused_since IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_mla_request_paused_since", "mla_request")
    op.drop_index("ix_mla_request_due_on", "mla_request")
    op.drop_index("ix_mla_request_counting", "mla_request")
    op.create_index(
        "ix_mla_request_counting",
        "mla_request",
        [
            "central_authority_id",
            "confidentiality",
            "status",
            "direction",
            "partner_state",
            "officer_id",
            "urgency",
            "counted_from",
            "closed_on",
            "wished_on",
        ],
        unique=False,
    )
    op.drop_column("mla_request", "paused_since")
    op.drop_column("mla_request", "due_on")
    op.drop_column("mla_request", "reopened_on")

    op.drop_column("central_authority", "timing_key")

    op.drop_index("ix_extension_deadline", "extension")

    op.drop_table("extension")
    op.drop_index("ix_pause_request", "pause")

    op.drop_table("pause")
    op.drop_index("ix_deadline_open", "deadline")

    op.drop_table("deadline")
    op.drop_table("calendar_weekend")
    op.drop_table("calendar_day")
    op.drop_table("deadline_rule")
    op.drop_table("calendar")
