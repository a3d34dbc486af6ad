"""Long computations beside the answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")


async def aside(compute: Callable[[], _Result]) -> _Result:
    """Compute in a thread of its own and give back the result or the exception.

    It is a daemon thread: stopping the bot waits for no computation, whose result nobody will want any more.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_Result] = loop.create_future()

    def deliver(result: _Result | None, error: BaseException | None) -> None:
        if done.done():  # whoever waited was cancelled
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # without an error it is a result

    def run() -> None:
        result, fault = None, None
        try:
            result = compute()
        except BaseException as error:
            fault = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(deliver, result, fault)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await done
