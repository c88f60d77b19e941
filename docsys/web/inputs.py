"""What a browser sent, as a frozen dataclass: wtforms checks it, nothing raw goes further.

A room's `inputs.py` declares a wtforms `Form` and the dataclass it becomes; the views call `read`.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict
from wtforms import Form

from docsys.errors import InvalidInput

T = TypeVar("T")


def strip(value: object) -> object:
    """A wtforms filter: text without blanks at its ends; nothing for an empty one."""
    return (value.strip() or None) if isinstance(value, str) else value


def read(
    kind: type[Form],
    sent: MultiDict[str, str],
    target: type[T],
    choices: Mapping[str, list[tuple[Any, str]]] | None = None,
) -> T:
    """The dataclass `target` out of `sent`, by the rules of the form `kind`. `choices` fills select fields.

    Raises:
        InvalidInput: names each field and why; `labels` in its data maps the field ids to their labels.
    """
    form = kind(sent, meta={"locales": ["zh"]})
    for name, offered in (choices or {}).items():
        form[name].choices = offered
    if not form.validate():
        fields = {name: [str(sentence) for sentence in sentences] for name, sentences in form.errors.items() if name}
        raise InvalidInput(fields=fields, labels={field.name: str(field.label.text) for field in form})
    return target(**form.data)
