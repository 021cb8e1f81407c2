"""Open and closed: every queue with its hours, and the emergency switch."""

from fastapi import APIRouter

from acd.facts import EmergencyPressed
from acd.ids import AgentId, QueueId
from callcenter.clock import now
from callcenter.web.access import LEADERS, SignedIn, led_by, require_role
from callcenter.web.opening_shapes import EmergencyWanted, OpeningList
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb

router = APIRouter(tags=["opening"])


@router.get("/opening")
async def opening(viewer: SignedIn, web: TheWeb) -> OpeningList:
    """Every queue, and what is pressed; everybody may look."""
    return web.floor.openings.told(led_by(viewer, web.naming))


@router.post("/opening/emergency", status_code=204)
async def emergency(wanted: EmergencyWanted, viewer: SignedIn, web: TheWeb) -> None:
    """Close a queue or the house at once, or open it again. Pressed twice it is pressed once."""
    require_role(viewer, LEADERS)
    acd, queue = web.replica.house.acd, QueueId(wanted.queue) if wanted.queue else None
    if queue is not None and queue not in acd.queues():
        raise Problem("not_found", "there is no such queue")
    if not web.floor.openings.may_press(queue, led_by(viewer, web.naming)):
        raise Problem("forbidden", "this switch is outside your scope")
    configuration = web.replica.configuration
    words = configuration.announcements if configuration is not None else {}
    if wanted.announcement and wanted.announcement not in words:
        raise Problem("not_found", "there is no such announcement")
    pressed = EmergencyPressed(
        at=now(),
        on=wanted.on,
        queue=queue,
        announcement=wanted.announcement if wanted.on else "",
        by=AgentId(viewer.agent),
        reason=wanted.reason,
    )
    await web.desks.tell(pressed)
