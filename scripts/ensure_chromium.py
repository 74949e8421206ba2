"""The browser test needs Chromium: says so, and installs Debian's package where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

if not shutil.which("chromium") and not os.environ.get("CHROMIUM"):
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True, stdout=sys.stderr)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=True, stdout=sys.stderr)
    else:
        sys.exit("make test needs Chromium for the browser test; install it with: sudo apt-get install chromium")
