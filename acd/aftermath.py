"""What follows for an agent after an offer that came to nothing: the queue's rule, else the
house's, else what is usual.

It reads rules and answers; where she stands in the end is the agent's own affair.
"""

from acd.agent_rules import After, AfterOffer, Then
from acd.configuration import Configuration, QueueProfile, Refusals
from acd.facts import OfferEnd

_REASONS = {OfferEnd.EXPIRED: "no_answer", OfferEnd.REJECTED: "declined"}
"""Why she is not ready in a pause, where it is not called as the end of the offer is."""


def after_offer(
    configuration: Configuration | None, queue: QueueProfile, how: OfferEnd
) -> After | None:
    """What follows for her; None for an offer that was withdrawn: nothing does."""
    refusals = configuration.refusals if configuration else Refusals()
    house = configuration.after_offer if configuration else AfterOffer()
    return _rule(queue.after_offer, how) or _rule(house, how) or _usual(refusals, how)


def reason_of(after: After, how: OfferEnd) -> str:
    """The reason code of the state she will be in; empty when the state says it all."""
    usual = after.then is Then.CHOOSES and how is OfferEnd.EXPIRED
    return "" if usual else _REASONS.get(how, how.value)


def _rule(rules: AfterOffer, how: OfferEnd) -> After | None:
    rule: After | None = getattr(rules, how.value, None)
    return rule


def _usual(refusals: Refusals, how: OfferEnd) -> After | None:
    match how:
        case OfferEnd.WITHDRAWN | OfferEnd.TAKEN | OfferEnd.NOT_REACHED:
            return None
        case OfferEnd.EXPIRED:
            return After(then=Then.CHOOSES)
        case OfferEnd.REJECTED | OfferEnd.BUSY:
            return After(then=Then.PAUSE, seconds=refusals.rejected)
        case OfferEnd.UNREACHABLE | OfferEnd.DEVICE_LOST | OfferEnd.CONNECT_FAILED:
            return After(then=Then.PROBE, seconds=max(1, refusals.unreachable))
