"""The store's schema, by Alembic. The program applies it by itself; nobody has to run a command.

Opening a store compares its version with :data:`REVISIONS` and imports Alembic only where something has to be
made or upgraded.
"""

REVISIONS = ("0001", "0002", "0003")
"""Every version of the schema, oldest first; a test holds it equal to the scripts in ``versions/``."""

HEAD = REVISIONS[-1]
"""The version this program works with."""
