"""The wire: HTTP in, the method's answer or refusal out, with scripted faults in between. No rule of Telegram's is decided here."""

from __future__ import annotations

import asyncio
import json
import re
from email.utils import formatdate
from typing import Any

from aiohttp import web

from .errors import JSON, ApiError, bad_request
from .faults import Fault
from .methods import METHODS, canonical
from .params import Params, decode
from .record import Call, Upload
from .world import World

_PATH = re.compile(r"/bot([^/]*)/(\w+)")
_FILE = re.compile(r"/file/bot([^/]*)/(.+)")
_TOKEN = re.compile(r"\d+:[\w-]+")
MAX_REQUEST = 60 << 20


class Server:
    """Answers requests about one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._late: dict[Call, asyncio.Task[Any]] = {}  # held requests; they take effect even if the client goes away

    def application(self) -> web.Application:
        """An aiohttp application with the API and the file server; more routes may be added before it starts."""
        app = web.Application(client_max_size=MAX_REQUEST)
        app.router.add_route("*", "/{path:(?:file/)?bot.*}", self.handle)
        app.on_response_prepare.append(self._date)
        return app

    async def _date(self, _: web.Request, response: web.StreamResponse) -> None:
        """Every answer says what time it is here, as the messages do."""
        response.headers["Date"] = formatdate(self.world.clock.now(), usegmt=True)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Any request below /bot… or /file/bot…."""
        if file := _FILE.fullmatch(request.path):
            return self._file(*file.groups())
        found = _PATH.fullmatch(request.path)
        if found is None or not _TOKEN.fullmatch(found.group(1)):
            return _answer(404, ApiError(404, "Not Found").body())
        token, name = found.groups()
        if token != self.world.token:
            return _answer(401, ApiError(401, "Unauthorized").body())
        try:
            values, files = await _read(request)
        except ValueError:
            return _answer(400, bad_request("can't parse request body").body())
        call = self.world.record.open(canonical(name), values, files)
        try:
            return await self._serve(request, call)
        finally:
            if call not in self._late:
                self.world.record.close(call)

    async def close(self) -> None:
        """Forget the requests that are still held."""
        for task in list(self._late.values()):
            task.cancel()
        await asyncio.gather(*self._late.values(), return_exceptions=True)

    async def _serve(self, request: web.Request, call: Call) -> web.StreamResponse:
        fault = self.world.faults.pick(call)
        if fault is None:
            return self._reply(call, await self._run(call))
        call.fault = fault.kind
        if fault.kind == "refuse" and fault.error:
            return self._reply(call, fault.error)
        accepted = fault.after or fault.kind == "drop_after"
        if fault.kind == "delay" and not accepted:
            return self._reply(call, await self._later(call, fault))
        outcome = await self._run(call) if accepted else None
        if fault.kind == "delay":
            await _hold(fault)
            return self._reply(call, outcome)
        if fault.kind == "garble":
            call.status = fault.status
            return web.Response(status=fault.status, body=fault.body, content_type="text/html")
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _later(self, call: Call, fault: Fault) -> Any:
        async def work() -> Any:
            await _hold(fault)
            return await self._run(call)

        def finished(_: object) -> None:
            self._late.pop(call, None)
            self.world.record.close(call)

        task = self._late[call] = asyncio.create_task(work())
        task.add_done_callback(finished)
        return await asyncio.shield(task)

    async def _run(self, call: Call) -> Any:
        """Carry the request out; returns the result or the refusal."""
        world = self.world
        params = Params(call.params, call.files)
        try:
            if world.logged_out:
                raise bad_request("Logged out")
            if call.method == "getUpdates":
                result: Any = await world.updates.poll(
                    params.integer("offset", 0) or 0, params.integer("limit", 100) or 100,
                    params.integer("timeout", 0) or 0 if self.world.dialect.long_polling else 0,
                    params.list("allowed_updates"),
                )  # fmt: skip
            else:
                handler = METHODS.get(call.method.lower())
                if handler is None or not world.dialect.knows(call.method):
                    raise ApiError(404, "Not Found: method not found")
                result = handler(world, params)
        except ApiError as refusal:
            return refusal
        call.accepted = True
        call.result = result if call.method != "getUpdates" else len(result)
        return result

    def _reply(self, call: Call, outcome: Any) -> web.Response:
        dialect = self.world.dialect
        if isinstance(outcome, ApiError):
            call.status, call.error = outcome.code, outcome.description
            return _answer(200 if dialect.status_200 else outcome.code, outcome.body())
        call.status = 200
        return _answer(200, {"ok": True, "result": dialect.told(call.method, outcome)})

    def _file(self, token: str, path: str) -> web.Response:
        file = next((f for f in self.world.files.values() if f.path == path), None)
        if token != self.world.token or file is None:
            return _answer(404, ApiError(404, "Not Found").body())
        return web.Response(body=file.content, content_type="application/octet-stream")


def _answer(status: int, body: JSON) -> web.Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return web.Response(status=status, body=text, content_type="application/json")


async def _hold(fault: Fault) -> None:
    if fault.gate is not None:
        await fault.gate.wait()
    if fault.seconds:
        await asyncio.sleep(fault.seconds)


async def _read(request: web.Request) -> tuple[JSON, dict[str, Upload]]:
    """Parameters from the query string and body; a body's value wins."""
    values: JSON = {name: decode(name, value) for name, value in request.query.items()}
    files: dict[str, Upload] = {}
    if request.method != "POST":
        return values, files
    if request.content_type == "application/json":
        body = json.loads(await request.text() or "{}")
        if not isinstance(body, dict):
            raise ValueError("object expected")
        return values | body, files
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.file.read(), value.content_type)
        elif isinstance(value, str):
            values[name] = decode(name, value)
        else:
            files[name] = Upload(name, bytes(value))
    return values, files
