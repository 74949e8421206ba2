"""python -m askresolution"""

from __future__ import annotations

import sys

from askresolution.cli import main

sys.exit(main())
