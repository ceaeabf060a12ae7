"""What every table has in common."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ctrack.extensions import Base, db

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def text_enum(enum: type[StrEnum]) -> sa.Enum:
    """A text column that takes only the values of the enum, checked by the database."""

    def values(members: Any) -> list[str]:
        return [member.value for member in members]

    return sa.Enum(
        enum,
        name=_snake(enum.__name__),
        native_enum=False,
        create_constraint=True,
        values_callable=values,
        length=40,
    )


def _snake(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


class Moment(sa.types.TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, without a zone in both databases."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> datetime | None:
        """Store in UTC; a moment without a zone is a mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment: datetime = value.astimezone(UTC).replace(tzinfo=None)
        return moment

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        """Give back an aware moment."""
        return None if value is None else value.replace(tzinfo=UTC)
