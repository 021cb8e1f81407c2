"""Who may speak to the door, and how a wrong list is named."""

from __future__ import annotations

import pytest

from callcenter.exchange.door_admission import ListedNetworks, speakers

pytestmark = pytest.mark.thinking


def test_only_listed_networks_may_speak() -> None:
    allows = ListedNetworks(speakers("192.0.2.1", ["127.0.0.0/8", "198.51.100.0/24"]))
    assert allows("198.51.100.7")
    assert not allows("203.0.113.9")
    assert not allows("no address")


def test_a_phone_on_this_machine_may_speak_from_any_of_its_addresses() -> None:
    allows = ListedNetworks(speakers("127.0.0.1", ["127.0.0.0/8"]))
    assert allows("192.0.2.2")


def test_a_wrong_network_is_named() -> None:
    with pytest.raises(ValueError, match="'everybody' is no IPv4 network"):
        ListedNetworks(speakers("0.0.0.0", ["everybody"]))
