"""The zygote carries the telephone library and nothing else that is heavy."""

import subprocess
import sys

HEAVY = (
    "asyncio",
    "fastapi",
    "sqlalchemy",
    "asyncpg",
    "nats",
    "numpy",
    "pydantic",
    "structlog",
    "aiortc",
    "httpx",
)


def test_nothing_heavy_is_loaded_by_a_line() -> None:
    program = (
        "import sys, callcenter.line.zygote; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30
    )
    assert said.stdout.strip() == "[]"
