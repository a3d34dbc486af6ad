"""What people read: what only Telegram needs said. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

FAULT = "抱歉，刚才出了点故障，没能答上来。请过一会儿再问；如果还不行，把编号 {number} 告诉管理员。"
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
SCREEN_CUT = "……（内容太长，这里只显示了前面一部分）"
WITHDRAWN = "问题改过了，原来的回答作废。要再问，请直接发新的问题。"
TOAST_FLOOD = "您按得有点快，请一分钟后再按。"
TOKEN_WRONG = (
    "Telegram 不认识 TELEGRAM_BOT_TOKEN 里的令牌：请向 @BotFather 发送 /mybots 查看或重新生成，再改环境变量或 .env 文件。"
    "只想在终端里试用，不需要令牌，运行 python -m bot chat 就行。"
)
WEBHOOK_REFUSED = "Telegram 不接受 WEBHOOK_URL（{reason}）：它应当是能从外网访问的 https 地址。"
LISTEN_WRONG = "这台机器没有 {address} 这个地址：请改 WEBHOOK_LISTEN，或不填它。"
UNREACHABLE_DIRECTLY = (
    "连不上 Telegram，也没有设代理：要用代理才能上的网络，请在 .env 里写一行 MINGFA_PROXY=socks5://127.0.0.1:7890（换成您的地址）"
)
UNREACHABLE_PROXY = "经代理 {proxy}（{setting}）连不上 Telegram：请确认代理程序开着、能上外网，地址和端口没写错"
UNREACHABLE_LOGIN = "代理 {proxy}（{setting}）要用户名和密码，或者给的不对：请写成 {scheme}://用户名:密码@主机:端口"
UNREACHABLE_KIND = "代理 {proxy}（{setting}）不回话，或者听不懂我们的话：请确认它是哪一种，http:// 还是 socks5://"
UNREACHABLE_TRUST = "连上了，但对方的证书验证不过：请检查这台电脑的日期时间；代理换过证书的，把它的根证书写进 SSL_CERT_FILE"
PORT_TAKEN = "端口 {port} 用不了（{reason}）：请换一个 PORT，或停掉占用它的程序。"
HEALTH_QUEUE = "排队的消息"
HEALTH_WAITING = "{count} 条"
HEALTH_UNANSWERED = "{count} 条（启动以来等得太久、没来得及回答：{dropped} 条，问的人再问一次即可）"
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
BROADCAST_NOT_THIS = "这种消息不能发给各群，请改发文字、图片、视频、语音、文件、联系人、位置或投票。"
BROADCAST_LIVE_LOCATION = "实时位置会一直变，不能发给各群。请发固定的位置。"
BROADCAST_POLL_AGAIN = "这个投票不能照样再发（已经结束、带图片，或是转来的测验）。请在这里新建一个投票发给我。"
INLINE_FLOOD = "您查得有点快，请一分钟后再查"
