"""However a line may be left, every other promise holds, and nobody waits against a rule."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd import facts as f
from acd.facts import Intent
from tests.acd.happenings import AGENTS, Act, Rules, any_rules, any_story, by, signs_in
from tests.acd.line_rules import Line, any_line, nobody_waits_too_long, with_line
from tests.acd.test_invariants import _holds, _is_its_journal, _is_reborn
from tests.acd.watched import Watched
from tests.bench.people import floor
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    story=any_story,
    carrying=st.sampled_from(Carrying),
    rules=any_rules,
    line=any_line,
    busy=st.booleans(),
)
def test_every_promise_holds_however_a_line_may_be_left(
    story: list[tuple[Act, float]], carrying: Carrying, rules: Rules, line: Line, busy: bool
) -> None:
    room = Watched()
    bench = Bench(room, carrying=carrying)
    told = with_line(line, by(rules, floor()))
    bench.told(f.ConfigurationPublished(at=at(0), configuration=told))
    for agent in AGENTS if busy else ():
        bench.told(signs_in(room, agent))
        bench.told(f.AudioReady(at=at(0), agent=agent, uri="sip:a"))
        bench.told(f.IntentChosen(at=at(0), agent=agent, intent=Intent.AVAILABLE))
    seconds = 0.0
    for act, pause in story:
        seconds += pause
        bench.passes_until(at(seconds), also=False)
        fact = act(room)
        if not _is_reborn(fact, bench.journal):
            bench.told(msgspec.structs.replace(fact, at=at(seconds)))
            _holds(room, bench.journal)
            nobody_waits_too_long(room, at(seconds))
    bench.passes_until(at(seconds + 20))
    nobody_waits_too_long(room, at(seconds + 20))
    _is_its_journal(room, bench.journal)
