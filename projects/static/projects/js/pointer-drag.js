// A pointer is followed until it is let go of, wherever it goes; `end` is given the event that says so.

export function followPointer(element, { pointerId }, move, end = (_event) => {}) {
  element.setPointerCapture(pointerId);
  const controller = new AbortController();
  const { signal } = controller;
  const over = (event) => {
    controller.abort();
    end(event);
  };
  element.addEventListener("pointermove", move, { signal });
  for (const type of ["pointerup", "pointercancel"]) element.addEventListener(type, over, { signal });
}
