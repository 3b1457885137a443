// How a scene moves and what it is made of: its camera, how it begins, its groups, the gradients of its shapes; each part can
// be removed.
import { CAMERA_MOVES, cameraOf, moveOf } from "./camera-moves.js";
import { h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { labelOf } from "./layer-names.js";
import { t } from "./words.js";

const ENTRANCES = {
  none: t("Is there"),
  fade: t("Fades in"),
  rise: t("Rises"),
  drop: t("Drops"),
  left: t("From the right"),
  right: t("From the left"),
  pop: t("Pops up"),
  zoom: t("Zooms in"),
  grow: t("Grows"),
  spin: t("Spins"),
  swing: t("Swings"),
  wipe: t("Is wiped in"),
  reveal: t("Is revealed"),
  blur: t("Becomes sharp"),
  float: t("Floats"),
};
const TRANSITIONS = { none: t("A cut"), fade: t("A fade"), slide: t("A slide"), wipe: t("A wipe"), circle: t("A circle"), zoom: t("A zoom") };
const ANGLES = { 0: "→", 45: "↘", 90: "↓", 135: "↙" };
const KINDS = { text: t("text"), image: t("picture"), shape: t("shape"), chart: t("chart"), counter: t("number"), icon: t("icon"), device: t("device") };

const select = (options, onchange) => {
  const element = h("select", {}, ...Object.entries(options).map(([value, label]) => h("option", { value }, label)));
  element.addEventListener("change", () => onchange(element.value));
  return element;
};

export class SceneParts {
  #save;
  #scene = null;
  #palette = null;
  #built = ""; // which groups and layers there are rows for
  #rows = []; // functions that bring a row up to date
  #camera = select({ ...CAMERA_MOVES, own: t("As it was made") }, (move) => this.#moveCamera(move));
  #transition = select(TRANSITIONS, (type) => this.#save({ operation: "set_transition", type }));
  #groups = h("div", { class: "scene-groups" });
  #layers = h("ul", { class: "scene-layers" });
  #chosen = new Set(); // ids of layers that are to be a group
  #group = h("button", { type: "button", class: "quiet", onclick: () => this.#groupChosen() }, t("Group the chosen parts"));
  element = h(
    "details",
    { class: "scene-parts" },
    h("summary", {}, t("Camera and parts")),
    h("label", { class: "scene-part" }, h("span", {}, t("Camera")), this.#camera),
    h("label", { class: "scene-part" }, h("span", {}, t("Begins with")), this.#transition),
    this.#groups,
    this.#layers,
    this.#group,
  );

  /** `save(edit)`: an edit without its scene. */
  constructor(save) {
    this.#save = save;
    /** @type {HTMLOptionElement} */ (this.#camera.lastElementChild).disabled = true;
  }

  update(scene, { style }) {
    this.#scene = scene;
    this.#palette = style.palette;
    this.#camera.value = moveOf(scene);
    this.#transition.value = scene.transition.type;
    const groups = scene.groups ?? [];
    const there = JSON.stringify([groups.map(({ id }) => id), scene.layers.map(({ id, type }) => [id, type])]);
    if (there !== this.#built) this.#build(groups, there);
    for (const follow of this.#rows) follow();
  }

  #build(groups, there) {
    this.#built = there;
    this.#rows = [];
    this.#groups.replaceChildren(...groups.map(({ id }) => this.#groupRow(id)));
    this.#layers.replaceChildren(...this.#scene.layers.toReversed().map((layer) => this.#layerRow(layer)));
    this.#choose(new Set(this.#scene.layers.map(({ id }) => id).filter((id) => this.#chosen.has(id))));
  }

  #choose(layerIds) {
    this.#chosen = layerIds;
    this.#group.hidden = this.#scene.layers.length < 2;
    this.#group.ariaDisabled = String(layerIds.size < 2); // not `disabled`: it keeps the focus
  }

  async #groupChosen() {
    if (this.#chosen.size < 2) return;
    const row = await this.#save({ operation: "group_layers", layer_ids: [...this.#chosen] });
    if (!row) return;
    for (const box of this.#layers.querySelectorAll(":checked")) box.checked = false;
    this.#choose(new Set());
  }

  #choice(layer_id, name) {
    const onchange = ({ target }) => {
      if (target.checked) this.#choose(new Set(this.#chosen).add(layer_id));
      else this.#choose(new Set([...this.#chosen].filter((id) => id !== layer_id)));
    };
    return h("input", { type: "checkbox", "aria-label": t("Choose {name} for a group", { name }), title: t("Choose {name} for a group", { name }), checked: this.#chosen.has(layer_id), onchange });
  }

  #moveCamera(move) {
    this.#save({ operation: "set_camera", camera: cameraOf(move, this.#scene.duration) });
  }

  #groupRow(group_id) {
    const choice = select(ENTRANCES, (preset) => this.#save({ operation: "set_group_enter", group_id, preset }));
    this.#rows.push(() => {
      const group = this.#scene.groups.find(({ id }) => id === group_id);
      choice.value = group?.enter?.preset ?? "none";
    });
    const ungroup = () => this.#save({ operation: "ungroup", group_id });
    const name = t("Group “{name}”", { name: labelOf({ id: group_id }) });
    choice.ariaLabel = name;
    return h("div", { class: "scene-part" }, h("span", {}, name), choice, h("button", { type: "button", class: "quiet", onclick: ungroup }, t("Ungroup")));
  }

  #layerRow({ id: layer_id, type }) {
    const name = labelOf({ id: layer_id });
    const words = h("span", { class: "scene-layer-name", dir: "auto" });
    const remove = () => this.#save({ operation: "remove_layer", layer_id });
    const button = h("button", { type: "button", class: "quiet", "aria-label": t("Remove {name}", { name }), title: t("Remove {name}", { name }), onclick: remove }, icon("remove"));
    this.#rows.push(() => {
      const { group } = this.#scene.layers.find(({ id }) => id === layer_id);
      setText(words, [name, KINDS[type], group && labelOf({ id: group })].filter(Boolean).join(" · "));
    });
    return h("li", {}, this.#choice(layer_id, name), words, type === "shape" && this.#gradient(layer_id, name), button);
  }

  #gradient(layer_id, name) {
    const colour = (label) => h("input", { type: "color", "aria-label": label });
    const [first, last] = [colour(t("First colour of {name}", { name })), colour(t("Last colour of {name}", { name }))];
    const ways = h("span", { class: "scene-gradient", role: "group", "aria-label": t("Gradient of {name}", { name }) });
    const save = (colors) => this.#save({ operation: "set_gradient", layer_id, colors, angle: Number(angle.value) });
    const angle = select(ANGLES, () => save([first.value, last.value]));
    angle.ariaLabel = t("Direction of the gradient of {name}", { name });
    const toggle = h("button", { type: "button", class: "quiet", onclick: () => save(this.#gradientOf(layer_id) ? [] : this.#twoColours(layer_id)) }, t("Gradient"));
    for (const input of [first, last]) input.addEventListener("change", () => save([first.value, last.value]));
    ways.append(first, last, angle, toggle);
    this.#rows.push(() => {
      const gradient = this.#gradientOf(layer_id);
      for (const part of [first, last, angle]) part.hidden = !gradient;
      toggle.ariaPressed = String(Boolean(gradient));
      if (!gradient) return;
      first.value = this.#valueOf(gradient.colors[0]);
      last.value = this.#valueOf(gradient.colors.at(-1));
      angle.value = String(gradient.angle ?? 90);
    });
    return ways;
  }

  #gradientOf(layer_id) {
    return this.#scene.layers.find(({ id }) => id === layer_id)?.gradient;
  }

  /** From the colour that it has to the accent. */
  #twoColours(layer_id) {
    const { fill } = this.#scene.layers.find(({ id }) => id === layer_id);
    return [fill ?? "surface", fill === "accent" ? "accent2" : "accent"];
  }

  #valueOf(colour) {
    return this.#palette[colour] ?? colour;
  }
}
