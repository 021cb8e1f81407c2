"""The demo's forty customers, all invented, with numbers from ranges nobody owns.

Only data, and how it is spread over days around the one on which the demo is filled, at the hours
at which aeroplanes and trains leave; `callcenter.storage.demo` writes it. Texts are kept as
`中文 / English`.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from callcenter.crm.customer import Booking, Case, Contact, Customer


class Demo(msgspec.Struct, frozen=True, kw_only=True):
    """One customer with all that belongs to her. `birthday_in` is days from today."""

    customer: Customer
    name_key: str
    numbers: tuple[str, ...]
    birthday_in: int = 100
    bookings: tuple[Booking, ...] = ()
    contacts: tuple[Contact, ...] = ()
    cases: tuple[Case, ...] = ()


_CHINA: Final = "+86141000003{:02d}"
_BRITAIN: Final = "+447700900{:03d}"
_AMERICA: Final = "+120255501{:02d}"

_WHO: Final = (
    # name, key, tier, segment, language, city
    ("沈嘉禾", "shen jiahe", "gold", "business", "mandarin", "上海"),
    ("陆承泽", "lu chengze", "gold", "business", "mandarin", "北京"),
    ("许念安", "xu nianan", "gold", "family", "mandarin", "杭州"),
    ("顾明远", "gu mingyuan", "gold", "leisure", "mandarin", "广州"),
    ("叶书瑶", "ye shuyao", "regular", "family", "mandarin", "成都"),
    ("程一帆", "cheng yifan", "regular", "leisure", "mandarin", "深圳"),
    ("方若溪", "fang ruoxi", "regular", "family", "mandarin", "南京"),
    ("宋知远", "song zhiyuan", "regular", "business", "mandarin", "武汉"),
    ("孟晚晴", "meng wanqing", "regular", "leisure", "mandarin", "西安"),
    ("邵文博", "shao wenbo", "regular", "returning", "mandarin", "青岛"),
    ("白露", "bai lu", "regular", "returning", "mandarin", "厦门"),
    ("江景行", "jiang jingxing", "regular", "business", "mandarin", "重庆"),
    ("云帆科技 · 赵琳", "yunfan zhao lin", "company", "business", "mandarin", "上海"),
    ("北辰贸易 · 冯凯", "beichen feng kai", "company", "business", "mandarin", "天津"),
    ("潘若谷", "pan ruogu", "partner", "leisure", "mandarin", "苏州"),
    ("贺兰亭", "he lanting", "partner", "family", "mandarin", "长沙"),
    ("陈墨白", "chen mobai", "gold", "family", "mandarin", "上海"),
    ("陈老太太", "chen lao taitai", "regular", "family", "mandarin", "上海"),
    ("丁一宁", "ding yining", "regular", "dormant", "mandarin", "合肥"),
    ("龚雪", "gong xue", "regular", "dormant", "mandarin", "昆明"),
    ("韦东", "wei dong", "regular", "dormant", "mandarin", "南宁"),
    ("袁小满", "yuan xiaoman", "regular", "family", "mandarin", "郑州"),
    ("侯亮", "hou liang", "regular", "leisure", "mandarin", "沈阳"),
    ("段清和", "duan qinghe", "new", "leisure", "mandarin", "大连"),
    ("Amelia Hart", "amelia hart", "gold", "business", "english", "London"),
    ("Thomas Okafor", "thomas okafor", "gold", "business", "english", "Manchester"),
    ("Sofia Lindqvist", "sofia lindqvist", "regular", "leisure", "english", "London"),
    ("Kwame Mensah", "kwame mensah", "regular", "family", "english", "Bristol"),
    ("Priya Raman", "priya raman", "regular", "business", "english", "Leeds"),
    ("Harbour Lane Ltd · Joe Pike", "harbour joe pike", "company", "business", "english", "London"),
    ("Ethan Brooks", "ethan brooks", "regular", "leisure", "english", "Washington"),
    ("Maria Delgado", "maria delgado", "regular", "family", "english", "Washington"),
    ("Noah Fischer", "noah fischer", "regular", "dormant", "english", "Boston"),
    ("Chloe Martin", "chloe martin", "regular", "dormant", "english", "Denver"),
    ("Omar Haddad", "omar haddad", "regular", "dormant", "english", "Austin"),
    ("Liam Walsh", "liam walsh", "new", "leisure", "english", "Chicago"),
    ("罗 Emily", "luo emily", "gold", "family", "mandarin", "上海"),
    ("<b>O'Neil & 陈</b>", "oneil chen", "regular", "leisure", "english", "Dublin"),
    ("Kevin 蔡", "cai kevin", "regular", "business", "mandarin", "广州"),
    ("Anna 傅", "fu anna", "regular", "returning", "english", "Singapore"),
)

_PREFERENCES: Final = (
    "靠窗座位 / Window seat",
    "素食 / Vegetarian meal",
    "高楼层 / High floor",
    "直飞优先 / Direct flights first",
    "安静房间 / Quiet room",
)

_MARKS: Final = {
    4: ("no_marketing",),
    7: ("churn_slow_refund",),
    10: ("churn_price",),
    11: ("churn_service",),
    21: ("minor",),
    22: ("blacklisted",),
    23: ("merged",),
    36: ("bilingual",),
    37: ("bilingual",),
    38: ("bilingual",),
    39: ("bilingual",),
}

_REMARKS: Final = {
    12: "审批人：周总；成本中心 CC-210。 / Approver: Mr Zhou; cost centre CC-210.",
    13: "审批人：财务部；成本中心 CC-118。 / Approver: finance; cost centre CC-118.",
    21: "未满十八岁，须监护人同意。 / Under eighteen: a guardian must agree.",
    22: "多次恶意退订，限制预订三十天。 / Booking restricted for thirty days.",
    23: "由两份重复档案合并。 / Merged from two records.",
    29: "审批人：Joe Pike；成本中心 HL-7。 / Approver: Joe Pike; cost centre HL-7.",
}

_TRIPS: Final = (
    # kind, local time of its beginning, title, detail
    (
        "flight",
        time(21, 35),
        "MU511 上海-东京 / MU511 Shanghai-Tokyo",
        "经济舱 · 2 人 / Economy · 2",
    ),
    (
        "hotel",
        time(14),
        "外滩观澜酒店 2 晚 / Bund View Hotel, 2 nights",
        "大床房 · 含早 / Double · breakfast",
    ),
    (
        "flight",
        time(7, 30),
        "CA1831 北京-上海 / CA1831 Beijing-Shanghai",
        "公务舱 · 1 人 / Business · 1",
    ),
    ("hotel", time(15), "西湖云栖酒店 3 晚 / West Lake Hotel, 3 nights", "湖景房 / Lake view"),
    (
        "flight",
        time(14, 50),
        "CZ303 广州-伦敦 / CZ303 Guangzhou-London",
        "经济舱 · 1 人 / Economy · 1",
    ),
    (
        "rail",
        time(9),
        "G7 上海-北京 / G7 Shanghai-Beijing",
        "二等座 · 1 人 / Second class · 1",
    ),
    ("holiday", time(8, 20), "云南六日 / Yunnan, 6 days", "小团 · 4 人 / Small group · 4"),
)

_OPEN_CASES: Final = (
    # customer, kind, title, department, state, opened hours ago, due in hours
    (
        0,
        "schedule_change",
        "航班取消，要求改签 / Flight cancelled, wants another",
        "flight_after_sales",
        "open",
        1,
        3,
    ),
    (2, "refund_voluntary", "退款七日未到账 / Refund not arrived", "refunds", "waiting", 170, -6),
    (5, "hotel_confirmation", "酒店未确认 / Hotel not confirmed", "order_desk", "open", 2, 1),
    (8, "invoice", "电子发票抬头更正 / Invoice title", "invoices", "open", 20, 28),
    (9, "complaint", "坐席态度 / Manner of an agent", "customer_care", "open", 30, 42),
    (
        16,
        "complaint",
        "退款太慢 / Slow refund, third call",
        "customer_care",
        "escalated",
        5,
        -1,
    ),
    (24, "change", "改乘更早航班 / Change to an earlier flight", "after_sales", "open", 1, 3),
    (
        27,
        "lost_property",
        "酒店遗留行李 / Bag left in the hotel",
        "supplier_management",
        "open",
        10,
        62,
    ),
    (
        31,
        "information",
        "未成年人签证材料 / Visa documents for a minor",
        "asking_agent",
        "open",
        1,
        1,
    ),
)


def customers(now: datetime, zone: ZoneInfo) -> tuple[Demo, ...]:
    """All forty, their journeys around `now`, at hours that are usual in `zone`."""
    here = now.astimezone(zone)
    return tuple(_one(index, here) for index in range(len(_WHO)))


def bookings(now: datetime, zone: ZoneInfo) -> dict[str, datetime]:
    """Order to its beginning, to bring an older demo up to date."""
    return {
        booking.order: booking.at
        for one in customers(now, zone)
        for booking in one.bookings
        if booking.at is not None
    }


def _one(index: int, now: datetime) -> Demo:
    name, key, tier, segment, language, city = _WHO[index]
    return Demo(
        customer=Customer(
            id=f"demo-{index + 1:02d}",
            name=name,
            tier=tier,
            segment=segment,
            language=language,
            city=city,
            email=f"customer{index + 1:02d}@example.com",
            company=name.split(" · ")[0] if tier == "company" else "",
            since_year=now.year - 1 - index % 9,
            verified=index % 3 != 2,
            preferences=tuple(
                _PREFERENCES[(index + n) % len(_PREFERENCES)] for n in range(index % 3)
            ),
            marks=_MARKS.get(index, ()),
            remark=_REMARKS.get(index, ""),
        ),
        name_key=key,
        numbers=_numbers(index, language),
        birthday_in={16: 0, 25: 1}.get(index, 17 + index * 8),
        bookings=_bookings(index, now),
        contacts=_contacts(index, now),
        cases=tuple(_case(n, now) for n, row in enumerate(_OPEN_CASES) if row[0] == index),
    )


def _numbers(index: int, language: str) -> tuple[str, ...]:
    """The Chens share one number; Emily has three."""
    if index in (0, 16, 17):
        return (_CHINA.format(17 if index == 0 else 18),)
    if index == 36:
        return (_CHINA.format(36), _BRITAIN.format(136), _AMERICA.format(36))
    if language == "mandarin":
        return (_CHINA.format(index if index < 16 else index + 2),)
    return (_BRITAIN.format(100 + index),) if index < 30 else (_AMERICA.format(index),)


def _bookings(index: int, now: datetime) -> tuple[Booking, ...]:
    """25 ahead (five within 72 h, one of them cancelled), 60 behind, six wait for a supplier."""
    found: list[Booking] = []
    if index % 8 == 0:
        state = "cancelled" if index == 0 else "ticketed"
        found.append(_booking(index, 0, now + timedelta(hours=1 + index), state))
    elif index % 2 == 0 or index in (1, 3, 5, 7, 9):
        waiting = index in (2, 3, 5, 12, 26, 30)
        state = "awaiting_supplier" if waiting else "confirmed"
        found.append(_booking(index, 1, now + timedelta(days=5 + index * 2), state))
    for n in range(2 if index < 20 else 1):
        state = "refunding" if index == 2 and n == 0 else "travelled"
        found.append(_booking(index, 2 + n, now - timedelta(days=20 + index * 5 + n * 90), state))
    return tuple(found)


def _booking(index: int, n: int, at: datetime, state: str) -> Booking:
    kind, begins, title, detail = _TRIPS[(index + n) % len(_TRIPS)]
    return Booking(
        order=f"QL{index + 1:02d}{n}{(index * 7919 + n * 104729) % 1000:03d}",
        kind=kind,
        title=title,
        detail=detail,
        at=_next(begins, at).astimezone(UTC),
        state=state,
    )


def _next(begins: time, at: datetime) -> datetime:
    """The next such time of day from `at` on."""
    same_day = datetime.combine(at.date(), begins, at.tzinfo)
    return same_day if same_day >= at else same_day + timedelta(days=1)


def _contacts(index: int, now: datetime) -> tuple[Contact, ...]:
    agent = f"100{1 + index % 6}"
    called = datetime.combine(now.date(), time(9 + index % 9, index * 7 % 60), now.tzinfo)
    called -= timedelta(days=20 + index * 5)
    found = [
        Contact(
            at=called + timedelta(minutes=4),
            channel="sms",
            title="已出票 / Ticketed",
            detail="【青橹旅行】已出票，祝您旅途顺利。 / Qinglu: ticketed. Have a good journey.",
        ),
        Contact(
            at=called,
            channel="call",
            title="booking.flight" if index % 2 == 0 else "booking.hotel",
            outcome="order_placed",
            agent=agent,
        ),
    ]
    if index in (2, 16):
        found += [
            Contact(
                at=now - timedelta(hours=hours),
                channel="call",
                title="refund.progress",
                detail="退款进度 / Where the refund is",
                outcome="answered",
                agent="1005",
            )
            for hours in (2, 26)
        ]
    return tuple(found)


def _case(n: int, now: datetime) -> Case:
    index, kind, title, department, state, opened, due = _OPEN_CASES[n]
    return Case(
        case=f"QC{index + 1:02d}{n}",
        kind=kind,
        title=title,
        department=department,
        state=state,
        opened_at=now - timedelta(hours=opened),
        due_at=now + timedelta(hours=due),
    )
