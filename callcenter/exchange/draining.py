"""A door that takes no new calls while those that are up go on: asked for by a note in a folder.

The operator's command writes the note and takes it away, the exchange looks for it. So it outlives
an exchange that is started anew, and works when nothing else does.
"""

from pathlib import Path


class Draining:
    """The note of one exchange, in the folder of its data folder's processes."""

    def __init__(self, run: Path, exchange: str) -> None:
        self._note = run / f"exchange-{exchange}.draining"

    @property
    def is_asked(self) -> bool:
        """New calls are to be refused."""
        return self._note.exists()

    def ask(self) -> None:
        """From the next look on. Raises OSError where the folder cannot be written."""
        self._note.parent.mkdir(parents=True, exist_ok=True)
        self._note.touch()

    def end(self) -> None:
        """New calls are taken again."""
        self._note.unlink(missing_ok=True)
