"""The wish to ask a web service, made of what the dialogue knows."""

from collections.abc import Iterator

from ivr.commands import AskWeb
from ivr.dialogue import Dialogue
from ivr.flow import Flow, RequestNode
from ivr.surroundings import CallerNow
from ivr.variables import spoken_of


def ask(dialogue: Dialogue, node: RequestNode, flow: Flow, caller: CallerNow) -> AskWeb:
    """With everything that is known of what the flow gives; the rest is left out."""
    return AskWeb(
        id=dialogue.asked,
        call=dialogue.call,
        url=node.url,
        method=node.method,
        given=dict(_given(dialogue, node, caller)),
        taken=node.taken,
        spoken=spoken_of(flow, node.taken),
        languages=(dialogue.language,) if dialogue.language in flow.languages else flow.languages,
        within=node.within,
    )


def _given(dialogue: Dialogue, node: RequestNode, caller: CallerNow) -> Iterator[tuple[str, str]]:
    known = {
        **caller.brought,
        **dialogue.collected,
        **dialogue.told,
        "call": dialogue.call,
        "customer": caller.customer,
        "dialled": caller.dialled,
        "language": dialogue.language,
    }
    return ((name, known[one]) for name, one in node.given.items() if known.get(one))
