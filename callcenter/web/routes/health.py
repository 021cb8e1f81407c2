"""Whether this process lives, whether it can serve, and what it counts."""

from collections import Counter

from fastapi import APIRouter, Response

from acd.facts import Trouble
from callcenter.web.metrics import CONTENT_TYPE
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb
from callcenter.web.web import Web

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz(web: TheWeb) -> dict[str, object]:
    """The process answers; `degraded` while the distributor finds a promise of its own broken.

    200 in either case: starting this process anew would mend nothing.
    """
    troubles = sorted({one.trouble.value for one in web.replica.house.acd.alarms()})
    return {"status": "degraded", "alarms": troubles} if troubles else {"status": "ok"}


@router.get("/readyz")
async def readyz(web: TheWeb) -> dict[str, object]:
    """The journal's beginning was read; database and bus may be away."""
    if not web.replica.is_ready:
        raise Problem("not_ready", headers={"Retry-After": "1"})
    return {
        "status": "ok",
        "database": web.replica.database_answers,
        "bus": web.bus.is_connected,
        "control": web.floor.live,
        "position": web.replica.position,
        "stored": web.replica.stored,
    }


@router.get("/metrics")
async def metrics(web: TheWeb) -> Response:
    """For Prometheus."""
    _measure(web)
    return Response(web.metrics.text(), media_type=CONTENT_TYPE)


def _measure(web: Web) -> None:
    meters, acd = web.metrics, web.replica.house.acd
    meters.desks.set(web.desks.attached)
    meters.boards.set(web.boards.watching)
    meters.position.set(web.replica.position)
    meters.stored.set(web.replica.stored)
    meters.calls.set(web.replica.house.calls.up)
    for queue in acd.queues():
        figures = acd.queue_figures(queue)
        meters.waiting.labels(queue).set(figures.waiting if figures is not None else 0)
    alarms = Counter(one.trouble for one in acd.alarms())
    for trouble in Trouble:
        meters.alarms.labels(trouble.value).set(alarms[trouble])
    states = Counter(one.state.value for one in acd.agents())
    meters.agents.clear()
    for state, count in states.items():
        meters.agents.labels(state).set(count)
