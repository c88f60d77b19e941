"""Reading who does what and when: the steps of a record, what makes a register, what is due, and conditions."""

from docsys.forms.reading import Table, identifier
from docsys.forms.shape import Condition, Register, Reminder, Step

STATES = ("filled", "empty", "yes", "no")
PERIODS = ("month", "year")
# The keys of `people.rules.Role`, which lies above this room; a test compares the two.
ROLES = (
    "sysadmin",
    "secadmin",
    "auditor",
    "docadmin",
    "author",
    "doc_approver",
    "zxb",
    "wgb",
    "chg_desk",
    "chg_reviewer",
    "leader",
    "cfgadmin",
    "duty",
    "duty_lead",
    "roomadmin",
    "media",
    "problem_mgr",
    "staff",
)


def condition(table: Table, key: str = "when") -> Condition | None:
    inner = table.table(key)
    if inner is None:
        return None
    found = Condition(
        field=inner.needed("field"),
        state=inner.one_of("is", STATES, "-") if inner.has("is") else "",
        among=inner.texts("among"),
    )
    inner.close()
    if bool(found.state) == bool(found.among):
        inner.refuse("", "须写 is 或 among 其中之一")
    return found


def register(table: Table | None) -> Register | None:
    if table is None:
        return None
    found = Register(
        opened=table.needed("opened"),
        closed=table.text("closed"),
        open_label=table.text("open_label", "未结"),
        closed_label=table.text("closed_label", "已登记"),
        period=table.one_of("period", PERIODS, "month"),
        life=table.boolean("life"),
        ended=condition(table, "ended"),
        carry=table.texts("carry"),
        totals=table.texts("totals"),
    )
    table.close()
    return found


def roles(table: Table, key: str) -> tuple[str, ...]:
    found = table.texts(key)
    for role in found:
        if role not in ROLES:
            table.refuse(key, f"没有“{role}”这一角色，可用：{'、'.join(ROLES)}")
    return found


def step(table: Table) -> Step:
    label = table.needed("label")
    found = Step(
        id=identifier(table),
        label=label,
        act=table.text("act", f"{label}通过"),
        roles=roles(table, "roles"),
        named=table.text("named"),
        author=table.boolean("author"),
        system=table.text("system"),
        same=table.boolean("same"),
        optional=table.boolean("optional"),
        returns=table.boolean("returns", default=True),
        when=condition(table),
        article=table.text("article"),
    )
    table.close()
    if sum(map(bool, (found.roles, found.named, found.author, found.system))) != 1:
        table.refuse("", "须恰好写明由谁办理：roles、named、author = true 或 system 其中之一")
    return found


def reminder(table: Table) -> Reminder:
    found = Reminder(
        field=table.needed("field"),
        label=table.needed("label"),
        before=table.integer("before"),
        per=table.text("per"),
        when=condition(table),
        article=table.text("article"),
    )
    table.close()
    return found
