"""Pages are sent packed to browsers that take it: a matrix of 28 rows is eight times smaller so.

Only whole texts above a size; files from disk are packed when they are built, streamed ones not at all. A page's form
token is made anew for each answer and cookies are not sent with other sites' requests, so that lengths of packed pages
tell nothing about it.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

FEWEST_BYTES = 1_400
"""What fits into one packet gains nothing."""
LEVEL = 1
"""The quickest: most of the gain for a fraction of the time."""
TEXTS = frozenset({"text/html", "application/json", "text/plain"})


def pack_answers(app: Flask) -> None:
    """Hang the packing on an application, to be the last thing done to an answer."""
    app.after_request(pack)


def pack(answer: Response) -> Response:
    """The same answer, packed where that is wanted and worth it."""
    if answer.mimetype not in TEXTS or answer.direct_passthrough or answer.is_streamed:
        return answer
    answer.vary.add("Accept-Encoding")
    if answer.status_code != 200 or "Content-Encoding" in answer.headers or request.accept_encodings["gzip"] <= 0:
        return answer
    body = answer.get_data()
    if len(body) < FEWEST_BYTES:
        return answer
    answer.set_data(gzip.compress(body, LEVEL, mtime=0))
    answer.headers["Content-Encoding"] = "gzip"
    return answer
