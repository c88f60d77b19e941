"""Mail against a real server on this machine: taken, refused, away, lost."""

import socket
from dataclasses import replace

import pytest

from docsys.errors import Misconfigured
from docsys.tasks import mailing
from docsys.tasks.mailing import NotSent, Uncertain


def test_a_mail_arrives_as_plain_utf8_text_of_one_subject_line(settings, clock, post):
    mailing.send(settings, clock, "li@shfe.example", "待办\r\nBcc: all@shfe.example", "李静：\n.\n有 1 项待办。\n")

    (mail,) = post.mails
    assert (mail["From"], mail["To"], mail["Bcc"]) == ("docsys@csits.example", "li@shfe.example", None)
    assert mail["Subject"] == "待办 Bcc: all@shfe.example"
    assert mail["Date"] == "Mon, 23 Nov 2026 09:00:00 +0800"
    assert (mail.get_content_type(), mail.get_content_charset()) == ("text/plain", "utf-8")
    assert mail.get_content().replace("\r\n", "\n") == "李静：\n.\n有 1 项待办。\n"


def test_a_server_that_refuses_is_told_of(settings, clock, post):
    post.refuses = True

    with pytest.raises(NotSent, match=r"550 5\.1\.1 No such user"):
        mailing.send(settings, clock, "li@shfe.example", "待办", "1")
    assert post.mails == []


def test_a_server_that_is_away_is_told_of(settings, clock):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(NotSent, match=f"{port} ConnectionRefusedError"):
        mailing.send(replace(settings, smtp_port=port), clock, "li@shfe.example", "待办", "1")


def test_a_server_lost_after_the_mail_is_not_asked_again(settings, clock, post):
    post.drops = True

    with pytest.raises(Uncertain):
        mailing.send(settings, clock, "li@shfe.example", "待办", "1")


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"smtp_tls": "yes"}, "smtp_tls"),
        ({"smtp_user": "docsys"}, "smtp_tls"),
        ({"smtp_sender": "docsys\nBcc: x@y.cn"}, "smtp_sender"),
    ],
    ids=["an unknown word", "a password in the clear", "a second line"],
)
def test_settings_with_which_no_mail_can_be_sent_are_refused(settings, clock, values, key):
    with pytest.raises(Misconfigured, match=f"配置项 {key} 有误"):
        mailing.send(replace(settings, **values), clock, "li@shfe.example", "待办", "1")
