"""A callback outlives whoever thinks of it: stored, loaded, replayed, taken over by its card."""

from datetime import timedelta

import pytest

import callcenter.calls.facts as c
from acd.ids import AgentId
from callcenter.calls.call import Stage
from callcenter.house import House
from callcenter.outbound.callback import Phase
from tests.bench.rooms import at
from tests.calls.callback_story import CallbackStory
from tests.calls.story import MARIA

pytestmark = pytest.mark.thinking


@pytest.mark.parametrize("upto", range(1, 40))
def test_a_house_that_was_stored_and_loaded_goes_on_with_the_same_callback(upto: int) -> None:
    """Dump, load and replay at every fact of a day with a busy and an answered attempt."""
    story = CallbackStory()
    story.asks()
    story.ready()
    story.not_reached(story.called())
    story.wait(600)
    leg = story.called()
    story.answers(story.customer)
    story.joined(leg)
    half = House()
    for fact in story.facts[:upto]:
        half.apply(fact)
    loaded = House()
    loaded.load(half.dump())
    assert loaded.dump() == half.dump()
    assert loaded.next_deadline() == half.next_deadline()
    for fact in story.facts[upto:]:
        loaded.apply(fact)
    assert loaded.dump() == story.house.dump()


def test_a_callback_in_mid_call_is_taken_over_from_its_card() -> None:
    story = CallbackStory()
    story.asks()
    story.ready()
    story.called()
    card = story.house.card(story.attempt)
    taken = House()
    for fact in story.facts[:2]:
        taken.apply(fact)
    taken.digest(
        c.CallAdopted(
            at=at(3),
            call=story.attempt,
            line=story.house.calls.state.calls[story.attempt].line,
            exchange="one",
            card=card,
        )
    )
    callback = taken.callbacks.of_call(story.attempt)
    assert callback is not None
    assert (callback.phase, callback.tries) == (Phase.CALLING, 1)
    call = taken.calls.on(story.attempt)
    assert call is not None
    assert call.stage is Stage.CONNECTING
    assert call.promised_until == at(0) + timedelta(seconds=1800)
    assert taken.acd.agent(AgentId(MARIA)) is not None
