"""Who may do what, read as sentences."""

from ctrack.domain.permissions import GRANTS, Permission, Role, grants

P = Permission
WRITES = {
    P.REGISTER,
    P.AMEND,
    P.TAKE_STEPS,
    P.REOPEN,
    P.OVERRIDE,
    P.NAME_OFFICERS,
    P.MANAGE_TRANSFERS,
    P.REPORT_ON_TRANSFERS,
    P.IMPORT_REGISTER,
    P.PREPARE_EDITIONS,
    P.RELEASE_EDITIONS,
    P.LEAD_OFFICE,
    P.ADMINISTER,
}


def roles_with(permission):
    return {role for role in Role if grants(role, permission)}


def test_every_role_is_in_the_table_and_every_permission_is_given_to_someone():
    assert set(GRANTS) == set(Role)
    assert all(roles_with(permission) for permission in Permission)


def test_an_auditor_reads_everything_and_changes_nothing():
    reads = set(P) - WRITES - {P.SEE_HOME, P.OWN_ACCOUNT}
    assert reads <= GRANTS[Role.AUDITOR]
    assert not WRITES & GRANTS[Role.AUDITOR]


def test_a_statistician_sees_neither_names_nor_subjects_nor_transfers():
    assert GRANTS[Role.STATISTICIAN] == {
        P.SEE_HOME,
        P.OWN_ACCOUNT,
        P.LIST_REQUESTS,
        P.READ_STATISTICS,
        P.PREPARE_EDITIONS,
    }


def test_an_administrator_sees_no_case():
    assert GRANTS[Role.ADMIN] == {P.SEE_HOME, P.OWN_ACCOUNT, P.ADMINISTER}


def test_an_authority_sees_and_reports_on_transfers_and_nothing_else():
    assert GRANTS[Role.AUTHORITY] == {
        P.SEE_HOME,
        P.OWN_ACCOUNT,
        P.SEE_TRANSFERS,
        P.REPORT_ON_TRANSFERS,
    }


def test_only_a_supervisor_reopens_overrides_and_names_officers():
    for permission in (P.REOPEN, P.OVERRIDE, P.NAME_OFFICERS, P.IMPORT_REGISTER):
        assert roles_with(permission) == {Role.SUPERVISOR}
    assert roles_with(P.ADMINISTER) == {Role.ADMIN}
    assert GRANTS[Role.CLERK] < GRANTS[Role.SUPERVISOR]


def test_what_a_statistician_prepares_a_supervisor_releases():
    assert roles_with(P.PREPARE_EDITIONS) == {Role.STATISTICIAN}
    assert roles_with(P.RELEASE_EDITIONS) == {Role.SUPERVISOR}
