"""Many calls at once, cheaply: several small connection pools instead of a large one.

httpx looks at every connection of a pool for every call, so a pool of hundreds costs more than the calls themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram.request import BaseRequest, HTTPXRequest, RequestData

# Seconds, ``None`` for as long as it takes, or "not given"; PTB's own name for it is private.
Timeout = Any


class PooledRequest(BaseRequest):
    """Gives every call to the least busy of ``pools`` pools of ``size`` connections."""

    def __init__(self, pools: int = 16, size: int = 16, read_timeout: float = 15.0, pool_timeout: float = 60.0) -> None:
        self._pools: Sequence[HTTPXRequest] = [
            HTTPXRequest(connection_pool_size=size, read_timeout=read_timeout, pool_timeout=pool_timeout) for _ in range(pools)
        ]
        self._busy = [0] * pools

    @property
    def read_timeout(self) -> float | None:
        """Seconds."""
        return self._pools[0].read_timeout

    async def initialize(self) -> None:
        """See ``BaseRequest``."""
        for pool in self._pools:
            await pool.initialize()

    async def shutdown(self) -> None:
        """See ``BaseRequest``."""
        for pool in self._pools:
            await pool.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """See ``BaseRequest``."""
        # Ties go to the first pools: those have connections open already.
        chosen = min(range(len(self._busy)), key=self._busy.__getitem__)
        self._busy[chosen] += 1
        try:
            return await self._pools[chosen].do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        finally:
            self._busy[chosen] -= 1
