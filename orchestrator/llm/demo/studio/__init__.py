"""The director where scenes can be built: what it calls the tools with, and what it says when they have answered.

As the main model: `videos` reads what there is, `scenes` and `briefs` plan a video, `changes` turns a message into calls,
`making` and `building` answer, `closing` says what came of it. As the scene agent: `scene_writer` turns a brief or an
instruction into a scene, with the words of `slots` and `copybank`. `wishes` and `entrances` are what both understand.
"""
