"""The engine: what its errors tell."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core.engine import make_engine


def test_an_error_tells_no_values() -> None:
    engine = make_engine("sqlite://")
    with pytest.raises(OperationalError) as error, engine.connect() as connection:
        connection.execute(text("SELECT :said FROM nowhere"), {"said": "a secret of somebody"})
    assert "a secret of somebody" not in str(error.value)
    engine.dispose()
