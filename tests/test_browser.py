"""The tests' own browser sees what is wrong with a page."""

from types import SimpleNamespace

import pytest

from .browser import Page, look_over

GOOD = (
    "<!doctype html><html lang=en><head><title>Requests</title></head><body><main>"
    "<h1>Requests</h1>{}</main></body></html>"
)


def page(content):
    return Page(SimpleNamespace(text=GOOD.format(content), status_code=200))


def test_a_good_page_passes():
    look_over(page("<label for=q>Search</label><input id=q name=q>"), "GET /")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<h1>Again</h1>", "first headings"),
        ("<input name=q>", "without a label"),
        ("<i id=a></i><i id=a></i>", "2 elements with the id a"),
        ("<p style='color: red'>", "style inside"),
        ("<script>1</script>", "script inside"),
        ("<p onclick='x()'>", "script inside"),
        ("<form method=post></form>", "without csrf_token"),
        ("<button></button>", "without a name"),
        ("<img src=x>", "without alt"),
        ("<p aria-describedby=nothing>", "points at nothing"),
    ],
)
def test_a_fault_is_named(content, fault):
    with pytest.raises(AssertionError, match=fault):
        look_over(page(content), "GET /")


def test_a_form_is_read_as_a_browser_would_send_it():
    form = page(
        "<form><input name=a value=1><input type=checkbox name=b value=2 checked>"
        "<input type=checkbox name=c><select name=d><option value=x>X"
        "<option value=y selected>Y</select><textarea name=e>\nlong</textarea></form>"
    ).form()

    assert form == {"a": ["1"], "b": ["2"], "d": ["y"], "e": ["long"]}
