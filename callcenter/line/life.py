"""The life of a line process, from its fork to its exit."""

import os
import traceback

from callcenter.birth import LineBirth
from callcenter.line.line import Line


def live(birth: LineBirth) -> None:
    """The life of a line process; never returns."""
    try:
        Line(birth).run()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    # The library aborts when its objects are released in the wrong order at a normal exit.
    os._exit(0)
