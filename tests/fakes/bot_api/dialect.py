"""How this server differs from Telegram's own: home-made servers and emulators leave things out and say no in their own ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# What Telegram always sends, PTB insists on, and a server written in an afternoon leaves out.
_LEFT_OUT = frozenset(
    {"entities", "caption_entities", "is_bot", "first_name", "last_name", "language_code", "type", "chat_instance", "file_unique_id",
     "width", "height", "until_date", "is_anonymous", "is_forum"}
)  # fmt: skip
_RIGHT = "can_"


@dataclass(slots=True)
class Dialect:
    """`lean`: nothing optional, and less; `result_true`: what is sent is answered with `true`; `status_200`: a refusal too has status 200.

    `long_polling` off: getUpdates answers at once. `without`: methods that do not exist.
    """

    lean: bool = False
    result_true: bool = False
    status_200: bool = False
    long_polling: bool = True
    without: frozenset[str] = frozenset()

    def knows(self, method: str) -> bool:
        """Whether there is such a method here."""
        return method.lower() not in {name.lower() for name in self.without}

    def told(self, method: str, result: Any) -> Any:
        """The result of a method as this server tells it."""
        if self.result_true and isinstance(result, dict) and "message_id" in result:
            return True
        if not self.lean:
            return result
        if isinstance(result, dict) and "message_id" in result:
            return {"message_id": result["message_id"]}
        if method == "getMe":
            return {name: result[name] for name in ("id", "is_bot", "username")}
        return lean(result)


def lean(value: Any) -> Any:
    """JSON without what may be left out; what our own bot is, is always said."""
    if isinstance(value, list):
        return [lean(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: lean(item) for name, item in value.items() if name not in _LEFT_OUT and not name.startswith(_RIGHT)}
