"""Runs a program that ends at once, by SIGSYS, where it or a child of it asks for an internet socket.

A filter of Linux's seccomp on the system call `socket`: AF_INET and AF_INET6 kill the process, anything else passes
(Documentation/userspace-api/seccomp_filter.rst; classic BPF over `struct seccomp_data`: nr at 0, arch at 4, the first
argument at 16). Where the system is another one, the program just runs.
"""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import struct
import sys

SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""For each machine: its AUDIT_ARCH and the number of the system call."""
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, KILL_PROCESS = 0x7FFF0000, 0x80000000
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, MODE_FILTER = 22, 38, 2


def enforceable() -> bool:
    """Whether this system can refuse internet sockets to a program."""
    return sys.platform == "linux" and platform.machine() in SOCKET_CALL


def refuse_internet() -> None:
    """From here on, this process and its children must not ask for a socket to the internet. Raises OSError."""
    arch, call = SOCKET_CALL[platform.machine()]
    steps = [
        (LOAD, 0, 0, 4), (EQUAL, 0, 6, arch),
        (LOAD, 0, 0, 0), (EQUAL, 0, 4, call),
        (LOAD, 0, 0, 16), (EQUAL, 1, 0, socket.AF_INET), (EQUAL, 0, 1, socket.AF_INET6),
        (RETURN, 0, 0, KILL_PROCESS), (RETURN, 0, 0, ALLOW),
    ]  # fmt: skip
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    for words in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, MODE_FILTER, program)):
        if libc.prctl(*words):
            raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    if enforceable():
        refuse_internet()
    os.execv(sys.argv[1], sys.argv[1:])
