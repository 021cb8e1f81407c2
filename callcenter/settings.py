"""One frozen `Settings`, read once from the environment (`CALLCENTER_*`) and one TOML file.

An unknown key is an error that names the nearest known one: a misspelt setting must not be ignored.
"""

import difflib
import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import available_timezones

from pydantic import (
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from callcenter.errors import SettingsInvalid
from callcenter.trunk import Trunk

PREFIX = "CALLCENTER_"
NOT_SETTINGS = frozenset(
    {"CALLCENTER_CONFIG", "CALLCENTER_PG_BIN", "CALLCENTER_SKIP_UI", "CALLCENTER_SUPERVISED"}
)
"""Variables with our prefix that are read elsewhere."""


CALL_HEADER = r"^(?i:x-[a-z0-9-]{1,38}|diversion)$"


def default_data_folder() -> Path:
    """`/var/lib/callcenter` for root, else the user's own data folder."""
    if os.geteuid() == 0 and "XDG_DATA_HOME" not in os.environ:
        return Path("/var/lib/callcenter")
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "callcenter"


def default_shared_memory() -> Path:
    """A folder in memory of this user's own: users must not meet in one."""
    mine = "callcenter" if os.geteuid() == 0 else f"callcenter-{os.geteuid()}"
    return Path("/dev/shm") / mine


class Settings(BaseSettings):
    """Everything an operator can set. Ports are 1-65535, times are seconds."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = Field(default_factory=default_data_folder)
    database_url: str = ""
    """Empty: the embedded PostgreSQL."""
    nats_url: str = ""
    """Empty: the embedded NATS server."""
    nats_token: str = ""
    demo: bool = False

    exchange_name: str = "one"
    sip_host: str = "127.0.0.1"
    sip_port: int = Field(5060, ge=1, le=65535)
    sip_advertised: str = ""
    """Address told to peers; empty: `sip_host`."""
    sip_allow: tuple[str, ...] = ("127.0.0.0/8",)
    """Networks that may send SIP; others hear nothing."""
    sip_ban_after: int = Field(30, ge=0, le=10_000)
    """So many breaches of the rules by one address … 0: nobody is banned."""
    sip_ban_within: float = Field(10.0, gt=0)
    """… within so many seconds …"""
    sip_ban_for: float = Field(600.0, gt=0)
    """… and it hears nothing for so many."""
    sip_never_banned: tuple[str, ...] = ()
    """Networks that are never banned, beside this machine and the trunk."""
    sip_register_least: int = Field(60, ge=10, le=86_400)
    """A desk phone that wants to register for fewer seconds is told to ask for more …"""
    sip_register_most: int = Field(3600, ge=10, le=86_400)
    """… and gets no more than these."""
    call_headers: tuple[Annotated[str, StringConstraints(pattern=CALL_HEADER)], ...] = ()
    """Header fields of an INVITE that are kept with its call: X- fields, or Diversion."""
    trunk: str = ""
    """Where calls to telephone numbers go, such as `sip:192.0.2.1:5060`; empty: nobody outside can
    be called, unless there are `trunks`.
    """
    trunks: tuple[Trunk, ...] = ()
    """Instead of `trunk`: several, by priority and weight."""
    trunk_numbers: tuple[str, ...] = ()
    """How numbers may begin that are called, such as `+86`; `*`: every number. A caller's number is
    a claim of the network, so calls back must not lead just anywhere.
    """
    trunk_shown: str = ""
    """The number shown to whom we call."""
    media_bind: str = "127.0.0.1"
    line_sip_first: int = Field(20000, ge=1024, le=65000)
    line_rtp_first: int = Field(30000, ge=1024, le=65000)
    line_rtp_last: int = Field(45999, ge=1024, le=65535)
    warm_lines: int = Field(10, ge=1, le=200)
    lines_most: int = Field(80, ge=1, le=750)
    """Lines at the same time; beyond it callers get 503."""
    shared_memory: Path = Field(default_factory=default_shared_memory)

    softphone_name: str = "one"
    softphone_sip_port: int = Field(5066, ge=1, le=65535)
    softphone_ports_first: int = Field(46000, ge=1024, le=65000)
    softphone_ports_last: int = Field(49999, ge=1024, le=65535)
    stun_urls: tuple[str, ...] = ()

    web_host: str = "127.0.0.1"
    web_port: int = Field(8080, ge=1, le=65535)
    behind_proxy: bool = False
    tls_certificate: Path | None = None
    tls_key: Path | None = None

    request_origins: tuple[str, ...] = ()
    """Web services that flows may ask, such as `https://orders.example.com`; empty: none."""

    time_zone: str = "Asia/Shanghai"
    first_language: str = "mandarin"

    @field_validator("time_zone")
    @classmethod
    def _is_a_time_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"{name!r} is no time zone; use one such as Asia/Shanghai")
        return name

    @field_validator("request_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not re.fullmatch(r"https?://[^/@?#\s]+", origin):
                raise ValueError(f"{origin!r} is no origin; use one such as https://example.com")
        return origins

    @model_validator(mode="after")
    def _one_list_of_trunks(self) -> Self:
        if self.trunk and self.trunks:
            raise SettingsInvalid(
                "settings trunk and trunks are both set: leave trunk empty and name it in trunks"
            )
        names = [one.name for one in self.trunks]
        if twice := {name for name in names if names.count(name) > 1}:
            raise SettingsInvalid(
                f"setting trunks: two are named {min(twice)}; give each a name of its own"
            )
        if (self.trunk or self.trunks) and not self.trunk_numbers:
            raise SettingsInvalid(
                "setting trunk_numbers is empty, so nobody could be called; "
                'list how numbers may begin, such as ["+86"], or ["*"] for all'
            )
        return self

    @field_validator("trunk")
    @classmethod
    def _trunk_is_address(cls, trunk: str) -> str:
        if trunk:
            Trunk(name="trunk", address=trunk)
        return trunk

    @property
    def every_trunk(self) -> tuple[Trunk, ...]:
        """All of them, be there only one."""
        return (Trunk(name="trunk", address=self.trunk),) if self.trunk else self.trunks

    @property
    def run(self) -> Path:
        """State files, sockets and logs of the processes."""
        return self.data / "run"

    @property
    def spool(self) -> Path:
        """Recordings that are still growing, and facts of lines, per call."""
        return self.data / "spool"

    @property
    def archive(self) -> Path:
        """Finished recordings."""
        return self.data / "archive"

    @property
    def prompts(self) -> Path:
        """Cached prompts and music."""
        return self.data / "prompts"

    @property
    def keys(self) -> Path:
        """Secrets of this data folder."""
        return self.data / "keys"

    @property
    def exchange_socket(self) -> Path:
        """The unix socket on which the exchange listens for its lines."""
        return self.run / f"exchange-{self.exchange_name}.sock"

    @property
    def local_log(self) -> Path:
        """Control's own log of facts, which outlives `kill -9`."""
        return self.data / "control"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, which comes in as keyword arguments."""
        return (env_settings, init_settings)

    @classmethod
    def read(cls, **given: Any) -> Self:
        """Read environment and file; raises SettingsInvalid with one line."""
        _refuse_unknown_environment(cls)
        try:
            return cls(**(_from_file() | given))
        except ValidationError as wrong:
            first = wrong.errors()[0]
            name = ".".join(str(part) for part in first["loc"]) or "settings"
            hint = _nearest(name, cls) if first["type"] == "extra_forbidden" else ""
            said = first["msg"].removeprefix("Value error, ")
            raise SettingsInvalid(f"setting {name}: {said}{hint}") from wrong


def _nearest(name: str, settings: type[BaseSettings]) -> str:
    close = difflib.get_close_matches(name.lower(), list(settings.model_fields), 1)
    return f"; did you mean {close[0]}?" if close else ""


def _refuse_unknown_environment(settings: type[BaseSettings]) -> None:
    known = {PREFIX + name.upper() for name in settings.model_fields} | NOT_SETTINGS
    for name in os.environ:
        if name.startswith(PREFIX) and name not in known:
            bare = name.removeprefix(PREFIX)
            raise SettingsInvalid(
                f"environment variable {name} is no setting{_nearest(bare, settings)}"
            )


def _from_file() -> dict[str, Any]:
    named = os.environ.get("CALLCENTER_CONFIG")
    if not named:
        return {}
    path = Path(named)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise SettingsInvalid(f"CALLCENTER_CONFIG={named}: {wrong.strerror}") from wrong
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise SettingsInvalid(f"{named}: not TOML: {wrong}") from wrong
