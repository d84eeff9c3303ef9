"""Alembic's environment: the engine comes from the application, never from an ini file."""

from alembic import context

from app.models import Base

engine = context.config.attributes["engine"]
is_sqlite = engine.dialect.name == "sqlite"

with engine.connect() as connection:
    if is_sqlite:
        # A table whose constraints change is made anew and the old one dropped, with rows of others pointing at it.
        # Past SQLAlchemy, which would begin a transaction first, in which this says nothing.
        connection.connection.execute("PRAGMA foreign_keys = OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=False,
        include_object=lambda item, name, kind, reflected, compare_to: (
            not (kind == "table" and reflected and str(name).startswith("volatile_"))
        ),
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise RuntimeError(f"the migration leaves rows that point nowhere: {tuple(broken)}")
    if is_sqlite:
        connection.connection.execute("PRAGMA foreign_keys = ON")
