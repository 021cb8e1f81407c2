"""Why an offer went where it went, why a call still waits, and whom a call would meet."""

from fastapi import APIRouter

from callcenter.web.access import LEADERS, SignedIn, require_role
from callcenter.web.problems import Problem
from callcenter.web.routes.calls import visible_call
from callcenter.web.routes.session import TheWeb
from callcenter.web.why_shapes import CallOffers, DryRunTold, DryRunWanted, StillWaiting

router = APIRouter(tags=["why"])


@router.get("/calls/{call}/offers")
async def offers(call: str, viewer: SignedIn, web: TheWeb) -> CallOffers:
    """Every offer of a call, past or present, as it was decided."""
    require_role(viewer, LEADERS)
    await visible_call(web, viewer, call)
    return CallOffers(call=call, offers=await web.calls.offers(call))


@router.get("/calls/{call}/waiting")
async def waiting(call: str, viewer: SignedIn, web: TheWeb) -> StillWaiting | None:
    """Why a call still waits; null when it does not."""
    require_role(viewer, LEADERS)
    await visible_call(web, viewer, call)
    return web.reasons.waits(call)


@router.post("/queues/{queue}/dry-run")
async def dry_run(queue: str, wanted: DryRunWanted, viewer: SignedIn, web: TheWeb) -> DryRunTold:
    """Which agents a call like this would get now. Nothing is changed."""
    require_role(viewer, LEADERS)
    found = web.reasons.dry_run(queue, wanted)
    if found is None:
        raise Problem("not_found", "there is no such queue")
    return found
