"""The zygote: a small process that has the telephone library loaded and forks lines on request.

Its exchange starts it as a program of its own (`python -m callcenter.line.zygote <fd>`) and speaks
to it over a socket pair, one message a datagram. It ends when the exchange does; the lines it has
forked are sessions of their own and live on. It imports nothing a line does not need.
"""

import ctypes
import faulthandler
import gc
import os
import signal
import socket
import sys
from types import FrameType
from typing import Final

import msgspec
import pjsua2 as pj

from callcenter.birth import LineBirth, LineBorn, ZygoteReady
from callcenter.line.life import live
from callcenter.standing import stand
from callcenter.wire import pack

LEGS_NEEDED: Final = 4
LONGEST: Final = 1 << 16
PROBE_WITHIN: Final = 10
_SET_NAME: Final = 15  # prctl(2), PR_SET_NAME


def calls_most() -> int:
    """How many calls the library really carries; only known to it once it is initialised.

    Tried in a child, because the zygote itself must stay free of the library's threads.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            signal.alarm(PROBE_WITHIN)
            os.write(writer, str(_count_calls()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return int(said or 0)


def _count_calls() -> int:
    settings = pj.EpConfig()
    settings.uaConfig.maxCalls = LEGS_NEEDED
    settings.uaConfig.threadCnt = 0
    settings.logConfig.level = settings.logConfig.consoleLevel = 0
    native = ctypes.CDLL(str(pj._pjsua2.__file__))
    native.pj_log_set_level(0)
    endpoint = pj.Endpoint()
    endpoint.libCreate()
    endpoint.libInit(settings)
    return int(native.pjsua_call_get_max_count())


def _greeting() -> ZygoteReady:
    try:
        most = calls_most()
    except (OSError, ValueError, AttributeError) as wrong:
        return ZygoteReady(
            pid=os.getpid(), calls_most=0, error=f"the library cannot start: {wrong}"
        )
    error = ""
    if most < LEGS_NEEDED:
        error = (
            f"the installed pjsua2 carries {most} calls a process and a conversation needs"
            f" {LEGS_NEEDED}; install pjsua2-python==2.15.1.post1"
        )
    return ZygoteReady(pid=os.getpid(), calls_most=most, error=error)


def _name_process(name: str) -> None:
    ctypes.CDLL(None).prctl(_SET_NAME, name.encode()[:15], 0, 0, 0)


def _fork_line(birth: LineBirth, exchange: socket.socket) -> int:
    child = os.fork()
    if child:
        return child
    exchange.close()
    os.setsid()
    # A new session begins in the middle; the niceness that was inherited is to count for it too.
    stand(os.getpid(), os.getpriority(os.PRIO_PROCESS, 0))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _name_process("callcenter-line")
    live(birth)
    os._exit(0)


def serve(exchange: socket.socket) -> None:
    """Fork lines until the exchange is gone."""
    exchange.send(pack(_greeting()))
    # The kernel reaps: the pool learns of a line's end from its socket and from /proc.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        asked = exchange.recv(LONGEST)
        if not asked:
            return
        birth = msgspec.msgpack.decode(asked, type=LineBirth)
        try:
            born = LineBorn(line=birth.line, pid=_fork_line(birth, exchange))
        except OSError as wrong:
            born = LineBorn(line=birth.line, pid=0, error=str(wrong))
        try:
            exchange.send(pack(born))
        except (BrokenPipeError, ConnectionResetError):
            return


def _ignore(_: int, __: FrameType | None) -> None:
    """A terminal's Ctrl-C is for the supervisor, which decides about calls."""


def main() -> None:
    """Entry point: `python -m callcenter.line.zygote <fd of the socket pair>`."""
    faulthandler.enable()
    signal.signal(signal.SIGINT, _ignore)
    _name_process("callcenter-zygote")
    exchange = socket.socket(fileno=int(sys.argv[1]))
    gc.collect()
    gc.freeze()
    serve(exchange)


if __name__ == "__main__":
    main()
