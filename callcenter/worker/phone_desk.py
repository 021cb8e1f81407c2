"""Brings exchanges what is kept of desk phones, and keeps what phones told exchanges."""

import hashlib
from typing import Final

import msgspec

from callcenter.errors import Unavailable
from callcenter.wire import Done, PhoneBound, Phones, PhonesAsked, pack
from callcenter.worker.ports import PhoneStore

AWAY: Final = "the database is away"


class PhoneDesk:
    """Answers exchanges."""

    def __init__(self, phones: PhoneStore) -> None:
        self._phones = phones

    async def tell(self, asked: PhonesAsked) -> Done:
        """Everything, unless whoever asks knows it already."""
        try:
            secrets, bindings = await self._phones.all()
        except Unavailable:
            return Done(error=AWAY)
        phones = Phones(name="", secrets=tuple(secrets), bindings=tuple(bindings))
        name = hashlib.sha256(pack(phones)).hexdigest()
        if name == asked.known:
            return Done()
        return Done(body=pack(msgspec.structs.replace(phones, name=name)))

    async def keep(self, bound: PhoneBound) -> Done:
        """A phone's bindings."""
        try:
            await self._phones.bind(bound.extension, bound.set_at, bound.bindings)
        except Unavailable:
            return Done(error=AWAY)
        return Done()
