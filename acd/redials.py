"""Whether an agent may call back at once: her wrap-up is of a conversation that broke.

Asked by the decisions, and by whoever shows her the button. The floor is read only.
"""

from acd.agent import Agent
from acd.broken_calls import BrokenCall
from acd.facts import AgentState
from acd.floor import Floor
from acd.ids import CallId


def redial_of(broken: CallId) -> CallId:
    """The one redial of a broken call: the same name whenever it is decided."""
    return CallId(f"{broken}r")


def to_redial(floor: Floor, agent: Agent) -> BrokenCall | None:
    """The broken call that she wraps up, if she has not called back yet, its caller is not back
    yet, and her device is there.
    """
    if agent.state is not AgentState.WRAP_UP or agent.call is None or not agent.is_reachable:
        return None
    found = floor.broken.of(agent.call)
    hers = found is not None and found.agent == agent.id and not found.redialled
    return found if hers and redial_of(agent.call) not in floor.calls else None
