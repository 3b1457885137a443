"""What a call of the model has used whose owner was gone before it ended: the provider is paid, and its count never came."""

from chatstream.log.event_log import get_log
from chatstream.rows.database import persist
from chatstream.rows.ledger import Claim
from chatstream.rows.logged_messages import read_logged_state
from orchestrator.llm import roles
from orchestrator.llm.interface import StepRequest, Usage
from orchestrator.llm.token_estimate import estimate_input, estimate_output
from orchestrator.llm.usage import Use, estimated_use
from orchestrator.run.limits import allowance_of
from orchestrator.tools.catalogue import read_catalogue
from orchestrator.turn.replay import replayed_steps
from orchestrator.turn.turn_input import TurnInput
from projects.limits.allowance import amounts_of
from projects.steps import record_cut_call


async def count_cut_call(claim: Claim, turn_input: TurnInput) -> None:
    """Count an estimate for the call that the last owner has left, and free what it held; before this owner appends anything.

    A call of which no word had come counts nothing. Harmless to repeat. Raises Fenced, RedisError, django.db.Error.
    """
    if claim.fence == 1:
        return
    answer, allowance = turn_input.answer, await allowance_of(turn_input.answer)
    fence, characters = await _read_last_owner(claim, turn_input)
    if characters <= 0:
        await allowance.release()
        return
    use = await _estimate(turn_input, characters)
    await persist(record_cut_call)(claim, fence, use)
    answer.cut_calls[str(fence)] = use
    await allowance.release(amounts_of(use["input_tokens"] + use["output_tokens"], use.get("cost")))


async def _read_last_owner(claim: Claim, turn_input: TurnInput) -> tuple[int, int]:
    """Its fence, and how many characters the log has of the call that it was in."""
    fence = await get_log().read_fence(claim.stream, str(claim.message_id))
    state = await read_logged_state(claim.stream_id, claim.message_id)
    if state is None:
        return fence, 0
    finished = len(turn_input.text) + len(turn_input.reasoning)
    return fence, len(state.content) + len(state.reasoning) - finished


async def _estimate(turn_input: TurnInput, characters: int) -> Use:
    chosen, read = roles.get_roles(turn_input.model), estimate_input(await _last_request(turn_input))
    return estimated_use(Usage(read, estimate_output(characters)), chosen.director.name, chosen.price)


async def _last_request(turn_input: TurnInput) -> StepRequest:
    """What the model was asked after the finished steps."""
    catalogue = await read_catalogue()
    steps = replayed_steps(turn_input.answer, turn_input.steps, turn_input.calls)
    tools = tuple(tool.spec() for tool in catalogue.tools.values())
    return StepRequest(turn_input.system + catalogue.remark, (*turn_input.conversation, *steps), tools)
