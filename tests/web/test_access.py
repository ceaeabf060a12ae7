"""Every page: guarded by a permission or named public, and kept to whoever may."""

import pytest

from ctrack.domain.permissions import GRANTS, Permission, Role

PUBLIC = {
    "static",
    "health.healthz",
    "today.index",
    "guidance.show",
    "published.index",
    "published.show",
    "published.workbook",
    "published.csv_zip",
    "access.login",
    "access.leave",
    "access.logout",
}
SAFE = {"GET", "HEAD", "OPTIONS"}


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def opened(browser, where):
    """The response, read to its end and closed: some are files."""
    response = browser.client.get(where)
    response.get_data()
    response.close()
    return response


def address(rule):
    """The rule's address with something in each of its blanks."""
    known = {"reference": "MLI-2020-00001", "code": "note", "name": "instruments"}
    values = {
        name: known.get(name, 1 if name.endswith("_id") else "x")
        for name in rule.arguments
    }
    return rule.build(values)[1]


def test_every_view_wears_its_permission_or_is_public(app):
    bare = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if not hasattr(view, "permission") and not hasattr(view, "is_public")
    }
    marked_public = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if hasattr(view, "is_public")
    }

    assert bare <= PUBLIC
    assert marked_public <= PUBLIC


def test_whoever_has_not_signed_in_is_led_to_the_login(app, anonymous):
    for rule in rules(app):
        if rule.endpoint in PUBLIC:
            continue
        response = anonymous.client.get(address(rule))
        if response.status_code == 405:
            response = anonymous.client.post(address(rule))
            assert response.status_code in (302, 400), rule
            continue
        assert response.status_code == 302, rule
        assert "/login" in response.location, rule


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_it_may_and_nothing_else(app, role, sign_in, make):
    """403 for every page whose permission the role lacks, and for no other."""
    make.MLARequest(reference="MLI-2020-00001")
    details = {"authority": make.Authority()} if role is Role.AUTHORITY else {}
    browser = sign_in(role=role, **details)

    for rule in rules(app):
        view = app.view_functions[rule.endpoint]
        permission = getattr(view, "permission", None)
        if permission is None or "GET" not in rule.methods:
            continue
        response = opened(browser, address(rule))
        if permission in GRANTS[role]:
            assert response.status_code != 403, (role, rule)
        elif response.status_code == 302:
            assert response.location.endswith("/transfers"), (role, rule)
        else:
            assert response.status_code == 403, (role, rule)


@pytest.mark.parametrize("role", Role)
def test_no_post_of_a_role_without_permission_is_taken(app, role, sign_in, make):
    make.MLARequest(reference="MLI-2020-00001")
    details = {"authority": make.Authority()} if role is Role.AUTHORITY else {}
    browser = sign_in(role=role, **details)

    for rule in rules(app):
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        if permission is None or not rule.methods - SAFE:
            continue
        if permission in GRANTS[role]:
            continue
        response = browser.client.post(
            address(rule), data={"csrf_token": browser.token()}
        )
        assert response.status_code in (302, 403), (role, rule)
        if response.status_code == 302:
            assert response.location.endswith("/transfers"), (role, rule)


def test_no_post_without_the_token_of_a_form_is_taken(app, sign_in, make):
    make.MLARequest(reference="MLI-2020-00001")
    browser = sign_in(role=Role.SUPERVISOR)

    for rule in rules(app):
        if not rule.methods - SAFE:
            continue
        response = browser.client.post(address(rule), data={"name": "x"})
        assert response.status_code == 400, rule


def test_every_page_forbids_scripts_and_styles_inside_it(app, sign_in, make):
    make.MLARequest(reference="MLI-2020-00001")
    browser = sign_in(role=Role.SUPERVISOR)

    for rule in rules(app):
        if "GET" not in rule.methods or rule.endpoint == "health.healthz":
            continue
        response = opened(browser, address(rule))
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy, rule
        assert "default-src 'none'" in policy, rule
        assert response.headers["X-Content-Type-Options"] == "nosniff", rule


def test_pages_of_the_register_are_not_kept_by_browsers(clerk):
    response = clerk.client.get("/requests")

    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"],
)
def test_signing_in_leads_nowhere_else(anonymous, make, elsewhere):
    from ctrack.extensions import transaction
    from ctrack.services import accounts

    with transaction():
        accounts.create(
            username="eva", role=Role.CLERK, password="four words put together"
        )

    response = anonymous.submit(
        "/login",
        data={
            "username": "eva",
            "password": "four words put together",
            "next": elsewhere,
        },
    )

    assert response.location == "/"


def test_five_wrong_passwords_lock_the_account(anonymous, make):
    from ctrack.extensions import transaction
    from ctrack.services import accounts

    with transaction():
        accounts.create(
            username="eva", role=Role.CLERK, password="four words put together"
        )

    told = [
        anonymous.submit(
            "/login", data={"username": "eva", "password": "guess"}, expect=403
        ).text
        for _ in range(5)
    ]
    right = anonymous.submit(
        "/login",
        data={"username": "eva", "password": "four words put together"},
        expect=403,
    )

    assert all("After five failures an account is locked" in text for text in told)
    assert "The account is locked for some minutes" in right.text


def test_everything_a_role_may_do_has_a_page(app):
    worn = {
        view.permission
        for view in app.view_functions.values()
        if hasattr(view, "permission")
    }

    # Asked by steps and services rather than by a page of their own.
    within = {
        Permission.READ_PERSONS,
        Permission.REOPEN,
        Permission.OVERRIDE,
        Permission.MANAGE_TRANSFERS,
        Permission.REPORT_ON_TRANSFERS,
    }
    assert set(Permission) - worn <= within | {Permission.IMPORT_REGISTER}
