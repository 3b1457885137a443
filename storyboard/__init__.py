"""What a video is: a document, what may be done to it, and how it is described in words. Pure: no rows, no network, no clock."""
