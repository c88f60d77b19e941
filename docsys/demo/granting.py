"""Who may use what in the sample library: rows of the seven categories (4.5.1)."""

from datetime import datetime

from docsys.demo.timeline import Scene, Story
from docsys.documents import actions as documents
from docsys.documents.actions import RightRow
from docsys.documents.rules import Right

READ = frozenset({Right.LIST, Right.READ})
USE = READ | {Right.DOWNLOAD, Right.PRINT}
BUILDERS = ("SSE", "SHFE", "CFFEX", "SSCC", "SZSE", "DCE", "CZCE", "CSITS", "CFMMC")
OFFICE = frozenset({"HT", "SP"})


def story(scene: Scene, now: datetime) -> Story:
    """The folders have their rights before the first document lies in them."""
    yield now
    for code in ("ZD", "SC", "PZ", "HT", "SP", "CZ", "RZ"):
        documents.set_folder_rights(scene.session, code, list(_rows(scene, code)), actor=scene.cast["zhaomin"], now=now)


def _rows(scene: Scene, code: str) -> list[RightRow]:
    def row(department: str, post: str, rights: frozenset[Right], unit: str = "YGZX") -> RightRow:
        return RightRow(scene.unit(unit), scene.department(unit, department), scene.post(post), rights)

    engineers = [row("网络部", "网络管理员", frozenset(Right)), row("安全部", "安全管理员", USE)]
    if code == "PZ":
        return engineers
    duty = [row("运行部", post, USE) for post in ("值班人员", "值班负责人")]
    if code in OFFICE:
        return [*engineers, *duty[1:], row("综合部", "上级领导", USE)]
    nodes = [row("技术部", "网络管理员", READ, unit) for unit in BUILDERS] if code in {"ZD", "SC"} else []
    # Rules concern everybody; whoever is not named may read what is 公开 or 内部.
    everybody = [RightRow(None, None, None, READ)] if code == "ZD" else []
    return [*engineers, *duty, *nodes, *everybody]
