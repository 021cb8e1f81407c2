"""What an operator sees when the distributor finds a promise of its own broken."""

import asyncio
import json

import pytest

from acd.facts import HealthAlarmCleared, HealthAlarmRaised, Trouble
from callcenter.clock import now
from tests.web.centre import Centre
from tests.web.page import DEAD_MAN

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

METRIC = 'callcenter_alarms{trouble="index_astray"}'


async def test_an_alarm_is_told_until_it_is_over(running: Centre) -> None:
    async with running.page("1001") as page, asyncio.timeout(DEAD_MAN):
        assert (await page.client.get("/healthz")).json() == {"status": "ok"}
        raised = running.next_fact(HealthAlarmRaised)
        over = running.next_fact(HealthAlarmCleared)
        await running.telephone.say(
            HealthAlarmRaised(at=now(), trouble=Trouble.INDEX_ASTRAY, about="nobody", since=now())
        )
        await raised
        told = await page.client.get("/healthz")
        assert told.status_code == 200
        assert told.json() == {"status": "degraded", "alarms": ["index_astray"]}
        assert f"{METRIC} 1.0" in (await page.client.get("/metrics")).text
        socket = await page.connect(f"/api/v1/wallboard?ticket={await page.ticket('wallboard')}")
        await socket.recv()
        [alarm] = json.loads(await socket.recv())["alarms"]
        assert (alarm["trouble"], alarm["count"]) == ("index_astray", 1)
        await over  # by the next look, for there is nothing wrong
        assert (await page.client.get("/healthz")).json() == {"status": "ok"}
        assert f"{METRIC} 0.0" in (await page.client.get("/metrics")).text
