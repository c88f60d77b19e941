"""Who is who: accounts, staff numbers, and the two persons of 15.6.4（五）. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from docsys.changes.rules.plan import Named


@dataclass(frozen=True)
class Person:
    """An account, as far as a guard asks: two accounts of one staff number are one person."""

    login: str
    name: str
    staff_no: str
    is_active: bool


def is_same(one: Named, other: Named) -> bool:
    """Whether two names on a form mean the same account, or without accounts the same name."""
    return one.login == other.login if one.login and other.login else one.name == other.name


def are_one(one: Named, other: Named, people: Mapping[str, Person]) -> bool:
    """The same, and also where two accounts belong to one staff number."""
    accounts = people.get(one.login or ""), people.get(other.login or "")
    if accounts[0] and accounts[1]:
        return accounts[0].staff_no == accounts[1].staff_no
    return is_same(one, other)


def two_persons(
    executors: Sequence[Named], verifiers: Sequence[Named], people: Mapping[str, Person]
) -> Iterator[tuple[str, str]]:
    """G13 upon the persons planned, or upon those who were there."""
    if not executors:
        yield "executors", "请填写变更执行人，至少一人。"
    if not verifiers:
        yield "verifiers", "请填写变更验证人，至少一人。"
    yield from _accounts("executors", executors, people)
    yield from _accounts("verifiers", verifiers, people)
    for one, other in product(executors, verifiers):
        if are_one(one, other, people):
            yield "verifiers", _both(one, other)


def _accounts(field: str, named: Sequence[Named], people: Mapping[str, Person]) -> Iterator[tuple[str, str]]:
    for one in named:
        account = people.get(one.login or "")
        if account is None:
            yield field, f"{one}不是系统用户，请从人员名单中选取。"
        elif not account.is_active:
            yield field, f"{one}的账户已停用，请另选人员。"


def _both(one: Named, other: Named) -> str:
    if one.login and other.login and one.login != other.login:
        return f"变更执行人{one}与变更验证人{other}的工号相同，为同一人，请另选一人。"
    return f"{one}既是变更执行人又是变更验证人，两者不能为同一人，请另选一人。"
