"""States, territories and bodies: ISO 3166-1, Kosovo (XK), the ICC and the EPPO."""

from functools import cache

import pycountry

from ctrack.domain.references import normalised

OTHERS = {
    "XK": "Kosovo",
    "ICC": "International Criminal Court",
    "EPPO": "European Public Prosecutor's Office",
}
_FORMAL = {"KR": "Republic of Korea", "KP": "Democratic People's Republic of Korea",
           "CD": "Democratic Republic of the Congo", "CG": "Congo",
           "TZ": "United Republic of Tanzania"}  # fmt: skip
_ALSO = {
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "usa": "US",
    "united states of america": "US",
    "russia": "RU",
    "south korea": "KR",
    "north korea": "KP",
    "ivory coast": "CI",
    "burma": "MM",
    "czech republic": "CZ",
    "turkey": "TR",
    "swaziland": "SZ",
    "cape verde": "CV",
    "macedonia": "MK",
    "vatican": "VA",
    "east timor": "TL",
    "kosovo": "XK",
    "icc": "ICC",
    "eppo": "EPPO",
}


@cache
def names() -> dict[str, str]:
    """The English short name of each code, sorted by name."""
    found = {country.alpha_2: _name(country) for country in pycountry.countries}
    found.update(OTHERS)
    return dict(sorted(found.items(), key=lambda pair: normalised(pair[1])))


def _name(country: object) -> str:
    code: str = country.alpha_2  # type: ignore[attr-defined]
    name: str = country.name  # type: ignore[attr-defined]
    if code in _FORMAL:
        return _FORMAL[code]
    before, comma, after = name.partition(", ")
    return f"{before} ({after})" if comma else name


def name(code: str) -> str:
    """The English short name of a code; the code itself when it is not known."""
    return names().get(code, code)


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for country in pycountry.countries:
        for key in ("name", "common_name", "official_name", "alpha_3", "alpha_2"):
            value = getattr(country, key, None)
            if value:
                found[normalised(value)] = country.alpha_2
    for code, label in names().items():
        found[normalised(label)] = found[normalised(code)] = code
    found.update({normalised(text): code for text, code in _ALSO.items()})
    return found


def code_of(text: str) -> str | None:
    """The code meant by an alpha-2, alpha-3 or English name, in any case; or None."""
    return _codes().get(normalised(text))
