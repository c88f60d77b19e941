"""One plain-text mail through the SMTP server of the settings. Knows no database."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import ClassVar

from docsys.clock import Clock, local
from docsys.errors import Misconfigured, Unavailable
from docsys.people.addresses import NotAnAddress, check_address
from docsys.settings import Settings

SECONDS = 20
PLAIN, STARTTLS, TLS = "none", "starttls", "tls"
TAKEN = 250


class NotSent(Unavailable):
    """For certain not delivered: it may be tried again."""

    message: ClassVar[str] = "邮件未发出：{reason}"


class Uncertain(Unavailable):
    """The server was lost after the whole mail had gone out to it: trying again might send it twice."""

    message: ClassVar[str] = "邮件服务器在收完邮件后断开，不知是否已发出；为免重复，当天不再发送。"


def is_on(settings: Settings) -> bool:
    """Whether mail is sent at all."""
    return bool(settings.smtp_host)


def check(settings: Settings) -> None:
    """Refuse settings with which no mail can be sent.

    Raises:
        Misconfigured: names the key.

    """
    if settings.smtp_tls not in {PLAIN, STARTTLS, TLS}:
        raise Misconfigured(key="smtp_tls", reason="应为 none、starttls 或 tls")
    if settings.smtp_user and settings.smtp_tls == PLAIN:
        raise Misconfigured(key="smtp_tls", reason="设了 smtp_user 时口令不能明文传送，应为 starttls 或 tls")
    try:
        check_address(settings.smtp_sender)
    except NotAnAddress as error:
        raise Misconfigured(key="smtp_sender", reason=error.sentence) from error


def written(settings: Settings, clock: Clock, to: str, subject: str, text: str) -> bytes:
    """The mail as it goes over the wire, UTF-8; a subject of more than a line is made one."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = check_address(settings.smtp_sender)
    mail["To"] = check_address(to)
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = format_datetime(local(clock.now()))
    mail["Message-ID"] = make_msgid(domain=settings.smtp_sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text, charset="utf-8", cte="base64")
    return mail.as_bytes()


def send(settings: Settings, clock: Clock, to: str, subject: str, text: str) -> None:
    """Hand one mail to the server.

    Raises:
        NotSent: it was not taken, or the server is away; Uncertain: it may have been taken; Misconfigured.

    """
    check(settings)
    data = written(settings, clock, to, subject, text)
    try:
        with _connected(settings) as server:
            _expect(server.mail(settings.smtp_sender), TAKEN)
            _expect(server.rcpt(to), TAKEN)
            _hand_over(server, data)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(reason=f"{settings.smtp_host}:{settings.smtp_port} {_told(error)}") from error


def _hand_over(server: smtplib.SMTP, data: bytes) -> None:
    try:
        answer = server.data(data)
    except smtplib.SMTPDataError:
        raise
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise Uncertain from error
    _expect(answer, TAKEN)


@contextmanager
def _connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    where = (settings.smtp_host, settings.smtp_port)
    safe = ssl.create_default_context()
    tls = settings.smtp_tls
    made = (
        smtplib.SMTP_SSL(*where, timeout=SECONDS, context=safe) if tls == TLS else smtplib.SMTP(*where, timeout=SECONDS)
    )
    try:
        if tls == STARTTLS:
            made.starttls(context=safe)
        made.ehlo_or_helo_if_needed()
        if settings.smtp_user:
            made.login(settings.smtp_user, settings.smtp_password)
        yield made
    finally:
        # Closed without QUIT: whether the mail was taken has been answered, and a dead server must not change that.
        made.close()


def _expect(answer: tuple[int, bytes], code: int) -> None:
    if answer[0] != code:
        raise smtplib.SMTPResponseException(*answer)


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"答 {error.smtp_code} {said}"
    return f"{type(error).__name__}：{error}"
