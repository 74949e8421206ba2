"""The suite needs Chromium (page tests) and a font with Vietnamese letters (PDFs made by tests): says so, and
installs Debian's packages where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
missing = [] if shutil.which("chromium") or os.environ.get("CHROMIUM") else ["chromium"]
missing += [] if FONT.exists() else ["fonts-dejavu-core", "fonts-dejavu-extra"]
if missing:
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True, stdout=sys.stderr)
        subprocess.run(["apt-get", "install", "-y", "-qq", *missing], check=True, stdout=sys.stderr)
    else:
        sys.exit(f"make test needs: sudo apt-get install {' '.join(missing)}")
