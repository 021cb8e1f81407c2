"""What comes in about the settings and goes out again: the common part of their routes.

It knows bodies, tags and answers; what an edit means is `callcenter.administration`'s.
"""

import json
from collections.abc import Sequence
from typing import Annotated

import msgspec
from fastapi import Depends, Query, Request

from callcenter.administration.book import Ended, Outcome, Wish, part
from callcenter.administration.document import Edit, tag
from callcenter.administration.faults import Change, Fault
from callcenter.administration.plain import Plain
from callcenter.administration.sections import SECTIONS
from callcenter.web.access import SignedIn, require_role
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb
from callcenter.web.settings_shapes import SettingsAnswer, SettingsChange, SettingsFault
from callcenter.web.web import Web

ADMINISTRATORS = frozenset({"admin"})
BODY_MOST = 8 * 1024 * 1024


class Asked:
    """Who asks for a change, and how; others than administrators do not get this far."""

    def __init__(
        self,
        request: Request,
        viewer: SignedIn,
        web: TheWeb,
        dry_run: Annotated[bool, Query(description="Change nothing, say what would.")] = False,
        remark: Annotated[str, Query(max_length=200, description="Why; kept with it.")] = "",
    ) -> None:
        require_role(viewer, ADMINISTRATORS)
        self.request = request
        self.web = web
        self.by = viewer.agent
        self.dry_run = dry_run
        self.remark = remark

    @property
    def expected(self) -> str | None:
        """The tag of If-Match; empty when the item is to be new; None: a dry run asks for none."""
        if self.dry_run:
            return None
        return self.request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')

    async def put(self, section: str = "", item: str = "") -> SettingsAnswer:
        """The body in the place of what there is."""
        permit(section, item)
        value = _decoded(await self.request.body())
        return await self.change(Edit(section=section, item=item, value=value))

    async def change(self, edit: Edit, restored: int | None = None) -> SettingsAnswer:
        """Carry it out; raises Problem for what was not done."""
        wish = Wish(
            edit=edit,
            by=self.by,
            expected=self.expected,
            dry_run=self.dry_run,
            remark=self.remark,
            restored=restored,
        )
        return _answered(await self.web.ports.settings.change(wish), edit)


Asking = Annotated[Asked, Depends(Asked)]


async def administrators_web(viewer: SignedIn, web: TheWeb) -> Web:
    """The process's objects, for an administrator who reads; raises Problem for others."""
    require_role(viewer, ADMINISTRATORS)
    return web


Reading = Annotated[Web, Depends(administrators_web)]


def permit(section: str, item: str = "") -> None:
    """Raises Problem for a place that there is not."""
    if section and section not in SECTIONS:
        raise Problem("not_found", f"there is no such section; use one of {', '.join(SECTIONS)}")
    if item and SECTIONS[section].is_sole:
        raise Problem("not_found", f"{section} has no items")


def etag(name: str) -> dict[str, str]:
    """The header."""
    return {"ETag": f'"{name}"'}


def _decoded(body: bytes) -> Plain:
    """The body as JSON; a name that stands twice is refused, for only one could be meant."""
    if len(body) > BODY_MOST:
        raise Problem("invalid", f"more than {BODY_MOST} bytes")
    try:
        value: Plain = json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
        msgspec.json.encode(value)  # half a character cannot be told to anybody
    except (ValueError, RecursionError) as wrong:
        raise Problem("invalid", f"the body is no JSON document: {wrong}") from wrong
    return value


def _once(pairs: Sequence[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands there twice")
    return found


def _no_number(name: str) -> Plain:
    raise ValueError(f"{name} is no number")


def _answered(outcome: Outcome, edit: Edit) -> SettingsAnswer:
    now = part(outcome.document, edit.section, edit.item)
    name = tag(now) if now is not None else ""
    match outcome.ended:
        case Ended.GONE:
            raise Problem("not_found", "there is no such item")
        case Ended.EXISTS:
            detail = "it exists: name its ETag in If-Match"
            raise Problem("precondition_needed", detail, headers=etag(name))
        case Ended.STALE:
            raise Problem("stale", "read it again", headers=etag(name), state=now)
        case Ended.REFUSED:
            detail = "; ".join(map(str, outcome.plan.faults[:3]))
            raise Problem("settings_invalid", detail, errors=_told(outcome.plan.faults))
        case Ended.CHANGED | Ended.TRIED:
            return SettingsAnswer(
                changed=outcome.ended is Ended.CHANGED,
                tag=name,
                faults=told_faults(outcome.plan.faults),
                warnings=told_faults(outcome.plan.warnings),
                changes=told_changes(outcome.plan.changes),
            )


def _told(faults: Sequence[Fault]) -> list[dict[str, str]]:
    return [
        {"place": one.path, "message": str(one), **msgspec.structs.asdict(one)} for one in faults
    ]


def told_faults(faults: Sequence[Fault]) -> list[SettingsFault]:
    """As the page gets them."""
    return [SettingsFault(**msgspec.structs.asdict(one)) for one in faults]


def told_changes(changes: Sequence[Change]) -> list[SettingsChange]:
    """As the page gets them."""
    return [SettingsChange(path=one.path, old=one.old, new=one.new) for one in changes]
