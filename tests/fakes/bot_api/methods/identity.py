"""What the bot says about itself and how it wants its updates: getMe, commands, descriptions, webhook, files, logging out."""

from __future__ import annotations

import json
import re
from typing import Any

from ..errors import JSON, bad_request
from ..params import Params
from ..world import World
from .registry import method

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
MAX_DOWNLOAD = 20 << 20


@method("getMe")
def get_me(world: World, params: Params) -> JSON:
    """The bot, with what it may see."""
    return world.bot.json() | {
        "can_join_groups": True, "can_read_all_group_messages": not world.privacy_mode, "supports_inline_queries": world.supports_inline,
        "can_connect_to_business": False, "has_main_web_app": False, "has_topics_enabled": False,
    }  # fmt: skip


def _scope(params: Params) -> tuple[str, str]:
    scope = params.object("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), params.string("language_code") or ""


@method("setMyCommands")
def set_my_commands(world: World, params: Params) -> bool:
    """Set the list of commands for a scope and language."""
    commands = params.list("commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(params)] = commands
    return True


@method("getMyCommands")
def get_my_commands(world: World, params: Params) -> list[JSON]:
    """The list for exactly this scope and language."""
    return world.commands.get(_scope(params), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, params: Params) -> bool:
    """Take the list for this scope and language away."""
    world.commands.pop(_scope(params), None)
    return True


def _profile_setter(field: str, limit: int) -> Any:
    def setter(world: World, params: Params) -> bool:
        value = params.string(field) or ""
        if len(value) > limit:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile[field, params.string("language_code") or ""] = value
        return True

    return setter


def _profile_getter(field: str) -> Any:
    def getter(world: World, params: Params) -> JSON:
        default = world.bot.first_name if field == "name" else ""
        return {field: world.profile.get((field, params.string("language_code") or ""), default)}

    return getter


for _field, _name, _limit in (("description", "Description", 512), ("short_description", "ShortDescription", 120), ("name", "Name", 64)):
    method(f"setMy{_name}")(_profile_setter(_field, _limit))
    method(f"getMy{_name}")(_profile_getter(_field))


@method("setWebhook")
def set_webhook(world: World, params: Params) -> bool:
    """Push updates to an address. Unlike Telegram we also take plain http and any port, for loopback."""
    url = params.string("url") or ""
    secret = params.string("secret_token") or ""
    if url and not re.match(r"https?://[^/]+", url):
        raise bad_request("bad webhook: invalid webhook URL specified")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(params.list("allowed_updates"))
    if params.flag("drop_pending_updates"):
        world.updates.drop_pending()
    world.webhook = {"secret": secret, "max_connections": params.integer("max_connections", 40)} if url else {}
    world.updates.webhook_url = url
    world.bell.ring()
    return True


@method("deleteWebhook")
def delete_webhook(world: World, params: Params) -> bool:
    """Back to getUpdates."""
    if params.flag("drop_pending_updates"):
        world.updates.drop_pending()
    world.webhook, world.updates.webhook_url = {}, ""
    world.bell.ring()
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, params: Params) -> JSON:
    """Where updates are pushed, and how that goes."""
    updates = world.updates
    info: JSON = {"url": updates.webhook_url, "has_custom_certificate": False, "pending_update_count": len(updates.pending)}
    if updates.webhook_url:
        info["max_connections"] = world.webhook.get("max_connections", 40)
        for name in ("last_error_date", "last_error_message"):
            if name in world.webhook:
                info[name] = world.webhook[name]
    if updates.allowed:
        info["allowed_updates"] = sorted(updates.allowed)
    return info


@method("getFile")
def get_file(world: World, params: Params) -> JSON:
    """Where a file can be fetched."""
    file = world.files.get(params.string("file_id") or "")
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {"file_id": file.file_id, "file_unique_id": f"u{file.file_id}", "file_size": len(file.content), "file_path": file.path}


@method("logOut")
def log_out(world: World, params: Params) -> bool:
    """Leave this server; everything after is refused."""
    world.logged_out = True
    return True


@method("close")
def close(world: World, params: Params) -> bool:
    """Prepare to move to another local server; nothing to do here."""
    return True
