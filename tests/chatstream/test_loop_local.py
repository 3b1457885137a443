"""What belongs to an event loop is made once in each, and forgotten with it."""

import asyncio

from chatstream.loop_local import LoopLocal


async def test_a_loop_has_one_object_until_it_is_popped() -> None:
    local = LoopLocal(object)
    first = local.get()
    assert local.get() is first
    assert local.pop() is first
    assert local.pop() is None
    assert local.get() is not first


def test_another_loop_has_another_object() -> None:
    local = LoopLocal(object)

    async def get() -> object:
        return local.get()

    assert asyncio.run(get()) is not asyncio.run(get())


def test_the_object_of_a_closed_loop_is_forgotten() -> None:
    local = LoopLocal(object)

    async def get() -> None:
        local.get()

    for _ in range(3):
        asyncio.run(get())
    assert len(local._objects) == 1


async def test_what_is_built_on_an_object_goes_with_it() -> None:
    clients = LoopLocal(object)
    logs = LoopLocal(lambda: [clients.get()], within=clients)
    log = logs.get()
    clients.pop()
    assert logs.get() is not log


async def test_what_is_put_takes_the_place_of_what_would_be_made() -> None:
    clients = LoopLocal(object)
    logs = LoopLocal(lambda: [clients.get()], within=clients)
    logs.get()
    chosen = object()
    clients.put(chosen)
    assert logs.get() == [chosen]
