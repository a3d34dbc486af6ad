"""What people read: start and stop. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

# With a role, on the local database.
TERMINAL_WELCOME = """您现在是{roles}，用的是本机的数据库，做的事都记在操作记录里。/help 看能做什么。
方括号里的数字就是按钮：打数字，等于点它。要写几行，在行末打一个反斜杠 \\ 再回车。要交文件，打上它的路径，或者把它拖进来。
这里不连 Telegram：发给群和别人的，要由 python -m bot run 运行着的机器人来发。"""
TERMINAL_NAME = "本机命令行"
TERMINAL_SENT_BY_BOT = "通知由 python -m bot run 运行着的机器人来发、来撤回。它没有运行的话，请把它运行起来；在那以前一条也不会发出。"
TOKEN_MISSING = (
    "没有设置 TELEGRAM_BOT_TOKEN：请在 Telegram 里向 @BotFather 发送 /newbot 取得令牌，写进环境变量或 .env 文件。"
    "只想在终端里试用，不需要令牌，运行 python -m bot chat 就行。"
)
CERTIFICATES_BAD = "SSL_CERT_FILE 或 SSL_CERT_DIR 指的证书读不了（{reason}）：请检查路径，不用的话去掉这个设置。"
PROXY_NO_SOCKS = "{setting} 写的是 SOCKS 代理，缺少组件 socksio：请重新运行安装命令 pip install -r constraints.txt。"
PLAIN_API = "TELEGRAM_API_URL 用 http:// 连 {host}，令牌和大家的话在路上不加密：不在自己的内网里就请换成 https://"
PLAIN_DATABASE = "DATABASE_URL 没有要求加密（{database}），密码和数据路上可能是明文：请在末尾加上 ?sslmode=require，有证书的用 verify-full"
AUDIT_EXPIRED = "{count} 条通知结束满 {days} 天，连同各群的情况一起删除"
