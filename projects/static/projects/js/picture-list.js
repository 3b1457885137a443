// The pictures of a message: small, each a link to the whole of it.
import { h } from "./dom.js";

/** The styles of pictures, for whoever shows one. */
export function showPictureStyles() {
  for (const link of document.querySelectorAll("link[data-picture-style]")) Object.assign(link, { media: "all", disabled: false });
}

/** @param attachments [{id, name, width, height, url}] */
export function pictureList(attachments) {
  showPictureStyles();
  return attachments.filter(({ url }) => url.startsWith("/api/projects/")).map(({ name, width, height, url }) =>
    h("li", {}, h("a", { href: url, target: "_blank", rel: "noopener" }, h("img", { src: url, alt: name, width, height, loading: "lazy" }))),
  );
}
