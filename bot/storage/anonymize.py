"""Take names, numbers and addresses out of a question before it is stored. Pure, by rules: no list of people, no model.

What stands for a number, an address or a mark is found by its form. Chinese names have no form of their own: one is taken for a
name when a surname is followed by a title (张书记), by characters that given names are made of (张建国), or by anything after words
that announce a person (我叫…, 村民…). Words that merely begin like a name (高度, 任务, 常务) are listed. In doubt a word goes: an
editor still understands 某某.
"""

from __future__ import annotations

import re

from bot.library.normalize import simplify
from bot.storage.surnames import ANNOUNCERS, COMMON_WORDS, COMPOUND_SURNAMES, GIVEN, NO_GIVEN, SURNAMES, TITLES

SOMEBODY = "某某"

_URL = r"[^\s,，。！？!?;；、()<>\"“”《》]"
_FORMS = tuple(
    (re.compile(pattern), mark)
    for pattern, mark in (
        (r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", "[邮箱]"),
        (rf"(?:(?:https?|ftp|tg)://|www\.|t\.me/){_URL}+(?:\?[a-z0-9_]{_URL}*)?", "[链接]"),
        (r"@[^\s@,，。！？!?:：;；、()\[\]]+", "@某人"),
        # A case number names the parties of a case to anybody who looks it up.
        (r"[(\[〔](?:19|20)\d\d[)\]〕][\u4e00-\u9fff\d]{2,16}?号", "[案号]"),
        (r"(?<![\w])[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][·• ]?[a-z0-9]{5,6}(?![a-z0-9])", "[车牌]"),
        (r"((?:微信|qq|抖音|支付宝)(?:号码|账号|号)?(?:是|为)?[:： ]*)[a-z0-9_-]{5,}", r"\1[账号]"),
        (r"(?<!\d)\d{17}[\dx](?![\da-z])|(?<!\d)\d{6}[- ]\d{8}[- ]\d{3}[\dx](?![\da-z])", "[证件号]"),
        (r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)", "[电话]"),
        (r"(?<!\d)\(?0\d{2,3}\)?[- ]?\d{7,8}(?!\d)|(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)", "[电话]"),
        # Years and dates have at most 8 digits in a row of this kind; accounts and cards have more.
        (r"(?<!\d)\d{4}(?:[- ]\d{3,4}){2,}(?:[- ]\d{1,4})*(?!\d)", "[号码]"),
        (r"\d{6,}", "[号码]"),
        (r"[零〇一二三四五六七八九幺两]{7,}", "[号码]"),
        (r"\d+(?:号楼|栋|幢|单元)(?:\d+(?:单元|楼|层|室|号|房))*\d*室?", "[住址]"),
    )
)

_HAN = r"[\u4e00-\u9fff]"
_PART = f"(?:(?![的是和在]){_HAN}){{1,6}}"
# 浙江老板, 谢谢主任, 主任天天来: the end of another word is no surname.
_NOT_AFTER = {"江": "浙长", "谢": "谢", "任": "主责担现前首新历时兼就继接离上原后"}
_SURNAME = "(?:{compound}|{tied}|[{free}])".format(
    compound="|".join(COMPOUND_SURNAMES),
    tied="|".join(f"(?<![{before}]){surname}" for surname, before in _NOT_AFTER.items()),
    free="".join(surname for surname in SURNAMES if surname not in _NOT_AFTER),
)
_ANY_GIVEN = f"[^\\W{NO_GIVEN}a-z0-9_]"
_TITLE = f"副?(?:{'|'.join(sorted(TITLES, key=len, reverse=True))})"
_COMMON = f"(?!{'|'.join(sorted(COMMON_WORDS, key=len, reverse=True))})"
# What comes after a person of whom something is told.
_DEED = (
    "同志|先生|女士|夫妇|一家|家的|把|被|欠|打了|说[他她]|骂|偷|拿了|拖欠|是不是|和|跟|"
    "的(?:儿子|女儿|老婆|老公|媳妇|丈夫|妻子|父亲|母亲|爸|妈|房|地|车|钱|低保|案子)"
)

_RULES = tuple(
    re.compile(pattern)
    for pattern in (
        # 阿不都·热合曼
        f"(?P<name>{_PART}[·•]{_PART})",
        # 王某某, 李某, 张××, 陈xx
        f"(?P<name>{_SURNAME}(?:某{{1,3}}|[×x*○]{{1,2}}))(?![a-z])",
        # 我叫陈大勇, 村民赵四: announced, so any given name will do
        f"(?:{'|'.join(ANNOUNCERS)})(?P<name>{_COMMON}{_SURNAME}{_ANY_GIVEN}{{1,2}})",
        # 张三书记, 李建国副主任: the title stays, it matters to the question
        f"(?P<name>{_COMMON}{_SURNAME}{_ANY_GIVEN}{{0,2}}?)(?={_TITLE})",
        # 王姐, 王局说; but not 高处不胜寒
        f"(?P<name>{_COMMON}{_SURNAME})(?=[哥姐叔婶嫂]|家的|[总局处科](?!{_HAN})|[总局处科][说讲让叫要那的拍批签])",
        # 老王, 小李
        f"(?:(?<!{_HAN})|(?<=[跟和给找问叫让被把对]))[老小阿](?P<name>{_COMMON}{_SURNAME})(?={_HAN})",
        f"(?<=[科室办局站所])[老小](?P<name>{_COMMON}{_SURNAME})(?={_HAN})",
        # 张建国, 王小明: of characters that given names are made of
        f"(?P<name>{_COMMON}{_SURNAME}[{GIVEN}]{{2}})",
        f"(?P<name>{_COMMON}{_SURNAME}[{GIVEN}一二三四五六七八九])(?={_DEED})",
    )
)


def anonymize(question: str) -> str:
    """The question in normal form (``simplify``) with marks in place of persons, numbers and addresses."""
    text = simplify(question)
    for form, mark in _FORMS:
        text = form.sub(mark, text)
    for rule in _RULES:
        text = rule.sub(_hide, text)
    return text


def _hide(found: re.Match[str]) -> str:
    start, end = found.span("name")
    return found.string[found.start() : start] + SOMEBODY + found.string[end : found.end()]
