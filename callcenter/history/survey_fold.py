"""What a survey tells a call's record: that the caller was asked, about whom, and the answer.

Spoken to by `callcenter.history.call_fold`.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from acd.step import Fact
from callcenter.calls.facts import SurveyAnswered, SurveyInvited
from callcenter.history.call_record import CallRecord


def _invited(record: CallRecord, fact: SurveyInvited) -> CallRecord:
    return replace(record, survey_at=fact.at, survey_of=fact.agent)


def _answered(record: CallRecord, fact: SurveyAnswered) -> CallRecord:
    return replace(record, survey_of=fact.agent, survey_score=fact.score)


SURVEY_CHANGES: dict[type[Fact], Callable[[CallRecord, Any], CallRecord]] = {
    SurveyInvited: _invited,
    SurveyAnswered: _answered,
}
"""By the fact, as in `callcenter.history.call_fold`."""
