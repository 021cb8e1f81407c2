"""Signing in and out, tickets for sockets, and what is open to all."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from agent_desktop.judge import BUSY
from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.web.access import COOKIE, SignedIn, find_viewer, is_own_origin
from callcenter.web.problems import Problem
from callcenter.web.shapes import About, SessionView, SignIn, TextPair, Ticket, TicketWanted
from callcenter.web.sign_in import SESSION_FOR, TICKET_FOR, Viewer
from callcenter.web.web import Web

router = APIRouter(tags=["session"])


def web_of(request: Request) -> Web:
    """The process's objects."""
    web: Web = request.app.state.web
    return web


TheWeb = Annotated[Web, Depends(web_of)]


@router.get("/about")
async def about(web: TheWeb) -> About:
    """What the sign-in page shows."""
    house = web.naming.names.house
    return About(
        name=TextPair(zh=house.zh, en=house.en),
        build=web.build,
        time_zone=web.settings.time_zone,
        demo=web.settings.demo,
    )


@router.post("/session")
async def sign_in(wanted: SignIn, request: Request, response: Response, web: TheWeb) -> SessionView:
    """Sign in with work number and password; sets the session cookie."""
    if not is_own_origin(request.headers):
        raise Problem("wrong_origin")
    address = request.client.host if request.client is not None else ""
    token, viewer = await web.sign_ins.sign_in(wanted.work_number, wanted.password, address)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_FOR.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )
    return _view(web, viewer)


@router.get("/session")
async def session(request: Request, web: TheWeb) -> SessionView | None:
    """Who is signed in; null when nobody is, which is no error."""
    viewer = await find_viewer(request)
    return _view(web, viewer) if viewer is not None else None


@router.delete("/session", status_code=204)
async def sign_out(viewer: SignedIn, response: Response, web: TheWeb) -> None:
    """End the session; refused during a call."""
    desk = web.desks.known(viewer.agent)
    if desk is not None:
        desk.look()
        if desk.desk.seen.me.state in BUSY:
            raise Problem("refused", "not during a call")
        await desk.leave()
    response.delete_cookie(COOKIE, path="/")
    try:
        await web.sign_ins.close(viewer)
    except Unavailable:
        return  # it is closed here, and its row ends by its time


@router.post("/socket-tickets")
async def ticket(wanted: TicketWanted, viewer: SignedIn, request: Request, web: TheWeb) -> Ticket:
    """A ticket for one socket."""
    made = web.tickets.give(viewer, wanted.socket, request.headers.get("origin", ""))
    return Ticket(ticket=made, expires_at=now() + TICKET_FOR)


def _view(web: Web, viewer: Viewer) -> SessionView:
    account = viewer.account
    person = web.naming.person(account.agent)
    web.floor.roles[account.agent] = account.role
    return SessionView.model_validate(
        {
            "agent": account.agent,
            "work_number": account.agent,
            "name": {"zh": person.name.zh, "en": person.name.en},
            "role": account.role,
            "scope": account.scope,
            "team": person.team,
            "site": person.site,
            "device": web.floor.device_of(account.agent),
            "csrf": viewer.session.csrf,
            "expires_at": viewer.session.expires_at,
            "time_zone": web.settings.time_zone,
        }
    )
