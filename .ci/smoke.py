"""Use an installed ctrack as its first user would: set up, add a user, serve, look.

Called with the path of the command; counts what it looked at, and prints the count.
"""

import re
import signal
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import urlopen

ctrack = sys.argv[1]
passed = failed = 0


def expect(what: str, held: bool) -> None:
    global passed, failed
    passed, failed = passed + held, failed + (not held)
    print(f"{'ok    ' if held else 'FAILED'} {what}")


def run(*words: str, given: str = "", code: int = 0) -> str:
    done = subprocess.run(
        [ctrack, *words], input=given, capture_output=True, text=True, check=False
    )
    expect(f"ctrack {' '.join(words)}: exit {code}", done.returncode == code)
    expect("... without a traceback", "Traceback" not in done.stderr)
    if done.returncode != code:
        print(done.stdout, done.stderr)
    return done.stdout + done.stderr


def get(address: str) -> tuple[int, str]:
    try:
        with urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


run("--version")
run("serve", "--port", "0", code=1)  # not set up yet
run("init")
run("init")
new_user = ("user", "add", "eva", "--role", "clerk", "--password-stdin")
run(*new_user, given="a long enough pass phrase\n")
run(*new_user, given="a long enough pass phrase\n", code=1)  # the name is taken

server = subprocess.Popen(
    [ctrack, "serve", "--port", "0", "--workers", "2"],
    stdout=subprocess.PIPE,
    text=True,
)
try:
    address = server.stdout.readline().strip()
    expect(f"serve says where: {address}", address.startswith("http://127.0.0.1:"))
    status, text = get(f"{address}/healthz")
    expect("/healthz answers ok", (status, text.strip()) == (200, "ok"))
    status, page = get(f"{address}/login")
    expect("/login shows a form", status == 200 and 'name="username"' in page)
    styles = re.search(r'href="(/static/[^"]+\.css[^"]*)"', page)
    expect("/login has a stylesheet", bool(styles))
    if styles:
        status, text = get(address + styles[1])
        expect(f"{styles[1]} is served", status == 200 and "{" in text)
    run("serve", "--port", address.rpartition(":")[2], code=1)  # the port is taken
finally:
    server.send_signal(signal.SIGTERM)
    expect("serve stops when told to", server.wait(timeout=30) == 0)

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
