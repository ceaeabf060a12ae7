"""The pages, each beside its floor."""

from urllib.parse import quote_plus

from tests.bench.results import Result

TARGET = 2.0
ROUNDS = 12
"""How often each address is opened, after once to warm up."""


def measure(server):
    """A result for each kind of page; several addresses stand for one kind."""
    for what, addresses in _addresses(server).items():
        times, floor, queries = [], [], set()
        for address in addresses:
            queries.add(len(server.keep_floor(address)))
            for turn in range(ROUNDS + 1):
                seconds, _ = server.visit(address)
                at_least, _ = server.visit_floor(address)
                if turn:
                    times.append(seconds)
                    floor.append(at_least)
        yield Result(what, TARGET, times, floor, queries=max(queries))


def _addresses(server):
    references = server.scalars(
        "SELECT reference FROM mla_request WHERE confidentiality <> 'RESTRICTED'"
        " AND direction = 'incoming' ORDER BY (id * 7919) % 1009, id LIMIT 5"
    )
    theirs = server.scalars(
        "SELECT value FROM reference WHERE kind = 'PARTNER'"
        " ORDER BY (id * 7919) % 1009, id LIMIT 4"
    )
    persons = server.scalars(
        "SELECT name FROM person WHERE role = 'SUSPECT'"
        " ORDER BY (id * 7919) % 1009, id LIMIT 4"
    )
    return {
        "list page": ["/requests"],
        "list page, three filters, sorted": [
            "/requests?direction=incoming&open=1&nature=DOCUMENTS&sort=held",
            "/requests?direction=incoming&basis=UNTOC&from=2022-01-01&sort=opened",
            "/requests?state=IT&state=FR&status=CLOSED&sort=-held",
            "/requests?direction=outgoing&offence=FRAUD&open=1&sort=state",
        ],
        "request page": [f"/requests/{reference}" for reference in references],
        "search by reference": [_search(text) for text in theirs]
        + [_search(text[-6:]) for text in theirs],
        "search by person": [_search(name.lower()) for name in persons],
        "search in subjects": [_search("ransomware"), _search("laguna")],
    }


def _search(text):
    return f"/requests?q={quote_plus(text)}"
