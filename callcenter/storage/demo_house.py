"""The demo's house: an invented travel company with its sites, teams, queues and people.

Only data; `callcenter.storage.demo` writes it.
"""

from typing import Final

HOUSE: Final = ("青橹旅行", "Qinglu Travel", "flights")

HOUSE_RULES: Final = {
    "tiers": {"gold": 3, "company": 1},
    "trip_within_priority": 1,
    "breaks": {"stay": {"most": 1}},
}

SITES: Final = (("east", "东岸职场", "East"), ("north", "北山职场", "North"))

EMPLOYERS: Final = (("own", "青橹旅行", "Qinglu Travel"), ("chenting", "晨汀外包", "Chenting"))

TEAMS: Final = (
    ("air", "机票一组", "Flights 1", "east"),
    ("stay", "酒店一组", "Hotels 1", "north"),
    ("care", "客户关怀", "Customer care", "east"),
    ("house", "运营管理", "Operations", "east"),
)

LEADS: Final = (("2001", "air"), ("2001", "stay"), ("2001", "care"), ("4001", "house"))

SKILLS: Final = (
    ("flight", "机票", "Flights"),
    ("hotel", "酒店", "Hotels"),
    ("complaint", "投诉", "Complaints"),
    ("mandarin", "普通话", "Mandarin"),
    ("english", "英语", "English"),
)

QUEUES: Final = (
    # id, number, name, name_en, sort, priority, handle_within
    ("flights", "8001", "机票预订", "Flights", 1, 0, 180),
    ("hotels", "8003", "酒店", "Hotels", 2, 0, 170),
    ("complaints", "8005", "投诉与建议", "Complaints and suggestions", 3, 1, 300),
)

QUEUE_RULES: Final[dict[str, dict[str, object]]] = {
    # Who complains once more would rather speak with the same agent; and an agent who learns gets
    # every call but the most urgent ones.
    "complaints": {"last_agent_within": 72, "easy_up_to": 3},
    "hotels": {
        "survey": "survey",
        "agents_may_pull": True,
        "exit_keys": {"1": {"callback": True}},
        "exit_words": {
            "mandarin": "不想等待，请按 1，我们会尽快给您回电。",
            "english": "If you would rather not wait, press 1, and we will call you back.",
        },
    },
}

NEEDS: Final = (("flights", "flight", 2), ("hotels", "hotel", 2), ("complaints", "complaint", 3))

PEOPLE: Final = (
    # work number, name, name_en, team, site, employer, role, scope
    ("1001", "林知夏", "Lin Zhixia", "air", "east", "own", "agent", "own"),
    ("1002", "周屿", "Zhou Yu", "air", "east", "own", "agent", "own"),
    ("1003", "何沐", "He Mu", "stay", "north", "chenting", "agent", "own"),
    ("1004", "Grace Amoah", "Grace Amoah", "stay", "north", "own", "agent", "own"),
    ("1005", "唐以宁", "Tang Yining", "care", "east", "own", "agent", "own"),
    ("1006", "Daniel Ferro", "Daniel Ferro", "care", "north", "chenting", "agent", "own"),
    ("2001", "秦怀舟", "Qin Huaizhou", "air", "east", "own", "supervisor", "team"),
    ("3001", "苏砚", "Su Yan", "care", "east", "own", "qa", "all"),
    ("4001", "Mira Okonjo", "Mira Okonjo", "house", "east", "own", "supervisor", "all"),
    ("9001", "系统管理员", "Administrator", "house", "east", "own", "admin", "all"),
)

ABILITIES: Final = (
    # work number, queues, skills
    ("1001", ("flights",), {"flight": 4, "mandarin": 4, "english": 2}),
    ("1002", ("flights",), {"flight": 5, "mandarin": 5, "english": 4}),
    ("1003", ("hotels",), {"hotel": 4, "mandarin": 4, "english": 1}),
    ("1004", ("flights", "hotels"), {"flight": 3, "hotel": 5, "mandarin": 2, "english": 5}),
    ("1005", ("complaints",), {"complaint": 5, "mandarin": 5, "english": 3}),
    ("1006", ("hotels", "complaints"), {"hotel": 3, "complaint": 4, "mandarin": 1, "english": 5}),
)

AGENT_RULES: Final[dict[str, dict[str, object]]] = {
    **{number: {"listed": True} for number, _, _ in ABILITIES},
    "1006": {"listed": True, "in_training": ["complaint"], "mentor": "1005"},
}

MAIN_NUMBER: Final = "8000"

DIRECT: Final = """\
# A queue's own number: a word of welcome, the notice of recording, and in.
flow: {queue}
languages: [mandarin, english]
start: welcome
default_queue: {queue}

nodes:
  welcome:
    say:
      mandarin: 您好，欢迎致电青橹旅行。
      english: Welcome to Qinglu Travel.
    next: notice

  notice:
    menu:
      mandarin: 为了改进服务，本次通话将会录音。不同意录音，请按 8。
      english: >-
        This call is recorded to help us improve. If you do not agree, press 8.
    keys:
      8: not_recorded
    barge_in: false
    patience: 1
    retries: 0
    otherwise: agent

  not_recorded:
    decline_recording: true
    label: {{mandarin: 不同意录音, english: No recording}}
    next: agent

  agent:
    queue: {queue}
    say:
      mandarin: 正在为您转接人工服务。
      english: Connecting you to an agent.
"""
