"""Where the centre of these settings answers, seen from this machine."""

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
