"""What every figure plays with: one Valkey, one upstream, one set of data, made when first needed."""

from functools import cached_property

from bench.product import Product
from bench.stage import Stage
from bench.upstream import Upstream
from bench.valkey import Valkey


class Setting:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @cached_property
    def valkey(self) -> Valkey:
        return Valkey(self.stage)

    @cached_property
    def upstream(self) -> Upstream:
        return Upstream(self.stage)

    @cached_property
    def product(self) -> Product:
        self.stage.tell("making the data")
        return Product(self.stage, self.valkey.url, self.upstream.url)
