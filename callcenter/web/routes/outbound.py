"""Calling somebody of one's own accord, on behalf of a queue."""

from fastapi import APIRouter

from acd.answered_acts import ActAnswer
from acd.facts import Act
from callcenter.crm.calling_rules import CallingNo
from callcenter.web.access import SignedIn, require_agent
from callcenter.web.act_shapes import ActDone
from callcenter.web.outbound_shapes import Dialling, DialWanted
from callcenter.web.problems import Problem
from callcenter.web.routes.calls import visible_call
from callcenter.web.routes.session import TheWeb
from callcenter.web.sign_in import Viewer
from callcenter.web.web import Web

router = APIRouter(tags=["outbound"])


@router.get("/agents/{agent}/dialling")
async def dialling(agent: str, viewer: SignedIn, web: TheWeb) -> Dialling:
    """On whose behalf she may call, and which numbers may be shown."""
    require_agent(viewer, web.naming, agent)
    return web.outbound.choices(agent)


@router.post("/agents/{agent}/dial")
async def dial(agent: str, wanted: DialWanted, viewer: SignedIn, web: TheWeb) -> ActDone:
    """Call at once: her own leg first, then the number. A refusal's code says why, and nobody was
    called.
    """
    require_agent(viewer, web.naming, agent)
    answer = web.acts.answer(wanted.press) or await _begun(agent, wanted, viewer, web)
    if (answer.act, answer.by) != (Act.DIAL, agent):
        raise Problem("key_reused", "this press was used for something else")
    if answer.reason is not None:
        raise Problem(answer.reason.value, answer.detail)
    return ActDone(press=wanted.press, act=Act.DIAL.value, call=answer.call)


async def _begun(agent: str, wanted: DialWanted, viewer: Viewer, web: Web) -> ActAnswer:
    """Pressed for the first time: whether the number may be called is looked at before."""
    if not web.settings.every_trunk:
        raise Problem("no_trunk", "no trunk is set, so nobody outside can be called")
    number = wanted.number
    if wanted.call:
        await visible_call(web, viewer, wanted.call)
        number = await web.outbound.number_of(wanted.call)
    to = web.outbound.judge(number, viewer.account.role)
    if isinstance(to, CallingNo):
        raise Problem(to.value)
    return await web.outbound.press(wanted.press, agent, wanted.queue, to, wanted.shown)
