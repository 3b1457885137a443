// 16 px line icons, drawn from path data. They decorate: the words beside them, or the button's label, say it. Here are those of the
// page before anything is said.

const SVG = "http://www.w3.org/2000/svg";

export const PAGE_ICONS = {
  picture: "M2 3h12v10H2ZM2 11l3.4-3.6 3 3L10.8 8l3.2 3M10.8 5.8v.1",
  search: "M10.6 10.6 14 14M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0Z",
  retry: "M13.4 6.4A5.6 5.6 0 1 0 13.6 9M13.6 2.8v3.6H10",
  cancelled: "M4 4l8 8M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
};

export const pageIcon = (name) => drawIcon(name, PAGE_ICONS[name]);

export function drawIcon(name, lines) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", lines);
  svg.append(path);
  return svg;
}
