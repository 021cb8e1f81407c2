"""Codes of facts in both languages: endings, offers' ends, reasons, what a line does by itself.

`telling.py` says them on a call's timeline. Only words; a code that is not in here is no word for
a reader and is left out.
"""

from collections.abc import Mapping

from acd.facts import Voice
from agent_desktop.view import Words
from callcenter.calls.facts import Reason, Role, Side

Table = Mapping[str, Words]


def _table(**pairs: tuple[str, str]) -> Table:
    return {code: Words(zh=zh, en=en) for code, (zh, en) in pairs.items()}


HIDDEN = "•"
"""Stands for a key that is personal data."""

LANGUAGES = _table(mandarin=("普通话", "Mandarin"), english=("英语", "English"))

VOICES: Table = {
    Voice.SILENT: Words(zh="仅监听", en="listens only"),
    Voice.WHISPER: Words(zh="耳语，仅坐席可听", en="whispers to the agent"),
    Voice.BARGE: Words(zh="插话，双方可听", en="speaks with both"),
}

TIERS = _table(
    gold=("贵宾", "Gold"),
    silver=("银卡", "Silver"),
    regular=("老客户", "Regular"),
    new=("新客户", "New"),
    company=("公司客户", "Company"),
    partner=("联名卡", "Partner card"),
)

TRAVELS_SOON = Words(zh="72 小时内出行", en="travels within 72 h")

SIDES: Table = {
    Side.CALLER: Words(zh="客户", en="caller"),
    Side.AGENT: Words(zh="坐席", en="agent"),
    Side.HOUSE: Words(zh="系统", en="system"),
    Side.NETWORK: Words(zh="网络", en="network"),
}

ROLES: Table = {
    Role.CALLER: Words(zh="客户", en="caller"),
    Role.AGENT: Words(zh="坐席", en="agent"),
    Role.CONSULT: Words(zh="外线", en="outside"),
    Role.SUPERVISOR: Words(zh="现场主管", en="supervisor"),
    Role.LISTENER: Words(zh="旁听", en="listener"),
}

REASONS: Table = {
    Reason.UNCLASSIFIED: Words(zh="原因不明", en="cause unknown"),
    Reason.HANGUP: Words(zh="挂断", en="hung up"),
    Reason.CANCELLED: Words(zh="取消", en="cancelled"),
    Reason.BUSY: Words(zh="占线", en="busy"),
    Reason.NO_ANSWER: Words(zh="无人接听", en="no answer"),
    Reason.REJECTED: Words(zh="拒接", en="declined"),
    Reason.UNREACHABLE: Words(zh="终端失联", en="unreachable"),
    Reason.MEDIA_LOST: Words(zh="语音中断", en="voice lost"),
    Reason.SESSION_EXPIRED: Words(zh="会话过期", en="session expired"),
    Reason.FLOW_END: Words(zh="语音导航结束", en="end of the IVR"),
    Reason.TOO_LONG: Words(zh="超过最长时间", en="over the longest time"),
    Reason.LINE_DIED: Words(zh="线路故障", en="line fault"),
    Reason.NOT_JOINED: Words(zh="语音没有接通", en="voices were not joined"),
    Reason.REPLACED: Words(zh="已被替换", en="replaced"),
    Reason.LOST: Words(zh="通话丢失", en="call lost"),
}

OFFER_ENDS = _table(
    expired=("振铃未接", "not answered"),
    rejected=("拒接", "declined"),
    withdrawn=("已撤回", "withdrawn"),
    busy=("话机占线", "desk phone in use"),
    unreachable=("话机不通", "desk phone not reached"),
    device_lost=("终端失联", "page or audio lost"),
    connect_failed=("语音没有接通", "voices not joined"),
    taken=("同事已接听", "taken by a colleague"),
    not_reached=("对方未接听", "nobody answered"),
)

CHOSEN_BY = _table(
    longest_idle=("空闲最久", "idle longest"),
    best_skilled=("技能最高", "best skilled"),
    round_robin=("轮到她", "her turn"),
    linear=("按固定顺序", "first in the list"),
    fewest_calls=("接听最少", "fewest calls"),
    least_occupied=("近期最空闲", "least occupied"),
    weighted_random=("按权重抽取", "drawn by lot"),
    preferred=("指定坐席", "the preferred agent"),
    reserved=("专等该坐席", "waited for this agent"),
)
"""What an act chose is told as the act."""

WENT_BEFORE: Table = _table(waited_long=("等待已久", "waited long"))

WAITED_IN_VAIN: Table = _table(
    time=("等待到时", "time was up"),
    logged_out=("坐席已签出", "she signed out"),
    not_ready=("坐席示忙", "she is not ready"),
    not_responding=("坐席无应答", "she does not respond"),
    unreachable=("终端失联", "she cannot be reached"),
)

BACK_BECAUSE: Table = {
    **OFFER_ENDS,
    **_table(
        lost=("坐席语音中断", "the agent's audio was lost"),
        adopted=("恢复后重新排队", "queued again after a recovery"),
        queue_removed=("队列已停用", "its queue is no more"),
    ),
}

DIVERTED_BECAUSE = _table(
    closed=("非服务时间", "closed"),
    holiday=("节假日", "holiday"),
    emergency=("紧急关闭", "emergency"),
    nobody_there=("无坐席在岗", "nobody there"),
    full=("排队已满", "the line was full"),
    long_wait=("预计等待过长", "estimated wait too long"),
    waited=("等待超时", "waited too long"),
    unstaffed=("无人上班", "nobody worked"),
    key=("客户按键", "the caller's key"),
)
"""Why a call could not enter a queue, or not stay in it."""

WAYS_ON = _table(
    callback=("转为回拨", "to be called back"),
    voicemail=("转入语音留言", "to leave a message"),
    flow=("返回语音导航", "back into the IVR"),
    hang_up=("播报后挂断", "told so, and let go"),
)

CALLBACK_BECAUSE: Table = {
    **REASONS,
    **_table(
        unreachable=("号码无法接通", "could not be reached"),
        not_begun=("没有呼出", "nobody was called"),
        pressed=("主管撤回", "withdrawn by a supervisor"),
        called_again=("客户再次来电", "the customer called again"),
        asked_again=("客户再次要求回拨", "the customer asked again"),
    ),
}

TRIED_AGAIN = Words(zh="稍后重试", en="to be tried again")

MISSED_BECAUSE = _table(
    nobody=("没有符合的同事", "nobody matches"),
    too_many=("符合的太多", "too many match"),
    no_key=("没有按键", "no key"),
    star=("重新查找", "searches again"),
)
"""Why a try in a directory has led to nobody."""

TAKES_NO_CALLS = Words(zh="现在不接听来电", en="takes no calls now")

BRANCHED_BY = _table(
    open=("服务时间内", "open"),
    closed=("非服务时间", "closed"),
    holiday=("节假日", "holiday"),
    emergency=("紧急关闭", "emergency"),
    otherwise=("其他情况", "otherwise"),
    ok=("已应答", "answered"),
    failed=("未应答", "not answered"),
)
"""Which way the flow went on by itself."""

WEB_BECAUSE = _table(
    not_allowed=("地址未获允许", "not an allowed address"),
    unreachable=("无法连接", "not reached"),
    too_late=("超时", "too late"),
    redirected=("被转到别处", "sent elsewhere"),
    status=("返回错误", "answered with an error"),
    too_large=("返回内容过大", "answered too much"),
    unreadable=("返回内容无法读取", "answer not readable"),
    value_missing=("返回内容缺少所需的值", "a value is missing"),
)
"""Why a web service gave no answer that can be used."""

DIALOGUE_BECAUSE = _table(
    no_flow=("没有流程", "no flow"),
    no_node=("流程中断", "the flow broke off"),
    budget=("步骤过多", "too many steps"),
    voicemail=("转入留言", "to leave a message"),
)

NOT_RECORDED = _table(
    declined=("客户不同意录音", "the caller declined"),
    no_space=("存储空间不足", "no room to keep it"),
    library=("录音没有启动", "it did not start"),
    no_tracks=("没有找到声音", "no sound was found"),
)

AUDIO_BECAUSE = _table(
    tab=("页面关闭", "page closed"),
    closed=("已关闭", "closed"),
    softphone=("语音服务中断", "audio service away"),
)

REFLEXES = _table(
    recorded=("开始录音", "began to record"),
    joined=("连通语音", "joined the voices"),
    announced=("提示音和队列名（仅坐席）", "beep and queue name, to the agent alone"),
    barged=("停止提示音", "stopped the prompt"),
    music=("播放等待音乐", "hold music"),
    comfort=("安抚客户，播放等待音乐", "comfort music"),
    answered=("先行接听", "answered first"),
    ended=("结束其他通道", "ended the other legs"),
)
"""What a line does when nobody thinks for it."""

PROMPT_ENDS = _table(
    finished=("播完", "finished"),
    barged=("按键打断", "interrupted by a key"),
    stopped=("停止", "stopped"),
    failed=("没有播放", "not played"),
)

TUNES = _table(
    music=("等待音乐", "music"),
    hold=("保持音乐", "hold music"),
    comfort=("安抚提示", "comfort words"),
    please_hold=("请稍等", "please hold"),
    ringback=("回铃音", "ringing tone"),
)

LINE_ENDS = _table(finished=("正常结束", "finished"), died=("故障中断", "died"))

WRAP_UP_ENDS = _table(
    outcome=("已选小结", "outcome given"),
    deadline=("到时结束", "time was over"),
    forced=("强制结束", "forced"),
    signed_out=("签出", "signed out"),
    not_asked=("未申请话后", "none asked for"),
    redial=("立即回拨", "called back at once"),
)

QUALITY = _table(good=("良好", "good"), fair=("一般", "fair"), poor=("差", "poor"))

STATES = _table(
    logged_out=("已签出", "signed out"),
    not_ready=("忙碌", "not ready"),
    idle=("空闲", "ready"),
    offered=("来电振铃", "ringing"),
    connecting=("正在接通", "connecting"),
    on_call=("通话中", "talking"),
    wrap_up=("话后处理", "wrap-up"),
    not_responding=("振铃未接", "not responding"),
    unreachable=("终端失联", "unreachable"),
)

UNMUTED = Words(zh="取消静音", en="unmuted")
RETRIEVED = Words(zh="取回", en="retrieved")
RESUMED = Words(zh="继续录音", en="resumed")
NO_OUTCOME = Words(zh="未选小结", en="no outcome")
BACK_MEANWHILE = Words(zh="客户已再次来电", en="the customer has called in")
CONVERSATION_BROKE = Words(zh="通话中断", en="the conversation broke")
FIRST_IN_LINE = Words(zh="排在首位", en="first in line")
NEXT_IN_LINE = Words(zh="下一位", en="next")
