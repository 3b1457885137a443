// The link to a file that a tool has made, and what the file is: only for a file of ours, whatever a payload says.
import { h } from "./dom.js";

const OURS = /^\/api\/projects\/[0-9a-f-]{36}\/assets\/[0-9a-f-]{36}\/$/;

/** A list of elements, empty if there is no such file. */
export function downloadLink(asset) {
  if (!asset || !OURS.test(asset.url)) return [];
  const { name, url, width, height, seconds, size } = asset;
  const facts = [seconds && `${seconds} s`, width && height && `${width} × ${height}`, size && megabytes(size)];
  return [
    h("a", { class: "download", dir: "auto", href: url, download: "" }, `Download ${name}`),
    h("span", { class: "download-facts" }, facts.filter(Boolean).join(" · ")),
  ];
}

const megabytes = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
