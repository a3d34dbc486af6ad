"""What people read: settings. Plain text with named placeholders: escaping is the renderer's work."""

from __future__ import annotations

FOLDER_GONE = "当前文件夹已经不在了，或者进不去：请换一个文件夹（cd）再运行。"
UNKNOWN_SETTING = "不认识的设置 {name}：{meant}请检查拼写。可用的有 {known}。"
UNKNOWN_SETTING_MEANT = "是不是想写 {near}？"
DOTENV_LINE = "{file} 第 {line} 行“{shown}…”不是设置：每行应写成 名字=值（如 MINGFA_OWNERS=7000000001），说明文字前面加 #。"
DOTENV_QUOTE = "{file} 第 {line} 行“{shown}…”的引号不成对：请补上另一半，或者去掉引号。"
DOTENV_TWICE = "{file} 第 {first} 行和第 {second} 行都写了 {name}，而且不一样：请只留一行。"
DOTENV_ENCODING = "{file} 不是文本，或者编码认不出来：请用记事本打开，另存为 UTF-8。"
DOTENV_UNREADABLE = "读不了 {file}（{reason}）：请检查它的权限，它应当是一个文本文件。"
DOTENV_TXT = "这里有 {file}，却没有 {name}：请把它改名为 {name}（Windows 要先打开“显示文件扩展名”）。"
BAD_SETTING = "设置 {name} 的值不对：{reason}"
SETTING_REASONS = {
    "integer": "应当是 {least} 到 {most} 的整数",
    "number": "应当是 {least} 到 {most} 的数",
    "ids": "应当是用户编号，多个之间用逗号隔开",
    "url": "应当是以 http:// 或 https:// 开头的地址",
    "proxy": "应形如 http://127.0.0.1:7890 或 socks5://127.0.0.1:7890；要登录的写成 http://用户名:密码@主机:端口，密码里的特殊符号用百分号编码",
    "path": "没有 ~ 所指的用户文件夹，请写完整的路径",
    "secret": "只能用字母、数字、_ 和 -，最多 256 个",
    "level": "应当是 DEBUG、INFO、WARNING 或 ERROR",
    "flag": "应当是 on 或 off",
    "address": "应当是本机的一个 IP 地址，如 127.0.0.1（前面有反向代理时）；不填就是所有地址",
}
