"""What Alembic runs: the migrations, on the connection and inside the transaction that ``backcare.store`` holds."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
