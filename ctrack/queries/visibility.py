"""Which records a person may see: answered here and nowhere else."""

from functools import lru_cache

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from ctrack.domain.permissions import Permission, Role, grants
from ctrack.domain.vocabulary import Confidentiality
from ctrack.models import MLARequest, NamedOfficer, Transfer, User


def requests_seen_by(user: User) -> ColumnElement[bool]:
    """A condition on MLARequest: the requests of which this person may know.

    Those of the own central authority; restricted ones only for named officers. An
    auditor reads everything. Nobody else than those who list requests sees any.
    """
    return _requests_seen_by(user.role, user.central_authority_id, user.id)


@lru_cache(maxsize=500)
def _requests_seen_by(
    role: Role, central_authority_id: int, user_id: int
) -> ColumnElement[bool]:
    """Composed once for each person, since nearly every page asks for it."""
    if not grants(role, Permission.LIST_REQUESTS):
        return false()
    ours = MLARequest.central_authority_id == central_authority_id
    if role is Role.AUDITOR:
        return ours
    return and_(ours, or_(_not_restricted(), _is_named(user_id)))


def transfers_seen_by(user: User) -> ColumnElement[bool]:
    """A condition on Transfer joined with its MLARequest: an authority sees its own."""
    if not user.may(Permission.SEE_TRANSFERS):
        return false()
    if user.role is Role.AUTHORITY:
        if user.authority_id is None:
            return false()
        return Transfer.authority_id == user.authority_id
    return requests_seen_by(user)


def _not_restricted() -> ColumnElement[bool]:
    return MLARequest.confidentiality != Confidentiality.RESTRICTED


def _is_named(user_id: int) -> ColumnElement[bool]:
    return exists(
        select(NamedOfficer.user_id).where(
            NamedOfficer.mla_request_id == MLARequest.id,
            NamedOfficer.user_id == user_id,
        )
    )
