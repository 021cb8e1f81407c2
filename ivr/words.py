"""The fixed words of the house to a caller, outside any flow: place in line, comfort, work number.

The call says them; the worker makes the audio of all of them ahead of any call. They are cut into
parts that are cached one by one, so that a few hundred recordings cover every announcement.
"""

from collections.abc import Callable, Iterator, Mapping

from acd.ids import SkillName
from ivr.directory_words import every_directory_text

Said = tuple[tuple[str, str], ...]
"""Pairs (language, text), said one after another."""

LANGUAGES = ("mandarin", "english")

MOST_AHEAD = 30
"""Beyond it: "more than 30"."""
MOST_MINUTES = 15
"""Beyond it: "more than 15 minutes"."""

_DIGITS = "0123456789"


def place_texts(language: str, ahead: int, minutes: int | None = None) -> Said:
    """The place in line, and the expected wait where one is known.

    `ahead` is how many callers come first (0: the caller is next, and no wait is said), `minutes`
    as `minutes_of` gives them. An empty or unknown language says both.
    """
    return tuple(_each(language, lambda spoken: _place(spoken, ahead, minutes)))


def minutes_of(wait: int | None) -> int | None:
    """Seconds as whole minutes, rounded up, at least one."""
    return None if wait is None else max(1, -(-wait // 60))


def work_number_texts(language: str, number: str) -> Said:
    """Who is with the caller now, the number digit by digit."""
    return tuple(_each(language, lambda spoken: _work_number(spoken, number)))


def comfort_texts(language: str) -> Said:
    """The agent's audio is away for a moment."""
    return tuple(_each(language, lambda spoken: [_COMFORT[spoken]]))


def on_hold_texts(language: str) -> Said:
    """The caller has been on hold for long."""
    return tuple(_each(language, lambda spoken: [_ON_HOLD[spoken]]))


def please_hold_texts(language: str) -> Said:
    """Nobody can serve the caller this second."""
    return tuple(_each(language, lambda spoken: [_PLEASE_HOLD[spoken]]))


def callback_texts(language: str) -> Said:
    """The caller has asked to be called back, and may go."""
    return tuple(_each(language, lambda spoken: [_CALLBACK[spoken]]))


def voicemail_texts(language: str, words: Mapping[str, str]) -> Said:
    """Asks for a message: in `words` by language, where there are any; a tone follows."""
    if words:
        spoken = (language,) if language in words else tuple(words)
        return tuple((one, words[one]) for one in spoken)
    return tuple(_each(language, lambda spoken: [_VOICEMAIL[spoken]]))


def voicemail_kept_texts(language: str) -> Said:
    """The message is kept, and the caller may go."""
    return tuple(_each(language, lambda spoken: [_VOICEMAIL_KEPT[spoken]]))


def called_back_texts(language: str) -> Said:
    """The customer has answered, and waits for an agent."""
    return tuple(_each(language, lambda spoken: [_CALLED_BACK[spoken]]))


def refusal_texts(language: str, because: str, words: Mapping[str, str]) -> Said:
    """The call cannot be taken: in `words` by language, where there are any, else in the usual ones
    for the reason; then it is let go. A language that `words` do not have is said in all of theirs.
    """
    if words:
        spoken = (language,) if language in words else tuple(words)
        return tuple((one, words[one]) for one in spoken)
    usual = _REFUSALS.get(because, _REFUSAL)
    return tuple(_each(language, lambda spoken: [usual[spoken]]))


def incident_texts(language: str, words: Mapping[SkillName, str]) -> Said:
    """What has happened, and that an agent can be had: in the caller's language, else in every one
    there is.
    """
    spoken = [one for one in words if one == language] or list(words)
    parts = ((str(one), (words[one], _INCIDENT_KEY.get(str(one), ""))) for one in spoken)
    return tuple((one, text) for one, texts in parts for text in texts if text)


def exit_texts(language: str, words: Mapping[SkillName, str]) -> Said:
    """Which key does what in line: in the caller's language, else in every one there is."""
    spoken = [one for one in words if one == language] or list(words)
    return tuple((str(one), words[one]) for one in spoken)


def withdrawn_texts(language: str) -> Said:
    """A supervisor has ended the caller's wait."""
    return tuple(_each(language, lambda spoken: [_WITHDRAWN[spoken]]))


def every_fixed_text() -> Iterator[tuple[str, str]]:
    """All (language, text) that the functions above can say, each once."""
    for language in LANGUAGES:
        parts = [_NEXT[language], _COMFORT[language], _PLEASE_HOLD[language], _CALLBACK[language]]
        parts += [_CALLED_BACK[language], _ON_HOLD[language]]
        parts += [_VOICEMAIL[language], _VOICEMAIL_KEPT[language]]
        parts += {words[language]: None for words in (_REFUSAL, *_REFUSALS.values())}
        parts += [_WITHDRAWN[language], _INCIDENT_KEY[language]]
        parts += [_ahead(language, ahead) for ahead in range(1, MOST_AHEAD + 2)]
        parts += [_wait(language, minutes) for minutes in range(1, MOST_MINUTES + 2)]
        parts += _work_number(language, _DIGITS)
        parts += every_directory_text(language)
        for text in parts:
            yield language, text


# -- the words -----------------------------------------------------------------------------------

_NEXT = {
    "mandarin": "您是下一位，请不要挂机。",
    "english": "You are next. Please stay on the line.",
}
_COMFORT = {
    "mandarin": "线路有短暂波动，坐席马上回来，请稍等。",
    "english": "A short break on our side. Your agent will be right back.",
}
_ON_HOLD = {
    "mandarin": "感谢您的等待，坐席正在为您处理，请稍候。",
    "english": "Thank you for holding. Your agent is still working on it.",
}
_PLEASE_HOLD = {
    "mandarin": "请稍等，马上为您接通。",
    "english": "Please hold. We will be with you in a moment.",
}

_CALLBACK = {
    "mandarin": "好的，您的排队位置已保留，我们会尽快回拨您的来电号码。再见。",
    "english": "Thank you. You keep your place, and we will call you back at this number. Goodbye.",
}

_VOICEMAIL = {
    "mandarin": "请在提示音后留言，说完请按井号键。",
    "english": "Please leave a message after the tone, and press hash when you are done.",
}
_VOICEMAIL_KEPT = {
    "mandarin": "您的留言已保存，我们会尽快处理。再见。",
    "english": "Your message has been saved. We will get back to you. Goodbye.",
}

_WITHDRAWN = {
    "mandarin": "感谢您的来电。很抱歉，现在无法为您接通。再见。",
    "english": "Thank you for calling. We are sorry, we cannot take your call now. Goodbye.",
}

_INCIDENT_KEY = {
    "mandarin": "需要人工服务，请按 0 或不要挂机。",
    "english": "For an agent, press 0 or stay on the line.",
}

_CALLED_BACK = {
    "mandarin": "您好，这是您要求的回拨。坐席马上与您通话，请稍等。",
    "english": "You asked to be called back. An agent is with you in a moment.",
}


_REFUSAL = {
    "mandarin": "非常抱歉，我们现在无法接听您的来电，请稍后再拨。再见。",
    "english": "We are sorry. We cannot take your call right now. Please call again later. "
    "Goodbye.",
}
_BUSY = {
    "mandarin": "非常抱歉，现在来电较多，暂时无法接听，请您稍后再拨。再见。",
    "english": "We are sorry. We have more calls than we can take right now. "
    "Please call again later. Goodbye.",
}
_NOBODY_THERE = {
    "mandarin": "非常抱歉，现在没有客服人员在岗，请您稍后再拨。再见。",
    "english": "We are sorry. Nobody is here to take your call right now. "
    "Please call again later. Goodbye.",
}
_REFUSALS = {
    "closed": {
        "mandarin": "您好，现在不是服务时间，请您在服务时间内再次来电。再见。",
        "english": "We are closed now. Please call again during our opening hours. Goodbye.",
    },
    "holiday": {
        "mandarin": "您好，今天是节假日，我们暂停服务，请您在下一个工作日再次来电。再见。",
        "english": "We are closed for a holiday today. Please call again on the next working day. "
        "Goodbye.",
    },
    "nobody_there": _NOBODY_THERE,
    "unstaffed": _NOBODY_THERE,
    "full": _BUSY,
    "long_wait": _BUSY,
    "waited": _BUSY,
    "key": {
        "mandarin": "感谢您的来电，再见。",
        "english": "Thank you for calling. Goodbye.",
    },
    "emergency": {
        "mandarin": "非常抱歉，因突发情况，我们暂时无法接听您的来电，请稍后再拨。再见。",
        "english": "We are sorry. Because of an emergency we cannot take your call right now. "
        "Please call again later. Goodbye.",
    },
}
"""Why a call cannot be taken, by the code of the reason."""


def _each(language: str, parts: Callable[[str], list[str]]) -> Iterator[tuple[str, str]]:
    for spoken in (language,) if language in LANGUAGES else LANGUAGES:
        for text in parts(spoken):
            yield spoken, text


def _place(language: str, ahead: int, minutes: int | None) -> list[str]:
    if ahead <= 0:
        return [_NEXT[language]]
    wait = [] if minutes is None else [_wait(language, max(1, minutes))]
    return [_ahead(language, ahead), *wait]


def _ahead(language: str, ahead: int) -> str:
    more = ahead > MOST_AHEAD
    if language == "mandarin":
        return f"您前面还有 {MOST_AHEAD} 多位。" if more else f"您前面还有 {ahead} 位。"
    if more:
        return f"There are more than {MOST_AHEAD} callers ahead of you."
    if ahead == 1:
        return "There is one caller ahead of you."
    return f"There are {ahead} callers ahead of you."


def _wait(language: str, minutes: int) -> str:
    more = minutes > MOST_MINUTES
    if language == "mandarin":
        about = f"大约需要等待 {minutes} 分钟。"
        return f"等待时间可能超过 {MOST_MINUTES} 分钟。" if more else about
    if more:
        return f"The wait may be more than {MOST_MINUTES} minutes."
    return f"The wait is about {minutes} minute{'s' if minutes > 1 else ''}."


def _work_number(language: str, number: str) -> list[str]:
    digits = [digit for digit in number if digit in _DIGITS]
    if language == "mandarin":
        return ["工号", *digits, "为您服务。"]
    return ["Agent", *digits, "is with you."]
