"""MP4 files, read without trust."""
