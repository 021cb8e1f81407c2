"""Who may register and what each is told, in a time of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from callcenter.exchange.nonces import LASTS, SPENT_FOR
from callcenter.exchange.registrar import CLOSED_AFTER, SILENT_FOR, Came, Registrar, Verdict
from callcenter.sip.digest import Algorithm, Credentials
from callcenter.sip.message import Request, read
from callcenter.sip.peer import Peer
from tests.exchange.desk_phones import SET_AT, DeskPhone, bound, is_stale, offered, secret_of

pytestmark = pytest.mark.thinking

T = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
HERE = Peer("192.0.2.7", 40000)
STRANGER = Peer("198.51.100.9", 5060)


@dataclass
class House:
    """A registrar that knows 1002 and 1003, and its clock."""

    seconds: float = 0.0
    changed: list[str] = field(default_factory=list)
    registrar: Registrar = field(init=False)

    def __post_init__(self) -> None:
        self.registrar = Registrar(
            wall=lambda: T + timedelta(seconds=self.seconds), on_change=self.changed.append
        )
        self.registrar.know([secret_of("1002", "right"), secret_of("1003", "other")])

    def judge(self, request: Request, source: Peer = HERE) -> Verdict:
        return self.registrar.judge(request, source, self.seconds)

    def challenge(self, phone: DeskPhone, source: Peer = HERE) -> None:
        """The phone gets a nonce."""
        phone.nonce = ""
        verdict = self.judge(phone.ask(), source)
        assert (verdict.answer.status, verdict.came) == (401, Came.CHALLENGED)
        phone.challenged(verdict.answer)

    def register(self, phone: DeskPhone, *fields: str, source: Peer = HERE) -> Verdict:
        """Challenge and answer."""
        self.challenge(phone, source)
        return self.judge(phone.ask(*fields), source)


@pytest.fixture
def house() -> House:
    return House()


def test_a_phone_with_the_right_password_is_registered(house: House) -> None:
    verdict = house.register(DeskPhone(), "Expires: 600")
    assert (verdict.answer.status, verdict.came) == (200, Came.REGISTERED)
    assert bound(verdict.answer) == ["<sip:1002@10.0.0.7:5060>;expires=600"]
    assert ("Date", "Sat, 28 Nov 2026 09:00:00 GMT") in verdict.answer.fields
    [one] = house.registrar.bindings("1002")
    assert (one.host, one.port) == (HERE.host, HERE.port)
    assert house.changed == ["1002"]
    assert house.registrar.told() == {"challenged": 1, "registered": 1}


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_both_algorithms_are_good(house: House, algorithm: Algorithm) -> None:
    assert house.register(DeskPhone(algorithm=algorithm)).answer.status == 200


def test_both_are_offered_and_whoever_cannot_answer_is_asked_in_md5_alone(house: House) -> None:
    phone = DeskPhone(algorithm=Algorithm.MD5)
    assert offered(house.judge(phone.ask()).answer) == ["SHA-256", "MD5"]
    second = house.judge(phone.ask())
    assert offered(second.answer) == ["MD5"]
    assert offered(house.judge(phone.ask(), STRANGER).answer) == ["SHA-256", "MD5"]
    phone.challenged(second.answer)
    assert house.judge(phone.ask()).answer.status == 200
    phone.nonce = ""
    assert offered(house.judge(phone.ask()).answer) == ["MD5"], "it is remembered"
    house.seconds += SILENT_FOR
    house.registrar.sweep(house.seconds)
    assert offered(house.judge(phone.ask()).answer) == ["SHA-256", "MD5"]


def test_whoever_answers_in_sha_256_is_asked_in_both_again(house: House) -> None:
    phone = DeskPhone()
    house.register(phone)
    phone.nonce = ""
    assert offered(house.judge(phone.ask()).answer) == ["SHA-256", "MD5"]


@pytest.mark.parametrize("algorithm", list(Algorithm))
@pytest.mark.parametrize("password", ["right", "wrong"])
def test_whoever_answered_is_asked_again_in_the_same_algorithm(
    house: House, algorithm: Algorithm, password: str
) -> None:
    phone = DeskPhone(algorithm=algorithm, password=password)
    house.challenge(phone)
    house.seconds += LASTS
    assert offered(house.judge(phone.ask()).answer) == [algorithm]


def told(verdict: Verdict) -> tuple[int, str, list[str]]:
    """What of an answer somebody could learn from: all of it but the nonce."""
    fields = [value.split("nonce=")[0] + value[-20:] for _, value in verdict.answer.fields]
    return verdict.answer.status, verdict.answer.reason, fields


def test_an_unknown_phone_and_a_wrong_password_are_answered_alike(house: House) -> None:
    wrong, unknown = DeskPhone(password="wrong"), DeskPhone(extension="4711", password="right")
    first, second = house.register(wrong), house.register(unknown)
    assert told(first) == told(second)
    assert first.answer.status == 401
    assert not is_stale(first.answer)
    assert first.came is second.came is Came.WRONG
    assert not house.changed


@pytest.mark.parametrize("user", ["1002", "4711", "nobody", '10\\"02', "a" * 500])
def test_a_digest_is_computed_whoever_asks(
    house: House, monkeypatch: pytest.MonkeyPatch, user: str
) -> None:
    computed = count_digests(monkeypatch)
    house.register(DeskPhone(user=user, password="wrong"))
    assert computed() == 1


def count_digests(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    calls: list[str] = []
    before = Credentials.proves

    def counted(self: Credentials, known: str, method: str) -> bool:
        calls.append(known)
        return before(self, known, method)

    monkeypatch.setattr(Credentials, "proves", counted)
    return lambda: len(calls)


def test_a_nonce_too_old_is_stale_if_the_password_is_right(house: House) -> None:
    right, wrong = DeskPhone(), DeskPhone(password="wrong")
    house.challenge(right)
    house.challenge(wrong)
    house.seconds += LASTS
    verdict = house.judge(right.ask())
    assert (verdict.answer.status, verdict.came) == (401, Came.STALE)
    assert is_stale(verdict.answer)
    right.challenged(verdict.answer)
    assert house.judge(right.ask()).answer.status == 200
    assert not is_stale(house.judge(wrong.ask()).answer)


def test_what_was_overheard_cannot_be_sent_again(house: House) -> None:
    phone = DeskPhone()
    house.challenge(phone)
    overheard = phone.ask()
    assert house.judge(overheard).answer.status == 200
    replayed = house.judge(overheard, STRANGER)
    assert (replayed.answer.status, replayed.came) == (401, Came.STALE)
    assert [one.host for one in house.registrar.bindings("1002")] == [HERE.host]
    assert house.judge(phone.ask()).answer.status == 200, "the phone itself counts on"


def test_a_phone_may_not_register_another(house: House) -> None:
    verdict = house.register(DeskPhone(extension="1003", user="1002"))
    assert (verdict.answer.status, verdict.came) == (403, Came.REFUSED)
    assert house.registrar.bindings("1003") == ()


def test_credentials_for_another_uri_or_realm(house: House) -> None:
    phone = DeskPhone()
    house.challenge(phone)
    text = phone.write().decode()
    elsewhere = read(text.replace('uri="sip:pbx"', 'uri="sip:other"').encode())
    strange = read(text.replace('realm="callcenter"', 'realm="asterisk"').encode())
    assert isinstance(elsewhere, Request)
    assert isinstance(strange, Request)
    assert house.judge(elsewhere).answer.status == 400
    assert house.judge(strange).came is Came.CHALLENGED


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (("Expires: 5",), 423),
        (("Require: path",), 420),
        (("Expires: 1", "Expires: 2"), 400),
    ],
)
def test_a_right_password_does_not_make_everything_right(
    house: House, fields: tuple[str, ...], status: int
) -> None:
    assert house.register(DeskPhone(), *fields).answer.status == status
    assert house.registrar.bindings("1002") == ()


def test_who_asks_is_told_what_is_bound_and_how_long(house: House) -> None:
    phone = DeskPhone()
    house.register(phone, "Expires: 600")
    house.seconds += 100
    verdict = house.judge(phone.ask(contact="-"))
    assert verdict.came is Came.ASKED
    assert bound(verdict.answer) == ["<sip:1002@10.0.0.7:5060>;expires=500"]
    assert house.changed == ["1002"], "nothing is to be kept anew"


def test_a_phone_that_says_good_bye(house: House) -> None:
    phone = DeskPhone()
    house.register(phone)
    verdict = house.judge(phone.ask("Expires: 0", contact="*"))
    assert (verdict.answer.status, verdict.came) == (200, Came.REMOVED)
    assert bound(verdict.answer) == []
    assert house.registrar.bindings("1002") == ()
    assert house.changed == ["1002", "1002"]


def test_a_binding_runs_out(house: House) -> None:
    house.register(DeskPhone(), "Expires: 60")
    house.seconds += 60
    assert house.registrar.bindings("1002") == ()


# -- guessing --------------------------------------------------------------------------------------


def guess(house: House, times: int) -> None:
    for number in range(times):
        source = Peer(f"198.51.100.{number}", 5060)
        assert house.register(DeskPhone(password=f"{number}"), source=source).came is Came.WRONG


def test_who_guesses_from_everywhere_finds_the_extension_closed(house: House) -> None:
    guess(house, CLOSED_AFTER.faults)
    closed = house.register(DeskPhone(), source=STRANGER)
    assert (closed.answer.status, closed.came) == (401, Came.CLOSED)
    assert not is_stale(closed.answer), "nobody is told that it was right"
    other = DeskPhone(extension="1003", password="other")
    assert house.register(other, source=STRANGER).answer.status == 200
    house.seconds += CLOSED_AFTER.lasts
    assert house.register(DeskPhone(), source=STRANGER).answer.status == 200


def test_a_phone_that_sends_the_same_wrong_password_a_dozen_times_guesses_once(
    house: House,
) -> None:
    wrong = DeskPhone(password="wrong")
    assert house.register(wrong).came is Came.WRONG
    for _ in range(2 * CLOSED_AFTER.faults):
        again = house.judge(wrong.ask())
        assert (again.answer.status, again.came) == (401, Came.REPEATED)
        assert not is_stale(again.answer)
        wrong.challenged(again.answer)
    assert house.register(DeskPhone(), source=STRANGER).answer.status == 200


def test_with_a_nonce_that_was_guessed_with_even_the_right_password_is_not_looked_at(
    house: House,
) -> None:
    phone = DeskPhone(password="wrong")
    house.register(phone)
    phone.password = "right"
    assert house.judge(phone.ask()).came is Came.REPEATED
    house.seconds += SPENT_FOR
    assert house.judge(phone.ask()).answer.status == 200


def test_a_phone_that_is_registered_is_not_shut_out_by_guessers(house: House) -> None:
    assert house.register(DeskPhone()).answer.status == 200
    guess(house, CLOSED_AFTER.faults)
    assert house.register(DeskPhone(call_id="two@phone")).answer.status == 200


def test_a_new_password_opens_it_again(house: House) -> None:
    guess(house, CLOSED_AFTER.faults)
    house.registrar.know([secret_of("1002", "new", SET_AT + timedelta(hours=1))])
    phone = DeskPhone(password="new")
    assert house.register(phone, source=STRANGER).answer.status == 200


def test_made_up_names_are_not_remembered(house: House) -> None:
    for number in range(CLOSED_AFTER.faults + 5):
        house.register(DeskPhone(user=f"admin{number}"))
    house.seconds += SPENT_FOR
    house.registrar.sweep(house.seconds)
    assert house.registrar.remembered() == 2, "who was asked, and that some name is guessed at"
    assert house.register(DeskPhone()).answer.status == 200


# -- what comes from elsewhere ---------------------------------------------------------------------


def test_before_it_is_known_which_phones_there_are(house: House) -> None:
    registrar = Registrar()
    verdict = registrar.judge(DeskPhone().ask(), HERE, 0.0)
    assert (verdict.answer.status, verdict.came) == (503, Came.NOT_READY)
    assert ("Retry-After", "5") in verdict.answer.fields
    assert not registrar.is_known


def test_a_new_password_ends_what_the_old_one_began(house: House) -> None:
    house.register(DeskPhone())
    house.registrar.know([secret_of("1002", "new", SET_AT + timedelta(hours=1))])
    assert house.registrar.bindings("1002") == ()
    assert house.register(DeskPhone()).answer.status == 401
    assert house.register(DeskPhone(password="new", call_id="two@phone")).answer.status == 200


def test_a_phone_that_is_removed_is_registered_no_more(house: House) -> None:
    house.register(DeskPhone())
    house.registrar.know([])
    assert house.registrar.bindings("1002") == ()
    assert house.register(DeskPhone()).answer.status == 401


def test_what_is_kept_elsewhere_comes_in_but_not_over_what_is_newer_here(house: House) -> None:
    house.register(DeskPhone())
    [here] = house.registrar.bindings("1002")
    there = replace(here, host="192.0.2.99")
    strange = replace(here, host="192.0.2.98", extension="1003")
    house.registrar.bind({"1002": (there,), "1003": (strange,)}, except_of=["1002"])
    assert house.registrar.bindings("1002") == (here,)
    assert house.registrar.bindings("1003") == (strange,)
    house.registrar.bind({"1002": (there,)}, except_of=[])
    assert house.registrar.bindings("1002") == (there,)
    assert house.registrar.bindings("1003") == ()


def test_where_phones_are_at_home(house: House) -> None:
    assert not house.registrar.is_home(HERE.host)
    house.register(DeskPhone(), "Expires: 60")
    assert house.registrar.is_home(HERE.host)
    house.seconds += 60
    assert not house.registrar.is_home(HERE.host)


def test_passwords_hashes_are_never_shown(house: House) -> None:
    secret = secret_of("1002", "right")
    assert secret.md5 not in repr(secret)
    assert secret.md5 not in repr(house.registrar)
    assert secret.sha256 not in repr(house.registrar)
