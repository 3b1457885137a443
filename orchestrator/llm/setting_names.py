"""What the settings of a provider are called, for the operator's log."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SettingNames:
    key: str = "the key"
    address: str = "the address"
    model: str = "the model's name"
