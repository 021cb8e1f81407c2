"""What exchanges tell of themselves, as Prometheus reads it: `callcenter_sip_*`,
`callcenter_lines`, `callcenter_trunk_*`.

Totals begin again with each exchange process, as counters do. One that says nothing for a while is
not shown any more.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

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
        here = sorted(self.here, key=lambda one: one.name)
        for figure in _FIGURES:
            yield _family(figure, here)


class _Figure(NamedTuple):
    kind: type[CounterMetricFamily | GaugeMetricFamily]
    name: str
    words: str
    label: str
    """Empty: one value for each exchange."""
    values: Callable[[ExchangeFigures], Mapping[str, int]]
    """By label."""


_FIGURES: Final = (
    _Figure(
        CounterMetricFamily,
        "sip_messages",
        "SIP messages, by what became of them",
        "what",
        lambda one: one.messages,
    ),
    _Figure(
        CounterMetricFamily,
        "sip_answers",
        "Answers of the front door's own",
        "status",
        lambda one: one.answers,
    ),
    _Figure(CounterMetricFamily, "sip_bans", "Sources shut out", "reason", lambda one: one.bans),
    _Figure(
        CounterMetricFamily,
        "sip_registers",
        "REGISTERs, by what became of them",
        "what",
        lambda one: one.registers,
    ),
    _Figure(
        CounterMetricFamily,
        "sip_socket_drops",
        "Datagrams the kernel threw away",
        "",
        lambda one: {"": one.socket_drops},
    ),
    _Figure(
        GaugeMetricFamily,
        "sip_dialogs",
        "Dialogs at the front door",
        "",
        lambda one: {"": one.dialogs},
    ),
    _Figure(GaugeMetricFamily, "lines", "Line processes", "state", lambda one: one.lines),
    _Figure(
        GaugeMetricFamily,
        "trunk_up",
        "1: it answers and knows us",
        "trunk",
        lambda one: {trunk.name: int(trunk.answers) for trunk in one.trunks},
    ),
    _Figure(
        GaugeMetricFamily,
        "trunk_calls",
        "Calls with it, both ways",
        "trunk",
        lambda one: {trunk.name: trunk.calls for trunk in one.trunks},
    ),
    _Figure(
        GaugeMetricFamily,
        "trunk_calls_most",
        "Calls it may have; 0: no limit",
        "trunk",
        lambda one: {trunk.name: trunk.most_calls for trunk in one.trunks},
    ),
    _Figure(
        GaugeMetricFamily,
        "exchange_draining",
        "1: it takes no new calls",
        "",
        lambda one: {"": int(one.draining)},
    ),
)


def _family(figure: _Figure, here: Iterable[ExchangeFigures]) -> Metric:
    labels = ("exchange", figure.label) if figure.label else ("exchange",)
    family = figure.kind(f"callcenter_{figure.name}", figure.words, labels=labels)
    for one in here:
        for which, value in sorted(figure.values(one).items()):
            family.add_metric((one.name, which) if figure.label else (one.name,), value)
    return family
