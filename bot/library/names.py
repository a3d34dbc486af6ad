"""Find persons by what Chinese names look like and by the words beside them. Pure, by rules: no list of people, no model.

Chinese names have no form of their own: one is taken for a name when a surname is followed by a title (张书记), by characters that
given names are made of (张建国), or by anything after words that announce a person (我叫…, 邻居…). Surnames that are common words
too (向, 左, 章) count only beside a title or after such words. Words that merely look like a name (高度, 公安, 任务) are listed. In
doubt a word goes: an editor still understands 某某.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.library.surnames import (
    ANNOUNCERS,
    COMMON_WORDS,
    COMPOUND_SURNAMES,
    FOREIGN_CHARACTERS,
    FOREIGN_PIECES,
    GIVEN,
    GIVEN_NAMES,
    INTRODUCERS,
    NO_GIVEN,
    NOT_BEFORE_TITLES,
    PINYIN_SURNAMES,
    PINYIN_SYLLABLES,
    RARE_SURNAMES,
    SHIELD,
    SURNAMES,
    TITLES,
)

SOMEBODY = "某某"


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(set(words), key=len, reverse=True))


_HAN = r"[\u4e00-\u9fff]"
_PART = f"(?:(?![的是和在]){_HAN}){{1,6}}"
# 浙江老板, 谢谢主任, 主任天天来: the end of another word is no surname.
_NOT_AFTER = {"江": "浙长", "谢": "谢", "任": "主责担现前首新历时兼就继接离上原后"}
_TIED = "|".join(f"(?<![{before}]){surname}" for surname, before in _NOT_AFTER.items())
_COMPOUND = _any(COMPOUND_SURNAMES)
_FREE = "".join(surname for surname in SURNAMES if surname not in _NOT_AFTER)
_SURNAME = f"(?:{_COMPOUND}|{_TIED}|[{_FREE}])"
_RARE = f"[{''.join(sorted(set(RARE_SURNAMES) - set(NOT_BEFORE_TITLES) - set(_NOT_AFTER)))}]"
_EVERY = f"(?:{_SURNAME}|[{''.join(sorted(set(RARE_SURNAMES) | set(SURNAMES)))}])"
_ANY_GIVEN = f"[^\\W{NO_GIVEN}a-z0-9_]"
_GIVEN_NAME = f"(?:{_any(GIVEN_NAMES)})"
_FOREIGN = f"(?:{_any(FOREIGN_PIECES)})"
_FOREIGN_NAME = f"(?:{_FOREIGN}(?:{_FOREIGN}|[{FOREIGN_CHARACTERS}]){{1,5}})"
_LONG_FOREIGN = f"(?:{_any(piece for piece in FOREIGN_PIECES if len(piece) > 2)})"
_TITLE = f"副?(?:{_any(TITLES)})"
_COMMON = f"(?!{_any(COMMON_WORDS)})"
_INTRODUCER = f"(?:{_any(INTRODUCERS)})[:：是叫做 ]{{0,2}}"
_ANNOUNCER = f"(?:{_any([*ANNOUNCERS, *INTRODUCERS])})(?:说|讲|叫|是|家|的|:| )?"
# What comes after a person of whom something is told.
_DEED = (
    "同志|先生|女士|夫妇|一家|家的|把|被|欠|打了|说[他她]|骂|偷|拿了|拖欠|是不是|和|跟|"
    "的(?:儿子|女儿|老婆|老公|媳妇|丈夫|妻子|父亲|母亲|爸|妈|房|地|车|钱|低保|案子)"
)
_STOP = "(?=[,，。;；!！?？ ]|$)"
_END = "(?=[的说不没要有是,，。;；!！?？ ]|$)"
_STRONG_DEED = (
    "把地|把我|把他|把她|被打|和我|跟我|占了|霸占|强占|欠我|欠了|欠钱|打了我|打我|打伤|"
    "偷了|偷我|骂我|借了我|骗了|骗我|砍了|撞了|举报了|贪污|受贿|酒驾|被抓|"
    "的(?:儿子|女儿|老婆|老公|媳妇|丈夫|妻子|父亲|母亲|低保|案子|房子|宅基地|承包地)"
)
# What may follow the second of two persons.
_GOES_ON = "打把被欠的是在有、和跟与及谁都两合一吵争签怎离结借偷骂闹同不没要"
# 向书记反映, 应主任要求: words of grammar after all.
_TO = "反映|汇报|报告|请示|举报|说明|申请|提|投诉|检讨|求助|学习|道歉|请教|了解|咨询|要求|邀请|批准|同意"
_PREPOSITIONS = f"(?![向应]{_TITLE}(?:们)?(?:{_TO}))(?<![我你他们可以要就])"
_SYLLABLE = f"(?:{_any(PINYIN_SYLLABLES)})"
_PINYIN = f"(?<![a-z])(?:{_any(PINYIN_SURNAMES)})(?: {_SYLLABLE}[ '-]?{_SYLLABLE}?|{_SYLLABLE}{{2}}|{_SYLLABLE}(?={_HAN}))(?![a-z])"

_RULES = tuple(
    re.compile(pattern)
    for pattern in (
        # 阿不都·热合曼
        f"(?P<name>{_PART}[·•]{_PART}(?:[·•]{_PART})*)",
        # 王某某, 李某, 张××, 陈xx
        f"(?P<name>{_SURNAME}(?:某{{1,3}}|[×x*○〇]{{1,2}}))(?![a-z])",
        # 阿依古丽, 扎西顿珠, 吉克阿牛
        f"(?P<name>{_FOREIGN_NAME}|{_LONG_FOREIGN}|{_FOREIGN}(?=把|被|欠|打了|的[儿女老家牛羊马地草补低]))",
        # 我叫翠花, 名字叫王二狗, 我叫tom smith: whatever comes, unless it is somebody or something called
        f"{_INTRODUCER}(?P<name>{_COMMON}(?:{_EVERY}{_ANY_GIVEN}{{1,2}}|{_GIVEN_NAME}|{_FOREIGN_NAME}|{_ANY_GIVEN}{{2,4}}{_STOP}))",
        f"{_INTRODUCER}(?P<name>[a-z][a-z .'\\-]{{1,30}}(?<! ))",
        # 陈大勇 after 村民, 王二狗 after 邻居说: announced, so any given name will do
        f"(?:{_ANNOUNCER})(?P<name>{_COMMON}{_SURNAME}{_ANY_GIVEN}{{1,2}}|{_RARE}{_ANY_GIVEN}{{1,2}}{_END}|{_GIVEN_NAME})",
        # 张三书记, 李建国副主任: the title stays, it matters to the question
        f"(?P<name>{_COMMON}{_SURNAME}{_ANY_GIVEN}{{0,2}}?)(?={_TITLE})",
        f"{_PREPOSITIONS}(?P<name>{_COMMON}{_RARE}(?:{_GIVEN_NAME}|[{GIVEN}]{{0,2}}?))(?={_TITLE})",
        f"(?P<name>{_GIVEN_NAME}|{_FOREIGN})(?={_TITLE}|[哥姐叔婶嫂])",
        # 王姐, 王局说; but not 高处不胜寒
        f"(?P<name>{_COMMON}{_SURNAME})(?=[哥姐叔婶嫂伯]|家的|[总局处科所支](?!{_HAN})|[总局处科][说讲让叫要那的拍批签欠拖骗骂打])",
        # 老王, 小李
        f"(?:(?<!{_HAN})|(?<=[跟和给找问叫让被把对向请壁村组]))[老小阿](?P<name>{_COMMON}{_SURNAME})(?={_HAN})",
        f"(?<=[科室办局站所])[老小](?P<name>{_COMMON}{_SURNAME})(?={_HAN})",
        # 姓王的
        f"姓(?P<name>{_EVERY})(?:(?=[的那这])|{_STOP})",
        # 张建国, 王小明: of characters that given names are made of
        f"(?P<name>{_COMMON}{_SURNAME}(?:[{GIVEN}]{{2}}|{_GIVEN_NAME}))",
        f"(?P<name>{_GIVEN_NAME})",
        f"(?P<name>{_COMMON}{_SURNAME}[{GIVEN}一二三四五六七八九])(?={_DEED})",
        f"(?P<name>{_COMMON}{_SURNAME}{_ANY_GIVEN}{{1,2}})(?={_STRONG_DEED})",
        # zhang san, wangxiaoming
        f"(?P<name>{_PINYIN})",
        # Beside somebody who is known for one by now: 某某和李强打架, 刘芳举报某某
        f"(?<={SOMEBODY}[和跟与及、])(?P<name>{_COMMON}{_SURNAME}{_ANY_GIVEN}{{1,2}}?)(?=[{_GOES_ON}]|{_STOP})",
        f"(?P<name>{_COMMON}{_SURNAME}{_ANY_GIVEN}{{1,2}})(?=(?:[和跟与及、告打骂欠骗]|举报|控告|起诉|投诉|殴打|借给)了?{SOMEBODY})",
    )
)
_SHIELD = re.compile(_any([*SHIELD, *COMMON_WORDS]))
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{1,14}(?:[ .·'-]{1,2}[A-Z][a-z]{1,14}){1,3}(?![A-Za-z])")
_CAPITAL_DEED = re.compile(rf"(?<![A-Za-z])[A-Z][a-z]{{1,14}}(?=先生|女士|老师|经理|{_DEED}|{_STRONG_DEED})")


def hide_capitals(question: str) -> str:
    """John Smith, Li Ming, Tom打了我: by the capital letters, which the normal form does not have."""
    return _CAPITAL_DEED.sub(SOMEBODY, _CAPITALS.sub(SOMEBODY, question))


def hide_names(text: str) -> str:
    """``text`` (as ``simplify`` leaves it) with 某某 in place of names."""
    for rule in _RULES:
        text = _apply(rule, text)
    return text


def _apply(rule: re.Pattern[str], text: str) -> str:
    shielded: set[int] | None = None
    pieces: list[str] = []
    done = position = 0
    while (found := rule.search(text, position)) is not None:
        start, end = found.span("name")
        if shielded is None:
            shielded = {at for word in _SHIELD.finditer(text) for at in range(*word.span())}
        if start in shielded:
            position = found.start() + 1
            continue
        pieces += [text[done:start], SOMEBODY]
        done, position = end, max(found.end(), end)
    return "".join([*pieces, text[done:]])
