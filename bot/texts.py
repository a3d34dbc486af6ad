"""Every sentence the bot says, with named placeholders. Plain text: escaping is the renderer's work."""

from __future__ import annotations

# --- The card of an entry -------------------------------------------------------------------------------------------
STATUTE_LINE = "《{law}》第{article}条（{version}版）：{gist}"
REMARKS = "（{remarks}）"
CASE_HEADING = "{kind}·{number}：{title}"
CASE_HEADING_PLAIN = "{kind}：{title}"
PARTLY_CHECKED = "部分细节尚在核实，这里只写已核实的"
LABEL_LAW = "法律依据"
LABEL_CASE = "真实案例"
LABEL_LESSON = "启示"
LABEL_CAUTION = "请注意"
LABEL_RELATED = "相关要点"
CARD_PLACE = "—— {place}"
NO_STATUTES = "这一点是本地工作要求，没有直接对应的法条。"
NO_CASES = "这一点暂时没有收录案例。"

# --- Answers --------------------------------------------------------------------------------------------------------
CHOOSE = "您问的可能是下面几点，请选一个："
CHOOSE_ONE = "您问的是不是这一点？"
CHOOSE_NONE = "都不是"
CHOOSE_HINT = "回一个数字就行；都不是，请换个说法再问。"
NONE = (
    "讲话里没有说到这一点，我就不乱答了。"
    "它讲的是法治政府建设：权力边界、依法决策、带头学法守法、普法、公开、考核和责任。"
    "换个说法再问，或发送 /topics 看全部要点。"
)
EMPTY_QUESTION = "请把问题写在后面，比如：上面没说让干的事，我们能自己拍板吗？"
TOO_LONG = "这段话太长了（{length} 字），请用一两句话（{limit} 字以内）说要问的事。"
FAULT = "抱歉，刚才出了点故障，没能答上来。请过一会儿再问；如果还不行，把编号 {number} 告诉管理员。"

# --- The prompt -----------------------------------------------------------------------------------------------------
CHAT_WELCOME = """您好，我是明法。请直接问与依法办事有关的问题，我用讲话原文回答。
比如：上面没说让干的事我们乡里能自己拍板干吗
/topics 全部要点　/daily 今日一条　/help 帮助　/quit 退出"""
CHAT_PROMPT = "您问> "
CHAT_BYE = "再见。"
CHAT_HELP = """直接打字提问，我用讲话原文回答，并附法律依据和案例。
/topics　按讲话顺序列出全部要点
/topic 编号或标题　看某一条，如：/topic p12-3
/daily　今日一条
/help　这份帮助
/quit　退出（或按 Ctrl-D）
拿不准时我会列出几条，回数字即可；讲话没说到的，我会直说。"""
INPUT_NOT_UTF8 = "这一行不是 UTF-8 文字，没能看懂，请重新输入。"
UNKNOWN_COMMAND = "没有 {command} 这个命令。发送 /help 看能做什么。"
TOPIC_USAGE = "请写编号或标题，如：/topic p12-3。全部编号见 /topics。"
TOPIC_UNKNOWN = "没有“{topic}”这一条。发送 /topics 看全部编号，或直接把问题打出来。"
TOPICS_HEADING = "讲话要点共 {count} 条："
TOPICS_PART = "■ {part}"
TOPICS_LINE = "  {id}　{title}"
TOPICS_HINT = "看某一条，发送 /topic 加编号。"
DAILY_HEADING = "今日一条（{date}）"
BAD_PICK = "请回 1 到 {count} 的数字，或者直接再问。"
PICK_NONE = "好的。请换个说法再问一次，或发送 /topics 看全部要点。"

# --- The command line -----------------------------------------------------------------------------------------------
CLI_DESCRIPTION = "明法：用讲话原文回答法治政府建设的问题。"
CLI_HELP = {
    "chat": "打开对话，像私聊一样提问",
    "ask": "回答一个问题；--jsonl 从标准输入逐行读取、逐行回答",
    "check": "检查知识库，列出全部问题",
    "evaluate": "用标注好的问题评测，打印各类指标；--fit 重新拟合判定模型",
    "question": "要问的话",
    "jsonl": "标准输入每行一个 {\"id\",\"question\",\"addressed\"}，标准输出每行一个结果",
    "register": "把新条目的编号登记到 ids.yaml（编号永不重复使用）",
    "fit": "用拟合集重新拟合判定模型，写入数据文件后再评测",
    "explain": "显示对这句话作出判定的各项特征",
    "overheard": "把这句话当作群里旁听到的，而不是问机器人的",
    "misses": "同时列出答错、没答上和不该答的句子",
    "knowledge": "知识文件夹（默认取 MINGFA_KNOWLEDGE，或自带的 knowledge/）",
}
CHECK_CLEAN = "知识库没有问题：{entries} 个要点、{aliases} 个问法、{statutes} 条法条、{cases} 个案例、{background} 句闲话。版本 {version}。"
CHECK_FAILED = "共 {count} 个问题，请按上面的提示改好后再运行 check。"
CHECK_REGISTERED = "已登记 {count} 个编号。"
CLI_FAULT = "出错了：{reason}"
CLI_INTERRUPTED = "已停止。"
JSONL_NOT_JSON = "这一行不是合法的 JSON：请每行写一个对象，如 {{\"id\": 1, \"question\": \"…\"}}。"
JSONL_BAD_FIELDS = "question 应当是文字，addressed 应当是 true 或 false，id 可以是文字或数字。"
PROGRESS_PREPARING = "正在准备知识库"
PROGRESS_EVALUATING = "正在评测"
UNKNOWN_SETTING = "不认识的设置 {name}：请检查拼写。可用的有 {known}。"
BAD_SETTING = "设置 {name} 的值不对：{reason}"
KNOWLEDGE_BROKEN = "知识库有问题，不能使用："
FITTED_MISSING = "判定模型的数据文件缺失或与程序不符（{reason}）：请运行 python -m bot evaluate --fit 重新生成。"
EVALUATION_MISSING = "没有评测集 {path}：评测只能在完整的源码目录里运行。"
EVALUATION_BROKEN = "评测集 {path} 第 {line} 行有误：{reason}"
EXPLAIN_OUTCOME = "outcome {outcome}: chance that it deserves an answer {respond:.3f}, that the first entry is right {right:.3f}"

# --- The database ---------------------------------------------------------------------------------------------------
DATABASE_LOCKED = "数据库正忙（可能有备份或别的程序占用），请稍后再试。"
DATABASE_MISSING = "找不到数据库：请检查 DATABASE_URL 或数据文件的位置；还没建过的，先运行 python -m bot migrate。"
DATABASE_UNREACHABLE = "连不上数据库：请检查数据库服务是否在运行、DATABASE_URL 里的地址和端口是否正确。"
DATABASE_REFUSED = "数据库拒绝登录：请检查 DATABASE_URL 里的用户名和密码。"
DATABASE_FULL = "数据库所在的磁盘满了，写不进去：请清理磁盘后再试。"
DATABASE_BROKEN = "数据库文件损坏或不是本程序的数据库：请用 python -m bot restore 备份文件 恢复最近一次备份。"
DATABASE_READONLY = "数据库只能读、不能写：请检查数据文件和所在文件夹的权限。"
DATABASE_URL_BAD = "DATABASE_URL 的写法不对：应形如 postgresql://用户名:密码@主机:5432/库名，密码里的特殊符号要用百分号编码。"
DATABASE_URL_BAD_SSL = "DATABASE_URL 里的 sslmode={mode} 不认识：可用 disable、prefer、require、verify-ca、verify-full。"
DATABASE_URL_NO_FILE = "DATABASE_URL 没有写数据文件的位置：应形如 sqlite:///var/mingfa.db。"
DATABASE_URL_UNKNOWN = "DATABASE_URL 以 {scheme}:// 开头，本程序不支持：请用 sqlite:/// 或 postgresql://。"
SCHEMA_TOO_NEW = "数据库是更新版本的程序建的（结构版本 {revision}），这个版本不能用它：请升级程序，或恢复升级前的备份。"
BACKUP_POSTGRES = "PostgreSQL 数据库请用它自带的工具备份和恢复：pg_dump -Fc 库名 > 备份文件，pg_restore -c -d 库名 备份文件。"
BACKUP_EXISTS = "{file} 已经存在：请换一个文件名，免得盖掉旧备份。"
BACKUP_CANNOT_WRITE = "备份文件 {file} 写不进去（{reason}）：请检查文件夹和权限。"
RESTORE_NO_FILE = "没有备份文件 {file}，或者读不了它。"
RESTORE_NOT_A_BACKUP = "{file} 不是明法的备份，或者已经损坏，没有恢复。现有数据没有动。"
RESTORE_IN_USE = "数据库正被别的程序使用：请先停下机器人，再恢复。现有数据没有动。"

# --- What is kept about a person (/mydata, /forget) -----------------------------------------------------------------
KEPT_STAFF = "您的工作人员身份：只要还担任就要保留，所有者可以撤销。"
KEPT_AUDIT = "您作为工作人员的操作记录：为了能够追责，任何人都不能删改。"
KEPT_WORK = "您提出或审定的问法、群发和设置上的署名：属于工作记录。"

# --- Broadcasts: content, audience, times ---------------------------------------------------------------------------
HTML_UNCLOSED = "格式标记 <{tag}> 没有结尾，请补上 </{tag}>。"
HTML_CLOSED_TOO_MUCH = "多了一个 </{tag}>，前面没有与它成对的 <{tag}>。"
HTML_CROSSED = "格式标记交叉了：<{open}> 还没结束就出现了 </{tag}>，请先写 </{open}>。"
HTML_UNKNOWN_TAG = "Telegram 不认识格式标记 <{tag}>，请删去它；如果想写尖括号本身，请写成 &lt;。"
HTML_NEEDS = "格式标记 <{tag}> 缺少 {attribute}。"
HTML_BARE_LESS = "“{around}”里的尖括号会被当作格式标记，请写成 &lt;。"
CONTENT_EMPTY = "内容是空的，请写上要发的话。"
CONTENT_TOO_LONG = "内容太长：共 {length} 字，要分成 {parts} 条，最多 {most} 条。请缩短，或改发文件。"
CONTENT_SPLIT = "全文 {length} 字，超过一条消息 {limit} 字的上限，会在句末断开，分成 {parts} 条依次发送。"
CONTENT_NO_FILE = "没有找到图片或文件，请重新发送。"
CAPTION_TOO_LONG = "图片或文件的说明共 {length} 字，最多 {limit} 字，请删去 {over} 字，或把文字另发一条。"
CONTENT_OPENING = {"photo": "（图片）", "document": "（文件）", "copy": "（转发的消息）"}
AUDIENCE = {"all": "全部群", "units": "单位：{names}", "tags": "标签：{names}"}
AUDIENCE_PICKED = "选定的 {count} 个群"
AUDIENCE_EMPTY = "“{audience}”里一个群也没有，请重新选择范围。"
AUDIENCE_NONE_LEFT = "“{audience}”里没有能收到的群：{inactive} 个群里机器人已不在，{opted_out} 个群不接收这类消息。请重新选择范围。"
SCHEDULE_BAD_CRON = "看不懂重复规则“{cron}”。请写五项：分 时 日 月 星期，例如每周一上午九点是 0 9 * * 1。"
SCHEDULE_NEVER = "按“{cron}”永远不会发送，请检查日期。"
SCHEDULE_NEVER_WORKDAY = "三年之内没有符合这个规则的工作日，请改时间，或取消“只在工作日”。"
SCHEDULE_TOO_OFTEN = "发得太密了，会打扰大家：两次之间至少隔 {minutes} 分钟。"
SCHEDULE_NO_WEEKDAY = "请至少选一个星期几。"
SCHEDULE_YEAR_UNKNOWN = "还没有 {year} 年的放假安排，先按周一到周五算工作日；安排公布后请更新程序。"
TIME_PAST = "{time} 已经过去了，请选一个以后的时间。"
TIME_TOO_FAR = "{time} 太远了，请选一年以内的时间。"

# --- Telegram: what people see --------------------------------------------------------------------------------------
# What a message to the bot can start with, instead of a command.
WORDS = {"帮助": "help", "目录": "topics", "今日一条": "daily", "隐私": "privacy"}
COMMANDS = {
    "ask": "提问：/ask 后面写问题",
    "topics": "目录：讲话的全部要点",
    "daily": "今日一条",
    "topic": "看某一条：/topic 编号",
    "help": "怎么用",
    "privacy": "隐私说明",
    "about": "关于明法",
    "mydata": "看看存了我的什么",
    "forget": "删除存下的我的数据",
}
START = """您好，我是明法。请直接问与依法办事有关的问题，我用讲话原文回答，并附出处、法条和案例。
比如：上面没说让干的事，我们乡里能自己拍板干吗？
全部要点见 /topics，更多用法见 /help。"""
HELP_PRIVATE = """直接打字提问，我用讲话原文回答，并附出处、法条和真实案例。
/topics　目录：按讲话顺序看全部要点
/topic 编号　看某一条，如：/topic p12-3
/daily　今日一条
/privacy　隐私说明
/about　关于明法
拿不准时我会列出几条请您选；讲话没说到的，我会直说。问题写错了，改一改原来那条消息，我的回答会跟着改。
在工作群里：发 /ask 加问题，或者 @{username} 加问题，或者回复我的消息。"""
HELP_GROUP = """在群里问我，有三种办法：
1. 发 /ask 加问题；对着别人的消息回复 /ask，我就答那条消息
2. @{username} 加问题
3. 回复我的消息
别的话我不插嘴。/topics 目录，/daily 今日一条，/privacy 隐私说明。也可以私聊问我。"""
HELP_OWNER = "工作人员的命令：发送 /help 查看。"
PRIVACY = """隐私说明
· 我只处理发给我的消息：私聊、/ask、@我、回复我的消息。群管理员开了旁听的群，我才看其他消息，只用来判断是否作答。
· 日志里只有编号、结果和用时，没有您说的话。
· 为了改进回答，没答上来的问题会去掉姓名和号码后保存一段时间；不记是谁问的。
· 点赞、点踩只用来改进回答，不对人排名。
· 不统计谁在线、谁提问多。"""
ABOUT = """明法：用讲话原文回答法治政府建设的问题。
内容出自《{speech}》，共 {count} 个要点。原文一字不改，标明段落；原文未公开的字用……表示。
法条和案例是另外附上的，供学习参考，不能代替法律意见。
知识版本 {version}。"""
GROUP_NONE = "讲话里没有说到这一点，我就不乱答了。/topics 看全部要点。"
ASK_USAGE = "请把问题写在 /ask 后面，比如：/ask 上面没说让干的事，我们能自己拍板吗？"
WORDS_ONLY = "我只看得懂文字，请把问题打出来。"
FLOOD = "您问得有点快，我先歇一歇，请一分钟后再问。"
CARD_LAWS = "法律依据：{laws}"
LAW_NAME = "《{law}》第{articles}条（{version}版）"
CARD_CAUTION = "请注意：{caution}"
PARAGRAPH_HEADING = "{title}\n讲话第{number}段全文"
VIEW_HEADING = "{title}\n{view}"
NO_RELATED = "这一点没有列出相关要点。"
LESSON_LINE = "启示：{lesson}"
BUTTON_WHOLE = "看全段"
BUTTON_LAW = "法条依据"
BUTTON_CASES = "真实案例"
BUTTON_RELATED = "相关要点"
BUTTON_UP = "👍"
BUTTON_DOWN = "👎"
BUTTON_BACK = "返回"
BUTTON_TOPICS = "返回目录"
BUTTON_EARLIER = "上一页"
BUTTON_LATER = "下一页"
BUTTON_HUSH = "不用提醒我"
BUTTON_PAGE = "{title}（{count}）"
TOPICS_PICK = "讲话要点共 {count} 条，请选一部分："
TOPICS_PICK_ENTRY = "{part}\n请选一条："
TOAST_THANKS_UP = "谢谢，收到。"
TOAST_THANKS_DOWN = "谢谢提醒，我们会改进。"
TOAST_STALE = "这个按钮已经失效了，请重新提问，或发送 /topics。"
TOAST_HUSHED = "好的，一小时之内不再主动提醒。"
TOAST_ADMINS_ONLY = "只有本群的管理员可以关掉提醒。"
TOAST_NOT_CHECKED = "没能核实您是不是管理员，请过一会儿再试。"
TOAST_FAULT = "抱歉，出了点故障，请过一会儿再试（编号 {number}）。"
COMMAND_UNKNOWN = "没有这个命令。发送 /help 看能做什么。"

# --- Telegram: what the operator sees -------------------------------------------------------------------------------
CLI_HELP["run"] = "启动 Telegram 机器人"
TOKEN_MISSING = (
    "没有设置 TELEGRAM_BOT_TOKEN：请在 Telegram 里向 @BotFather 发送 /newbot 取得令牌，写进环境变量或 .env 文件。"
    "只想在终端里试用，不需要令牌，运行 python -m bot chat 就行。"
)
TOKEN_WRONG = (
    "Telegram 不认识 TELEGRAM_BOT_TOKEN 里的令牌：请向 @BotFather 发送 /mybots 查看或重新生成，再改环境变量或 .env 文件。"
    "只想在终端里试用，不需要令牌，运行 python -m bot chat 就行。"
)
WEBHOOK_REFUSED = "Telegram 不接受 WEBHOOK_URL（{reason}）：它应当是能从外网访问的 https 地址。"
PORT_TAKEN = "端口 {port} 用不了（{reason}）：请换一个 PORT，或停掉占用它的程序。"
SETTING_REASONS = {
    "integer": "应当是 {least} 到 {most} 的整数",
    "number": "应当是 {least} 到 {most} 的数",
    "ids": "应当是用户编号，多个之间用逗号隔开",
    "url": "应当是以 http:// 或 https:// 开头的地址",
    "secret": "只能用字母、数字、_ 和 -，最多 256 个",
    "level": "应当是 DEBUG、INFO、WARNING 或 ERROR",
}

# --- Broadcasts: delivering -----------------------------------------------------------------------------------------
ALREADY_SENDING = "另一个进程正在用这个数据库发送通知；用 SQLite 时只能有一个。请先停掉那一个，或改用 PostgreSQL（设置 DATABASE_URL）。"
AUDIT_SYSTEM = "系统"
AUDIT_RUN = "第 {run} 号，{receivers} 个群；错过 {skipped} 次"
AUDIT_REFUSED = "连续被 Telegram 拒收，自动暂停"
AUDIT_PREPARED = "{audience}：{count} 个群"
AUDIT_COUNT = "{count} 条"
AUDIT_RECALL = "可撤回 {possible} 条，已不能撤回 {left} 条"
BROADCAST_UNKNOWN = "没有第 {number} 号通知。"
BROADCAST_STAGES = {"draft": "草稿", "released": "正在发送", "paused": "已暂停", "done": "已发完", "cancelled": "已取消"}
BROADCAST_ELSEWHERE = "没有改动：第 {number} 号通知现在是“{stage}”，可能别人刚刚操作过。"
BROADCAST_CHANGED = "放行之前内容又改过，请重新预览后再放行。"
BROADCAST_SECOND_PERSON = "这条通知是您准备的，请由另一位发布员放行。"
BROADCAST_OFFICIAL_OWNER = "只有所有者能把通知标为正式通知（不受各群关闭通知的影响）。"
BROADCAST_RELEASED = "已放行，第 {number} 号通知将发给 {count} 个群。"
BROADCAST_REPEATS = "已放行，第 {number} 号通知将在 {time} 第一次发送。"
BROADCAST_REPEATS_DAILY = "已放行，今日一条将按各群设定的时间发送。"
BROADCAST_PAUSED = "已暂停。正在路上的几条仍会送到，其余停在队列里。"
BROADCAST_RESUMED = "已继续发送。"
BROADCAST_CANCELLED = "已取消其余的。已经送到的可以用“撤回”。"
BROADCAST_NOTHING = "没有可以{what}的。"
BROADCAST_RETRIED = "已重新排队：{count} 条。"
BROADCAST_RESOLVED = "已记下：{count} 条。"
BROADCAST_RECALLED = "正在撤回 {possible} 条。{left} 条不能撤回：发出超过 48 小时，或群已升级、消息编号已变。"
BROADCAST_RECALL_ALL = "正在撤回 {possible} 条。"
BROADCAST_REFUSED_BY_TELEGRAM = "Telegram 不接受这份内容：{reason}"
BROADCAST_COPY_GONE = "要转发的原消息已经删除或不能转发，请重新选一条。"
BROADCAST_PREVIEW_UNSURE = "预览没能发出（{reason}），请过一会儿再试。"
WHAT = {"retry": "重发", "resolve": "确认", "recall": "撤回"}
STATES = {
    "queued": "排队中",
    "sending": "正在发送",
    "sent": "已送达",
    "failed": "没送到",
    "uncertain": "不确定",
    "waiting": "等待重试",
    "cancelled": "已取消",
    "skipped": "不发送",
}
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
    "opted_out": "群里关闭了这类消息",
    "missed": "错过时间",
    "confirmed": "人工确认已送到",
}
RECALLS = {"": "", "wanted": "撤回中", "done": "已撤回", "failed": "撤回失败"}
SHEET_HEADINGS = ("群", "群编号", "单位", "第几段", "状态", "原因", "说明", "尝试次数", "送达时间", "撤回")

# --- Staff: the gate, dialogues, groups, roles ------------------------------------------------------------------------
STAFF_ACT_AS_YOURSELF = "您现在是匿名管理员，认不出是谁。请在群管理里关掉匿名，用自己的身份再发一次，或者私聊我。"
STAFF_PRIVATE_ONLY = "这件事请私聊我办：点我的头像，再发同一条命令。"
STAFF_NOT_CHECKED = "没能向 Telegram 核实您是不是本群的管理员，请过一会儿再试。"
STAFF_AWAY = "现在办不了：{reason}提问不受影响。"
CANCELLED = "好的，已取消，什么都没有改。"
NOTHING_TO_CANCEL = "现在没有办到一半的事。发送 /help 看能做什么。"
ROLES = {"owner": "所有者", "editor": "编辑", "announcer": "发布员", "auditor": "审计员"}
HELP_STAFF = "您是{roles}，还可以用："
HELP_STAFF_CANCEL = "/cancel　放弃办到一半的事"
# One line a guarded command: what the menu and /help say. Every registered command needs one.
STAFF_COMMANDS = {
    "settings": "本群的设置（在群里发）",
    "here": "把这个话题设为通知话题（在群里发）",
}
