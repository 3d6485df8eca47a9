"""All readers and writers that the campaign feeds."""

from tests.fuzz.beside import BESIDE
from tests.fuzz.kept import STORES
from tests.fuzz.leaving import LEAVING
from tests.fuzz.revised import Resources
from tests.fuzz.target import Target
from tests.fuzz.targets import READERS

TARGETS: tuple[type[Target], ...] = (*READERS, Resources, *STORES, *BESIDE, *LEAVING)
