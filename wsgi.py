"""The app object a server picks up. Settings that cannot be used end it with a sentence and status 1."""

from app.core.collector import made_to_stay

with made_to_stay():
    from app import create_app
    from config import Config, Misconfigured

    try:
        app = create_app(Config.from_env())
    except Misconfigured as refusal:
        raise SystemExit(str(refusal)) from None
