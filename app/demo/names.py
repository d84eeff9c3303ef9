"""Invented authorities with general names, and the EU-level bodies by the names the catalogue has for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from app.catalogue.states import ActorGroup
from app.demo.chance import lot, one
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

_NAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "MS_INT": (
        ("Ministry of the Interior", "MoI"),
        ("Ministry of Home Affairs", "MHA"),
        ("Ministry of Migration", "MoM"),
    ),
    "MS_DA": (("Asylum Office", "AO"), ("Office for International Protection", "OIP"), ("Asylum Service", "AS")),
    "MS_BORDER": (("Border Guard", "BG"), ("Border Police", "BP"), ("National Border Service", "NBS")),
    "MS_RECEP": (("Reception Agency", "RA"), ("National Reception Service", "NRS"), ("Agency for Reception", "AR")),
    "MS_RETURN": (("Return Office", "RO"), ("National Return Service", "NRET")),
    "MS_DUBLIN": (("Responsibility and Transfers Unit", "RTU"), ("Unit for Transfers", "UT")),
    "MS_JUD": (("Ministry of Justice", "MoJ"), ("Department of Justice", "DoJ")),
    "MS_CHILD": (("Child Protection Authority", "CPA"), ("Guardianship Service", "GS")),
    "MS_HEALTH": (("Ministry of Health", "MoH"), ("Health Service", "HS")),
    "MS_IT": (("Government IT Centre", "GITC"), ("Digital Services Agency", "DSA")),
    "MS_FIN": (("Ministry of Finance", "MoF"),),
    "MS_LE": (("National Police", "NP"), ("Police Directorate", "PD")),
    "MS_DPA": (("Data Protection Authority", "DPA"), ("Data Protection Commissioner", "DPC")),
    "MS_NHRI": (("Human Rights Institution", "HRI"), ("Ombudsman's Office", "OMB")),
    "MS_LABOUR": (("Ministry of Labour", "MoL"), ("Employment Service", "ES")),
    "MS_EDU": (("Ministry of Education", "MoE"),),
    "MS_LOCAL": (("Association of Local Authorities", "ALA"), ("Conference of Regions", "CoR")),
}

_SHORT = {"EULISA": "eu-LISA", "FRONTEX": "Frontex", "EUROPOL": "Europol"}
"""How agencies write their own short names, where that is not their code."""


class Body(NamedTuple):
    """An authority, or at EU level an institution or agency."""

    code: str
    name: str
    short_name: str


def bodies_of(seed: int, view: CatalogueView, owner: str) -> tuple[Body, ...]:
    """The bodies that act in a plan, in the catalogue's order."""
    return tuple(_bodies(seed, view, owner))


def _bodies(seed: int, view: CatalogueView, owner: str) -> Iterator[Body]:
    for actor in view.actors.values():
        if owner == EU and actor.group in (ActorGroup.EU, ActorGroup.AGENCY):
            yield Body(actor.code, actor.title.in_("en"), _SHORT.get(actor.code, actor.code))
        elif owner != EU and actor.group is ActorGroup.NATIONAL:
            title = actor.title.in_("en")
            name, short = one(lot(seed, "authority", owner, actor.code), _NAMES.get(actor.code, ((title, title[:60]),)))
            yield Body(actor.code, name, short)


def leads_of(item: ItemView, bodies: tuple[Body, ...]) -> tuple[str, ...]:
    """The codes of the plan's bodies that have a part in an item, the leading one first; never empty with bodies."""
    there = {body.code for body in bodies}
    return tuple(code for code in item.actors if code in there) or tuple(body.code for body in bodies[:1])
