"""One event loop in a thread of its own for everything that waits for models; answers are read from it anywhere.

Clients of the providers keep connections that belong to one loop; a request that nobody reads any more is cancelled
there, which closes its connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
_END = object()


class Loop:
    """The loop; its thread starts with the first use and ends with the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def iterate(self, make: Callable[[], AsyncGenerator[T, None]]) -> Iterator[T]:
        """What an asynchronous generator gives, one by one. Leaving the iteration early cancels it."""
        received: queue.SimpleQueue[object] = queue.SimpleQueue()
        cancel = self._start(make, received.put)
        try:
            while (event := received.get()) is not _END:
                yield _value(event)
        finally:
            cancel()

    async def aiterate(self, make: Callable[[], AsyncGenerator[T, None]]) -> AsyncGenerator[T, None]:
        """The same for a reader in another loop."""
        received: asyncio.Queue[object] = asyncio.Queue()
        own = asyncio.get_running_loop()

        def put(event: object) -> None:
            with contextlib.suppress(RuntimeError):  # the reader's loop is closed: nobody reads any more
                own.call_soon_threadsafe(received.put_nowait, event)

        cancel = self._start(make, put)
        try:
            while (event := await received.get()) is not _END:
                yield _value(event)
        finally:
            cancel()

    def _start(self, make: Callable[[], AsyncGenerator[T, None]], put: Callable[[object], None]) -> Callable[[], None]:
        loop = self._running()

        async def drive() -> None:
            try:
                async with contextlib.aclosing(make()) as events:
                    async for event in events:
                        put(event)
            except asyncio.CancelledError:
                raise
            except BaseException as exc:  # handed to the reader, who raises it
                put(_Failure(exc))
            finally:
                put(_END)

        future = asyncio.run_coroutine_threadsafe(drive(), loop)
        return lambda: None if future.done() else (future.cancel(), None)[1]

    def stop(self) -> None:
        """Cancels what runs and ends the thread; a later use starts a new one."""
        with self._lock:
            loop, thread, self._loop = self._loop, self._thread, None
        if loop is None or thread is None:
            return

        async def cancel() -> None:
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await loop.shutdown_asyncgens()
            await loop.shutdown_default_executor()

        asyncio.run_coroutine_threadsafe(cancel(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="models", daemon=True)
                self._thread.start()
            return self._loop


class _Failure:
    def __init__(self, error: BaseException) -> None:
        self.error = error


def _value(event: object) -> T:  # type: ignore[type-var]
    if isinstance(event, _Failure):
        raise event.error
    return event  # type: ignore[return-value]
