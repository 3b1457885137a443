// The types of the renderer in static/storyboard/, for `make lint-js`; no browser loads them.

/** How a piece of text is drawn; lengths in pixels of the canvas. */
interface TextLook {
  x: number;
  y: number;
  size: number;
  weight: number;
  /** Of the size. */
  tracking?: number;
  fill: string;
  italic?: boolean;
  anchor?: string;
  direction?: string;
  opacity?: number;
  family?: string;
}
