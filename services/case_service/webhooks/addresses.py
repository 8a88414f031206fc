"""Where a message may be sent: to servers on the open net, never to what only our own machines can reach."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TypeAlias
from urllib.parse import urlsplit

import msgspec

Address: TypeAlias = IPv4Address | IPv6Address
Resolve: TypeAlias = Callable[[str, int], Sequence[Address]]


class AddressFault(StrEnum):
    """Why an address is not accepted. The texts stand in the catalogue as ``webhook.fault.<value>``."""

    NOT_A_URL = "not_a_url"
    NOT_HTTPS = "not_https"
    HOLDS_A_LOGIN = "holds_a_login"
    UNKNOWN_HOST = "unknown_host"
    NOT_PUBLIC = "not_public"


class AddressRefusedError(ValueError):
    """Nothing is sent to the address."""

    def __init__(self, fault: AddressFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where to connect: the host that was named, and the address that was looked up and found to be public."""

    host: str
    port: int
    address: str
    path: str
    tls: bool


def target(url: str, *, inside: bool = False, resolve: Resolve | None = None) -> Target:
    """Where ``url`` leads. ``inside`` allows private addresses and http, for a receiver in the municipality's own net.

    The address is looked up once and used for the connection, so that a name cannot point elsewhere a moment later.
    Raises AddressRefusedError.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise AddressRefusedError(AddressFault.NOT_A_URL) from None
    if not host or parts.scheme not in {"http", "https"}:
        raise AddressRefusedError(AddressFault.NOT_A_URL)
    if parts.scheme != "https" and not inside:
        raise AddressRefusedError(AddressFault.NOT_HTTPS)
    if parts.username is not None or parts.password is not None:
        raise AddressRefusedError(AddressFault.HOLDS_A_LOGIN)
    tls = parts.scheme == "https"
    port = port or (443 if tls else 80)
    found = (resolve or look_up)(host, port)
    if not found:
        raise AddressRefusedError(AddressFault.UNKNOWN_HOST)
    if not inside and not all(_is_public(one) for one in found):
        raise AddressRefusedError(AddressFault.NOT_PUBLIC)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host=host, port=port, address=str(found[0]), path=path, tls=tls)


def look_up(host: str, port: int) -> Sequence[Address]:
    """The addresses of a host; none when it is not known."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        return ()
    return tuple(dict.fromkeys(ip_address(entry[4][0]) for entry in found))


def _is_public(address: Address) -> bool:
    plain = address.ipv4_mapped if isinstance(address, IPv6Address) and address.ipv4_mapped else address
    return plain.is_global and not plain.is_multicast
