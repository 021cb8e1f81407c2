"""Reports: service level in all its definitions, intervals, agents' time.

Every figure is a fold over call records and names its definition and its list of calls. The
formulas are in `callcenter.history`; here is only who may ask and how it is told.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Depends, Query

from acd.ids import AgentId
from callcenter.calls.call import Direction
from callcenter.clock import now
from callcenter.history import agent_time
from callcenter.history.call_record import CallRecord
from callcenter.history.figures import CallbackFigures, DayFigures, day_figures, spread
from callcenter.history.flows import flows
from callcenter.history.intervals import interval_rows
from callcenter.history.misses import misses
from callcenter.web.access import SignedIn, visible_agents
from callcenter.web.boards import counts_of
from callcenter.web.problems import Problem
from callcenter.web.queue_shapes import foreseen_shape
from callcenter.web.report_shapes import (
    AgentDay,
    AgentReport,
    CallbacksShape,
    CountsShape,
    FlowReport,
    FlowRow,
    IntervalReport,
    IntervalRow,
    ServiceLevelReport,
)
from callcenter.web.report_sources import Stretch
from callcenter.web.routes.session import TheWeb
from callcenter.web.told import pair
from callcenter.web.web import Web

router = APIRouter(prefix="/reports", tags=["reports"])

From = Annotated[datetime | None, Query(alias="from")]
To = Annotated[datetime | None, Query(alias="to")]


def stretch_of(web: TheWeb, from_at: From = None, to_at: To = None) -> Stretch:
    """Today so far, unless something else was asked for; instants without an offset are UTC."""
    since = _aware(from_at) or web.day.since
    until = _aware(to_at) or now()
    if since >= until:
        raise Problem("invalid", "`from` must lie before `to`")
    return Stretch(since, until)


Asked = Annotated[Stretch, Depends(stretch_of)]


def _aware(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


@router.get("/service-level")
async def service_level(
    _: SignedIn,
    web: TheWeb,
    asked: Asked,
    queue: str = "",
    within: Annotated[float | None, Query(gt=0, le=3600)] = None,
) -> ServiceLevelReport:
    """By cohort: calls that entered a queue in the stretch, as they stand now."""
    entered = _entered(await web.reports.records(asked), asked, queue)
    as_of = now()
    figures = day_figures(entered, as_of, within=within)
    profile = web.floor.queue_profile(queue)
    return ServiceLevelReport(
        from_at=asked.since,
        to_at=asked.until,
        as_of=as_of,
        queue=queue or None,
        within=within if within is not None else float(profile.answer_within),
        target=profile.service_target,
        answer_target=profile.answer_target,
        answer_rate=figures.answer_rate,
        headline=figures.service_level,
        definitions=figures.service_levels,
        counts=_counts(figures),
        dropped=figures.dropped,
        callbacks=_callbacks(figures.callbacks),
        foreseen=foreseen_shape(figures),
        average_speed_of_answer=figures.answer_speed.mean,
        abandon_rate=figures.abandon_rate,
        handle_mean=figures.handle.mean,
        handle_median=figures.handle.median,
        handle_p90=figures.handle.p90,
        talk_mean=figures.talk_mean,
        hold_mean=figures.hold_mean,
        wrap_up_mean=figures.wrap_up_mean,
        calls=_list_of(asked, queue),
    )


@router.get("/flows")
async def flows_between_queues(_: SignedIn, web: TheWeb, asked: Asked) -> FlowReport:
    """What each queue sent elsewhere in the stretch, and what came to it from others."""
    found = flows(await web.reports.records(asked), asked.since, asked.until)
    return FlowReport(
        from_at=asked.since,
        to_at=asked.until,
        rows=[FlowRow(**msgspec.structs.asdict(one)) for one in found],
    )


@router.get("/intervals")
async def intervals(
    _: SignedIn,
    web: TheWeb,
    asked: Asked,
    minutes: Literal[15, 30, 60] = 15,
    by_queue: bool = False,
) -> IntervalReport:
    """Quarters, halves or whole hours; counts by cohort, seconds where they passed."""
    length = timedelta(minutes=minutes)
    as_of = now()
    since = asked.since - (asked.since - web.day.since) % length
    rows = interval_rows(
        await web.reports.records(asked),
        since=since,
        until=asked.until,
        as_of=as_of,
        length=length,
        by_queue=by_queue,
    )
    return IntervalReport(
        from_at=since,
        to_at=asked.until,
        as_of=as_of,
        minutes=minutes,
        rows=[
            IntervalRow(
                start_at=one.since,
                queue=one.queue or "",
                counts=_counts(one.cohort),
                service_level=one.cohort.service_level,
                answer_rate=one.cohort.answer_rate,
                average_speed_of_answer=one.cohort.answer_speed.mean,
                handle_mean=one.cohort.handle.mean,
                talk=one.worked.talk,
                hold=one.worked.hold,
                wrap_up=one.worked.wrap_up,
                calls=_list_of(Stretch(one.since, one.until), one.queue or ""),
            )
            for one in rows
            if one.queue is not None or not by_queue
        ],
    )


@router.get("/agents")
async def agents(viewer: SignedIn, web: TheWeb, asked: Asked) -> AgentReport:
    """Each agent's time by state and her calls; only those one may see."""
    visible = visible_agents(viewer, web.naming)
    changes = await web.reports.changes(asked)
    periods = agent_time.state_periods(changes)
    worked = await _by_agent(web, asked)
    names = sorted(set(periods) | set(worked))
    rows = [
        _agent_day(web, agent, asked, periods.get(AgentId(agent), ()), worked.get(agent, []))
        for agent in names
        if visible is None or agent in visible
    ]
    return AgentReport(from_at=asked.since, to_at=asked.until, as_of=now(), rows=rows)


async def _by_agent(web: Web, asked: Stretch) -> dict[str, list[CallRecord]]:
    found: dict[str, list[CallRecord]] = defaultdict(list)
    for record in await web.reports.records(asked):
        offered = {one.agent for one in record.offers if _in(one.made_at, asked)}
        spoke = {one.agent for one in record.agents if _in(one.connected_at, asked)}
        for agent in offered | spoke:
            found[agent].append(record)
    return found


def _agent_day(
    web: Web,
    agent: str,
    asked: Stretch,
    periods: tuple[agent_time.StatePeriod, ...],
    records: list[CallRecord],
) -> AgentDay:
    day = agent_time.agent_day(AgentId(agent), periods, asked.since, min(asked.until, now()))
    offers = [
        one
        for record in records
        for one in record.offers
        if one.agent == agent and _in(one.made_at, asked)
    ]
    parts = [
        (record, one)
        for record in records
        for one in record.agents
        if one.agent == agent and _in(one.connected_at, asked)
    ]
    spoke = [(record, one) for record, one in parts if one.is_over and not one.unanswered]
    handle = spread([record.handle_in(one) for record, one in spoke])
    missed = misses(offers)
    return AgentDay(
        agent=agent,
        name=pair(web.naming.person_name(agent)),
        team=web.naming.person(agent).team,
        signed_in_for=day.signed_in,
        states={state.value: seconds for state, seconds in day.by_state.items()},
        reasons=day.by_reason,
        offers=len(offers),
        answered=len(parts),
        answered_within=sum(1 for record, _ in parts if _in_time(record)),
        not_responded=missed.by_agent,
        rejected=missed.declined,
        missed_by_device=missed.by_device,
        talk=sum(record.talk_in(one) for record, one in parts),
        hold=sum(record.hold_in(one) for record, one in parts),
        wrap_up=sum(one.wrap_up for _, one in parts),
        handle_mean=handle.mean,
        handle_median=handle.median,
        occupancy=day.occupancy,
    )


def _in(at: datetime | None, asked: Stretch) -> bool:
    return at is not None and asked.since <= at < asked.until


def _in_time(record: CallRecord) -> bool:
    """Nobody waits on the line for a call that we place."""
    if record.direction is not Direction.INBOUND:
        return True
    return record.waited is not None and record.waited <= record.answer_within


def _entered(records: list[CallRecord], asked: Stretch, queue: str) -> list[CallRecord]:
    return [
        one for one in records if _in(one.counted_at, asked) and (not queue or one.queue == queue)
    ]


def _counts(figures: DayFigures) -> CountsShape:
    counts = counts_of(figures)
    return CountsShape(
        offered=counts.offered,
        answered=counts.answered,
        answered_within=counts.answered_within,
        abandoned=counts.abandoned,
        short_abandoned=counts.short_abandoned,
        flowed_out=counts.flowed_out,
        turned_away=counts.turned_away,
        called_back=counts.called_back,
        voicemail=counts.voicemail,
        withdrawn=counts.withdrawn,
        waiting=counts.waiting,
    )


def _callbacks(figures: CallbackFigures) -> CallbacksShape:
    return CallbacksShape(**msgspec.structs.asdict(figures), kept_rate=figures.kept_rate)


def _list_of(asked: Stretch, queue: str) -> str:
    """The address of the calls behind the figures."""
    fields = {"from": asked.since.isoformat(), "to": asked.until.isoformat()}
    if queue:
        fields["queue"] = queue
    return f"/api/v1/calls?{urlencode(fields)}"
