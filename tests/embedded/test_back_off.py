"""How long a process that died waits for its next start."""

from callcenter.embedded.back_off import BackOff


def test_deaths_close_together_wait_longer_and_longer() -> None:
    back_off = BackOff()
    at, delays = 100.0, []
    for _ in range(9):
        delay = back_off.died(at)
        delays.append(delay)
        at += delay + 0.1
    assert delays == [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 10.0]


def test_a_minute_of_life_is_forgiven() -> None:
    back_off = BackOff()
    for at in (0.0, 1.0, 2.0):
        back_off.died(at)
    assert back_off.died(62.0) == 0.0


def test_the_fifth_death_within_a_minute_is_failing() -> None:
    back_off = BackOff()
    for at in (0.0, 1.0, 2.0, 3.0):
        back_off.died(at)
    assert not back_off.is_failing(3.0)
    back_off.died(59.0)
    assert back_off.is_failing(59.0)
    assert not back_off.is_failing(60.5)
