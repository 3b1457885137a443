"""The icons that there are, by name. Their outlines are in the renderer's `icons.js`."""

from typing import Literal, get_args

IconName = Literal[
    "arrow-right", "bell", "bolt", "book", "briefcase", "bulb", "calendar", "camera", "car", "chart-bar",
    "check", "clock", "cloud", "code", "coffee", "coin", "credit-card", "flame", "gift", "heart", "home",
    "leaf", "lock", "mail", "map-pin", "message", "music", "package", "phone", "plane", "rocket", "search",
    "shield-check", "shopping-cart", "star", "thumb-up", "trending-up", "trophy", "users", "world",
]  # fmt: skip
ICON_NAMES: tuple[IconName, ...] = get_args(IconName)
