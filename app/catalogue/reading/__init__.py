"""A catalogue's folder, read whole or not at all: YAML → shapes, every fault with file, line and column."""

from __future__ import annotations

from pathlib import Path

from app.catalogue.reading.catalogue_file import CatalogueFile, assemble
from app.catalogue.reading.checks import find_faults
from app.catalogue.reading.faults import Fault, Faulty
from app.catalogue.reading.folder import read_folder
from app.core.collector import collector_paused

__all__ = ["CatalogueFile", "Fault", "Faulty", "read_catalogue"]


def read_catalogue(folder: Path) -> CatalogueFile:
    """Read and check a catalogue. Raises Faulty with all that is wrong; no input makes it raise anything else."""
    with collector_paused():
        found = read_folder(folder)
        faults = found.faults + find_faults(found)
        if faults:
            order = {part.document.file: number for number, part in enumerate(found.parts())}
            distinct = sorted(set(faults), key=lambda f: (order.get(f.file, 0), f.line, f.column, f.path, f.message))
            raise Faulty(distinct)
        return assemble(found)
