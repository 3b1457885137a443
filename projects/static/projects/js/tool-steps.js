// Tool calls as steps that a person sees: what makes a film is one build; every other call is a step of its own.

import { isUndecided } from "./state.js";

const BUILDS = new Set(["plan_video", "add_scene"]);
const NAMES_IT = "set_title";

export const isOver = (call) => call.status !== "running";

/**
 * For each section its steps, `{key, kind: "build", calls}` or `{key, kind: "call", call}`. The scenes of a plan belong to its
 * build, wherever in the answer they are added; so does the title that is given beside it.
 */
export function stepsOf(sections) {
  const steps = sections.map(() => []);
  let build = null;
  sections.forEach(({ calls }, place) => {
    const isBuilt = calls.some(({ name }) => BUILDS.has(name));
    for (const call of calls) {
      const belongs = !isUndecided(call) && (BUILDS.has(call.name) || (isBuilt && call.name === NAMES_IT));
      if (!belongs) steps[place].push({ key: call.tool_call_id, kind: "call", call });
      else if (build && !beginsAnew(build, call)) build.calls.push(call);
      else steps[place].push((build = { key: `build ${call.tool_call_id}`, kind: "build", calls: [call] }));
    }
  });
  return steps;
}

const beginsAnew = ({ calls }, { name }) => name === "plan_video" && calls.some((call) => BUILDS.has(call.name));

/** The scenes of a build in their order, `{name, call}`: those of its plan, and those that were added beside it. */
export function slotsOf({ calls }) {
  const plan = calls.find(({ name }) => name === "plan_video");
  const slots = (plan?.arguments?.scenes ?? []).map(({ name }) => ({ name, call: null }));
  for (const call of calls.filter(({ name }) => name === "add_scene")) {
    const name = call.arguments?.name ?? "";
    const slot = slots.find((each) => !each.call && each.name === name);
    if (slot) slot.call = call;
    else slots.push({ name, call });
  }
  return slots;
}
