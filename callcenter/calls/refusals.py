"""The closed list of reasons for which a command is refused."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why a command was not carried out."""

    NO_SUCH_CALL = "no_such_call"
    NO_SUCH_LEG = "no_such_leg"
    NO_FREE_LEG = "no_free_leg"
    NO_FREE_LINE = "no_free_line"
    WRONG_STATE = "wrong_state"
    NO_AUDIO_FILE = "no_audio_file"
    STALE_EPOCH = "stale_epoch"
    LIBRARY = "library"
    UNREACHABLE = "unreachable"
