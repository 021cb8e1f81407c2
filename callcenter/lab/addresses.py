"""Where the centre of these settings answers, seen from this machine."""

import ipaddress

from callcenter.errors import SettingsInvalid
from callcenter.settings import Settings

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}


def web(settings: Settings) -> str:
    """The URL of its pages."""
    scheme = "https" if settings.tls_certificate else "http"
    host = _EVERYWHERE.get(settings.web_host, settings.web_host)
    return f"{scheme}://{host}:{settings.web_port}"


def sip(settings: Settings) -> str:
    """Its telephone, host:port."""
    host = _EVERYWHERE.get(settings.sip_host, settings.sip_host)
    return f"{host}:{settings.sip_port}"


def loopback(sip: str) -> tuple[str, int]:
    """Host and port of a telephone on this machine; raises SettingsInvalid for any other."""
    host, _, port = sip.partition(":")
    try:
        if not ipaddress.IPv4Address(host).is_loopback:
            raise SettingsInvalid(
                f"--sip {sip}: only a door of this machine, such as 127.0.0.1:5060"
            )
        return host, int(port or 5060)
    except ValueError:
        raise SettingsInvalid(f"--sip takes HOST:PORT, such as 127.0.0.1:5060, not {sip}") from None
