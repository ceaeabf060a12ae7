"""ctrack: the register of a central authority for mutual legal assistance."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ctrack import config

__version__ = "0.1.0"


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application, configured by defaults, config.toml, environment, `settings`.

    `settings` may name ctrack's own settings (`CTRACK_STATE`) and Flask's.
    """
    settings = dict(settings or {})
    chosen = config.read(settings)
    app = Flask(
        __name__,
        template_folder=config.resource_folder("templates"),
        static_folder=config.resource_folder("static"),
        instance_path=str(chosen.instance),
    )
    app.config.from_mapping(chosen.for_flask())
    app.config.from_mapping(settings)

    proxies = chosen.proxies
    if proxies:
        # flask documents this very assignment for applications behind a proxy
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )

    # Imported late: the pages reach every floor, and each of them may want ctrack.
    from ctrack import extensions, models, web  # noqa: F401

    extensions.init_app(app)
    web.init_app(app)
    return app
