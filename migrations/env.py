"""Alembic's environment: the engine comes from the application, never from an ini file."""

from alembic import context

from app.models import Base

engine = context.config.attributes["engine"]

with engine.connect() as connection:
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
