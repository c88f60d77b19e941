"""LibreOffice, where it is installed: one run, one profile of its own, no macros, no links followed, a limited time."""

import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

from docsys.errors import TooComplex
from docsys.printing.limits import Limits

# The address space of LibreOffice is several times what it uses.
MEMORY = 6 * 1024 * 1024 * 1024
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def to_pdf(path: Path, limits: Limits) -> bytes | None:
    """The file as LibreOffice prints it; None where it is not installed or could not read the file.

    Raises:
        TooComplex: it took too long.
    """
    program = shutil.which(limits.soffice)
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="docsys-office-") as place:
        user = Path(place, "profile", "user")
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(SETTINGS, "utf-8")
        source = Path(place, f"source{path.suffix}")
        shutil.copyfile(path, source)
        command = [
            program, f"-env:UserInstallation={user.parent.as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
            "--convert-to", "pdf", "--outdir", place, str(source),
        ]  # fmt: skip
        try:
            _run(command, limits)
        except subprocess.TimeoutExpired as error:
            raise TooComplex from error
        made = source.with_suffix(".pdf")
        return made.read_bytes() if made.is_file() and made.stat().st_size else None


def _run(command: list[str], limits: Limits) -> None:
    """The limits of the child go over to what it starts; only the address space must be wider."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=max(limits.seconds - 2, 1),
            check=False,
        )
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
