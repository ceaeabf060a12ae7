"""What the fields of a record are called where the log tells of a change."""

import re

from flask_babel import gettext as _

from ctrack.domain.wording import N_
from ctrack.web.wording import translated

FIELDS = {
    "accepted_on": N_("Accepted on"),
    "acknowledged_on": N_("Acknowledged on"),
    "active": N_("May sign in"),
    "address": N_("Postal address"),
    "applied_bases": N_("Applied bases"),
    "approved_steps": N_("Steps that need approval"),
    "article": N_("Article"),
    "authority": N_("Authority"),
    "authority_id": N_("Authority"),
    "bases": N_("Legal bases"),
    "category": N_("What was waited for"),
    "channel": N_("Channel"),
    "closed_on": N_("Closed on"),
    "since": N_("Since"),
    "until": N_("The first day that counts again"),
    "code": N_("Code"),
    "conditions": N_("Conditions"),
    "confidentiality": N_("Confidentiality"),
    "confirmed_in_writing_on": N_("Confirmed in writing on"),
    "contact": N_("Contact"),
    "court": N_("Court"),
    "description": N_("Description"),
    "due_on": N_("Due on"),
    "email": N_("E-mail"),
    "calendar_id": N_("Calendar"),
    "superior_email": N_("E-mail of the superior contact"),
    "mail_choice": N_("Notifications by e-mail"),
    "executed_on": N_("Executed on"),
    "form": N_("Form"),
    "iccs": N_("Code of the ICCS"),
    "is_basis": N_("May be a basis of assistance"),
    "kind": N_("Kind"),
    "label": N_("Label"),
    "language": N_("Language"),
    "languages": N_("Languages"),
    "legal_bases": N_("Legal bases"),
    "matter": N_("Matter"),
    "measures": N_("Assistance"),
    "members": N_("States"),
    "members_as_of": N_("Members as of"),
    "name": N_("Name"),
    "nature_code": N_("Nature"),
    "natures": N_("Further assistance"),
    "note": N_("Note"),
    "offences": N_("Offences"),
    "officer_id": N_("Officer"),
    "officers": N_("Named officers"),
    "originating_authority": N_("Originating authority"),
    "other": N_("Other provision"),
    "outcome": N_("Outcome"),
    "parent_code": N_("Part of"),
    "partner_authority": N_("Authority abroad"),
    "partner_state": N_("State"),
    "password": N_("Password"),
    "persons": N_("Persons"),
    "proceeding_stage": N_("Stage of the proceedings"),
    "received_on": N_("Received on"),
    "reference": N_("Reference"),
    "references": N_("References"),
    "refusal_reasons": N_("Reasons of the refusal"),
    "region": N_("Region"),
    "remarks": N_("Remarks"),
    "results_sent_on": N_("Results sent on"),
    "review_on": N_("Review on"),
    "role": N_("Role"),
    "sent_on": N_("Sent on"),
    "source": N_("Source"),
    "state": N_("State"),
    "status": N_("Stage"),
    "subject": N_("Subject"),
    "subtype_code": N_("Finer kind"),
    "superior_contact": N_("Superior contact"),
    "telephone": N_("Telephone"),
    "transferred_on": N_("Transferred on"),
    "type": N_("Kind"),
    "uncac": N_("Article of UNCAC"),
    "untoc": N_("Article of UNTOC"),
    "urgency": N_("Urgency"),
    "urgency_reason": N_("Reason of the urgency"),
    "use_limitation": N_("Use limitation"),
    "username": N_("User name"),
    "valid_from": N_("Valid from"),
    "valid_until": N_("Valid until"),
    "wished_on": N_("Wished for by"),
    "year": N_("Year"),
}

_OF_MEASURE = re.compile(r"measure (\d+): (\w+)")


def field_label(name: str) -> str:
    """What a field is called; `measure 3: description` names one of a measure."""
    match = _OF_MEASURE.fullmatch(name)
    if match is None:
        return translated(FIELDS.get(name, name))
    return _(
        "Measure %(number)s, %(field)s",
        number=match[1],
        field=translated(FIELDS.get(match[2], match[2])).lower(),
    )
