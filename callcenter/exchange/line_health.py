"""Whether a line is well: born in time, called in time, beating, and not standing still.

A line that hangs is alarmed and gets no new call; it is killed only when it has stopped altogether,
because a hung line still carries its call's audio.
"""

import signal
from pathlib import Path
from typing import Final

import structlog

from callcenter.exchange.lines import LineState, PooledLine

log = structlog.get_logger()

HELLO_WITHIN: Final = 8.0
INVITE_WITHIN: Final = 15.0
"""A line that was taken and got no INVITE by then is replaced."""
BEAT_WITHIN: Final = 3.0
STANDSTILL: Final = 10.0
"""A hung line that has used no processor time for so long sends no audio either."""


def look_at(line: PooledLine, now: float) -> None:
    """Look after one line; once a second."""
    if line.state is LineState.BORN and now - line.since > HELLO_WITHIN:
        log.error("exchange.line_silent_at_birth", line=line.id)
        line.kill(signal.SIGKILL)
    elif line.state is LineState.TAKEN and now - line.since > INVITE_WITHIN:
        line.kill(signal.SIGTERM)
    elif line.state is not LineState.BORN:
        _feel_pulse(line, now)


def _feel_pulse(line: PooledLine, now: float) -> None:
    """No beat for 3 s is an alarm; a line is killed only when it stands still altogether."""
    hung = now - line.beat_at > BEAT_WITHIN
    if hung != line.hung:
        line.hung = hung
        line.cpu, line.cpu_at = -1, now
        tell = log.error if hung else log.warning
        tell("exchange.line_hangs", line=line.id, hangs=hung, call_id=line.seen.call)
    if not hung:
        return
    used = _processor_time(line.pid)
    if used != line.cpu:
        line.cpu, line.cpu_at = used, now
    elif now - line.cpu_at > STANDSTILL:
        log.error("exchange.line_stands_still", line=line.id, call_id=line.seen.call)
        line.kill(signal.SIGKILL)


def _processor_time(pid: int) -> int:
    """Clock ticks the process has used, its own and the kernel's for it; -1 when it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return -1
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
