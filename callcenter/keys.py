"""Secret keys of a house, each in a file of its own: made by whoever needs one first."""

import os
import secrets
from pathlib import Path
from typing import Final

LENGTH: Final = 32


def secret(path: Path) -> bytes:
    """32 secret bytes, readable by nobody else; two who make it at once have the same."""
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "wb") as out:
            out.write(secrets.token_bytes(LENGTH))
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass  # Somebody was quicker: theirs is the key.
        finally:
            fresh.unlink()
    return path.read_bytes()
