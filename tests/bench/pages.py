"""The pages, each beside its floor.

The floor of a page is the bare SQL of the page, and the same template rendered by the
same server from rows held in memory.
"""

from urllib.parse import quote_plus

from ctrack.queries import memory
from tests.bench.results import Result
from tests.bench.server import Server

TARGET = 2.0
ROUNDS = 12
"""How often each address is opened, after once to warm up."""

ROWS = {
    "office": "the office at a glance",
    "today": "work list",
    "list": "list page",
    "filtered": "list page, three filters, sorted",
    "request": "request page",
    "reference": "search by reference",
    "person": "search by person",
    "subject": "search in subjects",
    "anew": "search for what nobody sought before",
    "transfers": "transfers of one authority",
    "all-transfers": "transfers of all authorities",
}
VISITORS = {"transfers": "authority", "office": "supervisor"}
"""Who opens the page, where it is not the clerk."""


def measure(registers, url, wanted):
    """A result for each kind of page; several addresses stand for one kind."""
    servers = {}
    for row, what in ROWS.items():
        if row in wanted:
            visitor = VISITORS.get(row, "clerk")
            if visitor not in servers:
                servers[visitor] = Server(url, registers.folder, visitor)
            server = servers[visitor]
            addresses = _ADDRESSES[row](server)
            yield _opened(server, what, addresses, anew=row == "anew")
    for server in servers.values():
        server.leave()


def _opened(server, what, addresses, *, anew):
    """The page at these addresses; if `anew`, nothing counted before is remembered."""
    times, floor, queries = [], [], set()
    for address in addresses:
        queries.add(len(server.keep_floor(address, anew=anew)))
        for turn in range(ROUNDS + 1):
            if anew:
                memory.forget()
            seconds, _ = server.visit(address)
            at_least, _ = server.visit_floor(address)
            if turn:
                times.append(seconds)
                floor.append(at_least)
    return Result(what, TARGET, times, floor, queries=max(queries))


def _requests(server):
    references = server.scalars(
        "SELECT reference FROM mla_request WHERE confidentiality <> 'RESTRICTED'"
        " AND direction = 'incoming' ORDER BY (id % 1009) * 7919 % 1009, id LIMIT 5"
    )
    return [f"/requests/{reference}" for reference in references]


def _references(server):
    theirs = server.scalars(
        "SELECT value FROM reference WHERE kind = 'PARTNER'"
        " ORDER BY (id % 1009) * 7919 % 1009, id LIMIT 4"
    )
    return [_search(text) for text in (*theirs, *(text[-6:] for text in theirs))]


def _persons(server):
    names = server.scalars(
        "SELECT name FROM person WHERE role = 'SUSPECT'"
        " ORDER BY (id % 1009) * 7919 % 1009, id LIMIT 4"
    )
    return [_search(name.lower()) for name in names]


def _search(text):
    return f"/requests?q={quote_plus(text)}"


_FILTERED = [
    "/requests?direction=incoming&open=1&nature=DOCUMENTS&sort=held",
    "/requests?direction=incoming&basis=UNTOC&from=2022-01-01&sort=opened",
    "/requests?state=IT&state=FR&status=CLOSED&sort=-held",
    "/requests?direction=outgoing&offence=FRAUD&open=1&sort=state",
]
_TRANSFERS = ["/transfers", "/transfers?page=3", "/transfers?overdue=1"]

_ADDRESSES = {
    "office": lambda _server: ["/office"],
    "today": lambda _server: ["/"],
    "list": lambda _server: ["/requests"],
    "filtered": lambda _server: _FILTERED,
    "request": _requests,
    "reference": _references,
    "person": _persons,
    "subject": lambda _server: [_search("ransomware"), _search("laguna")],
    "anew": lambda server: [*_references(server), *_persons(server)],
    "transfers": lambda _server: _TRANSFERS,
    "all-transfers": lambda _server: _TRANSFERS,
}
