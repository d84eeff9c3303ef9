"""What the milestones of an item are, by the workstream of the item: titles, ladders, targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from app.catalogue.states import Level
from app.demo.chance import happens, one

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

_TOPICS: Mapping[str, str] = {
    "strategy": "the national plan",
    "eurodac": "Eurodac",
    "borders": "screening and the border procedure",
    "reception": "reception",
    "procedures": "the asylum procedure",
    "returns": "returns",
    "responsibility": "responsibility and transfers",
    "solidarity": "solidarity",
    "preparedness": "contingency planning",
    "safeguards": "safeguards and monitoring",
    "integration": "resettlement and integration",
}


class Template(NamedTuple):
    """A milestone to be: `unit` with the range of its target value, or the ladder of its workstream."""

    workstream: str
    titles: tuple[str, ...]
    unit: str = ""
    low: int = 0
    high: int = 0


class Step(NamedTuple):
    """A template with the probability that an item has it; key items always have their first two."""

    probability: float
    template: Template


def _ladder(probability: float, workstream: str, *titles: str) -> Step:
    return Step(probability, Template(workstream, titles))


def _target(probability: float, workstream: str, unit: str, low: int, high: int, *titles: str) -> Step:
    return Step(probability, Template(workstream, titles, unit, low, high))


_STAFF_TRAINED = _target(
    0.3, "training", "officials trained", 20, 220, "Staff trained on {topic}", "Officers of first contact trained"
)

_NATIONAL: Mapping[str, tuple[Step, ...]] = {
    "legal": (
        _ladder(1, "legal", "Act on {topic}, from analysis to notification", "Bill amending the act on {topic}"),
        _ladder(0.55, "legal", "Government decree on {topic}", "Implementing decree", "Ministerial order on details"),
        _ladder(0.3, "cooperation", "Consultation of courts, regions and civil society", "Hearing on the draft"),
        _ladder(
            0.35, "procedures", "Explanatory circular for the services", "Commentary and guidance on the new rules"
        ),
    ),
    "it": (
        _ladder(1, "it", "National system adapted for {topic}", "Module for {topic} in the case management system"),
        _ladder(0.65, "procurement", "Contract for development and support", "Framework contract for software changes"),
        _ladder(
            0.4, "cooperation", "Test campaign with the operator of the EU system", "Interface tested with other users"
        ),
        _target(0.35, "training", "users trained", 40, 400, "Users of the system trained", "Key users trained"),
    ),
    "procedures": (
        _ladder(
            1, "procedures", "Standard operating procedure on {topic}", "Working instruction and forms", "Workflow"
        ),
        _ladder(
            0.4, "cooperation", "Arrangement between the services concerned", "Hand-over agreed between authorities"
        ),
        _STAFF_TRAINED,
        _ladder(
            0.15, "it", "Form and time limits in the case management system", "Reminder of time limits in the system"
        ),
    ),
    "organisational": (
        _ladder(1, "organisational", "Decision on tasks and structure", "Mandate and reporting line laid down"),
        _ladder(0.35, "cooperation", "Coordination meetings held", "Working group of the authorities set up"),
        _target(0.25, "staffing", "posts filled", 2, 30, "Posts of the unit filled", "Team recruited"),
    ),
    "staffing": (
        _target(1, "staffing", "posts filled", 10, 180, "Posts filled for {topic}", "Additional staff recruited"),
        _ladder(0.5, "organisational", "Posts created in the budget", "Selection procedure carried out"),
        _STAFF_TRAINED,
    ),
    "infrastructure": (
        _target(1, "infrastructure", "places", 60, 900, "Places ready for {topic}", "Places built or converted"),
        _ladder(0.8, "procurement", "Works contract", "Lease and refurbishment of premises"),
        _ladder(0.4, "organisational", "House rules and staffing of the sites", "Operating concept for the sites"),
    ),
    "training": (
        _target(1, "training", "staff trained", 30, 500, "Staff trained on {topic}", "Core curriculum delivered"),
        _ladder(0.5, "procedures", "Training plan and material adopted", "Agency curriculum translated and adapted"),
        _target(0.3, "training", "trainers certified", 4, 24, "National trainers certified"),
    ),
    "procurement": (
        _ladder(1, "procurement", "Call and contract for {topic}", "Framework contract"),
        _target(0.6, "infrastructure", "sites equipped", 6, 60, "Sites equipped", "Equipment installed and accepted"),
        _ladder(0.3, "funding", "Budget for purchase and upkeep secured"),
    ),
    "funding": (
        _ladder(1, "funding", "Budget line and programme amended", "Costs estimated and financing agreed"),
        _ladder(0.4, "cooperation", "Agreed with the finance ministry", "Agreed with the managing authority"),
    ),
    "monitoring": (
        _ladder(1, "monitoring", "Reporting chain for {topic}", "Monitoring arrangement for {topic}"),
        _ladder(0.35, "procedures", "Indicators and templates adopted", "Method and data sources described"),
        _ladder(0.2, "it", "Statistics drawn from the case management system"),
    ),
    "cooperation": (
        _ladder(1, "cooperation", "Arrangement with partners on {topic}", "Agreement concluded and put to use"),
        _ladder(0.35, "procedures", "Contact list and joint working instruction", "Joint procedure adopted"),
    ),
}

_UNION: Mapping[str, tuple[Step, ...]] = {
    "legal": (
        _ladder(1, "legal", "Act prepared, adopted and published"),
        _ladder(0.7, "cooperation", "Consulted with experts of the Member States", "Opinion of the committee"),
    ),
    "it": (
        _ladder(1, "it", "System specified, built and put into operation"),
        _ladder(0.8, "cooperation", "Test campaign with the Member States"),
        _ladder(0.5, "procurement", "Contract for development"),
    ),
    "training": (
        _ladder(1, "procedures", "Training material published"),
        _ladder(0.5, "cooperation", "Trainers' network"),
    ),
}
_UNION_OTHERS = (
    _ladder(1, "procedures", "Text drafted, adopted and published", "Guidance drafted and published"),
    _ladder(0.5, "cooperation", "Consulted with the Member States", "Workshops with the Member States held"),
)
_ANYTHING = (_ladder(1, "", "Preparation", "Concept and preparation"), _ladder(0.5, "", "Putting to use"))


def topic_of(view: CatalogueView, item: ItemView) -> str:
    """What the block of an item is about, in two or three words."""
    return _TOPICS.get(item.block_key) or view.blocks[item.block_key].title.in_("en")


def templates_of(view: CatalogueView, item: ItemView, chance: Random) -> list[tuple[str, Template]]:
    """The milestones of an item, each with its title, in the order in which they are worked on."""
    return list(_templates(view, item, chance))


def _templates(view: CatalogueView, item: ItemView, chance: Random) -> Iterator[tuple[str, Template]]:
    topic = topic_of(view, item)
    for position, step in enumerate(_steps(item)):
        is_certain = item.is_key and position < 2
        if is_certain or happens(chance, step.probability):
            template = step.template
            if template.workstream not in view.workstreams:
                template = template._replace(workstream=item.workstream, unit="")
            yield one(chance, template.titles).format(topic=topic), template


def _steps(item: ItemView) -> tuple[Step, ...]:
    if item.level is Level.EU:
        return _UNION.get(item.workstream, _UNION_OTHERS)
    return _NATIONAL.get(item.workstream, _ANYTHING)
