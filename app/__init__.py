"""The tracker of the Common Implementation Plan of the Pact on Migration and Asylum."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: Config) -> Flask:
    """Build the application: the services it stands on, then the doors.

    Raises config.Misconfigured in production when demonstration accounts are in the database.
    """
    from werkzeug.middleware.proxy_fix import ProxyFix

    from app.cli import register_commands
    from app.core.engine import Database
    from app.http.application import Tracker
    from app.http.context import Services, close_session
    from app.http.depot import depot_of
    from app.http.errors import register_errors
    from app.http.headers import protect
    from app.http.health import health
    from app.http.packing import pack_answers
    from app.http.production import refuse_demonstration
    from app.http.sessions import ServerSideSessions
    from app.http.signin import manage_logins
    from app.http.volatile import VolatileStore
    from app.web import register_pages

    app = Tracker("app", static_folder=None, template_folder="web/templates")
    app.config.update(
        SECRET_KEY=config.secret_key,
        SECRET_KEY_FALLBACKS=list(config.secret_key_fallbacks),
        MAX_CONTENT_LENGTH=config.max_body_bytes,
        MAX_FORM_MEMORY_SIZE=config.max_body_bytes,
        MAX_FORM_PARTS=2000,
        TRUSTED_HOSTS=list(config.trusted_hosts),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        TESTING=config.is_testing,
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    logging.getLogger("app").setLevel(logging.INFO)

    services = Services(config, Database(config.database_url), VolatileStore(config.volatile_url), depot_of(config))
    app.extensions["tracker"] = services
    app.session_interface = ServerSideSessions(
        services.volatile,
        idle=timedelta(minutes=config.idle_minutes),
        absolute=timedelta(hours=config.session_hours),
        secure=config.is_production,
    )
    if config.is_production:
        refuse_demonstration(services.database)
    if config.proxy_hops:
        hops = config.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    app.register_blueprint(health)
    pack_answers(app)  # first hung, last run
    protect(app)
    manage_logins(app)
    register_errors(app)
    register_pages(app)
    register_commands(app)
    app.teardown_appcontext(close_session)
    return app
