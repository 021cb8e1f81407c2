"""What this process counts of itself, for `/metrics` (`callcenter_*`)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

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

    def text(self) -> bytes:
        """In Prometheus's text format."""
        return generate_latest(self.registry)
