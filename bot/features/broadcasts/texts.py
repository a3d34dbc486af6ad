"""What people read: broadcasts. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

SCHEDULE_YEAR_UNKNOWN = (
    "请留意：{year} 年的放假安排还没有公布（或程序还没有更新），先按周一到周五算工作日，元旦、劳动节、国庆节不发。"
    "国务院办公厅公布以后，请维护人员更新程序，调休就会照办。"
)
TIME_PAST = "{time} 已经过去了，请选一个以后的时间。"
TIME_TOO_FAR = "{time} 太远了，请选一年以内的时间。"
AUDIT_PREPARED = "{audience}：{count} 个群"
AUDIT_EDITED = "改内容"
AUDIT_REPLACED = "作废，由第 {number} 号代替"
AUDIT_EDITED_RELEASED = "放行后改内容，须重新放行"
AUDIT_SOURCE_TAKEN_BACK = "改了原消息，放行作废，须重新放行（内容没有变）"
AUDIT_SOURCE_EDITED = "改了原消息，通知的内容没有变"
AUDIT_UNFROZEN = "旧版本准备的，原消息可以被改：退回草稿"
AUDIT_UNFROZEN_REST = "旧版本准备的，原消息可以被改：其余的不再发"
AUDIT_DECIDED = "{what}：{count} 条"
AUDIT_MOVES = {"released": "继续", "paused": "暂停", "cancelled": "取消"}
AUDIT_RECALL = "可撤回 {possible} 条，已不能撤回 {left} 条"
BROADCAST_UNKNOWN = "没有第 {number} 号通知，可能编号不对，或已过保存期。"
BROADCAST_STAGES = {"draft": "草稿", "released": "正在发送", "paused": "已暂停", "done": "已发完", "cancelled": "已取消"}
BROADCAST_ELSEWHERE = "没有改动：第 {number} 号通知现在是“{stage}”，可能别人刚刚操作过。"
BROADCAST_CHANGED = "放行之前内容又改过，请重新预览后再放行。"
BROADCAST_CONTENT_CHANGED = "内容已改，放行后按新内容发。"
BROADCAST_CONTENT_CHANGED_AGAIN = "内容已改，原来的放行作废：要重新放行才会发。"
BROADCAST_NOT_CHANGED = "改不了：已经有群收到了，或者正在发送。可以先取消其余的，再点“照样再发一条”。"
BROADCAST_SOURCE_IN_DIALOG = "已按您刚改的更新：{opening}"
BROADCAST_SOURCE_PIECE = "光改原消息不行，内容拼不回去了：请把改好的内容单独重新发给我。"
BROADCAST_SOURCE_TAKEN_BACK = (
    "您改了第 {number} 号的原消息。原来的放行作废，已退回草稿，内容还是改之前的。要用改好的，请点“改内容”再发一遍；不用改，请重新放行。"
)
BROADCAST_SOURCE_DRAFT = "您改了第 {number} 号的原消息，草稿的内容还是改之前的。要用改好的，请点“改内容”再发一遍。"
BROADCAST_SOURCE_SENT = "您改了第 {number} 号的原消息。这条已经发出，各群看到的不会跟着变；要更正，请撤回或另发一条。"
BROADCAST_SOURCE_RELEASED_BY = "{name}改了第 {number} 号的原消息。您的放行已作废，要重新放行才会发（内容没有变）。"
BROADCAST_UNFROZEN_NEWS = "第 {number} 号是旧版本放行的，引用的原消息随时可能被改，已退回草稿。请点“改内容”，把内容重新发给我，再放行。"
BROADCAST_UNFROZEN_REST_NEWS = "第 {number} 号是旧版本放行的，引用的原消息随时可能被改，其余的群不再发。还要发，请用 /broadcast 另发一条。"
BROADCAST_LATE = "改时间请点“改对象或时间”。"
BROADCAST_NOT_ANNOUNCER = "您现在不是发布员，不能放行。要发出去，请找一位发布员。"
BROADCAST_SECOND_PERSON = "这条通知是您准备的，请由另一位发布员放行。"
BROADCAST_RELEASED = "已放行，第 {number} 号通知将发给 {count} 个群。"
BROADCAST_REPEATS = "已放行，第 {number} 号通知将在 {time} 第一次发送。"
BROADCAST_REPEATS_DAILY = "已放行，今日一条将按各群设定的时间发送。"
BROADCAST_PAUSED = "已暂停。正在路上的几条仍会送到，其余停在队列里。"
BROADCAST_PAUSED_SERIES = "已暂停，到时间不发。要恢复请点“继续”；暂停期间错过的不补发。"
BROADCAST_RESUMED = "已继续发送。"
BROADCAST_RESUMED_SERIES = "已恢复，以后按时发送。"
BROADCAST_CANCELLED = "已取消其余的。已经送到的可以用“撤回”。"
BROADCAST_CANCELLED_SERIES = "已停掉，以后不再发送。已经送到的，可以在“各次发送”里撤回。"
BROADCAST_DISCARDED = "已作废，没有发给任何群。"
BROADCAST_NOTHING = "没有可以{what}的。"
BROADCAST_RETRIED = "已重新排队：{count} 条。"
BROADCAST_RESOLVED = "已记为送到：{count} 条。"
BROADCAST_RECALLED = "正在撤回 {possible} 条。{left} 条不能撤回：发出超过 48 小时，或群已升级、消息编号已变。"
BROADCAST_RECALL_ALL = "正在撤回 {possible} 条。"
BROADCAST_REFUSED_BY_TELEGRAM = "Telegram 不接受这份内容：{reason}"
BROADCAST_UNFROZEN = "这条是旧版本准备的，引用的原消息随时可能被改，不能发。请点“改内容”，把内容重新发给我。"
BROADCAST_PREVIEW_UNSURE = "预览没能发出（{reason}），请过一会儿再试。"
WHAT = {"retry": "重发", "arrived": "记为送到", "again": "再发", "recall": "撤回"}
CAUSES = {
    "": "",
    "rate": "Telegram 要求慢一点",
    "server": "Telegram 服务器出错",
    "network": "连不上 Telegram",
    "token": "机器人令牌失效",
    "kicked": "机器人已被移出群或禁言",
    "missing": "群不存在",
    "refused": "Telegram 拒收",
    "no_reply": "已发出但没收到回音",
    "died": "发送途中程序中断",
    "twice": "与另一个群合并，只发一次",
    "cancelled": "被取消",
    "earlier_part": "前一段没送到",
    "inactive": "机器人不在群里",
    "not_taken_in": "群还没有收下",
    "opted_out": "群里关闭了这类消息",
    "missed": "错过时间",
    "confirmed": "人工确认已送到",
}
RECALLS = {"": "", "wanted": "撤回中", "done": "已撤回", "failed": "撤回失败"}
SHEET_HEADINGS = ("群", "群编号", "单位", "第几段", "状态", "原因", "说明", "尝试次数", "送达时间", "撤回")
BROADCAST_ALL_WORDS = ("全部", "全部群", "所有群", "所有", "全体", "所有的群", "all")
BROADCAST_TO_WORDS = {
    "单位": "units",
    "unit": "units",
    "units": "units",
    "标签": "tags",
    "tag": "tags",
    "tags": "tags",
    "群": "picked",
    "group": "picked",
    "groups": "picked",
}
BROADCAST_NOW_WORDS = ("现在", "马上", "立即", "立刻", "now")
BROADCAST_DAILY_WORDS = ("每天", "每日", "天天")
BROADCAST_WORKDAY_WORDS = ("每个工作日", "工作日")
BROADCAST_DAY_WORDS = {"前天": -2, "昨天": -1, "": 0, "今": 0, "今天": 0, "今日": 0, "明": 1, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
BROADCAST_ONLY_RULES = "“只在工作日”要和每天、每周、每月一起用，如：每周一 8:30 只在工作日。"
BROADCAST_ONLY_WORKDAYS = ("只在工作日", "仅工作日", "工作日")
BROADCAST_RULE_DAILY = "每天 {time}"
BROADCAST_RULE_WEEKLY = "每周{days} {time}"
BROADCAST_RULE_MONTHLY = "每月 {days} 日 {time}"
BROADCAST_RULE_EACH_WORKDAY = "每个工作日 {time}"
BROADCAST_RULE_WORKDAYS = "{rule}，只在工作日"
BROADCAST_NO_SUCH_DAY = "没有“{day}”这一天，请核对日期。"
BROADCAST_START = """要发什么？请把内容发给我：
· 文字（可以加粗、加链接），或一张图片、一个文件（可带说明）
· 要点编号，如 p12-3，发那一条的卡片
· 从别处转发来的消息，我照样转给各群
也可以点下面的“今日一条”，按各群自己的时间自动发。"""
BROADCAST_ONE_LINE_HINT = "熟练以后可以一次写完：第一行“/broadcast 标签:乡镇 明天 9:00”，下面写内容。"
BROADCAST_ALBUM = "一次只能发一张图片或一个文件，相册不行。请单独发一张，或做成一个文件。"
BROADCAST_TO_WHOM = "发给谁？"
BROADCAST_TO_WHOM_WORDS = "也可以写单位或标签的名字，如：龙泉镇、洛带镇；或写 标签:乡镇，群:-1001234567890。"
BROADCAST_TO_WHOM_USAGE = "没看懂发给谁。请点按钮，或写：全部，标签:乡镇，单位:龙泉镇，群:-1001234567890。"
BROADCAST_CONTENT_IS = "内容：{opening}"
BROADCAST_CHOOSE_NAMES = {
    "units": "点选单位，可以选几个，选好点“选好了”。",
    "tags": "点选标签，可以选几个，选好点“选好了”。",
    "picked": "点选群，可以选几个；直接发几个字可以查找。选好点“选好了”。",
}
BROADCAST_NO_NAMES = {
    "units": "还没有给群设单位。请先用 /groups 设好，或换一种范围。",
    "tags": "还没有给群加标签。请先用 /groups 加好，或换一种范围。",
    "picked": "没有找到群。请换个词再找，或换一种范围。",
}
BROADCAST_NOBODY = "这样没有群会收到，请重新选。"
BROADCAST_RECEIVERS = "{audience}：{count} 个群会收到。"
BROADCAST_FIRST_NAMES = "如：{names}"
BROADCAST_AND_MORE = "{names} 等"
BROADCAST_INACTIVE = "收不到（机器人已不在群里）：{count} 个，{names}"
BROADCAST_NOT_TAKEN_IN = "收不到（还没有收下，见 /groups）：{count} 个，{names}"
BROADCAST_OPTED_OUT = "收不到（群里关闭了这类消息）：{count} 个，{names}"
BROADCAST_UNKNOWN_NAMES = "没有对应的群：{names}"
BROADCAST_KIND_IS = "类别：{kind}"
BROADCAST_IS_OFFICIAL = "正式通知：关闭了通知的群也会收到。"
BROADCAST_WHEN = "什么时候发？点按钮，或写时间，如：明天下午3点，12月1日 9:00，每周一 8:30，每月1日 9:00。"
BROADCAST_PREVIEW = "下面是预览，各群看到的就是这样："
BROADCAST_COPIES = "照第 {number} 号的内容另准备一条。"
BROADCAST_WILL_REPLACE = "重选第 {number} 号的对象和时间。新的一条备好之前，原来的照旧；备好以后，第 {number} 号自动作废。"
BROADCAST_REPLACED = "第 {number} 号已作废，由这一条代替。"
BROADCAST_NOT_REPLACED = "第 {number} 号已经有群收到，或者正在发送，没有动它。还要另外再发这一条，请再选一次时间；不发了请发 /cancel。"
BROADCAST_CHANGE_CONTENT = "请改好后把内容重新发给我；放弃请发 /cancel。"
BROADCAST_SEND_NEW = "请把第 {number} 号的新内容发给我（文字、图片、文件或转发的消息都行）。改好之前，原来的照旧。"
BROADCAST_USE_NEW = "就用这份内容吗？还想改，直接把改好的再发一遍。"
BROADCAST_DIALOG_OVER = "这一步已经过去了。重新开始请发 /broadcast，看进度请发 /broadcasts。"
BROADCAST_AWAY = "发送服务还没有准备好，请过一会儿再试。"
BROADCAST_TITLE = "第 {number} 号{kind}　{stage}"
BROADCAST_OFFICIAL_MARK = "（正式通知）"
BROADCAST_TO = "发给：{audience}"
BROADCAST_DAILY_CONTENT = "内容：每天一个要点，自动轮换"
BROADCAST_DAILY_GROUPS = "打开了今日一条的群：{count} 个，会收到。没打开的群不发，由群管理员在群里用 /settings 打开。"
BROADCAST_DAILY_NOBODY = "还没有群打开今日一条，现在放行也没有群会收到。请群管理员在群里用 /settings 打开。"
BROADCAST_SERIES_STAGES = {"released": "定期发送", "cancelled": "已停掉"}
BROADCAST_STAGE_WAITS = "已放行，到时间发"
BROADCAST_QUIET_LINE = "· 等群的免打扰时间结束：{count}，最早 {time}"
BROADCAST_RUNS_EMPTY = "第 {number} 号一次也还没有发过。"
BROADCAST_RUNS_TITLE = "第 {number} 号的各次发送（新的在前）："
BROADCAST_RUN_LINE = "{time}　{stage}"
BROADCAST_AT = "时间：{time}"
BROADCAST_SENT_AT = "已发：{time}"
BROADCAST_RELEASED_AT = "放行：{time}"
BROADCAST_AT_RELEASE = "时间：放行后马上发"
BROADCAST_AT_DAILY = "时间：每天，按各群自己的时间"
BROADCAST_AT_DAILY_WORKDAYS = "时间：每个工作日，按各群自己的时间"
BROADCAST_AT_RULE = "重复：{rule}"
BROADCAST_NEXT_RUNS = "接下来几次：{times}"
BROADCAST_NEXT_RUN = "下一次：{time}"
BROADCAST_SKIPPED_RUNS = "错过没有补发：{count} 次"
BROADCAST_WAITS_LOOK = "还没有发出：等发布员核对。"
BROADCAST_WAITS = "核对无误后请点“放行”，放行才会发出。"
BROADCAST_WAITS_SECOND = "还没有发出：要由另一位发布员放行，已经告诉其他发布员。"
BROADCAST_ASK_RELEASE = "{name}准备了第 {number} 号通知，请您核对并放行：先点“看预览”。"
BROADCAST_COUNT_LINE = "{state}：{count}"
BROADCAST_CAUSE_LINE = "· {cause}：{count}"
BROADCAST_RECALL_LINE = "{state}：{count}"
BROADCAST_SPEED = "最近一分钟送达 {count} 条"
BROADCAST_ENDS = "大约还要 {time}"
BROADCAST_SECONDS = "{seconds} 秒"
BROADCAST_MINUTES = "{minutes} 分钟"
BROADCAST_HOURS = "{hours} 小时 {minutes} 分钟"
BROADCAST_PAUSED_ITSELF_LOOK = "Telegram 连续拒收这份内容，已自动暂停，等发布员处理。"
BROADCAST_PAUSED_ITSELF = "Telegram 连续拒收这份内容，已自动暂停。还没有群收到时可以点“改内容”；否则请取消，改好后另发一条。"
BROADCAST_PAUSED_ITSELF_NEWS = "第 {number} 号通知已自动暂停：Telegram 连续拒收这份内容，请查看。"
BROADCAST_MISSED_NEWS = "第 {number} 号通知错过了 {count} 次发送，时间太久没有补发；下一次照常。"
BROADCAST_DONE_NEWS = "发完了。每个群的情况可以下载表格看。"
BROADCAST_UNCERTAIN_NEWS = "第 {number} 号通知有几条不确定是否送到（发送途中程序或网络中断）。请处理。"
BROADCAST_LIST_TITLE = "通知（新的在前）："
BROADCAST_LIST_EMPTY = "还没有通知。准备一条请发 /broadcast。"
BROADCAST_LIST_EMPTY_LOOK = "还没有通知。发布员准备了，这里就能看到。"
BROADCAST_LIST_STAGE = "{stage} {time}"
BROADCAST_LIST_LINE = "{number} {stage}：{opening}"
BROADCAST_SURE_CANCEL = "确定取消第 {number} 号其余没发的吗？取消后不能再继续。"
BROADCAST_SURE_CANCEL_SERIES = "确定停掉第 {number} 号吗？以后不再按时发送，停掉后不能恢复。"
BROADCAST_SURE_RECALL = "确定撤回第 {number} 号已经送到的吗？会从各群删除（只限 48 小时内发出的）。"
BROADCAST_UNCERTAIN_LIST = "第 {number} 号：下面这些群不知道收到没有。请到群里看一眼，收到了点“已到”，没收到点“再发”。"
BROADCAST_UNCERTAIN_LINE = "{place}. {group}，{time}"
BROADCAST_UNCERTAIN_PART = "{place}. {group}，第 {part} 段，{time}"
BROADCAST_UNCERTAIN_NONE = "没有不确定的了。"
BROADCAST_SHEET_TITLE = "通知"
BROADCAST_SHEET_FILE = "通知_{number}.xlsx"
BROADCAST_SHEET_CAPTION = "第 {number} 号通知在每个群的情况，共 {count} 行。"
BROADCAST_SHEET_OFFICIAL = "正式通知：关闭了这类消息的群也会收到。"
BROADCAST_OTHER_RELEASED = "{name}放行了您准备的第 {number} 号通知。"
BROADCAST_OTHER_CANCELLED = "{name}取消了您准备的第 {number} 号通知。"
BROADCAST_OFFICIAL_ON = "已设为正式通知：关闭了通知的群也会收到。"
BROADCAST_OFFICIAL_OFF = "不再是正式通知：关闭了通知的群不会收到。"
BUTTON_BC_DAILY = "今日一条：每天"
BUTTON_BC_DAILY_WORKDAYS = "今日一条：工作日"
BUTTON_BC_ALL = "全部群（{count}）"
BUTTON_BC_UNITS = "按单位"
BUTTON_BC_TAGS = "按标签"
BUTTON_BC_PICKED = "挑选群"
BUTTON_BC_CHOSEN = "✓ {name}"
BUTTON_BC_NAME = "{name}（{count}）"
BUTTON_BC_OK = "选好了（{count}）"
BUTTON_BC_KIND = "改为{kind}"
BUTTON_BC_OFFICIAL_ON = "设为正式通知"
BUTTON_BC_OFFICIAL_OFF = "不作正式通知"
BUTTON_BC_NOW = "放行后马上发"
BUTTON_BC_TOMORROW = "明天 8:30"
BUTTON_BC_WORKDAYS = "每个工作日 8:30"
BUTTON_BC_WEEKLY = "每周一 8:30"
BUTTON_BC_AGAIN = "重选范围"
BUTTON_BC_CANCEL = "放弃"
BUTTON_BC_RELEASE = "放行"
BUTTON_BC_PREVIEW = "看预览"
BUTTON_BC_EDIT = "改内容"
BUTTON_BC_REPLAN = "改对象或时间"
BUTTON_BC_COPY = "照样再发一条"
BUTTON_BC_USE = "就用这份"
BUTTON_BC_DISCARD = "作废"
BUTTON_BC_PAUSE = "暂停"
BUTTON_BC_RESUME = "继续"
BUTTON_BC_STOP = "取消其余的"
BUTTON_BC_STOP_SERIES = "停掉"
BUTTON_BC_RECALL = "撤回"
BUTTON_BC_RETRY = "重发没送到的"
BUTTON_BC_UNCERTAIN = "处理不确定的（{count}）"
BUTTON_BC_RESOLVE = "处理不确定的"
BUTTON_BC_LOOK = "查看"
BUTTON_BC_SHEET = "下载表格"
BUTTON_BC_REFRESH = "刷新"
BUTTON_BC_LIST = "全部通知"
BUTTON_BC_RUNS = "各次发送"
BUTTON_BC_YES = "确定"
BUTTON_BC_NO = "不，返回"
BUTTON_BC_ARRIVED = "{place} 已到"
BUTTON_BC_RESEND = "{place} 再发"
BUTTON_BC_ALL_ARRIVED = "全部算已到"
BUTTON_BC_ALL_RESEND = "全部再发"
