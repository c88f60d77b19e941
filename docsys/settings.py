"""The settings: four addresses and a few limits, from `docsys.toml`, the environment winning.

A setting `database_url` is `DOCSYS_DATABASE_URL` in the environment. Relative paths are relative to `home`.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from docsys.errors import Misconfigured

PACKAGE = Path(__file__).resolve().parent
SECRET = frozenset({"smtp_password"})  # from the environment alone


@dataclass(frozen=True)
class Settings:
    """Where docsys keeps things, and how much it takes. All sizes in bytes, all times in seconds unless named."""

    home: Path
    database_url: str = "sqlite:///var/docsys.sqlite3"
    search_url: str = "database:"
    archive_url: str = "archive"
    backup_url: str = "backup_mirror"
    bind: str = "127.0.0.1:8000"
    behind_proxy: bool = False
    library_code: str = "ZLW"
    organisation: str = "证联网运管中心"
    web_workers: int = 2
    max_upload: int = 1024 * 1024 * 1024
    session_idle_minutes: int = 30
    session_hours: int = 12
    password_days: int = 90
    due_soon_days: int = 60
    review_months: int = 12
    hide_expired: bool = False
    check_out_hours: int = 8
    recall_days: int = 5
    retired_days: int = 5
    loan_days: int = 30
    import_folder: str = ""
    inbox_folder: str = ""
    inbox_unit: str = "YGZX"
    inbox_settle_seconds: int = 30
    scan_dpi: int = 200
    render_seconds: int = 30
    render_memory: int = 1536 * 1024 * 1024
    mirror_scan_seconds: int = 60
    mirror_history_days: int = 366
    mirror_polling: bool = False
    mirror_brake_files: int = 200
    watch_seconds: float = 0.5
    soffice: str = "soffice"
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_tls: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_sender: str = ""
    public_address: str = ""
    watch_forms: bool = False

    @property
    def var(self) -> Path:
        """Running data: database, secrets, pid files, status files."""
        return self.home / "var"

    @property
    def archive(self) -> Path:
        """The library on disk (house 5)."""
        return self._path("archive_url", self.archive_url)

    @property
    def backup(self) -> Path | None:
        """The mirror's target as a folder, or None where it is a remote address or unset."""
        return (
            None
            if not self.backup_url or "://" in self.backup_url.replace("file://", "")
            else self._path("backup_url", self.backup_url)
        )

    @property
    def database(self) -> str:
        """The database address with a relative SQLite path made absolute."""
        prefix = "sqlite:///"
        if self.database_url.startswith(prefix) and not self.database_url.startswith("sqlite:////"):
            return f"{prefix}{self.home / self.database_url.removeprefix(prefix)}"
        return self.database_url

    @property
    def data(self) -> Path:
        """Where `templates/` and `forms/` lie: the checkout, or the copy inside an installed wheel."""
        checkout = PACKAGE.parent
        return checkout if (checkout / "templates").is_dir() else PACKAGE / "_data"

    @property
    def templates(self) -> Path:
        return self.data / "templates"

    @property
    def forms(self) -> Path:
        """Form definitions: those of the home folder where it has its own, else those shipped."""
        own = self.home / "forms"
        return own if own.is_dir() else self.data / "forms"

    def secret_key(self) -> bytes:
        """The key that signs cookies and tokens: made once, kept under var/ with mode 0600."""
        path = self.var / "secret_key"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(32))
            stream.flush()
            os.fsync(stream.fileno())
        return path.read_bytes()

    def _path(self, key: str, address: str) -> Path:
        address = address.removeprefix("file://")
        if "://" in address or not address:
            raise Misconfigured(key=key, reason=f"“{address}”不是文件夹地址")
        return (self.home / address).resolve()


def load(environ: Mapping[str, str], home: Path | None = None) -> Settings:
    """Read `docsys.toml` of the home folder, then the environment.

    Raises:
        Misconfigured: an unknown key, or a value of the wrong kind; names the key.
    """
    home = Path(home or environ.get("DOCSYS_HOME") or _default_home()).resolve()
    path = home / "docsys.toml"
    values: dict[str, Any] = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    known = {one.name: one for one in fields(Settings) if one.name != "home"}
    for key in values:
        if key not in known:
            raise Misconfigured(key=key, reason="没有这个配置项")
        if key in SECRET:
            raise Misconfigured(key=key, reason=f"口令不写进文件，请设环境变量 DOCSYS_{key.upper()}")
    for key in known:
        if (name := f"DOCSYS_{key.upper()}") in environ:
            values[key] = environ[name]
    return Settings(home=home, **{key: _convert(key, value, known[key].type) for key, value in values.items()})


def _default_home() -> Path:
    checkout = PACKAGE.parent
    return checkout if (checkout / "pyproject.toml").exists() else Path.cwd()


def _convert(key: str, value: Any, kind: Any) -> Any:
    try:
        if kind is bool and isinstance(value, str):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[
                value.lower()
            ]
        return kind(value)
    except (KeyError, TypeError, ValueError) as error:
        raise Misconfigured(key=key, reason=f"“{value}”不是{kind.__name__}") from error
