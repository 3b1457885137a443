// The link to a file that a tool has made, and what the file is: only for a file of ours, whatever a payload says.
import { h } from "./dom.js";
import { number, t } from "./words.js";

const OURS = /^\/api\/projects\/[0-9a-f-]{36}\/assets\/[0-9a-f-]{36}\/$/;

/** A list of elements, empty if there is no such file. */
export function downloadLink(asset) {
  if (!asset || !OURS.test(asset.url)) return [];
  const { name, url, width, height, seconds, size } = asset;
  const facts = [seconds && `${number(seconds)} s`, width && height && `${width} × ${height}`, size && megabytes(size)];
  return [
    h("a", { class: "download", dir: "auto", href: url, download: "" }, t("Download {name}", { name })),
    h("span", { class: "download-facts" }, facts.filter(Boolean).join(" · ")),
  ];
}

const megabytes = (bytes) => (bytes < 1e6 ? `${number(Math.max(1, bytes / 1e3), 0)} kB` : `${number(bytes / 1e6, 1, 1)} MB`);
