"""Alembic's entry: runs the scripts on the connection the program hands over."""

from alembic import context

from events.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
