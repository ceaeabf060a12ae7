"""The pages."""

from flask import Flask

from ctrack.web import health


def init_app(app: Flask) -> None:
    """Bind the pages to the application."""
    app.register_blueprint(health.bp)
