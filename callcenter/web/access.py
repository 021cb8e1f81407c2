"""Who may see and do what: role × scope, and where a request comes from.

Routes ask it; it asks the directory's names. It must not know what a route answers.
"""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import Headers

from callcenter.web.naming import Naming
from callcenter.web.problems import Problem
from callcenter.web.sign_in import SignIns, Viewer

COOKIE = "callcenter_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LEADERS = frozenset({"supervisor", "admin"})
REVIEWERS = frozenset({"supervisor", "qa", "admin"})


def is_own_origin(headers: Headers) -> bool:
    """Whether a browser's request comes from our own page; tools send no Origin."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


def bearer(headers: Headers) -> str:
    """The token of an `Authorization: Bearer` header; empty without one."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def find_viewer(request: Request) -> Viewer | None:
    """Who asks; None when nobody is signed in. Raises Problem for a forged request."""
    sign_ins: SignIns = request.app.state.sign_ins
    token = bearer(request.headers)
    if token:
        return await sign_ins.find(token, by_cookie=False)
    cookie = request.cookies.get(COOKIE, "")
    viewer = await sign_ins.find(cookie, by_cookie=True) if cookie else None
    if viewer is not None and request.method not in SAFE:
        if not is_own_origin(request.headers):
            raise Problem("wrong_origin")
        if request.headers.get("x-csrf-token") != viewer.session.csrf:
            raise Problem("csrf")
    return viewer


async def require_viewer(request: Request) -> Viewer:
    """Who asks; raises Problem when nobody is signed in."""
    viewer = await find_viewer(request)
    if viewer is None:
        raise Problem("not_signed_in")
    return viewer


SignedIn = Annotated[Viewer, Depends(require_viewer)]


def require_role(viewer: Viewer, roles: Iterable[str]) -> None:
    """Raises Problem unless she has one of these roles."""
    if viewer.account.role not in roles:
        raise Problem("forbidden", f"role {viewer.account.role} may not do this")


def visible_agents(viewer: Viewer, naming: Naming) -> frozenset[str] | None:
    """Whose figures and calls she may see; None is everybody's."""
    account = viewer.account
    if account.role == "agent" or account.scope == "own":
        return frozenset({account.agent})
    if account.scope == "all":
        return None
    me = naming.person(account.agent)
    if account.scope == "site":
        mine = {one.agent for one in naming.names.people.values() if one.site == me.site}
    else:
        teams = {me.team, *me.leads}
        mine = {one.agent for one in naming.names.people.values() if one.team in teams}
    return frozenset(mine | {account.agent})


def led_by(viewer: Viewer, naming: Naming) -> frozenset[str] | None:
    """Whom she leads; None is everybody."""
    leads = viewer.account.role in LEADERS
    return visible_agents(viewer, naming) if leads else frozenset()


def require_agent(viewer: Viewer, naming: Naming, agent: str) -> None:
    """Raises Problem unless she may act for this agent: herself, or whom she leads."""
    if viewer.account.agent == agent:
        return
    require_role(viewer, LEADERS)
    visible = visible_agents(viewer, naming)
    if visible is not None and agent not in visible:
        raise Problem("forbidden", "this agent is outside your scope")
