"""The files for a server are understood by the programs they are for."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dccg.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")


def test_the_service_sets_only_settings_that_there_are():
    named = re.findall(r"\bDCCG_([A-Z_]+)=", (DEPLOY / "dccg.service").read_text("utf-8"))
    assert len(named) >= 4
    assert {name.lower() for name in named} <= set(Settings.model_fields)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_the_service(tmp_path: Path):
    unit = tmp_path / "dccg.service"
    text = (DEPLOY / "dccg.service").read_text("utf-8")
    unit.write_text(text.replace("/opt/dccg/venv/bin/dccg", "/bin/true"), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "dccg.service" not in done.stderr


@pytest.mark.skipif(NGINX is None or shutil.which("openssl") is None, reason="nginx or openssl is not installed")
def test_nginx_understands_its_file(tmp_path: Path):
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=here -keyout privkey.pem -out fullchain.pem"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True, timeout=60)
    text = (DEPLOY / "dccg.nginx.conf").read_text("utf-8")
    for ours, here in {"/etc/ssl/dccg": tmp_path, "/var/log/nginx": tmp_path}.items():
        text = text.replace(ours, str(here))
    text = re.sub(r"listen (\[::\]:)?(80|443)", lambda found: f"listen {found[1] or ''}{int(found[2]) + 30_000}", text)
    (tmp_path / "site.conf").write_text(text, "utf-8")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in "client_body proxy fastcgi uwsgi scgi".split())
    whole = f"pid {tmp_path}/pid; events {{}} http {{ {folders} include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")
    command = [str(NGINX), "-t", "-e", f"{tmp_path}/log", "-c", f"{tmp_path}/nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
