"""What the filters of a list have in common: fields of text that an address asks for, empty where it does not."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class AddressFilters:
    """Each list adds its own fields."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not any(asdict(self).values())

    @property
    def in_address(self) -> dict[str, str]:
        """As an address has them, without what is not asked for."""
        return {name: value for name, value in asdict(self).items() if value}
