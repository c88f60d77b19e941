"""E-mail addresses as they may stand in the head of a mail. Pure."""

import re
from typing import ClassVar

from docsys.errors import RuleBroken

PATTERN = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*"
LONGEST = 200


class NotAnAddress(RuleBroken):
    message: ClassVar[str] = "“{address}”不是电子邮箱地址，请写成 name@example.com 的样子。"


def check_address(address: str) -> str:
    """The address as it was given.

    Raises:
        NotAnAddress: it holds anything else, such as a second line or a second address.

    """
    if len(address) > LONGEST or not re.fullmatch(PATTERN, address):
        raise NotAnAddress(address=" ".join(address.split())[:LONGEST])
    return address
