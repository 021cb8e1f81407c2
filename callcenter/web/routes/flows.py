"""Flows, for those who lead: their pictures, and what happens at each node."""

from typing import TypeVar

from fastapi import APIRouter

from callcenter.web.access import LEADERS, SignedIn, require_role
from callcenter.web.flow_shapes import FlowCountsView, FlowDrawing, FlowList
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb

T = TypeVar("T")

router = APIRouter(prefix="/flows", tags=["flows"])


@router.get("")
async def flows(viewer: SignedIn, web: TheWeb) -> FlowList:
    """Every published flow."""
    require_role(viewer, LEADERS)
    return web.flows.all()


@router.get("/{flow}")
async def drawing(flow: str, viewer: SignedIn, web: TheWeb) -> FlowDrawing:
    """Its nodes, what they say, where they stand and lead."""
    require_role(viewer, LEADERS)
    return _found(web.flows.drawing(flow))


@router.get("/{flow}/counts")
async def counts(flow: str, viewer: SignedIn, web: TheWeb) -> FlowCountsView:
    """Who is at each node now, and how many came, went on and hung up since midnight."""
    require_role(viewer, LEADERS)
    return _found(web.flows.counts(flow, live=web.floor.live))


def _found(one: T | None) -> T:
    if one is None:
        raise Problem("not_found", "there is no such flow")
    return one
