"""The diagram and the table of acts in docs/manual/changes.md, from the one table of chapter 15: `make manual`."""

import re
from collections.abc import Iterator
from pathlib import Path

from docsys.changes.actions.turning import BY_PART
from docsys.changes.rules.states import State
from docsys.changes.rules.table import GUARDS, TABLE
from docsys.people.rules import HOLDERS, Permission
from docsys.workflow import Transition

PAGE = Path(__file__).resolve().parent.parent / "docs" / "manual" / "changes.md"
BLOCK = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
OTHERS = {"cancel": "变更申请人、变更受理", "summarise": "能查看本单的人员"}
"""What the actions ask of whoever does it, where the table of permissions does not."""
OF_ALL = len(list(State)) // 3
"""What can be done in more states than this is told in the table alone: the drawing stays readable."""


def page(text: str) -> str:
    """The page with its made blocks made anew."""
    made = {"diagram": "".join(_diagram()), "acts": "".join(_acts())}
    return BLOCK.sub(lambda found: f"{found[1]}{made[found[2]]}{found[3]}", text)


def _diagram() -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2\n"
    for state in TABLE.states():
        yield f'  state "{state.code} {state.label}" as {state.name}\n'
    for row in TABLE:
        if len(row.sources) <= OF_ALL:
            for source in row.sources:
                yield f"  {source.name} --> {row.after(source).name}: {row.label}\n"
    yield "```\n"


def _acts() -> Iterator[str]:
    yield "| 办理 | 由谁 | 从 | 到 | 条款 | 检查 | 产生 |\n|---|---|---|---|---|---|---|\n"
    for row in TABLE:
        sources = "、".join(source.label for source in row.sources)
        guards = " ".join(GUARDS.get(row.verb, ())) or "—"
        target = row.target.label if row.target else "不变"
        yield f"| {row.label} | {by(row)} | {sources} | {target} | {row.article or '—'} | {guards} | {row.produces or '—'} |\n"


def by(row: Transition[State]) -> str:
    """Whoever may do it: by the table of permissions, or because the order names him."""
    if row.permission is not None:
        return "、".join(role.label for role in sorted(HOLDERS[Permission(row.permission)], key=lambda one: one.label))
    return "、".join(part.label for part in BY_PART.get(row.verb, ())) or OTHERS.get(row.verb, "变更申请人")


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
