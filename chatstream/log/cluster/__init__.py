"""The log on a cluster, whose nodes have a part of the keys each: `client.py` sends each command to the node that has its key."""
