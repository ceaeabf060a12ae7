"""The register explains its own life cycle, from the tables it follows."""

from ctrack.domain.lifecycle import STEPS
from ctrack.domain.statuses import STAGES
from ctrack.domain.transfers import TRANSFER_STEPS


def test_the_page_tells_every_stage_and_step(clerk):
    page = clerk.open("/help/life-cycle")

    heads = {head.b.get_text() for head in page.select("tbody th") if head.b}
    told = {step.label for of_one in STEPS.values() for step in of_one.values()}
    told |= {stage.label for of_one in STAGES.values() for stage in of_one.values()}
    told |= {step.label for step in TRANSFER_STEPS.values()}
    assert told == heads


def test_only_people_of_the_register_read_it(anonymous, authority_user):
    anonymous.open("/help/life-cycle", expect=302)
    authority_user.open("/help/life-cycle")
