"""What Alembic runs, on the connection that `callcenter.storage.migration` has locked."""

from alembic import context

from callcenter.storage.migration import VERSION_TABLE
from callcenter.storage.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("migrations are run by `callcenter up`, not by the alembic command")

context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
