"""Messages in templates: their places are filled with escaped values, and a doubled percent sign is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel

from app.web.tongue import use_tongue


@pytest.fixture
def said() -> Callable[[str], str]:
    app = Flask(__name__)
    Babel(app)
    use_tongue(app)

    def render(template: str) -> str:
        with app.test_request_context():
            return render_template_string(template)

    return render


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{{ _("Open") }}', "Open"),
        ('{{ _("<b>ours</b>") }}', "<b>ours</b>"),
        ('{{ _("by %(who)s", who="<script>") }}', "by &lt;script&gt;"),
        ('{{ _("100%% done") }}', "100% done"),
        ('{% trans who="A & B" %}for {{ who }}{% endtrans %}', "for A &amp; B"),
        ("{{ ngettext('%(num)d day', '%(num)d days', 2) }}", "2 days"),
        ('{% autoescape false %}{{ _("by %(who)s", who="<b>") }}{% endautoescape %}', "by <b>"),
    ],
)
def test_a_message_is_said_with_its_values_escaped(said: Callable[[str], str], template: str, expected: str) -> None:
    assert said(template) == expected
