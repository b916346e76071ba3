"""The HTTP around the world: /bot<token>/<method>, as JSON, form or multipart, GET or POST.

A call is judged against the model of the Bot API (when `strict`), then a fault on order may strike it, then the
limits are asked, then it is carried out."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.testing.botapi.faults import Fault, Faults
from bot.testing.botapi.limits import Limits
from bot.testing.botapi.methods import METHODS, PACED, chat_of
from bot.testing.botapi.push import Pusher, Webhook
from bot.testing.botapi.world import TOKEN, Refusal, World

_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_JSON_FIELDS = ("reply_markup", "allowed_updates", "commands", "results", "entities", "link_preview_options", "scope")


class BotApiServer:
    """A platform on loopback. `latency` seconds pass before each answer; `back_off` is the webhook's first pause."""

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.monotonic,
        strict: bool = True,
        enforce_limits: bool = True,
        latency: float = 0.0,
        back_off: float = 1.0,
        token: str = TOKEN,
    ) -> None:
        self.world = World(now, token)
        self.faults = Faults()
        self.limits = Limits(now, enforce=enforce_limits)
        self.latency = latency
        self.pusher = Pusher(now, self._answer_by_webhook, back_off=back_off)
        self.world.on_update = self._arrived
        self._judge: Callable[[str, Mapping[str, Any]], list[str]] | None = None
        if strict:
            from bot.testing.botapi.judge import complaints  # the model it needs is a development dependency

            self._judge = complaints
        self._news = asyncio.Event()
        self._polls = 0
        self._confirmed = 0
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the base address to give to the bot."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self.routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.base_url = f"http://{host}:{self._runner.addresses[0][1]}"
        return self.base_url

    def routes(self, app: web.Application) -> None:
        """Room for more routes (the control page adds its own)."""

    async def stop(self) -> None:
        await self.pusher.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> BotApiServer:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def pending(self) -> int:
        """Updates that the bot has not confirmed yet."""
        return self.pusher.waiting() if self.pusher.webhook else len(self.world.updates)

    # updates

    def _arrived(self, update: dict[str, Any]) -> None:
        message = update.get("message") or update.get("callback_query", {}).get("message")
        if message:
            self.limits.wrote(int(message["chat"]["id"]))
        if self.pusher.webhook is not None:
            self.world.updates.remove(update)
            self.pusher.add(update)
        else:
            self._news.set()

    async def _get_updates(self, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        if self.pusher.webhook is not None:
            raise Refusal(409, _WEBHOOK_ACTIVE)
        self._polls += 1
        mine = self._polls
        self._news.set()
        offset, limit = int(parameters.get("offset") or 0), int(parameters.get("limit") or 100)
        while self.world.updates and offset > 0 and self.world.updates[0]["update_id"] < offset:
            self.world.updates.popleft()
        deadline = asyncio.get_running_loop().time() + min(float(parameters.get("timeout") or 0), 50)
        while not self.world.updates:
            self._news.clear()
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                break
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                break
            if self._polls != mine:
                raise Refusal(409, _OTHER_POLL)
        return [self.world.updates[i] for i in range(min(limit, len(self.world.updates)))]

    async def _set_webhook(self, parameters: Mapping[str, Any]) -> bool:
        url = str(parameters.get("url") or "")
        if not url:
            return await self._delete_webhook(parameters)
        await self.pusher.set(
            Webhook(url, parameters.get("secret_token"), int(parameters.get("max_connections") or 40))
        )
        if parameters.get("drop_pending_updates"):
            self.world.updates.clear()
        while self.world.updates:
            self.pusher.add(self.world.updates.popleft())
        return True

    async def _delete_webhook(self, parameters: Mapping[str, Any]) -> bool:
        await self.pusher.set(None)
        pending = self.pusher.take_all()
        if not parameters.get("drop_pending_updates"):
            self.world.updates.extend(pending)
        self._news.set()
        return True

    def _webhook_info(self) -> dict[str, Any]:
        hook = self.pusher.webhook
        info: dict[str, Any] = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": self.pending(),
        }
        if hook:
            info["max_connections"] = hook.max_connections
            if hook.last_error:
                info |= {"last_error_date": 1, "last_error_message": hook.last_error}
        return info

    # calls

    async def _answer_by_webhook(self, body: dict[str, Any]) -> None:
        method = str(body.pop("method"))
        await self._carry_out(method, body, by_webhook=True)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        if request.match_info["token"] != self.world.token:
            return _answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        parameters = await _parameters(request)
        fault = self.faults.strike(method, chat_of(parameters))
        if fault is not None and fault.kind == "reset":
            return _cut(request)
        if self.latency:
            await asyncio.sleep(self.latency)
        status, body = await self._judged(method, parameters, fault)
        if fault is not None:
            if fault.kind == "late":
                await asyncio.sleep(fault.seconds)
            elif fault.kind == "lost":
                return _cut(request)
            elif fault.kind == "garbled":
                return web.Response(text="<html>Bad gateway</html>", content_type="text/html", status=200)
        return _answer(status, body)

    async def _judged(self, method: str, parameters: dict[str, Any], fault: Fault | None) -> tuple[int, dict[str, Any]]:
        try:
            if fault is not None:
                _refuse(fault, self.limits)
            result = await self._carry_out(method, parameters)
        except Refusal as refusal:
            body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": str(refusal)}
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return refusal.code, body
        return 200, {"ok": True, "result": result}

    async def _carry_out(self, method: str, parameters: dict[str, Any], *, by_webhook: bool = False) -> Any:
        method = method.lower()
        self.world.calls[method] += 1
        if self._judge is not None:
            self.world.complaints += self._judge(method, parameters)
        if method == "getupdates":
            return await self._get_updates(parameters)
        if method == "setwebhook":
            return await self._set_webhook(parameters)
        if method == "deletewebhook":
            return await self._delete_webhook(parameters)
        if method == "getwebhookinfo":
            return self._webhook_info()
        carry_out = METHODS.get(method)
        if carry_out is None:
            raise Refusal(404, "Not Found: method not found")
        if method in PACED:
            chat = chat_of(parameters)
            wait = None if chat is None else self.limits.judge(chat)
            if wait is not None:
                raise Refusal(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
        try:
            return carry_out(self.world, parameters)
        except Refusal:
            if by_webhook:
                return None
            raise


def _refuse(fault: Fault, limits: Limits) -> None:
    if fault.kind == "flood":
        limits.flood(fault.seconds)
        seconds = int(fault.seconds) or 1
        raise Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
    if fault.kind == "forbidden":
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    if fault.kind == "bad":
        raise Refusal(400, fault.description)
    if fault.kind == "migrate":
        raise Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat",
                      {"migrate_to_chat_id": fault.migrate_to})  # fmt: skip
    if fault.kind == "server":
        raise Refusal(502, "Bad Gateway")


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _answer(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")


async def _parameters(request: web.Request) -> dict[str, Any]:
    parameters: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json() if request.can_read_body else {}
        return parameters | (body if isinstance(body, dict) else {})
    form = await request.post()
    for name, value in form.items():
        if isinstance(value, web.FileField):
            parameters[name] = f"file:{value.filename}:{len(value.file.read())}"
        elif name in _JSON_FIELDS and isinstance(value, str):
            parameters[name] = json.loads(value)
        else:
            parameters[name] = value
    return parameters
