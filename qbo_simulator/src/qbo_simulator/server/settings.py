"""What a test or a demo may set; the defaults are QuickBooks' own figures."""

# Annotations stay text here: the check of values below reads them.
from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any


class BadSetting(ValueError):
    """A setting that does not exist or has a wrong value; the text says which."""


@dataclass
class ThrottleSettings:
    """Limits per realm, in requests; `per_second` and `batches` count per app too."""

    enabled: bool = True
    per_minute: int = 500
    per_second: int = 10
    batches_per_minute: int = 40
    realm_batches_per_minute: int = 120
    reports_per_minute: int = 200
    format: str = "xml"  # xml, json (Fault) or gateway (fault), as all three are met
    retry_after: int | None = None  # QuickBooks documents no Retry-After


@dataclass
class OAuthSettings:
    """Life of codes and tokens in seconds of the simulator's clock.

    `rotation` tells when a refresh token's value changes: "daily" (24 h after it was
    given out, as Intuit does), "always" (on each refresh) or "never".

    `consent` is "page", where a person decides, or "automatic" for browser tests that
    can't leave their own site: the first company agrees at once.
    """

    access_token_seconds: int = 3600
    refresh_token_seconds: int = 8726400
    hard_expiry_seconds: int = 5 * 365 * 86400
    code_seconds: int = 300
    rotation: str = "daily"
    consent: str = "page"


@dataclass
class WebhookSettings:
    """Where events go. Nothing is sent by itself unless `auto` is set.

    `delay` is how long, in real seconds, events are gathered before a delivery.
    """

    url: str | None = None
    verifier_token: str = "simulator-verifier-token"
    format: str = "cloudevents"
    auto: bool = False
    delay: float = 2.0
    entities: list[str] = field(default_factory=list)


CHOICES = {
    ("throttle", "format"): ("xml", "json", "gateway"),
    ("oauth", "rotation"): ("daily", "always", "never"),
    ("oauth", "consent"): ("page", "automatic"),
    ("webhooks", "format"): ("cloudevents", "legacy"),
}


@dataclass
class Settings:
    """All settings, by section."""

    throttle: ThrottleSettings = field(default_factory=ThrottleSettings)
    oauth: OAuthSettings = field(default_factory=OAuthSettings)
    webhooks: WebhookSettings = field(default_factory=WebhookSettings)

    def as_dict(self) -> dict:
        """Return every section and value."""
        return asdict(self)

    def update(self, patch: Any) -> None:
        """Apply ``{section: {name: value}}``; nothing changes if one value is wrong.

        :raise BadSetting: for unknown names and values of the wrong kind
        """
        if not isinstance(patch, dict):
            raise BadSetting('Send an object such as {"throttle": {"enabled": false}}.')
        todo = []
        for section_name, values in patch.items():
            section = getattr(self, str(section_name), None)
            if section_name not in {f.name for f in fields(self)}:
                known = ", ".join(f.name for f in fields(self))
                raise BadSetting(
                    f"There is no section {section_name!r}; use one of: {known}."
                )
            if not isinstance(values, dict):
                raise BadSetting(f"The section {section_name} must be an object.")
            for name, value in values.items():
                _check(section_name, section, name, value)
                todo.append((section, name, value))
        for section, name, value in todo:
            setattr(section, name, value)


def _check(section_name: str, section: Any, name: str, value: Any) -> None:
    known = {f.name: f.type for f in fields(section)}
    if name not in known:
        names = ", ".join(known)
        raise BadSetting(
            f"{section_name} has no setting {name!r}; use one of: {names}."
        )
    allowed = CHOICES.get((section_name, name))
    if allowed and value not in allowed:
        raise BadSetting(f"{section_name}.{name} must be one of: {', '.join(allowed)}.")
    if not _fits(known[name], value):
        raise BadSetting(f"{section_name}.{name} must be {known[name]}, not {value!r}.")


def _fits(kind: str, value: Any) -> bool:
    if value is None:
        return "None" in kind
    if isinstance(value, bool):
        return kind == "bool"
    if isinstance(value, int):
        return kind.startswith(("int", "float")) and value >= 0
    if isinstance(value, float):
        return kind == "float" and value >= 0
    if isinstance(value, list):
        return kind.startswith("list") and all(isinstance(v, str) for v in value)
    return isinstance(value, str) and kind.startswith("str")
