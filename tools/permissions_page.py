"""docs/manual/permissions.md from the one table of who holds what: `make manual`."""

from collections.abc import Collection, Mapping
from pathlib import Path

from docsys.people.rules import HOLDERS, Permission, Role

PAGE = Path(__file__).resolve().parent.parent / "docs" / "manual" / "permissions.md"
HEAD = """# 角色与权限

角色按单位授予（某一单位或全网），授予和收回都须第二人确认（2.3.3）。下表由程序中的权限表生成，二者一致由测试保证。
能看到哪些文档另由使用权限（4.5.1）和保密级别决定。

## 角色

| 角色 | 代码 |
|---|---|
"""
TABLE = """
## 权限

| 权限 | 代码 | 由谁持有 |
|---|---|---|
"""


def page(holders: Mapping[Permission, Collection[Role]]) -> str:
    """Roles and permissions in the order of their definition, so that the page changes only when they do."""
    roles = "".join(f"| {role.label} | `{role.value}` |\n" for role in Role)
    rows = "".join(f"| {p.label} | `{p.value}` | {held_by(holders.get(p, ()))} |\n" for p in Permission)
    return HEAD + roles + TABLE + rows


def held_by(roles: Collection[Role]) -> str:
    return "、".join(role.label for role in Role if role in roles) or "—"


if __name__ == "__main__":
    PAGE.write_text(page(HOLDERS), encoding="utf-8")
