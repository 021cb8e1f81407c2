"""What the settings are, and what became of them: who changed what, an earlier version again."""

from typing import Annotated

from fastapi import APIRouter, Query

from callcenter.administration.book import Version, VersionsWanted, part
from callcenter.administration.document import Document, Edit, changes
from callcenter.web.problems import Problem
from callcenter.web.settings_asked import Asking, Reading, permit, told_changes
from callcenter.web.settings_described import described
from callcenter.web.settings_shapes import (
    SettingsAnswer,
    SettingsComparison,
    SettingsDescription,
    SettingsHistory,
    SettingsVersion,
)
from callcenter.web.told import pair
from callcenter.web.web import Web

router = APIRouter(tags=["settings"])

VERSION_MOST = 2**31 - 1


@router.get("/settings/description")
async def description(web: Reading) -> SettingsDescription:
    """Every field there is, with its words, range and default; and which flows there are."""
    return described(sorted(await web.ports.settings.flows()))


@router.get("/settings/history")
async def history(
    web: Reading,
    under: Annotated[str, Query(max_length=200, description="A path: `queues.flights`.")] = "",
    before: Annotated[int | None, Query(ge=1, le=VERSION_MOST)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 30,
) -> SettingsHistory:
    """Changes that were made, newest first."""
    wanted = VersionsWanted(under=under, before=before, limit=limit)
    found = await web.ports.settings.versions(wanted)
    return SettingsHistory(
        versions=[_told(web, one) for one in found],
        next=found[-1].version if len(found) == limit else None,
    )


@router.get("/settings/history/{version}")
async def compare(
    version: int,
    web: Reading,
    against: Annotated[int | None, Query(ge=1, le=VERSION_MOST)] = None,
) -> SettingsComparison:
    """What differs from a version to another, or to what stands now."""
    then = await _at(web, version)
    other = await web.ports.settings.read() if against is None else await _at(web, against)
    return SettingsComparison(
        version=version, against=against, changes=told_changes(changes(then, other))
    )


@router.post("/settings/history/{version}/restore")
async def restore(
    version: int,
    asked: Asking,
    section: Annotated[str, Query(max_length=40)] = "",
    item: Annotated[str, Query(max_length=80)] = "",
) -> SettingsAnswer:
    """Bring back a version, or only a section or an item of it, as a new version.

    `If-Match` as for a change; `*` brings it back whatever stands now.
    """
    if item and not section:
        raise Problem("invalid", "item: name its section too")
    permit(section, item)
    value = part(await _at(asked.web, version), section, item)
    if value is None:
        raise Problem("not_found", "there was no such item then")
    return await asked.change(Edit(section=section, item=item, value=value), restored=version)


async def _at(web: Web, version: int) -> Document:
    known = 1 <= version <= VERSION_MOST
    found = await web.ports.settings.at_version(version) if known else None
    if found is None:
        raise Problem("not_found", "there is no such version")
    return found


def _told(web: Web, one: Version) -> SettingsVersion:
    known = one.by in web.naming.names.people
    return SettingsVersion(
        version=one.version,
        at=one.at,
        by=one.by,
        by_name=pair(web.naming.person_name(one.by)) if known else None,
        remark=one.remark,
        restored=one.restored,
        changes=told_changes(one.changes),
    )
