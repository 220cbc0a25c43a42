"""Knows how a migration is run: on the connection it is given, with views and triggers out of the way meanwhile."""

from alembic import context

from pipelines.database.tables import metadata
from pipelines.database.text_search import create_triggers, drop_triggers
from pipelines.database.views import create_views, drop_views
from pipelines.database.writing.changes import write_all_changes

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by writing it anew
)
drop_views(connection)
drop_triggers(connection)
with context.begin_transaction():
    context.run_migrations()
create_views(connection)
create_triggers(connection)
write_all_changes(connection)
