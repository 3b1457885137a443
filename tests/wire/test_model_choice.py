"""Who was chosen for a project answers its next message, and the receipt says who it was."""

from tests.instance import Instance, Socket


async def test_the_next_answer_is_of_who_was_chosen(with_models: Instance) -> None:
    alice = with_models.make_user("alice")
    project = await alice.make_project("Chosen")
    async with alice.http() as client, alice.socket(project) as tab:
        await tab.send(type="stream")
        assert await answered_by(tab) == "demo"
        chosen = await client.put(f"/api/projects/{project}/model/", json={"model": "chat:small"})
        assert chosen.json() == {"model": "chat:small", "choices": ["demo", "chat:small", "chat:thinker"]}
        assert await answered_by(tab) == "chat:small"
        await client.put(f"/api/projects/{project}/model/", json={"model": "demo"})
        assert await answered_by(tab) == "demo"


async def answered_by(tab: Socket) -> str:
    await tab.initiate("Hello")
    return (await tab.until("finalized"))[-1]["usage"]["model"]
