"""Whether the ports we are about to open are free, and whether others could reach them.

``up`` and ``doctor`` call it before anything is started, so that a taken port is one clear line.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

from callcenter.embedded.trouble import CannotStart
from callcenter.settings import Settings


@dataclass(frozen=True, slots=True)
class WantedPort:
    """A port one role will open; ``setting`` is the environment variable that moves it."""

    role: str
    host: str
    port: int
    transport: str
    setting: str


def wanted_ports(settings: Settings) -> Iterator[WantedPort]:
    """Every fixed port the centre opens with these settings."""
    for transport in ("udp", "tcp"):
        yield WantedPort(
            "exchange", settings.sip_host, settings.sip_port, transport, "CALLCENTER_SIP_PORT"
        )
    yield WantedPort("web", settings.web_host, settings.web_port, "tcp", "CALLCENTER_WEB_PORT")
    yield WantedPort(
        "softphone",
        "127.0.0.1",
        settings.softphone_sip_port,
        "udp",
        "CALLCENTER_SOFTPHONE_SIP_PORT",
    )


def check_free(wanted: WantedPort) -> None:
    """Raises CannotStart when the port cannot be opened, naming who has it."""
    kind = socket.SOCK_STREAM if wanted.transport == "tcp" else socket.SOCK_DGRAM
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    where = f"{wanted.host}:{wanted.port}/{wanted.transport}"
    with socket.socket(family, kind) as probe:
        if wanted.transport == "tcp":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wanted.host, wanted.port))
        except PermissionError:
            raise CannotStart(
                f"{where} may not be opened by this user", f"choose a port with {wanted.setting}"
            ) from None
        except OSError as wrong:
            raise CannotStart(
                f"{where} cannot be opened ({wrong.strerror}{_holder(wanted)})",
                f"stop what uses it, or choose another with {wanted.setting}",
            ) from wrong


def check_exposure(settings: Settings) -> None:
    """Raises CannotStart when others could reach an unprotected centre.

    The demo stays on this machine. Beyond it, pages need a certificate or a proxy that has one.
    """
    if settings.demo:
        for setting in ("web_host", "sip_host", "media_bind"):
            if not _is_loopback(str(getattr(settings, setting))):
                raise CannotStart(
                    f"the demo's known sign-ins must not leave this machine, but {setting} is "
                    f"{getattr(settings, setting)}",
                    f"unset CALLCENTER_{setting.upper()}, or start without --demo",
                )
    protected = settings.behind_proxy or (settings.tls_certificate and settings.tls_key)
    if not _is_loopback(settings.web_host) and not protected:
        raise CannotStart(
            f"web_host {settings.web_host} is reachable by others without encryption",
            "set CALLCENTER_TLS_CERTIFICATE and CALLCENTER_TLS_KEY, or use --behind-proxy",
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _holder(wanted: WantedPort) -> str:
    """`` by pid 123 (asterisk)`` where this user may know, else nothing."""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections(wanted.transport):
            if connection.laddr and connection.laddr.port == wanted.port and connection.pid:
                name = psutil.Process(connection.pid).name()
                return f" by pid {connection.pid}, {name}"
    return ""
