"""What stands around every page: the places, the language, the stylesheet's address."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from ctrack import __version__
from ctrack.domain.permissions import Permission
from ctrack.queries import users
from ctrack.web.wording import locale


@dataclass(frozen=True)
class Place:
    """An entry of the navigation; shown to those who may open it."""

    endpoint: str
    label: Any
    permission: Permission

    @property
    def blueprint(self) -> str:
        """The part of the application in which the place lies."""
        return self.endpoint.partition(".")[0]


PLACES = (
    Place("today.index", _l("Today"), Permission.SEE_HOME),
    Place("request_list.index", _l("Requests"), Permission.LIST_REQUESTS),
    Place("transfers.index", _l("Transfers"), Permission.SEE_TRANSFERS),
    Place("office.index", _l("Office"), Permission.SEE_OFFICE),
    Place("statistics.index", _l("Statistics"), Permission.READ_STATISTICS),
    Place("events.index", _l("Event log"), Permission.READ_EVENTS),
    Place("admin.index", _l("Administration"), Permission.ADMINISTER),
)
ALSO_AT = {
    "chasers": "transfers",
    "amendments": "request_list",
    "mla_requests": "request_list",
    "registration": "request_list",
    "drafts": "request_list",
    "steps": "request_list",
    "many": "request_list",
    "leaves": "office",
    "imports": "request_list",
    "returns": "statistics",
    "editions": "statistics",
}
"""Parts that are reached from a place of the navigation, and belong to it."""


def places() -> list[dict[str, Any]]:
    """The places this person may open, and which of them this page belongs to."""
    here = request.blueprint or ""
    here = ALSO_AT.get(here, here)
    return [
        {
            "address": url_for(place.endpoint),
            "label": place.label,
            "is_here": place.blueprint == here.partition(".")[0],
        }
        for place in PLACES
        if current_user.may(place.permission)
        and place.endpoint in current_app.view_functions
    ]


def is_demonstration() -> bool:
    """Whether the visitor is to be told that everything here is invented."""
    if current_user.is_authenticated:
        return bool(current_user.is_demonstration)
    return users.demonstration_logins_exist()


def _around() -> dict[str, Any]:
    language = locale()
    return {
        "Permission": Permission,
        "language": language.language,
        "writing": language.text_direction,
        "version": __version__,
        "places": places,
        "is_demonstration": is_demonstration,
    }


def _with_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
    """Let browsers keep a file of ours for a year, and fetch it anew when changed."""
    if endpoint == "static" and "filename" in values and "v" not in values:
        folder = current_app.static_folder
        path = Path(folder or "", values["filename"])
        if path.is_file():
            values["v"] = _fingerprint(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=200)
def _fingerprint(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _how_long(filename: str | None) -> int | None:
    return 31_536_000 if request.args.get("v") else 3600


def init_app(app: Flask) -> None:
    """Hand all this to the templates."""
    app.context_processor(_around)
    app.url_defaults(_with_fingerprint)
    # flask documents this method as the place to decide it
    app.get_send_file_max_age = _how_long  # type: ignore[method-assign]
