"""A bounded mapping: what was least used is forgotten."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Lru(Generic[_Key, _Value]):
    """A mapping of at most ``size`` items that drops the least recently used."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._items: OrderedDict[_Key, _Value] = OrderedDict()

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: _Key) -> _Value | None:
        """The value, which now counts as used."""
        value = self._items.get(key)
        if value is not None:
            self._items.move_to_end(key)
        return value

    def put(self, key: _Key, value: _Value) -> None:
        """Keep a value as the most recent one."""
        self._items[key] = value
        self._items.move_to_end(key)
        if len(self._items) > self._size:
            self._items.popitem(last=False)

    def drop(self, key: _Key) -> None:
        """Forget a value, if it is there."""
        self._items.pop(key, None)

    def drop_where(self, unwanted: Callable[[_Key], bool]) -> None:
        """Forget all values with such keys."""
        for key in [key for key in self._items if unwanted(key)]:
            del self._items[key]
