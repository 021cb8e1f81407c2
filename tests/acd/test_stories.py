"""The distributor's stories, each with every way of carrying derived facts."""

from pathlib import Path

import pytest

from acd.distributor import Distributor
from acd.facts import ConfigurationPublished
from tests.bench.people import floor
from tests.bench.rooms import Bench, Carrying, at
from tests.bench.story import Story, play, ready, signed_in, stories

STORIES = list(stories(Path(__file__).parents[1] / "scenarios" / "acd"))


@pytest.mark.thinking
@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.file}: {story.title}")
def test_story(story: Story, carrying: Carrying) -> None:
    bench = Bench(Distributor(), carrying=carrying)
    bench.told(ConfigurationPublished(at=at(-1), configuration=floor()))
    play(story, bench, {"ready": ready, "signed_in": signed_in})
    _replay_equals_live(bench)


def _replay_equals_live(bench: Bench) -> None:
    replica = Distributor()
    for fact in bench.journal:
        replica.apply(fact)
    assert replica.dump() == bench.rooms[0].dump()
    again = Distributor()
    again.load(replica.dump())
    assert again.dump() == replica.dump()
    assert again.next_deadline() == replica.next_deadline()
