"""Whether this machine has a way out at all. Asks the kernel's routing table; sends nothing."""

from __future__ import annotations

import socket

#: addresses of documentation (RFC 5737, RFC 3849): a route to them is the default route
_OUTSIDE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


def has_route() -> bool:
    """True when a packet to the outside would find a way. Connecting a datagram socket sends none."""
    for family, address in _OUTSIDE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
        except OSError:
            continue
        return True
    return False
