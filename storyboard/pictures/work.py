"""How much work an SVG is, before a stroke of it is drawn: what is used again and again, and what filters cost."""

from xml.etree.ElementTree import Element

from storyboard.pictures.verdicts import PictureRefused

MOST_DRAWN = 50_000  # elements, each counted as often as it is used
MOST_FILTERED = (
    60  # steps of filters, each counted for every element that it is applied to, the dear ones more than once
)
DEEPEST_USE = 30
STEPS = {  # attributes of filter steps whose cost grows with their value, and the largest that is drawn
    "numOctaves": 8.0,
    "radius": 50.0,
    "order": 9.0,
    "stdDeviation": 250.0,
}


def check_work(root: Element) -> None:
    """Raises PictureRefused (`heavy`)."""
    for element in root.iter():
        if element.tag.startswith("fe"):
            _check_step(element)
    if _Count(root).count_drawn(root, 0) > MOST_DRAWN:
        raise PictureRefused("heavy")
    steps = sum(_weight(element) for element in root.iter() if element.tag.startswith("fe"))
    if steps and steps * _Count(root, filtered_alone=True).count_drawn(root, 0) > MOST_FILTERED:
        raise PictureRefused("heavy")


def _check_step(element: Element) -> None:
    for name, most in STEPS.items():
        for number in element.get(name, "0").replace(",", " ").split():
            try:
                is_heavy = not abs(float(number)) <= most
            except ValueError:
                is_heavy = True  # resvg may read what Python does not
            if is_heavy:
                raise PictureRefused("heavy")


def _weight(step: Element) -> float:
    """In the time that one pass over the picture takes."""
    return 3 * float(step.get("numOctaves", "1") or 1) if step.tag == "feTurbulence" else 1


class _Count:
    """Counts elements as they will be drawn; `filtered_alone`: those alone that a filter is applied to."""

    def __init__(self, root: Element, filtered_alone: bool = False) -> None:
        self._by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
        self._known: dict[Element, int] = {}
        styles = " ".join(element.text or "" for element in root.iter("style"))
        self._all_count = not filtered_alone or "filter" in styles  # whom a style sheet means, is not looked into

    def count_drawn(self, element: Element, used: int) -> int:
        """Raises PictureRefused (`heavy`) for uses within uses without end."""
        if used > DEEPEST_USE:
            raise PictureRefused("heavy")
        if element not in self._known:
            count = int(self._all_count or element.get("filter") is not None or "filter" in element.get("style", ""))
            target = self._by_id.get(element.get("href", "")[1:]) if element.tag == "use" else None
            for child in element:
                count += self.count_drawn(child, used)
            if target is not None:
                count += self.count_drawn(target, used + 1)
            self._known[element] = count
        return self._known[element]
