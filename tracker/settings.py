"""The settings of one installation, from the environment; a sentence under every field."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from variables that begin with ``TRACKER_``."""

    model_config = SettingsConfigDict(env_prefix="TRACKER_", extra="ignore")

    db: str | None = None
    """The store: ``sqlite:////absolute/path.db``, a plain path, or ``postgresql+psycopg://…``; None is the default file."""

    actor: str | None = None
    """Who is at the keyboard, where the store has no login of its own; None takes the login of the system."""

    backup_dir: Path | None = None
    """Where the nightly backups go; None is the directory ``backups`` beside the store."""

    backups_kept: int = Field(default=14, ge=1)
    """How many nightly backups are kept."""

    evidence_dir: Path | None = None
    """Where attached evidence is kept by its hash; None is the directory ``<store>.evidence`` beside the store."""

    notices: Path | None = None
    """The file that names the channels notices leave by; None is ``notices.toml`` in the user's configuration."""

    tsa_url: str | None = None
    """A time-stamp authority (RFC 3161) that ``log anchor`` asks to confirm the log's head; None asks nobody."""

    tsa_roots: Path | None = None
    """A PEM file with the root certificates the authority is trusted by."""

    def store_url(self) -> str:
        """The store's address, the default file in the user's data directory where none is set."""
        return self.db or f"sqlite:///{default_store()}"


def default_store() -> Path:
    """The SQLite file in the user's data directory (not made yet)."""
    return user_data_path("tracker", appauthor=False) / "tracker.db"
