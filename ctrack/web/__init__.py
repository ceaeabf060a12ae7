"""The pages."""

from flask import Flask

from ctrack.web import (
    access,
    account,
    admin,
    amendments,
    chasers,
    code_names,
    deadlines,
    drafts,
    editions,
    errors,
    events,
    guidance,
    health,
    help,
    imports,
    layout,
    leaves,
    many,
    notifications,
    office,
    proposals,
    published,
    registration,
    reminders,
    request_list,
    requests,
    review_marks,
    security,
    statistics,
    statistics_charts,
    statistics_requests,
    statistics_returns,
    steps,
    telling,
    today,
    transfers,
    wording,
    works,
)

BLUEPRINTS = (
    health.bp,
    today.bp,
    guidance.bp,
    account.bp,
    request_list.bp,
    registration.bp,
    drafts.bp,
    many.bp,
    reminders.bp,
    review_marks.bp,
    proposals.bp,
    requests.bp,
    notifications.bp,
    steps.bp,
    deadlines.bp,
    amendments.bp,
    imports.bp,
    transfers.bp,
    chasers.bp,
    help.bp,
    office.bp,
    leaves.bp,
    admin.bp,
    events.bp,
    statistics.bp,
    statistics_returns.bp,
    statistics_requests.bp,
    editions.bp,
    published.bp,
    works.bp,
)


def init_app(app: Flask) -> None:
    """Bind the pages to the application."""
    for part in (
        wording,
        code_names,
        statistics_charts,
        telling,
        layout,
        security,
        errors,
        access,
    ):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
