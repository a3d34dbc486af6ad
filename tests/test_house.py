"""The plan of the house (``bot/README.md``) is true: its files and names exist, its rooms are all there are."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from bot.app.conversations import CONVERSATIONS
from tests.conftest import PROJECT

HOUSE = PROJECT / "bot"
PLAN = (HOUSE / "README.md").read_text(encoding="utf-8")
PLACE = re.compile(r"`?((?:\.\./)?[a-z_0-9/]+(?:\.(?:py|md|json|yaml)|/))(?::([A-Za-z_]+))?`?")


def places() -> list[tuple[str, str]]:
    found = {(found[1], found[2] or "") for found in PLACE.finditer(PLAN) if "/" in found[1] or "." in found[1]}
    return sorted(found)


@pytest.mark.parametrize(("path", "name"), places())
def test_what_the_plan_names_exists(path: str, name: str) -> None:
    where = PROJECT / path if path.startswith("tests/") else HOUSE / path
    assert where.exists(), path
    if name:
        assert re.search(rf"^(?:class|def|async def) {name}\b|^{name}\b.*=", where.read_text(encoding="utf-8"), re.MULTILINE), name


def test_every_folder_and_loose_module_is_in_the_plan() -> None:
    # A feature's own ``store`` is named once for all.
    folders = [f"{package.parent.relative_to(HOUSE)}/" for package in HOUSE.rglob("*/__init__.py")]
    assert not [folder for folder in folders if f"`{folder}`" not in PLAN and not re.fullmatch(r"features/\w+/store/", folder)]
    loose = [path.name for path in HOUSE.glob("*.py") if "__" not in path.name]
    assert not [module for module in loose if f"`{module}`" not in PLAN]


def test_every_room_is_in_the_contract_of_arrows() -> None:
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    named = {module.strip().split(".")[1] for layer in layers for module in layer.split("|")}
    rooms = {path.stem for path in HOUSE.iterdir() if (path.suffix == ".py" and "__" not in path.stem) or (path / "__init__.py").exists()}
    assert rooms <= named, rooms - named


def test_every_command_stands_beside_its_conversation() -> None:
    for conversation in CONVERSATIONS:
        for name, command in conversation.commands.items():
            file = f"{command.function.__module__.removeprefix('bot.').replace('.', '/')}.py"
            assert any(f"`/{name}`" in line and f"`{file}`" in line for line in PLAN.splitlines()), (name, file)


def test_a_class_has_a_name_of_its_own() -> None:
    places: dict[str, list[str]] = {}
    for path in HOUSE.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(str(path.relative_to(HOUSE)))
    assert not {name: where for name, where in places.items() if len(where) > 1}


def test_no_module_is_two_rooms() -> None:
    lines = {str(path.relative_to(HOUSE)): len(path.read_text(encoding="utf-8").splitlines()) for path in HOUSE.rglob("*.py")}
    assert not {module: count for module, count in lines.items() if count > 300}
