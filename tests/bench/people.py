"""The people of the stories, and the floor they work on."""

from acd.configuration import AgentProfile, Configuration, QueueProfile, SkillNeed
from acd.ids import AgentId, QueueId, SkillName

FLIGHTS, HOTELS, COMPLAINTS = QueueId("flights"), QueueId("hotels"), QueueId("complaints")
MARIA, OMAR, LIN = AgentId("maria"), AgentId("omar"), AgentId("lin")


def skills(**levels: int) -> dict[SkillName, int]:
    """Skill to proficiency."""
    return {SkillName(skill): level for skill, level in levels.items()}


def floor(version: int = 1) -> Configuration:
    """Three queues. Maria: flights, good Mandarin. Omar: flights and hotels, only English. Lin:
    hotels and complaints, both languages, at a desk phone.
    """
    return Configuration(
        version=version,
        default_queue=FLIGHTS,
        queues=(
            QueueProfile(id=FLIGHTS, needs=(SkillNeed(SkillName("flight"), 2),)),
            QueueProfile(id=HOTELS, needs=(SkillNeed(SkillName("hotel"), 2),), announce_every=0),
            QueueProfile(id=COMPLAINTS, priority=1, wrap_up_for=60, ring_for=15),
        ),
        agents=(
            AgentProfile(
                id=MARIA, queues=(FLIGHTS,), skills=skills(flight=4, mandarin=5, english=2)
            ),
            AgentProfile(
                id=OMAR, queues=(FLIGHTS, HOTELS), skills=skills(flight=2, hotel=3, english=5)
            ),
            AgentProfile(
                id=LIN,
                queues=(HOTELS, COMPLAINTS),
                skills=skills(hotel=4, mandarin=5, english=3),
                device="sip:lin@127.0.0.1:5070",
            ),
        ),
    )
