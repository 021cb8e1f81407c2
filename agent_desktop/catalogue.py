"""Needs, outcomes and not-ready reasons: what an agent chooses from, in both languages.

The desk shows them and refuses what is not among them. It must not know who chose what.
"""

import acd.agent_rules as acd
from agent_desktop.view import Words
from agent_desktop.views import Choices, Need, NeedKind, NotReadyReason, Outcome

_Pair = tuple[str, str, str]


def _reason(code: str, zh: str, en: str) -> NotReadyReason:
    rules = next(one for one in acd.USUAL_REASONS if one.code == code)
    return NotReadyReason(
        code=code, words=Words(zh=zh, en=en), day_limit=rules.a_day, once_limit=rules.once
    )


def _need(code: str, zh: str, en: str, *kinds: _Pair) -> Need:
    made = tuple(NeedKind(code=one, words=Words(zh=z, en=e)) for one, z, e in kinds)
    return Need(code=code, words=Words(zh=zh, en=en), kinds=made)


def _outcome(code: str, zh: str, en: str, key: int = 0) -> Outcome:
    return Outcome(code=code, words=Words(zh=zh, en=en), key=key)


REASONS = (
    _reason("break", "小休", "Break"),
    _reason("meal", "用餐", "Meal"),
    _reason("training", "培训", "Training"),
    _reason("meeting", "会议", "Meeting"),
    _reason("coaching", "辅导", "Coaching"),
    _reason("follow_up", "跟单", "Order follow-up"),
    _reason("restroom", "洗手间", "Restroom"),
    _reason("fault", "系统故障", "System fault"),
)

LISTENING_WORDS = Words(zh="旁听", en="Listening in")
"""Why she is not ready while she hears another agent's calls; nothing to choose from a menu."""

NEEDS = (
    _need(
        "booking",
        "预订",
        "Booking",
        ("flight", "机票", "Flight"),
        ("hotel", "酒店", "Hotel"),
        ("rail", "火车", "Rail"),
        ("holiday", "度假", "Holiday"),
        ("group", "团队", "Group"),
        ("other", "其他", "Other"),
    ),
    _need(
        "change",
        "改签",
        "Change",
        ("date", "日期", "Date"),
        ("flight", "航班", "Flight"),
        ("name", "姓名更正", "Name"),
        ("stay", "入住", "Stay"),
    ),
    _need(
        "refund",
        "退订",
        "Refund",
        ("voluntary", "自愿", "Voluntary"),
        ("involuntary", "非自愿", "Involuntary"),
        ("progress", "进度", "Progress"),
    ),
    _need(
        "information",
        "查询",
        "Information",
        ("order", "订单", "Order"),
        ("flight_status", "航班动态", "Flight status"),
        ("baggage", "行李", "Baggage"),
        ("documents", "证件签证", "Documents"),
        ("price", "价格", "Price"),
        ("membership", "会员", "Membership"),
    ),
    _need(
        "after_sales",
        "售后",
        "After-sales",
        ("invoice", "发票", "Invoice"),
        ("payment", "支付", "Payment"),
        ("delivery", "送票", "Delivery"),
        ("lost_property", "遗失物", "Lost property"),
    ),
    _need(
        "complaint",
        "投诉",
        "Complaint",
        ("agent", "坐席", "Agent"),
        ("supplier", "供应商", "Supplier"),
        ("price", "价格", "Price"),
        ("slow_refund", "退款慢", "Slow refund"),
        ("wrong_information", "信息错误", "Wrong information"),
    ),
    _need(
        "trip_help",
        "求助",
        "Trip help",
        ("missed", "误机", "Missed"),
        ("disruption", "取消延误", "Disruption"),
        ("no_room", "到店无房", "No room"),
        ("medical", "医疗证件", "Medical or documents"),
    ),
    _need(
        "praise",
        "表扬建议",
        "Praise or idea",
        ("praise", "表扬", "Praise"),
        ("idea", "建议", "Idea"),
    ),
    _need(
        "none",
        "非业务",
        "None",
        ("nuisance", "骚扰", "Nuisance"),
        ("silent", "无声", "Silent"),
        ("wrong_number", "打错", "Wrong number"),
    ),
)

OUTCOMES = (
    _outcome("order_placed", "已下单", "Order placed", 1),
    _outcome("undecided", "报价未定", "Quoted, undecided", 2),
    _outcome("nothing_suitable", "无合适产品", "Nothing suitable", 3),
    _outcome("done", "已办理", "Done in the call", 4),
    _outcome("case_opened", "已建工单", "Case opened", 5),
    _outcome("answered", "已答复", "Answered", 6),
    _outcome("transferred", "已转接", "Transferred", 7),
    _outcome("callback_agreed", "约定回拨", "Callback agreed", 8),
    _outcome("withdrew", "客户放弃", "Caller withdrew", 9),
    _outcome("dropped", "通话中断", "Dropped"),
    _outcome("nuisance", "无声或骚扰", "Silent or nuisance"),
    _outcome("wrong_number", "打错", "Wrong number"),
    _outcome("not_verified", "核身未通过", "Not verified"),
    _outcome("test", "测试", "Test"),
)

CHOICES = Choices(reasons=REASONS, needs=NEEDS, outcomes=OUTCOMES)

OUTCOME_CODES = frozenset(one.code for one in OUTCOMES)
NEED_CODES = frozenset(one.code for one in NEEDS) | frozenset(
    f"{one.code}.{kind.code}" for one in NEEDS for kind in one.kinds
)


def reason_of(rules: acd.NotReadyReason, asks: bool) -> NotReadyReason:
    """A reason as the house has it; called by our words where it has none of its own."""
    known = next((one.words for one in REASONS if one.code == rules.code), None)
    zh = rules.zh or (known.zh if known else rules.code)
    en = rules.en or (known.en if known else rules.code)
    return NotReadyReason(
        code=rules.code,
        words=Words(zh=zh, en=en),
        day_limit=rules.a_day,
        once_limit=rules.once,
        asks=asks,
    )


_BY_QUEUE = {
    "flights": "booking.flight",
    "flight-changes": "change.flight",
    "hotels": "booking.hotel",
    "holidays": "booking.holiday",
    "complaints": "complaint",
    "trip-help": "trip_help",
}


EMERGENCY_REASONS = {
    "evacuation": Words(zh="职场疏散", en="Evacuation"),
    "power": Words(zh="断电", en="Power failure"),
    "network": Words(zh="网络故障", en="Network failure"),
    "systems": Words(zh="业务系统故障", en="Business systems down"),
    "weather": Words(zh="恶劣天气", en="Severe weather"),
    "drill": Words(zh="演练", en="Drill"),
    "other": Words(zh="其他", en="Other"),
}
"""Why somebody presses the emergency switch."""


INCIDENTS = {
    "weather": Words(zh="恶劣天气", en="Severe weather"),
    "strike": Words(zh="罢工", en="Strike"),
    "flights": Words(zh="航班大面积取消", en="Flights cancelled"),
    "trains": Words(zh="列车停运", en="Trains cancelled"),
    "closure": Words(zh="机场或车站关闭", en="Airport or station closed"),
    "systems": Words(zh="系统故障", en="System failure"),
    "other": Words(zh="其他", en="Other"),
}
"""What keeps callers calling, of whom each hears the same message."""


RESULTS = {
    "not_offered": Words(zh="语音导航内结束", en="Ended in IVR"),
    "waiting": Words(zh="排队中", en="Waiting"),
    "answered": Words(zh="已接起", en="Answered"),
    "abandoned": Words(zh="放弃", en="Abandoned"),
    "short_abandoned": Words(zh="短时放弃", en="Short abandon"),
    "flowed_out": Words(zh="离开队列", en="Left the queue"),
    "turned_away": Words(zh="未受理", en="Turned away"),
    "called_back": Words(zh="要求回拨", en="Asked to be called back"),
    "voicemail": Words(zh="已留言", en="Left a message"),
    "withdrawn": Words(zh="主管撤出", en="Withdrawn"),
    "reached": Words(zh="回拨已接通", en="Called back"),
    "not_reached": Words(zh="回拨未接通", en="Called back, not reached"),
    "lost": Words(zh="通话丢失", en="Lost"),
}
"""What became of a call to which no agent gave an outcome."""

_OUTCOMES = {one.code: one.words for one in OUTCOMES}
_NEEDS = {one.code: one for one in NEEDS}


def outcome_words(code: str) -> Words | None:
    """An outcome, or what became of the call without one; None for what is neither."""
    return _OUTCOMES.get(code) or RESULTS.get(code)


def need_words(code: str) -> Words | None:
    """A need with its kind, `booking.flight` as "Booking · Flight"; None for none of ours."""
    first, _, second = code.partition(".")
    need = _NEEDS.get(first)
    if need is None:
        return None
    kind = next((one for one in need.kinds if one.code == second), None)
    if kind is None:
        return None if second else need.words
    return Words(zh=f"{need.words.zh} · {kind.words.zh}", en=f"{need.words.en} · {kind.words.en}")


def need_of(queue: str) -> str:
    """The need a call of this queue most likely has; empty when its queue says nothing."""
    return _BY_QUEUE.get(queue, "")
