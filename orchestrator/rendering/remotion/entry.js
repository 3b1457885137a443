// What Remotion bundles: a composition whose frames our own renderer draws, the same as in the preview.
import { createElement, useLayoutEffect, useRef, useState } from "react";
import { Composition, cancelRender, registerRoot, useCurrentFrame, useDelayRender } from "remotion";
import "./static/css/video-fonts.css";
import "./static/css/video-fonts-emoji.css";
import "./static/css/video-fonts-jp.css";
import "./static/css/video-fonts-kr.css";
import "./static/css/video-fonts-sc.css";
import "./static/css/video-fonts-tc.css";
import { fileFrame } from "./static/renderer/cover.js";
import { loadFonts } from "./static/renderer/fonts.js";
import { patch } from "./static/renderer/patch.js";
import { render, totalFrames } from "./static/renderer/renderer.js";

function Movie({ storyboard, pictures }) {
  const frame = useCurrentFrame();
  const root = useRef(null);
  const isReady = useReady(storyboard, pictures);
  const { delayRender, continueRender } = useDelayRender();
  useLayoutEffect(() => {
    if (!isReady) return undefined;
    const tree = render(storyboard, fileFrame(storyboard, frame), { addressOf: (id) => pictures[id] ?? "" });
    if (hasErrorCard(tree)) return cancelRender(new Error(`frame ${frame}: a scene cannot be drawn`));
    patch(root.current, tree);
    const shown = [...root.current.querySelectorAll("image")].map((image) => image.decode().catch(() => null));
    if (shown.length === 0) return undefined;
    const waiting = delayRender("pictures of the frame");
    Promise.all(shown).then(() => continueRender(waiting));
    return () => continueRender(waiting);
  }, [isReady, frame, storyboard, pictures]);
  return createElement("div", { ref: root, style: { lineHeight: 0 } });
}

/** The fonts and the pictures are there before the first frame. */
function useReady(storyboard, pictures) {
  const { delayRender, continueRender } = useDelayRender();
  const [isReady, setReady] = useState(false);
  const [waiting] = useState(() => delayRender("fonts and pictures"));
  useLayoutEffect(() => {
    const decoded = Object.values(pictures).map((src) => Object.assign(new Image(), { src }).decode().catch(() => null));
    Promise.all([loadFonts(storyboard), ...decoded]).then(() => setReady(true));
  }, [storyboard, pictures]);
  useLayoutEffect(() => {
    if (isReady) continueRender(waiting);
  }, [isReady, waiting]);
  return isReady;
}

const hasErrorCard = ({ attributes, children }) =>
  attributes["data-failed"] !== undefined || (typeof children !== "string" && children.some(hasErrorCard));

const described = ({ props: { storyboard } }) => {
  const { width, height, fps } = storyboard.canvas;
  return { width, height, fps, durationInFrames: totalFrames(storyboard) };
};

registerRoot(() => createElement(Composition, { id: "video", component: Movie, calculateMetadata: described, defaultProps: {} }));
