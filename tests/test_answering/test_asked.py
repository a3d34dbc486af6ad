"""What of a message asks: frames of exam items carry no evidence, long texts are only their questions."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answer import Outcome
from bot.answering.answerer import MAX_QUESTION, Answerer, QuestionError
from bot.answering.asked import OVERHEARD_UP_TO, STRETCH, WHOLE_UP_TO, asked, is_composed, names_in, stretches
from bot.answering.frame import without_frame
from bot.library.models import Library
from bot.library.normalize import normalize, simplify


@pytest.mark.parametrize(
    ("item", "stem"),
    [
        ("单选题：灭火器压力表指针在（ ）区表示正常。A.红 B.黄 C.绿 D.白", "灭火器压力表指针在区表示正常"),
        ("3.【多选题】心肺复苏时应当（　　）\nＡ、呼救\nＢ、按压\nＣ、吹气\nＤ、以上都对\n答案：ABCD\n解析：略", "心肺复苏时应当"),
        ("（判断题）触电时先拉闸。（√）", "触电时先拉闸"),
        ("12. 依据《中华人民共和国道路交通安全法实施条例》的规定，机动车在____应当减速。", "机动车在应当减速"),
        ("一、单项选择题（每题2分，共20分）1. 下列属于债权的是( ) a. 借款 b. 房屋 c. 土地 2. 资产等于( )", "下列属于债权的是资产等于"),
        ("（单选）灭火器检查周期是（ ）①每月检查②每季检查③每年检查", "灭火器检查周期是"),
        ("下列哪个是哺乳动物？A鲸鱼 B鲨鱼 C企鹅 D海龟", "下列哪个是哺乳动物"),
        ("最长的河流是：甲、长江；乙、黄河；丙、珠江", "最长的河流是"),
        ("在线考试 第3/50题 单选\n执法人员不得少于（　）人。\n○ A. 一\n○ B. 两", "在线考试单选执法人员不得少于人"),
        ("【题干】请示应当怎么写？【选项】A.一文一事 B.一文多事【答案】A", "请示应当怎么写"),
        ("填空：法律是治国之（　　），法治是治国理政不可或缺的重要（　　）。", "法律是治国之法治是治国理政不可或缺的重要"),
    ],
)
def test_the_frame_of_an_exam_item_is_taken_off(item: str, stem: str) -> None:
    assert normalize(without_frame(simplify(item))).removeprefix("一") == stem


@pytest.mark.parametrize(
    "said",
    [
        "选择题怎么做",
        "《民法典》怎么说",
        "判断一个决定合不合法看什么",
        "A和B两家公司打官司找谁",
        "1、谁执法谁普法是什么",
        "（ ）",
        "甲、乙两家公司打官司找谁",
        "讲了三件事:1学法2懂法3守法,出处在哪",
        "有三个镇 a镇没开会 b镇开了一次 c镇开了两次 谁合格",
    ],
)
def test_what_only_looks_like_a_frame_stays(said: str) -> None:
    assert without_frame(simplify(said)) == simplify(said)


def test_a_question_that_says_that_it_asks_is_found_in_the_middle_of_a_story() -> None:
    before = "上周我们去检查一家砂石厂，老板不在，门卫说做不了主，我们等了两个小时才见到人。" * 3
    behind = "回来以后大家议论纷纷，各有各的道理，队长让我先把要求弄清楚再说，免得下次又白跑一趟。" * 4
    (only,) = asked(simplify(before + "请问执法程序上有什么要求。" + behind), addressed=True)
    assert "请问执法程序上有什么要求" in only
    request = "麻烦帮忙看看提到的是哪几个环节，谢谢。"
    assert request.replace("，", ",") in asked(simplify(before + request), addressed=True)[-1]


def test_a_record_of_others_asks_nothing_until_somebody_asks_about_it() -> None:
    record = "张姐: 材料谁在写？\n小李: 我在写\n张姐: 什么时候能好？\n小李: 下午\n王哥: 行不行啊？"
    assert asked(simplify(record), addressed=True) == ()
    (only,) = asked(simplify(record + "\n请问他们这样报材料合规吗？"), addressed=True)
    assert "合规" in only


@pytest.mark.parametrize(
    "foreign",
    [
        "Could you tell me what time the meeting on law-based government starts tomorrow?",
        "Подскажите, пожалуйста, когда начинается собрание по вопросам правового государства?",
        "行政法についておしえてください。ほうりつによるぎょうせいのげんりとはなんですか、おねがいします。",
    ],
)
def test_what_is_not_chinese_asks_this_knowledge_nothing(foreign: str) -> None:
    assert asked(simplify(foreign), addressed=True) == ()


def test_a_link_does_not_hide_the_question_beside_it() -> None:
    link = "https://www.example.com/" + "a" * 80
    assert asked(simplify(f"{link} 这个通知里的调度会多久开一次？"), addressed=True) == ("这个通知里的调度会多久开一次?",)
    assert [part for part in asked(simplify(link), addressed=True) if normalize(part)] in ([], [simplify(link)])


def test_who_composes_a_message_must_ask_plainly(answerer: Answerer) -> None:
    item = "名词解释：行政裁量权"
    assert is_composed(simplify(item))
    assert answerer.answer(item).outcome is Outcome.NONE
    assert not is_composed(simplify("行政裁量权是什么意思"))
    named = "多选题：以下哪些情形属于《保守国家秘密法》禁止的行为？①非法复制国家秘密②在互联网传递国家秘密③定期开展保密检查"
    assert answerer.answer(named).outcome is Outcome.NONE
    other = "单选：《法治中国建设规划（2020－2025年）》共分（ ）个部分。A.七 B.八 C.九 D.十"
    assert answerer.answer(other).outcome is Outcome.NONE
    assert answerer.answer("判断：《宪法》规定，中华人民共和国的一切权力属于人民。（√）").outcome is Outcome.ANSWER
    assert answerer.answer("（ ）是我国的根本大法。A.刑法 B.宪法 C.民法典").outcome is not Outcome.ANSWER
    assert answerer.answer("（单选）部门、镇乡每年至少举办（ ）期法治专题讲座。\nＡ．一\nＢ．两").outcome is Outcome.ANSWER


CRAFTED = [
    "a.", "a法 b法 ", "1一2二", "甲.乙", "选择题 ", "https://a ", "答案: ", "答案:",
    "《一", "(1分", "(", "1. ", "名: ", "吗...", "麻烦怎么", "请问 ", "○ a", "? ",
]  # fmt: skip


@pytest.mark.parametrize("unit", CRAFTED)
def test_reading_the_longest_message_takes_no_time_however_it_is_made(unit: str) -> None:
    said = simplify((unit * MAX_QUESTION)[:MAX_QUESTION])

    def seconds() -> float:
        start = time.process_time()
        asked(said, addressed=True)
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.06


def test_the_long_name_of_a_document_is_no_evidence_unless_the_speech_speaks_of_it(library: Library) -> None:
    known = names_in(library)
    foreign = simplify("《关于进一步加强法治政府建设和依法行政工作的若干意见》的电子版发我一份")
    assert normalize(without_frame(foreign, known)) == normalize("的电子版发我一份")
    own = simplify("《凤冈县2020年法治政府建设工作要点》在讲话里是怎么提的？")
    assert without_frame(own, known) == own


def test_a_short_message_is_one_stretch_and_a_long_one_only_its_questions() -> None:
    story = "上周我们去检查一家砂石厂，老板不在，门卫说做不了主，我们等了两个小时才见到人。"
    long = story * 6 + "请问这种情况能不能直接贴封条？"
    assert asked(simplify(story), addressed=True) == (simplify(story),)
    (only,) = asked(simplify(long), addressed=True)
    assert "封条" in only
    assert len(normalize(only)) <= STRETCH
    assert asked(simplify(story * 6), addressed=True) == ()


def test_a_question_before_pasted_text_is_found() -> None:
    pasted = "请问这样通知行不行？" + "各村：定于周五下午召开会议，请准时参加，不得缺席，会前清点人数。" * 10
    assert any("行不行" in part for part in asked(simplify(pasted), addressed=True))


def test_what_is_overheard_and_long_is_left_alone() -> None:
    long = "谁执法谁普法怎么落实？" * 40
    assert asked(simplify(long), addressed=True)
    assert len(normalize(long)) > OVERHEARD_UP_TO
    assert asked(simplify(long), addressed=False) == ()


PIECES = ["今天开会。", "这样行吗？", "请问怎么办?", "甲乙丙丁" * 40, " ", "A.对 B.错", "（ ）", "。"]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_every_stretch_is_as_short_as_what_was_fitted_on(pieces: list[str]) -> None:
    said = simplify("".join(pieces))
    for part in asked(said, addressed=True):
        assert len(normalize(part)) <= max(WHOLE_UP_TO, STRETCH)
    assert len(stretches(said)) <= 3


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    for part in asked(simplify(text), addressed=True):
        assert len(normalize(part)) <= WHOLE_UP_TO


def test_length_is_measured_after_the_letters_were_unfolded(answerer: Answerer) -> None:
    with pytest.raises(QuestionError):
        answerer.answer("ﷺ" * (MAX_QUESTION // 10))


@pytest.mark.parametrize("length", [60, 120, 300, 1000, 4000])
def test_rosters_numbers_and_code_meet_silence_at_any_length(answerer: Answerer, length: int) -> None:
    dice = random.Random(length)
    roster = "\n".join(f"{n},张{dice.choice('伟芳娜敏')},{dice.randrange(40, 100)},合格" for n in range(length // 10 + 1))
    phones = "\n".join(f"李{dice.choice('强磊军洋')} 1{dice.randrange(3 * 10**9, 10**10)}" for n in range(length // 14 + 1))
    code = "".join(dice.choice("ABCDEFGHabcdefgh0123456789+/") for _ in range(length))
    words = ("the", "office", "will", "meet", "on", "law", "and", "public", "service", "matters")
    english = " ".join(dice.choice(words) for _ in range(length // 5))
    for text in (roster, phones, code, english):
        assert answerer.answer(text[:length]).outcome is not Outcome.ANSWER
        assert answerer.answer(text[:length], addressed=False).outcome is Outcome.NONE
