"""What stands on the board: the line to type, the code, and the fingerprint to compare."""

from __future__ import annotations

import shlex
import socket
from collections.abc import Sequence
from ipaddress import ip_address

LOOPBACK = "127.0.0.1"
SSH_PORT = 22
# Addresses for documentation (RFC 5737, RFC 3849): the system only looks which way they would be.
_ANYWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


def join_lines(addresses: Sequence[str], port: int) -> list[str]:
    """What learners type, one line for each address."""
    port_option = "" if port == SSH_PORT else f"-p {port} "
    return [f"ssh {port_option}YOUR-NAME@{address}" for address in addresses]


def invitation(addresses: Sequence[str], port: int, code: str, fingerprint: str) -> list[str]:
    """All that learners need to know, in lines of text."""
    lines = ["To join, type this, with your own name:", ""]
    lines += [f"    {line}" for line in join_lines(addresses, port)]
    lines += ["", f"The code is   {code}", f"The host key  {fingerprint}"]
    return [*lines, "(ssh shows the key the first time: compare it, then answer yes.)"]


def how_to_open(options: Sequence[str]) -> list[str]:
    """What to say where nobody but this machine can join."""
    words = shlex.join(["nnmath-tutor", "workshop", "--host", "0.0.0.0", *options])
    return ["Only this machine can join. To open the workshop to the room:", "", f"    {words}"]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def reachable(host: str) -> list[str]:
    """Under which addresses learners find what listens on `host`; sends nothing."""
    try:
        if not ip_address(host).is_unspecified:
            return [host]
    except ValueError:
        return [host]
    wanted = _ANYWHERE if ":" in host else _ANYWHERE[:1]
    found = [address for family, far in wanted if (address := _own_address(family, far))]
    return found or [socket.gethostname()]


def _own_address(family: socket.AddressFamily, far: str) -> str | None:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))  # of a datagram socket: nothing is sent
            return str(probe.getsockname()[0])
    except OSError:
        return None
