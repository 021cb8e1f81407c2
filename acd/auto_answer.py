"""Whether an agent's browser answers an offer by itself, and what is announced to her.

Asked by the decisions when an offer is held out; the floor is read only. How the words come to her
ear is the line's affair.
"""

from acd.agent import BROWSER
from acd.floor import Floor
from acd.offer import Offer

Said = tuple[tuple[str, str], ...]
"""Pairs (language, text)."""


def answers_by_itself(floor: Floor, offer: Offer) -> bool:
    """By her own rule, else by the queue's; never a desk phone, and never without her audio. What
    she dialled herself always, for she has pressed already.
    """
    agent = floor.agent(offer.agent)
    if offer.device != BROWSER or not agent.is_reachable:
        return False
    if floor.calls[offer.call].is_hers_alone:
        return True
    hers = floor.profile(offer.agent).auto_answer
    return floor.queue(offer.queue).profile.auto_answer if hers is None else hers


def announcement(floor: Floor, offer: Offer) -> Said:
    """The queue's name in the caller's language, for that is the one to greet in."""
    names = floor.queue(offer.queue).profile.spoken_name
    call = floor.calls[offer.call]
    spoken = call.language if call.language in names else next(iter(names), None)
    return () if spoken is None else ((spoken, names[spoken]),)
