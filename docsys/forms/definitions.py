"""The definitions: read from files once, strictly; kept by records as plain JSON and read back from there.

`load` and `load_all` refuse a wrong definition with file, key path and a sentence, all problems of a file at once.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docsys.errors import NotFound
from docsys.forms.building import build
from docsys.forms.coherence import examine, sample_names
from docsys.forms.reading import DefinitionInvalid, Problem, Problems, Table, plain
from docsys.forms.shape import Form
from docsys.forms.validation import validate


@dataclass(frozen=True)
class Catalogue:
    """Every form that is loaded, by its code, in order of the codes."""

    forms: Mapping[str, Form] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Form]:
        return iter(self.forms.values())

    def __contains__(self, code: object) -> bool:
        return code in self.forms

    def __len__(self) -> int:
        return len(self.forms)

    def get(self, code: str) -> Form:
        """The form of that code.

        Raises:
            NotFound: there is none.

        """
        if code not in self.forms:
            raise NotFound(message="没有代码为“{code}”的表单。", code=code)
        return self.forms[code]


def load(path: Path) -> Form:
    """The form defined in `path`.

    Raises:
        DefinitionInvalid: with every problem of the file.

    """
    problems = Problems(path.name)
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionInvalid([Problem(path.name, "", f"不是有效的 TOML：{error}")]) from error
    form = _form(raw, problems)
    if form.code != path.stem:
        problems.add("code", f"文件名须为 {form.code}.toml")
    problems.settle()
    return form


def load_all(folder: Path) -> Catalogue:
    """Every `*.toml` of `folder`.

    Raises:
        DefinitionInvalid: with every problem of every file.

    """
    forms: dict[str, Form] = {}
    found: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            form = load(path)
        except DefinitionInvalid as error:
            found.extend(error.problems)
        else:
            forms[form.code] = form
    if found:
        raise DefinitionInvalid(found)
    return Catalogue(forms)


def snapshot(form: Form) -> dict[str, Any]:
    """The definition as plain JSON, as a record keeps it. `restore` reads it back."""
    return dict(form.definition)


def restore(definition: Mapping[str, Any]) -> Form:
    """The form that a record was made with, whatever its file says today."""
    code = str(definition.get("code", "?"))
    problems = Problems(f"{code}（第 {definition.get('revision', '?')} 版）")
    form = _form(definition, problems, kept=True)
    problems.settle()
    return form


def digest(form: Form) -> str:
    """SHA-256 of the definition: the same for the same content, whatever the order of its keys. The sample does not count."""
    text = json.dumps(form.definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _form(raw: Mapping[str, Any], problems: Problems, *, kept: bool = False) -> Form:
    definition = {key: value for key, value in plain(raw).items() if key != "sample"}
    form = build(Table(raw, "", problems), definition)
    problems.settle()
    examine(form, problems)
    problems.settle()
    if not kept:
        _try_sample(form, problems)
    return form


def _try_sample(form: Form, problems: Problems) -> None:
    for path, sentence in sample_names(form):
        problems.add(path, sentence)
    problems.settle()
    for name, sentences in validate(form, form.sample)[1].items():
        for sentence in sentences:
            problems.add(f"sample.{name}", sentence)
    problems.settle()
