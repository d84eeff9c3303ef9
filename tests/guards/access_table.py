"""Who may ask for what: one row a method and endpoint. A new page needs a row here, or `test_access_table` fails.

A row says how to ask (`{code}`, `{key}` … are filled with what the house was told of a place, see `house.Told`), who is
let in at each place, and what those who are let in are answered. From that every other answer follows: nobody signed
in is sent to sign in (303), who sees the thing and may not do this is refused (403), all others do not find it (404).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ROLES = (
    "nobody",
    "guest",
    "administrator",
    "coordinator",
    "contributor",
    "reviewer",
    "desk reviewer",
    "lead reviewer",
    "observer",
    "national observer",
    "support officer",
    "expert",
)
"""`guest` is signed in without a role; coordinator, contributor, desk reviewer and national observer are Ireland's, and
so is the project that the expert is assigned to."""

SIGNED_IN = frozenset(ROLES) - {"nobody"}
WITH_A_PLAN = SIGNED_IN - {"guest", "administrator", "support officer", "expert"}

Who = Mapping[str, frozenset[str]]

READERS: Who = {
    "own": WITH_A_PLAN - {"observer"},
    "other": frozenset({"reviewer", "lead reviewer"}),
    "eu": WITH_A_PLAN,
}
"""Who reads a plan, in whichever state."""

WORKING: Who = {"own": frozenset({"coordinator", "contributor"}), "other": frozenset(), "eu": frozenset()}
"""Who reads what is not yet shared."""

_REVIEWERS = frozenset({"reviewer", "desk reviewer", "lead reviewer"})
REACHED: Who = {
    "own": WORKING["own"] | _REVIEWERS,
    "other": _REVIEWERS - {"desk reviewer"},
    "eu": WORKING["own"] | _REVIEWERS,
}
"""Who sees a plan and is within some reach of what is said about it."""

OPENED: Who = {
    "own": frozenset({"support officer", "expert"}),
    "other": frozenset({"support officer"}),
    "eu": frozenset(),
}
"""Who reads blocks of a plan for technical support, and nothing else of it."""

NO_ONE: Who = {"own": frozenset(), "other": frozenset(), "eu": frozenset()}
COORDINATORS: Who = {"own": frozenset({"coordinator"}), "other": frozenset(), "eu": frozenset()}
ADMINISTRATORS: Who = {"": frozenset({"administrator"})}
ALL_REVIEWERS: Who = {"": frozenset({"reviewer", "lead reviewer"})}
LEADERS: Who = {"": frozenset({"lead reviewer"})}
COUNT_READERS: Who = {"": frozenset({"reviewer", "lead reviewer", "observer"})}
EVERYBODY: Who = {"": frozenset(ROLES)}
ALL_SIGNED_IN: Who = {"": SIGNED_IN}


@dataclass(frozen=True)
class Row:
    """One method of an endpoint. `sees`: who may know of the thing without being let in (then 403, not 404).

    `granted`: the status for those let in; `but`: roles that are answered otherwise. `ends_session`: ask with a
    browser of its own. `by_script`: ask as the page's own script does, which is never redirected.
    """

    endpoint: str
    method: str
    address: str
    lets_in: Who
    granted: int = 200
    sees: Who = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    but: Mapping[str, int] = field(default_factory=dict)
    ends_session: bool = False
    by_script: bool = False

    @property
    def name(self) -> str:
        """How the row is called in tests."""
        return f"{self.method} {self.endpoint}"

    def status(self, role: str, place: str) -> int:
        """What a role is answered at a place."""
        if role in self.but:
            return self.but[role]
        if role in self.lets_in[place]:
            return self.granted
        if role == "nobody":
            return 401 if self.by_script else 303
        return 403 if role in self.sees.get(place, frozenset()) else 404


def public(endpoint: str, address: str, *, method: str = "GET", granted: int = 200, **options: object) -> Row:
    """For everybody."""
    return Row(endpoint, method, address, EVERYBODY, granted, **options)  # type: ignore[arg-type]


def signed_in(endpoint: str, address: str, *, method: str = "GET", granted: int = 200, **options: object) -> Row:
    """For everybody signed in; what it shows differs."""
    return Row(endpoint, method, address, ALL_SIGNED_IN, granted, **options)  # type: ignore[arg-type]


def admin(endpoint: str, address: str, *, method: str = "GET", granted: int = 200, **options: object) -> Row:
    """For administrators; everybody signed in knows that there is an administration."""
    return Row(endpoint, method, address, ADMINISTRATORS, granted, {"": SIGNED_IN}, **options)  # type: ignore[arg-type]


def figures(endpoint: str, address: str) -> Row:
    """Figures over plans: for those who read any; the others are told why not."""
    return Row(endpoint, "GET", address, {"": WITH_A_PLAN}, 200, {"": SIGNED_IN})


def reads(endpoint: str, address: str, **options: bool) -> Row:
    """A page of a plan."""
    return Row(endpoint, "GET", address, READERS, **options)  # type: ignore[arg-type]


def works(endpoint: str, address: str, method: str = "POST", granted: int = 303, **form: str) -> Row:
    """A deed of the coordinator and of the contributor whose authority the work is."""
    return Row(endpoint, method, address, WORKING, granted, READERS, form)


def coordinates(endpoint: str, address: str, method: str = "POST", granted: int = 303, **form: str) -> Row:
    """A deed of the coordinator alone."""
    return Row(endpoint, method, address, COORDINATORS, granted, READERS, form)


FLAGGED: Who = {
    "own": WORKING["own"] | _REVIEWERS,
    "other": _REVIEWERS - {"desk reviewer"},
    "eu": WORKING["own"] | _REVIEWERS,
}
"""Who reads the flag on a plan; that on the EU level is a question of Ireland."""
DRAFTED: Who = {"own": _REVIEWERS, "other": _REVIEWERS - {"desk reviewer"}, "eu": frozenset({"coordinator"})}
ASKING: Who = {**DRAFTED, "eu": _REVIEWERS | {"coordinator"}}
"""Who reads the draft on a plan, and who could write one."""

MEETING, POINT = "/governance/meetings/{meeting_id}", "/governance/meetings/points/{point_id}"
ACTION = "/governance/actions/{action_id}"
MEETING_KEEPERS: Who = {"own": _REVIEWERS, "other": _REVIEWERS - {"desk reviewer"}, "eu": _REVIEWERS}
MEETING_READERS: Who = {**MEETING_KEEPERS, "own": _REVIEWERS | WORKING["own"], "eu": WITH_A_PLAN}
"""Of consultations of Ireland and of France, and of a meeting for all."""
MEETING_MAKERS: Who = {"": _REVIEWERS | {"coordinator"}}
"""Ireland's coordinator by the Presidency, and a High-Level Forum alone."""
FORUM = {
    "body": "high_level",
    "title": "Forum",
    "starts_on": "2026-12-10",
    "ends_on": "",
    "year": "2026",
    "reach": "all",
}

POOL = {"country": "IE", "relocations": "21000", "money": "420000000"}
STEP = "/governance/2026/steps/annual-report"
FINDING = {
    "year": "2026",
    "kind": "under-migratory-pressure",
    "reference": "(EU) 2026/1",
    "decided_on": "2026-11-20",
    "valid_until": "2027-12-31",
    "version": "0",
}
PREPARED = {"decides": "Government", "version": "0"}
FOUND: Who = {"own": _REVIEWERS, "other": _REVIEWERS - {"desk reviewer"}}
"""Who records a finding; a coordinator of the EU level beside them."""
TOLD_OF: Who = {"own": WITH_A_PLAN, "other": WITH_A_PLAN}
WORKING_ALONE: Who = {**NO_ONE, "own": WORKING["own"]}
"""Who reads how a country prepares its pledge."""
SUPPORTED: Who = {
    "own": WORKING["own"] | _REVIEWERS | OPENED["own"],
    "other": frozenset({"reviewer", "lead reviewer", "support officer"}),
}
"""Who reads the project of each country."""
WAITING: Who = {**SUPPORTED, "own": SUPPORTED["own"] - {"expert"}}
"""Who reads the request that waits: the expert is assigned to another one."""
OFFICERS: Who = {place: frozenset({"support officer"}) for place in ("own", "other")}
ASKERS: Who = {"own": frozenset({"coordinator"}), "other": frozenset()}
SUGGESTED: Who = {"own": WORKING["own"] | {"expert"}}
"""Who reads what the expert suggested."""
ASKED: Mapping[str, str] = {
    "call_key": "round-2026",
    "title": "Help",
    "beneficiary_id": "{authority_id}",
    "blocks": "reception",
    "measures": "legal-recommendations",
    "expected_results": "Staff who can go on alone",
    "starts_on": "2026-12-01",
    "ends_on": "2027-03-31",
}
DELIVERED, DRAFTED_ONE = "/support/deliverables/{deliverable_id}", "/support/deliverables/{begun_id}"
PROJECT = "/support/projects/{project_id}"
HANDED_OVER: Who = {"own": WORKING["own"] | {"support officer", "expert"}}
"""Who reads the deliverable that was submitted; a draft is its author's alone."""
ONE_EXPERT: Who = {"own": frozenset({"expert"})}
ONE_OFFICER: Who = {"own": frozenset({"support officer"})}
ONE_COORDINATOR: Who = {"own": frozenset({"coordinator"})}
MAKING: Who = {"own": frozenset({"support officer", "expert"}), "other": frozenset({"support officer"})}
BEGUN: Mapping[str, str] = {
    "kind": "procedure",
    "title": "Procedure",
    "language": "en",
    "measures": "legal-recommendations",
    "item_ids": "{item_id}",
}
GUIDANCE, RECORDED = "/governance/guidance/border-procedure", "/governance/guidance/G1"
NO_AGENCY: Who = {"": frozenset()}
"""Who records publications: nobody of the house is an agency (tests/guidance, tests/web/guidance)."""
QUESTIONS, QUESTION = "/governance/questions", "/governance/questions/{question_id}"
ASKED_ABOUT: Who = {"own": WORKING["own"] | _REVIEWERS, "other": frozenset({"reviewer", "lead reviewer"})}
"""Who reads each country's question, which none shares with the Member States."""
ANSWERING: Who = {"own": _REVIEWERS, "other": frozenset({"reviewer", "lead reviewer"})}
WAITING_QUESTION = QUESTIONS + "/{waiting_question}"
OWN_QUESTION: Who = {"own": ASKED_ABOUT["own"]}
OWN_REVIEWERS: Who = {"own": _REVIEWERS}
PRACTICE = "/practices/{practice_id}"
SHARED_PRACTICE: Who = {
    "own": WORKING["own"] | _REVIEWERS | {"support officer"},
    "other": frozenset({"coordinator", "contributor", "reviewer", "lead reviewer", "support officer"}),
    "eu": frozenset(),
}
"""Who reads Ireland's practice, which is shared with France, and France's, which is shared with Ireland."""
OWN_PRACTICE: Who = {"own": SHARED_PRACTICE["own"]}
PROPOSING: Who = {
    "own": WORKING["own"] | {"support officer"},
    "other": frozenset({"support officer"}),
    "eu": frozenset(),
}
PROPOSED: Mapping[str, str] = {"title": "A", "what_done": "B", "language": "en", "item_ids": "{item_id}"}
STATED: Who = {"own": READERS["own"], "other": READERS["other"], "eu": frozenset()}
"""Who reads what agencies state: nobody of the house is an agency (tests/statements, tests/web/statements)."""

READING: Who = {"own": _REVIEWERS, "other": _REVIEWERS - {"desk reviewer"}, "eu": _REVIEWERS}
"""Who reads a plan in the reading room."""

COURSES: Who = {
    "own": WORKING["own"] | _REVIEWERS,
    "other": frozenset({"reviewer", "lead reviewer"}),
    "eu": frozenset(),
}
"""Who reads which countries stood where another stands."""

SECOND: Who = {place: frozenset({"lead reviewer"}) for place in ("own", "other", "eu")}
"""Who opens a second reading; those that there are, their readers and leads alone find (tests/web/reading)."""
FICHE_WRITTEN: Who = {"own": _REVIEWERS, "other": _REVIEWERS - {"desk reviewer"}, "eu": frozenset()}
FICHE_READ: Who = {**FICHE_WRITTEN, "own": _REVIEWERS | WORKING["own"]}
FICHE_MADE_FINAL: Who = {"own": frozenset({"lead reviewer"}), "other": frozenset({"lead reviewer"}), "eu": frozenset()}
FICHE_PLANS: Who = {"own": READERS["own"], "other": READERS["other"]}
"""Who writes fiches, who reads one that is at its factual check, who makes it final, and who reads the plans they are
of: there is none of the EU level."""

C = "/countries/{code}"
F, D = "/fiches/{code}-1", "/fiches/draft-{fiche_draft}"
M = C + "/milestones/{reference}"
I = C + "/items/{key}"  # noqa: E741
P = "/admin/people/{user_id}"

SAID = {"text": "When is the vote?", "reach": "member_states"}
CONSULTED = {
    "with_whom": "UNHCR",
    "held_on": "2026-11-02",
    "what_changed": "A step more",
    "reach": "commission",
    "version": "1",
}
FLAG = {
    "about": "item",
    "item_key": "{key}",
    "asked": "When is the vote?",
    "severity": "minor",
    "severity_reason": "Little hangs on it",
    "category": "timeline",
}
AWAY = {"reason": "It was another one", "version": "1"}

TABLE: tuple[Row, ...] = (
    # The process
    public("health.alive", "/healthz"),
    public("health.ready", "/readyz"),
    # Account
    public("account.sign_in", "/login", granted=303, but={"nobody": 200}),
    public("account.sign_in", "/login", method="POST", granted=422, ends_session=True),
    public("account.sign_out", "/logout", method="POST", granted=303, ends_session=True),
    public("account.use_link", "/invitation/no-such-secret", granted=404),
    public("account.use_link", "/invitation/no-such-secret", method="POST", granted=422),
    signed_in("account.show_account", "/account"),
    signed_in("account.form_token", "/account/form-token"),
    signed_in("account.change_password", "/account/password", method="POST", granted=422, ends_session=True),
    signed_in("account.end_other_sessions", "/account/sessions/end", method="POST", granted=303, ends_session=True),
    signed_in("account.end_named_session", "/account/sessions/none/end", method="POST", granted=404),
    signed_in("account.stay_signed_in", "/account/stay", method="POST", granted=204),
    # Catalogue, method and what else everybody reads, search
    signed_in("catalogue.browse_catalogue", "/catalogue"),
    signed_in("catalogue.download_catalogue", "/catalogue.csv"),
    signed_in("catalogue.list_acts", "/catalogue/acts"),
    signed_in("catalogue.show_act", "/catalogue/acts/RCD"),
    signed_in("catalogue.show_section", "/catalogue/actors"),
    signed_in("catalogue.show_item", "/items/reception.directive-transposed"),
    public("method.explain_method", "/method"),
    public("about.show_accessibility", "/accessibility"),
    public("about.show_privacy", "/privacy"),
    signed_in("search.search", "/search?q=words"),
    # Overview, blocks, gaps: everybody signed in; the rows in them differ
    signed_in("overview.show_overview", "/"),
    figures("overview.derive_average", "/why"),
    figures("overview.download_matrix", "/matrix.csv"),
    figures("overview.download_workbook", "/matrix.xlsx"),
    figures("overview.show_trend", "/trend.json"),
    figures("overview.download_trend", "/trend.csv"),
    signed_in("blocks.list_blocks", "/blocks"),
    signed_in("blocks.show_block", "/blocks/3"),
    signed_in("gaps.list_gaps", "/gaps"),
    signed_in("gaps.download_gaps", "/gaps.csv"),
    signed_in("gaps.download_gaps_workbook", "/gaps.xlsx"),
    # Two days compared: the same rows, on both days
    signed_in("compare.show_comparison", "/compare"),
    figures("compare.download_comparison", "/compare.csv"),
    figures("compare.download_comparison_workbook", "/compare.xlsx"),
    Row("compare.download_moves", "GET", "/compare/moved.csv?country=EU", {"": WITH_A_PLAN}, 200, {"": SIGNED_IN}),
    # What is told outside: for reviewers of all countries and observers of the EU level
    *(
        Row(f"reports.{name}", "GET", address, COUNT_READERS, 200, {"": SIGNED_IN})
        for name, address in (
            ("show_council", "/reports/council"),
            ("download_council", "/reports/council.csv"),
            ("print_council", "/reports/council.pdf"),
        )
    ),
    # Administration
    admin("admin.list_people", "/admin"),
    admin("admin.invite_person", "/admin/invite"),
    admin("admin.show_person", P),
    admin("admin.give_role", P + "/roles"),
    admin("admin.revoke_role", "/admin/roles/{grant_id}/revoke"),
    admin("admin.show_releases", "/admin/releases"),
    admin("admin.show_audit", "/admin/audit"),
    admin("admin.show_health", "/admin/health"),
    admin("admin.correct_person", P + "/correct"),
    admin("admin.pseudonymise_person", P + "/pseudonymise", granted=409),
    admin("admin.invite_person", "/admin/invite", method="POST"),
    admin("admin.correct_person", P + "/correct", method="POST", granted=422),
    admin("admin.pseudonymise_person", P + "/pseudonymise", method="POST", granted=409),
    admin("admin.make_link", P + "/link", method="POST"),
    admin("admin.disable_person", P + "/disable", method="POST", granted=303),
    admin("admin.enable_person", P + "/enable", method="POST", granted=409),
    admin("admin.give_role", P + "/roles?role=reviewer", method="POST", granted=303),
    admin("admin.revoke_role", "/admin/roles/{grant_id}/revoke", method="POST", granted=303),
    # Plans, to read
    signed_in("countries.list_countries", "/countries"),
    reads("countries.show_country", C),
    reads("countries.list_milestones_of", C + "/milestones"),
    Row(
        "countries.show_cell",
        "GET",
        C + "/blocks/{number}",
        {place: READERS[place] | OPENED[place] for place in READERS},
    ),
    reads("countries.show_item_body", C + "/blocks/{number}/items/{item_id}", by_script=True),
    reads("countries.show_cell_figures", C + "/blocks/{number}/figures", by_script=True),
    reads("countries.show_funding", C + "/funding"),
    reads("countries.download_funding", C + "/funding.csv"),
    reads("countries.show_cell_gantt", C + "/blocks/{number}/gantt"),
    reads("countries.download_cell_gantt", C + "/blocks/{number}/gantt.csv"),
    reads("countries.show_plan_gantt", C + "/gantt"),
    reads("countries.download_plan_gantt", C + "/gantt.csv"),
    reads("countries.show_prose", C + "/blocks/{number}/prose"),
    reads("countries.derive_cell", C + "/blocks/{number}/why"),
    reads("countries.derive_plan", C + "/why"),
    reads("countries.show_milestone", M),
    reads("countries.show_milestone_row", M + "/row", by_script=True),
    reads("countries.show_history", C + "/history"),
    reads("countries.show_brief", C + "/brief"),
    reads("countries.show_since", C + "/since"),
    reads("countries.download_document", C + "/plan.docx"),
    reads("countries.download_pdf", C + "/plan.pdf"),
    reads("countries.download_brief", C + "/brief.pdf"),
    reads("countries.download_since", C + "/since.pdf"),
    reads("countries.download_file", C + "/files/{file_id}"),
    reads("countries.preview_file", C + "/files/{file_id}/preview"),
    Row("countries.preview_picture_of", "GET", C + "/files/{file_id}/preview.png", READERS, 404),
    # Rounds, submissions and their seals
    Row("review.list_rounds", "GET", "/rounds", {"": WITH_A_PLAN}),
    Row("review.show_round", "GET", "/rounds/{round_id}", {"": WITH_A_PLAN}),
    Row("review.open_round", "GET", "/rounds/open", ALL_REVIEWERS, sees={"": WITH_A_PLAN}),
    Row(
        "review.open_round",
        "POST",
        "/rounds/open",
        ALL_REVIEWERS,
        303,
        {"": WITH_A_PLAN},
        {"title": "Again", "asked": "Send it", "cut_off_on": "2026-12-24"},
    ),
    Row(
        "review.close_round",
        "POST",
        "/rounds/{round_id}/close",
        ALL_REVIEWERS,
        303,
        {"": WITH_A_PLAN},
        {"version": "1"},
    ),
    Row("review.extend_round", "GET", "/rounds/1/extend/{code}", FICHE_WRITTEN, sees=FICHE_PLANS),
    Row(
        "review.extend_round",
        "POST",
        "/rounds/1/extend/{code}",
        FICHE_WRITTEN,
        303,
        FICHE_PLANS,
        {"until_on": "2026-12-24", "reason": "An election"},
    ),
    reads("review.list_submissions", C + "/submissions"),
    reads("review.show_submission", C + "/submissions/{submission_id}"),
    reads("review.download_official", C + "/submissions/{submission_id}/document"),
    reads("review.preview_official", C + "/submissions/{submission_id}/document/preview"),
    reads("review.preview_official_picture", C + "/submissions/{submission_id}/document/preview.png"),
    coordinates("review.scan_official", C + "/submissions/{submission_id}/document/scan", granted=409),
    Row("review.download_sealed", "GET", C + "/submissions/{submission_id}/files/{file_id}", READERS, 404),
    reads("review.download_receipt", C + "/submissions/{submission_id}/receipt.pdf"),
    reads("review.verify_seal", "/verify/{seal}"),
    reads("review.compare_versions", C + "/compare?from={submission_id}&to=today"),
    reads("review.download_comparison", C + "/compare.csv?from={submission_id}&to=today"),
    reads("review.show_assessments", C + "/items/{key}/assessments"),
    signed_in("funding.show_funding", "/funding"),
    signed_in("funding.download_funding", "/funding.csv"),
    signed_in("funding.download_public", "/funding/public.csv"),
    signed_in("actors.list_actors", "/actors"),
    signed_in("actors.download_actors", "/actors.csv"),
    signed_in("actors.show_actor", "/actors/COM"),
    Row("governance.show_current", "GET", "/governance", {"": WITH_A_PLAN}, 302),
    Row("governance.show_cycle", "GET", "/governance/2026", {"": WITH_A_PLAN}),
    Row("governance.download_cycle", "GET", "/governance/2026.csv", {"": WITH_A_PLAN}),
    Row("governance.download_calendar", "GET", "/governance/2026.ics", {"": WITH_A_PLAN}),
    Row("governance.show_key", "GET", "/governance/2025/key", {"": WITH_A_PLAN}),
    Row("governance.download_key", "GET", "/governance/2025/key.csv", {"": WITH_A_PLAN}),
    Row("governance.calculate", "POST", "/governance/2025/key", {"": WITH_A_PLAN}, 200, form=POOL),
    Row("governance.show_pool", "GET", "/governance/2025/pool", {"": WITH_A_PLAN}),
    Row("governance.download_pool", "GET", "/governance/2025/pool.csv", {"": WITH_A_PLAN}),
    Row("governance.show_contribution", "GET", "/governance/2025/pool/IE", {"": WITH_A_PLAN}),
    Row(
        "governance.record_contribution", "POST", "/governance/2025/pool/IE", {"": frozenset()}, 303, {"": WITH_A_PLAN}
    ),
    Row("governance.show_step", "GET", STEP, {"": WITH_A_PLAN}),
    Row("governance.record", "POST", STEP, {"": frozenset()}, 303, {"": WITH_A_PLAN}),
    # Meetings
    Row("meetings.show_meetings", "GET", "/governance/meetings", {"": WITH_A_PLAN}),
    Row("meetings.download_meetings", "GET", "/governance/meetings.csv", {"": WITH_A_PLAN}),
    Row("meetings.show_actions", "GET", "/governance/actions", {"": WITH_A_PLAN}),
    Row("meetings.download_actions", "GET", "/governance/actions.csv", {"": WITH_A_PLAN}),
    Row("meetings.show_meeting", "GET", MEETING, MEETING_READERS),
    Row("meetings.make", "GET", "/governance/meetings/new", MEETING_MAKERS),
    Row("meetings.make", "POST", "/governance/meetings/new", MEETING_MAKERS, 303, {}, FORUM),
    Row("meetings.write", "GET", MEETING + "/edit", MEETING_KEEPERS, 200, MEETING_READERS),
    Row(
        "meetings.write",
        "POST",
        MEETING + "/edit",
        {place: MEETING_KEEPERS[place] for place in ("own", "other")},
        303,
        MEETING_READERS,
        {**FORUM, "body": "consultation", "countries": "{code}", "version": "1"},
    ),
    Row("meetings.put_on_agenda", "GET", MEETING + "/points/new", MEETING_KEEPERS, 200, MEETING_READERS),
    Row(
        "meetings.put_on_agenda",
        "POST",
        MEETING + "/points/new",
        MEETING_KEEPERS,
        303,
        MEETING_READERS,
        {"title": "A point"},
    ),
    Row("meetings.write_on_agenda", "GET", POINT + "/edit", MEETING_KEEPERS, 200, MEETING_READERS),
    Row(
        "meetings.write_on_agenda",
        "POST",
        POINT + "/edit",
        MEETING_KEEPERS,
        303,
        MEETING_READERS,
        {"title": "A point", "version": "1"},
    ),
    Row(
        "meetings.take_off_agenda",
        "POST",
        "/governance/meetings/points/{bare_point}/remove",
        MEETING_KEEPERS,
        303,
        MEETING_READERS,
        {"version": "1"},
    ),
    Row("meetings.publish_conclusion", "GET", MEETING + "/conclusions", MEETING_KEEPERS, 200, MEETING_READERS),
    Row(
        "meetings.publish_conclusion",
        "POST",
        MEETING + "/conclusions",
        MEETING_KEEPERS,
        303,
        MEETING_READERS,
        {"text": "Agreed", "version": "0"},
    ),
    Row("meetings.give", "GET", MEETING + "/actions/new", MEETING_KEEPERS, 200, MEETING_READERS),
    Row(
        "meetings.give",
        "POST",
        MEETING + "/actions/new",
        MEETING_KEEPERS,
        303,
        MEETING_READERS,
        {"what": "A table", "owner": "{code}", "due_on": "2026-12-01"},
    ),
    Row("meetings.show_action", "GET", ACTION, MEETING_READERS),
    Row(
        "meetings.report",
        "POST",
        ACTION + "/report",
        {**NO_ONE, "own": frozenset({"coordinator"}), "eu": _REVIEWERS},
        303,
        MEETING_READERS,
        {"state": "done", "version": "{action_entry}"},
    ),
    Row(
        "meetings.change",
        "POST",
        ACTION + "/change",
        MEETING_KEEPERS,
        303,
        MEETING_READERS,
        {"what": "Two tables", "due_on": "2026-12-02", "version": "{action_entry}"},
    ),
    Row("findings.list_findings", "GET", "/governance/findings", {"": WITH_A_PLAN}),
    Row("findings.download_findings", "GET", "/governance/findings/findings.csv", {"": WITH_A_PLAN}),
    Row("findings.show_country", "GET", "/governance/findings/IE", {"": WITH_A_PLAN}),
    Row("findings.record", "POST", "/governance/findings/{code}", FOUND, 303, TOLD_OF, FINDING),
    Row("pledging.show_pledge", "GET", C + "/pledge/2027", WORKING_ALONE),
    Row("pledging.prepare", "POST", C + "/pledge/2027", COORDINATORS, 303, WORKING_ALONE, PREPARED),
    # Technical support
    Row("support.show_support", "GET", "/support", {"": WITH_A_PLAN | OPENED["own"]}),
    Row("support.make_request", "GET", "/support/countries/{code}/request", ASKERS, 200, {"own": WORKING["own"]}),
    Row(
        "support.make_request", "POST", "/support/countries/{code}/request", ASKERS, 303, {"own": WORKING["own"]}, ASKED
    ),
    Row("support.show_request", "GET", "/support/requests/{request_id}", WAITING),
    Row("support.correct_request", "GET", "/support/requests/{request_id}/correct", ASKERS, 200, WAITING),
    Row(
        "support.correct_request",
        "POST",
        "/support/requests/{request_id}/correct",
        ASKERS,
        303,
        WAITING,
        {**ASKED, "version": "1"},
    ),
    Row(
        "support.take_step",
        "POST",
        "/support/requests/{request_id}/steps/select",
        OFFICERS,
        303,
        WAITING,
        {"version": "1"},
    ),
    Row(
        "support.add_link",
        "POST",
        "/support/requests/{request_id}/links",
        ASKERS,
        303,
        WAITING,
        {"link-kind": "bmvi", "link-text": "Scanners"},
    ),
    Row(
        "support.withdraw_link",
        "POST",
        "/support/requests/{request_id}/links/{link_id}/withdraw",
        ASKERS,
        303,
        WAITING,
    ),
    Row("support.show_project", "GET", "/support/projects/{project_id}", SUPPORTED),
    Row(
        "support.assign_expert",
        "POST",
        "/support/projects/{project_id}/assignments",
        OFFICERS,
        303,
        SUPPORTED,
        {
            "assign-email": "another.expert@example.org",
            "assign-name": "Another expert",
            "assign-task": "Training",
            "assign-starts_on": "2026-11-01",
            "assign-ends_on": "2026-12-31",
            "assign-blocks": "reception",
        },
    ),
    Row(
        "support.end_assignment",
        "POST",
        "/support/projects/{project_id}/assignments/{assignment_id}/end",
        {"own": OFFICERS["own"]},
        303,
        SUPPORTED,
        {"reason": "Done"},
    ),
    Row(
        "support.open_working_state",
        "POST",
        "/support/projects/{project_id}/assignments/{assignment_id}/working-state",
        {"own": ASKERS["own"]},
        303,
        SUPPORTED,
        {"open": "1", "was": "0"},
    ),
    Row(
        "support.suggest_change",
        "GET",
        "/support/countries/{code}/milestones/{reference}/suggest",
        {"own": frozenset({"expert"}), "other": frozenset()},
        200,
        OPENED,
    ),
    Row(
        "support.suggest_change",
        "POST",
        "/support/countries/{code}/milestones/{reference}/suggest",
        {"own": frozenset({"expert"}), "other": frozenset()},
        303,
        OPENED,
        {"title": "A better title", "reason": "It says more"},
    ),
    Row("support.show_suggestion", "GET", "/support/suggestions/{suggestion_id}", SUGGESTED),
    Row(
        "support.answer_suggestion",
        "POST",
        "/support/suggestions/{suggestion_id}",
        {"own": ASKERS["own"]},
        303,
        SUGGESTED,
        {"deed": "decline", "version": "1", "answer": "Agreed already"},
    ),
    Row(
        "support.withdraw_suggestion",
        "POST",
        "/support/suggestions/{suggestion_id}/withdraw",
        {"own": frozenset({"expert"})},
        303,
        SUGGESTED,
        {"version": "1"},
    ),
    # Deliverables
    signed_in("support.show_deliverables", "/support/deliverables"),
    signed_in("support.download_deliverables", "/support/deliverables.csv"),
    Row("support.show_deliverable", "GET", DELIVERED, HANDED_OVER),
    Row("support.download_deliverable_file", "GET", DELIVERED + "/files/{deliverable_file}", HANDED_OVER),
    Row("support.preview_deliverable_file", "GET", DELIVERED + "/files/{deliverable_file}/preview", HANDED_OVER),
    Row(
        "support.preview_deliverable_picture",
        "GET",
        DELIVERED + "/files/{deliverable_file}/preview.png",
        HANDED_OVER,
        404,
    ),
    Row(
        "support.take_deliverable_step",
        "POST",
        DELIVERED + "/steps/approve",
        ONE_OFFICER,
        303,
        HANDED_OVER,
        {"version": "2"},
    ),
    Row(
        "support.show_to_reviewers",
        "POST",
        DELIVERED + "/reviewers",
        ONE_COORDINATOR,
        303,
        HANDED_OVER,
        {"shown": "1", "version": "2"},
    ),
    Row("support.begin_deliverable", "GET", PROJECT + "/deliverables/new", MAKING, 200, SUPPORTED),
    Row("support.begin_deliverable", "POST", PROJECT + "/deliverables/new", MAKING, 303, SUPPORTED, BEGUN),
    Row("support.write_deliverable", "GET", DRAFTED_ONE + "/edit", ONE_EXPERT),
    Row("support.write_deliverable", "POST", DRAFTED_ONE + "/edit", ONE_EXPERT, 303, {}, {**BEGUN, "version": "1"}),
    Row("support.add_deliverable_file", "POST", DRAFTED_ONE + "/files", ONE_EXPERT, 422),
    Row("support.remove_deliverable_file", "POST", DRAFTED_ONE + "/files/{begun_file}/remove", ONE_EXPERT, 303),
    # Good practices
    Row("practices.show_practices", "GET", "/practices", {"": WITH_A_PLAN | OPENED["own"]}),
    Row("practices.download_practices", "GET", "/practices.csv", {"": WITH_A_PLAN | OPENED["own"]}),
    Row("practices.show_practice", "GET", PRACTICE, SHARED_PRACTICE),
    Row("practices.download_practice_file", "GET", PRACTICE + "/files/{practice_file}", OWN_PRACTICE),
    Row("practices.propose", "GET", "/practices/new/{code}", PROPOSING),
    Row("practices.propose", "POST", "/practices/new/{code}", PROPOSING, 303, {}, PROPOSED),
    Row("practices.write", "GET", PRACTICE + "/edit", ONE_COORDINATOR, 200, OWN_PRACTICE),
    Row(
        "practices.write", "POST", PRACTICE + "/edit", ONE_COORDINATOR, 303, OWN_PRACTICE, {**PROPOSED, "version": "2"}
    ),
    Row(
        "practices.consent_to_practice",
        "POST",
        PRACTICE + "/consent",
        ONE_COORDINATOR,
        303,
        OWN_PRACTICE,
        {"reach": "all", "version": "2"},
    ),
    Row(
        "practices.withdraw_practice",
        "POST",
        PRACTICE + "/withdraw",
        ONE_COORDINATOR,
        303,
        OWN_PRACTICE,
        {"version": "2"},
    ),
    Row(
        "practices.decline_practice",
        "POST",
        "/practices/{waiting_practice}/decline",
        ONE_COORDINATOR,
        303,
        {"own": WORKING["own"]},
        {"text": "Why", "version": "1"},
    ),
    Row(
        "practices.take_back_practice",
        "POST",
        "/practices/{waiting_practice}/take-back",
        {"own": frozenset()},
        303,
        {"own": WORKING["own"]},
        {"version": "1"},
    ),
    Row(
        "practices.adopt",
        "POST",
        PRACTICE + "/adopt/IE",
        {"own": frozenset(), "other": frozenset({"coordinator"})},
        303,
        SHARED_PRACTICE,
        {"tells_author": "y"},
    ),
    Row("practices.show_adoptions", "GET", "/practices/adoptions", {"": WORKING["own"]}),
    Row(
        "practices.change_adoption",
        "POST",
        "/practices/adoptions/{adoption_id}/stop",
        ONE_COORDINATOR,
        303,
        {"own": WORKING["own"] | {"support officer"}},
        {"version": "1"},
    ),
    Row(
        "practices.name_source",
        "POST",
        "/practices/deliverables/{deliverable_id}/source",
        {"own": frozenset({"coordinator", "support officer"})},
        303,
        HANDED_OVER,
    ),
    Row("practices.show_where_we_are", "GET", "/practices/where-we-are/{code}/3", COURSES),
    Row("practices.show_course_consent", "GET", "/practices/where-we-are/{code}", COORDINATORS, 200, COURSES),
    Row(
        "practices.consent_to_course",
        "POST",
        "/practices/where-we-are/{code}",
        COORDINATORS,
        303,
        {**READERS, "eu": frozenset()},
        {"is_on": "yes"},
    ),
    # Questions and answers
    Row("questions.show_questions", "GET", QUESTIONS, {"": WORKING["own"] | _REVIEWERS}),
    Row("questions.download_questions", "GET", QUESTIONS + ".csv", {"": WORKING["own"] | _REVIEWERS}),
    Row("questions.ask_question", "GET", QUESTIONS + "/new/{code}", COORDINATORS),
    Row(
        "questions.ask_question",
        "POST",
        QUESTIONS + "/new/{code}",
        COORDINATORS,
        303,
        {},
        {"title": "Days", "text": "From which?", "item_ids": "{item_id}", "reach": "commission"},
    ),
    Row("questions.show_question", "GET", QUESTION, ASKED_ABOUT),
    Row(
        "questions.withdraw",
        "POST",
        WAITING_QUESTION + "/withdraw",
        ONE_COORDINATOR,
        303,
        OWN_QUESTION,
        {"version": "1"},
    ),
    Row(
        "questions.widen_question",
        "POST",
        WAITING_QUESTION + "/widen",
        ONE_COORDINATOR,
        303,
        OWN_QUESTION,
        {"version": "1"},
    ),
    Row(
        "questions.name_who_asked",
        "POST",
        WAITING_QUESTION + "/name",
        ONE_COORDINATOR,
        303,
        OWN_QUESTION,
        {"version": "1"},
    ),
    Row("questions.answer", "GET", QUESTION + "/answer", ANSWERING, 200, ASKED_ABOUT),
    Row(
        "questions.answer",
        "POST",
        QUESTION + "/answer",
        ANSWERING,
        303,
        ASKED_ABOUT,
        {"text": "Anew", "reason": "Read anew", "version": "2"},
    ),
    Row(
        "questions.take_answer_back",
        "POST",
        QUESTION + "/take-back",
        ANSWERING,
        303,
        ASKED_ABOUT,
        {"reason": "Wrong", "version": "2"},
    ),
    Row(
        "questions.merge_question",
        "POST",
        WAITING_QUESTION + "/merge",
        OWN_REVIEWERS,
        303,
        OWN_QUESTION,
        {"into": "{question_id}", "version": "1"},
    ),
    Row("questions.offer", "POST", WAITING_QUESTION + "/offer", OWN_REVIEWERS, 303, OWN_QUESTION, {"version": "1"}),
    Row(
        "questions.rely_on",
        "POST",
        QUESTION + "/rely/{code}",
        {"own": WORKING["own"], "other": frozenset()},
        303,
        {},
        {"item_id": "{item_id}", "number": "1"},
    ),
    Row(
        "questions.keep",
        "POST",
        QUESTIONS + "/reliances/{reliance_id}/keep",
        {"own": WORKING["own"]},
        303,
        {},
        {"version": "1", "number": "2"},
    ),
    Row(
        "questions.stop",
        "POST",
        QUESTIONS + "/reliances/{reliance_id}/stop",
        {"own": WORKING["own"]},
        303,
        {},
        {"version": "1"},
    ),
    # Guidance: of the catalogue and as agencies record it, and what countries record of its use
    signed_in("guidance.show_guidance", "/governance/guidance"),
    signed_in("guidance.download_guidance", "/governance/guidance.csv"),
    signed_in("guidance.show_entry", GUIDANCE),
    Row("guidance.record_new", "GET", "/governance/guidance/new", NO_AGENCY, 200, ALL_SIGNED_IN),
    Row("guidance.record_new", "POST", "/governance/guidance/new", NO_AGENCY, 303, ALL_SIGNED_IN),
    Row("guidance.correct", "GET", RECORDED + "/correct", NO_AGENCY, 200, ALL_SIGNED_IN),
    Row("guidance.correct", "POST", RECORDED + "/correct", NO_AGENCY, 303, ALL_SIGNED_IN),
    Row("guidance.withdraw", "POST", RECORDED + "/withdraw", NO_AGENCY, 303, ALL_SIGNED_IN),
    Row("guidance.use", "GET", GUIDANCE + "/use/{code}", {**WORKING}),
    Row(
        "guidance.use",
        "POST",
        GUIDANCE + "/use/{code}",
        {**WORKING},
        303,
        {},
        {"authority_id": "{authority_id}", "kind": "in_use", "as_on": "2026-11-01", "reach": "internal"},
    ),
    Row("statements.list_items", "GET", "/statements", {"": frozenset()}),
    Row("statements.show_statements", "GET", C + "/items/{key}/statements", STATED),
    Row("statements.make_statement", "POST", C + "/items/{key}/statements", NO_ONE, 303, STATED),
    Row("statements.withdraw_statement", "POST", C + "/statements/{statement_id}/withdraw", NO_ONE, 303, STATED),
    Row(
        "review.assess_item",
        "POST",
        C + "/items/{key}/assessments",
        {**REACHED, "own": _REVIEWERS, "eu": _REVIEWERS},
        409,
        sees=READERS,
        form={"verdict": "partly", "reason": "Read it", "version": "0"},
    ),
    coordinates("review.submit", C + "/submit", "GET", 200),
    coordinates("review.submit", C + "/submit", kind="update"),
    coordinates("review.sign_submission", C + "/submissions/{submission_id}/sign", granted=409, seen_stamp="1"),
    coordinates("review.set_submission_aside", C + "/submissions/{submission_id}/set-aside", granted=409),
    coordinates("review.set_four_eyes", C + "/four-eyes", is_on="yes"),
    # Comments: the one there is reaches its country alone, and is of nobody who asks
    Row("comments.show_milestone_comments", "GET", M + "/comments", REACHED),
    Row("comments.show_item_comments", "GET", I + "/comments", REACHED),
    Row("comments.write_on_milestone", "POST", M + "/comments", REACHED, 303, form=SAID),
    Row("comments.write_on_item", "POST", I + "/comments", REACHED, 303, form=SAID),
    Row("comments.correct_comment", "GET", C + "/comments/{comment_id}/edit", NO_ONE, sees=WORKING),
    Row("comments.correct_comment", "POST", C + "/comments/{comment_id}/edit", NO_ONE, sees=WORKING, form=SAID),
    Row("comments.withdraw_comment", "POST", C + "/comments/{comment_id}/withdraw", NO_ONE, sees=WORKING),
    # Consultations: the one there is reaches its country alone
    Row("comments.show_consultations", "GET", C + "/consultations", REACHED),
    works("comments.record_consultation", C + "/consultations/record?item={key}", "GET", 200),
    Row(
        "comments.record_consultation",
        "POST",
        C + "/consultations/record?item={key}",
        WORKING,
        303,
        READERS,
        CONSULTED,
    ),
    Row("comments.correct_consultation", "GET", C + "/consultations/{consultation_id}", WORKING),
    Row("comments.correct_consultation", "POST", C + "/consultations/{consultation_id}", WORKING, 303, form=CONSULTED),
    Row(
        "comments.withdraw_consultation",
        "POST",
        C + "/consultations/{consultation_id}/withdraw",
        WORKING,
        303,
        form=AWAY,
    ),
    signed_in("comments.show_mentions", "/account/mentions"),
    signed_in("comments.see_mention", "/account/mentions/0/seen", method="POST", granted=404),
    # Notices
    signed_in("notices.show_notices", "/notices"),
    signed_in("notices.mark_seen", "/notices/seen", method="POST", granted=422),
    signed_in("notices.choose_mails", "/account/notices", method="POST", granted=422),
    # Flags: one is sent and one drafted on each plan
    signed_in("flags.show_flags", "/flags"),
    signed_in("flags.download_flags", "/flags.csv"),
    Row("flags.show_record", "GET", "/flags/record", {"": _REVIEWERS | {"coordinator", "contributor"}}),
    Row(
        "flags.download_record",
        "GET",
        "/flags/record.csv?country=EU&first=2026-01-01&last=2026-06-30",
        {"": _REVIEWERS | {"coordinator", "contributor"}},
    ),
    Row("flags.list_drafts", "GET", "/flags/drafts", {"": _REVIEWERS | {"coordinator"}}),
    Row("flags.send_flags", "POST", "/flags/drafts/send", DRAFTED, 303, form={"flag": "{draft_id}"}),
    Row("flags.revise_flag", "GET", "/flags/drafts/{draft_id}", DRAFTED),
    Row("flags.revise_flag", "POST", "/flags/drafts/{draft_id}", DRAFTED, 303, form={**FLAG, "version": "1"}),
    Row("flags.discard_flag", "POST", "/flags/drafts/{draft_id}/discard", DRAFTED, 303, form={"version": "1"}),
    Row(
        "flags.write_draft_note", "POST", "/flags/drafts/{draft_id}/notes", DRAFTED, 303, form={"note-text": "Ask them"}
    ),
    Row("flags.withdraw_draft_note", "POST", "/flags/drafts/{draft_id}/notes/0/withdraw", NO_ONE),
    Row("flags.write_flag", "GET", "/flags/write/{code}?item={key}", ASKING, sees=READERS),
    Row("flags.write_flag", "POST", "/flags/write/{code}", ASKING, 303, READERS, FLAG),
    Row("flags.show_flag", "GET", "/flags/{code}-1", FLAGGED),
    Row(
        "flags.take_step",
        "POST",
        "/flags/{code}-1/steps",
        {"own": frozenset({"coordinator"}), "other": frozenset(), "eu": _REVIEWERS},
        303,
        FLAGGED,
        {"deed": "acknowledge", "version": "2"},
    ),
    Row(
        "flags.write_note",
        "POST",
        "/flags/{code}-1/notes",
        {**FLAGGED, "eu": ASKING["eu"]},
        303,
        FLAGGED,
        {"note-text": "Who calls?", "note-reach": "own"},
    ),
    Row("flags.withdraw_note", "POST", "/flags/{code}-1/notes/0/withdraw", NO_ONE),
    Row("flags.see_mentions", "POST", "/flags/{code}-1/seen", FLAGGED, 303),
    # The reading room
    Row("reading.show_reading", "GET", C + "/reading", READING, sees=READERS),
    Row("reading.read_item", "GET", C + "/reading/{key}", READING, sees=READERS),
    Row("reading.mark_item", "POST", C + "/reading/{key}", READING, 303, READERS, {"state": "read"}),
    Row("reading.show_desk", "GET", "/desk", {"": _REVIEWERS}, sees={"": SIGNED_IN}),
    Row("reading.see_shared", "POST", "/desk/seen", {"": _REVIEWERS}, 303, {"": SIGNED_IN}),
    Row(
        "reading.look_at_submission",
        "POST",
        "/desk/submissions/{submission_id}/looked-at",
        READING,
        303,
        READERS,
    ),
    Row("reading.allocate_desk", "GET", "/desk/people/{desk_id}", LEADERS, sees={"": SIGNED_IN}),
    Row("reading.allocate_desk", "POST", "/desk/people/{desk_id}", LEADERS, 303, {"": SIGNED_IN}, {"reach": "all"}),
    Row("reading.list_second", "GET", "/desk/second", {"": _REVIEWERS}, sees={"": SIGNED_IN}),
    Row("reading.open_second", "GET", C + "/second", SECOND, sees=READERS),
    Row("reading.open_second", "POST", C + "/second", SECOND, 422, READERS),
    Row("reading.show_second", "GET", "/desk/second/0", {"": frozenset()}),
    Row("reading.give_verdict", "POST", "/desk/second/0/verdicts", {"": frozenset()}),
    Row("reading.end_second", "POST", "/desk/second/0/end", {"": frozenset()}),
    Row("reading.settle_second", "POST", "/desk/second/0/settle", {"": frozenset()}),
    Row("reading.assess_second", "POST", "/desk/second/0/assess", {"": frozenset()}),
    # Fiches: one at its factual check and one drafted on the plan of each country
    Row("fiches.show_fiches", "GET", "/fiches", {"": WITH_A_PLAN - {"observer"}}),
    Row("fiches.begin_fiche", "GET", "/fiches/begin/{code}", FICHE_WRITTEN, sees=FICHE_PLANS),
    Row("fiches.begin_fiche", "POST", "/fiches/begin/{code}", FICHE_WRITTEN, 303, FICHE_PLANS),
    Row("fiches.show_fiche", "GET", F, FICHE_READ),
    Row("fiches.download_fiche", "GET", F + "/fiche.pdf", FICHE_READ),
    Row("fiches.show_letter", "GET", F + "/letter", FICHE_READ),
    Row("fiches.download_letter", "GET", F + "/letter.pdf", FICHE_READ),
    Row("fiches.show_letter", "POST", D + "/letter", FICHE_WRITTEN, 303, form={"text": "Dear all", "version": "1"}),
    Row("fiches.write_block", "GET", D + "/blocks/1", FICHE_WRITTEN),
    Row("fiches.write_block", "POST", D + "/blocks/1", FICHE_WRITTEN, 303, form={"progress": "Much", "version": "0"}),
    Row("fiches.refresh_figures", "POST", D + "/figures", FICHE_WRITTEN, 303, form={"version": "1"}),
    Row("fiches.discard_fiche", "POST", D + "/discard", FICHE_WRITTEN, 303, form={"version": "1"}),
    Row("fiches.send_fiche", "POST", D + "/send", FICHE_WRITTEN, 303, form={"version": "1"}),
    Row(
        "fiches.settle_comment",
        "POST",
        F + "/comments/1/settle",
        FICHE_WRITTEN,
        409,
        FICHE_READ,
        {"comment1-outcome": "taken_over"},
    ),
    Row("fiches.finish_fiche", "POST", F + "/final", FICHE_MADE_FINAL, 409, FICHE_READ, {"version": "1"}),
    Row("fiches.write_comment", "POST", F + "/comments", COORDINATORS, 303, FICHE_READ, {"comment-text": "Not so"}),
    Row("fiches.withdraw_comment", "POST", F + "/comments/0/withdraw", COORDINATORS, 404, FICHE_READ),
    Row(
        "fiches.write_position", "POST", F + "/position", COORDINATORS, 409, FICHE_READ, {"text": "So", "version": "0"}
    ),
    Row("fiches.return_check", "POST", F + "/return", COORDINATORS, 303, FICHE_READ),
    # A plan as a workbook
    works("exchange.show_workbook", C + "/workbook", "GET", 200),
    works("exchange.download_workbook", C + "/workbook.xlsx", "GET", 200),
    works("exchange.download_chosen", C + "/milestones/workbook.xlsx", granted=422),
    works("exchange.download_csv", C + "/workbook.csv", "GET", 200),
    works("exchange.show_import", C + "/workbook/imports/0", "GET", 404),
    works("exchange.upload", C + "/workbook/imports", granted=422),
    works("exchange.apply_import", C + "/workbook/imports/0", granted=404),
    works("exchange.set_import_aside", C + "/workbook/imports/0/set-aside", granted=404),
    coordinates("exchange.list_spreadsheets", C + "/spreadsheets", "GET", 200),
    coordinates("exchange.upload_spreadsheet", C + "/spreadsheets", granted=422),
    coordinates("exchange.show_spreadsheet", C + "/spreadsheets/0", "GET", 404),
    coordinates("exchange.read_spreadsheet", C + "/spreadsheets/0", granted=404),
    coordinates("exchange.delete_layout", C + "/spreadsheets/layouts/0/delete", granted=404),
    # Plans, to write: forms
    works("countries.edit_milestone", M + "/edit", "GET", 200),
    works("countries.choose_predecessors", M + "/predecessors/choose", "GET", 200),
    works("countries.save_parts_of", M + "/parts", "GET", 200),
    works("countries.add_milestone", I + "/milestones/add", "GET", 200),
    works("countries.split_milestone", M + "/split", "GET", 200),
    works("countries.move_milestone", M + "/move", "GET", 200),
    works("countries.show_order", I + "/order", "GET", 200),
    works("countries.add_ready_milestones", I + "/milestones/ready", "GET", 200),
    works("countries.edit_item", I + "/edit", "GET", 200),
    works("countries.attach_evidence", I + "/evidence/attach", "GET", 200),
    works("countries.edit_evidence", C + "/evidence/{evidence_id}", "GET", 200),
    coordinates("countries.edit_prose", C + "/blocks/{number}/prose/{section}", "GET", 200),
    coordinates("countries.list_authorities_of", C + "/authorities", "GET", 200),
    coordinates("countries.list_people", C + "/people", "GET", 200),
    coordinates("countries.invite_contributor_of", C + "/people/invite", "GET", 200),
    coordinates("countries.name_deputy", C + "/people/0/deputy", "GET", 404),
    coordinates("countries.note_gap", I + "/gaps/not-yet-shown/note", "GET", 404),
    coordinates("countries.share", C + "/share", "GET", 200),
    coordinates("countries.ask_authority", C + "/authorities/{authority_id}/ask", "GET", 200),
    coordinates("countries.show_ask", C + "/asks/{ask_id}", "GET", 200),
    coordinates("countries.download_letter", C + "/asks/{ask_id}/letter.eml", "GET", 200),
    coordinates("countries.scan_file", C + "/files/{file_id}/scan", granted=409),
    works("countries.take_back_file", C + "/files/{file_id}/take-back", "GET", 200),
    coordinates("countries.preview_row", C + "/share/row", "GET", 200),
    # Plans, to write: deeds
    works(
        "countries.update_milestone", M, form="row", version="1", forecast_on="2026-12-24", cause="legislative_calendar"
    ),
    works("countries.add_milestone", I + "/milestones/add", title="One more", authority_id="{authority_id}"),
    works(
        "countries.add_ready_milestones",
        I + "/milestones/ready",
        **{
            "parts-0-is_taken": "y",
            "parts-0-title": "Draft public",
            "parts-0-target_value": "1",
            "parts-0-authority_id": "{authority_id}",
        },
    ),
    works(
        "countries.split_milestone",
        M + "/split",
        version="1",
        **{f"parts-{number}-title": f"Part {number}" for number in range(2)},
        **{f"parts-{number}-authority_id": "{authority_id}" for number in range(2)},
    ),
    works(
        "countries.move_milestone",
        M + "/move",
        version="1",
        item_key="reception.information-within-three-days",
        reason="Belongs to the other item",
    ),
    works("countries.order_milestone", M + "/order", shift="down"),
    works("countries.cancel_milestone", M + "/cancel", reason="No longer needed", version="1"),
    works("countries.uncancel_milestone", M + "/uncancel", granted=409, version="1"),
    works("countries.confirm_milestone", M + "/confirm", version="1"),
    works("countries.preview_bulk", C + "/milestones/preview", granted=422, deed="confirm"),
    works("countries.apply_bulk", C + "/milestones/apply", granted=422, deed="confirm"),
    works("countries.undo_bulk", C + "/milestones/undo", granted=422),
    works("countries.save_view", C + "/milestones/views", name="Mine"),
    works("countries.change_view", C + "/milestones/views/0", granted=404, deed="remove"),
    works("countries.confirm_milestones", C + "/confirm", milestone="{reference}:1"),
    works("countries.undo_milestone", M + "/undo", granted=409, version="1"),
    works("countries.add_predecessor", M + "/predecessors", predecessor="{third}"),
    works("countries.choose_predecessors", M + "/predecessors/choose", predecessor="{third}"),
    works("countries.save_parts_of", M + "/parts", granted=409),
    works("countries.remove_predecessor", M + "/predecessors/remove", predecessor_id="{waited_for}"),
    works("countries.update_item", I, current_state="Under way", version="2"),
    works("countries.report_in_place", I + "/in-place", version="1"),
    works("countries.reopen_item", I + "/reopen", granted=409, reason="Too early", version="1"),
    works("countries.attach_evidence", I + "/evidence/attach", kind="statement", title="Held by the ministry"),
    works("countries.edit_evidence", C + "/evidence/{evidence_id}", kind="statement", title="Again", version="1"),
    works(
        "uploads.begin",
        "/uploads",
        granted=200,
        ground="evidence",
        code="{code}",
        target="{key}",
        name="a.txt",
        size="5",
        fingerprint="0" * 64,
    ),
    signed_in("uploads.receive", "/uploads/none", method="POST", granted=404),
    signed_in("uploads.forget", "/uploads/none/forget", method="POST"),
    works("countries.take_back_file", C + "/files/{file_id}/take-back", reason="The wrong file"),
    works("countries.withdraw_evidence", C + "/evidence/{evidence_id}/withdraw", reason="Wrong", version="1"),
    coordinates("countries.offer_milestone", M + "/offer", is_offered="yes", version="1"),
    coordinates("countries.set_applicability", I + "/applicability", applicability="applies", version="2"),
    coordinates("countries.edit_prose", C + "/blocks/{number}/prose/{section}", text="What stands", version="0"),
    coordinates("countries.list_authorities_of", C + "/authorities", name="One more ministry"),
    coordinates("countries.change_authority", C + "/authorities/{authority_id}", name="Renamed", version="1"),
    coordinates(
        "countries.ask_authority",
        C + "/authorities/{authority_id}/ask",
        subject="What is due",
        body="Where does it stand?",
        reply_by="2026-12-02",
        milestones="{reference}",
    ),
    coordinates("countries.invite_contributor_of", C + "/people/invite", granted=422),
    coordinates("countries.name_deputy", C + "/people/0/deputy", granted=404),
    coordinates("countries.renew_link", C + "/people/0/link", granted=404),
    coordinates("countries.end_delegation", C + "/people/0/end", granted=404),
    coordinates("countries.close_ask", C + "/asks/{ask_id}/close", reason="Settled by telephone"),
    coordinates("countries.note_gap", I + "/gaps/not-yet-shown/note", granted=404, reason="Known"),
    coordinates("countries.take_back_note", I + "/gaps/not-yet-shown/note/take-back", granted=404),
    coordinates("countries.share", C + "/share", what="plan"),
    coordinates("countries.set_sharing", C + "/sharing", what="row", is_on="no"),
)
