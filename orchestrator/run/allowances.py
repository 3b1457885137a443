"""The models of one attempt, paid from the allowance of its person."""

import logging
from dataclasses import replace

from django.conf import settings

from chatstream.rows.ledger import Claim
from orchestrator.llm.interface import Usage
from orchestrator.llm.metered import MeteredProvider
from orchestrator.llm.prices import cost_of
from orchestrator.llm.roles import Roles
from orchestrator.run.limits import allowance_of
from projects.model_choice import choices
from projects.models import Message

logger = logging.getLogger(__name__)


async def pay_from_allowance(roles: Roles, answer: Message, claim: Claim) -> Roles:
    """The roles, with each call counted where a cap is set. Raises django.db.Error."""
    allowance = await allowance_of(answer)
    if not allowance.caps or roles.director.name == "demo":  # it imitates no model, and uses nothing
        return roles
    attempt = str(claim.fence)
    director, scene_agent = (
        MeteredProvider(provider, roles.price, allowance, attempt) for provider in (roles.director, roles.scene_agent)
    )
    return replace(roles, director=director, scene_agent=scene_agent)


def warn_of_unknown_prices() -> None:
    """A cap on costs that does not see what a model costs is to be known at the start, not from the bill."""
    if not (settings.LIMIT_COST_PER_DAY or settings.LIMIT_ALL_COST_PER_DAY):
        return
    named = ",".join([*choices(), settings.LLM_SCENE_MODEL]).split(",")
    unknown = sorted({name for name in named if name and cost_of(name, Usage(1, 1)) is None})
    if unknown:
        logger.warning(
            "LIMIT_COST_PER_DAY and LIMIT_ALL_COST_PER_DAY do not see %s: no price is known. Set LIMIT_TOKENS_PER_DAY as well.",
            ", ".join(unknown),
        )
