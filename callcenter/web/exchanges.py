"""What exchanges tell of themselves, as Prometheus reads it: `callcenter_sip_*`,
`callcenter_lines`, `callcenter_trunk_*`.

Totals begin again with each exchange process, as counters do. One that says nothing for a while is
not shown any more.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from callcenter.bus import Bus
from callcenter.wire import ExchangeFigures

SHOWN_FOR: Final = 30.0
"""Seconds after the last word of an exchange."""


class Exchanges(Collector):
    """The newest figures of each."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[str, tuple[float, ExchangeFigures]] = {}

    async def open(self, bus: Bus) -> None:
        """Listen."""
        await bus.subscribe("cc.figures", ExchangeFigures, self._heard)

    async def _heard(self, figures: ExchangeFigures, _: str) -> None:
        self.take(figures)

    def take(self, figures: ExchangeFigures) -> None:
        """In place of what the exchange said before."""
        self._told[figures.name] = (self._clock(), figures)

    @property
    def here(self) -> list[ExchangeFigures]:
        """Of those that spoke lately."""
        since = self._clock() - SHOWN_FOR
        return [figures for at, figures in self._told.values() if at >= since]

    def describe(self) -> Iterable[Metric]:
        """Nothing is known before an exchange has spoken."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """As Prometheus asks for it."""
        here = self.here
        yield _counter(
            "sip_messages",
            "SIP messages, by what became of them",
            "what",
            {(one.name, what): count for one in here for what, count in one.messages.items()},
        )
        yield _counter(
            "sip_answers",
            "Answers of the front door's own",
            "status",
            {(one.name, status): count for one in here for status, count in one.answers.items()},
        )
        yield _counter(
            "sip_bans",
            "Sources shut out",
            "reason",
            {(one.name, reason): count for one in here for reason, count in one.bans.items()},
        )
        yield _counter(
            "sip_registers",
            "REGISTERs, by what became of them",
            "what",
            {(one.name, what): count for one in here for what, count in one.registers.items()},
        )
        yield _counter(
            "sip_socket_drops",
            "Datagrams the kernel threw away",
            "",
            {(one.name, ""): one.socket_drops for one in here},
        )
        yield _gauge(
            "sip_dialogs",
            "Dialogs at the front door",
            "",
            {(one.name, ""): one.dialogs for one in here},
        )
        yield _gauge(
            "lines",
            "Line processes",
            "state",
            {(one.name, state): count for one in here for state, count in one.lines.items()},
        )
        trunks = [(exchange.name, trunk) for exchange in here for trunk in exchange.trunks]
        yield _gauge(
            "trunk_up",
            "1: it answers and knows us",
            "trunk",
            {(name, trunk.name): int(trunk.answers) for name, trunk in trunks},
        )
        yield _gauge(
            "trunk_calls",
            "Calls with it, both ways",
            "trunk",
            {(name, trunk.name): trunk.calls for name, trunk in trunks},
        )
        yield _gauge(
            "trunk_calls_most",
            "Calls it may have; 0: no limit",
            "trunk",
            {(name, trunk.name): trunk.most_calls for name, trunk in trunks},
        )
        yield _gauge(
            "exchange_draining",
            "1: it takes no new calls",
            "",
            {(one.name, ""): int(one.draining) for one in here},
        )


Values = Mapping[tuple[str, str], int]
"""By exchange and label."""


def _counter(name: str, words: str, label: str, values: Values) -> Metric:
    labels = ("exchange", label) if label else ("exchange",)
    return _filled(CounterMetricFamily(f"callcenter_{name}", words, labels=labels), values)


def _gauge(name: str, words: str, label: str, values: Values) -> Metric:
    labels = ("exchange", label) if label else ("exchange",)
    return _filled(GaugeMetricFamily(f"callcenter_{name}", words, labels=labels), values)


def _filled(family: CounterMetricFamily | GaugeMetricFamily, values: Values) -> Metric:
    for (exchange, which), value in sorted(values.items()):
        family.add_metric((exchange, which) if which else (exchange,), value)
    return family
