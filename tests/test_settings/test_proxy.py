"""Which proxy is meant: the variables as desktops and proxy programs write them."""

from __future__ import annotations

import pytest

from bot.settings.config import SettingsError, parse_settings
from bot.settings.proxy import find_proxy

TELEGRAM = "https://api.telegram.org"


def proxy(**variables: str) -> tuple[str, str] | None:
    found = find_proxy(TELEGRAM, variables)
    return None if found is None else (found.url, found.setting)


@pytest.mark.parametrize(
    ("variables", "url"),
    [
        ({"HTTPS_PROXY": "http://127.0.0.1:7890"}, "http://127.0.0.1:7890"),
        ({"https_proxy": "http://127.0.0.1:7890/"}, "http://127.0.0.1:7890"),
        ({"ALL_PROXY": "socks5://127.0.0.1:7890"}, "socks5://127.0.0.1:7890"),
        ({"all_proxy": "socks://127.0.0.1:7890/"}, "socks5://127.0.0.1:7890"),
        ({"ALL_PROXY": "SOCKS5H://proxy.gov.cn:1080"}, "socks5://proxy.gov.cn:1080"),
        ({"HTTPS_PROXY": "127.0.0.1:7890"}, "http://127.0.0.1:7890"),
        ({"HTTPS_PROXY": " “http：//127．0．0．1：7890” ".replace("“", '"').replace("”", '"')}, "http://127.0.0.1:7890"),
        ({"HTTPS_PROXY": "https://u%40x:p%23w@proxy.example.org:8443"}, "https://u%40x:p%23w@proxy.example.org:8443"),
        ({"HTTPS_PROXY": "“http://127。0。0。1：7890”"}, "http://127.0.0.1:7890"),
        ({"HTTPS_PROXY": "ｓｏｃｋｓ５：／／127.0.0.1∶7890"}, "socks5://127.0.0.1:7890"),
        ({"ALL_PROXY": "http://[::1]:8118"}, "http://[::1]:8118"),
        ({"HTTPS_PROXY": "http://a:1", "ALL_PROXY": "socks5://b:2"}, "http://a:1"),
        ({"MINGFA_PROXY": "socks5://c:3", "HTTPS_PROXY": "http://a:1", "NO_PROXY": "*"}, "socks5://c:3"),
        ({"HTTPS_PROXY": "http://a:1", "NO_PROXY": "localhost,127.0.0.1,.gov.cn,10.0.0.0/8"}, "http://a:1"),
        ({"HTTPS_PROXY": "http://a:1", "NO_PROXY": "api.telegram.org:8443"}, "http://a:1"),
        ({"HTTPS_PROXY": "http://a:1", "NO_PROXY": "gram.org"}, "http://a:1"),
    ],
)
def test_the_proxy_that_is_meant(variables: dict[str, str], url: str) -> None:
    found = proxy(**variables)
    assert found is not None
    assert found[0] == url


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"HTTP_PROXY": "http://a:1"},
        {"HTTPS_PROXY": "  "},
        {"HTTPS_PROXY": "http://a:1", "MINGFA_PROXY": "off"},
        {"HTTPS_PROXY": "nonsense://", "MINGFA_PROXY": "关"},
        {"HTTPS_PROXY": "http://a:1", "NO_PROXY": "*"},
        {"HTTPS_PROXY": "http://a:1", "no_proxy": "localhost, .telegram.org"},
        {"ALL_PROXY": "socks5://a:1", "NO_PROXY": "api.telegram.org:443"},
        {"ALL_PROXY": "socks5://a:1", "NO_PROXY": "*.telegram.org"},
    ],
)
def test_without_a_proxy(variables: dict[str, str]) -> None:
    assert proxy(**variables) is None


def test_a_server_of_ones_own_is_asked_as_its_scheme_says() -> None:
    variables = {"HTTP_PROXY": "http://a:1", "NO_PROXY": "10.0.0.0/8"}
    assert find_proxy("http://10.1.2.3:8081", variables) is None
    assert str(find_proxy("http://11.1.2.3:8081", variables)) == "http://a:1"


@pytest.mark.parametrize(
    "value",
    [
        *("socks4://127.0.0.1:1080", "vmess://abcdefg", "http://:7890", "http://127.0.0.1:port", "http://127.0.0.1:99999"),
        *("http://127.0.0.1:0", "http://u:secret#1@127.0.0.1:7890", "http://u:secret/1@127.0.0.1:7890", "代理", "http://a b:1"),
        *("http://", "socks5://[::1:7890", "7890", "http://7890"),
    ],
)
def test_a_bad_address_is_one_sentence_that_names_the_variable(value: str) -> None:
    with pytest.raises(SettingsError, match="ALL_PROXY") as refused:
        proxy(ALL_PROXY=value)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_user_and_password_are_shown_nowhere() -> None:
    settings = parse_settings({"HTTPS_PROXY": "socks5://wang:secret@127.0.0.1:1080"})
    assert str(settings.proxy) == "socks5://127.0.0.1:1080"
    assert "secret" not in repr(settings) + repr(settings.proxy) + str(settings.proxy)
    assert settings.proxy is not None
    assert "wang:secret@" in settings.proxy.url
