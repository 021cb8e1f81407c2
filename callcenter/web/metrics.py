"""What this process counts of itself, for `/metrics` (`callcenter_*`)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """One registry a process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "callcenter_web_requests",
            "Requests answered",
            ("method", "status"),
            registry=self.registry,
        )
        self.desks = Gauge("callcenter_web_desks", "Desks with their tab", registry=self.registry)
        self.boards = Gauge("callcenter_web_boards", "Wallboards", registry=self.registry)
        self.position = Gauge(
            "callcenter_web_position", "Journal position of the replica", registry=self.registry
        )
        self.stored = Gauge(
            "callcenter_web_stored_position",
            "Journal position the database has",
            registry=self.registry,
        )
        self.calls = Gauge("callcenter_calls", "Calls in the house", registry=self.registry)
        self.waiting = Gauge(
            "callcenter_waiting_calls", "Calls in line", ("queue",), registry=self.registry
        )
        self.agents = Gauge("callcenter_agents", "Agents", ("state",), registry=self.registry)
        self.alarms = Gauge(
            "callcenter_alarms",
            "Promises of the distributor that do not hold",
            ("trouble",),
            registry=self.registry,
        )
        self.unreadable = Counter(
            "callcenter_web_unreadable_messages",
            "Socket messages of a wrong shape",
            registry=self.registry,
        )

        self.opinion = Histogram(
            "callcenter_leg_opinion",
            "Estimated mean opinion score of finished legs",
            buckets=(2.0, 2.5, 3.0, 3.5, 3.8, 4.0, 4.2, 4.5),
            registry=self.registry,
        )
        self.packets = Counter("callcenter_rtp_packets", "RTP packets", registry=self.registry)
        self.lost = Counter(
            "callcenter_rtp_packets_lost", "RTP packets that did not come", registry=self.registry
        )

        self.sources = Counter(
            "callcenter_leg_source_changes",
            "Legs whose audio came from another address all at once: moved, or taken over",
            registry=self.registry,
        )

    def heard(self, opinion: float, packets: int, lost: int) -> None:
        """A leg is over: how it was heard as a whole."""
        self.opinion.observe(opinion)
        self.packets.inc(packets)
        self.lost.inc(lost)

    def text(self) -> bytes:
        """In Prometheus's text format."""
        return generate_latest(self.registry)
