// Changes that are shown before they are saved: what a person types, drags or tries. Each has a key of its own.

export class Drafts {
  #drafts = new Map(); // key -> {change, until}

  get isEmpty() {
    return this.#drafts.size === 0;
  }

  /** `change`: a pure function from document to document. */
  set(key, change) {
    this.#drafts.set(key, { change, until: Infinity });
  }

  /** Shown until the video has this revision, which is the change itself or what came in its place; 0: no longer. */
  end(key, revision = 0) {
    const draft = this.#drafts.get(key);
    if (draft && revision) draft.until = revision;
    else this.#drafts.delete(key);
  }

  endAll() {
    this.#drafts.clear();
  }

  /** The document as it would be. The very same one if there is nothing to change. */
  apply(document) {
    for (const [key, { until }] of this.#drafts) if (!document || document.revision >= until) this.#drafts.delete(key);
    return [...this.#drafts.values()].reduce((changed, { change }) => change(changed), document);
  }
}

const replaceOne = (list, id, changes) => list.map((each) => (each.id === id ? { ...each, ...changes } : each));

export const sceneDraft = (sceneId, changes) => (document) => ({ ...document, scenes: replaceOne(document.scenes, sceneId, changes) });

export const layerDraft = (sceneId, layerId, changes) => (document) => {
  const scene = document.scenes.find(({ id }) => id === sceneId);
  return scene ? sceneDraft(sceneId, { layers: replaceOne(scene.layers, layerId, changes) })(document) : document;
};

export const paletteDraft = (palette) => (document) => ({ ...document, style: { ...document.style, palette } });
