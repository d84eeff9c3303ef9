"""The app object a server picks up."""

from app.core.collector import collector_paused

with collector_paused():
    from app import create_app
    from config import Config

    app = create_app(Config.from_env())
