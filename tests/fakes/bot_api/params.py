"""Parameters of a request as values: from a query string, a form, a multipart body or JSON, they look the same to the methods."""

from __future__ import annotations

import json
from typing import Any

from .errors import JSON, bad_request
from .record import Upload

# Parameters that are text whatever they look like; all others are read as JSON where that is possible.
_TEXT = frozenset(
    {
        "text", "caption", "parse_mode", "callback_query_id", "inline_query_id", "url", "file_id", "title", "description",
        "short_description", "name", "language_code", "question", "question_parse_mode", "explanation", "explanation_parse_mode",
        "description_parse_mode", "action", "secret_token", "next_offset", "inline_message_id", "message_effect_id",
        "business_connection_id", "type", "photo", "document", "thumbnail", "custom_title",
    }
)  # fmt: skip


def decode(name: str, value: Any) -> Any:
    """A form value as the thing it stands for; what came as JSON is left alone."""
    if name in _TEXT or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


class Params:
    """Typed looks at the parameters; what is missing is None, what is wrong is a 400."""

    def __init__(self, values: JSON, files: dict[str, Upload]) -> None:
        self.values = values
        self.files = files

    def has(self, name: str) -> bool:
        """Whether the parameter was sent at all."""
        return self.values.get(name) is not None

    def string(self, name: str) -> str | None:
        """A text."""
        value = self.values.get(name)
        return None if value is None else str(value)

    def integer(self, name: str, default: int | None = None) -> int | None:
        """A whole number."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """A yes or no."""
        return self.values.get(name) in (True, 1, "true", "True", "1")

    def chat(self, name: str) -> int | str | None:
        """A chat's id or @username."""
        value = self.values.get(name)
        if isinstance(value, str) and value.lstrip("-").isdigit():
            return int(value)
        return value if isinstance(value, int | str) else None

    def object(self, name: str) -> JSON | None:
        """A JSON object."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name}: object expected")
        return value

    def list(self, name: str) -> list[Any] | None:
        """A JSON array."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name}: array expected")
        return value

    def upload(self, name: str) -> Upload | None:
        """A file that came along, directly or as attach://name."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return self.files.get(name)
