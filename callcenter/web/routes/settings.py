"""The settings for administrators: one document, read and changed whole, by section or by item.

An ETag names the state of exactly what was read; a change says with `If-Match` which state it
replaces, and gets 412 with the newer one when somebody was faster.
"""

import msgspec
from fastapi import APIRouter, Response

from callcenter.administration.book import part
from callcenter.administration.document import Edit, tag
from callcenter.web.problems import Problem
from callcenter.web.settings_asked import Asking, Reading, etag, permit
from callcenter.web.settings_shapes import SettingsAnswer
from callcenter.web.web import Web

router = APIRouter(tags=["settings"])


@router.get("/settings", response_model=None)
async def whole(web: Reading) -> Response:
    """Everything: house, queues, agents, teams, reasons, numbers, and the names they need."""
    return await _read(web)


@router.get("/settings/{section}", response_model=None)
async def one_section(section: str, web: Reading) -> Response:
    """One section, by id."""
    return await _read(web, section)


@router.get("/settings/{section}/{item}", response_model=None)
async def one_item(section: str, item: str, web: Reading) -> Response:
    """One queue, one agent …"""
    return await _read(web, section, item)


@router.put("/settings")
async def replace(asked: Asking) -> SettingsAnswer:
    """Every section that is named, as it is given; what it leaves out stays."""
    return await asked.put()


@router.put("/settings/{section}")
async def replace_section(section: str, asked: Asking) -> SettingsAnswer:
    """A whole section: an item it leaves out is removed."""
    return await asked.put(section)


@router.put("/settings/{section}/{item}")
async def replace_item(section: str, item: str, asked: Asking) -> SettingsAnswer:
    """One item, new or in the place of the one there is; a field it leaves out gets its default."""
    return await asked.put(section, item)


@router.delete("/settings/{section}/{item}")
async def remove(section: str, item: str, asked: Asking) -> SettingsAnswer:
    """Remove an item; refused while something refers to it."""
    permit(section, item)
    return await asked.change(Edit(section=section, item=item, removes=True))


async def _read(web: Web, section: str = "", item: str = "") -> Response:
    permit(section, item)
    found = part(await web.ports.settings.read(), section, item)
    if found is None:
        raise Problem("not_found", "there is no such item")
    body = msgspec.json.encode(found)
    return Response(body, media_type="application/json", headers=etag(tag(found)))
