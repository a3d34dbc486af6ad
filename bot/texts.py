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
TOPIC_USAGE = "请写标题或编号，如：/topic 法无授权不可为。全部要点见 /topics。"
TOPIC_UNKNOWN = "没有“{topic}”这一条。发送 /topics 看全部要点，或直接把问题打出来。"
TOPIC_UNKNOWN_HERE = "没有这一条。发送 /topics 看全部要点，或直接把问题打出来。"
TOPICS_HEADING = "讲话要点共 {count} 条："
TOPICS_PART = "■ {part}"
TOPICS_LINE = "  {id}　{title}"
TOPICS_HINT = "看某一条，发送 /topic 加编号。"
DAILY_HEADING = "今日一条（{date}）"
BAD_PICK = "请回 1 到 {count} 的数字，或者直接再问。"
PICK_NONE = "好的。请换个说法再问一次，或发送 /topics 看全部要点。"

# With a role, on the local database.
TERMINAL_WELCOME = """您现在是{roles}，用的是本机的数据库，做的事都记在操作记录里。/help 看能做什么。
方括号里的数字就是按钮：打数字，等于点它。要写几行，在行末打一个反斜杠 \\ 再回车。要交文件，打上它的路径，或者把它拖进来。
这里不连 Telegram：发给群和别人的，要由 python -m bot run 运行着的机器人来发。"""
TERMINAL_NAME = "本机命令行"
TERMINAL_ADDRESS = "@机器人"
BUTTON_NUMBERED = "[{number}] {label}"
TERMINAL_FILE = "文件"
TERMINAL_PICTURE = "图.png"
TERMINAL_SAVED = "已存到当前文件夹：{name}"
TERMINAL_NOT_WRITTEN = "文件没能存下：{reason}。请换一个能写的文件夹，再运行一次。"
TERMINAL_TOO_MANY = "同名的文件太多了"
TERMINAL_NO_FILE = "没有找到这个文件，请看看路径写得对不对。"
TERMINAL_NOT_READ = "没能读出 {name}：{reason}。请看看它能不能打开，再试一次。"
TERMINAL_FILE_UNWANTED = "{name}：现在没有要用文件的事。发送 /help 看能做什么。"
TERMINAL_NO_TELEGRAM = (
    "这一步要连上 Telegram 才能办。"
    "请先在 .env 里写好 TELEGRAM_BOT_TOKEN，用 python -m bot run 运行机器人，再到 Telegram 里办。"
)
TERMINAL_NO_MEDIA = "命令行里只能准备文字的通知和要点。要发图片、文件，请在 Telegram 里向机器人发 /broadcast。"
TERMINAL_SENT_BY_BOT = "通知由 python -m bot run 运行着的机器人来发、来撤回。它没有运行的话，请把它运行起来；在那以前一条也不会发出。"
TERMINAL_CONDITION = "这里是命令行。Telegram 那边怎么样，请在 Telegram 里向机器人发 /health。"

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
CLI_USAGE = "命令写得不对（{reason}）。运行 {program} --help 看怎么写。"
CLI_USAGE_PLAIN = "命令写得不对。运行 {program} --help 看怎么写。"
CLI_USAGE_PREFIX = "用法："
CLI_COMMAND = "命令"
CLI_POSITIONALS = "参数"
CLI_OPTIONALS = "选项"
CLI_HELP["help"] = "显示这份帮助"
CLI_HELP["as"] = "以工作人员的身份试用，用本机的数据库：所有者、编辑、发布员、审计员（或 owner 等），几个用逗号隔开"
CLI_MISSING = "还缺少 {what}"
CLI_UNKNOWN_ARGUMENTS = "看不懂 {what}"
CLI_BAD_CHOICE = "{what} 不能是“{value}”，可以是 {others}"
CLI_BAD_VALUE = "{what} 不能是“{value}”"
CLI_NO_VALUE = "{what} 后面要写上内容"
CLI_NO_VALUE_WANTED = "{what} 后面不用写内容（“{value}”）"
CLI_NOT_TOGETHER = "{what} 和 {others} 不能一起用"
CLI_AMBIGUOUS = "{what} 可以是 {others}，请写全"
CLI_INTERRUPTED = "已停止。"
JSONL_NOT_JSON = "这一行不是合法的 JSON：请每行写一个对象，如 {{\"id\": 1, \"question\": \"…\"}}。"
JSONL_BAD_FIELDS = "question 应当是文字，addressed 应当是 true 或 false，id 可以是文字或数字。"
PROGRESS_PREPARING = "正在准备知识库"
PYTHON_TOO_OLD = "这里的 Python 是 {version}，太旧了：需要 3.11 或更新的版本，装好后按 README 重新建 .venv。"
PACKAGE_MISSING = "缺少组件 {name}：请按 README 先安装，再用 .venv/bin/python -m bot 运行（现在用的是 {python}）。"
FOLDER_GONE = "当前文件夹已经不在了，或者进不去：请换一个文件夹（cd）再运行。"
PROGRESS_LONG = "正在准备知识库：第一次要算一两分钟（慢的机器更久），算好会存下来，以后几秒就好。"
PROGRESS_EVALUATING = "正在评测"
UNKNOWN_SETTING = "不认识的设置 {name}：{meant}请检查拼写。可用的有 {known}。"
UNKNOWN_SETTING_MEANT = "是不是想写 {near}？"
DOTENV_LINE = "{file} 第 {line} 行“{shown}…”不是设置：每行应写成 名字=值（如 MINGFA_OWNERS=7000000001），说明文字前面加 #。"
DOTENV_QUOTE = "{file} 第 {line} 行“{shown}…”的引号不成对：请补上另一半，或者去掉引号。"
DOTENV_TWICE = "{file} 第 {first} 行和第 {second} 行都写了 {name}，而且不一样：请只留一行。"
DOTENV_ENCODING = "{file} 不是文本，或者编码认不出来：请用记事本打开，另存为 UTF-8。"
DOTENV_UNREADABLE = "读不了 {file}（{reason}）：请检查它的权限，它应当是一个文本文件。"
DOTENV_TXT = "这里有 {file}，却没有 {name}：请把它改名为 {name}（Windows 要先打开“显示文件扩展名”）。"
BAD_SETTING = "设置 {name} 的值不对：{reason}"
KNOWLEDGE_BROKEN = "知识库有问题，不能使用："
FITTED_MISSING = "判定模型的数据文件缺失或与程序不符（{reason}）：请运行 python -m bot evaluate --fit 重新生成。"
ENCODER_CHANGED = "组件 {package} 的文件 {file} 损坏或被换过：请重新安装，pip install --force-reinstall -r constraints.txt。"
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
DATABASE_URL_BAD = "DATABASE_URL 的写法不对：应形如 postgresql://用户名:密码@主机:5432/库名（密码里的特殊符号要用百分号编码），或 sqlite:///var/mingfa.db。"
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
KEPT_AUDIT = "操作记录里写到您的（您办的、没有权限没办成的、别人给您办的）：为了能够追责，任何人都不能删改。"
KEPT_WORK = "您提出或审定的问法、群发和设置上的署名：属于工作记录。"
KEPT_MENTIONS = "工作人员的草稿和群发里写到的您的编号：草稿半小时后自动删除，群发属于工作记录，到期删除。"

# --- Broadcasts: content, audience, times ---------------------------------------------------------------------------
HTML_UNCLOSED = "格式标记 <{tag}> 没有结尾，请补上 </{tag}>。"
HTML_CLOSED_TOO_MUCH = "多了一个 </{tag}>，前面没有与它成对的 <{tag}>。"
HTML_CROSSED = "格式标记交叉了：<{open}> 还没结束就出现了 </{tag}>，请先写 </{open}>。"
HTML_UNKNOWN_TAG = "Telegram 不认识格式标记 <{tag}>，请删去它；如果想写尖括号本身，请写成 &lt;。"
HTML_NEEDS = "格式标记 <{tag}> 缺少 {attribute}。"
HTML_NO_ADDRESS = "链接“{address}”不是完整的网址，Telegram 会丢掉它。请写成 https:// 开头的。"
HTML_BARE_LESS = "“{around}”里的尖括号会被当作格式标记，请写成 &lt;。"
CONTENT_EMPTY = "内容是空的，请写上要发的话。"
CONTENT_TOO_LONG = "内容太长：共 {length} 字，要分成 {parts} 条，最多 {most} 条。请缩短，或改发文件。"
CONTENT_SPLIT = "全文 {length} 字，超过一条消息 {limit} 字的上限，会在句末断开，分成 {parts} 条依次发送。"
CONTENT_NO_FILE = "没有找到图片或文件，请重新发送。"
CAPTION_TOO_LONG = "图片或文件的说明共 {length} 字，最多 {limit} 字，请删去 {over} 字，或把文字另发一条。"
CONTENT_OPENING = {
    "photo": "（图片）",
    "video": "（视频）",
    "animation": "（动图）",
    "audio": "（音频）",
    "voice": "（语音）",
    "document": "（文件）",
    "video_note": "（圆形视频）",
    "sticker": "（贴纸）",
    "contact": "（联系人）",
    "location": "（位置）",
    "venue": "（地点）",
    "poll": "（投票）",
}
AUDIENCE = {"all": "全部群", "units": "单位 {names}", "tags": "标签 {names}"}
AUDIENCE_PICKED = "选定的 {count} 个群"
AUDIENCE_EMPTY = "“{audience}”里一个群也没有，请重新选择范围。"
AUDIENCE_NONE_LEFT = (
    "“{audience}”里没有能收到的群：{inactive} 个群里机器人已不在，{opted_out} 个群不接收这类消息，{waiting} 个群还没有收下。"
    "请重新选择范围。"
)
AUDIENCE_NOT_TAKEN_IN = "选的 {count} 个群还没有收下，收不到通知。请先发 /groups 收下，再选一次。"
SCHEDULE_BAD_CRON = "看不懂重复规则“{cron}”。请写五项：分 时 日 月 星期，例如每周一上午九点是 0 9 * * 1。"
SCHEDULE_NEVER = "按“{cron}”永远不会发送，请检查日期。"
SCHEDULE_NEVER_WORKDAY = "三年之内没有符合这个规则的工作日，请改时间，或取消“只在工作日”。"
SCHEDULE_TOO_OFTEN = "发得太密了，会打扰大家：两次之间至少隔 {minutes} 分钟。"
SCHEDULE_NO_WEEKDAY = "请至少选一个星期几。"
SCHEDULE_YEAR_UNKNOWN = (
    "请留意：{year} 年的放假安排还没有公布（或程序还没有更新），先按周一到周五算工作日，元旦、劳动节、国庆节不发。"
    "国务院办公厅公布以后，请维护人员更新程序，调休就会照办。"
)
TIME_PAST = "{time} 已经过去了，请选一个以后的时间。"
TIME_TOO_FAR = "{time} 太远了，请选一年以内的时间。"

# --- Telegram: what people see --------------------------------------------------------------------------------------
# What a message to the bot can start with, instead of a command.
WORDS = {"帮助": "help", "目录": "topics", "今日一条": "daily", "隐私": "privacy"}
# What may follow a slash instead of a Latin name.
COMMAND_WORDS = {
    **WORDS,
    "提问": "ask",
    "问": "ask",
    "要点": "topic",
    "今日": "daily",
    "关于": "about",
    "开始": "start",
    "取消": "cancel",
    "设置": "settings",
    "我的数据": "mydata",
    "退出": "quit",
}
# Alone in a private chat: nobody asks, teaches or announces that.
CANCEL_WORDS = ("取消", "放弃")
QUIT_WORDS = ("退出", "再见", "quit", "exit")
COMMANDS = {
    "ask": "提问：/ask 后面写问题",
    "topics": "目录：讲话的全部要点",
    "daily": "今日一条",
    "topic": "看某一条：/topic 标题",
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
/topic 标题　看某一条，如：/topic 法无授权不可为
/daily　今日一条
/privacy　隐私说明
/about　关于明法
拿不准时我会列出几条请您选；讲话没说到的，我会直说。问题写错了，改一改原来那条消息，我的回答会跟着改。
在工作群里：发 /ask 加问题，或者 @{username} 加问题，或者回复我的消息。"""
HELP_GROUP = """在群里问我，有三种办法：
1. 发 /ask 加问题；对着别人的消息回复 /ask，我就答那条消息
2. @{username} 加问题
3. 回复我的消息
别的话我不插嘴。/topics 目录，/daily 今日一条，/privacy 隐私说明。也可以私聊问我。
群管理员发 /settings 可以设置本群。"""
HELP_OWNER = "工作人员的命令：发送 /help 查看。"
PRIVACY = """隐私说明
· 我只处理发给我的消息：私聊、/ask、@我、回复我的消息。群管理员开了旁听的群，我才看其他消息，只用来判断是否作答。
· 日志里只有结果和用时，没有您说的话，也认不出您是谁。
· 为了改进回答，没答上来的、点了踩的问题会尽量去掉姓名和号码后保存一段时间：只记日期和单位，不记是谁问的。请不要写真名和号码。
· 一时排不上队的消息先加密存着，答完就删，最迟两天。
· 用 /ask 或 @我 问别人发的消息，那条消息的话不保存。
· 点赞、点踩和回答的位置保存七天，只用来改进和修改回答，不对人排名，不统计谁在线、谁提问多。
· 工作人员的操作，包括没有权限没办成的，记入操作记录，任何人都不能删改。
· 私聊发 /mydata 看存了什么，/forget 删除。"""
ABOUT = """明法：用讲话原文回答法治政府建设的问题。
内容出自《{speech}》，共 {count} 个要点。原文一字不改，标明段落；原文未公开的字用……表示。
法条和案例是另外附上的，供学习参考，不能代替法律意见。
知识版本 {version}。"""
GROUP_NONE = "讲话里没有说到这一点，我就不乱答了。/topics 看全部要点。"
ASK_USAGE = "请把问题写在 /ask 后面，比如：/ask 上面没说让干的事，我们能自己拍板吗？"
SCREEN_CUT = "……（内容太长，这里只显示了前面一部分）"
WORDS_ONLY = "我只看得懂文字，请把问题打出来。"
WITHDRAWN = "问题改过了，原来的回答作废。要再问，请直接发新的问题。"
TOAST_FLOOD = "您按得有点快，请一分钟后再按。"
INLINE_FLOOD = "您查得有点快，请一分钟后再查"
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
TOAST_ADMINS_ONLY = "本群的管理员才能关掉提醒，请告诉他们。"
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
LISTEN_WRONG = "这台机器没有 {address} 这个地址：请改 WEBHOOK_LISTEN，或不填它。"
UNREACHABLE_DIRECTLY = "连不上 Telegram，也没有设代理：要用代理才能上的网络，请在 .env 里写一行 MINGFA_PROXY=socks5://127.0.0.1:7890（换成您的地址）"
UNREACHABLE_PROXY = "经代理 {proxy}（{setting}）连不上 Telegram：请确认代理程序开着、能上外网，地址和端口没写错"
UNREACHABLE_LOGIN = "代理 {proxy}（{setting}）要用户名和密码，或者给的不对：请写成 {scheme}://用户名:密码@主机:端口"
UNREACHABLE_KIND = "代理 {proxy}（{setting}）不回话，或者听不懂我们的话：请确认它是哪一种，http:// 还是 socks5://"
UNREACHABLE_TRUST = "连上了，但对方的证书验证不过：请检查这台电脑的日期时间；代理换过证书的，把它的根证书写进 SSL_CERT_FILE"
CERTIFICATES_BAD = "SSL_CERT_FILE 或 SSL_CERT_DIR 指的证书读不了（{reason}）：请检查路径，不用的话去掉这个设置。"
PROXY_NO_SOCKS = "{setting} 写的是 SOCKS 代理，缺少组件 socksio：请重新运行安装命令 pip install -r constraints.txt。"
PLAIN_API = "TELEGRAM_API_URL 用 http:// 连 {host}，令牌和大家的话在路上不加密：不在自己的内网里就请换成 https://"
PLAIN_DATABASE = "DATABASE_URL 没有要求加密（{database}），密码和数据路上可能是明文：请在末尾加上 ?sslmode=require，有证书的用 verify-full"
PORT_TAKEN = "端口 {port} 用不了（{reason}）：请换一个 PORT，或停掉占用它的程序。"
SETTING_REASONS = {
    "integer": "应当是 {least} 到 {most} 的整数",
    "number": "应当是 {least} 到 {most} 的数",
    "ids": "应当是用户编号，多个之间用逗号隔开",
    "url": "应当是以 http:// 或 https:// 开头的地址",
    "proxy": "应形如 http://127.0.0.1:7890 或 socks5://127.0.0.1:7890；要登录的写成 http://用户名:密码@主机:端口，密码里的特殊符号用百分号编码",
    "path": "没有 ~ 所指的用户文件夹，请写完整的路径",
    "secret": "只能用字母、数字、_ 和 -，最多 256 个",
    "level": "应当是 DEBUG、INFO、WARNING 或 ERROR",
}

# --- Broadcasts: delivering -----------------------------------------------------------------------------------------
ALREADY_SENDING = "另一个进程正在用这个数据库发送通知；用 SQLite 时只能有一个。请先停掉那一个，或改用 PostgreSQL（设置 DATABASE_URL）。"
AUDIT_SYSTEM = "系统"
AUDIT_RUN = "第 {run} 号，{receivers} 个群；错过 {skipped} 次"
AUDIT_REFUSED = "连续被 Telegram 拒收，自动暂停"
AUDIT_PREPARED = "{audience}：{count} 个群"
AUDIT_EXPIRED = "{count} 条通知结束满 {days} 天，连同各群的情况一起删除"
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
    "您改了第 {number} 号的原消息。原来的放行作废，已退回草稿，内容还是改之前的。"
    "要用改好的，请点“改内容”再发一遍；不用改，请重新放行。"
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
    "not_taken_in": "群还没有收下",
    "opted_out": "群里关闭了这类消息",
    "missed": "错过时间",
    "confirmed": "人工确认已送到",
}
RECALLS = {"": "", "wanted": "撤回中", "done": "已撤回", "failed": "撤回失败"}
SHEET_HEADINGS = ("群", "群编号", "单位", "第几段", "状态", "原因", "说明", "尝试次数", "送达时间", "撤回")

# --- Staff: the gate, dialogues, groups, roles ------------------------------------------------------------------------
STAFF_ACT_AS_YOURSELF = "您现在是匿名管理员，认不出是谁。请在群管理里关掉匿名，用自己的身份再发一次，或者私聊我。"
STAFF_ACT_AS_YOURSELF_HERE = "您现在是匿名管理员，认不出是谁。请在群管理里关掉匿名，用自己的身份再来一次。"
STAFF_NOT_YOUR_BUTTON = "这个按钮您用不了。发送 /help 看能做什么。"
STAFF_LOOK_ONLY = "您的身份只能看，不能改。要改请找所有者。"
STAFF_NO_LONGER = "您现在不能办这件事了，已经替您放弃。要提问，请直接打字。"
STAFF_PRIVATE_ONLY = "这件事请私聊我办：点我的头像，再发同一条命令。"
STAFF_IN_GROUP = "这是设置某个群用的，请到那个群里发同一条命令；只有那个群的管理员能办。"
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
    "groups": "登记的群",
    "group": "看一个群：/group 编号",
    "staff": "工作人员名单，添加和撤销",
    "grant": "授予身份：/grant 编号 身份",
    "revoke": "撤销身份：/revoke 编号 身份",
    "health": "运行情况",
}

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
KINDS = {"notice": "通知", "daily": "今日一条", "study": "学习资料"}
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
NO_UNIT = "未填"
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
SOMEBODY = "有人"
UNIT_WISHED = "（想改为 {unit}，等确认）"
UNIT_ASKED = "已请明法的管理人员确认，确认后单位改为：{unit}。"
UNIT_ALREADY = "单位本来就是：{unit}。"
UNIT_WISH_GRANTED = "已同意：“{title}”的单位是 {unit}。"
UNIT_WISH_DENIED = "没有同意：“{title}”的单位不改成 {unit}。"
UNIT_WISH_GONE = "这件事已经有人处理过，或者那个群又换了想填的单位。现在的情况如下。"
AUDIT_BROUGHT_IN = "亲自拉进群，收下"
AUDIT_TAKEN_IN = "收下"
AUDIT_NOT_TAKEN_IN = "没有收下，退出"
AUDIT_UNIT_WISHED = "想填单位：{unit}（等确认）"
AUDIT_UNIT_GIVEN = "{unit}（群管理员填的，同意）"
AUDIT_UNIT_DENIED = "{unit}（群管理员填的，不同意）"

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

# Roles.
ROLES_LONG = {
    "owner": "所有者：管人、管群、看全部",
    "editor": "编辑：教问法、审问法",
    "announcer": "发布员：发通知",
    "auditor": "审计员：只看统计和记录",
}
STAFF_TITLE = "工作人员共 {count} 人"
STAFF_HINT = "添加：点下面的按钮，或发 /grant 编号 身份，或在群里回复他的消息发 /grant 身份。"
STAFF_FROM_SETTINGS = "　由 MINGFA_OWNERS 指定"
BUTTON_GRANT = "添加工作人员"
BUTTON_REVOKE = "撤销 {name} 的{role}"
GRANT_USAGE = """请这样写：
/grant 编号 身份，如：/grant 7000000001 编辑
或者回复他的一条消息：/grant 编辑
也可以私聊我只发 /grant，一步一步来。
身份有：所有者、编辑、发布员、审计员。"""
REVOKE_USAGE = """请这样写：
/revoke 编号 身份，如：/revoke 7000000001 编辑
或者回复他的一条消息：/revoke 编辑
名单见 /staff。"""
ASK_PERSON = "请转发一条他的消息给我，或者发他的编号（他私聊我发 /mydata 就能看到）。不加了请发 /cancel。"
ASK_ROLE = "请选要授予 {name} 的身份："
ASK_ROLE_TO_TAKE = "请选要撤销 {name} 的身份："
HAS_ALL_ROLES = "{name} 已经有全部身份了。"
HAS_NO_ROLE = "{name} 没有可以撤销的身份。"
TARGET_HIDDEN = "他的隐私设置不让看转发来源。请让他私聊我发 /mydata，把里面的编号告诉您，再发 /grant 编号 身份。"
TARGET_NO_PERSON = "这不是某个人用自己的身份发的消息（可能是机器人、频道或匿名管理员），请换一条，或用编号。"
TARGET_BAD_ID = "编号应当是一串数字；他私聊我发 /mydata 就能看到自己的编号。"
OR_CANCEL = "不办了请发 /cancel。"
GRANTED = "已让 {name} 担任{role}。"
GRANTED_ALREADY = "{name} 本来就是{role}。"
NOT_TOLD = "他还没有跟我说过话，请告诉他私聊 @{username} 点“开始”。"
YOU_ARE_NOW = "您现在是明法的{role}了。发送 /help 看能做什么。"
REVOKED = {
    "done": "已撤销 {name} 的{role}。",
    "not_held": "{name} 不是{role}，没有改动。",
    "last_owner": "{name} 是最后一位所有者，不能撤销：请先让别人担任所有者。",
    "set_outside": "{name} 是 MINGFA_OWNERS 指定的所有者，请改设置后重启。",
}

# How the bot is.
HEALTH_TITLE = "运行情况"
HEALTH_VERSION = "程序版本"
HEALTH_UPTIME = "已运行"
HEALTH_QUEUE = "排队的消息"
HEALTH_WAITING = "{count} 条"
HEALTH_UNANSWERED = "{count} 条（启动以来等得太久、没来得及回答：{dropped} 条，问的人再问一次即可）"
HEALTH_RECORDS = "没记上的统计"
HEALTH_DROPPED = "{count} 条"
HEALTH_DATABASE = "数据库"
HEALTH_DATABASE_FINE = "正常（{database}，结构版本 {revision}，{ms} 毫秒）"
HEALTH_KNOWLEDGE = "知识版本"
HEALTH_LIBRARY = "{version}（{count} 个要点）"
HEALTH_PRIVACY = "隐私模式"
HEALTH_HEARS_ALL = "关（能旁听群里的消息）"
HEALTH_HEARS_LITTLE = "开（只看得到 @我、回复我和命令）"
HEALTH_PRIVACY_HOW = (
    "要让各群的旁听起作用：向 @BotFather 发 /setprivacy，选这个机器人，选 Disable；然后把我移出群、重新加进来。"
    "只在个别群旁听，把我设为那个群的管理员就行。"
)
HEALTH_CLOCK = "这台电脑的时间"
CLOCK_UNKNOWN = "还没和 Telegram 对过"
CLOCK_FINE = "准"
CLOCK_FAST = "快了 {amount}，请校准"
CLOCK_SLOW = "慢了 {amount}，请校准"
CLOCK_SECONDS = "{count} 秒"
CLOCK_MINUTES = "{count} 分钟"
CLOCK_HOURS = "{count} 小时"
CLOCK_WRONG = "这台电脑的时间和 Telegram 比{how}：提问照常回答，定时的通知会按错的时间发"
CLOCK_RIGHT = "这台电脑的时间又准了"
HEALTH_JOINING = "拉我进群"
HEALTH_JOINED_BY_ANYBODY = "开（谁都能把我拉进群；要您收下才收得到通知）"
HEALTH_JOINED_BY_NOBODY = "关（现在谁也不能把我拉进新群）"
HEALTH_JOINING_HOW = (
    "工作群都拉好以后，可以不让外人拉我进群：向 @BotFather 发 /setjoingroups，选这个机器人，选 Disable。"
    "以后要进新群，再选 Enable，拉好了再关上。"
)
HEALTH_DISK = "磁盘剩余"
HEALTH_DISK_FREE = "{free} GB"
HEALTH_DISK_LOW = "{free} GB，快满了，请清理"
HEALTH_TROUBLES = "最近的警告和错误："
HEALTH_NO_TROUBLE = "最近没有警告和错误。"
BUTTON_AGAIN = "刷新"
DURATION_DAYS = "{days} 天 {hours} 小时"
DURATION_HOURS = "{hours} 小时 {minutes} 分钟"
DURATION_MINUTES = "{minutes} 分钟"

# What is kept about a person.
MY_ID = "您的编号：{id}"
MY_ROLES = "身份：{roles}"
MY_PREFS = "您的选择：{prefs}"
MY_ANSWERS = "私聊里最近 {count} 次回答的位置（不含文字），七天后自动删除"
MY_VOTES = "点赞、点踩 {count} 次（用来防止重复计数，七天后自动删除）"
MY_DIALOGS = "办到一半的事、告诉过您等着处理的群，共 {count} 件，办完或过期就自动删除"
MY_AUDIT = "您办过的事的操作记录 {count} 条"
MY_REFUSED = "您试过、但没有权限没办成的操作记录 {count} 条"
MY_ABOUT = "别人办的、写到您的操作记录 {count} 条（如给您或撤销身份）"
MY_MENTIONS = "工作人员的草稿和群发里写到您编号的 {count} 处"
MY_SIGNATURES = "署了您名的工作记录 {count} 处"
MY_NOTHING = "除此之外，没有存您的任何数据。"
MY_QUESTIONS = (
    "您问过的话不与您存在一起：没答上来的、点了踩的，尽量去掉姓名和号码后保存 {days} 天，不记是谁问的。"
    "要删除以上数据，发送 /forget。"
)
NO_DATABASE_NO_DATA = "您的编号：{id}\n数据库现在用不了，看不到存了什么；请过一会儿再试。"
FORGET_SURE = "要删除存下的与您有关的数据吗？删了就找不回来。"
BUTTON_FORGET = "确定删除"
FORGOTTEN = "已删除。"
FORGOTTEN_NOTHING = "没有可以删除的数据。"
FORGOTTEN_BUT = "按规定要留下的："

# The database at the command line.
CLI_HELP["migrate"] = "建好数据库，或把它升级到这个版本的结构"
CLI_HELP["backup"] = "备份数据库到一个新文件（运行中也可以）"
CLI_HELP["backup_file"] = "备份文件，不能已经存在"
CLI_HELP["restore"] = "用备份替换数据库（先停下机器人）"
CLI_HELP["restore_file"] = "备份文件"
MIGRATED = "数据库已就绪：{database}，结构版本 {before} → {after}。"
MIGRATED_ALREADY = "数据库已经是最新的：{database}，结构版本 {after}。"
MIGRATED_NOTHING = "无"
BACKED_UP = "已备份到 {file}（{size} KB）。请把它存到别的机器上。"
RESTORED = "已用 {file} 恢复 {database}。恢复前没发完的通知已暂停，请发布员看过再继续。"
RESTORED_KEPT = "原来的数据库留在 {file}。"

# --- Staff: the knowledge (teach, misses, pending, test, reload, export, import) ------------------------------------
# Why a wording cannot be taught: ``Objection`` → sentence.
OBJECTIONS = {
    "empty": "“{alias}”里没有文字。",
    "short": "“{alias}”太短，至少两个字。",
    "long": "“{alias}”太长，最多 {limit} 字。",
    "no_entry": "没有这个条目。",
    "owned": "“{alias}”已经是 {owner} 的问法。",
    "chatter": "“{alias}”在 background.yaml 里列为不该回答的话，要先从那里删掉。",
}
IMPORT_TOO_LARGE = "文件有 {size} MB，太大了：最多 {limit} MB。请只保留“问法”和“条目”两张表，去掉图片和多余的内容再发。"
IMPORT_BROKEN_ZIP = "这个文件打不开，可能没传完整或已损坏：请重新保存一次再发。"
IMPORT_TOO_MANY_PARTS = "文件里装了 {count} 个部分，最多 {limit} 个，不像是从这里导出的：请从 /export 导出一份再改。"
IMPORT_BOMB = "这个文件解开后超过 {limit} MB，大得不正常，没有读它：请从 /export 导出一份再改。"
IMPORT_TOO_MANY_CELLS = "这张表的格子多得不正常，没有读它：请从 /export 导出一份，把内容复制过去再发。"
IMPORT_TOO_MUCH_TEXT = "这张表的文字多得不正常，没有读它：请删掉不用的行和列，或分几次导入。"
IMPORT_ENCRYPTED = "文件设了密码，打不开：请去掉密码再发。"
IMPORT_ENTITIES = "文件里有不该有的定义（DOCTYPE），没有打开它：请从 /export 导出一份再改。"
IMPORT_NO_WORKBOOK = "这不是能用的 .xlsx 表格：请用 Excel 或 WPS 另存为“.xlsx”再发。"
IMPORT_EMPTY = "这个文件是空的：请重新保存（表格存为“.xlsx”）再发。"
IMPORT_BROKEN_CSV = "这份 CSV 读不出来：请用 Excel 或 WPS 打开，另存为“.xlsx”再发。"
_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为“.xlsx”再发。"
_COPY_INTO_XLSX = "请把内容复制到从 /export 导出的表格里再发。"
IMPORT_FOREIGN = {
    "xls": f"这是旧格式的表格（.xls、.et）：{_SAVE_AS_XLSX}",
    "encrypted": "这份表格设了打开密码：请去掉密码，另存为“.xlsx”再发。",
    "ods": f"这是 OpenDocument 格式（.ods）：{_SAVE_AS_XLSX}",
    "xlsb": f"这是二进制格式的表格（.xlsb）：{_SAVE_AS_XLSX}",
    "numbers": "这是苹果 Numbers 的表格：请在 Numbers 里导出为 Excel（.xlsx）再发。",
    "html": f"这其实是网页，只是名字像表格：{_SAVE_AS_XLSX}",
    "xml2003": f"这是 Excel 2003 的 XML 格式：{_SAVE_AS_XLSX}",
    "doc": f"这是 Word 或 WPS 文字的文档，不是表格：{_COPY_INTO_XLSX}",
    "ppt": f"这是幻灯片，不是表格：{_COPY_INTO_XLSX}",
    "pdf": f"这是 PDF，不是表格：{_COPY_INTO_XLSX}",
    "image": "这是图片，读不出文字：请发表格（.xlsx）。要提问请直接打字。",
    "rar": "这是 RAR 压缩包：请解压，把里面的 .xlsx 或 .yaml 直接发来，或重新压成 .zip。",
    "7z": "这是 7z 压缩包：请解压，把里面的 .xlsx 或 .yaml 直接发来，或重新压成 .zip。",
    "gzip": "这种压缩包读不了：请解压，把里面的 .xlsx 或 .yaml 直接发来，或重新压成 .zip。",
    "zipped-sheet": "压缩包里是表格：请解压，把里面的表格直接发来。",
}
"""What a file is that is none of ours, by its kind (see ``exchange/kinds``), and what to do."""
IMPORT_UNKNOWN_KIND = "导入只收 .xlsx、.csv、.yaml 和 .zip：请先用 /export 导出一份，改好后发回来。要提问请直接打字。"
IMPORT_NO_SHEET = "没有找到名为“{wanted}”的表（现有：{found}）：请把表名改回来，或从 /export 重新导出。"
IMPORT_TOO_MANY_ROWS = "行数太多：最多 {limit} 行。请删掉多余的行，或分几次导入。"
IMPORT_CELL_EMPTY = "“{heading}”是空的：请填上，或删掉这一行。"
IMPORT_TWICE = "编号 {id} 写了两次（另一处在 {where}）：请合并成一处。"
IMPORT_HEADING_TWICE = "“{heading}”这一列有两个：请删掉一个。"
IMPORT_HEADING_MISSING = "表头里没有“{heading}”这一列：请把列名改回来。"
IMPORT_HEADING_UNKNOWN = "不认识“{heading}”这一列，可用的有：{known}。"
IMPORT_FORMULA = "这一格是公式：请改成文字（复制后“粘贴为数值”）。"
IMPORT_ERROR_VALUE = "这一格是出错的值（如 #N/A）：请改成文字。"
IMPORT_DATE = "这一格是日期：请把格式设为“文本”，重新填写。"
IMPORT_BOOL = "这一格是 TRUE 或 FALSE：请把格式设为“文本”，重新填写。"
IMPORT_NUMBER = "这一格是小数或位数太多的数字：请把格式设为“文本”，重新填写。"
IMPORT_CELL_TOO_LONG = "这一格的字太多，最多 {limit} 个：请删短。"
IMPORT_CELL_LINE = "{where} 第{line}行"
IMPORT_MERGED = "{range} 是合并单元格，看不出这一行的“{heading}”是什么：请取消合并，每格都填上。"
IMPORT_FILE_TWICE = "压缩包里有两个 {name}：请只留一个。"
IMPORT_NO_YAML_IN_ZIP = "压缩包里没有 entries 文件夹下的 .yaml 文件：请从 /export 导出一份再改。"
IMPORT_NOT_UTF8 = "不是 UTF-8 编码：请用 UTF-8 另存。"
IMPORT_NO_ENTRY = "这里应当是一个条目，以“- id: 编号”开头。"
IMPORT_NO_ID = "这一项没有编号（id）：请补上。"
IMPORT_FIELD_UNKNOWN = "不认识 {field} 这个键：请检查拼写。"
IMPORT_ALIAS_NO_TEXT = "问法应当是一句话：{why}"
IMPORT_NO_SUCH_ENTRY = "没有编号 {id}{hint}。"
IMPORT_NO_SUCH_TITLE = "没有标题为“{title}”的条目{hint}：请改正标题，或在“条目编号”里填编号。"
IMPORT_ID_AND_TITLE = "编号 {id} 与标题“{title}”（{other}）不是同一条：请改正一处（常见于下拉填充时编号自动加了 1）。"
IMPORT_DID_YOU_MEAN = "（是不是 {id}？）"
IMPORT_ALIAS_TWICE = "“{alias}”在 {where} 已写给 {id}：一句话只能问一条，请删掉一处。"
IMPORT_TOO_MANY_ADDITIONS = "一次最多新增 {limit} 条问法，这份有 {count} 条：请分几次导入，或写进知识文件后 /reload。"
# Commands.
STAFF_COMMANDS["misses"] = "没答上的问题"
STAFF_COMMANDS["teach"] = "教新问法"
STAFF_COMMANDS["pending"] = "待审的问法"
STAFF_COMMANDS["test"] = "试一句话会怎么答：/test 加问题"
STAFF_COMMANDS["reload"] = "重新读取知识文件"
STAFF_COMMANDS["export"] = "导出知识；改好发回来就是导入"
DIALOG_OVER = "这一步已经过期了，请重新开始。"
DIALOG_EXPIRED = "刚才那件事半小时没有下文，已经放弃，什么都没有改。要接着办，请重新发命令。"
DIALOG_NEWER = "这是早先的消息，内容已经换了。请点最新那条消息下面的按钮。"
AND_MORE = "……还有 {count} 条"
SOMEBODY = "有人"
BUTTON_CANCEL = "放弃"
BUTTON_TRY = "先试算影响"

# /teach.
TEACH_WHICH = "教哪一条？请选一部分；也可以直接把编号、标题里的几个字，或要教的问题发给我。"
TEACH_WHICH_IN = "{part}\n请选一条："
TEACH_FOUND = "是这几条里的哪一条？"
TEACH_NOT_FOUND = "没找到与“{words}”相符的条目。请换几个字再发，或点下面按部分找。"
TEACH_ENTRY = "{title}（{id}，现有 {count} 个问法）"
TEACH_SEND = "请把新问法发给我，一行一条，最多 30 条。照群众平时的话写，不用写答案。"
TEACH_OFFER = "要教的话：“{question}”\n可以直接用这句；想改一改、多教几句，就把改好的发给我，一行一条。"
TEACH_WORDS_ONLY = "请发文字：要教的问法，一行一条。不教了请发 /cancel。"
TEACH_TRYING = "收到，正在试算对其他问题的影响，大约要十几秒，请稍等……"
TEACH_NEW = "要教的新问法 {count} 条："
TEACH_LINE = "· {alias}"
TEACH_REFUSED = "这几条不能用："
TEACH_AGAIN = "请换个说法再发，或点“放弃”。"
TEACH_TAKEN = "“{alias}”已经教给《{title}》了。"
TEACH_WAITING = "“{alias}”已有人提给《{title}》，正在等审核，见 /pending。"
TEACH_TOO_MANY = "“{alias}”放不下了：一次最多 {most} 条。"
TEACH_LIVE = "已教会《{title}》{count} 条新问法，几秒钟后各处生效。想撤回，到 /pending 里点“已生效的”。"
TEACH_PENDING = "已提交《{title}》的 {count} 条新问法，等另一位编辑或所有者在 /pending 里通过后生效。"
EFFECT = "试算了 {count} 道评测题：{better} 道变好，{worse} 道变差。"
EFFECT_NONE = "试算了 {count} 道评测题：都没有变化，可以放心。"
EFFECT_BETTER = "↑ {question}：{before} → {after}"
EFFECT_WORSE = "↓ {question}：{before} → {after}"
EFFECT_CARE = "变差的比变好的多，建议换个更具体的说法。"
EFFECT_UNKNOWN = "这台机器上没有带评测题，看不出对其他问题的影响。"
GRADES = {"WRONG": "答错", "WRONG_CHOICE": "给错选项", "LEFT_ALONE": "没答", "RIGHT_CHOICE": "选项里有", "RIGHT": "答对"}
GRADES_SILENCE = {"WRONG": "不该答却答了", "WRONG_CHOICE": "不该答却给了选项", "RIGHT": "不作声（对）"}
BUTTON_OTHER_PART = "换一部分"
BUTTON_BY_PART = "按部分找"
BUTTON_OTHER_ENTRY = "换一条"
BUTTON_USE_QUESTION = "就用这句"
BUTTON_MORE_ALIASES = "再加几条"
BUTTON_KEEP_LIVE = "保存并生效"
BUTTON_KEEP_ASK = "提交，等别人审核"

# /misses.
MISSES_LISTS = {"o": ("", "全部"), "l": ("以后", "later")}
MISSES_DECISIONS = {"d": ("不管", "不归"), "l": ("以后",), "t": ("教",)}
MISSES_NONE = {
    "o": "没有等处理的问题：大家问的都答上了，或者已经处理过了。",
    "l": "没有“以后再看”的问题。",
}
MISSES_HEAD = {"o": "没答上或被点踩的问题，共 {count} 组", "l": "说好以后再看的问题，共 {count} 组"}
MISSES_HINT = "点编号看详情。姓名和号码已尽量去掉，看到没去干净的，请不要转发。"
MISSES_USAGE = """没看懂。可以发：
/misses　全部
/misses 以后　以后再看的
/misses 12　看一组
/misses 12 教 p12-3
/misses 12 不管
/misses 12 以后"""
MISSES_DECIDED = {"d": "好的，{count} 个问题不再列出。", "l": "好的，{count} 个问题放到“以后再看”。"}
MISS_LINE = "#{id} {question}（{times}）"
MISS_TIMES = "{count} 次"
MISS_DOWN = "，👎 {count}"
MISS_QUESTION = "“{question}”"
MISS_FACTS = "{times}，最近一次 {day}{units}"
MISS_UNITS = "，来自{units}"
MISS_ALIKE = "连同相近的说法共 {count} 种。"
MISS_NEAR = "最接近的：{titles}"
MISS_GONE = "这组问题已经处理过或到期清除了，请发 /misses 看最新的。"
BUTTON_MISSES_OPEN = "回到没处理的"
BUTTON_MISSES_LATER = "以后再看的（{count}）"
BUTTON_MORE_MISSES = "接着看没答上的"
BUTTON_TEACH_AS = "教给：{title}"
BUTTON_TEACH_OTHER = "教给别的条目"
BUTTON_NOT_OURS = "不归讲话管"
BUTTON_PUT_OFF = "以后再看"

# /pending.
WORDS_APPROVE = ("通过", "同意", "ok")
WORDS_REJECT = ("驳回", "不通过", "no")
PENDING_NONE = "没有待审的问法。"
PENDING_LIVE_NONE = "没有群里教的、已生效的问法。要教请编辑发 /teach。"
PENDING_HEAD = "待审的问法，共 {count} 条"
PENDING_LIVE_HEAD = "群里教的、已生效的问法，共 {count} 条"
PENDING_LINE = "#{id} “{alias}” → 《{title}》，{who}，{day}"
PENDING_HINT = "点编号看详情；一行也行：/pending 12 通过，/pending 12 驳回 理由"
PENDING_LIVE_HINT = "点编号可以撤下。用 /export 导出后写进知识文件，就不再列在这里。"
PENDING_USAGE = """没看懂。可以发：
/pending　待审的
/pending 12　看一条
/pending 12 通过
/pending 12 驳回 理由"""
PENDING_NO_ENTRY = "这个条目已经不在知识库里了。"
PENDING_GONE = "没有 #{id}，或者已经处理过了。请发 /pending 看最新的。"
PENDING_OWN = "#{id} 是您自己提的，要由另一位编辑或所有者通过。"
PENDING_NOT_NOW = "现在不能通过：{reason}请驳回它。"
PENDING_APPROVED = "#{id} 已通过，几秒钟后生效。"
PENDING_REJECTED = "#{id} 已驳回，理由已告诉提的人。"
PENDING_WITHDRAWN = "#{id} 已撤下，几秒钟后生效。"
PENDING_PAGE_DONE = "通过了 {count} 条，几秒钟后生效。"
PENDING_PAGE_LEFT = "另有 {left} 条没有通过：是您自己提的，或已不能用。"
PROPOSAL_APPROVED = "您提的问法“{alias}”已通过，谢谢。"
PROPOSAL_REJECTED = "您提的问法“{alias}”没有通过，理由：{reason}。"
REJECT_WHY = "为什么不通过“{alias}”？点一个理由，或直接写一句发给我。"
REJECT_REASONS = ("太笼统", "不是这一条", "和别的重复")
REJECT_WORDS = "请写一句理由。不驳回了请发 /cancel。"
BUTTON_APPROVE = "通过"
BUTTON_REJECT = "驳回"
BUTTON_WITHDRAW = "撤下这条"
BUTTON_APPROVE_PAGE = "本页 {count} 条全部通过"
BUTTON_PENDING_LIVE = "已生效的（{count}）"
BUTTON_PENDING_WAITING = "待审的（{count}）"

# /test.
TEST_USAGE = "请把要试的话写在后面，如：/test 上面没说让干的事，我们能自己拍板吗？"
TEST_HEAD = "试答（不记录，别人看不到）"
TEST_OUTCOMES = {"answer": "结果：直接回答", "choose": "结果：给出选项", "none": "结果：讲话没说到"}
TEST_CANDIDATES = "最接近的条目（括号里是把握）："
TEST_CANDIDATE = "{number}. {title} {id}（{score}%）"
TEST_WHY_ANSWER = (
    "原因：像一个讲话能答的问题，把握 {respond}（要 {answer}）；"
    "第一条就是要找的，把握 {right}（要 {sure}）。两项都够，直接回答。"
)
TEST_WHY_UNSURE_WHICH = "原因：像一个讲话能答的问题，把握 {respond}；但第一条就是要找的，把握只有 {right}（要 {sure}），所以请人选。"
TEST_WHY_UNSURE = "原因：像一个讲话能答的问题，把握 {respond}，够给选项（要 {choose}），不够直接回答（要 {answer}）。"
TEST_WHY_KEYWORD = "原因：这是讲话里原有的词，当作查词，给出选项。"
TEST_WHY_NONE = "原因：像一个讲话能答的问题，把握只有 {respond}（给选项要 {choose}），所以不答。该答的话，请编辑用 /teach 教这句。"
TEST_NO_WORDS = "原因：里面没有文字。"
TEST_KNOWN = "问句里 {known}% 的字词在知识库里出现过。"
TEST_HEARD = "群里没点名说这句：开了旁听的群会主动回答（把握 {respond}，要 {answer}；第一条 {right}，要 {sure}）。"
TEST_SILENT = "群里没点名说这句：不作声（把握 {respond}，要 {answer}；第一条 {right}，要 {sure}）。"
TEST_VERSION = "知识版本 {version}，其中群里教的 {taught} 条。"
NEVER = "从不"

# /reload.
RELOAD_READING = "正在读取知识文件……"
RELOAD_BROKEN = "知识文件有 {count} 处要改，没有换上："
RELOAD_BROKEN_FILE = "知识文件有 {count} 处要改，没有换上。全部列在下面的文件里。"
RELOAD_FILE = "知识文件的问题.txt"
RELOAD_OLD_STAYS = "原来的知识照常使用，提问不受影响。改好后再发 /reload。"
RELOAD_NOTHING = "知识文件没有变化（版本 {version}）。"
RELOAD_DONE = "已换上新的知识（版本 {version}），各处几秒钟后生效。"
RELOAD_ADDED = "新增条目 {count} 个："
RELOAD_REMOVED = "去掉条目 {count} 个："
RELOAD_CHANGED = "改动条目 {count} 个："
RELOAD_ENTRY_LINE = "· {title}（{id}）"
RELOAD_CHANGED_LINE = "· {title}（{id}）：{fields}"
RELOAD_ALIASES_ADDED = "新增问法 {count} 条："
RELOAD_ALIASES_REMOVED = "去掉问法 {count} 条："
RELOAD_ALIAS_LINE = "· {id} {alias}"
RELOAD_OTHERS = "也改了：{names}"
RELOAD_IDLE = "群里教的问法有 {count} 条已写进知识文件，可以清掉了。"
RELOAD_CLEARED = "已清掉 {count} 条，它们现在由知识文件提供。"
WITHDRAWN_IN_FILES = "已写进知识文件"
WITHDRAWN_BY_IMPORT = "导入时撤下"
BUTTON_CLEAR_IDLE = "清掉这 {count} 条"

# /export and import.
WORDS_SHEET = ("表格", "xlsx", "excel")
WORDS_YAML = ("yaml", "zip", "文件")
EXPORT_WHICH = """导出现在使用的知识（含群里教的 {taught} 条问法）：
· 表格：用 Excel 或 WPS 看和改问法，改好把文件发回给我
· YAML：写回知识文件夹、提交版本库用
发回来的文件我先试读，列出会改什么，您点了按钮才改。"""
BUTTON_EXPORT_SHEET = "表格 .xlsx"
BUTTON_EXPORT_YAML = "YAML .zip"
EXPORT_SHEET_NAME = "明法知识-{version}.xlsx"
EXPORT_YAML_NAME = "明法知识-{version}.zip"
EXPORT_SHEET_CAPTION = "在“问法”表里加行、删行，改好发回给我。“条目”表只供查看，要改请改知识文件。"
EXPORT_YAML_CAPTION = (
    "解开后覆盖 knowledge 文件夹再提交。"
    "群里教的 {taught} 条问法已写在里面；提交并 /reload 之后，就可以从群里教的那份里清掉。"
)
EXPORT_FILES_CHANGED = "知识文件夹里的文件改过，还没有换上：请先发 /reload，再导出 YAML。表格现在就能导出。"
EXPORT_NO_FILES = "读不了知识文件夹，没能导出 YAML：请管理员检查文件和权限。表格仍能导出。"
IMPORT_READING = "收到文件，正在试读……"
IMPORT_NOT_FETCHED = "没能从 Telegram 取到这个文件，请再发一次。"
IMPORT_WAITING = "请点上面的按钮决定要不要导入；不导入了请发 /cancel。"
IMPORT_HEAD = "试读结果（还没有改动任何东西）"
IMPORT_FAULTS = "有 {count} 处要先改好："
IMPORT_ADD = "可以新增的问法 {count} 条："
IMPORT_WITHDRAW = "群里教过、文件里已删去的问法 {count} 条，可以撤下："
IMPORT_HIDDEN = "其中 {count} 行在表里是隐藏或筛掉的，也一并读了。"
IMPORT_UNCHANGED = "已有、不用动的问法 {count} 条。"
IMPORT_EDITS = "条目的文字改了 {count} 处："
IMPORT_NEW = "新条目 {count} 个："
IMPORT_GONE = "文件里没有的条目 {count} 个："
IMPORT_IN_FILES = "文件里已删去、但写在知识文件里的问法 {count} 条："
IMPORT_OTHER_FILES = "也改了 {count} 个文件："
IMPORT_ALIAS_LINE = "· {id} {alias}"
IMPORT_EDIT_LINE = "· {id} {heading}：{before} → {after}"
IMPORT_NEW_LINE = "· {id} {title}"
IMPORT_ONLY_FILES = "条目、原文、法条和知识文件里的问法，为了一字不错，不能从聊天里改：请改 knowledge 文件夹里的 YAML 文件，再发 /reload。"
IMPORT_MEND = "请改好后再发一次，现在什么都没有动。"
IMPORT_READY = "点按钮才会改。"
IMPORT_NOTHING = "没有可以从聊天里导入的改动。"
IMPORT_FILE = "试读结果.txt"
IMPORT_FILE_CAPTION = "完整的清单在这里。"
IMPORT_DONE_LIVE = "好了：新增 {added} 条，撤下 {gone} 条，几秒钟后各处生效。"
IMPORT_DONE_ASK = "好了：提交了 {added} 条，等另一位编辑或所有者在 /pending 里通过后生效。"
IMPORT_DONE_BACK = "好了：撤下 {gone} 条，几秒钟后各处生效。"
BUTTON_IMPORT_LIVE = "新增 {count} 条并生效"
BUTTON_IMPORT_ASK = "提交 {count} 条，等别人审核"
BUTTON_IMPORT_BOTH = "新增 {added} 条，并撤下 {count} 条"
BUTTON_IMPORT_WITHDRAW = "只撤下删去的 {count} 条"
# --- end of: Staff: the knowledge -----------------------------------------------------------------------------------

# --- Staff: figures and the audit log ---------------------------------------------------------------------------------
OUTCOMES = {"answer": "直接答上", "choose": "给出几条请选", "none": "没答上", "fault": "出故障"}
PLACES = {"private": "私聊", "group": "群", "supergroup": "群（超级群）", "channel": "频道", "inline": "行内查询"}
STATS_HEADING = "近 {days} 天的提问"
STATS_HEADING_TODAY = "今天的提问"
STATS_TOTAL = "{period}，共 {total} 个问题"
STATS_NOTHING = "{period}，还没有人提问。"
STATS_OUTCOME = "· {outcome}：{count}（{share}）"
STATS_HELPED = "点过 👍👎 的有 {voted} 个，其中 {share} 有帮助。"
STATS_NOT_RATED = "还没有人点 👍 或 👎。"
STATS_OPEN_MISSES = "没答上或被点 👎 的，有 {count} 个等编辑处理（编辑用 /misses）。"
STATS_ENTRIES = "问得最多的要点"
STATS_UNITS = "问得最多的单位"
STATS_RANKED = "{place}. {name}　{count}"
STATS_REST = "未归单位的群和私聊　{count}"
STATS_PRIVACY = "只统计到单位，不统计到个人。"
STATS_USAGE = "请写天数，1 到 366，如：/stats 30。"
STATS_BUTTON_DAYS = "{days} 天"
STATS_BUTTON_CHOSEN = "✓ {days} 天"
STATS_FILE = "提问统计_{first}_{last}.xlsx"
STATS_FILE_CAPTION = "{period}的提问统计表。"
BUTTON_XLSX = "下载表格"
CHART_TITLE = "提问统计"
CHART_PERIOD = "近 {days} 天　{period}"
CHART_TILES = ("问题", "直接答上", "没答上", "有帮助")
CHART_TILE_COUNT = "{count} 个"
CHART_TILE_RATED = "{count} 个评价"
CHART_TILE_DAILY = "每天约 {count} 个"
CHART_BY_DAY = "每天的问题"
CHART_BY_WEEK = "每周的问题"
CHART_NO_QUESTIONS = "这段时间还没有人提问"
CHART_NO_UNITS = "还没有给群设单位（/groups）"
SHEETS = {
    "overview": ("概况", ("项目", "数", "占比")),
    "days": ("每天", ("日期", "合计")),
    "entries": ("要点", ("编号", "标题", "直接答上的次数")),
    "units": ("单位", ("单位", "问题", "占比")),
    "hours": ("时段", ("几点", "问题")),
    "audit": ("操作记录", ("时间", "谁", "用户编号", "做了什么", "对象", "说明", "结果")),
}
SHEET_PERIOD = "时间"
SHEET_TOTAL = "问题总数"
SHEET_VOTED = "点过 👍👎 的"
SHEET_HELPED = "其中有帮助的"
SHEET_OPEN_MISSES = "等编辑处理的"
SHEET_PLACE = "来自：{place}"
SHEET_REST = "未归单位的群和私聊"
SHEET_HOUR = "{hour} 点"
AUDIT_HEADING = "操作记录，共 {total} 条"
AUDIT_HEADING_SEARCH = "操作记录，含“{words}”的共 {total} 条"
AUDIT_PAGE = "第 {page} 页，共 {pages} 页"
AUDIT_NONE = "没有符合“{words}”的操作记录。换个词再找，比如人名、编号、“身份”、2026-03-01；看全部发送 /audit。"
AUDIT_EMPTY = "还没有操作记录。"
AUDIT_AGAIN = "又试了 {count} 次"
AUDIT_AGAIN_MANY = "连同别的事、别的群，又试了 {count} 次"
SETTINGS_ENOUGH = "您今天改设置的次数太多了，这次没有改。请明天再改，着急的话请联系工作人员。"
AUDIT_NO_REFUSALS = "不看拒绝"
BUTTON_NO_REFUSALS = "不看被拒绝的"
BUTTON_ALL_LINES = "全部记录"
AUDIT_HINT = "想找某一类：/audit 加人名、编号、“身份”或日期（如 2026-03-01）。"
AUDIT_WORDS_TOO_LONG = "要找的词太长了，请缩短到 {limit} 个汉字以内。"
AUDIT_WHO = "{time}　{name}（{id}）"
AUDIT_WHO_SYSTEM = "{time}　{name}"
AUDIT_GROUP = "{kind} {title}（{id}）"
AUDIT_FILE = "操作记录_{date}.xlsx"
AUDIT_FILE_CAPTION = "操作记录 {count} 条。"
AUDIT_FILE_CUT = "操作记录最近的 {count} 条（共 {total} 条；更早的请按日期查，如 /audit 2026-03）。"
# What people may still call it, and what it is called.
AUDIT_FORMER_WORD = ("角色", "身份")
# What the actions, targets and results in the audit log are called.
AUDIT_ACTIONS = {
    "shell": "用命令行",
    "settings": "改群设置",
    "here": "设通知话题",
    "overhear_pause": "暂停旁听",
    "groups_list": "看群名册",
    "group_view": "看群资料",
    "group_tag": "给群加减标签",
    "group_unit": "给群设单位",
    "group_leave": "让机器人退群",
    "group_take_in": "决定收不收群",
    "staff_list": "看工作人员",
    "grant": "授予身份",
    "revoke": "撤销身份",
    "misses": "看没答上的问题",
    "misses_decide": "处理没答上的问题",
    "teach": "教新问法",
    "pending_list": "看待审的问法",
    "pending_decide": "审定问法",
    "test": "试问",
    "reload": "重新读取知识",
    "export": "导出知识",
    "import": "导入知识",
    "stats": "看统计",
    "audit": "查操作记录",
    "health": "看运行状况",
    "broadcast_prepare": "准备通知",
    "broadcast_release": "放行通知",
    "broadcast_control": "暂停、继续或撤回通知",
    "broadcast_official": "标为正式通知",
    "broadcast_view": "看通知",
    "broadcast_run": "定时通知到点",
    "broadcast_pause": "通知自动暂停",
    "broadcast_done": "通知发完",
    "broadcast_expire": "清理旧通知",
}
AUDIT_TARGETS = {
    "group": "群",
    "chat": "聊天",
    "user": "用户",
    "broadcast": "通知",
    "entry": "要点",
    "knowledge": "知识",
    "supplement": "问法",
    "supplements": "问法",
    "miss": "没答上的问题",
}
AUDIT_RESULTS = {
    "done": "完成",
    "refused": "被拒绝",
    "act_as_yourself": "匿名，被拒绝",
    "skipped": "跳过",
    "failed": "没办成",
    "held": "原来就有",
    "not_held": "本来没有",
    "last_owner": "不能撤销最后一位所有者",
    "set_outside": "由部署设置指定，不能撤销",
    "live": "已生效",
    "pending": "待审",
    "approved": "通过",
    "rejected": "驳回",
    "withdrawn": "撤下",
    "unchanged": "没有变化",
    "open": "放回待处理",
    "later": "以后再看",
    "dismissed": "不归讲话管",
    "taught": "已教会",
}
STAFF_COMMANDS["stats"] = "提问统计：/stats 30 看近 30 天"
STAFF_COMMANDS["audit"] = "操作记录：/audit 加人名、编号或日期"

# --- Staff: broadcasts ------------------------------------------------------------------------------------------------
SETTING_REASONS["flag"] = "应当是 on 或 off"
SETTING_REASONS["address"] = "应当是本机的一个 IP 地址，如 127.0.0.1（前面有反向代理时）；不填就是所有地址"
STAFF_COMMANDS["broadcast"] = "准备一条通知，发到各群"
STAFF_COMMANDS["broadcasts"] = "各条通知的进度，每个群收到没有"
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
# Parts of the day → from which hour on (below, twelve hours are added; 0: never).
# A word comes before the one that it begins with; 早 and 晚 are those of 明早 and 明晚.
BROADCAST_DAY_PARTS = {
    **dict.fromkeys(("凌晨", "清晨", "早上", "早晨", "早", "上午"), 0),
    "中午": 11,
    **dict.fromkeys(("下午", "傍晚", "晚上", "今晚", "晚"), 12),
}
BROADCAST_NIGHT_PARTS = ("晚上", "今晚", "晚")
BROADCAST_NIGHT = "半夜的时间容易弄错是哪一天，请写成日期和几点几分，如：12月2日 0:30。"
BROADCAST_ONLY_RULES = "“只在工作日”要和每天、每周、每月一起用，如：每周一 8:30 只在工作日。"
BROADCAST_ONLY_WORKDAYS = ("只在工作日", "仅工作日", "工作日")
BROADCAST_RULE_DAILY = "每天 {time}"
BROADCAST_RULE_WEEKLY = "每周{days} {time}"
BROADCAST_RULE_MONTHLY = "每月 {days} 日 {time}"
BROADCAST_RULE_EACH_WORKDAY = "每个工作日 {time}"
BROADCAST_RULE_WORKDAYS = "{rule}，只在工作日"
BROADCAST_WHEN_USAGE = """没看懂时间。请这样写：
现在
12月1日 9:00
明天下午3点
下周五 9:00
每天 8:30
工作日 8:30
每周一、三 8:30
每月1日 9:00"""
WEEKDAY_WRONG = "{date}是周{right}，您写的是周{wrong}，请核对。"
WEEKDAY_THIS = "本周{day}"
WEEKDAY_NEXT = "下周{day}"
WEEKDAY_WEEK_WRONG = "{which}是{meant}，您写的是{date}，请核对。"
BROADCAST_NO_SUCH_DAY = "没有“{day}”这一天，请核对日期。"
BROADCAST_START = """要发什么？请把内容发给我：
· 文字（可以加粗、加链接），或一张图片、一个文件（可带说明）
· 要点编号，如 p12-3，发那一条的卡片
· 从别处转发来的消息，我照样转给各群
也可以点下面的“今日一条”，按各群自己的时间自动发。"""
BROADCAST_ONE_LINE_HINT = "熟练以后可以一次写完：第一行“/broadcast 标签:乡镇 明天 9:00”，下面写内容。"
BROADCAST_NOT_THIS = "这种消息不能发给各群，请改发文字、图片、视频、语音、文件、联系人、位置或投票。"
BROADCAST_LIVE_LOCATION = "实时位置会一直变，不能发给各群。请发固定的位置。"
BROADCAST_POLL_AGAIN = "这个投票不能照样再发（已经结束、带图片，或是转来的测验）。请在这里新建一个投票发给我。"
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
BROADCAST_NO_NAME = "群 {chat_id}"
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
CLI_HELP["broadcast"] = "准备一条通知：先核对，再放行；broadcast status 看进度"
CLI_HELP["broadcast_what"] = "写 status 看进度；不写就是准备通知"
CLI_HELP["broadcast_number"] = "通知的编号；不写就列出最近的通知"
CLI_HELP["broadcast_file"] = "内容文件（UTF-8，可用 Telegram 的 HTML 标签；.md 文件可用标题、加粗、链接）；写 - 从标准输入读"
CLI_HELP["broadcast_to"] = "发给谁：all、tag:乡镇、unit:龙泉镇、group:-100…，多个用逗号隔开"
CLI_HELP["broadcast_at"] = "什么时候发：如 \"2026-12-01 09:00\"、\"工作日 8:30\"；不写就是放行后马上发"
CLI_HELP["broadcast_kind"] = "类别：notice（通知）或 study（学习资料）"
CLI_HELP["broadcast_yes"] = "核对后直接准备并放行，不再询问"
CLI_HELP["broadcast_dry"] = "只核对，不准备也不发送"
CLI_BROADCAST_ACTOR = "命令行"
CLI_BROADCAST_NEEDS = "请写 --file 和 --to；看进度请写 broadcast status。"
CLI_BROADCAST_NO_FILE = "读不了 {file}：{reason}"
CLI_BROADCAST_NO_TEXT = (
    "{file} 是{kind}，命令行只能发纯文字。请打开它，把要发的话复制到一个 .txt 或 .md 文件里再发；"
    "要发文件本身，请在 Telegram 里用 /broadcast，把文件发给机器人。"
)
CLI_BROADCAST_UNREADABLE = "{file} 不是文字文件，或者编码认不出来。请用记事本打开，确认看得到文字，再另存为 UTF-8。"
CLI_FILE_KINDS = {
    "word": "文字处理文档（Word、WPS）",
    "sheet": "表格",
    "slides": "演示文稿",
    "pdf": "PDF 文件",
    "ofd": "OFD 文件",
    "rtf": "RTF 文档",
    "picture": "图片",
    "archive": "压缩包",
    "packed": "办公文档或压缩包",
}
CLI_BROADCAST_ADDRESSES = "会发出的网址，请核对："
CLI_BROADCAST_ADDRESS = "· {address}"
CLI_BROADCAST_LINK = "· {words}：{address}"
CLI_BROADCAST_DRY = "核对（还没有发送）："
CLI_BROADCAST_PART = "—— 第 {part} 条 ——"
CLI_BROADCAST_ASK = "准备并放行吗？输入 y 回车："
CLI_BROADCAST_NO_ANSWER = "这里不能询问：核对无误后请加 --yes。什么都没有发送。"
CLI_BROADCAST_NOT_SENT = "好的，什么都没有发送。"
CLI_BROADCAST_DRAFT = "已准备第 {number} 号。"
CLI_BROADCAST_SECOND = "有两位以上发布员，要由发布员放行：已在 Telegram 里请了 {count} 位。"
CLI_BROADCAST_SECOND_UNTOLD = "有两位以上发布员，要由发布员放行，但没能通知到他们。请告诉他们：私聊机器人发 /broadcasts {number}。"
CLI_BROADCAST_FOLLOW = "由正在运行的机器人（python -m bot run）发送；按 Ctrl+C 只是不再看进度，不影响发送。"
CLI_BROADCAST_UNCERTAIN = "不确定是否送到的 {count} 条（机器人不会自己重发，请到群里看一眼，再到聊天里用 /broadcasts 处理）："
CLI_BROADCAST_LATER = "到时间由机器人发送；看进度：python -m bot broadcast status {number}"
CLI_BROADCAST_PROGRESS = "第 {number} 号"
CLI_BROADCAST_DATABASE = "数据库用不了：{reason}"
# --- end of: Staff: broadcasts ----------------------------------------------------------------------------------------
