"""The query language: words (all of them), "a phrase", -not, OR, (groups), and the fields 标题: 编号: 作者: 类别:.

Whoosh's parser with a closed set of plug-ins reads it. Nothing expands, nothing is a pattern: each word is looked for as it
stands, so no query can be slow. What is odd is taken as plain words, or answered by a sentence; nothing here raises.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from whoosh import query as tree
from whoosh.qparser import FieldsPlugin, GroupPlugin, OperatorsPlugin, PhrasePlugin, PrefixPlugin, QueryParser

from docsys.search.analysis import folded

MOST_CHARACTERS = 256
MOST_TERMS = 32
MOST_DEPTH = 16
SHORTEST_PREFIX = 2

TOO_LONG = f"检索式超过 {MOST_CHARACTERS} 个字，请缩短后再检索。"
TOO_MANY = f"检索词超过 {MOST_TERMS} 个，请减少后再检索。"
TOO_DEEP = f"括号超过 {MOST_DEPTH} 层，请简化后再检索。"
NOTHING = "请输入要检索的字词。"
SHORT_PREFIX = f"“*”前至少要有 {SHORTEST_PREFIX} 个字，已按普通字词检索。"


class Field(StrEnum):
    ANY = ""
    TITLE = "标题"
    NUMBER = "编号"
    AUTHOR = "作者"
    CATEGORY = "类别"


@dataclass(frozen=True)
class Term:
    """What must stand somewhere in an entry, folded; in the given field, or for ANY in number, title or text."""

    field: Field
    needle: str


@dataclass(frozen=True)
class Every:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    part: "Node"


Node = Term | Every | Either | Not


@dataclass(frozen=True)
class Parsed:
    """`node` is None where nothing can be looked for; `message` then says why. A message beside a node is a hint."""

    node: Node | None
    message: str = ""


_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "「": '"', "」": '"', "『": '"', "』": '"'})
_FIELDS = "|".join(field.value for field in Field if field.value)
_BEGIN = r"(?:^|(?<=[\s(\-:]))"
_FIELD_GAP = re.compile(rf"({_BEGIN}(?:{_FIELDS}))\s*:\s*")
_OPEN = re.compile(rf"{_BEGIN}\(")


class _Brackets(GroupPlugin):  # type: ignore[misc]  # Whoosh is untyped
    """Brackets group only where a word begins and ends: 管理办法(试行) is one word."""

    def __init__(self) -> None:
        super().__init__(openexpr=rf"{_BEGIN}\(", closeexpr=r"\)(?=[\s)]|$)")


class _Prefix(PrefixPlugin):  # type: ignore[misc]
    expr = r'(?P<text>[^\s*"()]+)[*](?=[\s)]|$)'


def _parser(typed: str) -> QueryParser:
    brackets = [_Brackets()] if _OPEN.search(typed) else []
    return QueryParser(
        Field.ANY.value,
        schema=None,
        plugins=[
            PhrasePlugin(expr='"(?P<text>[^"]*)"(?P<slop>(?!))?'),
            FieldsPlugin(expr=rf"{_BEGIN}(?P<text>{_FIELDS}):", remove_unknown=False),
            OperatorsPlugin(
                AndNot=None, AndMaybe=None, Require=None, Not=r"(?:^|(?<=[\s(]))-(?=[^\s-])", Or=r"(?<=\s)OR(?=\s)"
            ),
            *brackets,
            _Prefix(),
        ],
    )


def parse(text: str) -> Parsed:
    """Read what a person typed; full-width signs and Chinese quotation marks are as good as others."""
    if len(text) > MOST_CHARACTERS:
        return Parsed(None, TOO_LONG)
    typed = _typed(text)
    if _depth(typed) > MOST_DEPTH:
        return Parsed(None, TOO_DEEP)
    node = _node(_parser(typed).parse(typed, normalize=False)) if typed else None
    if node is None:
        return Parsed(None, NOTHING)
    if sum(1 for _ in terms(node)) > MOST_TERMS:
        return Parsed(None, TOO_MANY)
    return Parsed(node, SHORT_PREFIX if re.search(r"(?:^|[\s(:\-])[^\s*]\*(?:\s|$)", typed) else "")


def terms(node: Node) -> Iterator[Term]:
    """All terms; see `sought` for those that a hit contains."""
    if isinstance(node, Term):
        yield node
    elif isinstance(node, Not):
        yield from terms(node.part)
    else:
        for part in node.parts:
            yield from terms(part)


def sought(node: Node) -> Iterator[Term]:
    """The terms to highlight and to rank by: those not excluded."""
    if isinstance(node, Term):
        yield node
    elif not isinstance(node, Not):
        for part in node.parts:
            yield from sought(part)


def _typed(text: str) -> str:
    """The text with one form for each sign of the language, and without a quotation mark that has no partner."""
    plain = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8").translate(_QUOTES))
    plain = "".join(" " if unicodedata.category(one) == "Cc" else one for one in plain)
    if plain.count('"') % 2:
        last = plain.rindex('"')
        plain = f"{plain[:last]} {plain[last + 1 :]}"
    return _FIELD_GAP.sub(r"\1:", plain).strip()


def _depth(text: str) -> int:
    return len(_OPEN.findall(text))


def _node(found: tree.Query) -> Node | None:
    """Whoosh's tree as ours. Empty parts fall away; an unknown kind cannot come, since the plug-ins are closed."""
    if isinstance(found, tree.Not):
        part = _node(found.query)
        return None if part is None else Not(part)
    if isinstance(found, tree.CompoundQuery):
        parts = tuple(part for part in map(_node, found.subqueries) if part is not None)
        if len(parts) <= 1:
            return parts[0] if parts else None
        return Either(parts) if isinstance(found, tree.Or) else Every(parts)
    words = getattr(found, "words", None)
    needle = folded(" ".join(words) if words is not None else getattr(found, "text", "") or "")
    return Term(Field(found.fieldname or ""), needle) if needle else None
