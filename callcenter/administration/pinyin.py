"""How Chinese characters are read, in Latin letters: the only importer of pypinyin.

Names are read character by character, so the library's half a million phrases stay unread: they
would cost each process 45 MB.
"""

import os
from functools import cache

# The library looks at it as it is imported.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")

from pypinyin import Style, pinyin


@cache
def readings(character: str) -> tuple[str, ...]:
    """Every way to read one, without tones, the most common first; ü is written v. Of what is no
    Chinese character: itself.
    """
    return tuple(dict.fromkeys(pinyin(character, style=Style.NORMAL, heteronym=True)[0]))
