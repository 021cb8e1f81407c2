"""One caller in one flow."""

from acd.ids import CallId, LegId, PartyId
from ivr import facts as f
from ivr.flow_file import read
from tests.bench.rooms import Bench, at

CALL, LEG = CallId("c1"), LegId("c1.1")


def enters(bench: Bench, text: str, party: str = "p") -> None:
    """The flow of this file is published, and the caller stands at its beginning."""
    flow = read(text)
    bench.told(f.FlowsPublished(at=at(0), version=1, flows=(flow,), numbers={}))
    started = f.DialogueStarted(
        at=at(0), call=CALL, leg=LEG, party=PartyId(party), flow=flow.name, flows_version=1
    )
    bench.told(started)
