"""askresolution answers questions over Vietnamese resolutions with citations that anyone can check."""

from __future__ import annotations

__version__ = "0.1.0"

__all__ = ["__version__"]
