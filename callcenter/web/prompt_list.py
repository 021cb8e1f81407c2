"""Which prompts there are, who says each, and which of them somebody has recorded.

It reads the replica and the folder of prompts. It must not know HTTP.
"""

import asyncio
from pathlib import Path

import msgspec

from callcenter.prompts_wanted import (
    OWN,
    Prompt,
    colleague_prompts,
    fixed_prompts,
    prompts_of,
    queue_prompts,
)
from callcenter.records import OwnPrompt
from callcenter.web.naming import Naming
from callcenter.web.prompt_shapes import OwnRecording, PromptRow
from callcenter.web.replica import Replica
from callcenter.web.told import pair


class PromptList:
    """Looks at one process's replica, and at one folder."""

    def __init__(self, replica: Replica, naming: Naming, folder: Path) -> None:
        self._replica = replica
        self._naming = naming
        self.folder = folder

    def wanted(self) -> dict[str, Prompt]:
        """By key, flows first: what the newest flows, the queues and the house say, and names."""
        house, configuration = self._replica.house, self._replica.configuration
        prompts = list(prompts_of(house.dialogues.library.newest()))
        if configuration is not None:
            prompts += queue_prompts(configuration)
            prompts += colleague_prompts(configuration, self._naming.names)
        prompts += fixed_prompts()
        found: dict[str, Prompt] = {}
        for one in prompts:
            found.setdefault(one.key, one)
        return found

    async def rows(self) -> list[PromptRow]:
        """The folder is read beside the event loop, the replica on it."""
        wanted = list(self.wanted().values())
        found = await asyncio.to_thread(lambda: [self._found(one.key) for one in wanted])
        return [self._row(one, *of) for one, of in zip(wanted, found, strict=True)]

    def _found(self, key: str) -> tuple[bool, OwnPrompt | None]:
        return self.audio(key).is_file(), self._own(key)

    def _row(self, one: Prompt, ready: bool, own: OwnPrompt | None) -> PromptRow:
        return PromptRow(
            key=one.key,
            language=one.language,
            words=one.words,
            flow=one.flow,
            node=one.node,
            queue=one.queue,
            queue_name=pair(self._naming.queue(one.queue)),
            ready=ready,
            own=None if own is None else self._recording(own),
        )

    def _recording(self, own: OwnPrompt) -> OwnRecording:
        return OwnRecording(
            by=own.by,
            by_name=pair(self._naming.person_name(own.by)),
            at=own.at,
            name=own.name,
            seconds=own.seconds,
        )

    def _own(self, key: str) -> OwnPrompt | None:
        try:
            told = (self.folder / OWN / f"{key}.json").read_bytes()
        except FileNotFoundError:
            return None
        return msgspec.json.decode(told, type=OwnPrompt)

    def audio(self, key: str) -> Path:
        """As it is heard."""
        return self.folder / f"{key}.wav"
