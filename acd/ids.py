"""The names of things: typed, never reused.

The lowest room that needs a name owns it, so the distributor owns these. Everybody may import this
module; it imports nothing of ours.
"""

from typing import NewType

CallId = NewType("CallId", str)
"""One customer contact, from first ring to last wrap-up; a ULID made by the line that heard it."""

LegId = NewType("LegId", str)
"""One SIP dialog of a call: `<call>.<n>`; the caller is `.1`."""

PartyId = NewType("PartyId", str)
"""Stands for a telephone number in facts: a keyed hash; the number is in an erasable table."""

AgentId = NewType("AgentId", str)
"""An agent: the work number (工号), such as `1001`."""

QueueId = NewType("QueueId", str)
"""A queue: a slug such as `flights`."""

IncidentId = NewType("IncidentId", str)
"""An incident whose message callers hear: the name of the press that made it."""

OfferId = NewType("OfferId", str)
"""One call held out to one agent: `<call>/<n>`, n counting the call's offers from 1."""

SkillName = NewType("SkillName", str)
FlowName = NewType("FlowName", str)
NodeName = NewType("NodeName", str)
PromptId = NewType("PromptId", str)
"""One playing of one prompt: `<call>:p<n>`."""

LineId = NewType("LineId", str)
"""One line process: its boot id."""

DeskId = NewType("DeskId", str)
"""One desk session: a browser tab that is signed in."""

CommandId = NewType("CommandId", str)
"""Made from the thing a command is about, so the same wish after a crash has the same id."""

DeadlineId = NewType("DeadlineId", str)
"""Names what a deadline times, such as `offer:<offer id>`."""
