"""What people read: groups. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

# Settings of a group.
WORDS_ON = ("开", "打开", "开启", "on")
WORDS_OFF = ("关", "关闭", "关掉", "无", "off")
WORDS_NONE = ("", "无", "默认", "-")
STATE_ON = "开"
STATE_OFF = "关"
# The words for a setting that is not written by its name.
WORDS_PER_HOUR = ("次数",)
WORDS_MUTE = ("不收",)
WORDS_UNMUTE = ("收",)
KIND_WORDS = {"notice": ("通知",), "study": ("学习", "学习资料")}
SETTING_OVERHEAR = "旁听"
SETTING_PER_HOUR = "主动回答"
SETTING_DAILY = "今日一条"
SETTING_DAILY_AT = "今日一条的时间"
SETTING_QUIET = "免打扰"
SETTING_MUTED = "不收的消息"
SETTING_UNIT = "单位"
SETTING_TOPIC = "通知话题"
TIMES = "{number} 次/小时"
IS_DEFAULT = "（默认）"
AS_DEFAULT = "默认"
SPAN = "{start}—{end}"
QUIET_NONE = "没有"
MUTED_NONE = "没有，都收"
DAILY_ON = "每天 {time}"
TOPIC_GROUP = "群里（不进话题）"
TOPIC_THIS = "这个话题"
TOPIC_OTHER = "另一个话题"
SETTINGS_TITLE = "“{title}”的设置"
SETTINGS_DONE = "已改好。{said}"
SETTINGS_HINT = "点下面的按钮改。本群的管理员和明法的所有者能改。"
SETTINGS_HINT_PRIVATE = "点下面的按钮改。"
SETTINGS_USAGE = """没看懂。可以点 /settings 下面的按钮，或者写成一行：
/settings 旁听 开
/settings 次数 3
/settings 今日一条 8:15
/settings 免打扰 22:00-7:00
/settings 单位 龙泉镇
/settings 不收 学习"""
SETTINGS_WHICH = "哪个群的设置？请点下面，选一个群，再点“群设置”；或到那个群里发 /settings；或写上编号，如：/settings -1001234567890"
GROUP_UNKNOWN = "没有登记这个群，请核对编号（见 /groups）。"
SETTINGS_VIEWS = {
    "ph": "每小时最多主动回答几次？别的次数请发：{command} 次数 4",
    "da": "今日一条每天几点发？别的时间请发：{command} 今日一条 7:45",
    "qt": "什么时候不要发通知？别的时间请发：{command} 免打扰 21:30-7:30",
    "mu": "哪类消息不收？所有者发的正式通知不受影响。",
    "un": "这个群属于哪个单位？请发：{command} 单位 名称，如：{command} 单位 龙泉镇。不填请发：{command} 单位 无",
    "th": "通知发到哪里？到要用的话题里发 /here，也可以。",
}
SET_PER_HOUR = "每小时最多主动回答：{number}"
SET_DAILY_AT = "今日一条：每天 {time}"
SET_QUIET = "免打扰：{span}"
SET_QUIET_OFF = "免打扰：没有"
SET_UNIT = "单位：{unit}"
SET_TOPIC_HERE = "通知发到这个话题"
SET_TOPIC_NONE = "通知发到群里"
SET_MUTED = "不收{kind}"
SET_UNMUTED = "重新收{kind}"
PER_HOUR_RANGE = "次数请写 0 到 {most} 的整数，如：/settings 次数 3；用默认的请写：/settings 次数 默认"
PER_HOUR_DEFAULT = "用默认的（{number} 次）"
QUIET_EMPTY = "开始和结束是同一时间：不要免打扰请写：/settings 免打扰 关"
QUIET_USAGE = "请写起止时间，如：/settings 免打扰 22:00-7:00；不要了写：/settings 免打扰 关"
CLOCK_USAGE = "“{text}”不是时间，请写成 8:15 这样。"
SWITCH_USAGE = "请写“{name} 开”或“{name} 关”。"
UNIT_TOO_LONG = "单位名称最多 {most} 字。"
NOT_A_NAME = "“{name}”里有句子的标点，不像名称。请只写名称；不改了请发 /cancel，再提问。"
BUTTON_TURN_ON = "打开{what}"
BUTTON_TURN_OFF = "关闭{what}"
BUTTON_TOPIC_HERE = "发到这个话题"
BUTTON_TOPIC_NONE = "发到群里"
OVERHEAR_DEAF = (
    "注意：Telegram 现在不让我看没有 @我 的消息，旁听还不起作用。请把我设为群管理员；"
    "或由所有者向 @BotFather 发 /setprivacy 关闭隐私模式，再把我移出群、重新加进来。"
)
HERE_IN_TOPIC = "请到要收通知的那个群、那个话题里发 /here。"
HERE_DONE = "好的，以后通知发到这个话题。"
HERE_GENERAL = "好的，以后通知发到群里（“常规”话题）。想发到别的话题，请到那个话题里发 /here。"
HERE_NO_TOPICS = "这个群没有分话题，通知就发在群里。"
# Groups that staff have still to decide about.
GROUP_WAITS = (
    "大家好，我是明法。要问我，长按这条消息点“回复”，写上问题；或者发 /ask 加问题。没人问，我不说话。"
    "要收到通知，还得等明法的管理人员收下本群，已经告诉他们了。"
)
SETTINGS_WAITS = "本群还在等明法的管理人员收下：现在能提问，收下以后才会收到通知。"
UNDECIDED_COUNTS = {
    "waiting": "等您收下的群：{count} 个（收下之前不发通知，不进统计）",
    "wish": "等您确认的单位：{count} 个",
    "kept": "升级前就登记、请过目的群：{count} 个（已算在内）",
}
BUTTON_UNDECIDED = {"waiting": "等您收下的群（{count}）", "wish": "等您确认的单位（{count}）", "kept": "请过目的群（{count}）"}
UNDECIDED_TITLES = {
    "waiting": "有 {count} 个新群等您收下",
    "wish": "有 {count} 个群想改单位，等您确认",
    "kept": "升级前就登记的群有 {count} 个，请您过目",
}
UNDECIDED_HINTS = {
    "waiting": "收下以后才发通知给它。不认识的群请点“退出”，我就离开。",
    "wish": "单位决定它收到哪些通知，算进哪里的统计。不同意就保持原样。",
    "kept": "现在的规矩：新群要有人收下，才收得到通知。这些群照旧能收到；有不认识的，请点开它，让我退群。",
}
UNDECIDED_NONE = {"waiting": "没有等着收下的群了。", "wish": "没有等着确认的单位了。", "kept": "都看过了。"}
UNDECIDED_MEMBERS = "{count} 人"
UNDECIDED_ADDED_BY = "{name}加的"
UNDECIDED_FORMER_UNIT = "以前的单位：{unit}"
UNDECIDED_UNIT = "单位：{unit}"
UNDECIDED_WISHED = "想填的单位：{unit}"
UNDECIDED_MORE = "等"
UNDECIDED_CHANGED = "这期间名单有变化，什么都没有改。请看一遍新的名单，再点一次。"
BUTTON_TAKE_IN = "收下"
BUTTON_REFUSE = "退出"
BUTTON_UNIT_YES = "同意"
BUTTON_UNIT_NO = "不同意"
BUTTON_TAKE_IN_ALL = "全部收下（{count}）"
BUTTON_REFUSE_ALL = "全部退出（{count}）"
BUTTON_KEPT_ALL = "都没问题（{count}）"
BUTTON_TAKE_IN_SURE = "确定收下这 {count} 个"
BUTTON_REFUSE_SURE = "确定退出这 {count} 个"
TAKE_IN_SURE = "确定收下这 {count} 个群吗？以后的通知都会发给它们：{names}"
REFUSE_SURE = "确定退出这 {count} 个群吗？{names}"
TAKEN_IN = "已收下“{title}”，以后的通知会发给它。"
REFUSED = "没有收下“{title}”，我退群了。"
TAKEN_IN_MANY = "已收下 {count} 个群。"
REFUSED_MANY = "没有收下 {count} 个群，我正在退出。"
DECIDED_LATE_MANY = "另外 {count} 个已经有人处理了。"
DECIDED_TAKEN_IN = "{name}已经收下“{title}”了。"
DECIDED_REFUSED = "{name}已经决定不收“{title}”了。"
DECIDED_GONE = "我已经不在“{title}”里了，不用处理。"
UNIT_WISHED = "（想改为 {unit}，等确认）"
UNIT_ASKED = "已请明法的管理人员确认，确认后单位改为：{unit}。"
UNIT_ALREADY = "单位本来就是：{unit}。"
UNIT_WISH_GRANTED = "已同意：“{title}”的单位是 {unit}。"
UNIT_WISH_DENIED = "没有同意：“{title}”的单位不改成 {unit}。"
UNIT_WISH_GONE = "这件事已经有人处理过，或者那个群又换了想填的单位。现在的情况如下。"
# The register of groups.
WORDS_TAKE_IN = ("收下", "接收")
WORDS_LEAVE = ("退出", "退群", "leave")
GROUPS_ALL = "登记的群共 {count} 个"
GROUPS_FOUND = "符合“{words}”的群共 {count} 个"
GROUPS_EMPTY = "还没有登记任何群。所有者或发布员把我加进群里，就会登记；别人加的，要您收下才算。"
GROUPS_NOTHING = "没有符合“{words}”的群。可以按群名、单位、标签或编号找，如：/groups 龙泉镇"
GROUPS_HINT = "点群名看详情；找群请发：/groups 群名、单位或标签"
GROUPS_SEARCH_LONG = "要找的词太长了，请只写几个字。"
GROUP_WORDS = """/group {id}
/group {id} +示范 -试点（加、去标签）
/group {id} 单位 龙泉镇
/group {id} 收下
/group {id} 退出"""
GROUP_USAGE = "请写群编号（见 /groups），如：\n" + GROUP_WORDS.format(id=-1001234567890)
GROUP_NOT_UNDERSTOOD = "没看懂“{words}”。可以这样写：\n" + GROUP_WORDS
GROUP_HINT = "一行写法：/group {id} +标签 -标签；/group {id} 单位 名称"
GROUP_GONE = "我已不在群里"
GROUP_ACTIVE = "我在群里"
GROUP_STANDINGS = {"waiting": "等您收下", "refused": "没有收下，正在退出"}
GROUP_VIEW_WAITS = "这个群还没有收下：能提问，收不到通知，不进统计。"
NO_UNIT_SHORT = "（单位未填）"
UNKNOWN_NUMBER = "不清楚"
FACT_ID = "编号"
FACT_TAGS = "标签"
FACT_MEMBERS = "人数"
FACT_STATE = "状态"
FACT_JOINED = "登记时间"
FACT_SEEN = "最近有消息"
BUTTON_TAG = "加标签"
BUTTON_UNTAG = "去掉 #{tag}"
BUTTON_UNIT = "填单位"
BUTTON_SETTINGS = "群设置"
BUTTON_LEAVE = "让我退群"
BUTTON_LEAVE_YES = "确定退群"
BUTTON_TO_GROUPS = "全部的群"
BUTTON_TO_GROUP = "返回这个群"
LEAVE_SURE = "确定让我退出“{title}”吗？设置和标签会留着，以后把我加回群并收下，就恢复。"
LEFT = "已退群。"
NOT_LEFT = "没能退群：{reason}"
CHANGED = "已改好：{what}。"
CHANGED_NOTHING = "没有改动：本来就是这样。"
CHANGED_ADDED = "加了标签 {tags}"
CHANGED_REMOVED = "去掉了标签 {tags}"
CHANGED_UNIT = "单位是“{unit}”"
CHANGED_NO_UNIT = "单位不填"
ASK_TAGS = "要给“{title}”加什么标签？请直接发给我，可以一次发几个，用空格隔开。不加了请发 /cancel。"
ASK_UNIT = "“{title}”属于哪个单位？请直接发给我；不填请发“无”。不改了请发 /cancel。"
ALREADY_USED = "\n已经在用的：{names}"
TAG_TOO_LONG = "标签最多 {most} 个字，请换短一点的。"
TOO_MANY_TAGS = "一个群最多 {most} 个标签，请先去掉几个。"
SETTINGS_ENOUGH = "您今天改设置的次数太多了，这次没有改。请明天再改，着急的话请联系工作人员。"
