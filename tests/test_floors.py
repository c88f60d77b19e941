"""Installed versions are not below the floors that advisories set; pyproject.toml and both locks agree."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "brotli": "1.2.0",
    "flask": "3.1.3",
    "fonttools": "4.61.0",
    "gunicorn": "23.0.0",
    "jinja2": "3.1.6",
    "lxml": "6.1.3",
    "pillow": "12.3.0",
    "pypdf": "6.16.1",
    "python-docx": "1.2.0",
    "watchdog": "7.1.0",
    "weasyprint": "70.0",
    "werkzeug": "3.1.6",
}


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_what_is_installed_is_not_below_its_floor(package, floor):
    assert Version(version(package)) >= Version(floor)


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_pyproject_asks_for_at_least_the_floor(package, floor):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {r.name: r.specifier for r in map(Requirement, project["dependencies"])}

    assert package in asked
    below = f"{Version(floor).major - 1}.99"
    assert not asked[package].contains(below)


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


def test_the_developers_lock_holds_the_other_pin_for_pin():
    run, test = pins("requirements.lock"), pins("requirements-dev.lock")

    assert {name: test.get(name) for name in run} == run


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_address_and_every_pin_has_its_hash(lock):
    text = (ROOT / lock).read_text("utf-8")

    assert "://" not in text
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
