"""`callcenter config`: the settings out of a file and into one, told line by line.

Called by the command line. What a file means is `callcenter.administration`'s.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TypeVar

from callcenter.administration.book import Ended, Outcome, Wish
from callcenter.administration.document import Edit
from callcenter.administration.faults import Change, Fault, shown
from callcenter.administration.file_checking import file_faults
from callcenter.administration.file_reading import FileInvalid, Written, read_file
from callcenter.administration.file_writing import write_file
from callcenter.errors import SettingsInvalid
from callcenter.storage.database import Database
from callcenter.storage.settings_book import SettingsBook

T = TypeVar("T")

Tell = Callable[[str, bool], None]
"""One line, and whether it is about something wrong."""

WHO = "command line"
"""Who is said to have made a change that was imported."""


def export(dsn: str, file: Path | None, say: Callable[[str], None]) -> None:
    """Write the document to a file, or say it; raises Unavailable, SettingsInvalid."""
    text = write_file(_with_book(dsn, lambda book: book.read()))
    if file is None:
        say(text.rstrip("\n"))
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise SettingsInvalid(f"{file}: cannot be written ({wrong}); name another one") from None


def check(file: Path, tell: Tell) -> bool:
    """Tell every fault and warning of a file; whether it may be brought in."""
    written = _read(file)
    faults, warnings = file_faults(written)
    _tell_faults(file, written, faults, warnings, tell)
    return not faults


def bring_in(dsn: str, file: Path, tell: Tell, *, dry_run: bool = False) -> bool:
    """Change the settings to what a file says, or only say what would change; False: refused."""
    written = _read(file)
    wish = Wish(edit=Edit(value=written.value), by=WHO, dry_run=dry_run)
    outcome: Outcome = _with_book(dsn, lambda book: book.change(wish))
    plan = outcome.plan
    _tell_faults(file, written, plan.faults, plan.warnings, tell)
    if plan.faults:
        return False
    for change in plan.changes:
        tell(_told(change), False)
    word = "changed" if outcome.ended is Ended.CHANGED else "would change"
    tell(f"{len(plan.changes)} {word}", False)
    return True


def _told(change: Change) -> str:
    return f"{change.path}: {shown(change.old)} -> {shown(change.new)}"


def _tell_faults(
    file: Path,
    written: Written,
    faults: Iterable[Fault],
    warnings: Iterable[Fault],
    tell: Tell,
) -> None:
    """In the order of the file."""
    for kind, found in (("", faults), ("warning: ", warnings)):
        for fault in sorted(found, key=lambda one: written.line(one.path) or 0):
            line = written.line(fault.path)
            where = f"{file}:{line}" if line is not None else f"{file}"
            tell(f"{where}: {kind}{fault}", True)


def _read(file: Path) -> Written:
    try:
        return read_file(file.read_text(encoding="utf-8"), toml=file.suffix == ".toml")
    except FileInvalid as wrong:
        raise SettingsInvalid(f"{file}: {wrong}") from None
    except (OSError, UnicodeError) as wrong:
        raise SettingsInvalid(f"{file}: cannot be read ({wrong}); name a file") from None


def _with_book(dsn: str, ask: Callable[[SettingsBook], Awaitable[T]]) -> T:
    async def once() -> T:
        database = Database(dsn)
        try:
            return await ask(SettingsBook(database))
        finally:
            await database.close()

    return asyncio.run(once())
