// How much of the day's allowance is used, beside the work: asked again when an answer has ended. Loaded where there is one.
import { request } from "./api.js";
import { t } from "./words.js";

const NOTABLE_PERCENT = 50;
const NEARLY_FULL_PERCENT = 90;
const gauge = document.querySelector(".use-gauge");

function show(percent) {
  gauge.hidden = percent <= NOTABLE_PERCENT;
  gauge.querySelector("[data-role=use]").textContent = t("{percent} % of today’s allowance used", { percent });
  const bar = gauge.querySelector("rect");
  bar.setAttribute("width", percent);
  bar.classList.toggle("is-nearly-full", percent > NEARLY_FULL_PERCENT);
}

async function refresh() {
  const { uses } = await request("GET", "/api/account/use/");
  show(Math.max(0, ...uses.filter(({ measure }) => measure !== "stored").map(({ percent }) => percent)));
}

/** Without an answer it stays as it is. */
const refreshIfPossible = () => refresh().catch(console.info);

async function listen(page) {
  await customElements.whenDefined("chat-page");
  page.stream.addEventListener("event", ({ detail: { type } }) => {
    if (type === "finalized") refreshIfPossible();
  });
}

const page = document.querySelector("chat-page");
if (page) listen(page);
