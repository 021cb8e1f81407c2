"""A small house as a document, for tables of edits."""

from callcenter.administration.document import Document, Edit, normal_item
from callcenter.administration.plain import Plain
from callcenter.administration.plan import Plan, Uses, plan
from callcenter.administration.sections import SECTIONS, THE_HOUSE

NAMES: dict[str, Plain] = {"name": "名", "name_en": "Name"}
AGENT: dict[str, Plain] = {**NAMES, "team": "air", "site": "east", "employer": "own"}


def house() -> Document:
    """Two queues, two agents, one team."""
    items: dict[str, dict[str, Plain]] = {
        "house": {THE_HOUSE: {**NAMES, "default_queue": "flights"}},
        "queues": {
            "flights": {**NAMES, "needs": [{"skill": "flight", "at_least": 2}]},
            "hotels": dict(NAMES),
        },
        "agents": {
            "1001": {**AGENT, "queues": ["flights"], "skills": {"flight": 3}},
            "1002": {**AGENT, "queues": ["flights", "hotels"]},
        },
        "teams": {"air": {**NAMES, "site": "east", "leader": "1001"}},
        "reasons": {"break": {"once": 15, "takes_place": True}, "training": {}},
        "numbers": {"8001": {"flow": "main"}},
        "calendars": {"office": {"week": {"monday": ["09:00-18:00"]}}},
        "skills": {"flight": dict(NAMES)},
        "sites": {"east": dict(NAMES)},
        "employers": {"own": dict(NAMES)},
    }
    return {
        name: {key: normal_item(name, item) for key, item in items[name].items()}
        for name in SECTIONS
    }


USES = Uses(flows=frozenset({"main"}), by={"queues.hotels": ("flow main",)})


def put(section: str, item: str, value: Plain) -> Plan:
    """What would become of one item's new value."""
    return plan(house(), Edit(section=section, item=item, value=value), USES)


def remove(section: str, item: str) -> Plan:
    """What would become of it when an item is removed."""
    return plan(house(), Edit(section=section, item=item, removes=True), USES)
