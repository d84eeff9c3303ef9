"""Every mapped class, imported once: for Alembic, the application factory and the tests."""

from app.accounts import models as accounts
from app.answers import models as answers
from app.assessments import models as assessments
from app.audit import models as audit
from app.catalogue import models as catalogue
from app.comments import models as comments
from app.core.db import Base
from app.desk import models as desk
from app.exchange import models as exchange
from app.fiches import models as fiches
from app.files import models as files
from app.flags import models as flags
from app.governance import models as governance
from app.governance.solidarity import models as solidarity
from app.guidance import models as guidance
from app.meetings import models as meetings
from app.notices import models as notices
from app.plans import models as plans
from app.practices import models as practices
from app.reading import models as reading
from app.review import models as review
from app.statements import models as statements
from app.support import models as support
from app.support.deliverables import models as deliverables

__all__ = [
    "Base",
    "accounts",
    "answers",
    "assessments",
    "audit",
    "catalogue",
    "comments",
    "deliverables",
    "desk",
    "exchange",
    "fiches",
    "files",
    "flags",
    "governance",
    "guidance",
    "meetings",
    "notices",
    "plans",
    "practices",
    "reading",
    "review",
    "solidarity",
    "statements",
    "support",
]
