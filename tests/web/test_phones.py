"""Desk phones by REST: administrators give passwords, see who is registered, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callcenter.clock import now
from callcenter.sip.binding import Binding
from callcenter.sip.digest import REALM, Algorithm, ha1
from callcenter.storage.phones import PhoneStore
from tests.web.centre import Centre

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

ADDRESS = "/api/v1/phones"


async def test_a_password_is_shown_once_and_the_phone_is_listed(running: Centre) -> None:
    phones = PhoneStore(running.database)
    async with running.page("9001") as page:
        made = await page.client.post(f"{ADDRESS}/1002/password")
        assert made.status_code == 200
        password = made.json()["password"]
        assert made.json() == {"extension": "1002", "realm": REALM, "password": password}
        [kept], _ = await phones.all()
        assert kept.sha256 == ha1(Algorithm.SHA256, "1002", password)

        told = await page.client.get(ADDRESS)
        assert password not in told.text
        assert kept.sha256 not in told.text
        [one] = told.json()["phones"]
        assert (one["extension"], one["device"], one["places"]) == ("1002", "sip:1002", [])

        binding = Binding(
            extension="1002",
            contact="sip:1002@10.0.0.7",
            host="192.0.2.7",
            port=40000,
            transport="udp",
            call_id="a@phone",
            cseq=1,
            q=1000,
            since=now(),
            until=now() + timedelta(minutes=5),
        )
        await phones.bind("1002", kept.set_at, [binding])
        [one] = (await page.client.get(ADDRESS)).json()["phones"]
        assert [(each["host"], each["transport"]) for each in one["places"]] == [
            ("192.0.2.7", "udp")
        ]

        assert (await page.client.delete(f"{ADDRESS}/1002")).status_code == 204
        assert (await page.client.delete(f"{ADDRESS}/1002")).status_code == 404
        assert (await page.client.get(ADDRESS)).json()["phones"] == []


async def test_what_is_no_extension_is_refused(running: Centre) -> None:
    async with running.page("9001") as page:
        assert (await page.client.post(f"{ADDRESS}/lin/password")).status_code == 422
        assert (await page.client.delete(f"{ADDRESS}/lin")).status_code == 404


@pytest.mark.parametrize("who", ["1001", "2001"])
async def test_only_administrators_may(running: Centre, who: str) -> None:
    async with running.page(who) as page:
        assert (await page.client.get(ADDRESS)).status_code == 403
        assert (await page.client.post(f"{ADDRESS}/1002/password")).status_code == 403
        assert (await page.client.delete(f"{ADDRESS}/1002")).status_code == 403
