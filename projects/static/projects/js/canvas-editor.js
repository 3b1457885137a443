// A layer is worked on where it is seen: a click on a text of the monitor and one types into it, a drag moves it, handles size
// it. All is drawn by the renderer as it will be, and saved when the person pauses, or is done.
import { boxOf } from "../../storyboard/renderer/box.js";
import { CanvasBar } from "./canvas-bar.js";
import { CanvasFrame, draggedBox } from "./canvas-frame.js";
import { elementOf, layerAt } from "./canvas-layers.js";
import { CanvasText } from "./canvas-text.js";
import { layerDraft } from "./drafts.js";
import { draftKey } from "./hand-edits.js";
import { labelOf } from "./layer-names.js";
import { PendingEdits } from "./pending-edits.js";
import { followPointer } from "./pointer-drag.js";
import { t } from "./words.js";

const BEGINS = 4; // px: a drag of less is a click
const PAUSE = 400; // ms after the last step of a change that comes in steps
const STILL = { enter: undefined, exit: undefined, stagger: "none" }; // while one works on it, all of it is there

export class CanvasEditor {
  #preview;
  #monitor;
  #picture;
  #overlay = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  #sceneId = null;
  #layerId = null;
  #frame = null;
  #bar = null;
  #text = null;
  #hinted = null;
  #pending;

  constructor(preview) {
    this.#preview = preview;
    this.#pending = new PendingEdits(preview);
    this.#monitor = preview.querySelector(".preview-monitor");
    this.#picture = preview.querySelector(".preview-picture");
    this.#overlay.setAttribute("class", "canvas-overlay");
    this.#monitor.append(this.#overlay);
    this.#overlay.addEventListener("pointerdown", (event) => this.#onPointerdown(event));
    this.#overlay.addEventListener("dblclick", () => this.#text?.selectWord());
    this.#monitor.addEventListener("keydown", (event) => this.#onKeydown(event));
    this.#monitor.addEventListener("pointermove", (event) => this.#hint(event));
    this.#listenForHold();
    preview.addEventListener("drawn", () => this.#place());
    preview.addEventListener("focusout", () => setTimeout(() => this.#leaveIfElsewhere()));
    new ResizeObserver(() => this.#place()).observe(this.#monitor);
  }

  /** Where a text can be clicked, the pointer says so. */
  #hint(event) {
    if (this.#hinted) return;
    this.#hinted = requestAnimationFrame(() => {
      this.#hinted = null;
      const scene = this.#sceneOnMonitor;
      const isText = !this.isOpen && scene && layerAt(this.#picture, scene, event.clientX, event.clientY)?.type === "text";
      this.#preview.toggleAttribute("data-over", Boolean(isText) && !this.#preview.isLooking);
    });
  }

  /** The click that ends a hold neither plays nor pauses. */
  #listenForHold() {
    let isHeld = false;
    const press = (event) => {
      isHeld = this.isOpen;
      if (event.button !== 0 || this.#preview.isLooking || this.#overlay.contains(event.target)) return;
      if (this.#begin(event)) isHeld = true;
    };
    const click = (event) => isHeld && event.stopImmediatePropagation();
    this.#monitor.addEventListener("pointerdown", press, { capture: true });
    this.#monitor.addEventListener("click", click, { capture: true });
    document.addEventListener("pointerdown", (event) => {
      const path = event.composedPath(); // what was pressed may be drawn anew by now
      if (this.isOpen && !path.includes(this.#monitor) && !path.includes(this.#bar.element)) this.leave();
    });
  }

  get #scene() {
    return this.#preview.storyboard?.scenes.find(({ id }) => id === this.#sceneId);
  }

  get #layer() {
    return this.#scene?.layers.find(({ id }) => id === this.#layerId);
  }

  get isOpen() {
    return this.#layerId !== null;
  }

  get #sceneOnMonitor() {
    return this.#preview.storyboard?.scenes.find(({ id }) => id === this.#preview.sceneOnMonitor);
  }

  /** Takes hold of what is at a point of the screen. Returns whether there was something. */
  #begin(event) {
    const scene = this.#sceneOnMonitor;
    const layer = scene && layerAt(this.#picture, scene, event.clientX, event.clientY);
    if (!layer) return this.leave();
    this.#preview.halt();
    if (layer.id !== this.#layerId || scene.id !== this.#sceneId) this.#open(scene, layer);
    this.#startDrag(event, "", () => this.#type(event));
    return true;
  }

  /** What was typed is kept. Returns false. */
  leave() {
    if (!this.isOpen) return false;
    this.#layerId = this.#sceneId = null;
    this.#endTyping();
    this.#pending.saveAll();
    this.#preview.endDraft("still");
    this.#overlay.replaceChildren();
    this.#bar?.element.remove();
    this.#bar = this.#frame = null;
    return false;
  }

  #open(scene, layer) {
    this.leave();
    [this.#sceneId, this.#layerId] = [scene.id, layer.id];
    const still = layer.type === "text" ? STILL : { enter: undefined, exit: undefined };
    this.#frame = new CanvasFrame();
    this.#bar = new CanvasBar(layer, {
      type: (changes) => this.#change("set_type", changes, changes, PAUSE),
      colour: (color) => this.#change("set_color", { color }, { [layer.type === "shape" ? "fill" : "color"]: color }),
      ask: () => this.#ask(),
      remove: () => this.#remove(),
    });
    this.#overlay.replaceChildren(this.#frame.element);
    this.#overlay.setAttribute("tabindex", "-1");
    this.#overlay.setAttribute("role", "group");
    this.#overlay.setAttribute("aria-label", t("{layer}: arrows move it, Enter edits its words", { layer: labelOf(layer) }));
    this.#preview.append(this.#bar.element);
    this.#preview.setDraft("still", layerDraft(scene.id, layer.id, still));
    this.#overlay.focus({ preventScroll: true });
    this.#place();
  }

  /** Frame, caret and bar stand where the renderer has drawn the layer. */
  #place() {
    if (!this.isOpen) return;
    const layer = this.#layer;
    const group = layer && this.#preview.sceneOnMonitor === this.#sceneId ? elementOf(this.#picture, this.#scene, layer.id) : null;
    if (!group) return void this.leave();
    const { width, height } = this.#preview.storyboard.canvas;
    const [svg, around, seen] = [this.#picture.firstElementChild, this.#monitor.getBoundingClientRect(), this.#picture.getBoundingClientRect()];
    if (!seen.width) return; // it is not laid out: nothing has a place
    const { a, b, c, d, e, f } = svg.getScreenCTM().inverse().multiply(group.getScreenCTM());
    this.#overlay.setAttribute("viewBox", `0 0 ${width} ${height}`);
    for (const element of this.#overlay.children) element.setAttribute("transform", `matrix(${a} ${b} ${c} ${d} ${e} ${f})`);
    Object.assign(this.#overlay.style, { left: `${seen.left - around.left}px`, top: `${seen.top - around.top}px`, width: `${seen.width}px`, height: `${seen.height}px` });
    const stage = { width, height, isFilmed: Boolean(this.#scene.camera?.length) };
    this.#frame.place(boxOf(stage, layer), width / seen.width / Math.hypot(a, b));
    this.#text?.follow(group);
    this.#bar.follow(layer, this.#preview.storyboard.style.palette);
    this.#bar.place(this.#frame.edge.getBoundingClientRect(), this.#preview.getBoundingClientRect(), this.#monitor.getBoundingClientRect());
  }

  #type(event) {
    const layer = this.#layer;
    if (layer?.type !== "text") return this.#overlay.focus({ preventScroll: true });
    if (!this.#text) this.#beginTyping(layer);
    if (!event) return this.#text.input.select();
    this.#text.input.focus({ preventScroll: true });
    const { x, y } = this.#pointIn(event);
    this.#text.pointAt(x, y);
  }

  #beginTyping(layer) {
    const before = layer.text;
    const edit = { operation: "set_text", scene_id: this.#sceneId, layer_id: layer.id };
    this.#text = new CanvasText(labelOf(layer), before, {
      typed: (text) => this.#change("set_text", { text }, { text }, Infinity),
      keep: () => this.#letGo(),
      leave: () => {
        this.#pending.drop(draftKey(edit));
        this.#letGo();
      },
    });
    this.#overlay.append(this.#text.element);
    this.#monitor.append(this.#text.input);
    this.#text.input.focus({ preventScroll: true });
    this.#place();
  }

  #endTyping() {
    this.#text?.element.remove();
    const input = this.#text?.input;
    this.#text = null;
    if (input?.contains(document.activeElement)) this.#monitor.focus({ preventScroll: true });
    input?.remove();
  }

  /** A point of the screen in the space of the layer. */
  #pointIn({ clientX, clientY }) {
    const matrix = elementOf(this.#picture, this.#scene, this.#layerId).getScreenCTM().inverse();
    return new DOMPoint(clientX, clientY).matrixTransform(matrix);
  }

  #onPointerdown(event) {
    if (event.button !== 0 || !this.isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    const { side = "" } = event.target.dataset;
    const isInside = event.target.matches(".canvas-edge");
    if (isInside && this.#text) return this.#startSelecting(event);
    this.#startDrag(event, side, () => !side && this.#type(event));
  }

  #startSelecting(event) {
    this.#type(event);
    followPointer(this.#overlay, event, (moved) => {
      const { x, y } = this.#pointIn(moved);
      this.#text?.pointAt(x, y, true);
    });
  }

  /** `click` is called if nothing was dragged. */
  #startDrag(event, side, click) {
    const { box } = this.#layer;
    const parent = elementOf(this.#picture, this.#scene, this.#layerId).parentNode.getScreenCTM().inverse();
    const { width, height } = this.#preview.storyboard.canvas;
    const toCanvas = ({ clientX, clientY }) => new DOMPoint(clientX, clientY).matrixTransform(parent);
    const start = toCanvas(event);
    let changed = null;
    const move = (moved) => {
      if (!changed && Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY) < BEGINS) return;
      const now = toCanvas(moved);
      changed = draggedBox(box, side, ((now.x - start.x) / width) * 100, ((now.y - start.y) / height) * 100);
      this.#change("set_box", changed, { box: changed }, Infinity);
    };
    followPointer(this.#overlay, event, move, () => this.isOpen && (changed ? this.#pending.saveAll() : click(event)));
  }

  /** `fields` of the edit and `changes` of the layer: see PendingEdits. */
  #change(operation, fields, changes, pause) {
    this.#pending.change({ operation, scene_id: this.#sceneId, layer_id: this.#layerId, ...fields }, changes, pause);
  }

  #ask() {
    const { text } = this.#layer;
    const quoted = text ? ` “${text.replace(/\s+/g, " ")}”` : "";
    const detail = { sceneId: this.#sceneId, words: `${labelOf(this.#layer)}${quoted}: ` };
    this.leave();
    this.#emit("ask-about", detail);
  }

  #emit(type, detail) {
    this.#preview.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }

  #remove() {
    const edit = { operation: "remove_layer", scene_id: this.#sceneId, layer_id: this.#layerId };
    this.#pending.dropAll();
    this.leave();
    this.#monitor.focus({ preventScroll: true });
    this.#emit("edit", edit);
  }

  #leaveIfElsewhere() {
    const at = document.activeElement;
    if (this.isOpen && at !== document.body && !this.#monitor.contains(at) && !this.#bar.element.contains(at)) this.leave();
  }

  /** While a layer is taken hold of, and not typed into. */
  #onKeydown(event) {
    if (!this.isOpen && event.key === "Enter" && event.target === this.#monitor) return this.#openFirst(event);
    if (!this.isOpen || this.#text || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 5 : 0.5; // % of the canvas
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    const act = by ? () => this.#nudge(by) : { Enter: () => this.#type(), Escape: () => this.#letGo(), Delete: () => this.#remove(), Backspace: () => this.#remove() }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #openFirst(event) {
    const scene = this.#sceneOnMonitor;
    const layer = scene?.layers.find(({ type, id }) => type === "text" && elementOf(this.#picture, scene, id));
    if (!layer || this.#preview.isLooking) return;
    event.preventDefault();
    this.#preview.halt();
    this.#open(scene, layer);
    this.#type();
  }

  #letGo() {
    this.leave();
    this.#monitor.focus({ preventScroll: true });
  }

  #nudge([dx, dy]) {
    const { x, y, w, h } = this.#layer.box;
    const box = { x: Math.round((x + dx) * 10) / 10, y: Math.round((y + dy) * 10) / 10, w, h };
    this.#change("set_box", box, { box }, PAUSE);
  }
}
