"""Desk phones that register: who is there, a new password, good-bye. For administrators."""

from collections.abc import Iterable

from fastapi import APIRouter

from callcenter.clock import now
from callcenter.sip.binding import Binding, is_extension
from callcenter.sip.digest import REALM, new_password, secret_of
from callcenter.web.access import SignedIn, require_role
from callcenter.web.phone_shapes import PhoneList, PhonePassword, PhonePlace, PhoneState
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb
from callcenter.web.settings_asked import ADMINISTRATORS
from callcenter.web.web import Web

router = APIRouter(tags=["phones"])


@router.get("/phones")
async def phones(viewer: SignedIn, web: TheWeb) -> PhoneList:
    """Every phone, and where it is registered."""
    require_role(viewer, ADMINISTRATORS)
    secrets, bindings = await web.ports.phones.all()
    at, whose = now(), _whose(web)
    living = [one for one in bindings if one.until > at]
    return PhoneList(
        at=at,
        realm=REALM,
        phones=[
            PhoneState(
                extension=one.extension,
                device=f"sip:{one.extension}",
                set_at=one.set_at,
                places=_places(each for each in living if each.extension == one.extension),
                agents=whose.get(f"sip:{one.extension}", []),
            )
            for one in secrets
        ],
    )


def _places(bindings: Iterable[Binding]) -> list[PhonePlace]:
    best_first = sorted(bindings, key=lambda one: (-one.q, -one.since.timestamp()))
    return [
        PhonePlace(
            host=one.host,
            port=one.port,
            transport=one.transport,
            since=one.since,
            until=one.until,
        )
        for one in best_first
    ]


def _whose(web: Web) -> dict[str, list[str]]:
    """Device to the agents who are called there."""
    found: dict[str, list[str]] = {}
    known = {str(agent.id): agent for agent in web.replica.house.acd.agents()}
    for agent in sorted({*known, *web.naming.names.people}):
        one = known.get(agent)
        device = one.device if one is not None and one.signed_in else web.floor.device_of(agent)
        found.setdefault(device, []).append(agent)
    return found


@router.post("/phones/{extension}/password")
async def password(extension: str, viewer: SignedIn, web: TheWeb) -> PhonePassword:
    """A new password, of a new phone or of one there is; whoever has the old one is out."""
    require_role(viewer, ADMINISTRATORS)
    if not is_extension(extension):
        raise Problem("invalid", "an extension is 2-10 digits")
    made = new_password()
    await web.ports.phones.set(secret_of(extension, made, now()))
    return PhonePassword(extension=extension, realm=REALM, password=made)


@router.delete("/phones/{extension}", status_code=204)
async def remove(extension: str, viewer: SignedIn, web: TheWeb) -> None:
    """No such phone any more."""
    require_role(viewer, ADMINISTRATORS)
    if not is_extension(extension) or not await web.ports.phones.remove(extension):
        raise Problem("not_found", "there is no such phone")
