"""Filling an empty database with the fictitious register."""

from collections.abc import Callable, Iterator

from ctrack import clock
from ctrack.domain.errors import DomainError
from ctrack.domain.records import RequestRecord
from ctrack.domain.wording import N_
from ctrack.queries import mla_requests
from ctrack.services import reference_data, register, upkeep
from ctrack.services.demonstration import desks, office, partners, stream
from ctrack.services.demonstration.diary import Present

OF_AN_OFFICE = 2_000
"""With more requests than this it is a register to measure, and no office to visit."""


class NotEmpty(DomainError):
    """The database holds requests; a demonstration would be mixed up with them."""


def fill(requests: int, on_progress: Callable[[int], None] | None = None) -> None:
    """Add authorities, people, treaties and as many requests as were asked for.

    `on_progress` is told after every chunk how many were stored. Requests are made
    while they are stored, so that memory does not grow with their number. Raises
    NotEmpty where there are requests already, Invalid where a user name is in use.
    """
    if mla_requests.any_exist():
        raise NotEmpty(
            N_(
                "The register holds requests already. The demonstration needs an empty "
                "database: set CTRACK_DATABASE_URL to another one."
            )
        )
    settled = office.settle()
    sign_treaties()
    register.store(
        made_up(requests, settled),
        central_authority_id=settled.central_authority_id,
        actor_id=None,
        on_progress=on_progress,
    )
    if requests <= OF_AN_OFFICE:
        desks.lay_out(settled)
    upkeep.analyse()


def made_up(requests: int, settled: office.Office) -> Iterator[RequestRecord]:
    """The requests as they would stand in this office today."""
    present = Present(clock.today(), clock.now())
    return stream.requests(requests, settled, present)


def sign_treaties() -> None:
    """Add the bilateral treaties between the invented State and its partners."""
    for partner in partners.all_of().values():
        for code, _article in partner.bases:
            reference_data.instrument_for(code)
