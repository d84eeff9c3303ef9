"""The floor: what this very server costs before the tracker does anything, on the tracker's gunicorn settings.

`/ok`: a bare JSON view. `/read`: the same after two rows were read, one from each of two databases, as every answer to
somebody who is signed in must. `/table`: a page with a table of 27 rows and 10 columns from data that is already there.
`/verify`: one password checked by argon2id.
"""

from __future__ import annotations

from functools import cache

from flask import Flask, Response, jsonify, render_template
from sqlalchemy import Engine, StaticPool, create_engine, text

from app.accounts.passwords import Passwords
from config import Config

ROWS, COLUMNS = 27, 10
ROW = text("SELECT number, said FROM bare WHERE number = :number")

app = Flask(__name__)
rows = [
    (f"Member State {row:02d}", [((row * column * 7) % 101, 17, 40) for column in range(1, COLUMNS + 1)])
    for row in range(1, ROWS + 1)
]


@app.get("/ok")
def say_ok() -> Response:
    return jsonify(status="ok")


@app.get("/read")
def read_two_rows() -> Response:
    for database in _databases():
        with database.connect() as connection:
            connection.execute(ROW, {"number": 7}).one()
    return jsonify(status="ok")


@app.get("/table")
def show_table() -> str:
    return render_template("floor.html", rows=rows, columns=range(1, COLUMNS + 1))


@app.get("/verify")
def verify() -> Response:
    passwords, stored = _stored()
    return jsonify(fits=passwords.fits("a password of some words", stored))


@cache
def _databases() -> tuple[Engine, Engine]:
    made = []
    for _ in range(2):
        database = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        with database.begin() as connection:
            connection.execute(text("CREATE TABLE bare (number INTEGER PRIMARY KEY, said TEXT)"))
            connection.execute(text("INSERT INTO bare VALUES (7, 'a row')"))
        made.append(database)
    return made[0], made[1]


@cache
def _stored() -> tuple[Passwords, str]:
    passwords = Passwords(Config.argon2_memory_kib, Config.argon2_rounds)
    return passwords, passwords.hash("a password of some words")
