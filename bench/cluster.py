"""What the figures are measured on: one Valkey, one model server, one set of data, each made when first needed."""

from functools import cached_property

from bench.bench_run import BenchRun
from bench.product import Product
from bench.upstream import Upstream
from bench.valkey import Valkey


class Cluster:
    def __init__(self, run: BenchRun) -> None:
        self.run = run

    @cached_property
    def valkey(self) -> Valkey:
        return Valkey(self.run)

    @cached_property
    def upstream(self) -> Upstream:
        return Upstream(self.run)

    @cached_property
    def product(self) -> Product:
        self.run.report("making the data")
        return Product(self.run, self.valkey.url, self.upstream.url)
