"""Text of a request turned into what a message holds, with Telegram's limits; used by sending, editing, polls and inline answers."""

from __future__ import annotations

from ..errors import JSON, bad_request
from ..html import parse_html
from ..params import Params
from ..record import Upload
from ..state import StoredFile
from ..text import clean, is_blank, utf16, with_found_entities
from ..world import World

MAX_TEXT, MAX_CAPTION = 4096, 1024
MAX_PHOTO, MAX_UPLOAD = 10 << 20, 50 << 20
Formatted = tuple[str, list[JSON]]


def parse(world: World, text: str, mode: str | None, entities: list[JSON] | None) -> Formatted:
    """Apply a parse mode, or take the entities as given. Only HTML is spoken here."""
    if not mode:
        return clean(text, [e for e in entities or [] if e.get("length", 0) > 0])
    if mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    plain, marks = parse_html(text)
    known = []
    for mark in marks:
        if mark["type"] == "text_mention":
            user = world.users.get(mark.pop("user_id"))
            if user is None:
                continue
            mark["user"] = user.json()
        known.append(mark)
    return clean(plain, known)


def formatted(world: World, params: Params, name: str, mode: str = "parse_mode", entities: str = "entities") -> Formatted:
    """A text parameter with its markup resolved."""
    return parse(world, params.string(name) or "", params.string(mode), params.list(entities))


def checked_text(found: Formatted) -> Formatted:
    """Refuse an empty or too long text."""
    if is_blank(found[0]):
        raise bad_request("message text is empty")
    if utf16(found[0]) > MAX_TEXT:
        raise bad_request("message is too long")
    return found[0], with_found_entities(*found)


def checked_caption(found: Formatted) -> Formatted | None:
    """Refuse a too long caption; an empty one is none."""
    if utf16(found[0]) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if is_blank(found[0]):
        return None
    return found[0], with_found_entities(*found)


def stored_file(world: World, params: Params, kind: str) -> StoredFile:
    """The file of a sendPhoto or sendDocument: uploaded, known by id, or (pretended) fetched from an address."""
    upload = params.upload(kind)
    reference = params.string(kind)
    if upload is None and reference and reference in world.files:
        return world.files[reference]
    if upload is None and reference and reference.startswith(("http://", "https://")):
        upload = Upload(reference.rsplit("/", 1)[-1] or kind, b"fetched from " + reference.encode())
    if upload is None and reference:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if upload is None:
        raise bad_request(f"there is no {kind} in the request")
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo" and len(upload.content) > MAX_PHOTO:
        raise bad_request("PHOTO_INVALID_DIMENSIONS" if not upload.name else "file is too big")
    if len(upload.content) > MAX_UPLOAD:
        raise bad_request("file is too big")
    return world.add_file(kind, upload.name, upload.content, upload.content_type)
