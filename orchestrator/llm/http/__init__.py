"""One model at one address over HTTP: the connection, the stream of events, retries and the concurrency limit."""
