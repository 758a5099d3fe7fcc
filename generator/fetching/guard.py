"""Where requests may go: to public addresses alone, whatever an answer of a service or a redirect names.

A name is resolved once, every address that it has is looked at, and the connection is made to the address
that was looked at: a name that resolves to another address a moment later gains nothing.
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

__all__ = ["Guarded", "is_public", "refuse_behind_proxy"]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Return whether an address, as a resolver gives it, is one of the public internet.

    >>> [is_public(a) for a in ("8.8.8.8", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fe80::1%eth0")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        # What an IPv4 address is wrapped in says nothing of it.
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
        f"{visible(host, one_line=True)}{at} is no public address, and is not asked; "
        "fetch the file yourself if you trust it"
    )


def refuse_behind_proxy(address: str) -> bool:
    """Return whether a proxy of the user's will be asked for ``address``.

    Raises FetchError where its host is, or is known here to be, no public address: the proxy may see others.
    """
    if not select_proxy(address, get_environ_proxies(address)):
        return False
    host = urlsplit(address).hostname or ""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except OSError:
        found = set()  # known to the proxy alone
    for one in sorted(found):
        if not is_public(one):
            raise _refuse(host, one)
    return True


def _connect(connection: Any) -> socket.socket:
    """Connect to a public address of a connection's host; errors are those of urllib3."""
    host, port = connection.host, connection.port
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        resolving = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
        raise NameResolutionError(host, connection, resolving) from error
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
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
    # The certificate is still that of the name.
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


class Guarded(HTTPAdapter):
    """An adapter of `requests` whose connections go to public addresses alone, or through a proxy."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
