"""Invented sentences. Every one that could be taken for a statement of a country says that it is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.assessments.states import Verdict
from app.flags.states import AnswerKind, Category, NoteReach
from app.plans.states import Cause

INVENTED = "Invented for the demonstration."

PROSE: Mapping[str, Sequence[str]] = {
    "state-of-play": (
        "The main authorities and their tasks are described; capacity is reviewed twice a year.",
        "The present arrangements cover ordinary numbers of arrivals; peaks are met with temporary sites.",
    ),
    "legal-framework": (
        "The laws in force were compared with the new acts; two laws and several decrees are to be amended.",
        "A single bill is planned; decrees follow within three months of its adoption.",
    ),
    "organisation": (
        "A steering group of the ministries meets every month; regions take part every quarter.",
        "One unit coordinates; each authority has named a contact.",
    ),
    "workflows": ("Working instructions are drawn up by the leading authority and tested on two sites before use.",),
    "capacity": ("Needs in staff, places and equipment were estimated; the gap is to be closed in three steps.",),
    "training": ("Training follows the agencies' curricula and is given by national trainers.",),
    "procurement": ("Purchases are bundled in framework contracts to shorten their time.",),
    "costs-and-funding": ("Costs are borne by the national budget and by programmes of the Union.",),
    "timeline": ("The main steps lie between the first quarter of 2025 and the date of application.",),
}
PROSE_OTHERWISE = ("This section is being prepared.",)

CURRENT_STATES = (
    "Partly regulated; practice differs between sites.",
    "In use for ordinary cases; not yet for the new time limits.",
    "A pilot runs on one site.",
    "Nothing comparable exists so far.",
)
MISSING = (
    "Legal basis for the new steps.",
    "Agreement between the two authorities concerned.",
    "Staff for evenings and weekends.",
    "Interfaces between the systems.",
)
PLANNED = (
    "Rules and instructions are adapted together.",
    "The existing unit is extended and given the task.",
    "A common procedure replaces the regional ones.",
)
SITUATIONS = (
    "The situation that the item presupposes does not occur here.",
    "The task is fulfilled by another body outside this plan.",
    "The option is not used.",
)
NOTES = (
    "Depends on the vote on the budget.",
    "Agreed in the steering group.",
    "Second reading is announced.",
    "Two sites are still missing.",
    "The contractor has confirmed the date.",
)
CANCELLED = (
    "Covered by another milestone.",
    "The approach was changed after the consultation.",
    "Not needed any more.",
)
WITHDRAWN = ("Replaced by a newer text.", "It concerned another measure.")
FALLS = ("The test has to be repeated.", "The award was annulled and is repeated.", "Figures were corrected.")
RELEASE_NOTES = (
    "Quarterly update.",
    "Update before the meeting of the contact points.",
    "State agreed in the steering group.",
    "Update of dates.",
    "",
)
FIRST_RELEASE = "First version of the plan."

CAUSES: Mapping[str, Sequence[Cause]] = {
    "legal": (Cause.LEGISLATIVE_CALENDAR, Cause.PARLIAMENT, Cause.ELECTIONS, Cause.LEVELS_OF_GOVERNMENT),
    "procurement": (Cause.PROCUREMENT, Cause.TENDER_CHALLENGED, Cause.BUDGET),
    "it": (Cause.PROCUREMENT, Cause.EU_LEVEL, Cause.SCOPE, Cause.STAFFING),
    "infrastructure": (Cause.PROCUREMENT, Cause.BUDGET, Cause.LEVELS_OF_GOVERNMENT, Cause.FORCE_MAJEURE),
    "staffing": (Cause.STAFFING, Cause.BUDGET),
    "training": (Cause.STAFFING, Cause.EU_LEVEL),
    "funding": (Cause.BUDGET,),
}
CAUSES_OTHERWISE = (Cause.STAFFING, Cause.LEVELS_OF_GOVERNMENT, Cause.SCOPE, Cause.EU_LEVEL, Cause.OTHER)
OTHER_CAUSE = "Coordination took longer than planned."

ROUND_TITLE = "Update of the national implementation plans"
ROUND = f"{INVENTED} Please bring the plan up to date and submit it; a covering note says what has changed most."
POSITION = f"{INVENTED} The date of the directive depends on the vote in parliament."
DOCUMENT = "National implementation plan, update (invented)"
SUBJECT = "Where your part of the implementation plan stands (invented)"
LETTER = (
    f"{INVENTED}\n\nDear colleagues,\n\nplease say where the following stands, and when it will be done:\n\n{{lines}}"
)
SHOWN = "Record of putting it into use (invented)"
RECORD = f"{INVENTED}\n\nRecord: the arrangement was put into use; the authorities concerned were informed.\n"
COMMENT = f"Can the date still be kept? {INVENTED}"
CONSULTED = "Civil-society organisations and local authorities (invented)"
CHANGED = f"The training was moved forward. {INVENTED}"
ASSESSED = {
    Verdict.CONFIRMED: f"What was received shows it. {INVENTED}",
    Verdict.PARTLY: f"Part of it is shown; the rest has been asked for. {INVENTED}",
    Verdict.NOT_YET_SHOWN: f"What was received does not show it yet. {INVENTED}",
}

STATED: Sequence[tuple[str, str]] = (
    (f"The test campaign with the agency was passed; no finding is open. {INVENTED}", "Report of the test campaign"),
    (f"Two trainers of the country finished the agency's course. {INVENTED}", "List of certificates"),
    (f"A visit of the agency took place and its notes were sent to the country. {INVENTED}", ""),
)
STATED_WRONGLY = f"It was meant for another item. {INVENTED}"

QUESTION = f"By when will the measure be there, and can it be tested before? {INVENTED}"
QUESTION_REASON = "Several milestones of ours wait for it"
FLAG_ASKED: Sequence[tuple[str, str, Category]] = (
    (
        f"Which act will hold the new steps, and when is the vote? {INVENTED}",
        "No law is named",
        Category.LEGAL_BASIS,
    ),
    (f"How will the date be kept after the delay of the step before? {INVENTED}", "It comes first", Category.TIMELINE),
    (f"How many staff are there, and how many are to come by when? {INVENTED}", "Posts are vacant", Category.CAPACITY),
    (f"From which programme is it paid? {INVENTED}", "No source is named", Category.FUNDING),
    (f"Please attach what shows that it is in place. {INVENTED}", "Reported, not yet shown", Category.EVIDENCE),
    (f"Who represents unaccompanied minors from the first day? {INVENTED}", "It is a safeguard", Category.SAFEGUARDS),
    (f"Two milestones name different dates. Which one holds? {INVENTED}", "Dates differ", Category.CONSISTENCY),
)
FLAG_ANSWERS: Mapping[AnswerKind, Sequence[str]] = {
    AnswerKind.CHANGES: (f"The plan has been changed: the step has a date and an authority now. {INVENTED}",),
    AnswerKind.EVIDENCE: (f"The record of putting it into use is attached to the item. {INVENTED}",),
    AnswerKind.EXPLANATION: (f"The task is fulfilled by two bodies, of which the plan names the first. {INVENTED}",),
    AnswerKind.CONTESTED: (
        f"The law in force covers this already; no new act is needed. {INVENTED}",
        f"The date follows the calendar of parliament and is realistic. {INVENTED}",
    ),
}
FLAG_MAINTAINED = (
    f"The text that we were shown does not cover it. Please say which article does. {INVENTED}",
    f"Without a step in between we cannot see how the date is kept. {INVENTED}",
)
FLAG_RAISED = (f"To be taken up at the next meeting of both sides. {INVENTED}",)
FLAG_WITHDRAWN = (f"Our misunderstanding: the item says it. {INVENTED}",)
FLAG_NOTES: Mapping[NoteReach, Sequence[str]] = {
    NoteReach.OWN: (f"To be checked with the unit in charge. {INVENTED}", f"See also last year's report. {INVENTED}"),
    NoteReach.BOTH: (f"A short call may be quicker; Thursday suits us. {INVENTED}",),
}
GAP_NOTED = (
    f"Known: the vote was put off with the calendar of parliament, and a new date is set. {INVENTED}",
    f"Accepted until the contract is signed; nothing can be said before. {INVENTED}",
    f"The authority is being set up and takes this over when it is there. {INVENTED}",
)
FICHE_NARRATIVE: Mapping[str, str] = {
    "progress": f"Most of the law is drafted, and the first training has begun. {INVENTED}",
    "challenges": f"Posts are vacant, and two steps wait for a delivery of the EU level. {INVENTED}",
    "next_steps": f"The vote in parliament, and the record of putting the first arrangement into use. {INVENTED}",
}
FICHE_COMMENT = f"The vote has taken place; the act is published next week. {INVENTED}"
FICHE_REPLY = f"It was not shared by the day of the figures; the next fiche will show it. {INVENTED}"
FICHE_POSITION = f"We share the assessment in the main.\n\nThe dates depend on deliveries of others. {INVENTED}"

SUPPORT_TITLE = "Help with what the plan promises in {block} (invented)"
SUPPORT_NEED = f"The services know what has to change and have not the people to prepare it. {INVENTED}"
SUPPORT_RESULTS = f"Present state, gaps, target state and recommendations, and staff who can go on alone. {INVENTED}"
SUPPORT_NOT_SELECTED = f"More was asked for than could be given; a later round is open to it. {INVENTED}"
SUPPORT_MEETING = f"The plan of work was agreed, and who gives which material by when. {INVENTED}"
SUPPORT_LINK = ("Equipment and premises for the same work", "Action of the national programme (invented)")
SUPPORT_TASK = "Analysis, workflows and recommendations (invented assignment)"
DELIVERABLE_TITLE = "{kind} for what the plan promises (invented)"
DELIVERABLE_SUMMARY = f"What the services do step by step, who does it, and what they need for it. {INVENTED}"
DELIVERABLE_FILE = f"Handed over in the demonstration. {INVENTED}\n"
DELIVERABLE_RETURNED = f"Two of the services concerned were not heard. {INVENTED}"
SUGGESTED_WHY = f"The steps before it take longer than the plan says; one more trainer would hold the day. {INVENTED}"
SUGGESTED_NOTE = f"The hand-over between the two services is to be agreed first. {INVENTED}"
SUGGESTED_NOT = f"It is agreed already and stands in the prose of the block. {INVENTED}"

PRACTICES: Sequence[tuple[str, str, str, str, str]] = (
    (
        "One roster of two authorities (invented)",
        f"Both authorities draw up one roster for evenings and weekends and publish it a month ahead. {INVENTED}",
        f"An agreement between the two, and a clerk for half a day a week. {INVENTED}",
        f"Nobody waits for the other at the hand-over; swaps are agreed in a day. {INVENTED}",
        "Operations unit of the reception authority",
    ),
    (
        "Forms read aloud before they are signed (invented)",
        f"The information that the act asks for is read aloud in the applicant’s language, from recordings. {INVENTED}",
        f"Recordings in nine languages and a quiet room on each site. {INVENTED}",
        f"Questions come before the signature instead of after it. {INVENTED}",
        "Information desk of the determining authority",
    ),
    (
        "A rehearsal each month on another site (invented)",
        f"A day is played through from arrival to registration, with the people who work there. {INVENTED}",
        f"A script of two pages, an observer from another site, and an afternoon. {INVENTED}",
        f"Each time two or three steps were put in another order. {INVENTED}",
        "Training unit of the ministry",
    ),
    (
        "Regions report one number a week (invented)",
        f"Each region sends free places as one number, on the same day, on one sheet. {INVENTED}",
        f"A sheet, a mailbox of the unit, and a reminder on the day before. {INVENTED}",
        f"The figure of the week is there on Thursdays at noon. {INVENTED}",
        "Unit for capacity of the ministry",
    ),
    (
        "Interpreters booked with the appointment (invented)",
        f"The appointment system asks for the language and books the interpreter in the same step. {INVENTED}",
        f"A change of the appointment system and a framework contract. {INVENTED}",
        f"Fewer appointments are put off. {INVENTED}",
        "Procurement unit of the determining authority",
    ),
    (
        "A lawyer of the ministry sits with the drafters (invented)",
        f"While the instructions are written, a lawyer answers on the spot instead of by letter. {INVENTED}",
        f"Two days a week of one lawyer for three months. {INVENTED}",
        f"The instructions came out a round of consultation earlier than planned. {INVENTED}",
        "Legal service of the ministry",
    ),
)
"""Title, what was done, what it needed, what came of it, whom to ask."""
PRACTICE_DELIVERABLE = f"A project of technical support and two workshops with the services. {INVENTED}"
PRACTICE_DECLINED = f"It has been tried on one site alone; we come back to it. {INVENTED}"
PRACTICE_WITHDRAWN = f"The agreement that it rests on is being negotiated anew. {INVENTED}"
PRACTICE_ADAPTED = "{title}, as it was adapted (invented)"
PRACTICE_ADOPTED = f"On two sites first, on the others after half a year. {INVENTED}"
