"""A child process of limited memory and time, for readers that a bad file can make abort, and how it is talked with."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, Final

import orjson

_LENGTH: Final = 4
_HEARTBEAT: Final = 0.25
FROZEN_CHILD: Final = "--confined"
"""The first word by which a packaged DeskCRM is asked to run a reader, whose module is the second."""


class ChildDied(Exception):
    """The child ended without its last word: it was out of memory or time, or its reader aborted."""


# In the parent --------------------------------------------------------------------------------------------------------


def ask(module: str, arguments: Sequence[str], *, seconds: float) -> Generator[Any, None, None]:
    """What the child says, message by message; None every quarter second while it has nothing to say yet.

    The child runs `python -m module arguments`. It is stopped when its first message takes more than `seconds`, and
    when the caller closes this generator. Raises ChildDied.
    """
    child = subprocess.Popen(
        [*_python(), module, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    deadline = threading.Timer(seconds, child.kill)
    deadline.start()
    try:
        assert child.stdout is not None
        yield from _messages(child.stdout, deadline)
    finally:
        deadline.cancel()
        child.kill()
        if child.stdout is not None:
            child.stdout.close()
        child.wait()
        deadline.join()


def _python() -> list[str]:
    """What runs a module. A packaged DeskCRM has no `python`: its own executable does it (`packaging/entry.py`)."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_CHILD]
    return [sys.executable, "-P", "-m"]  # -P: a file beside the owner's file must not be taken for a module of ours


def _messages(pipe: BinaryIO | Any, deadline: threading.Timer) -> Generator[Any, None, None]:
    """Messages up to the child's goodbye. Raises ChildDied where the pipe ends before it."""
    while True:
        length = int.from_bytes(_exactly(pipe, _LENGTH), "big")
        if not length:
            yield None
            continue
        message = orjson.loads(_exactly(pipe, length))
        deadline.cancel()
        if message is None:
            return
        yield message


def _exactly(pipe: BinaryIO | Any, size: int) -> bytes:
    data: bytes = pipe.read(size)
    if len(data) < size:
        raise ChildDied
    return data


# In the child ---------------------------------------------------------------------------------------------------------


class Speaker:
    """The child's mouth: messages to the parent, and a sign of life while it is working."""

    def __init__(self) -> None:
        self._pipe = sys.stdout.buffer
        self._lock = threading.Lock()
        self._spoke = threading.Event()

    def say(self, message: Any) -> None:
        """Send one message. Raises BrokenPipeError where nobody listens any more."""
        self._spoke.set()
        data = orjson.dumps(message)
        self._send(len(data).to_bytes(_LENGTH, "big") + data)

    def good_bye(self) -> None:
        """Send the last word."""
        self.say(None)

    def beat(self) -> None:
        """Send signs of life from a thread of their own until something is said; end where nobody listens any more."""
        threading.Thread(target=self._beat, daemon=True).start()

    def _beat(self) -> None:
        try:
            while not self._spoke.wait(_HEARTBEAT):
                self._send(bytes(_LENGTH))
        except OSError:
            os._exit(1)

    def _send(self, data: bytes) -> None:
        with self._lock:
            self._pipe.write(data)
            self._pipe.flush()


def limit_memory(size: int) -> None:
    """Let this process have at most `size` bytes of memory, where its system can hold it to that.

    POSIX systems limit the address space (macOS takes the limit and does not keep it); Windows puts the process into
    a job object of its own.
    """
    if sys.platform == "win32":
        _limit_by_job(size)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (size, size))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _JOB_OBJECT_LIMIT_PROCESS_MEMORY: Final = 0x100
    _JOB_OBJECT_EXTENDED_LIMIT_INFORMATION: Final = 9

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Limits(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    def _limit_by_job(size: int) -> None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        job = kernel.CreateJobObjectW(None, None)
        limits = _Limits()
        limits.BasicLimitInformation.LimitFlags = _JOB_OBJECT_LIMIT_PROCESS_MEMORY
        limits.ProcessMemoryLimit = size
        kernel.SetInformationJobObject(
            job, _JOB_OBJECT_EXTENDED_LIMIT_INFORMATION, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        # The handle stays open for as long as the process lives.
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
