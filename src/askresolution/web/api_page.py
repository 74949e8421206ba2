"""The OpenAPI description as one self-contained page, without scripts and without any other address."""

from __future__ import annotations

import json
from html import escape
from typing import Any

_STYLE = """
:root { color-scheme:light dark; --accent:#9b1c1c } @media (prefers-color-scheme:dark) { :root { --accent:#f1a5a5 } }
body { font:16px/1.55 system-ui,sans-serif; max-width:56rem; margin:0 auto; padding:1rem } a { color:var(--accent) }
section { border:1px solid #8886; border-radius:.5rem; padding:.6rem 1rem; margin:1rem 0 } h2 { font-size:1rem; margin:.2rem 0; overflow-wrap:anywhere }
h2 b { display:inline-block; min-width:3.6rem; color:var(--accent) } pre { overflow:auto; background:#8882; padding:.6rem; border-radius:.4rem; font-size:.85rem }
summary { cursor:pointer }
"""


def render_api(schema: dict[str, Any]) -> str:
    """The page for an OpenAPI schema."""
    parts = [
        _operation(path, method, details, schema)
        for path, methods in schema["paths"].items()
        for method, details in methods.items()
    ]
    info = schema["info"]
    return (
        "<!doctype html><html lang='vi'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>API · {escape(info['title'])}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(info['title'])} {escape(info['version'])} · HTTP API</h1><p>{escape(info.get('description', ''))}</p>"
        f"<p><a href='/'>← Hỏi đáp</a> · <a href='/openapi.json'>openapi.json</a></p>{''.join(parts)}</body></html>"
    )


def _operation(path: str, method: str, details: dict[str, Any], schema: dict[str, Any]) -> str:
    text = escape(details.get("description") or details.get("summary", ""))
    parameters = "".join(f"<li><code>{escape(p['name'])}</code> ({escape(p['in'])})</li>" for p in details.get("parameters", []))
    body = details.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    shown = (
        f"<details><summary>JSON</summary><pre>{escape(json.dumps(_resolved(body, schema), ensure_ascii=False, indent=2))}</pre></details>"
        if body
        else ""
    )
    return f"<section><h2><b>{method.upper()}</b> {escape(path)}</h2><p>{text}</p>{f'<ul>{parameters}</ul>' if parameters else ''}{shown}</section>"


def _resolved(part: Any, schema: dict[str, Any], depth: int = 0) -> Any:
    """A schema with its references filled in."""
    if isinstance(part, dict):
        if "$ref" in part and depth < 6:
            name = part["$ref"].rsplit("/", 1)[-1]
            return _resolved(schema["components"]["schemas"][name], schema, depth + 1)
        return {key: _resolved(value, schema, depth) for key, value in part.items() if key != "title"}
    return [_resolved(value, schema, depth) for value in part] if isinstance(part, list) else part
