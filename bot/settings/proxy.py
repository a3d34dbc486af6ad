"""Through which proxy Telegram is asked, if any: the usual variables, from the environment or ``.env``, and a setting of our own.

httpx would read the environment by itself, but not ``.env``; it knows no ``socks://``, and what it says of a bad address names nobody.
"""

from __future__ import annotations

import ipaddress
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies

from bot.library.folding import fold
from bot.settings.error import bad

OUR_SETTING = "MINGFA_PROXY"
_SCHEMES = {"http": "http", "https": "https", "socks5": "socks5", "socks5h": "socks5", "socks": "socks5"}
_DIRECT = frozenset({"off", "none", "no", "direct", "0", "关", "无", "不用"})
_PORTS = {"http": 80, "https": 443}
_NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@dataclass(frozen=True, slots=True)
class Proxy:
    """``url`` is for httpx and may hold a password; ``str`` shows neither user nor password. ``setting``: what names it."""

    url: str = field(repr=False)
    shown: str
    setting: str

    def __str__(self) -> str:
        return self.shown


def proxy_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that ``find_proxy`` looks at."""
    return {name: value for name, value in environment.items() if value.strip() and (name == OUR_SETTING or name.lower() in _NAMES)}


def system_proxies(environment: Mapping[str, str]) -> dict[str, str]:
    """What Windows and macOS were told in their settings, as variables; nothing when there are variables already."""
    if sys.platform not in ("win32", "darwin") or proxy_variables(environment):
        return {}
    return {f"{scheme}_proxy": value for scheme, value in getproxies().items() if scheme in ("http", "https", "all", "no")}


def find_proxy(address: str, variables: Mapping[str, str]) -> Proxy | None:
    """The proxy for requests to ``address``; ``None``: without one. Raises ``SettingsError``.

    Ours comes first, then the one for the scheme, then ``ALL_PROXY``; small letters before capitals, as everywhere.
    """
    wanted = urlsplit(address)
    if ours := variables.get(OUR_SETTING, "").strip():
        return None if ours.lower() in _DIRECT else _parse(OUR_SETTING, ours)
    if any(_spared(wanted, variables.get(name, "")) for name in ("no_proxy", "NO_PROXY")):
        return None
    for name in (f"{wanted.scheme}_proxy", "all_proxy"):
        for spelt in (name, name.upper()):
            if value := variables.get(spelt, "").strip():
                return _parse(spelt, value)
    return None


def _parse(setting: str, value: str) -> Proxy:
    text = fold(value) if not value.isascii() else value
    text = text.strip("\"' ")
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise bad(setting, "proxy") from error
    scheme = _SCHEMES.get(parts.scheme.lower())
    plain = host.isascii() and host.isprintable() and not set(host) & set(" ,;/\\%")
    # 7890 alone is a port, and nobody's host.
    if scheme is None or host.isdecimal() or not plain or not host or port == 0 or parts.query or parts.fragment or parts.path.strip("/"):
        raise bad(setting, "proxy")
    place = f"[{host}]" if ":" in host else host
    end = f":{port}" if port else ""
    login = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    return Proxy(f"{scheme}://{login}{place}{end}", f"{scheme}://{place}{end}", setting)


def _spared(wanted: SplitResult, rules: str) -> bool:
    """Whether ``NO_PROXY`` names the host: ``*``, a host, the end of one, an address, a network; perhaps with a port."""
    host, port = wanted.hostname or "", wanted.port or _PORTS.get(wanted.scheme)
    for rule in unicodedata.normalize("NFKC", rules).replace(",", " ").replace("、", " ").replace(";", " ").split():
        name, _, number = rule.rpartition(":") if rule.count(":") == 1 or "]:" in rule else (rule, "", "")
        if number and number != str(port):
            continue
        name = name.strip("[]").lower().removeprefix("*.").lstrip(".")
        if rule == "*" or (name and (host == name or host.endswith(f".{name}"))) or _in_network(host, name):
            return True
    return False


def _in_network(host: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
