"""A second source of answers, as small as one can be: three made-up questions of an office. It is what a new source has to bring."""

from __future__ import annotations

from bot.answering.answer import Answer, Decision, Outcome
from bot.answering.card import Card, View, ViewName
from bot.answering.fitted import Thresholds
from bot.answering.hit import Hit
from bot.library.normalize import normalize
from bot.richtext.block import Block

SURE, UNSURE = 96.0, 40.0
CAUTION = "以办公室当天的通知为准"
# Ids, what is asked, what is said.
ITEMS = (
    ("gongzhang", "公章丢了怎么补办", "先登报声明作废，再到县公安局治安大队备案刻章。"),
    ("shitang", "食堂饭卡怎么充值", "每周三上午在机关食堂一楼窗口充值。"),
    ("tingche", "机关院子怎么停车", "车牌号报给办公室登记，当天就能进。"),
)


class Faq:
    """Sure of its own questions, unsure where a word of two characters stands in one of them; else it says nothing."""

    kind = "faq"

    def decide(self, said: str, *, addressed: bool) -> Decision:
        asked = normalize(said)
        sure = [self._hit(item, SURE) for item in ITEMS if normalize(item[1]) == asked]
        alike = [self._hit(item, UNSURE) for item in ITEMS if asked[:2] and asked[:2] in normalize(item[1])]
        if sure:
            return Decision(Answer(Outcome.ANSWER, tuple(sure)), BARS, respond=SURE / 100, right=SURE / 100)
        outcome = Outcome.CHOOSE if alike and addressed else Outcome.NONE
        return Decision(Answer(outcome, tuple(alike)), BARS, respond=UNSURE / 100 if alike else 0.0)

    def hit(self, id_: str) -> Hit | None:
        return next((self._hit(item) for item in ITEMS if item[0] == id_), None)

    def by_typed_id(self, typed: str) -> Hit | None:
        return self.hit(typed.strip().lower())

    def by_title(self, wanted: str) -> Hit | None:
        return next((self._hit(item) for item in ITEMS if normalize(item[1]) == normalize(wanted)), None)

    def card(self, id_: str) -> Card | None:
        hit = self.hit(id_)
        if hit is None:
            return None
        return Card(hit.key, hit.title, "", (hit.text,), hit.place, cautions=(CAUTION,), views=(ViewName("office", "找谁办", 1),))

    def view(self, id_: str, name: str) -> View | None:
        return View("找谁办", (Block("县政府办公室 301", gap=True),)) if name == "office" and self.hit(id_) else None

    def looks_like_id(self, typed: str) -> bool:
        return self.by_typed_id(typed) is not None

    def _hit(self, item: tuple[str, str, str], score: float = 0.0) -> Hit:
        id_, title, text = item
        return Hit(self.kind, id_, title, text, "办公室常见问题", score, {"question": title})


BARS = Thresholds(answer=0.9, sure=0.9, choose=0.3)
