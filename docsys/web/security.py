"""Headers, cookies, CSRF, origin, proxies. Rules of facts/reliability-security 3.1; deny by default."""

import ipaddress
import re
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from docsys.errors import Misconfigured
from docsys.settings import Settings

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
# Text and pictures within a page of ours: drawn, nothing of them runs.
SHOWN_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
# The browser's own PDF viewer does not run in a sandbox; it may be framed by our pages only.
INLINE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
YEAR = 365 * 24 * 3600


def check_bind(settings: Settings) -> None:
    """Refuse plain HTTP on an address others can reach: passwords would cross the wire in the clear.

    Raises:
        Misconfigured: `bind` is not a loopback address and no TLS proxy stands in front.

    """
    host = settings.bind.rpartition(":")[0].strip("[]") or "0.0.0.0"  # noqa: S104 - what an empty host means
    if settings.behind_proxy or host == "localhost" or host.startswith("unix"):
        return
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        reason = f"“{settings.bind}”不是本机地址；明文 HTTP 只能绑定本机，请在前面设 TLS 代理并打开 behind_proxy"
        raise Misconfigured(key="bind", reason=reason)


def safe_next(target: str | None, default: str) -> str:
    """`target` if it is a plain path of this site, else `default`. No host, no backslash, no control character."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return default
    if re.search(r"[\x00-\x20\x7f-\x9f\\]", target) or re.match(r"/(?:%2f|%5c|%09|%0a|%0d|\.)", target, re.IGNORECASE):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target


def check_origin() -> None:
    """An unsafe request that says it comes from elsewhere is refused, whatever token it carries."""
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin != request.host_url.rstrip("/"):
        raise BadRequest("来源不符，请求未执行。请从本系统的页面重新操作。")
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise BadRequest("跨站请求未执行。请从本系统的页面重新操作。")


def add_headers(response: Response) -> Response:
    """The headers of every answer. A view may have set a stricter policy or its own caching before."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
    framed = "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    headers.setdefault("X-Frame-Options", "SAMEORIGIN" if framed else "DENY")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    if request.endpoint == "static" and response.status_code < HTTPStatus.BAD_REQUEST:
        # The address carries the file's hash, so it never changes behind its name.
        headers["Cache-Control"] = (
            f"public, max-age={YEAR}, immutable" if "v" in request.args else "public, max-age=300"
        )
    else:
        headers["Cache-Control"] = "private, no-store"
    return response


def set_up(app: Flask, settings: Settings) -> None:
    """Cookies, CSRF, origin check and headers for the whole application."""
    check_bind(settings)
    app.config.update(
        SECRET_KEY=settings.secret_key(),
        SESSION_COOKIE_NAME="__Host-docsys" if settings.behind_proxy else "docsys",
        SESSION_COOKIE_SECURE=settings.behind_proxy,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=settings.max_upload,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=4000,
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open all day; the token lives as long as its session
        WTF_CSRF_SSL_STRICT=True,
    )
    if settings.behind_proxy:
        trust_proxy(app)
    app.before_request(check_origin)
    CSRFProtect(app)
    app.after_request(add_headers)


def trust_proxy(app: Flask) -> None:
    """Believe one proxy about address, scheme and host. Never without `behind_proxy`: anyone could say anything."""
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
