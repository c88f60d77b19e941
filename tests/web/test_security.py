from pathlib import Path

import pytest

from docsys.errors import Misconfigured
from docsys.settings import Settings
from docsys.web import security

ELSEWHERE = [
    "http://evil.example",
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "evil.example",
    "evil.example/x",
    "http:evil.example",
    "https:/evil.example",
    "/%2f/evil.example",
    "/%2Fevil.example",
    "/%5cevil.example",
    "/%5Cevil.example",
    "/%09/evil.example",
    "/%0d%0aLocation:evil",
    "/./evil.example",
    "/..//evil.example",
    "/.evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "",
    None,
    "/\x00/evil.example",
    "/x\r\nSet-Cookie: a=b",
    "/x\u0085y",
    "@evil.example",
    ":@evil.example",
    "\\/evil.example",
    "/x\\y",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_way_back_never_leads_elsewhere(target):
    assert security.safe_next(target, "/home") == "/home"


@pytest.mark.parametrize("target", ["/", "/people/users?page=2&q=赵敏", "/documents/3#marks", "/search?q=http://x"])
def test_the_way_back_leads_to_a_path_of_this_site(target):
    assert security.safe_next(target, "/home") == target


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "192.168.1.5:80", "[::]:8000", "docs.example.com:443", ":8000"])
def test_plain_http_is_not_bound_where_others_can_reach_it(bind):
    with pytest.raises(Misconfigured) as refused:
        security.check_bind(Settings(home=Path(), bind=bind))

    assert refused.value.data["key"] == "bind"


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "unix:/run/docsys.sock"])
def test_plain_http_on_this_machine_alone_is_fine(bind):
    security.check_bind(Settings(home=Path(), bind=bind))


def test_behind_a_tls_proxy_any_address_is_fine():
    security.check_bind(Settings(home=Path(), bind="0.0.0.0:8000", behind_proxy=True))
