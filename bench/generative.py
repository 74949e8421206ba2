"""Overhead of answering with a language model: everything but the model itself.

python bench/generative.py [--project DIR] [--streams 50]

A scripted server on the loopback speaks OpenAI's protocol. Measured are the time from the question to the request that
reaches the model, the time from a sentence leaving the model to its checked delta at the client, and many streams at once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx
import uvicorn

from askresolution.answering.assistant import Assistant
from askresolution.index.build import build_index, needs_indexing
from askresolution.settings import load_settings
from askresolution.web.app import create_app
from tests.generative.scripted import Reply, Scripted

QUESTIONS = (
    "Tỷ lệ hộ nghèo của xã Nguyễn Lương Bằng năm 2025?", "Ai chủ trì đề án phân loại rác thải ở xã Nguyễn Lương Bằng?",
    "Xã Nam Thanh Miện có bao nhiêu đảng viên?", "Khâu đột phá của xã Nam Thanh Miện là gì?", "Phòng Kinh tế chủ trì những đề án nào?",
)  # fmt: skip
SENTENCES = (
    "Năm 2025, tỷ lệ hộ nghèo của xã Nguyễn Lương Bằng còn 0,22%, đạt kế hoạch đề ra [1]. ",
    "Năm 2026, xã đặt chỉ tiêu tỷ lệ hộ nghèo còn dưới 0,2% [2]. ",
    "Tỷ lệ hộ nghèo năm 2025 đạt kế hoạch đề ra [1]. ",
    "Chỉ tiêu năm 2026 là tỷ lệ hộ nghèo của xã còn dưới 0,2% [2]. ",
    "Đến năm 2025, tỷ lệ hộ nghèo còn 0,22% [1]. ",
)


def to_the_request(assistant: Assistant, server: Scripted) -> list[float]:
    """Milliseconds from a question to the request at the model's server."""
    arrived: list[float] = []

    def script(request: dict[str, object]) -> Reply:
        arrived.append(time.perf_counter())
        return Reply("KHÔNG CÓ TRONG TÀI LIỆU")

    server.script = script
    took = []
    for round_ in range(9):
        for question in QUESTIONS:
            started = time.perf_counter()
            assistant.ask(question)
            if round_:
                took.append((arrived[-1] - started) * 1000)
    return took


def per_sentence(address: str, server: Scripted) -> list[float]:
    """Milliseconds from a sentence at the model's server to its delta at the client, the next sentence's first
    letters included, which say that a sentence has ended."""
    took = []
    for _ in range(6):
        server.script = lambda _: Reply(pieces=SENTENCES, pause=0.05)
        seen = []
        with httpx.stream("POST", f"{address}/api/ask/stream", json={"question": QUESTIONS[0]}) as response:
            for line in response.iter_lines():
                if line.startswith("event: delta"):
                    seen.append(time.perf_counter())
        # A sentence is sure to be whole when the next one arrives, 50 ms after it; what is beyond that is ours.
        took.extend(((b - a) - 0.05) * 1000 for a, b in zip(seen, seen[1:], strict=False))
    return took


async def together(address: str, streams: int) -> tuple[list[float], list[float]]:
    """Seconds to the first sentence and to the end of many streams that start at once."""
    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=streams)) as client:

        async def one(number: int) -> tuple[float, float]:
            started, first = time.perf_counter(), 0.0
            async with client.stream("POST", f"{address}/api/ask/stream", json={"question": QUESTIONS[0]}) as response:
                async for line in response.aiter_lines():
                    if line.startswith("event: delta") and not first:
                        first = time.perf_counter() - started
                    if line.startswith("data: ") and '"engine"' in line:
                        assert json.loads(line[6:])["engine"] == "openai:scripted", line
            return first, time.perf_counter() - started

        results = await asyncio.gather(*(one(number) for number in range(streams)))
    return [first for first, _ in results], [end for _, end in results]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", type=Path, default=Path("."))
    parser.add_argument("--streams", type=int, default=50)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    os.environ["OPENAI_API_KEY"] = "none"
    server = Scripted()
    server.start()
    settings = load_settings(
        options.project, environ={}, llm="openai:scripted", llm_base_url=f"http://127.0.0.1:{server.port}/v1", llm_cache="off"
    )
    if needs_indexing(settings):
        build_index(settings)
    assistant = Assistant.open(settings, engine="generative")
    took = to_the_request(assistant, server)
    print(f"to the request   p50 {statistics.median(took):6.1f} ms   p95 {_p95(took):6.1f} ms   ({len(took)} questions; limit 60)")
    app = uvicorn.Server(uvicorn.Config(create_app(settings, assistant, page=False), log_level="error", ws="none", port=0))
    threading.Thread(target=app.run, daemon=True).start()
    while not app.started:
        time.sleep(0.05)
    address = f"http://127.0.0.1:{app.servers[0].sockets[0].getsockname()[1]}"
    took = per_sentence(address, server)
    print(f"per sentence     p50 {statistics.median(took):6.1f} ms   p95 {_p95(took):6.1f} ms   ({len(took)} sentences; limit 5)")
    server.script = lambda _: Reply("".join(SENTENCES), every=6, pause=0.03)
    nominal = -(-len("".join(SENTENCES)) // 6) * 0.03
    first, end = asyncio.run(together(address, options.streams))
    print(
        f"{options.streams} streams       first sentence p50 {statistics.median(first):.2f} s, p95 {_p95(first):.2f} s; "
        f"end p50 {statistics.median(end):.2f} s, p95 {_p95(end):.2f} s (the model alone takes {nominal:.2f} s)"
    )
    app.should_exit = True
    server.stop()


def _p95(values: list[float]) -> float:
    return sorted(values)[min(int(len(values) * 0.95), len(values) - 1)]


if __name__ == "__main__":
    main()
