"""Who may do what: one table, read from top to bottom."""

from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_


class Role(Labelled):
    """The part a person has in the register."""

    CLERK = "clerk", N_("Clerk")
    SUPERVISOR = "supervisor", N_("Supervisor")
    STATISTICIAN = "statistician", N_("Statistician")
    AUTHORITY = "authority", N_("Competent authority")
    AUDITOR = "auditor", N_("Auditor")
    ADMIN = "admin", N_("Administrator")


class Permission(Labelled):
    """One thing a role may do."""

    SEE_HOME = "see_home", N_("open the first page after signing in")
    LIST_REQUESTS = "list_requests", N_("list requests by their coded facts")
    READ_REQUESTS = "read_requests", N_("read requests: subject, remarks, history")
    READ_PERSONS = "read_persons", N_("see the persons and entities of a request")
    REGISTER = "register", N_("register requests and keep drafts")
    AMEND = "amend", N_("correct and complete a request")
    TAKE_STEPS = "take_steps", N_("take a request through its life cycle")
    REOPEN = "reopen", N_("reopen a closed request")
    SEE_OFFICE = "see_office", N_("see the office as a whole, by officer and authority")
    LEAD_OFFICE = (
        "lead_office",
        N_("approve steps, mark requests for review, record who is away"),
    )
    OVERRIDE = "override", N_("accept days out of order, with a note")
    NAME_OFFICERS = "name_officers", N_("say who may see a restricted request")
    SEE_TRANSFERS = "see_transfers", N_("see the transfers to competent authorities")
    MANAGE_TRANSFERS = "manage_transfers", N_("send, answer and recall transfers")
    REPORT_ON_TRANSFERS = "report_on_transfers", N_("report what became of a transfer")
    IMPORT_REGISTER = "import_register", N_("bring an existing register in")
    READ_STATISTICS = "read_statistics", N_("see and download statistics")
    PREPARE_EDITIONS = (
        "prepare_editions",
        N_("freeze statistics for the public, and submit them for release"),
    )
    RELEASE_EDITIONS = (
        "release_editions",
        N_("release statistics to the public, and withdraw them"),
    )
    READ_EVENTS = "read_events", N_("read the event log")
    ADMINISTER = "administer", N_("manage users, authorities and reference data")
    OWN_ACCOUNT = "own_account", N_("change the own password")


_P = Permission
_EVERYONE = {_P.SEE_HOME, _P.OWN_ACCOUNT}
_CLERK = _EVERYONE | {
    _P.LIST_REQUESTS,
    _P.READ_REQUESTS,
    _P.READ_PERSONS,
    _P.REGISTER,
    _P.AMEND,
    _P.TAKE_STEPS,
    _P.SEE_TRANSFERS,
    _P.MANAGE_TRANSFERS,
    _P.REPORT_ON_TRANSFERS,  # for authorities that report by letter
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: frozenset(_CLERK),
    Role.SUPERVISOR: frozenset(
        _CLERK
        | {
            _P.REOPEN,
            _P.SEE_OFFICE,
            _P.LEAD_OFFICE,
            _P.OVERRIDE,
            _P.NAME_OFFICERS,
            _P.IMPORT_REGISTER,
            _P.READ_STATISTICS,
            _P.RELEASE_EDITIONS,
            _P.READ_EVENTS,
        }
    ),
    # Who prepares an edition does not release it: two people see every figure.
    Role.STATISTICIAN: frozenset(
        _EVERYONE | {_P.LIST_REQUESTS, _P.READ_STATISTICS, _P.PREPARE_EDITIONS}
    ),
    Role.AUTHORITY: frozenset(_EVERYONE | {_P.SEE_TRANSFERS, _P.REPORT_ON_TRANSFERS}),
    Role.AUDITOR: frozenset(
        _EVERYONE
        | {
            _P.LIST_REQUESTS,
            _P.READ_REQUESTS,
            _P.READ_PERSONS,
            _P.SEE_TRANSFERS,
            _P.SEE_OFFICE,
            _P.READ_STATISTICS,
            _P.READ_EVENTS,
        }
    ),
    Role.ADMIN: frozenset(_EVERYONE | {_P.ADMINISTER}),
}
"""The whole policy. Which records a person sees is a second question, answered once
in `ctrack.queries.visibility`."""


def grants(role: Role, permission: Permission) -> bool:
    """Whether people of this role may do this."""
    return permission in GRANTS[role]
