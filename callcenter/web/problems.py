"""What goes wrong at the REST surface, as RFC 9457 problems: the only place of status codes.

Everybody else raises `Problem(code, detail)` or lets one of our errors pass. `code` is from the
closed list below; the page words it, `detail` is one English sentence for a log or a developer.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from callcenter.errors import Unavailable

MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """One entry of the closed list."""

    status: int
    title: str


KINDS: dict[str, Kind] = {
    "invalid": Kind(422, "The request has a wrong shape"),
    "bad_cursor": Kind(422, "The cursor is none of ours"),
    "not_signed_in": Kind(401, "Nobody is signed in"),
    "wrong_credentials": Kind(401, "Work number or password is wrong"),
    "slow_down": Kind(429, "Too many attempts; wait a little"),
    "forbidden": Kind(403, "Your role or scope does not allow this"),
    "csrf": Kind(403, "The X-CSRF-Token header is missing or wrong"),
    "wrong_origin": Kind(403, "The request comes from another site"),
    "not_found": Kind(404, "There is no such thing"),
    "method_not_allowed": Kind(405, "The address knows no such method"),
    "settings_invalid": Kind(422, "These settings make no sense"),
    "stale": Kind(412, "Somebody else has changed it since it was read"),
    "precondition_needed": Kind(428, "Say with If-Match which state is replaced"),
    "refused": Kind(409, "The state does not allow this now"),
    "call_gone": Kind(409, "The call does not wait any more"),
    "call_offered": Kind(409, "The call is held out to an agent at this moment"),
    "call_answered": Kind(409, "An agent has the call"),
    "changed_meanwhile": Kind(409, "Somebody else has acted upon it meanwhile"),
    "queue_unknown": Kind(422, "There is no such queue"),
    "same_queue": Kind(409, "The call waits in this queue already"),
    "queue_closed": Kind(409, "The queue is closed"),
    "priority_out_of_range": Kind(422, "A priority is 0 to 10"),
    "agent_unknown": Kind(422, "There is no such agent"),
    "agent_not_free": Kind(409, "The agent is not free; the detail is her state"),
    "skill_missing": Kind(409, "The agent lacks the skill in the detail; confirm, or choose again"),
    "not_her_queue": Kind(403, "The call waits in no queue of yours"),
    "not_her_call": Kind(409, "You do not speak with this caller"),
    "consults_already": Kind(409, "One consultation at a time: end the one that is open"),
    "queue_refuses": Kind(409, "The queue takes no more calls now"),
    "pull_not_allowed": Kind(403, "The queue lets nobody pull its calls"),
    "number_invalid": Kind(422, "That is no number that can be called"),
    "zone_closed": Kind(403, "Your role may not call there"),
    "cost_reached": Kind(409, "What may be spent on such calls today is spent"),
    "no_trunk": Kind(409, "Nobody outside can be called from here"),
    "voicemail_gone": Kind(409, "The message is done"),
    "voicemail_taken": Kind(409, "Another agent works on the message"),
    "not_her_voicemail": Kind(409, "You have not taken the message"),
    "number_withheld": Kind(409, "The caller withheld the number"),
    "still_on_line": Kind(409, "The caller has not hung up yet"),
    "incident_invalid": Kind(422, "Callers cannot be told this; the errors say why"),
    "incident_over": Kind(409, "The incident is over"),
    "incident_full": Kind(409, "There are as many incidents as can be; end one first"),
    "key_reused": Kind(422, "The Idempotency-Key was used for another request"),
    "in_progress": Kind(409, "The first request with this Idempotency-Key still runs"),
    "too_large": Kind(413, "The file is larger than it may be"),
    "no_sound_file": Kind(422, "That is no sound file that can be read"),
    "too_long": Kind(422, "The recording is longer than it may be"),
    "silent": Kind(422, "There is nothing to be heard in the recording"),
    "no_recording": Kind(404, "There is no recording of this call"),
    "bad_range": Kind(416, "The range lies outside the recording"),
    "not_ready": Kind(503, "The service is still reading its journal"),
    "unavailable": Kind(503, "Something this needs does not answer; try again"),
    "failed": Kind(500, "A defect; it is in the log"),
}

_BY_STATUS = {404: "not_found", 405: "method_not_allowed", 401: "not_signed_in", 403: "forbidden"}


class Problem(Exception):
    """Raised by any route; answered as `application/problem+json`."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
        state: object = None,
    ) -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = list(errors)
        self.state = state


def answer(problem: Problem, instance: str) -> Response:
    """The response of a problem."""
    kind = KINDS[problem.code]
    body = {
        "type": f"urn:callcenter:problem:{problem.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "instance": instance,
        "code": problem.code,
        "errors": problem.errors,
        "state": problem.state,
    }
    return JSONResponse(
        body, status_code=kind.status, headers=problem.headers, media_type=MEDIA_TYPE
    )


def install(app: FastAPI) -> None:
    """Answer every error of the app as a problem."""

    async def on_problem(request: Request, wrong: Exception) -> Response:
        return answer(_as_problem(wrong), request.url.path)

    for kind in (Problem, Unavailable, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, on_problem)
    app.add_exception_handler(HTTPStatus.INTERNAL_SERVER_ERROR.value, on_problem)


def _as_problem(wrong: Exception) -> Problem:
    match wrong:
        case Problem():
            return wrong
        case Unavailable():
            return Problem("unavailable", str(wrong), headers={"Retry-After": "2"})
        case RequestValidationError():
            return Problem("invalid", _place(wrong), errors=[_error(one) for one in wrong.errors()])
        case HTTPException():
            code = _BY_STATUS.get(wrong.status_code, "invalid")
            return Problem(code, str(wrong.detail), headers=wrong.headers)
        case _:
            return Problem("failed", type(wrong).__name__)


def _error(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"place": ".".join(str(part) for part in one["loc"]), "message": one["msg"]}


def _place(wrong: RequestValidationError) -> str:
    first = wrong.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
