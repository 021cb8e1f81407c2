"""The small transaction layer: repeats are answered from store, answers are repeated until ACK."""

from callcenter.sip.message import Request, read
from callcenter.sip.peer import Peer
from callcenter.sip.transactions import Repeats, Seen, ServerTransactions

PHONE = Peer("192.0.2.1", 5070)


def request(method: str = "INVITE", branch: str = "z9hG4bKa") -> Request:
    text = (
        f"{method} sip:8000@127.0.0.1 SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP 192.0.2.1:5070;branch={branch}\r\n"
        "From: <sip:1@192.0.2.1>;tag=f\r\nTo: <sip:8000@127.0.0.1>\r\n"
        f"Call-ID: c1\r\nCSeq: 1 {method}\r\n\r\n"
    )
    message = read(text.encode())
    assert isinstance(message, Request)
    return message


class Wire:
    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.layer = ServerTransactions(lambda peer, data: self.sent.append(data))

    def reply(self, method: str, data: bytes, status: int, now: float = 0.0) -> None:
        self.layer.reply(request(method), PHONE, data, status=status, now=now)


def test_a_repeat_gets_the_latest_answer_again() -> None:
    wire = Wire()

    first = wire.layer.arrive(request(), PHONE, 0.0)
    silent = wire.layer.arrive(request(), PHONE, 0.1)
    wire.reply("INVITE", b"180", 180)
    repeated = wire.layer.arrive(request(), PHONE, 0.6)

    assert (first, silent, repeated) == (Seen.NEW, Seen.REPEATED, Seen.REPEATED)
    assert wire.sent == [b"180", b"180"]


def test_an_invites_answer_is_repeated_until_its_ack() -> None:
    wire = Wire()
    wire.layer.arrive(request(), PHONE, 0.0)
    wire.reply("INVITE", b"200", 200)
    for now in (0.4, 0.5, 1.0, 1.5, 3.5):
        assert wire.layer.due(now) == []
    assert len(wire.sent) == 4

    acked = wire.layer.arrive(request("ACK", "z9hG4bKother"), PHONE, 3.6)
    wire.layer.due(20.0)

    assert acked is Seen.ACKED
    assert wire.layer.arrive(request("ACK", "z9hG4bKother"), PHONE, 3.7) is Seen.STRAY_ACK
    assert len(wire.sent) == 4


def test_an_answer_never_acknowledged_is_reported_once() -> None:
    wire = Wire()
    wire.layer.arrive(request(), PHONE, 0.0)
    wire.reply("INVITE", b"200", 200)

    assert wire.layer.due(32.0) == [("c1", "f", 1)]
    assert wire.layer.due(33.0) == []


def test_a_cancel_finds_its_invite_only_while_it_is_open() -> None:
    wire = Wire()
    invite = request()
    wire.layer.arrive(invite, PHONE, 0.0)

    assert wire.layer.invite_of(request("CANCEL")) is invite
    wire.reply("INVITE", b"200", 200)
    assert wire.layer.invite_of(request("CANCEL")) is None


def test_a_second_final_answer_is_not_sent() -> None:
    wire = Wire()
    wire.layer.arrive(request("BYE"), PHONE, 0.0)
    wire.reply("BYE", b"200", 200)
    wire.reply("BYE", b"500", 500)

    assert wire.sent == [b"200"]


def test_transactions_are_forgotten() -> None:
    wire = Wire()
    wire.layer.arrive(request("BYE"), PHONE, 0.0)
    wire.layer.due(64.0)

    assert wire.layer.arrive(request("BYE"), PHONE, 64.1) is Seen.NEW


def test_a_request_of_ours_is_repeated_slower_and_slower_then_given_up() -> None:
    repeats, sent = Repeats(), []
    repeats.start("bye", lambda: sent.append(1), 0.0)
    given_up = [key for tick in range(1, 330) for key in repeats.due(tick / 10)]

    assert given_up == ["bye"]
    assert len(sent) == 11


def test_a_repeat_can_be_stopped() -> None:
    repeats, sent = Repeats(), []
    repeats.start("bye", lambda: sent.append(1), 0.0)

    assert repeats.stop("bye")
    assert not repeats.stop("bye")
    repeats.due(5.0)
    assert sent == [1]
