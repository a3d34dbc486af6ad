"""Find what stands for a person by its form: numbers of every kind, plates, cases, accounts, addresses, e-mail, links. Pure.

People write one number in a hundred ways. So digits are joined first, whatever stands between them and in whichever script they
are; seven or more of them go, unless what they say is a date, an amount, an article, a document or a list. A number of a house or
of a room is known by the words beside it.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_HAN_DIGITS = {
    char: str(value)
    for row, first in (("零一二三四五六七八九", 0), ("〇", 0), ("幺两", 1), ("壹贰叁肆伍陆柒捌玖", 1), ("〡〢〣〤〥〦〧〨〩", 1))
    for value, char in enumerate(row, first)
}
_DIGIT = f"[0-9{''.join(_HAN_DIGITS)}]"
_BETWEEN = "[ .\\-‐‑‒–—―−~/·•・_,()*#|+=^&'丶\ufe0f\u20e3]"
_RUN = re.compile(rf"\+?\(?{_DIGIT}(?:{_BETWEEN}{{0,4}}{_DIGIT})+")
_HAN_RUN = re.compile(f"[{''.join(_HAN_DIGITS)} \\-—]+")
_TAIL = re.compile(r"(?:[ -]?(?:x(?![a-z])|(?=[a-z]*\d)[a-z0-9]{1,10}|(?<=\d)[a-z]{1,4}(?![a-z]) ?(?=\d))){0,5}\)?")
_HEAD = re.compile(r"(?<![a-z])[a-z]{1,3}-?$")
_LONG_ENOUGH = 7

_URL = r"[^\s,，。！？!?;；、()<>\"“”《》]"
_HAN = r"[\u4e00-\u9fff]"
_COUNT = r"(?:\d+|[零〇一二三四五六七八九十百两]+)"
_NO_COUNT = "(?<![第0-9零一二三四五六七八九十百两])"
_PART = rf"(?:{_COUNT}|[a-z])[#-]?(?:号楼|号院|栋|幢|座|单元|楼|层|室|号房|房|门|号|户|院|组|社|队|弄)(?![别织长])"
_PLACES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_GAP = r"[ ·•・.\-—_]{0,3}"
_APP = (
    "微 ?信|wei ?xin|[微薇威徽v] ?[❤♥💓💗💕💖]|微讯|薇信|威信|维信|徽信|v信|v心|薇芯|"
    "(?<![a-z0-9])(?:vx|wx|wechat|weixin|qq|v|whatsapp|telegram)(?![a-z])|"
    "扣扣|扣q|抠抠|企鹅|抖音|快手|"
    "小红书|支付宝|飞书|企微|绿泡泡|威芯|旺旺|钉钉|陌陌|微博|飞信|飞机号|(?<![a-z0-9])(?:dy|ks|tg|line|ins|id)(?=号|账号|[:=])"
)
_ID_WORDS = "[️ ]?(?:里的?|上的?)?(?:群|号码|账号|帐号|号|id|名|昵称)?(?:是|为|叫|搜|加|写|就)?[:：=\\- ]{0,3}"

_FORMS = tuple(
    (re.compile(pattern), mark)
    for pattern, mark in (
        (r"(?<![a-z0-9._%+-])[a-z0-9._%+-]+ at [a-z0-9-]+ (?:dot|点) [a-z]{2,4}(?![a-z])", "[邮箱]"),
        (r"(?<![a-z0-9._%+-])[a-z0-9._%+-]+ ?(?:@|\(at\)|\[at\]|#at#|艾特) ?[a-z0-9-]+(?: ?[.点。] ?[a-z0-9-]+)+", "[邮箱]"),
        (rf"{_NO_COUNT}1[3-9]\d[:、;。'] ?\d{{3,4}}[:、;。'] ?\d{{4,5}}(?!\d)", "[电话]"),
        (rf"(?:(?:https?|ftp|tg)://|www\.|t\.me/){_URL}+(?:\?[a-z0-9_]{_URL}*)?", "[链接]"),
        (r"@[^\s@,，。！？!?:：;；、()\[\]]+", "@某人"),
        # A case number names the parties of a case to anybody who looks it up.
        (
            r"[(\[〔【{<《]?(?:19|20)\d\d ?[)\]〕】}>》]?年? ?[\u4e00-\u9fff0-9]{0,13}?[民刑行执赔破仲知商恢财保督]"
            r"[\u4e00-\u9fff]{0,4}?字? ?第? ?\d[\d-]*号(?:之[一二三四五六七八九十]+)?",
            "[案号]",
        ),
        (rf"[{_PLACES}]\d{{2,4}}[民刑行执赔破知商][\u4e00-\u9fff]{{0,4}}?字?第?\d+号", "[案号]"),
        # With letters that are no word: after any character, spaces and dashes wherever people put them.
        (
            rf"[{_PLACES}]{_GAP}[a-hj-z](?={_GAP}(?:[a-z][ \-]?){{0,2}}\d){_GAP}"
            r"(?:(?:[a-z0-9][ \-]?){4,5}[a-z0-9]|(?:[a-z0-9][ \-]?){3,5}[挂学警港澳领试超])(?![a-z0-9])",
            "[车牌]",
        ),
        (r"(?<![a-z0-9])wj ?[\u4e00-\u9fff]? ?\d{2}[ \-]?[\da-z]{3,5}(?![a-z0-9])", "[车牌]"),
        # The end of a number is enough among those who know its owner.
        (r"((?:尾号|[后末][三四五六]位(?:数字?)?)(?:是|为)?[: ]{0,2})[a-z]?\d{2,7}[a-z]?(?![a-z0-9])", r"\1[号码]"),
        (r"(车牌号?码?(?:是|为)?[: ]{0,2}[\u4e00-\u9fff]?)(?=[a-z]*\d)[a-z0-9]{4,8}(?![a-z0-9年])", r"\1[车牌]"),
        (rf"((?:{_APP})(?:群|号码|账号|帐号|号)?){_ID_WORDS}[a-z0-9][a-z0-9_.\-]{{3,}}", r"\1[账号]"),
        (
            rf"(我的?(?:{_APP})(?:号|名|昵称)?)(?:是|叫)[:： ]?"
            rf"(?!不|什|啥|否|怎|被|停|封){_HAN}{{2,8}}(?=[,，。;；!！?？ ]|$)",
            r"\1[账号]",
        ),
        (r"(?<![a-z0-9])wxid_?[a-z0-9_\-]*", "[账号]"),
        # Codes of letters and digits, as firms and passports have.
        (r"(?<![a-z0-9])(?=(?:[a-z]*\d){6})(?=\d*[a-z])(?!\d{17}x)[a-z0-9]{9,}(?![a-z0-9])", "[号码]"),
        (rf"{_NO_COUNT}(?:{_PART}[- ]?){{1,5}}(?:\d{{1,2}}-)?\d{{3,4}}(?:室|号?房)?(?!\d|年|元|块|人|户|万|条|款)", "[住址]"),
        (rf"{_NO_COUNT}(?:{_PART}[- ]?){{2,}}", "[住址]"),
        (rf"{_NO_COUNT}(?:{_COUNT}|[a-z])[#-]?(?:号楼|栋|幢|单元)", "[住址]"),
        (
            rf"{_NO_COUNT}(?:[1-9]\d{{2,3}}|[一二三四五六七八九][零〇一二三四五六七八九]{{2,3}})(?:室|号?房间?)(?!产|屋|地|价|租|改)",
            "[住址]",
        ),
        (
            r"(?:(?<=[路街巷弄村屯寨庄湾坝坪])|(?<=[路街道][东西南北中一二三四]段))(?<!公路)(?<!铁路)(?<!线路)(?<!一路)"
            rf"(?:附?{_COUNT}(?:-\d{{1,3}})?(?:号|组|社|队)(?!线|标|文|令|院?[台案])[- ]?)+",
            "[住址]",
        ),
        (rf"(?<=[村社寨庄屯])第?{_COUNT}(?:村民)?小?组", "[住址]"),
        (rf"(?<=大道|胡同|小区|社区|公寓|花园)(?:附?{_COUNT}(?:号|组|栋|幢|期)[- ]?)+", "[住址]"),
        (r"(?<![\d\-])\d{1,2}[-—–#]\d{1,2}[-—–](?!(?:19|20)\d\d)\d{3,4}(?![\d\-])", "[住址]"),
        (r"(?<=[住在])\d{1,2}[-—–#]\d{3,4}(?![\d\-])", "[住址]"),
        (r"\d{2,4}[*x×]{3,}\d{2,4}", "[号码]"),
    )
)  # fmt: skip

_DAY = r"(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])(?:[-./](?:0?[1-9]|[12]\d|3[01]))?(?!\d)"
_DATES = re.compile(rf"{_DAY}(?:[ \-—–~/]+{_DAY})*")
_YEARS = re.compile(r"\(?(?:19|20)\d\d\)?(?:[ \-—–~/,.+]+(?:19|20)\d\d\)?)+")
_DOCUMENT = re.compile(r"\(?(?:19|20)\d\d\)? ?\d{1,4}")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_DECIMAL = re.compile(r"[0-9]\.\d+")
_LIST = re.compile(r"\d{1,6}(?:\.\d+)?(?:[ ,\-—–~/.]+\d{1,6}(?:\.\d+)?)+")
_UNITS = re.compile(
    " ?[多余来几]?(?:[万千百亿兆元块米吨人户名件股次字度%斤起个分岁条套辆头只天倍页亩]|美元|平方|平米|㎡|m2|公里|千米|公斤|千克|kg)"
)
_ARTICLE = re.compile(r" ?(?:条|款|项|章|节|段|页|号|期|次|届|批|版|集|课|题|编|目|点|级)")
_STANDARD = re.compile(r"(?:gb(?:/t)?|iso|db\d*(?:/t)?|ga|jgj|t/[a-z]+) ?$")
_CURRENCY = re.compile(r"[¥￥$€] ?$|(?:人民币|金额|造价|预算|合计|共计) ?$")
_PHONE = re.compile(r"(?:0?86)?1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}")
_HOTLINES = {
    *("110", "119", "120", "122", "114", "12345", "12348", "12388", "12309", "12368", "12377", "12315", "12333", "12328"),
    *("12336", "12369", "12371", "12380", "12389", "12339", "12355", "12338", "96110", "95598"),
}


def hide_numbers(text: str) -> str:
    """``text`` (as ``simplify`` leaves it) with marks in place of whatever stands for a person or a place by its form."""
    text = "".join(_as_digit(char) for char in text)
    for form, mark in _FORMS:
        text = form.sub(mark, text)
    pieces: list[str] = []
    position = 0
    while (found := _RUN.search(text, position)) is not None:
        start, end = found.span()
        begin, stop, mark = _judge(text, start, end)
        if not mark:
            pieces.append(text[position:end])
            position = end
            continue
        head = _HEAD.search(text, position, begin)
        tail = _TAIL.match(text, stop)
        pieces += [text[position : head.start() if head else begin], mark]
        position = tail.end() if tail and stop == end else stop
    return "".join([*pieces, text[position:]])


def _as_digit(char: str) -> str:
    """Circled, keycap, Arabic and other digits as ours; Han digits are words too and stay."""
    if char.isascii() or char in _HAN_DIGITS:
        return char
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)


def _judge(text: str, start: int, end: int) -> tuple[int, int, str]:
    """What of this run of digits goes (from, to), and the mark for it; no mark: it stays."""
    raw = text[start:end]
    day = _DATES.match(raw.removeprefix("("))
    if day is not None:
        # A day, and what follows it: the time, or a number of its own.
        begin = start + raw.startswith("(") + day.end()
        rest = re.search(_DIGIT, text[begin:end])
        return (start, end, "") if rest is None else _judge(text, begin + rest.start(), end)
    digits = "".join(_HAN_DIGITS.get(char, char) for char in raw if char in _HAN_DIGITS or char.isdigit())
    phone = _PHONE.fullmatch(digits) is not None
    if len(digits) < _LONG_ENOUGH:
        bare = re.fullmatch(r"\d{6}", raw) is not None and not _says_how_many(text, start, end)
        return start, end, "[号码]" if bare else ""
    if not phone and len(digits) not in (15, 18) and _is_innocent(text, start, end, raw):
        return start, end, ""
    if phone:
        return start, end, "[电话]"
    if len(digits) == 18 or (len(digits) == 17 and re.match(r"[ -]?x", text[end:])):
        return start, end, "[证件号]"
    return start, end, "[号码]"


def _is_innocent(text: str, start: int, end: int, raw: str) -> bool:
    """A list of years, articles or amounts, an amount, a document, a standard, or nothing but Han words."""
    after = text[end : end + 8]
    if not any(char.isascii() and char.isdigit() for char in raw):
        return _HAN_RUN.fullmatch(raw) is None
    document = _DOCUMENT.fullmatch(raw) and re.match(r" ?号|\)", after)
    if document or _YEARS.fullmatch(raw) or _STANDARD.search(text[max(0, start - 8) : start]):
        return True
    parts = re.findall(r"\d+", raw)
    if all(part in _HOTLINES for part in parts) or (len(parts) > 2 and _is_counting(parts)):
        return True
    if text[:start].rstrip().endswith("第") and _ARTICLE.match(after) and max(map(len, parts)) <= 4:
        return True
    return _DECIMAL.fullmatch(raw) is not None or _says_how_many(text, start, end)


def _is_counting(parts: list[str]) -> bool:
    numbers = [int(part) for part in parts]
    return all(second - first == 1 for first, second in pairwise(numbers))


def _says_how_many(text: str, start: int, end: int) -> bool:
    raw = text[start:end].strip("()")
    shaped = _THOUSANDS.fullmatch(raw) or _PLAIN.fullmatch(raw) or _LIST.fullmatch(raw)
    return bool(shaped and (_UNITS.match(text, end) or _CURRENCY.search(text[max(0, start - 4) : start])))
