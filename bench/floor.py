"""The floor: what this very server costs before the tracker does anything, on the tracker's gunicorn settings.

`/ok`: a bare JSON view. `/table`: a page with a table of 27 rows and 10 columns from data that is already there.
`/verify`: one password checked by argon2id.
"""

from __future__ import annotations

from functools import cache

from flask import Flask, Response, jsonify, render_template

from app.accounts.passwords import Passwords
from config import Config

ROWS, COLUMNS = 27, 10

app = Flask(__name__)
rows = [
    (f"Member State {row:02d}", [((row * column * 7) % 101, 17, 40) for column in range(1, COLUMNS + 1)])
    for row in range(1, ROWS + 1)
]


@app.get("/ok")
def say_ok() -> Response:
    return jsonify(status="ok")


@app.get("/table")
def show_table() -> str:
    return render_template("floor.html", rows=rows, columns=range(1, COLUMNS + 1))


@app.get("/verify")
def verify() -> Response:
    passwords, stored = _stored()
    return jsonify(fits=passwords.fits("a password of some words", stored))


@cache
def _stored() -> tuple[Passwords, str]:
    passwords = Passwords(Config.argon2_memory_kib, Config.argon2_rounds)
    return passwords, passwords.hash("a password of some words")
