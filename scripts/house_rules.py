"""The house's own rules, those no ready-made tool checks: ``python scripts/house_rules.py``.

Prints one line for each breach and exits with 1 when there is one. ``make style`` runs it.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGES: Final = ("callcenter", "ivr", "acd", "agent_desktop", "recordings", "migrations")
LINES_MOST: Final = 400
SKIPPED_FOLDERS: Final = frozenset({"node_modules", "static", "__pycache__", "wire"})

ONE_IMPORTER: Final = {
    "pjsua2": ("callcenter/line/", "callcenter/lab/handset.py"),
    "aiortc": ("callcenter/softphone/",),
    "sqlalchemy": ("callcenter/storage/", "migrations/"),
    "asyncpg": ("callcenter/storage/",),
    "alembic": ("callcenter/storage/", "migrations/"),
    "pydub": ("recordings/mixdown.py",),
    "pypinyin": ("callcenter/administration/pinyin.py",),
    "nats": ("callcenter/bus.py", "callcenter/embedded/"),
}
"""Outside package → the only places in the product that may import it."""

ONLY_THESE: Final = {
    ("ivr/", "acd"): frozenset({"acd.ids", "acd.step", "acd.deadlines"}),
    ("recordings/", "acd"): frozenset({"acd.ids", "acd.step"}),
}
"""(folder, package of ours) → the only modules of it that the folder may import."""

EMPTY_WORDS: Final = ("Manager", "Handler", "Helper", "Util", "Utils", "Service", "Base", "Info")
UNFINISHED: Final = re.compile(r"\b(TODO|FIXME|XXX)\b")
ADDRESS: Final = re.compile(r"\w+://\S+")


def breaches(root: Path) -> Iterator[str]:
    """Every breach in the tree below ``root``, as ``file:line: what``."""
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        yield from too_long(name, text)
        yield from unfinished(name, text)
        if path.suffix == ".py":
            tree = ast.parse(text, name)
            yield from empty_words(name, tree)
            yield from wrong_imports(name, tree)
    for lock in sorted(root.glob("requirements*.lock")):
        yield from addresses(lock.name, lock.read_text(encoding="utf-8"))


def too_long(name: str, text: str) -> Iterator[str]:
    """A file nobody reads in one go."""
    lines = text.count("\n")
    if lines > LINES_MOST:
        yield f"{name}:{lines}: {lines} lines, {LINES_MOST} at most; find the second noun in it"


def unfinished(name: str, text: str) -> Iterator[str]:
    """A promise in a comment instead of the work."""
    for number, line in enumerate(text.splitlines(), 1):
        if UNFINISHED.search(line) and not name.startswith("scripts/house_rules"):
            yield f"{name}:{number}: unfinished: {line.strip()[:60]}"


def empty_words(name: str, tree: ast.Module) -> Iterator[str]:
    """A class whose name says nothing of what it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_WORDS):
            yield f"{name}:{node.lineno}: class {node.name}: name the thing, not its role"


def wrong_imports(name: str, tree: ast.Module) -> Iterator[str]:
    """An outside package used beyond its one room, or a room's inside used from another."""
    if not name.startswith(tuple(f"{package}/" for package in PACKAGES)):
        return
    for line, module in _imported(tree):
        allowed = ONE_IMPORTER.get(module.partition(".")[0])
        if allowed is not None and not name.startswith(allowed):
            yield f"{name}:{line}: imports {module}; only {', '.join(allowed)} may"
        for (folder, package), fine in ONLY_THESE.items():
            inside = module.partition(".")[0] == package
            if name.startswith(folder) and inside and module not in fine:
                yield f"{name}:{line}: imports {module}; only {', '.join(sorted(fine))} may be"


def addresses(name: str, text: str) -> Iterator[str]:
    """A lock file that names a registry."""
    for number, line in enumerate(text.splitlines(), 1):
        if ADDRESS.search(line):
            yield f"{name}:{number}: a lock file carries no address"


def _imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if "." in node.module:
                yield node.lineno, node.module
            else:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _sources(root: Path) -> Iterator[Path]:
    for folder in (*PACKAGES, "tests", "scripts"):
        for path in sorted((root / folder).rglob("*")):
            skipped = SKIPPED_FOLDERS.intersection(path.relative_to(root).parts)
            if path.suffix in (".py", ".ts", ".tsx") and not skipped:
                yield path


def main() -> int:
    """Print every breach; the exit code."""
    found = list(breaches(ROOT))
    for breach in found:
        print(breach)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
