// `<chat-page>`: joins the stream, the state and the elements of the page.
import { ChatStream } from "chatstream/client.js";

import { Announcer } from "./announcer.js";
import { olderMessages } from "./api.js";
import "./composer.js";
import "./composition.js";
import "./connection-status.js";
import { setText } from "./dom.js";
import { listenForStarters, withChoices } from "./first-run.js";
import { loadModule } from "./lazy-module.js";
import "./message-list.js";
import { Outbox } from "./outbox.js";
import { SceneChoice } from "./scene-choice.js";
import { ScrollFollowing } from "./scroll-following.js";
import { observe, setServerTime } from "./server-clock.js";
import { listenForShortcuts } from "./shortcuts.js";
import "./sidebar.js";
import { emptyState, endRuns, findLeftOut, isLive, isOver, liveAnswer, mayMoveTakes, prependHistory, queueOf, reduce, renameProject } from "./state.js";
import { SteadyWords } from "./steady-words.js";
import { StudioColumn } from "./studio-column.js";
import { TitleBadge } from "./title-badge.js";
import { UnloadedNotice } from "./unloaded-notice.js";
import { t, translate } from "./words.js";

const EDITS = import.meta.resolve("./edit-resend.js");
const OVERSIZED = import.meta.resolve("./oversized-parts.js");
const NOTICE = import.meta.resolve("./ready-notice.js");
const QUEUE = import.meta.resolve("./message-queue.js");
const TAKES = import.meta.resolve("./takes.js");

export class ChatPage extends HTMLElement {
  state = emptyState;
  stream;
  #outbox;
  #oversized;
  #follow;
  #announcer;
  #choice;
  #studio;
  #unloaded;
  #badge = new TitleBadge();
  #words = new SteadyWords((event) => this.#apply(event));
  #frame = null;
  #offersNotice = false;
  #seen = 0; // messages that were there when the reader last was at the bottom

  connectedCallback() {
    const { projectId, served } = this.dataset;
    setServerTime(Number(served) * 1000);
    this.stream = new ChatStream({ url: `/ws/projects/${projectId}/` });
    this.#choice = new SceneChoice(projectId, this.#part("about"));
    const withdraw = (requestId) => this.stream.withdraw(requestId);
    this.#outbox = new Outbox(projectId, { initiate: (request) => this.#initiate(request), withdraw });
    this.#announcer = new Announcer(document.querySelector("[data-role=announcer]"));
    this.#follow = new ScrollFollowing(this.#part("scroller"), this.#part("content"));
    this.#unloaded = new UnloadedNotice(this.#part("unloaded"));
    this.#studio = new StudioColumn(this.#part("open-preview"), this.#unloaded);
    this.#listenToStream();
    this.#listenToPerson();
    listenForShortcuts(document.querySelector("#shortcuts"), this.#part("shortcuts"));
    this.stream.start();
    this.#draw();
    if (matchMedia("(pointer: fine)").matches) this.#part("composer").focus();
  }

  /** @template {string} Role @param {Role} role */
  #part(role) {
    return this.querySelector(`[data-role=${role}]`);
  }

  #listenToStream() {
    const connection = this.#part("connection");
    const on = (type, listener) => this.stream.addEventListener(type, ({ detail }) => listener(detail));
    on("snapshot", (frame) => {
      this.#words.finish();
      this.#choice.take(frame.project.chosen_scene ?? null);
      this.#apply(frame);
      this.#outbox.flush();
    });
    on("event", (event) => {
      observe(event.ts);
      this.#words.take(event);
      this.#announcer.announceEvent(event, this.#titleOfTool(event));
      if (event.type === "finalized") this.#badge.countEnd();
      if (event.type === "finalized") document.querySelector("video-export").refresh?.();
    });
    on("caughtup", (detail) => {
      connection.caughtUp(detail);
      this.#outbox.flush();
    });
    on("state", (detail) => {
      connection.state = detail;
      this.#words.finish();
      if (detail.state === "gone") this.state = endRuns(this.state);
      this.dataset.connection = detail.state;
      this.#schedule();
    });
    on("refused", ({ detail }) => this.refuse(detail));
    document.addEventListener("announce", ({ detail }) => this.#announcer.announce(detail.text)); // the video's column too
    this.addEventListener("retry-now", () => this.stream.retryNow());
  }

  #listenToPerson() {
    const composer = this.#part("composer");
    composer.addEventListener("send", ({ detail }) => this.#send(withChoices(detail.message), detail.attachments));
    composer.addEventListener("steer", ({ detail }) => this.#send(detail.message, [], liveAnswer(this.state.messages)?.id));
    composer.addEventListener("stop", () => this.#stop());
    this.#part("messages").addEventListener("unloaded", ({ detail }) => this.#unloaded.show(detail));
    composer.addEventListener("unloaded", ({ detail }) => this.#unloaded.show(detail));
    this.addEventListener("answer-question", ({ detail }) => this.#sendOnce(detail.message));
    this.addEventListener("decide-call", ({ target, detail }) => target.settle(this.stream.decide(detail)));
    this.addEventListener("send-again", ({ detail }) => this.#sendAgain(detail.message.request_id));
    this.addEventListener("discard", ({ detail }) => this.#outbox.discard(detail.message.request_id));
    this.addEventListener("stop-answer", ({ detail }) => this.stream.stop(detail.message.id));
    this.addEventListener("retry-answer", (event) => this.#withTakes((takes) => takes.retry(event)));
    const edits = (act) => this.#load(EDITS, t("What edits messages"), act);
    this.addEventListener("edit-message", ({ target }) => edits(({ edit }) => edit(this, target)));
    this.addEventListener("choose-version", ({ detail }) => edits(({ choose }) => choose(this, detail)));
    composer.addEventListener("edit-last", () => edits(({ edit }) => edit(this, null, composer)));
    this.addEventListener("show-version", ({ detail }) => this.#withTakes((takes) => takes.show(detail)));
    this.#outbox.addEventListener("change", () => this.#schedule());
    this.#outbox.addEventListener("failure", (/** @type {CustomEvent<{detail: string}>} */ { detail }) => this.#announcer.announce(t("Not sent: {reason}", { reason: translate(detail.detail) })));
    this.#choice.addEventListener("change", () => this.#schedule());
    this.#part("about").addEventListener("click", ({ target }) => target.closest("button") && composer.focus());
    document.addEventListener("scene-chosen", ({ detail }) => this.#choice.choose(detail.sceneId));
    this.#part("earlier").addEventListener("click", (event) => this.#showEarlier(event.currentTarget));
    this.#part("to-newest").addEventListener("click", () => this.#follow.toBottom());
    this.#follow.addEventListener("change", () => this.#schedule());
    listenForStarters(this.#part("empty"), this.querySelector("#composer-input"), (message) => this.#sendOnce(message));
    document.addEventListener("keydown", (event) => this.#onKeydown(event));
    document.addEventListener("project-renamed", ({ detail }) => {
      if (detail.id !== this.dataset.projectId) return;
      this.state = renameProject(this.state, detail.title);
      this.#schedule();
    });
  }

  #onKeydown(event) {
    if (event.defaultPrevented) return;
    if (event.key === "F2") this.querySelector("h1 editable-title").rename(event);
    if (event.key !== "Escape") return;
    if (document.querySelector("dialog[open], .is-open")) return;
    this.#stop();
  }

  #send(message, attachments, answer) {
    this.#outbox.add(message, attachments, answer);
    this.#follow.toBottom();
    this.#part("composer").focus();
  }

  /** For buttons, which say the same however often they are pressed: while that waits or is being answered, once is enough. */
  #sendOnce(message) {
    const { messages } = this.state;
    const answered = new Set(messages.filter(isLive).map(({ request_id }) => request_id));
    const asked = [...this.#outbox.entries, ...messages.filter(({ request_id }) => answered.has(request_id))];
    if (!asked.some((each) => (each.message ?? each.content) === message)) this.#send(message);
  }

  #sendAgain(requestId) {
    this.#outbox.retry(requestId);
    this.stream.start(); // if it had ended
    this.stream.retryNow(); // if it waits
  }

  /** "Make it bold" is written right after a click on a scene: the click is told first. What is too late for `answer` is a message. */
  async #initiate({ answer, ...request }) {
    const { request_id, message: text } = request;
    try {
      if (answer) return await this.stream.steer({ request_id, assistant_message_id: answer, text });
    } catch (refused) {
      if (refused.code !== "too_late") throw refused;
    }
    await this.saveChoice();
    if (!this.#outbox.has(request.request_id)) throw new Error("It was discarded.");
    return this.stream.initiate(request);
  }

  #stop() {
    const live = liveAnswer(this.state.messages);
    if (live) this.stream.stop(live.id);
  }

  #withTakes(act) {
    this.#load(TAKES, t("What shows other takes"), ({ takesOf }) => act(takesOf(this)));
  }

  /** What a person has chosen last has reached the server: what follows is understood with it. */
  saveChoice() {
    return this.#choice.saveNow();
  }

  showVersion(id) {
    this.#part("messages").show(id);
    this.#schedule();
  }

  refuse(detail) {
    const note = this.#part("refused");
    setText(note, translate(detail ?? ""));
    note.hidden = !detail;
  }

  async #showEarlier(button) {
    button.disabled = true;
    try {
      const { messages, more } = await olderMessages(this.dataset.projectId, this.state.messages[0].id);
      this.state = prependHistory(this.state, messages, more);
      this.#part("messages").stay(() => this.#draw());
    } catch {
      this.refuse(t("Earlier messages could not be fetched. Try again."));
    }
    button.disabled = false;
  }

  #titleOfTool({ type, message_id, tool_call_id }) {
    if (type !== "tool_result") return null;
    const message = this.state.messages.find(({ id }) => id === message_id);
    const { title } = message?.tool_calls.find((call) => call.tool_call_id === tool_call_id) ?? {};
    return title && translate(title);
  }

  #fetchLeftOut(frame) {
    const found = findLeftOut(frame, this.state);
    if (!found) return;
    this.#load(OVERSIZED, t("What fetches long messages"), ({ OversizedParts }) => {
      this.#oversized ??= new OversizedParts(this.dataset.projectId, (fetched) => this.#apply(fetched));
      this.#oversized.fetchMissing(frame, found);
    });
  }

  /** What most conversations do not need is loaded when it is. */
  async #load(address, part, act) {
    try {
      act(await loadModule(address));
    } catch (error) {
      this.#unloaded.show({ error, part, again: () => this.#load(address, part, act) });
    }
  }

  #apply(frame) {
    this.state = reduce(this.state, frame);
    this.#fetchLeftOut(frame);
    if (mayMoveTakes(frame, this.state)) this.#withTakes((takes) => takes.refresh());
    if (["snapshot", "message_created", "steering"].includes(frame.type)) this.#outbox.settle(this.state.messages);
    this.#schedule();
  }

  /** However many events came: drawn once a frame. */
  #schedule() {
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    if (this.#frame) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    const { messages, project } = this.state;
    const unsent = this.#outbox.views;
    const waiting = queueOf(messages);
    const inQueue = new Set(waiting.flatMap(({ answer, question }) => [answer, question]));
    this.#part("messages").update({ messages: messages.filter((each) => !inQueue.has(each)) }, unsent, this.stream.state);
    const queue = this.#part("queue");
    if (waiting.length || queue.update) this.#load(QUEUE, t("What shows the messages that wait"), () => queue.update(queueOf(this.state.messages)));
    const isEmpty = project && !this.state.storyboard && messages.length + unsent.length === 0;
    this.#part("empty").hidden = !isEmpty;
    this.classList.toggle("is-empty", Boolean(isEmpty)); // not by :has(), for which each new word would style the whole page anew
    this.#part("loading").hidden = Boolean(project) || unsent.length > 0;
    this.#part("earlier").hidden = !project?.more;
    this.#part("composer").isAnswering = messages.some(isLive);
    if (!this.#offersNotice && messages.some(isLive)) {
      this.#offersNotice = true;
      this.#load(NOTICE, t("What tells you when a film is ready"), ({ listenForEnds }) => listenForEnds(this));
    }
    this.classList.toggle("is-live", messages.some((message) => isLive(message) && message.status === "running"));
    this.#choice.draw(this.state.storyboard);
    this.#studio.update(this.state, messages.length + unsent.length > 0, this.#choice.sceneId);
    if (project) this.#drawTitle(project);
    this.#drawPill(messages);
  }

  #drawTitle(/** @type {{id?: string, title?: string}} */ { id, title }) {
    if (this.#badge.title === title) return;
    this.#badge.title = title;
    document.dispatchEvent(new CustomEvent("project-renamed", { detail: { id, title } }));
  }

  #drawPill(messages) {
    const pill = this.#part("to-newest");
    if (this.#follow.isFollowing) this.#seen = messages.length;
    const unseen = messages.length - this.#seen;
    pill.hidden = this.#follow.isFollowing;
    setText(pill.lastElementChild, unseen > 0 ? t("{count} new", { count: unseen }) : messages.some((m) => !isOver(m) && isLive(m)) ? t("Still writing") : t("Newest"));
  }
}

customElements.define("chat-page", ChatPage);
