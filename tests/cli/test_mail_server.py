"""The way to the mail server: encrypted, signed in, and never for ever."""

import pytest

from ctrack.cli.sending import send_all
from ctrack.extensions import db
from ctrack.services import mail_server
from tests import mail
from tests.cli.test_outbox import SENT, WAITING, messages, states, wait_over, write


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return mail.Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def trusted(authority, monkeypatch):
    """This machine trusts the authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))


@pytest.fixture
def send(app, context, monkeypatch):
    """Send what waits to a server with this address."""

    def sending(url):
        monkeypatch.setitem(app.config, "CTRACK_MAIL_URL", url)
        return send_all()

    return sending


def encrypting(kind, context, **details):
    """A server that speaks TLS from the beginning, or after STARTTLS."""
    tls = {"smtps": "ssl_context", "starttls": "tls_context"}[kind]
    if kind == "smtps" and "authenticator" in details:
        # The server knows of STARTTLS only, and calls everything else plain.
        details["auth_require_tls"] = False
    return mail.serving(**{tls: context}, **details)


both_ways = pytest.mark.parametrize("kind", ["smtps", "starttls"])


@both_ways
def test_messages_go_encrypted_to_a_server_with_a_good_certificate(
    kind, authority, trusted, send
):
    write(2)

    with encrypting(kind, authority.context()) as server:
        tally = send(server.url)

    assert (tally.sent, tally.trouble) == (2, "")
    assert [letter.is_encrypted for letter in server.postman.received] == [True, True]


def test_a_server_that_offers_no_encryption_gets_messages_without_password(
    context, send
):
    write(1)

    with mail.serving() as server:
        send(server.url)

    assert [letter.is_encrypted for letter in server.postman.received] == [False]


@both_ways
def test_a_certificate_of_nobody_known_is_refused_and_told(kind, authority, send):
    write(1)

    with encrypting(kind, authority.context()) as server:
        tally = send(server.url)

    assert tally.trouble == (
        f"127.0.0.1:{server.port} shows a certificate that is not trusted: "
        "unable to get local issuer certificate"
    )
    assert server.postman.received == []
    [message] = messages()
    assert (message.state, message.attempts) == (WAITING, 0)
    assert "not trusted" in message.last_error


@both_ways
def test_a_certificate_of_another_server_is_refused_and_told(
    kind, authority, trusted, send
):
    write(1)

    with encrypting(kind, authority.context("mail.elsewhere.example")) as server:
        tally = send(server.url)

    assert "shows a certificate that is not trusted: IP address mismatch" in (
        tally.trouble
    )
    assert server.postman.received == []


def test_a_server_without_tls_behind_smtps_is_told(context, send):
    write(1)

    with mail.serving() as server:
        tally = send(server.url.replace("smtp:", "smtps:"))

    assert "does not speak TLS as it should" in tally.trouble
    assert states() == [WAITING]


@both_ways
def test_who_signs_in_is_let_in(kind, authority, trusted, send):
    write(1)
    admits = mail.admits("ctrack@mla.example", "p@ss/word")

    with encrypting(kind, authority.context(), authenticator=admits) as server:
        tally = send(server.url_of("ctrack%40mla.example:p%40ss%2Fword@"))

    assert (tally.sent, tally.trouble) == (1, "")
    [letter] = server.postman.received
    assert (letter.is_encrypted, letter.is_signed_in) == (True, True)
    assert letter["From"] == "ctrack@mla.example"


@both_ways
def test_a_wrong_password_is_told_and_costs_no_message_a_try(
    kind, authority, trusted, send
):
    write(2)
    admits = mail.admits("ctrack", "right")

    with encrypting(kind, authority.context(), authenticator=admits) as server:
        tally = send(server.url_of("ctrack:wrong@"))

    assert "does not let us in: 535" in tally.trouble
    assert "wrong" not in tally.trouble
    assert [message.attempts for message in messages()] == [0, 0]
    assert server.postman.received == []


def test_a_server_that_wants_a_password_and_gets_none_is_told(authority, trusted, send):
    write(1)
    admits = mail.admits("ctrack", "right")

    with encrypting(
        "starttls", authority.context(), authenticator=admits, auth_required=True
    ) as server:
        tally = send(server.url)

    assert "530" in tally.trouble
    assert states() == [WAITING]


def test_a_server_that_cannot_sign_anybody_in_is_told(context, send):
    write(1)

    with mail.serving(auth_exclude_mechanism=["LOGIN", "PLAIN"]) as server:
        tally = send(server.url_of("ctrack:secret@"))

    assert f"127.0.0.1:{server.port} cannot be used: " in tally.trouble
    assert states() == [WAITING]


def test_a_server_that_says_nothing_is_waited_for_but_not_for_ever(
    context, send, monkeypatch
):
    write(3)
    monkeypatch.setattr(mail_server, "PATIENCE", 0.3)

    with mail.silent() as url:
        tally = send(url)

    assert "does not answer: " in tally.trouble
    assert "timed out" in tally.trouble
    assert [message.attempts for message in messages()] == [0, 0, 0]


def test_a_server_that_hangs_on_a_message_gets_it_again_under_the_same_id(
    context, send, monkeypatch
):
    write(1)
    monkeypatch.setattr(mail_server, "PATIENCE", 0.5)

    with mail.serving() as server:
        server.postman.delay = 3
        tally = send(server.url)
        assert (tally.sent, tally.failed) == (0, 1)
        [message] = messages()
        assert (message.state, message.attempts) == (WAITING, 1)
        assert "timed out" in message.last_error

        server.postman.delay = 0
        wait_over()
        assert send(server.url).sent == 1
        assert set(server.postman.ids) == {message.message_id}
    db.session.expire_all()
    assert states() == [SENT]


def test_a_server_that_breaks_off_three_times_in_a_row_is_left_alone(context, send):
    write(5)

    with mail.serving() as server:
        server.postman.cut_off = 3
        tally = send(server.url)
        assert (tally.sent, tally.failed) == (0, 3)
        assert "The connection broke" in tally.trouble
        assert [message.attempts for message in messages()] == [1, 1, 1, 0, 0]

        wait_over()
        assert send(server.url).sent == 5


@both_ways
def test_a_server_that_fails_half_way_under_encryption_gets_it_again(
    kind, authority, trusted, send
):
    write(2)

    with encrypting(kind, authority.context()) as server:
        server.postman.cut_off = 1
        assert (send(server.url).sent, states()) == (1, [WAITING, SENT])
        wait_over()
        assert send(server.url).sent == 1
        assert sorted(server.postman.ids) == sorted(m.message_id for m in messages())
