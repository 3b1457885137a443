"""What strangers send: bounded before it is read, by where it goes, by who sends it and by the time it takes.

`BoundedBodies` does so for any ASGI server. Daphne takes in a body as a whole before it asks the application, so it has the
same rules one level lower, in `daphne`; `uvicorn` adds there what ASGI does not see: how long the head of a request takes.
"""
