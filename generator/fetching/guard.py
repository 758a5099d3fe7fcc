"""Where requests may go: only to public addresses, whatever address a service or a redirect names.

A host name is resolved once, all its addresses are checked, and the connection goes to an address that was
checked. A name that resolves to another address a moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, select_proxy
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from generator.core.visible import visible
from generator.errors import FetchError

__all__ = ["GuardedAdapter", "is_public", "refuse_behind_proxy"]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # IPv4 addresses as IPv6 addresses (RFC 6052)


def is_public(address: str) -> bool:
    """Return True if an address, as a resolver gives it, belongs to the public internet.

    >>> [is_public(a) for a in ("8.8.8.8", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fe80::1%eth0")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        # A public IPv6 address may contain a private IPv4 address: that one decides.
        teredo = ip.teredo
        inner = ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _refuse(host: str, address: str) -> FetchError:
    at = "" if address == host else f" ({address})"
    return FetchError(
        f"{visible(host, one_line=True)}{at} is not a public address, so it is not asked; "
        "fetch the file yourself if you trust it"
    )


def refuse_behind_proxy(address: str) -> bool:
    """Return True if a proxy of the user is used for ``address``.

    Raises FetchError if the host resolves here to an address that is not public: the proxy would reach it.
    """
    if not select_proxy(address, get_environ_proxies(address)):
        return False
    host = urlsplit(address).hostname or ""
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except OSError:
        addresses = set()  # only the proxy can resolve it
    for resolved in sorted(addresses):
        if not is_public(resolved):
            raise _refuse(host, resolved)
    return True


def _connect(connection: Any) -> socket.socket:
    """Connect to a public address of a connection's host. Raises the errors of urllib3, and FetchError."""
    host, port = connection.host, connection.port
    try:
        infos = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        resolving = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
        raise NameResolutionError(host, connection, resolving) from error
    addresses = list(dict.fromkeys(str(info[4][0]) for info in infos))
    for address in addresses:
        if not is_public(address):
            raise _refuse(host, address)
    failed: OSError = OSError("it has no address")
    for address in addresses:
        try:
            return create_connection(
                (address, port), connection.timeout, socket_options=connection.socket_options
            )
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, f"no connection to {host} in time") from error
        except OSError as error:
            failed = error
    raise NewConnectionError(connection, str(failed)) from failed


class _Plain(urllib3.connection.HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _Secure(urllib3.connection.HTTPSConnection):
    # The certificate is still checked against the host name.
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


class GuardedAdapter(HTTPAdapter):
    """An adapter for `requests` that connects only to public addresses, or through a proxy."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
